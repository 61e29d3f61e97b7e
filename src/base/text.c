#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "base/kana.h"
#include "base/utf8.h"

static void
put(struct buffer *out, uint32_t code)
{
    char bytes[4];

    buffer_add(out, bytes, utf8_put(bytes, code));
}

static char *
finish(struct arena *arena, struct buffer *out)
{
    return out->data ? out->data : arena_copy(arena, "");
}

static bool
is_control(uint32_t code)
{
    return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0) ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

static bool
is_blank(uint32_t code)
{
    return code == ' ' || code == '\t' || code == '\n' || code == 0xA0 || code == 0x3000;
}

char *
text_clean(struct arena *arena, const char *text)
{
    struct buffer out = { .arena = arena };
    const char *at = text;
    size_t end = 0;
    uint32_t code;

    while ((code = utf8_next(&at))) {
        if (code == '\r') {
            code = '\n';
            at += *at == '\n';
        }
        if (is_control(code) || code == 0x200B || code == 0xFEFF)
            continue;
        if (is_blank(code) && !out.length)
            continue;
        put(&out, code);
        if (!is_blank(code))
            end = out.length;
    }
    if (out.data)
        out.data[end] = '\0';
    return finish(arena, &out);
}

/* One code point of half-width kana or punctuation (U+FF61–FF9F) made full-width. */
static uint32_t
full_width_kana(uint32_t code)
{
    utf8proc_int32_t wide[4] = { 0 };
    int boundary = 0;

    utf8proc_decompose_char((utf8proc_int32_t)code, wide, 4, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE,
                            &boundary);
    return (uint32_t)wide[0];
}

static uint32_t
narrow_one(uint32_t code, uint32_t before)
{
    if (code == KANA_LONG || code == 0xFF70)
        return kana_is(before) || before == KANA_LONG ? KANA_LONG : '-';
    if (kana_is_dash(code))
        return '-';
    if (kana_is_wave(code))
        return '~';
    if (code == 0x3000 || code == 0xA0)
        return ' ';
    if (code == 0xFFE5)
        return 0xA5;
    if (code >= 0xFF01 && code <= 0xFF5E)
        return code - 0xFEE0;
    if (code >= 0xFF61 && code <= 0xFF9F)
        return full_width_kana(code);
    return code;
}

char *
text_narrow(struct arena *arena, const char *text)
{
    struct buffer out = { .arena = arena };
    const char *at = text;
    uint32_t before = 0;
    uint32_t code;

    while ((code = utf8_next(&at))) {
        code = narrow_one(code, before);
        if (code == KANA_VOICED || code == KANA_SEMI) {
            uint32_t joined = kana_is(before) ? kana_join(before, code) : 0;

            if (joined)
                out.length -= 3;
            code = joined ? joined : code == KANA_VOICED ? 0x309B : 0x309C;
        }
        put(&out, code);
        before = code;
    }
    return finish(arena, &out);
}

/* Currency signs and the like of Latin-1 are narrow everywhere, although Windows-31J
   has only full-width ones to write for them. */
static bool
is_narrow_latin(uint32_t code)
{
    return code == 0xA0 || code == 0xA2 || code == 0xA3 || code == 0xA5 || code == 0xAC;
}

int
text_code_width(uint32_t code)
{
    int width;

    if (code < 0x7F)
        return code >= 0x20;
    if (code >= 0xE000 && code <= 0xF8FF)
        return 2;
    width = utf8proc_charwidth((utf8proc_int32_t)code);
    if (width == 1 && !is_narrow_latin(code) && encoding_cp932_size(code) == 2)
        return 2;
    return width;
}

/* Reads what a person sees as one character; false at the end. */
static bool
next_character(const char **at, int *width)
{
    uint32_t code = utf8_next(at);
    utf8proc_int32_t state = 0;

    if (!code)
        return false;
    *width = text_code_width(code);
    for (;;) {
        const char *ahead = *at;
        uint32_t next = utf8_next(&ahead);

        if (!next || utf8proc_grapheme_break_stateful((utf8proc_int32_t)code,
                                                      (utf8proc_int32_t)next, &state))
            return true;
        if (text_code_width(next) > *width)
            *width = text_code_width(next);
        code = next;
        *at = ahead;
    }
}

int
text_width(const char *text)
{
    int total = 0;
    int width;

    while (next_character(&text, &width))
        total += width;
    return total;
}

size_t
text_count(const char *text)
{
    size_t count = 0;
    int width;

    while (next_character(&text, &width))
        count++;
    return count;
}

/* Most texts are far from their limit: bytes, then code points, are never fewer than what a
   person sees as characters. */
bool
text_within(const char *text, int64_t least, int64_t most, int64_t *count)
{
    size_t bytes = strlen(text);

    *count = 0;
    if (least <= (bytes ? 1 : 0) && most >= 0 &&
        (bytes <= (uint64_t)most || utf8_count(text) <= (uint64_t)most))
        return true;
    *count = (int64_t)text_count(text);
    return *count >= least && *count <= most;
}

char *
text_cut(struct arena *arena, const char *text, int width)
{
    static const char ellipsis[] = "…";
    const int room = width - 2;
    const char *at = text;
    const char *end = text; /* of what stays if the text is too wide */
    int total = 0;
    int one;

    while (next_character(&at, &one)) {
        total += one;
        if (total <= room)
            end = at;
        if (total > width)
            break;
    }
    if (total <= width)
        return arena_copy(arena, text);
    if (room < 0)
        return arena_copy(arena, "");
    return arena_print(arena, "%.*s%s", (int)(end - text), text, ellipsis);
}

bool
text_has_control(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;

    /* Nearly every byte is passed at the first look: 0xC2 and 0xE2 begin what is left. */
    for (; *at; at++) {
        const char *here = (const char *)at;
        uint32_t code;

        if (*at >= 0x20 && *at != 0x7F && *at != 0xC2 && *at != 0xE2)
            continue;
        code = utf8_next(&here);
        if (is_control(code) && !(code == '\r' && *here == '\n'))
            return true;
    }
    return false;
}

bool
text_has_private(const char *text)
{
    uint32_t code;

    while ((code = utf8_next(&text)))
        if (code >= 0xE000 && code <= 0xF8FF)
            return true;
    return false;
}

int
text_compare(const char *a, const char *b)
{
    /* UTF-8 sorts by bytes as it does by code points; strcmp compares unsigned bytes. */
    return strcmp(a, b);
}
