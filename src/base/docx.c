#include "base/docx.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/docx_parts.h"
#include "base/unzip.h"
#include "base/utf8.h"
#include "base/xml.h"

enum { MOST_DEPTH = 250, MOST_NESTED = 8, MOST_CHAIN = 20 };

/* --- XML ------------------------------------------------------------------------------- */

const char *
docx_value(const char **attributes)
{
    return xml_attribute(attributes, "w:val");
}

long
docx_number(const char **attributes, long otherwise)
{
    const char *value = docx_value(attributes);
    char *end;
    long number = value ? strtol(value, &end, 10) : otherwise;

    return value && (end == value || *end) ? otherwise : number;
}

bool
docx_is_on(const char **attributes)
{
    const char *value = docx_value(attributes);

    return !value ||
           (strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "off") != 0);
}

static bool
add_piece(void *with, const char *bytes, size_t length)
{
    return xml_add(with, bytes, length);
}

bool
docx_part(struct unzip *z, size_t part, const struct xml_reader *reader, void *with,
          const char **why)
{
    struct xml_reader bounded = *reader;
    struct arena arena = { 0 };
    struct xml *xml;
    bool good;

    bounded.most_bytes = UNZIP_BYTES;
    bounded.most_depth = MOST_DEPTH;
    xml = xml_begin(&arena, &bounded, with);
    good = unzip_each(z, part, add_piece, xml, why) && xml_end(xml);
    if (!good && !*why)
        *why = "Wordのファイルとして読めません。元のソフトで開いて保存し直してください。";
    arena_release(&arena);
    return good;
}

/* --- styles ---------------------------------------------------------------------------- */

struct styles {
    struct arena *arena;
    struct docx_look *rows;
    size_t count;
    struct docx_look *now; /* the one that is read */
};

static const struct docx_look unset = { .outline = DOCX_UNSET,
                                        .list = DOCX_UNSET,
                                        .level = DOCX_UNSET };

/* What stands in pPr, of a style or of a paragraph. */
static void
see_look(struct docx_look *look, const char *local, const char **attributes)
{
    long number = docx_number(attributes, DOCX_UNSET);

    if (strcmp(local, "outlineLvl") == 0)
        look->outline = number >= 0 && number < DOCX_LEVELS ? (int)number : DOCX_LEVELS;
    else if (strcmp(local, "numId") == 0)
        look->list = number;
    else if (strcmp(local, "ilvl") == 0)
        look->level = number >= 0 && number < DOCX_LEVELS ? (int)number : DOCX_UNSET;
}

static bool
see_style(struct xml *xml, void *with, const char *name, const char **attributes)
{
    struct styles *s = with;
    const char *local = xml_local(name);
    const char *value = docx_value(attributes);

    (void)xml;
    if (strcmp(local, "style") == 0) {
        const char *type = xml_attribute(attributes, "w:type");
        const char *id = xml_attribute(attributes, "w:styleId");

        if (!id || (type && strcmp(type, "paragraph") != 0) || s->count == DOCX_STYLES)
            return true;
        s->now = &s->rows[s->count++];
        *s->now = unset;
        s->now->id = s->now->name = arena_copy(s->arena, id);
    } else if (s->now && strcmp(local, "name") == 0 && value) {
        s->now->name = arena_copy(s->arena, value);
    } else if (s->now && strcmp(local, "basedOn") == 0 && value) {
        s->now->based_on = arena_copy(s->arena, value);
    } else if (s->now) {
        see_look(s->now, local, attributes);
    }
    return true;
}

static bool
see_style_end(struct xml *xml, void *with, const char *name)
{
    struct styles *s = with;

    (void)xml;
    if (strcmp(xml_local(name), "style") == 0)
        s->now = NULL;
    return true;
}

static const struct docx_look *
find_style(const struct styles *s, const char *id)
{
    for (size_t i = 0; i < s->count && id; i++)
        if (strcmp(s->rows[i].id, id) == 0)
            return &s->rows[i];
    return NULL;
}

/* "heading 2" says its level even where the style does not. */
static int
outline_of_name(const char *name)
{
    static const char *const words[] = { "heading ", "見出し ", "Heading " };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);

        if (strncmp(name, words[i], length) == 0 && name[length] >= '1' && name[length] <= '9')
            return name[length] - '1';
    }
    return DOCX_UNSET;
}

/* --- the document ---------------------------------------------------------------------- */

/* A paragraph that is open; drawings put some into others. */
struct open_paragraph {
    struct docx_look look;
    struct buffer text;
};

struct place {
    int table;
    int row;
    int column;
};

struct document {
    struct arena *arena;
    struct styles styles;
    struct docx_lists lists;
    struct open_paragraph open[MOST_NESTED];
    size_t depth;
    struct place places[MOST_NESTED]; /* tables in tables */
    size_t table_depth;
    int tables;
    int64_t count;
    int left_out; /* within so many elements whose text is none of the document's */
    bool in_look; /* pPr */
    bool changed; /* the look before a tracked change */
    bool takes;   /* within t */
    bool (*each)(void *with, const struct docx_paragraph *p);
    void *with;
    bool stopped;
};

/* rt: readings. Fallback: a drawing's text once more. del: what was deleted. */
static bool
is_left_out(const char *local)
{
    return strcmp(local, "rt") == 0 || strcmp(local, "Fallback") == 0 ||
           strcmp(local, "del") == 0 || strcmp(local, "moveFrom") == 0;
}

static void
begin_paragraph(struct document *d)
{
    struct open_paragraph *p;

    if (d->depth == MOST_NESTED)
        return;
    p = &d->open[d->depth++];
    p->look = unset;
    buffer_clear(&p->text);
}

static void
see_table(struct document *d, const char *local)
{
    struct place *at = d->table_depth ? &d->places[d->table_depth - 1] : NULL;

    if (strcmp(local, "tbl") == 0 && d->table_depth < MOST_NESTED)
        d->places[d->table_depth++] = (struct place){ .table = ++d->tables };
    else if (strcmp(local, "tr") == 0 && at)
        *at = (struct place){ .table = at->table, .row = at->row + 1 };
    else if (strcmp(local, "tc") == 0 && at)
        at->column++;
}

static void
see_paragraph_look(struct document *d, struct open_paragraph *p, const char *local,
                   const char **attributes)
{
    const struct docx_look *style;

    if (!p || d->changed)
        return;
    if (strcmp(local, "pStyle") != 0) {
        see_look(&p->look, local, attributes);
        return;
    }
    style = find_style(&d->styles, docx_value(attributes));
    p->look.id = style ? style->id : NULL;
}

static bool
see_start(struct xml *xml, void *with, const char *name, const char **attributes)
{
    struct document *d = with;
    const char *local = xml_local(name);
    struct open_paragraph *p = d->depth ? &d->open[d->depth - 1] : NULL;

    (void)xml;
    d->takes = false;
    if (d->left_out || is_left_out(local)) {
        d->left_out++;
        return true;
    }
    if (strcmp(local, "p") == 0)
        begin_paragraph(d);
    else if (strcmp(local, "pPr") == 0)
        d->in_look = true;
    else if (strcmp(local, "pPrChange") == 0 || strcmp(local, "numberingChange") == 0)
        d->changed = true;
    else if (d->in_look)
        see_paragraph_look(d, p, local, attributes);
    else if (p && strcmp(local, "t") == 0)
        d->takes = true;
    else if (p && strcmp(local, "tab") == 0)
        buffer_char(&p->text, '\t');
    else if (p && (strcmp(local, "br") == 0 || strcmp(local, "cr") == 0))
        buffer_char(&p->text, '\n');
    else if (p && strcmp(local, "noBreakHyphen") == 0)
        buffer_char(&p->text, '-');
    else
        see_table(d, local);
    return true;
}

static bool
see_text(struct xml *xml, void *with, const char *text, size_t length)
{
    struct document *d = with;
    struct open_paragraph *p = d->depth ? &d->open[d->depth - 1] : NULL;

    if (!d->takes || !p || d->left_out)
        return true;
    if (p->text.length + length > DOCX_TEXT)
        return xml_refuse(xml, "1つの段落の文字が多すぎます。");
    buffer_add(&p->text, text, length);
    return true;
}

/* What the paragraph does not say itself, its style does, or what that is based on. */
static struct docx_look
whole_look(const struct document *d, const struct docx_look *own)
{
    struct docx_look look = *own;
    const struct docx_look *style = find_style(&d->styles, own->id);
    bool listed = own->list != DOCX_UNSET;

    look.name = style ? style->name : "";
    for (int i = 0; style && i < MOST_CHAIN; i++) {
        const struct docx_list *list;

        if (look.outline == DOCX_UNSET)
            look.outline = style->outline;
        if (look.outline == DOCX_UNSET)
            look.outline = outline_of_name(style->name);
        if (look.list == DOCX_UNSET) {
            look.list = style->list;
            if (!listed && look.level == DOCX_UNSET)
                look.level = style->level;
        }
        list = look.list > 0 ? docx_list_find(&d->lists, look.list) : NULL;
        if (list && look.level == DOCX_UNSET)
            look.level = docx_level_of_style(list, style->id);
        style = find_style(&d->styles, style->based_on);
    }
    return look;
}

/* Without white space at either end, wide spaces too. */
static const char *
trimmed(struct buffer *text)
{
    static const char wide[] = "　";
    char *at;

    buffer_char(text, '\0');
    for (at = text->data;; at += *at == wide[0] ? 3 : 1)
        if (!isspace((unsigned char)*at) && strncmp(at, wide, 3) != 0)
            break;
    for (size_t end = strlen(at); end > 0;) {
        if (isspace((unsigned char)at[end - 1]))
            at[--end] = '\0';
        else if (end >= 3 && memcmp(at + end - 3, wide, 3) == 0)
            at[end -= 3] = '\0';
        else
            break;
    }
    return at;
}

static bool
end_paragraph(struct xml *xml, struct document *d)
{
    struct open_paragraph *p;
    struct arena arena = { 0 };
    struct buffer number = { .arena = &arena };
    struct docx_paragraph out = { 0 };
    struct docx_look look;
    struct docx_list *list;
    const struct place *at = d->table_depth ? &d->places[d->table_depth - 1] : NULL;

    if (d->depth == 0)
        return true;
    p = &d->open[--d->depth];
    if (++d->count > DOCX_PARAGRAPHS)
        return xml_refuse(xml, "段落が多すぎます。");
    look = whole_look(d, &p->look);
    out.text = trimmed(&p->text);
    out.style = look.name;
    out.outline = look.outline >= 0 && look.outline < DOCX_LEVELS ? look.outline + 1 : 0;
    list = look.list > 0 ? docx_list_find(&d->lists, look.list) : NULL;
    if (list) {
        int level = look.level == DOCX_UNSET ? 0 : look.level;

        docx_count(list, level, &number);
        out.level = level + 1;
    }
    out.number = buffer_string(&number);
    if (at) {
        out.table = at->table;
        out.row = at->row;
        out.column = at->column;
    }
    d->stopped = !d->each(d->with, &out);
    arena_release(&arena);
    return !d->stopped;
}

static bool
see_end(struct xml *xml, void *with, const char *name)
{
    struct document *d = with;
    const char *local = xml_local(name);

    d->takes = false;
    if (d->left_out) {
        d->left_out--;
        return true;
    }
    if (strcmp(local, "pPr") == 0)
        d->in_look = false;
    else if (strcmp(local, "pPrChange") == 0 || strcmp(local, "numberingChange") == 0)
        d->changed = false;
    else if (strcmp(local, "tbl") == 0)
        d->table_depth -= d->table_depth > 0;
    else if (strcmp(local, "p") == 0)
        return end_paragraph(xml, d);
    return true;
}

static void
release(void *thing)
{
    struct document *d = thing;

    for (size_t i = 0; i < MOST_NESTED; i++)
        buffer_release(&d->open[i].text);
}

bool
docx_read(struct arena *arena, struct unzip *z,
          bool (*each)(void *with, const struct docx_paragraph *p), void *with, const char **why)
{
    static const struct xml_reader styles = { .start = see_style, .end = see_style_end };
    static const struct xml_reader document = { .start = see_start,
                                                .end = see_end,
                                                .text = see_text };
    struct document *d = NEW(arena, struct document);
    size_t part;

    *why = NULL;
    d->arena = d->styles.arena = arena;
    d->each = each;
    d->with = with;
    d->styles.rows = NEW_ARRAY(arena, DOCX_STYLES, struct docx_look);
    arena_defer(arena, release, d);
    if (unzip_find(z, "word/styles.xml", &part) && !docx_part(z, part, &styles, &d->styles, why))
        return false;
    if (!docx_lists_read(arena, z, &d->lists, why))
        return false;
    if (!unzip_find(z, "word/document.xml", &part)) {
        *why = "Wordのファイルに本文がありません。";
        return false;
    }
    if (docx_part(z, part, &document, d, why))
        return true;
    if (d->stopped)
        *why = NULL;
    return false;
}
