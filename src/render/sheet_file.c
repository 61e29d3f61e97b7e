#include "render/sheet_file.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/time.h"
#include "base/utf8.h"
#include "render/document.h"
#include "render/information.h"
#include "render/markup.h"
#include "render/package.h"
#include "render/scratch.h"

/* Looks of cells, as assets/sheet_styles.xml counts them. */
enum { LOOK_PLAIN, LOOK_DATE, LOOK_TIME, LOOK_HEAD };
enum { MOST_DIGITS = 15, MOST_TEXT = 32767, PENDING = 1 << 16, LETTERS = 4 };

struct sheet_file {
    struct arena *arena;
    int fd;
    const char *title;
    const enum sheet_column *kinds;
    size_t count;
    int64_t rows;
    struct scratch scratch; /* the part of the sheet */
    struct buffer pending;  /* of it */
    struct buffer spelled;
    char columns[SHEET_FILE_COLUMNS][LETTERS]; /* A, B, … AA */
    char row[24];                              /* the number of this row */
};

static void
give_up(void *thing)
{
    struct sheet_file *s = thing;

    buffer_release(&s->pending);
    buffer_release(&s->spelled);
}

static bool
flush(struct sheet_file *s, const char **why)
{
    bool good = file_write_all(s->scratch.fd, buffer_string(&s->pending), s->pending.length, why);

    buffer_clear(&s->pending);
    return good;
}

/* --- cells ------------------------------------------------------------------------------- */

static void
name_column(size_t at, char out[LETTERS])
{
    char back[LETTERS];
    size_t length = 0;

    for (at++; at; at = (at - 1) / 26)
        back[length++] = (char)('A' + (at - 1) % 26);
    for (size_t i = 0; i < length; i++)
        out[i] = back[length - 1 - i];
    out[length] = '\0';
}

/* Digits that stay what they are in a cell: no leading zero that means something, no more
   than fifteen. */
static bool
is_number(const char *text)
{
    const char *at = text + (*text == '-');
    size_t digits = strspn(at, "0123456789"), rest = 0;

    if (!digits || (digits > 1 && *at == '0'))
        return false;
    if (at[digits] == '.')
        rest = strspn(at + digits + 1, "0123456789");
    return !at[digits + (rest ? rest + 1 : 0)] && digits + rest <= MOST_DIGITS;
}

/* Days since 1899-12-30, and minutes of the day; those before March 1900 a sheet counts wrong. */
static bool
read_day(const char *text, bool timed, int64_t *days, int *minutes)
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
    *days = date.day - origin.day;
    *minutes = 0;
    if (!timed)
        return true;
    if (strspn(text + 11, "0123456789:") != 5 || text[13] != ':')
        return false;
    hour = (text[11] - '0') * 10 + text[12] - '0';
    minute = (text[14] - '0') * 10 + text[15] - '0';
    *minutes = hour * 60 + minute;
    return hour < 24 && minute < 60;
}

/* A cell counts UTF-16. */
static bool
is_too_long(const char *text)
{
    size_t units = 0;

    if (strlen(text) <= MOST_TEXT)
        return false;
    while (*text)
        units += utf8_next(&text) > 0xffff ? 2 : 1;
    return units > MOST_TEXT;
}

/* "_x0041_" is how a cell spells A: what looks so is spelled itself. */
static const char *
spelled(struct sheet_file *s, const char *text)
{
    const char *mark = strstr(text, "_x");

    if (!mark)
        return text;
    buffer_clear(&s->spelled);
    for (; mark; mark = strstr(text, "_x")) {
        bool looks = strspn(mark + 2, "0123456789abcdefABCDEF") >= 4 && mark[6] == '_';

        buffer_add(&s->spelled, text, (size_t)(mark - text));
        buffer_text(&s->spelled, looks ? "_x005F_" : "_");
        text = mark + 1;
    }
    buffer_text(&s->spelled, text);
    return buffer_string(&s->spelled);
}

static void
begin_cell(struct sheet_file *s, size_t column, int look)
{
    buffer_text(&s->pending, "<c r=\"");
    buffer_text(&s->pending, s->columns[column]);
    buffer_text(&s->pending, s->row);
    if (look != LOOK_PLAIN) {
        buffer_text(&s->pending, "\" s=\"");
        buffer_int(&s->pending, look);
    }
}

static void
write_text(struct sheet_file *s, size_t column, int look, const char *text)
{
    begin_cell(s, column, look);
    buffer_text(&s->pending, "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    markup_text(&s->pending, spelled(s, text));
    buffer_text(&s->pending, "</t></is></c>");
}

static void
write_number(struct sheet_file *s, size_t column, const char *digits)
{
    begin_cell(s, column, LOOK_PLAIN);
    buffer_text(&s->pending, "\"><v>");
    buffer_text(&s->pending, digits);
    buffer_text(&s->pending, "</v></c>");
}

/* Parts of the day to eleven places, which is finer than a microsecond. */
static void
write_day(struct sheet_file *s, size_t column, int64_t days, int minutes)
{
    const int64_t places = 100000000000;

    begin_cell(s, column, s->kinds[column] == SHEET_DATE ? LOOK_DATE : LOOK_TIME);
    buffer_text(&s->pending, "\"><v>");
    buffer_int(&s->pending, days);
    if (minutes)
        buffer_print(&s->pending, ".%011lld", (long long)((minutes * places + 720) / 1440));
    buffer_text(&s->pending, "</v></c>");
}

static bool
write_cell(struct sheet_file *s, size_t column, const char *text, const char **why)
{
    enum sheet_column kind = s->kinds[column];
    int64_t days;
    int minutes;

    *why = "1つの欄が32,767字を超えるので、Excelに書けません。CSVを使ってください。";
    if (kind == SHEET_NUMBER && is_number(text))
        write_number(s, column, text);
    else if ((kind == SHEET_DATE || kind == SHEET_TIME) &&
             read_day(text, kind == SHEET_TIME, &days, &minutes))
        write_day(s, column, days, minutes);
    else if (is_too_long(text))
        return false;
    else
        write_text(s, column, LOOK_PLAIN, text);
    return true;
}

static void
begin_row(struct sheet_file *s)
{
    snprintf(s->row, sizeof s->row, "%lld", (long long)++s->rows);
    buffer_text(&s->pending, "<row r=\"");
    buffer_text(&s->pending, s->row);
    buffer_text(&s->pending, "\">");
}

bool
sheet_file_row(struct sheet_file *s, const char *const *cells, const char **why)
{
    *why = "1,048,576行を超えるので、Excelに書けません。絞り込むか、CSVを使ってください。";
    if (s->rows >= SHEET_FILE_ROWS)
        return false;
    begin_row(s);
    for (size_t i = 0; i < s->count; i++)
        if (cells[i] && *cells[i] && !write_cell(s, i, cells[i], why))
            return false;
    buffer_text(&s->pending, "</row>");
    return s->pending.length < PENDING || flush(s, why);
}

/* --- the file ---------------------------------------------------------------------------- */

static void
write_head(struct sheet_file *s, const char *const *headings)
{
    buffer_text(
        &s->pending,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
        "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews>"
        "<sheetView tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\""
        " activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/></sheetView>"
        "</sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>");
    markup_print(&s->pending,
                 "<cols><col min=\"1\" max=\"%zu\" width=\"16.7\" customWidth=\"1\"/></cols>"
                 "<sheetData>",
                 s->count);
    begin_row(s);
    for (size_t i = 0; i < s->count; i++)
        write_text(s, i, LOOK_HEAD, headings[i]);
    buffer_text(&s->pending, "</row>");
}

struct sheet_file *
sheet_file_begin(struct arena *arena, int fd, const char *title, const enum sheet_column *kinds,
                 const char *const *headings, size_t count, const char **why)
{
    struct sheet_file *s = NEW(arena, struct sheet_file);

    *why = "列が多すぎます。列を選んで減らしてください。";
    if (!count || count > SHEET_FILE_COLUMNS)
        return NULL;
    *s = (struct sheet_file){
        .arena = arena, .fd = fd, .title = title, .kinds = kinds, .count = count
    };
    if (!scratch_open(arena, &s->scratch, why))
        return NULL;
    arena_defer(arena, give_up, s);
    for (size_t i = 0; i < count; i++)
        name_column(i, s->columns[i]);
    write_head(s, headings);
    return s;
}

static void
write_foot(struct sheet_file *s)
{
    markup_print(&s->pending,
                 "</sheetData><autoFilter ref=\"A1:%s%s\"/>"
                 "<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\""
                 " header=\"0.3\" footer=\"0.3\"/>"
                 "<pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"/>"
                 "<headerFooter><oddFooter>%s</oddFooter></headerFooter></worksheet>",
                 s->columns[s->count - 1], s->row, "&C- &P -&R全&Nページ");
}

/* A filter is known by its name too, and so is the row that repeats in print. */
static void
write_book(const struct sheet_file *s, struct buffer *out)
{
    markup_print(out,
                 "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                 "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
                 " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
                 "<bookViews><workbookView/></bookViews>"
                 "<sheets><sheet name=\"一覧\" sheetId=\"1\" r:id=\"rId1\"/></sheets><definedNames>"
                 "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"0\" hidden=\"1\">"
                 "'一覧'!$A$1:$%s$%s</definedName>"
                 "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'一覧'!$1:$1"
                 "</definedName></definedNames></workbook>",
                 s->columns[s->count - 1], s->row);
}

bool
sheet_file_end(struct sheet_file *s, const char **why)
{
    const struct document about = { .title = s->title };
    struct package package;

    write_foot(s);
    if (!flush(s, why))
        return false;
    package_begin(&package, s->arena);
    package_ship(&package, "[Content_Types].xml", "sheet_types.xml");
    package_ship(&package, "_rels/.rels", "sheet_rels.xml");
    package_ship(&package, "xl/_rels/workbook.xml.rels", "sheet_book_rels.xml");
    package_ship(&package, "xl/styles.xml", "sheet_styles.xml");
    write_book(s, package_add(&package, "xl/workbook.xml"));
    information_add(&package, &about);
    package_take(&package, "xl/worksheets/sheet1.xml", s->scratch.path);
    return package_save(&package, s->fd, why);
}
