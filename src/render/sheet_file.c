#include "render/sheet_file.h"

#include <stdlib.h>
#include <string.h>

#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/time.h"
#include "base/utf8.h"
#include "render/colour.h"
#include "render/scratch.h"

enum { MOST_DIGITS = 15, MOST_TEXT = 32767 };

struct sheet_file {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    const enum sheet_column *kinds;
    size_t count;
    lxw_row_t row;
    lxw_format *formats[SHEET_COLUMNS];
    struct buffer clean;
};

static void
give_up(void *thing)
{
    struct sheet_file *s = thing;

    if (s->book)
        (void)workbook_close(s->book);
    s->book = NULL;
    buffer_release(&s->clean);
}

static lxw_format *
number_format(struct sheet_file *s, const char *number)
{
    lxw_format *f = workbook_add_format(s->book);

    format_set_num_format(f, number);
    return f;
}

static void
write_head(struct sheet_file *s, const char *const *headings)
{
    lxw_format *head = workbook_add_format(s->book);

    format_set_bold(head);
    format_set_bg_color(head, COLOUR_TINT);
    format_set_bottom(head, LXW_BORDER_MEDIUM);
    worksheet_freeze_panes(s->sheet, 1, 0);
    worksheet_repeat_rows(s->sheet, 0, 0);
    worksheet_set_landscape(s->sheet);
    worksheet_set_paper(s->sheet, 9);
    worksheet_fit_to_pages(s->sheet, 1, 0);
    worksheet_set_footer(s->sheet, "&C- &P -&R全&Nページ");
    worksheet_set_column(s->sheet, 0, (lxw_col_t)(s->count - 1), 16, NULL);
    for (size_t i = 0; i < s->count; i++)
        worksheet_write_string(s->sheet, 0, (lxw_col_t)i, headings[i], head);
    s->row = 1;
}

struct sheet_file *
sheet_file_begin(struct arena *arena, const char *path, const char *title,
                 const enum sheet_column *kinds, const char *const *headings, size_t count,
                 const char **why)
{
    lxw_workbook_options options = { .constant_memory = 1, .tmpdir = (char *)scratch_folder() };
    struct sheet_file *s = NEW(arena, struct sheet_file);
    lxw_doc_properties properties = { .title = (char *)title, .created = 315532800 };

    *why = "列が多すぎます。列を選んで減らしてください。";
    if (!count || count > SHEET_FILE_COLUMNS)
        return NULL;
    *s = (struct sheet_file){ .kinds = kinds, .count = count };
    *why = "Excelのファイルを作れません。";
    s->book = workbook_new_opt(path, &options);
    if (!s->book)
        return NULL;
    arena_defer(arena, give_up, s);
    workbook_set_properties(s->book, &properties);
    s->sheet = workbook_add_worksheet(s->book, "一覧");
    if (!s->sheet)
        return NULL;
    s->formats[SHEET_DATE] = number_format(s, "yyyy-mm-dd");
    s->formats[SHEET_TIME] = number_format(s, "yyyy-mm-dd hh:mm");
    write_head(s, headings);
    return s;
}

/* --- cells ------------------------------------------------------------------------------- */

/* Digits that stay what they are in a cell: no leading zero that means something, no more
   than fifteen. */
static bool
read_number(const char *text, double *out)
{
    const char *at = text + (*text == '-');
    size_t digits = strspn(at, "0123456789"), rest = 0;
    char *end;

    if (!digits || (digits > 1 && *at == '0'))
        return false;
    if (at[digits] == '.')
        rest = strspn(at + digits + 1, "0123456789");
    if (at[digits + (rest ? rest + 1 : 0)] || digits + rest > MOST_DIGITS)
        return false;
    *out = strtod(text, &end);
    return true;
}

static bool
read_day(const char *text, bool timed, double *out)
{
    struct date date, origin, first;
    char day[11] = { 0 };
    int hour, minute;

    if (strlen(text) != (timed ? 16 : 10))
        return false;
    memcpy(day, text, 10);
    if (!date_parse(day, &date) || !date_make(1899, 12, 30, &origin) ||
        !date_make(1900, 3, 1, &first) || date.day < first.day)
        return false;
    *out = (double)(date.day - origin.day);
    if (!timed)
        return true;
    if (strspn(text + 11, "0123456789:") != 5 || text[13] != ':')
        return false;
    hour = (text[11] - '0') * 10 + text[12] - '0';
    minute = (text[14] - '0') * 10 + text[15] - '0';
    *out += (hour * 60 + minute) / 1440.0;
    return hour < 24 && minute < 60;
}

/* Without what XML cannot hold, and no longer than a cell; `*cut` when it was longer. */
static const char *
clean(struct sheet_file *s, const char *text, bool *cut)
{
    size_t units = 0;

    buffer_clear(&s->clean);
    for (const char *at = text; *at;) {
        const char *start = at;
        uint32_t code = utf8_next(&at);

        if ((code < 0x20 && code != '\n' && code != '\t') || code == 0xfffe || code == 0xffff)
            continue;
        units += code > 0xffff ? 2 : 1;
        *cut = units > MOST_TEXT;
        if (*cut)
            break;
        buffer_add(&s->clean, start, (size_t)(at - start));
    }
    return buffer_string(&s->clean);
}

static bool
write_cell(struct sheet_file *s, lxw_col_t column, const char *text, const char **why)
{
    enum sheet_column kind = s->kinds[column];
    double value;
    bool cut = false;

    if ((kind == SHEET_NUMBER && read_number(text, &value)) ||
        (kind == SHEET_DATE && read_day(text, false, &value)) ||
        (kind == SHEET_TIME && read_day(text, true, &value)))
        return worksheet_write_number(s->sheet, s->row, column, value, s->formats[kind]) ==
               LXW_NO_ERROR;
    worksheet_write_string(s->sheet, s->row, column, clean(s, text, &cut), NULL);
    *why = "1つの欄が32,767字を超えるので、Excelに書けません。CSVを使ってください。";
    return !cut;
}

bool
sheet_file_row(struct sheet_file *s, const char *const *cells, const char **why)
{
    *why = "1,048,576行を超えるので、Excelに書けません。絞り込むか、CSVを使ってください。";
    if (s->row >= SHEET_FILE_ROWS)
        return false;
    for (size_t i = 0; i < s->count; i++) {
        *why = "Excelのファイルに書けません。空き容量を確かめてください。";
        if (cells[i] && *cells[i] && !write_cell(s, (lxw_col_t)i, cells[i], why))
            return false;
    }
    s->row++;
    return true;
}

bool
sheet_file_end(struct sheet_file *s, const char **why)
{
    lxw_error error;

    worksheet_autofilter(s->sheet, 0, 0, s->row - 1, (lxw_col_t)(s->count - 1));
    error = workbook_close(s->book);
    s->book = NULL;
    *why = "Excelのファイルに書けません。空き容量を確かめてください。";
    return error == LXW_NO_ERROR;
}
