/*
 * The rows of one sheet, inflated and parsed piece by piece.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "base/workbook_parts.h"
#include "base/xml.h"

enum {
    PIECE = 32 * 1024,
    /* An XML file that says nothing for so long is one endless tag or text. */
    MOST_SILENT = 1024 * 1024,
    FIRST_ROWS = 1024,
};
static const int64_t most_cells = INT64_C(200000000), most_bytes = INT64_C(2) << 30;

static const char broken[] = "シートが壊れています。元のソフトで開いて保存し直してください。";
static const char too_large[] = "表が大きすぎます。分けて取り込んでください。";

static bool
stop(struct sheet_flow *f, struct xml *xml, const char *why)
{
    f->why = why;
    return xml_refuse(xml, why);
}

/* --- the cell -------------------------------------------------------------------------- */

/* "AB12" is column 27; without a reference the one after the last. */
static size_t
column_of(const char *reference, size_t next)
{
    size_t column = 0;

    if (!reference || !isalpha((unsigned char)*reference))
        return next;
    for (; isalpha((unsigned char)*reference) && column < 100000; reference++)
        column = column * 26 + (size_t)(toupper((unsigned char)*reference) - 'A' + 1);
    return column - 1;
}

static char
type_of_cell(const char *type)
{
    static const struct {
        const char *name;
        char type;
    } types[] = { { "s", 's' }, { "str", 't' }, { "inlineStr", 't' },
                  { "b", 'b' }, { "e", 'e' },   { "d", 'd' } };

    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i].name) == 0)
            return types[i].type;
    return 'n';
}

static void
begin_cell(struct sheet_flow *f, const char **attributes)
{
    const char *style = xml_attribute(attributes, "s");

    f->in_cell = true;
    f->takes = false;
    f->reading = 0;
    f->column = column_of(xml_attribute(attributes, "r"), f->next);
    f->next = f->column + 1;
    f->type = type_of_cell(xml_attribute(attributes, "t"));
    f->style = style ? strtol(style, NULL, 10) : 0;
    buffer_clear(&f->value);
}

/* 2026-04-01T00:00:00 as strict files have it. */
static void
add_iso(struct buffer *out, const char *text)
{
    size_t length = strlen(text);
    const char *time = length > 11 && text[10] == 'T' ? text + 11 : NULL;

    buffer_add(out, text, time ? 10 : length);
    if (time && strncmp(time, "00:00:00", 8) != 0) {
        buffer_char(out, ' ');
        buffer_add(out, time, strcspn(time, ".Z+"));
    }
}

static const char *
shared_text(const struct workbook *w, const char *number)
{
    char *end;
    unsigned long at = strtoul(number, &end, 10);

    if (!isdigit((unsigned char)*number) || *end || at >= w->string_count)
        return "";
    return w->strings.data + w->starts[at];
}

static void
add_value(struct workbook *w, struct buffer *out)
{
    const struct sheet_flow *f = &w->flow;
    const char *value = buffer_string(&f->value);
    struct number_form plain = { NUMBER_PLAIN, 0 };
    size_t start = out->length;

    switch (f->type) {
    case 'b':
        buffer_text(out, strcmp(value, "1") == 0 ? "TRUE" : "FALSE");
        break;
    case 'd':
        add_iso(out, value);
        break;
    case 'n':
        number_add(out, value,
                   f->style >= 0 && (size_t)f->style < w->form_count ? w->forms[f->style] : plain,
                   w->since_1904);
        break;
    default:
        buffer_text(out, value);
        workbook_unescape(out, start);
        break;
    }
}

static void
end_cell(struct workbook *w)
{
    struct sheet_flow *f = &w->flow;
    struct row_cell cell = { .start = f->text.length };
    const char *shared = NULL;

    f->in_cell = false;
    if (f->value.length == 0)
        return;
    if (f->type == 's') {
        shared = shared_text(w, buffer_string(&f->value));
        cell = (struct row_cell){ .shared = shared, .length = strlen(shared) };
    } else {
        add_value(w, &f->text);
        cell.length = f->text.length - cell.start;
        buffer_add(&f->text, "", 1);
    }
    if (cell.length == 0)
        return;
    if (f->column >= WORKBOOK_COLUMNS) {
        f->fault = "列が多すぎます（512列まで）。";
        return;
    }
    for (; f->width <= f->column; f->width++)
        f->row[f->width] = (struct row_cell){ .length = 0 };
    f->row[f->column] = cell;
}

/* --- the row --------------------------------------------------------------------------- */

static void
begin_row(struct sheet_flow *f, const char **attributes)
{
    const char *number = xml_attribute(attributes, "r");
    long long line = number ? strtoll(number, NULL, 10) : 0;

    f->line = line > f->line && line < INT32_MAX ? line : f->line + 1;
    f->in_row = true;
    f->in_cell = false;
    f->width = f->next = 0;
    f->fault = NULL;
    buffer_clear(&f->text);
}

/* The parser may keep back what it was given and then tell of many rows at once. */
static struct workbook_row *
ready_row(struct sheet_flow *f)
{
    if (f->ready_count == f->room) {
        struct workbook_row *more = NEW_ARRAY(&f->arena, f->room * 2, struct workbook_row);

        memcpy(more, f->rows_ready, f->room * sizeof *more);
        f->rows_ready = more;
        f->room *= 2;
    }
    return &f->rows_ready[f->ready_count++];
}

static bool
end_row(struct workbook *w, struct xml *xml)
{
    struct sheet_flow *f = &w->flow;
    struct workbook_row *row;
    size_t bytes = 0;
    char *text;

    f->in_row = false;
    if (++f->rows > WORKBOOK_ROWS)
        return stop(f, xml, too_large);
    if (!f->fault && (f->width == 0 || !workbook_cover(w)))
        return true;
    for (size_t i = 0; i < f->width; i++)
        bytes += f->row[i].length;
    if (bytes > WORKBOOK_ROW_TEXT)
        f->fault = "1行の文字が多すぎます。";
    f->cells += (int64_t)f->width;
    f->bytes += (int64_t)bytes;
    if (f->cells > most_cells || f->bytes > most_bytes)
        return stop(f, xml, too_large);
    if (f->fault)
        f->width = 0;
    text = arena_get(&f->ready, f->text.length + 1);
    if (f->text.length)
        memcpy(text, f->text.data, f->text.length);
    row = ready_row(f);
    *row = (struct workbook_row){ .count = f->width ? f->width : 1,
                                  .line = f->line,
                                  .fault = f->fault };
    row->cells = NEW_ARRAY(&f->ready, row->count, const char *);
    row->cells[0] = "";
    for (size_t i = 0; i < f->width; i++)
        row->cells[i] = !f->row[i].length  ? ""
                        : f->row[i].shared ? f->row[i].shared
                                           : text + f->row[i].start;
    return true;
}

/* --- the parser's calls ---------------------------------------------------------------- */

static bool
see_start(struct xml *xml, void *with, const char *name, const char **attributes)
{
    struct workbook *w = with;
    struct sheet_flow *f = &w->flow;
    const char *local = xml_local(name);

    (void)xml;
    f->silent = 0;
    if (f->in_cell) {
        if (strcmp(local, "rPh") == 0)
            f->reading++;
        f->takes = f->reading == 0 && (strcmp(local, "v") == 0 || strcmp(local, "t") == 0);
    } else if (f->in_row) {
        if (strcmp(local, "c") == 0)
            begin_cell(f, attributes);
    } else if (f->in_data) {
        if (strcmp(local, "row") == 0)
            begin_row(f, attributes);
    } else if (strcmp(local, "sheetData") == 0) {
        f->in_data = true;
    }
    return true;
}

static bool
see_end(struct xml *xml, void *with, const char *name)
{
    struct workbook *w = with;
    struct sheet_flow *f = &w->flow;
    const char *local = xml_local(name);

    f->silent = 0;
    f->takes = false;
    if (f->in_cell) {
        if (strcmp(local, "rPh") == 0)
            f->reading -= f->reading > 0;
        else if (strcmp(local, "c") == 0)
            end_cell(w);
        return true;
    }
    if (f->in_row)
        return strcmp(local, "row") != 0 || end_row(w, xml);
    if (strcmp(local, "sheetData") == 0)
        f->in_data = false;
    return true;
}

static bool
see_text(struct xml *xml, void *with, const char *text, size_t length)
{
    struct workbook *w = with;
    struct sheet_flow *f = &w->flow;

    if (!f->takes)
        return true;
    if (f->value.length + length > WORKBOOK_TEXT)
        return stop(f, xml, "1つのセルの文字が多すぎます（32,767文字まで）。");
    buffer_add(&f->value, text, length);
    return true;
}

/* --- pieces ---------------------------------------------------------------------------- */

bool
workbook_start(struct workbook *w, size_t sheet, const char **why)
{
    static const struct xml_reader reader = {
        .start = see_start, .end = see_end, .text = see_text, .most_bytes = WORKBOOK_BYTES
    };
    struct sheet_flow *f = &w->flow;
    struct buffer text = f->text, value = f->value;
    struct covering *covering = f->covering;

    must(sheet < w->count);
    if (f->stream)
        unzip_end(f->stream);
    arena_release(&f->arena);
    arena_release(&f->ready);
    *f = (struct sheet_flow){ .text = text, .value = value, .covering = covering };
    f->row = NEW_ARRAY(&f->arena, WORKBOOK_COLUMNS, struct row_cell);
    f->room = FIRST_ROWS;
    f->rows_ready = NEW_ARRAY(&f->arena, f->room, struct workbook_row);
    f->xml = xml_begin(&f->arena, &reader, w);
    for (size_t i = 0; covering && i < WORKBOOK_COLUMNS; i++)
        covering[i].since = covering[i].until = 0;
    f->ended = w->places[sheet].part == SIZE_MAX;
    if (!workbook_merge(w, sheet, why))
        return false;
    if (f->ended)
        return true;
    f->stream = unzip_begin(w->zip, w->places[sheet].part, why);
    return f->stream != NULL;
}

/* Parses on until a row is ready, or the end. */
static bool
feed(struct workbook *w, const char **why)
{
    struct sheet_flow *f = &w->flow;
    char piece[PIECE];
    size_t got;

    arena_release(&f->ready);
    f->ready_at = f->ready_count = 0;
    while (!f->ended && f->ready_count == 0) {
        if (!unzip_more(f->stream, piece, PIECE, &got, why))
            return false;
        f->ended = got == 0;
        f->silent += got;
        *why = too_large;
        if (f->silent > MOST_SILENT)
            return false;
        if (!(f->ended ? xml_end(f->xml) : xml_add(f->xml, piece, got))) {
            *why = f->why ? f->why : broken;
            return false;
        }
    }
    *why = NULL;
    return true;
}

bool
workbook_next(struct workbook *w, struct workbook_row *row, const char **why)
{
    struct sheet_flow *f = &w->flow;

    *why = NULL;
    if (f->ready_at == f->ready_count && !feed(w, why)) {
        f->ended = true;
        return false;
    }
    if (f->ready_at == f->ready_count)
        return false;
    *row = f->rows_ready[f->ready_at++];
    return true;
}
