#include "web/form.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

static bool
refuse(const char **why, const char *sentence)
{
    *why = sentence;
    return false;
}

static int
digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool
decode(struct arena *arena, const char *text, size_t length, bool plus, char **out,
       size_t *out_length, const char **why)
{
    char *to = arena_get(arena, length + 1);

    *out = to;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '+' && plus) {
            *to++ = ' ';
        } else if (text[i] != '%') {
            *to++ = text[i];
        } else {
            int high = length - i > 2 ? digit(text[i + 1]) : -1;
            int low = length - i > 2 ? digit(text[i + 2]) : -1;

            if (high < 0 || low < 0)
                return refuse(why, "% の後に16進の2桁がありません。");
            *to++ = (char)(high * 16 + low);
            i += 2;
        }
    }
    *to = '\0';
    *out_length = (size_t)(to - *out);
    return true;
}

static bool
is_control(char c, bool lines)
{
    if (lines && (c == '\n' || c == '\r' || c == '\t'))
        return false;
    return (unsigned char)c < 0x20 || c == 0x7f;
}

static bool
check(const char *text, size_t length, bool lines, const char **why)
{
    if (!utf8_valid(text, length))
        return refuse(why, "UTF-8 でない文字があります。");
    for (size_t i = 0; i < length; i++)
        if (is_control(text[i], lines))
            return refuse(why, "使えない制御文字があります。");
    return true;
}

bool
form_text(const char *text, size_t length, const char **why)
{
    return check(text, length, true, why);
}

bool
path_part(struct arena *arena, const char *text, size_t length, char **out, const char **why)
{
    size_t decoded;

    if (!decode(arena, text, length, false, out, &decoded, why) ||
        !check(*out, decoded, false, why))
        return false;
    if (memchr(*out, '/', decoded))
        return refuse(why, "アドレスの区切りが正しくありません。");
    return true;
}

static bool
pair_parse(struct arena *arena, const char *text, size_t length, struct pair *out, const char **why)
{
    const char *equals = memchr(text, '=', length);
    size_t name_length = equals ? (size_t)(equals - text) : length;
    size_t value_length = equals ? length - name_length - 1 : 0;
    size_t got;
    char *name, *value;

    if (!decode(arena, text, name_length, true, &name, &got, why) || !check(name, got, false, why))
        return false;
    if (!decode(arena, equals ? equals + 1 : "", value_length, true, &value, &got, why) ||
        !check(value, got, true, why))
        return false;
    *out = (struct pair){ name, value };
    return true;
}

static size_t
pieces(const char *text, size_t length)
{
    size_t count = 1;

    for (size_t i = 0; i < length; i++)
        count += text[i] == '&';
    return count;
}

bool
form_parse(struct arena *arena, const char *text, size_t length, struct pairs *out,
           const char **why)
{
    size_t count = length ? pieces(text, length) : 0;
    const char *end = text + length;

    *out = (struct pairs){ 0 };
    if (count > FORM_MOST)
        return refuse(why, "項目が多すぎます。");
    out->items = NEW_ARRAY(arena, count, struct pair);
    while (text < end) {
        const char *stop = memchr(text, '&', (size_t)(end - text));
        size_t piece = stop ? (size_t)(stop - text) : (size_t)(end - text);

        if (piece && !pair_parse(arena, text, piece, &out->items[out->count++], why))
            return false;
        text += stop ? piece + 1 : piece;
    }
    return true;
}
