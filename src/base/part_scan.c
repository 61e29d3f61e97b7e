#include "base/part_scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/unzip.h"
#include "base/utf8.h"

enum { FIRST_ROOM = 64 * 1024 };

static const char broken[] = "シートが壊れています。元のソフトで開いて保存し直してください。";
static const char too_large[] = "表が大きすぎます。分けて取り込んでください。";

void
scan_begin(struct scan *s, struct arena *arena, struct unzip_stream *stream)
{
    *s = (struct scan){ .stream = stream, .arena = arena, .room = FIRST_ROOM };
    s->bytes = arena_get(arena, s->room);
}

static bool
refuse(const char **why, const char *sentence)
{
    *why = sentence;
    return false;
}

/* More bytes behind those from `at` on, which move to the front. */
static bool
fill(struct scan *s, const char **why)
{
    size_t left = s->end - s->at, got;

    if (left == s->room) {
        char *more;

        if (s->room >= SCAN_MOST)
            return refuse(why, too_large);
        more = arena_get(s->arena, s->room * 2);
        memcpy(more, s->bytes + s->at, left);
        s->bytes = more;
        s->room *= 2;
    } else if (left) {
        memmove(s->bytes, s->bytes + s->at, left);
    }
    s->at = 0;
    s->end = left;
    if (!unzip_more(s->stream, s->bytes + left, s->room - left, &got, why))
        return false;
    s->end += got;
    s->ended = got == 0;
    return true;
}

/* --- tags ------------------------------------------------------------------------------ */

static bool
is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool
starts(const char *at, const char *end, const char *with)
{
    size_t length = strlen(with);

    return (size_t)(end - at) >= length && memcmp(at, with, length) == 0;
}

static const char *
behind(const char *at, const char *end, const char *mark)
{
    const char *found = memmem(at, (size_t)(end - at), mark, strlen(mark));

    return found ? found + strlen(mark) : NULL;
}

/* The closing one; values are too short for memchr to pay. */
static const char *
quote_end(const char *quote, const char *end)
{
    const char *at = quote + 1;

    while (at < end && *at != *quote)
        at++;
    return at;
}

/* Behind the > that ends the tag at `at`, which none within quotes does; NULL when it has not
   come yet. */
static const char *
tag_end(const char *at, const char *end)
{
    const char *from = at + 1;

    if (end - at < 9 && (end - at < 2 || at[1] == '!'))
        return NULL;
    if (at[1] == '!')
        return starts(at, end, "<!--")        ? behind(at + 4, end, "-->")
               : starts(at, end, "<![CDATA[") ? behind(at + 9, end, "]]>")
                                              : at + 9;
    if (at[1] == '?')
        return behind(at + 2, end, "?>");
    while (from < end && *from != '>') {
        if (*from == '"' || *from == '\'') {
            from = quote_end(from, end);
            if (from == end)
                return NULL;
        }
        from++;
    }
    return from < end ? from + 1 : NULL;
}

/* Names are told apart by their length and first seven bytes. */
static uint64_t
packed(const char *name, size_t length)
{
    uint64_t word = length;

    for (size_t i = 0; i < length && i < 7; i++)
        word = word << 8 | (unsigned char)name[i];
    return word;
}

static const char *
name_end(const char *at, const char *end)
{
    while (at < end && !is_blank(*at) && *at != '/' && *at != '=' && *at != '>' && *at != '<')
        at++;
    return at;
}

static void
take_attribute(struct scan_tag *tag, const char *name, size_t length, const char *at, size_t size)
{
    struct scan_value value = { at, size };

    if (length != 1)
        return;
    if (*name == 'r')
        tag->r = value;
    else if (*name == 's')
        tag->s = value;
    else if (*name == 't')
        tag->t = value;
}

/* Up to the / or > of the tag. */
static bool
read_attributes(struct scan_tag *tag, const char *at, const char *end)
{
    for (;;) {
        const char *from = at, *name, *stop;

        while (at < end && is_blank(*at))
            at++;
        if (at == end || *at == '/') {
            tag->empty = at < end;
            return at == end || at + 1 == end;
        }
        name = at;
        at = name_end(at, end);
        stop = at;
        while (at < end && is_blank(*at))
            at++;
        if (from == name || stop == name || at == end || *at++ != '=')
            return false;
        while (at < end && is_blank(*at))
            at++;
        if (at == end || (*at != '"' && *at != '\''))
            return false;
        from = at + 1;
        at = quote_end(at, end);
        if (at == end)
            return false;
        take_attribute(tag, name, (size_t)(stop - name), from, (size_t)(at - from));
        at++;
    }
}

static void
cut_prefix(struct scan_tag *tag)
{
    const char *colon = memchr(tag->name, ':', tag->name_length);

    if (!colon)
        return;
    tag->name_length -= (size_t)(colon + 1 - tag->name);
    tag->name = colon + 1;
}

static bool
read_close(struct scan *s, struct scan_tag *tag, const char *at, const char *end)
{
    const char *stop = name_end(at, end);

    tag->kind = SCAN_CLOSE;
    tag->name = at;
    tag->name_length = (size_t)(stop - at);
    while (stop < end && is_blank(*stop))
        stop++;
    if (stop != end || s->depth == 0 || s->open[--s->depth] != packed(at, tag->name_length))
        return false;
    cut_prefix(tag);
    return true;
}

static bool
read_open(struct scan *s, struct scan_tag *tag, const char *at, const char *end)
{
    const char *stop = name_end(at, end);

    tag->kind = SCAN_OPEN;
    tag->name = at;
    tag->name_length = (size_t)(stop - at);
    if (stop == at || (s->depth == 0 && s->rooted) || !read_attributes(tag, stop, end))
        return false;
    s->rooted = true;
    if (!tag->empty) {
        if (s->depth == SCAN_DEPTH)
            return false;
        s->open[s->depth++] = packed(at, tag->name_length);
    }
    cut_prefix(tag);
    return true;
}

/* The tag [at, end), its signs included. */
static bool
read_tag(struct scan *s, struct scan_tag *tag, const char *at, const char *end)
{
    if (at[1] == '/')
        return read_close(s, tag, at + 2, end - 1);
    if (at[1] == '?') {
        tag->kind = SCAN_OTHER;
        return true;
    }
    if (at[1] != '!')
        return read_open(s, tag, at + 1, end - 1);
    if (starts(at, end, "<!--")) {
        tag->kind = SCAN_OTHER;
        return true;
    }
    tag->kind = SCAN_DATA;
    tag->name = at + 9;
    tag->name_length = (size_t)(end - 3 - tag->name);
    return starts(at, end, "<![CDATA[");
}

static bool
only_blanks(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    return at == end;
}

/* Member by member: done for millions of tags, this is quicker than as a whole. */
static void
clear(struct scan_tag *tag)
{
    tag->empty = false;
    tag->name = tag->text = NULL;
    tag->name_length = tag->length = 0;
    tag->r.at = tag->s.at = tag->t.at = NULL;
    tag->r.length = tag->s.length = tag->t.length = 0;
}

bool
scan_next(struct scan *s, struct scan_tag *tag, const char **why)
{
    for (;;) {
        const char *from = s->bytes + s->at, *end = s->bytes + s->end;
        const char *at = memchr(from, '<', s->end - s->at);
        const char *until = at ? tag_end(at, end) : NULL;

        if (until) {
            clear(tag);
            tag->text = from;
            tag->length = (size_t)(at - from);
            s->at = (size_t)(until - s->bytes);
            return read_tag(s, tag, at, until) || refuse(why, broken);
        }
        if (s->ended) {
            clear(tag);
            tag->kind = SCAN_END;
            return (!at && s->rooted && s->depth == 0 && only_blanks(from, end)) ||
                   refuse(why, broken);
        }
        if (!fill(s, why))
            return false;
    }
}

/* --- text ------------------------------------------------------------------------------ */

/* &amp; and the like at `at`, behind the &; how long it is, 0: there is none. */
static size_t
read_entity(const char *at, const char *end, char out[4], size_t *size)
{
    static const struct {
        const char *name;
        char sign;
    } known[] = {
        { "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' }, { "apos;", '\'' }
    };
    bool hex = starts(at, end, "#x");
    const char *digit = at + (hex ? 2 : 1);
    uint32_t code = 0;

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (starts(at, end, known[i].name)) {
            *out = known[i].sign;
            *size = 1;
            return strlen(known[i].name);
        }
    if (at == end || *at != '#')
        return 0;
    for (; digit < end && *digit != ';' && code < 0x110000; digit++) {
        const char *digits = "0123456789abcdef",
                   *found = *digit ? strchr(digits, *digit | 0x20) : NULL;

        if (!found || (!hex && found - digits > 9))
            return 0;
        code = code * (hex ? 16 : 10) + (uint32_t)(found - digits);
    }
    if (digit >= end || code >= 0x110000 || (code >= 0xD800 && code < 0xE000) || code == 0xFFFE ||
        code == 0xFFFF || (code < 0x20 && code != '\t' && code != '\n' && code != '\r'))
        return 0;
    *size = utf8_put(out, code);
    return (size_t)(digit + 1 - at);
}

/* Nothing but what goes as it stands. */
static size_t
plain_length(const char *text, size_t length)
{
    size_t i = 0;

    while (i < length && text[i] != '&' &&
           ((unsigned char)text[i] >= 0x20 || text[i] == '\n' || text[i] == '\t'))
        i++;
    return i;
}

bool
scan_text(struct buffer *out, const char *text, size_t length)
{
    const char *at = text, *end = text + length;

    if (!utf8_valid(text, length))
        return false;
    while (at < end) {
        size_t plain = plain_length(at, (size_t)(end - at)), size = 1, taken = 1;
        char sign[4] = { '\n' };

        buffer_add(out, at, plain);
        at += plain;
        if (at == end)
            break;
        if (*at == '&')
            taken = 1 + read_entity(at + 1, end, sign, &size);
        else if (*at == '\r' && at + 1 < end && at[1] == '\n')
            taken = 2;
        if ((*at == '&' && taken == 1) || (*at != '&' && *at != '\r'))
            return false;
        buffer_add(out, sign, size);
        at += taken;
    }
    return true;
}
