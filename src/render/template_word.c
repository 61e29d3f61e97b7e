#include <string.h>

#include "base/arena.h"
#include "render/markup.h"
#include "render/template_parts.h"

/* The text of one <w:t> in a paragraph. */
struct segment {
    const char *tag; /* its start tag */
    const char *text;
    size_t length;
    bool opened; /* the tag was made to keep blanks */
};

/* What replaces a stretch of the source. */
struct edit {
    const char *at;
    size_t length;
    const char *with;
};

enum { MOST_SEGMENTS = 4096, MOST_DEPTH = 250 };

struct filling {
    struct template_work *work;
    struct template_scope scope;
    struct segment *segments; /* of the paragraph that is read */
    size_t segment_count;
    size_t paragraph;
    struct buffer *out;
    const char *copied; /* the source is written up to here */
};

static bool
is_tag(const char *at, const char *name)
{
    size_t length = strlen(name);

    return strncmp(at, name, length) == 0 && strchr(" />\t\r\n", at[length]) && at[length];
}

static void
put_edit(struct filling *f, struct edit edit)
{
    buffer_add(f->out, f->copied, (size_t)(edit.at - f->copied));
    buffer_text(f->out, edit.with);
    f->copied = edit.at + edit.length;
}

/* Lines of a value are breaks of Word. */
static const char *
escaped(struct filling *f, const char *text)
{
    struct buffer out = { .arena = f->work->arena };

    for (const char *line = text; line;) {
        size_t length = strcspn(line, "\n");

        markup_text(&out, arena_slice(f->work->arena, line, length));
        line = line[length] ? line + length + 1 : NULL;
        if (line)
            buffer_text(&out, "</w:t><w:br/><w:t xml:space=\"preserve\">");
    }
    return buffer_string(&out);
}

/* What stands in place of the name; NULL when it is not known, which is told. */
static const char *
value_of(struct filling *f, const char *name)
{
    const struct figure *figure;

    if (template_is_mark(&f->scope, name))
        return "";
    figure = template_find(f->work, &f->scope, name);
    if (figure)
        return escaped(f, figure_print(f->work->arena, figure));
    template_fault(f->work, arena_print(f->work->arena, "第%zu段落", f->paragraph), name);
    return NULL;
}

/* Bytes [from, until) of the paragraph's text give way to the value, in the segment where they
   begin; the rest of them vanishes. */
static void
replace(struct filling *f, size_t from, size_t until, const char *value)
{
    size_t at = 0;

    for (size_t i = 0; i < f->segment_count && at < until; at += f->segments[i++].length) {
        struct segment *s = &f->segments[i];
        size_t start = from > at ? from - at : 0;
        size_t end = until - at < s->length ? until - at : s->length;

        if (at + s->length <= from)
            continue;
        if (!s->opened && strncmp(s->tag, "<w:t>", 5) == 0)
            put_edit(f, (struct edit){ s->tag, 5, "<w:t xml:space=\"preserve\">" });
        s->opened = true;
        put_edit(f, (struct edit){ s->text + start, end - start, value });
        value = "";
    }
}

static void
end_paragraph(struct filling *f)
{
    struct buffer whole = { .arena = f->work->arena };
    const char *text, *name, *value;
    size_t length;

    for (size_t i = 0; i < f->segment_count; i++)
        buffer_add(&whole, f->segments[i].text, f->segments[i].length);
    text = buffer_string(&whole);
    for (const char *at = text; (at = strstr(at, "{{")); at += length) {
        name = template_name(f->work, at, &length);
        if (!name) {
            template_fault(f->work, arena_print(f->work->arena, "第%zu段落", f->paragraph),
                           "}} で閉じていない {{");
            break;
        }
        value = value_of(f, name);
        if (value)
            replace(f, (size_t)(at - text), (size_t)(at - text) + length, value);
    }
    f->segment_count = 0;
}

static void
note_text(struct filling *f, const char *tag, const char *end)
{
    const char *text = strchr(tag, '>');
    const char *close;

    if (!text || text >= end || text[-1] == '/')
        return;
    close = strchr(++text, '<');
    if (close && f->segment_count < MOST_SEGMENTS)
        f->segments[f->segment_count++] = (struct segment){ tag, text, (size_t)(close - text), 0 };
}

/* The source from one place to another, with its placeholders filled. */
static void
fill_stretch(struct filling *f, const char *from, const char *until)
{
    f->copied = from;
    f->segment_count = 0;
    for (const char *at = from; (at = memchr(at, '<', (size_t)(until - at))); at++) {
        if (is_tag(at, "<w:p")) {
            end_paragraph(f);
            f->paragraph++;
        } else if (is_tag(at, "</w:p")) {
            end_paragraph(f);
        } else if (is_tag(at, "<w:t")) {
            note_text(f, at, until);
        }
    }
    end_paragraph(f);
    buffer_add(f->out, f->copied, (size_t)(until - f->copied));
}

/* All text between two places, as it stands there. */
static const char *
text_between(struct template_work *w, const char *from, const char *until)
{
    struct buffer out = { .arena = w->arena };

    for (const char *at = from; (at = memchr(at, '<', (size_t)(until - at))); at++) {
        const char *text = is_tag(at, "<w:t") ? strchr(at, '>') : NULL;

        if (text && text < until && text[-1] != '/')
            buffer_add(&out, text + 1, strcspn(text + 1, "<"));
    }
    return buffer_string(&out);
}

/* Puts a row as often as its table has rows. */
static void
repeat_row(struct filling *f, const char *start, const char *end,
           const struct document_table *table, const char *name)
{
    size_t before = f->paragraph;

    for (size_t i = 0; i < table->row_count && i < TEMPLATE_MOST_ROWS &&
                       f->work->spent + f->out->length < TEMPLATE_MOST_BYTES;
         i++) {
        f->scope = (struct template_scope){ table, name, i };
        f->paragraph = before;
        fill_stretch(f, start, end);
    }
    f->scope = (struct template_scope){ 0 };
}

void
template_word(struct template_work *w, const char *xml, struct buffer *out)
{
    struct filling f = { .work = w,
                         .segments = NEW_ARRAY(w->arena, MOST_SEGMENTS, struct segment),
                         .out = out };
    const char *rows[MOST_DEPTH], *done = xml, *name;
    size_t depth = 0;

    /* A table may stand in a row: the innermost row with a name of a table is repeated. */
    for (const char *at = xml; (at = strchr(at, '<')); at++) {
        const char *start, *end = at + strcspn(at, ">");
        const struct document_table *table;

        if (is_tag(at, "<w:tr") && end[-1] != '/' && depth < MOST_DEPTH)
            rows[depth++] = at;
        if (strncmp(at, "</w:tr", 6) != 0 || !strchr("> ", at[6]) || depth == 0)
            continue;
        start = rows[--depth];
        table = start < done ? NULL : template_table_of(w, text_between(w, start, at), &name);
        if (!table)
            continue;
        fill_stretch(&f, done, start);
        done = end + 1;
        repeat_row(&f, start, done, table, name);
    }
    fill_stretch(&f, done, done + strlen(done));
}
