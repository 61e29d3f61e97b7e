#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/utf8.h"
#include "ledger/list_parts.h"
#include "store/act.h"

/*
 * A cursor is base64url of: version, flags, column type, eight bytes each of the
 * request's hash, the id and the value's number, then the value's text. It grants
 * nothing: the values become parameters and rights are asked anew, so it is only
 * checked for its shape and for belonging to this request.
 */
enum {
    CURSOR_VERSION = 1,
    CURSOR_HEAD = 27,
    MOST_CURSOR = 8192,
    FLAG_BACK = 1,
    FLAG_EMPTY = 2,
};

static uint64_t
mix(uint64_t hash, const char *text)
{
    for (; text && *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
    return (hash ^ 0xff) * 0x100000001b3;
}

/* What decides which rows there are, and their order; not the columns nor the limit. */
static uint64_t
request_hash(const struct list_request *r)
{
    uint64_t hash = mix(0xcbf29ce484222325, r->ledger->name);

    hash = mix(hash, r->words);
    hash = mix(hash, r->sort ? r->sort->name : "id");
    hash = mix(hash, r->descending ? "-" : "+");
    for (size_t i = 0; i < r->filter_count; i++) {
        hash = mix(hash, r->filters[i].field->name);
        hash = mix(hash, (const char[]){ (char)('a' + r->filters[i].op), '\0' });
        hash = mix(hash, r->filters[i].text);
    }
    return hash;
}

static void
add_number(struct buffer *out, uint64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        buffer_char(out, (char)(unsigned char)(number >> shift));
}

static uint64_t
take_number(const uint8_t *bytes)
{
    uint64_t number = 0;

    for (int i = 0; i < 8; i++)
        number = number << 8 | bytes[i];
    return number;
}

const char *
cursor_print(struct act *a, const struct list_request *r, const struct list_cursor *cursor)
{
    struct buffer out = { .arena = a->arena };

    buffer_char(&out, CURSOR_VERSION);
    buffer_char(&out, (char)((cursor->back ? FLAG_BACK : 0) |
                             (cursor->phase == PHASE_EMPTY ? FLAG_EMPTY : 0)));
    buffer_char(&out, (char)cursor->value.type);
    add_number(&out, request_hash(r));
    add_number(&out, (uint64_t)cursor->id);
    add_number(&out, (uint64_t)cursor->value.number);
    buffer_text(&out, cursor->value.text ? cursor->value.text : "");
    return base64url_print(a->arena, out.data, out.length);
}

static bool
is_whole(struct act *a, const char *text, uint8_t **bytes, size_t *length)
{
    return strlen(text) <= MOST_CURSOR && base64url_parse(a->arena, text, bytes, length) &&
           *length >= CURSOR_HEAD && (*bytes)[0] == CURSOR_VERSION &&
           (*bytes)[1] <= (FLAG_BACK | FLAG_EMPTY) && (*bytes)[2] <= COLUMN_INSTANT &&
           (*bytes)[2] != COLUMN_BYTES &&
           utf8_valid((const char *)*bytes + CURSOR_HEAD, *length - CURSOR_HEAD);
}

bool
cursor_parse(struct act *a, const struct list_request *r, struct list_cursor *out)
{
    uint8_t *bytes;
    size_t length;

    if (!is_whole(a, r->after, &bytes, &length) || take_number(bytes + 3) != request_hash(r))
        return fail(
            a, FAULT_MALFORMED, "after",
            "続きの位置が読めないか、条件が変わっています。最初のページから開いてください。");
    *out = (struct list_cursor){
        .back = bytes[1] & FLAG_BACK,
        .phase = bytes[1] & FLAG_EMPTY ? PHASE_EMPTY : PHASE_VALUES,
        .id = (int64_t)take_number(bytes + 11),
        .value = { .type = (enum column_type)bytes[2], .number = (int64_t)take_number(bytes + 19) },
    };
    if (out->value.type == COLUMN_TEXT)
        out->value.text = (const char *)bytes + CURSOR_HEAD;
    return true;
}
