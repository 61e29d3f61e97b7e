#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "render/markup.h"
#include "render/template_parts.h"

enum { LAST_ROW = 1048576, MOST_REPEATS = 1000 };

/* A row of the form that stands there `count` times. */
struct repeat {
    long row;
    long count;
};

struct sheet {
    struct template_work *work;
    const char *const *shared;
    size_t shared_count;
    struct buffer *out;
    struct template_scope scope;
    struct repeat repeats[MOST_REPEATS];
    size_t repeat_count;
    long moved; /* by how much rows stand lower */
};

/* --- texts ------------------------------------------------------------------------------- */

/* What its <t> hold, without readings (furigana). */
static const char *
text_of(struct template_work *w, const char *from, const char *until)
{
    struct buffer out = { .arena = w->arena };

    for (const char *at = from; (at = memchr(at, '<', (size_t)(until - at))); at++) {
        if (strncmp(at, "<rPh", 4) == 0) {
            const char *end = strstr(at, "</rPh>");

            at = end && end < until ? end : at;
        } else if (strncmp(at, "<t>", 3) == 0 || strncmp(at, "<t ", 3) == 0) {
            const char *text = strchr(at, '>');

            if (text && text < until && text[-1] != '/')
                buffer_add(&out, text + 1, strcspn(text + 1, "<"));
        }
    }
    return buffer_string(&out);
}

const char *const *
template_strings(struct template_work *w, const char *xml, size_t *count, struct buffer *out)
{
    size_t room = 16;
    const char **texts = NEW_ARRAY(w->arena, room, const char *);
    const char *done = xml;

    *count = 0;
    for (const char *at = xml; (at = strstr(at, "<si"));) {
        const char *close = strchr(at, '>');
        const char *end = close && close[-1] == '/' ? close + 1 : strstr(at, "</si>");

        if (!close || !end)
            break;
        if (*count == room) {
            const char **more = NEW_ARRAY(w->arena, room * 2, const char *);

            memcpy(more, texts, room * sizeof *texts);
            texts = more;
            room *= 2;
        }
        texts[*count] = close[-1] == '/' ? "" : text_of(w, at, end);
        end = close[-1] == '/' ? end : end + strlen("</si>");
        if (strstr(texts[(*count)++], "{{")) {
            buffer_add(out, done, (size_t)(at - done));
            buffer_text(out, "<si><t/></si>");
            done = end;
        }
        at = end;
    }
    buffer_text(out, done);
    return texts;
}

/* --- cells ------------------------------------------------------------------------------- */

/* The value of an attribute within a start tag, or NULL. */
static const char *
attribute_of(struct template_work *w, const char *tag, const char *name)
{
    size_t length = strlen(name), whole = strcspn(tag, ">");

    for (const char *at = tag; (at = memchr(at, ' ', (size_t)(tag + whole - at)));) {
        at++;
        if (strncmp(at, name, length) == 0 && at[length] == '=' && at[length + 1] == '"')
            return arena_slice(w->arena, at + length + 2, strcspn(at + length + 2, "\""));
    }
    return NULL;
}

static const char *
cell_text(struct sheet *s, const char *cell, const char *end)
{
    const char *type = attribute_of(s->work, cell, "t"), *value;
    unsigned long at;

    if (!type || strcmp(type, "s") != 0)
        return type && strcmp(type, "inlineStr") == 0 ? text_of(s->work, cell, end) : "";
    value = strstr(cell, "<v>");
    if (!value || value > end)
        return "";
    at = strtoul(value + 3, NULL, 10);
    return at < s->shared_count ? s->shared[at] : "";
}

/* A number as a cell holds it: 173 with one decimal is 17.3. */
static const char *
cell_number(struct template_work *w, const struct figure *f)
{
    bool percent = f->unit && strcmp(f->unit, "％") == 0;
    int places = f->decimals + (percent ? 2 : 0);
    const char *digits =
        arena_print(w->arena, "%0*lld", places + 1 + (f->number < 0), (long long)f->number);
    size_t whole = strlen(digits) - (size_t)places;

    if (f->kind != FIGURE_NUMBER && f->kind != FIGURE_CHANGE && f->kind != FIGURE_YEN)
        return NULL;
    return places ? arena_print(w->arena, "%.*s.%s", (int)whole, digits, digits + whole) : digits;
}

static void
put_value(struct sheet *s, const char *text, const char *ref, struct buffer *value,
          const char **number)
{
    size_t length;

    for (const char *at; (at = strstr(text, "{{")); text = at + length) {
        const char *name = template_name(s->work, at, &length);
        const struct figure *figure;

        buffer_add(value, text, (size_t)(at - text));
        if (!name) {
            template_fault(s->work, ref, "}} で閉じていない {{");
            return;
        }
        figure = template_is_mark(&s->scope, name) ? NULL : template_find(s->work, &s->scope, name);
        if (figure && at == text && !value->length && !at[length])
            *number = cell_number(s->work, figure);
        if (figure)
            markup_text(value, figure_print(s->work->arena, figure));
        else if (!template_is_mark(&s->scope, name))
            template_fault(s->work, ref, name);
    }
    buffer_text(value, text);
}

static void
fill_cell(struct sheet *s, const char *cell, const char *ref, const char *text)
{
    const char *style = attribute_of(s->work, cell, "s"), *number = NULL;
    struct buffer value = { .arena = s->work->arena };

    put_value(s, text, ref, &value, &number);
    markup_print(s->out, "<c r=\"%s\"", ref);
    if (style)
        markup_print(s->out, " s=\"%s\"", style);
    if (number)
        buffer_print(s->out, "><v>%s</v></c>", number);
    else
        buffer_print(s->out, " t=\"inlineStr\"><is><t xml:space=\"preserve\">%s</t></is></c>",
                     buffer_string(&value));
}

static const char *
next_cell(const char *at, const char *until)
{
    for (; (at = strstr(at, "<c")) && at < until; at++)
        if (at[2] == ' ' || at[2] == '>' || at[2] == '/')
            return at;
    return NULL;
}

static const char *
cell_end(const char *cell)
{
    const char *close = strchr(cell, '>'), *end;

    if (!close || close[-1] == '/')
        return close ? close + 1 : NULL;
    end = strstr(cell, "</c>");
    return end ? end + 4 : NULL;
}

/* --- rows -------------------------------------------------------------------------------- */

/* The start tag of a row or cell with another place in it. */
static void
put_tag(struct sheet *s, const char *tag, const char *end, const char *place)
{
    const char *at = strstr(tag, " r=\"");

    if (!at || at > tag + strcspn(tag, ">")) {
        buffer_add(s->out, tag, (size_t)(end - tag));
        return;
    }
    at += 4;
    buffer_add(s->out, tag, (size_t)(at - tag));
    buffer_text(s->out, place);
    at += strcspn(at, "\"");
    buffer_add(s->out, at, (size_t)(end - at));
}

static void
put_row(struct sheet *s, const char *row, const char *until, long number)
{
    const char *done = strchr(row, '>') + 1, *cell = done;

    put_tag(s, row, done, arena_print(s->work->arena, "%ld", number));
    while ((cell = next_cell(cell, until))) {
        const char *end = cell_end(cell), *text, *place = attribute_of(s->work, cell, "r");

        if (!end || end > until)
            break;
        place = place ? arena_print(s->work->arena, "%.*s%ld", (int)strcspn(place, "0123456789"),
                                    place, number)
                      : "";
        text = cell_text(s, cell, end);
        buffer_add(s->out, done, (size_t)(cell - done));
        if (strstr(text, "{{"))
            fill_cell(s, cell, place, text);
        else
            put_tag(s, cell, end, place);
        cell = done = end;
    }
    buffer_add(s->out, done, (size_t)(until - done));
}

static const char *
row_text(struct sheet *s, const char *row, const char *until)
{
    struct buffer out = { .arena = s->work->arena };
    const char *end;

    for (const char *cell = row; (cell = next_cell(cell, until)); cell = end) {
        end = cell_end(cell);
        if (!end || end > until)
            break;
        buffer_text(&out, cell_text(s, cell, end));
        buffer_char(&out, '\n');
    }
    return buffer_string(&out);
}

static bool
fill_row(struct sheet *s, const char *row, const char *until, const char **why)
{
    const char *place = attribute_of(s->work, row, "r"), *name = NULL;
    const struct document_table *table = template_table_of(s->work, row_text(s, row, until), &name);
    long number = place ? strtol(place, NULL, 10) : 0;

    *why = "シートの行に番号がありません。Excelで開いて保存し直してください。";
    if (number < 1 || number > LAST_ROW)
        return false;
    if (!table) {
        put_row(s, row, until, number + s->moved);
        return true;
    }
    *why = "様式のシートで繰り返す行が多すぎます。";
    if (s->repeat_count == MOST_REPEATS || table->row_count > TEMPLATE_MOST_ROWS)
        return false;
    s->repeats[s->repeat_count++] = (struct repeat){ number, (long)table->row_count };
    for (size_t i = 0; i < table->row_count; i++) {
        s->scope = (struct template_scope){ table, name, i };
        put_row(s, row, until, number + s->moved + (long)i);
        if (s->work->spent + s->out->length > TEMPLATE_MOST_BYTES)
            return false;
    }
    s->scope = (struct template_scope){ 0 };
    s->moved += (long)table->row_count - 1;
    return true;
}

/* Where a row of the form stands now. */
static long
now_at(const struct sheet *s, long row)
{
    long moved = 0;

    for (size_t i = 0; i < s->repeat_count; i++)
        if (s->repeats[i].row < row)
            moved += s->repeats[i].count - 1;
    return row + moved;
}

static void
put_merge(struct sheet *s, const char *ref)
{
    char from[4], until[4];
    long first, last, copies = 1;

    if (sscanf(ref, "%3[A-Z]%ld:%3[A-Z]%ld", from, &first, until, &last) != 4)
        return;
    for (size_t i = 0; i < s->repeat_count; i++)
        if (s->repeats[i].row == first && first == last)
            copies = s->repeats[i].count;
    for (long i = 0; i < copies; i++)
        buffer_print(s->out, "<mergeCell ref=\"%s%ld:%s%ld\"/>", from, now_at(s, first) + i, until,
                     now_at(s, last) + i);
}

/* What follows the cells; merged ones move with their rows. */
static void
put_rest(struct sheet *s, const char *rest)
{
    const char *merges = strstr(rest, "<mergeCells"), *end;
    size_t before;

    end = merges ? strstr(merges, "</mergeCells>") : NULL;
    if (!end || !s->repeat_count) {
        buffer_text(s->out, rest);
        return;
    }
    buffer_add(s->out, rest, (size_t)(merges - rest));
    before = s->out->length;
    buffer_text(s->out, "<mergeCells>");
    for (const char *at = merges; (at = strstr(at, "<mergeCell ")) && at < end; at++) {
        const char *ref = attribute_of(s->work, at, "ref");

        if (ref)
            put_merge(s, ref);
    }
    if (s->out->length == before + strlen("<mergeCells>"))
        s->out->length = before;
    else
        buffer_text(s->out, "</mergeCells>");
    s->out->data[s->out->length] = '\0';
    buffer_text(s->out, end + strlen("</mergeCells>"));
}

/* Up to the first row, without the dimension, which may no longer be right. It is empty in
   one tag; any other is left, as what stands in it could not go with it. */
static void
put_head(struct sheet *s, const char *xml, const char *rows)
{
    const char *dimension = strstr(xml, "<dimension");
    const char *end = dimension ? strchr(dimension, '>') : NULL;

    if (end && end < rows && end[-1] == '/') {
        buffer_add(s->out, xml, (size_t)(dimension - xml));
        xml = end + 1;
    }
    buffer_add(s->out, xml, (size_t)(rows - xml));
}

bool
template_sheet(struct template_work *w, const char *xml, const char *const *shared,
               size_t shared_count, struct buffer *out, const char **why)
{
    struct sheet *s = NEW(w->arena, struct sheet);
    const char *rows = strstr(xml, "<sheetData"), *end = rows ? strstr(rows, "</sheetData>") : NULL;
    const char *at = rows;

    *s = (struct sheet){ .work = w, .shared = shared, .shared_count = shared_count, .out = out };
    if (!rows || !end) {
        buffer_text(out, xml); /* an empty sheet */
        return true;
    }
    at += strcspn(at, ">") + 1;
    put_head(s, xml, at);
    for (const char *row; (row = strstr(at, "<row ")) && row < end;) {
        const char *close = strchr(row, '>'), *until;

        until = close[-1] == '/' ? close + 1 : strstr(row, "</row>");
        if (!until)
            break;
        until += close[-1] == '/' ? 0 : strlen("</row>");
        buffer_add(out, at, (size_t)(row - at));
        if (!fill_row(s, row, until, why))
            return false;
        at = until;
    }
    *why = "繰り返す行のあるシートに数式があります。数式のないシートに移してください。";
    if (s->moved && (strstr(xml, "<f>") || strstr(xml, "<f ")))
        return false;
    buffer_add(out, at, (size_t)(end - at));
    put_rest(s, end);
    return true;
}
