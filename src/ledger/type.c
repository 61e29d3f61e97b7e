#include "ledger/type.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "base/utf8.h"
#include "store/act.h"

static const struct type *const types[FIELD_TYPES] = {
    [FIELD_TEXT] = &type_text,         [FIELD_PROSE] = &type_prose,
    [FIELD_NUMBER] = &type_number,     [FIELD_YEN] = &type_yen,
    [FIELD_DATE] = &type_date,         [FIELD_TIME] = &type_time,
    [FIELD_MINUTES] = &type_minutes,   [FIELD_PERIOD] = &type_period,
    [FIELD_CHOICE] = &type_choice,     [FIELD_BOOL] = &type_bool,
    [FIELD_REF] = &type_ref,           [FIELD_REFS] = &type_refs,
    [FIELD_MAIL] = &type_mail,         [FIELD_PHONE] = &type_phone,
    [FIELD_POSTCODE] = &type_postcode, [FIELD_INET] = &type_inet,
    [FIELD_MAC] = &type_mac,           [FIELD_URL] = &type_url,
    [FIELD_FILE] = &type_file,
};

const struct type *
type_of(enum field_type type)
{
    must((size_t)type < FIELD_TYPES);
    return types[type];
}

/* More than this no field of any type takes; parsers need not fear long texts. */
enum { MOST_BYTES = 1 << 20 };

bool
field_parse(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    const struct type *type = type_of(f->type);
    size_t length = strlen(text);
    const char *clean;

    *why = NULL;
    if (length > MOST_BYTES)
        return type_refuse(a, why, "長すぎます。");
    if (!utf8_valid(text, length))
        return type_refuse(a, why, "文字コードが UTF-8 ではありません。");
    clean = text_clean(a->arena, text);
    if (*clean == '\0') {
        field_clear(f, at);
        return true;
    }
    return type->parse(a, f, clean, at, why);
}

const char *
field_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    const struct type *type = type_of(f->type);

    if (f->secret || type->empty(at))
        return "";
    return type->text(a, f, at, style);
}

bool
field_is_empty(const struct field *f, const void *at)
{
    return type_of(f->type)->empty(at);
}

void
field_clear(const struct field *f, void *at)
{
    static const int64_t none = NO_NUMBER;

    if (f->type == FIELD_NUMBER || f->type == FIELD_YEN || f->type == FIELD_MINUTES)
        memcpy(at, &none, sizeof none);
    else
        memset(at, 0, type_of(f->type)->size);
}

int
field_compare(const struct field *f, const void *left, const void *right)
{
    const struct type *type = type_of(f->type);
    bool none = type->empty(left);

    if (none || type->empty(right))
        return none - type->empty(right);
    return type->compare(f, left, right);
}

void
field_copy(struct act *a, const struct field *f, const void *from, void *to)
{
    const struct type *type = type_of(f->type);

    if (type->copy)
        type->copy(a, from, to);
    else if (from != to)
        memcpy(to, from, type->size);
}

void
field_json(struct act *a, struct buffer *out, const struct field *f, const void *at)
{
    const struct type *type = type_of(f->type);

    if (f->secret || type->empty(at))
        buffer_text(out, "null");
    else
        type->json(a, out, f, at);
}

size_t
field_size(enum field_type type)
{
    return type_of(type)->size;
}

const char *
field_type_title(enum field_type type)
{
    return type_of(type)->title;
}

void
type_json_text(struct act *a, struct buffer *out, const struct field *f, const void *at)
{
    json_text(out, type_of(f->type)->text(a, f, at, STYLE_PLAIN));
}

bool
type_refuse(struct act *a, const char **why, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    *why = arena_vprint(a->arena, format, list);
    va_end(list);
    return false;
}

bool
type_also(struct act *a, const char *also, const char *folded)
{
    while (also && *also) {
        size_t length = strcspn(also, "|");
        const char *word = fold_text(a->arena, arena_slice(a->arena, also, length));

        if (strcmp(word, folded) == 0)
            return true;
        also += length;
        also += *also == '|';
    }
    return false;
}

const struct choice_item *
type_choose(struct act *a, const struct choice_item *items, const char *text)
{
    const struct choice_item *item;
    const char *folded;

    for (item = items; item && item->code; item++)
        if (strcmp(item->code, text) == 0 || strcmp(item->label, text) == 0)
            return item;
    folded = fold_text(a->arena, text);
    for (item = items; item && item->code; item++)
        if (strcmp(fold_text(a->arena, item->label), folded) == 0 ||
            type_also(a, item->also, folded))
            return item;
    return NULL;
}
