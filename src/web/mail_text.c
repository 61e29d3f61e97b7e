#include "web/mail_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <glib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "base/utf8.h"

enum { MISSING_MOST = 200, CHARSET_MOST = 40, HEADER_MOST = 16 * 1024 };

static const char missing[] = "〓";

/* --- ISO-2022-JP as it is written ------------------------------------------------------- */

enum shift { SHIFT_ASCII, SHIFT_KANA, SHIFT_KANJI, SHIFT_OTHER };

static const struct {
    const char *escape;
    enum shift shift;
} escapes[] = {
    { "\x1B(B", SHIFT_ASCII },  { "\x1B(J", SHIFT_ASCII }, { "\x1B(H", SHIFT_ASCII },
    { "\x1B(I", SHIFT_KANA },   { "\x1B$B", SHIFT_KANJI }, { "\x1B$@", SHIFT_KANJI },
    { "\x1B$(D", SHIFT_OTHER },
};

static size_t
escape_at(const char *at, size_t left, enum shift *shift)
{
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        size_t length = strlen(escapes[i].escape);

        if (left >= length && memcmp(at, escapes[i].escape, length) == 0) {
            *shift = escapes[i].shift;
            return length;
        }
    }
    return 0;
}

/* The place in the table of 94 by 94, as Shift_JIS numbers it. */
static void
add_kanji(struct buffer *out, unsigned row, unsigned cell)
{
    unsigned lead = (row - 0x21) / 2 + 0x81;
    unsigned tail = row % 2 ? cell + 0x1F + (cell >= 0x60) : cell + 0x7E;

    buffer_char(out, (char)(lead > 0x9F ? lead + 0x40 : lead));
    buffer_char(out, (char)tail);
}

/* To Windows-31J, which knows the rows that the standard leaves empty and mail uses. */
static void
from_jis(struct buffer *out, const char *bytes, size_t length)
{
    enum shift shift = SHIFT_ASCII;

    for (size_t i = 0; i < length;) {
        size_t escape = bytes[i] == 0x1B ? escape_at(bytes + i, length - i, &shift) : 0;
        unsigned char c = (unsigned char)bytes[i];
        unsigned char d = i + 1 < length ? (unsigned char)bytes[i + 1] : 0;
        bool pair = c >= 0x21 && c <= 0x7E && d >= 0x21 && d <= 0x7E;

        if (escape) {
            i += escape;
        } else if ((shift == SHIFT_KANJI || shift == SHIFT_OTHER) && pair) {
            if (shift == SHIFT_KANJI)
                add_kanji(out, c, d);
            else
                buffer_text(out, "\x81\xAC"); /* 〓: the supplementary kanji have no place */
            i += 2;
        } else {
            bool kana = shift == SHIFT_KANA && c >= 0x21 && c <= 0x5F;

            buffer_char(out, (char)(kana ? c | 0x80 : c));
            i++;
        }
    }
}

/* --- charsets --------------------------------------------------------------------------- */

/* False when something of it could not be read; `out` then has marks in its place. */
static bool
decode_as(struct arena *arena, enum encoding encoding, const char *bytes, size_t length,
          struct buffer *out)
{
    size_t marks = 0;

    while (length > 0) {
        size_t size, bad = 0;
        char *text;

        if (encoding_decode(arena, encoding, bytes, length, &text, &size, &bad)) {
            buffer_add(out, text, size);
            break;
        }
        buffer_add(out, text, size);
        if (++marks > MISSING_MOST)
            break;
        buffer_text(out, missing);
        bad = bad < length ? bad + 1 : length;
        bytes += bad;
        length -= bad;
        if (encoding == ENCODING_UTF8_BOM)
            encoding = ENCODING_UTF8;
    }
    return marks == 0;
}

static bool
named(const char *charset, const char *const *names)
{
    for (; *names; names++)
        if (strncasecmp(charset, *names, strlen(*names)) == 0)
            return true;
    return false;
}

/* What the name means; false where the library has to be asked. */
static bool
meant(const char *charset, enum encoding *encoding)
{
    static const char *const jis[] = { "iso-2022-jp", "csiso2022jp", "jis", "cp5022", NULL };
    static const char *const windows[] = { "shift_jis", "shift-jis", "sjis",
                                           "x-sjis",    "cp932",     "windows-31j",
                                           "ms932",     "ms_kanji",  NULL };
    static const char *const euc[] = { "euc-jp", "eucjp", "x-euc-jp", NULL };
    static const char *const utf8[] = { "utf-8", "utf8", NULL };

    if (named(charset, utf8))
        *encoding = ENCODING_UTF8;
    else if (named(charset, jis))
        *encoding = ENCODING_JIS;
    else if (named(charset, windows))
        *encoding = ENCODING_CP932;
    else if (named(charset, euc))
        *encoding = ENCODING_EUCJP;
    else
        return false;
    return true;
}

static bool
decode_jis(struct arena *arena, const char *bytes, size_t length, struct buffer *out)
{
    struct buffer windows = { .arena = arena };

    from_jis(&windows, bytes, length);
    return decode_as(arena, ENCODING_CP932, buffer_string(&windows), windows.length, out);
}

static bool
decode_by(struct arena *arena, enum encoding encoding, const char *bytes, size_t length,
          struct buffer *out)
{
    buffer_clear(out);
    return encoding == ENCODING_JIS ? decode_jis(arena, bytes, length, out)
                                    : decode_as(arena, encoding, bytes, length, out);
}

/* Latin, Chinese, Korean …: iconv knows them by their names. */
static bool
decode_named(const char *charset, const char *bytes, size_t length, struct buffer *out)
{
    gsize size = 0;
    char *text;

    if (strlen(charset) > CHARSET_MOST || strchr(charset, '/') || !*charset || length > G_MAXSSIZE)
        return false;
    text = g_convert(bytes, (gssize)length, "UTF-8", charset, NULL, &size, NULL);
    if (!text)
        return false;
    buffer_clear(out);
    buffer_add(out, text, size);
    g_free(text);
    return utf8_valid(buffer_string(out), out->length);
}

/* Zero bytes end no text here. */
static const char *
without_zero(struct buffer *out)
{
    for (size_t i = 0; i < out->length; i++)
        if (!out->data[i])
            out->data[i] = ' ';
    return buffer_string(out);
}

const char *
mail_decode(struct arena *arena, const char *charset, const char *bytes, size_t length)
{
    struct buffer out = { .arena = arena };
    enum encoding encoding = ENCODING_UTF8, looks = encoding_guess(bytes, length);
    bool known = charset && meant(charset, &encoding);

    /* Whoever writes escapes means them, whatever he says; plain text has none. */
    if (looks == ENCODING_JIS && encoding != ENCODING_JIS)
        known = false;
    if (known && decode_by(arena, encoding, bytes, length, &out))
        return without_zero(&out);
    if (!known && charset && looks != ENCODING_JIS && strncasecmp(charset, "us-ascii", 8) != 0 &&
        decode_named(charset, bytes, length, &out))
        return without_zero(&out);
    if (!decode_by(arena, looks, bytes, length, &out) && known)
        decode_by(arena, encoding, bytes, length, &out);
    return without_zero(&out);
}

/* --- encoded words ---------------------------------------------------------------------- */

struct word {
    const char *charset;
    size_t charset_length; /* without the language of RFC 2231 */
    char how;              /* b or q */
    const char *text;
    size_t length;
    const char *end;
};

/* =?charset?b?text?= */
static bool
word_at(const char *at, struct word *out)
{
    const char *how, *text, *end;

    if (at[0] != '=' || at[1] != '?')
        return false;
    how = strchr(at + 2, '?');
    if (!how || how == at + 2 || how - at - 2 > CHARSET_MOST || !how[1] || how[2] != '?')
        return false;
    text = how + 3;
    end = strstr(text, "?=");
    if (!end || !strchr("bBqQ", how[1]))
        return false;
    out->charset = at + 2;
    out->charset_length = strcspn(out->charset, "*?");
    out->how = (char)(how[1] | 32);
    out->text = text;
    out->length = (size_t)(end - text);
    out->end = end + 2;
    return true;
}

static int
hex(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

static void
add_quoted(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        int high = text[i] == '=' && i + 2 < length ? hex(text[i + 1]) : -1;
        int low = high >= 0 ? hex(text[i + 2]) : -1;

        if (low >= 0) {
            buffer_char(out, (char)(high * 16 + low));
            i += 2;
        } else {
            buffer_char(out, text[i] == '_' ? ' ' : text[i]);
        }
    }
}

static void
add_base64(struct buffer *out, const char *text, size_t length)
{
    gint state = 0;
    guint save = 0;
    char *room = buffer_room(out, length + 4);
    gsize size = g_base64_decode_step(text, length, (guchar *)room, &state, &save);

    out->length += size;
    out->data[out->length] = '\0';
}

static bool
same_charset(const struct word *a, const struct word *b)
{
    return a->charset_length == b->charset_length &&
           strncasecmp(a->charset, b->charset, a->charset_length) == 0;
}

/* Neighbours of one charset are read together: some programs cut inside a character. */
static const char *
add_words(struct arena *arena, struct buffer *out, struct word word)
{
    struct buffer bytes = { .arena = arena };
    const char *charset = arena_slice(arena, word.charset, word.charset_length);
    struct word next = word;
    const char *at, *end;

    do {
        word = next;
        if (word.how == 'b')
            add_base64(&bytes, word.text, word.length);
        else
            add_quoted(&bytes, word.text, word.length);
        end = word.end;
        at = end + strspn(end, " ");
    } while (word_at(at, &next) && same_charset(&word, &next));
    buffer_text(out, mail_decode(arena, charset, buffer_string(&bytes), bytes.length));
    /* Blanks between two words are none. */
    return word_at(at, &next) ? at : end;
}

const char *
mail_header(struct arena *arena, const char *raw)
{
    struct buffer flat = { .arena = arena }, out = { .arena = arena };
    const char *at;

    for (size_t i = 0; *raw && i < HEADER_MOST; raw++, i++)
        if (*raw != '\r' && *raw != '\n')
            buffer_char(&flat, *raw == '\t' ? ' ' : *raw);
    /* Bytes that should not be there: the whole is in one charset, or cannot be told. */
    at = mail_decode(arena, NULL, buffer_string(&flat), flat.length);
    at += strspn(at, " ");
    while (*at) {
        struct word word;

        if (word_at(at, &word))
            at = add_words(arena, &out, word);
        else
            buffer_char(&out, *at++);
    }
    while (out.length && out.data[out.length - 1] == ' ')
        out.data[--out.length] = '\0';
    return buffer_string(&out);
}

/* --- HTML ------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *text;
} entities[] = {
    { "amp", "&" },   { "lt", "<" },    { "gt", ">" },    { "quot", "\"" },  { "apos", "'" },
    { "nbsp", " " },  { "yen", "¥" },   { "copy", "©" },  { "reg", "®" },    { "hellip", "…" },
    { "ndash", "–" }, { "mdash", "—" }, { "times", "×" }, { "middot", "·" }, { "bull", "•" },
    { "laquo", "«" }, { "raquo", "»" }, { "rarr", "→" },  { "larr", "←" },   { "deg", "°" },
};

/* &#12354; &#x3042; */
static const char *
add_code(struct buffer *out, const char *at)
{
    bool sixteen = (at[0] | 32) == 'x';
    const char *digits = sixteen ? at + 1 : at;
    uint32_t code = 0;
    char bytes[4];

    for (at = digits; hex(*at) >= 0 && (sixteen || hex(*at) < 10) && at - digits < 8; at++)
        code = code * (sixteen ? 16 : 10) + (uint32_t)hex(*at);
    if (at == digits)
        return NULL;
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        buffer_text(out, missing);
    else
        buffer_add(out, bytes, utf8_put(bytes, code));
    return *at == ';' ? at + 1 : at;
}

/* From behind the &; NULL when it is only that. */
static const char *
add_entity(struct buffer *out, const char *at)
{
    if (*at == '#')
        return add_code(out, at + 1);
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        size_t length = strlen(entities[i].name);

        if (strncmp(at, entities[i].name, length) == 0 && at[length] == ';') {
            buffer_text(out, entities[i].text);
            return at + length + 1;
        }
    }
    return NULL;
}

static bool
is_tag(const char *at, const char *name)
{
    size_t length = strlen(name);

    return strncasecmp(at, name, length) == 0 && !g_ascii_isalnum(at[length]);
}

static bool
breaks_line(const char *tag)
{
    static const char *const blocks[] = { "br", "p",  "div",   "tr", "li", "h1",         "h2", "h3",
                                          "h4", "hr", "table", "ul", "ol", "blockquote", NULL };

    tag += *tag == '/';
    for (const char *const *name = blocks; *name; name++)
        if (is_tag(tag, *name))
            return true;
    return false;
}

static void
end_line(struct buffer *out)
{
    while (out->length && out->data[out->length - 1] == ' ')
        out->data[--out->length] = '\0';
    /* One empty line at most. */
    if (out->length && !(out->length > 1 && out->data[out->length - 1] == '\n' &&
                         out->data[out->length - 2] == '\n'))
        buffer_char(out, '\n');
}

/* Behind the element that has nothing to read, or behind the tag. */
static const char *
skip_tag(const char *at)
{
    static const struct {
        const char *name;
        const char *end;
    } silent[] = { { "script", "</script" }, { "style", "</style" }, { "title", "</title" } };

    if (strncmp(at, "!--", 3) == 0) {
        const char *end = strstr(at, "-->");

        return end ? end + 3 : at + strlen(at);
    }
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        if (is_tag(at, silent[i].name)) {
            const char *end = strcasestr(at, silent[i].end);

            at = end ? end : at + strlen(at);
            break;
        }
    at += strcspn(at, ">");
    return *at ? at + 1 : at;
}

const char *
mail_from_html(struct arena *arena, const char *html)
{
    struct buffer out = { .arena = arena };

    while (*html) {
        const char *next = *html == '&' ? add_entity(&out, html + 1) : NULL;

        if (next) {
            html = next;
        } else if (*html == '<' && (g_ascii_isalpha(html[1]) || html[1] == '/' || html[1] == '!' ||
                                    html[1] == '?')) {
            if (breaks_line(html + 1))
                end_line(&out);
            html = skip_tag(html + 1);
        } else if (strchr(" \t\r\n", *html)) {
            if (out.length && !strchr(" \n", out.data[out.length - 1]))
                buffer_char(&out, ' ');
            html++;
        } else {
            buffer_char(&out, *html++);
        }
    }
    return buffer_string(&out);
}
