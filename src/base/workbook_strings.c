/*
 * What all sheets of a workbook share: the formats of cells, and texts.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "base/utf8.h"
#include "base/workbook_parts.h"
#include "base/xml.h"

enum { MOST_FORMATS = 10000, MOST_STYLES = 70000, MOST_PART = 64 * 1024 * 1024 };

/* --- formats --------------------------------------------------------------------------- */

struct known_format {
    long id;
    struct number_form form;
};

struct styles {
    struct workbook *w;
    struct known_format *formats;
    size_t count;
    bool in_cells; /* within cellXfs: the others are of named styles */
};

static struct number_form
form_of(const struct styles *s, long id)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->formats[i].id == id)
            return s->formats[i].form;
    return number_form_built_in(id);
}

static bool
see_style(struct xml *xml, void *with, const char *name, const char **attributes)
{
    struct styles *s = with;
    const char *local = xml_local(name);
    const char *id = xml_attribute(attributes, "numFmtId");
    const char *code = xml_attribute(attributes, "formatCode");

    (void)xml;
    if (strcmp(local, "numFmt") == 0 && id && code && s->count < MOST_FORMATS)
        s->formats[s->count++] =
            (struct known_format){ strtol(id, NULL, 10), number_form_of(code) };
    else if (strcmp(local, "cellXfs") == 0)
        s->in_cells = true;
    else if (strcmp(local, "xf") == 0 && s->in_cells && s->w->form_count < MOST_STYLES)
        s->w->forms[s->w->form_count++] = form_of(s, id ? strtol(id, NULL, 10) : 0);
    return true;
}

static bool
see_style_end(struct xml *xml, void *with, const char *name)
{
    struct styles *s = with;

    (void)xml;
    if (strcmp(xml_local(name), "cellXfs") == 0)
        s->in_cells = false;
    return true;
}

bool
workbook_styles(struct workbook *w, size_t part, const char **why)
{
    static const struct xml_reader reader = { .start = see_style,
                                              .end = see_style_end,
                                              .most_bytes = MOST_PART };
    struct styles s = { .w = w, .formats = NEW_ARRAY(w->arena, MOST_FORMATS, struct known_format) };

    w->forms = NEW_ARRAY(w->arena, MOST_STYLES, struct number_form);
    return workbook_read(w, part, &reader, &s, why);
}

/* --- texts ----------------------------------------------------------------------------- */

struct texts {
    struct workbook *w;
    bool in_item;
    bool in_text; /* a t, not of a reading */
    int reading;
};

static void
begin_text(struct workbook *w)
{
    if (w->string_count == w->string_room) {
        w->string_room = w->string_room ? w->string_room * 2 : 1024;
        w->starts = realloc(w->starts, w->string_room * sizeof *w->starts);
        if (!w->starts)
            out_of_memory();
    }
    w->starts[w->string_count++] = w->strings.length;
}

static bool
see_open(struct texts *t, const struct scan_tag *tag, const char **why)
{
    if (scan_is(tag, "si") && !t->in_item) {
        t->in_item = true;
        *why = "文字のセルが多すぎます。分けて取り込んでください。";
        if (t->w->string_count == WORKBOOK_STRINGS)
            return false;
        begin_text(t->w);
    } else if (scan_is(tag, "rPh")) {
        t->reading++;
    } else if (scan_is(tag, "t")) {
        t->in_text = t->reading == 0 && t->in_item;
    }
    return true;
}

static void
see_close(struct texts *t, const struct scan_tag *tag)
{
    if (scan_is(tag, "t")) {
        t->in_text = false;
    } else if (scan_is(tag, "rPh")) {
        t->reading -= t->reading > 0;
    } else if (scan_is(tag, "si") && t->in_item) {
        t->in_item = false;
        workbook_unescape(&t->w->strings, t->w->starts[t->w->string_count - 1]);
        buffer_add(&t->w->strings, "", 1);
    }
}

static bool
see_text(struct workbook *w, const struct scan_tag *tag, const char **why)
{
    *why = "表の文字が壊れています。元のソフトで開いて保存し直してください。";
    if (!scan_text(&w->strings, tag->text, tag->length))
        return false;
    if (tag->kind == SCAN_DATA) {
        if (!utf8_valid(tag->name, tag->name_length))
            return false;
        buffer_add(&w->strings, tag->name, tag->name_length);
    }
    *why = "1つのセルの文字が多すぎます（32,767文字まで）。";
    return w->strings.length - w->starts[w->string_count - 1] <= WORKBOOK_TEXT;
}

static bool
read_texts(struct texts *t, struct scan *scan, const char **why)
{
    struct scan_tag tag;

    do {
        if (!scan_next(scan, &tag, why) || (t->in_text && !see_text(t->w, &tag, why)) ||
            (tag.kind == SCAN_OPEN && !see_open(t, &tag, why)))
            return false;
        if (tag.kind == SCAN_CLOSE || tag.empty)
            see_close(t, &tag);
    } while (tag.kind != SCAN_END);
    return true;
}

bool
workbook_strings(struct workbook *w, size_t part, const char **why)
{
    struct unzip_stream *stream = unzip_begin(w->zip, part, why);
    struct texts t = { .w = w };
    struct arena arena = { 0 };
    struct scan scan;
    bool good;

    if (!stream)
        return false;
    scan_begin(&scan, &arena, stream);
    good = read_texts(&t, &scan, why);
    arena_release(&arena);
    unzip_end(stream);
    if (good) {
        /* Each text ends before the next one's start; none begins here. */
        begin_text(w);
        w->string_count--;
    }
    return good;
}

/* --- escapes --------------------------------------------------------------------------- */

static bool
is_escape(const char *at, const char *end, unsigned *code)
{
    char digits[5] = { 0 };

    if (end - at < 7 || at[0] != '_' || at[1] != 'x' || at[6] != '_')
        return false;
    for (int i = 0; i < 4; i++)
        if (!isxdigit((unsigned char)(digits[i] = at[2 + i])))
            return false;
    *code = (unsigned)strtoul(digits, NULL, 16);
    return true;
}

static size_t
put_code(char *to, unsigned code)
{
    if (code == '\t' || code == '\n')
        return (size_t)(*to = (char)code, 1);
    if (code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0xD800 && code < 0xE000) ||
        code >= 0xFFFE)
        return 0;
    if (code < 0x80)
        return (size_t)(*to = (char)code, 1);
    if (code < 0x800) {
        to[0] = (char)(0xC0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    to[0] = (char)(0xE0 | code >> 12);
    to[1] = (char)(0x80 | (code >> 6 & 0x3F));
    to[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

void
workbook_unescape(struct buffer *text, size_t from)
{
    char *to, *at, *end;
    unsigned code;

    if (text->length == from || !memchr(text->data + from, '_', text->length - from))
        return;
    to = at = text->data + from;
    end = text->data + text->length;
    while (at < end) {
        if (!is_escape(at, end, &code)) {
            *to++ = *at++;
            continue;
        }
        to += put_code(to, code);
        at += 7;
    }
    text->length = (size_t)(to - text->data);
    text->data[text->length] = '\0';
}
