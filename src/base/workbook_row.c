/*
 * The rows of one sheet, one at a time while its part is inflated.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "base/utf8.h"
#include "base/workbook_parts.h"

static const int64_t most_cells = INT64_C(200000000), most_bytes = INT64_C(2) << 30;

static const char broken[] = "シートが壊れています。元のソフトで開いて保存し直してください。";
static const char too_large[] = "表が大きすぎます。分けて取り込んでください。";

/* --- the cell -------------------------------------------------------------------------- */

/* A whole number of at most nine digits; anything else is `otherwise`. */
static long
number_of(struct scan_value value, long otherwise)
{
    long number = 0;

    if (!value.at || value.length == 0 || value.length > 9)
        return otherwise;
    for (size_t i = 0; i < value.length; i++) {
        if (!isdigit((unsigned char)value.at[i]))
            return otherwise;
        number = number * 10 + (value.at[i] - '0');
    }
    return number;
}

/* "AB12" is column 27; without a reference the one after the last. */
static size_t
column_of(struct scan_value reference, size_t next)
{
    size_t column = 0;

    for (size_t i = 0; i < reference.length && column < 100000; i++) {
        if (!isalpha((unsigned char)reference.at[i]))
            break;
        column = column * 26 + (size_t)(toupper((unsigned char)reference.at[i]) - 'A' + 1);
    }
    return column ? column - 1 : next;
}

static char
type_of_cell(struct scan_value type)
{
    static const struct {
        const char *name;
        char type;
    } types[] = { { "s", 's' }, { "str", 't' }, { "inlineStr", 't' },
                  { "b", 'b' }, { "e", 'e' },   { "d", 'd' } };

    for (size_t i = 0; type.at && i < sizeof types / sizeof *types; i++)
        if (strlen(types[i].name) == type.length &&
            memcmp(type.at, types[i].name, type.length) == 0)
            return types[i].type;
    return 'n';
}

static void
begin_cell(struct sheet_flow *f, const struct scan_tag *tag)
{
    f->in_cell = true;
    f->takes = false;
    f->reading = 0;
    f->column = column_of(tag->r, f->next);
    f->next = f->column + 1;
    f->type = type_of_cell(tag->t);
    f->style = number_of(tag->s, tag->s.at ? -1 : 0);
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

static struct row_cell
shared_text(const struct workbook *w, const struct buffer *number)
{
    long at = number_of((struct scan_value){ number->data, number->length }, -1);

    if (at < 0 || (size_t)at >= w->string_count)
        return (struct row_cell){ .length = 0 };
    return (struct row_cell){ .shared = w->strings.data + w->starts[at],
                              .length = w->starts[at + 1] - w->starts[at] - 1 };
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

    f->in_cell = false;
    if (f->value.length == 0)
        return;
    if (f->type == 's') {
        cell = shared_text(w, &f->value);
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
begin_row(struct sheet_flow *f, const struct scan_tag *tag)
{
    long line = number_of(tag->r, 0);

    f->line = line > f->line ? line : f->line + 1;
    f->in_row = true;
    f->in_cell = false;
    f->width = f->next = 0;
    f->fault = NULL;
    buffer_clear(&f->text);
}

/* Whether the row in hand has something; it is then counted. */
static bool
end_row(struct workbook *w, bool *ready, const char **why)
{
    struct sheet_flow *f = &w->flow;
    size_t bytes = 0;

    f->in_row = false;
    *why = too_large;
    if (++f->rows > WORKBOOK_ROWS)
        return false;
    if (!f->fault && (f->width == 0 || !workbook_cover(w)))
        return true;
    for (size_t i = 0; i < f->width; i++)
        bytes += f->row[i].length;
    if (bytes > WORKBOOK_ROW_TEXT)
        f->fault = "1行の文字が多すぎます。";
    f->cells += (int64_t)f->width;
    f->bytes += (int64_t)bytes;
    if (f->fault)
        f->width = 0;
    *ready = true;
    return f->cells <= most_cells && f->bytes <= most_bytes;
}

static void
give_row(const struct sheet_flow *f, struct workbook_row *row)
{
    const char *text = buffer_string(&f->text);

    f->given[0] = "";
    for (size_t i = 0; i < f->width; i++)
        f->given[i] = !f->row[i].length  ? ""
                      : f->row[i].shared ? f->row[i].shared
                                         : text + f->row[i].start;
    *row = (struct workbook_row){
        .cells = f->given, .count = f->width ? f->width : 1, .line = f->line, .fault = f->fault
    };
}

/* --- tags ------------------------------------------------------------------------------ */

static void
see_open(struct sheet_flow *f, const struct scan_tag *tag)
{
    if (f->in_cell) {
        if (scan_is(tag, "rPh"))
            f->reading++;
        f->takes = f->reading == 0 && (scan_is(tag, "v") || scan_is(tag, "t"));
    } else if (f->in_row) {
        if (scan_is(tag, "c"))
            begin_cell(f, tag);
    } else if (f->in_data) {
        if (scan_is(tag, "row"))
            begin_row(f, tag);
    } else if (scan_is(tag, "sheetData")) {
        f->in_data = true;
    }
}

static bool
see_close(struct workbook *w, const struct scan_tag *tag, bool *ready, const char **why)
{
    struct sheet_flow *f = &w->flow;

    f->takes = false;
    if (f->in_cell) {
        if (scan_is(tag, "rPh"))
            f->reading -= f->reading > 0;
        else if (scan_is(tag, "c"))
            end_cell(w);
        return true;
    }
    if (f->in_row)
        return !scan_is(tag, "row") || end_row(w, ready, why);
    if (scan_is(tag, "sheetData"))
        f->in_data = false;
    return true;
}

static bool
see_text(struct sheet_flow *f, const struct scan_tag *tag, const char **why)
{
    *why = broken;
    if (!scan_text(&f->value, tag->text, tag->length))
        return false;
    if (tag->kind == SCAN_DATA) {
        if (!utf8_valid(tag->name, tag->name_length))
            return false;
        buffer_add(&f->value, tag->name, tag->name_length);
    }
    *why = "1つのセルの文字が多すぎます（32,767文字まで）。";
    return f->value.length <= WORKBOOK_TEXT;
}

static bool
next_row(struct workbook *w, bool *ready, const char **why)
{
    struct sheet_flow *f = &w->flow;
    struct scan_tag tag;

    while (!*ready && !f->ended) {
        if (!scan_next(&f->scan, &tag, why) || (f->takes && !see_text(f, &tag, why)))
            return false;
        f->ended = tag.kind == SCAN_END;
        if (tag.kind == SCAN_OPEN)
            see_open(f, &tag);
        if ((tag.kind == SCAN_CLOSE || (tag.kind == SCAN_OPEN && tag.empty)) &&
            !see_close(w, &tag, ready, why))
            return false;
    }
    *why = NULL;
    return true;
}

bool
workbook_start(struct workbook *w, size_t sheet, const char **why)
{
    struct sheet_flow *f = &w->flow;
    struct buffer text = f->text, value = f->value;
    struct covering *covering = f->covering;

    must(sheet < w->count);
    if (f->stream)
        unzip_end(f->stream);
    arena_release(&f->arena);
    *f = (struct sheet_flow){ .text = text, .value = value, .covering = covering };
    f->row = NEW_ARRAY(&f->arena, WORKBOOK_COLUMNS, struct row_cell);
    f->given = NEW_ARRAY(&f->arena, WORKBOOK_COLUMNS, const char *);
    for (size_t i = 0; covering && i < WORKBOOK_COLUMNS; i++)
        covering[i].since = covering[i].until = 0;
    f->ended = w->places[sheet].part == SIZE_MAX;
    if (!workbook_merge(w, sheet, why))
        return false;
    if (f->ended)
        return true;
    f->stream = unzip_begin(w->zip, w->places[sheet].part, why);
    if (f->stream)
        scan_begin(&f->scan, &f->arena, f->stream);
    return f->stream != NULL;
}

bool
workbook_next(struct workbook *w, struct workbook_row *row, const char **why)
{
    bool ready = false;

    if (!next_row(w, &ready, why)) {
        w->flow.ended = true;
        return false;
    }
    if (ready)
        give_row(&w->flow, row);
    return ready;
}
