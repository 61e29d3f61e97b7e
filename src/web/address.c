#include "web/address.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/names.h"
#include "store/act.h"
#include "web/route.h"

static bool
is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~' || c == ',';
}

void
address_part(struct buffer *b, const char *text)
{
    while (*text) {
        size_t run = 0;

        while (is_plain(text[run]))
            run++;
        buffer_add(b, text, run);
        text += run;
        if (*text)
            buffer_print(b, "%%%02X", (unsigned)(unsigned char)*text++);
    }
}

/* `sign` is '?' before the first one. */
static void
add_pair(struct buffer *b, char *sign, const char *name, const char *value)
{
    if (!*value)
        return;
    buffer_char(b, *sign);
    *sign = '&';
    address_part(b, name);
    buffer_char(b, '=');
    address_part(b, value);
}

static bool
is_kept(const char *name, const char *changed)
{
    if (!changed)
        return true;
    if (strcmp(name, changed) == 0)
        return false;
    return strcmp(changed, "open") == 0 ||
           (strcmp(name, "open") != 0 && strcmp(name, "after") != 0);
}

const char *
address_with(struct act *a, const char *path, const struct pairs *pairs, const char *name,
             const char *value)
{
    struct buffer out = { .arena = a->arena };
    char sign = '?';

    buffer_text(&out, path);
    for (size_t i = 0; i < pairs->count; i++)
        if (is_kept(pairs->items[i].name, name))
            add_pair(&out, &sign, pairs->items[i].name, pairs->items[i].value);
    if (name && value)
        add_pair(&out, &sign, name, value);
    return buffer_string(&out);
}

const char *
address_query(struct act *a, const struct pairs *pairs)
{
    const char *whole = address_with(a, "", pairs, NULL, NULL);

    return *whole ? whole + 1 : whole;
}

const char *
address_number(struct act *a, const char *before, int64_t number, const char *after)
{
    char digits[24];
    size_t at = sizeof digits, first = strlen(before), last = strlen(after);
    char *out;

    for (; number > 0 || at == sizeof digits; number /= 10)
        digits[--at] = (char)('0' + number % 10);
    out = arena_get(a->arena, first + (sizeof digits - at) + last + 1);
    memcpy(out, before, first);
    memcpy(out + first, digits + at, sizeof digits - at);
    memcpy(out + first + (sizeof digits - at), after, last);
    return out;
}

const char *
address_record(struct act *a, const char *path, int64_t id)
{
    return arena_print(a->arena, "%s/%lld", path, (long long)id);
}

struct pairs
pairs_without(struct act *a, const struct pairs *pairs, const char *drop, bool *had_empty)
{
    struct pairs left = { NEW_ARRAY(a->arena, pairs->count + 2, struct pair), 0 };

    if (had_empty)
        *had_empty = false;
    for (size_t i = 0; i < pairs->count; i++) {
        if (!*pairs->items[i].value) {
            if (had_empty)
                *had_empty = true;
        } else if (!names_have(drop, pairs->items[i].name)) {
            left.items[left.count++] = pairs->items[i];
        }
    }
    return left;
}

/* As the door let it in; behind a proxy that speaks https it says so (web/route.h). */
const char *
address_site(struct act *a, const struct request *q)
{
    const char *host = request_header(q, "host");

    return host && *host ? arena_print(a->arena, "%s://%s", q->secure ? "https" : "http", host)
                         : NULL;
}
