#include "ledger/sheet.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/wareki.h"
#include "ledger/sheet_parts.h"
#include "ledger/sheet_reader.h"
#include "store/act.h"

static const char *const skip_titles[] = {
    [SKIP_TITLE] = "表題",
    [SKIP_HEADING] = "見出しの繰り返し",
    [SKIP_SEPARATOR] = "区切りの行",
    [SKIP_TOTAL] = "合計行",
    [SKIP_NOTE] = "注記",
};

const char *
sheet_skip_title(enum sheet_skip kind)
{
    return skip_titles[kind];
}

/* So many columns at the left may be merged downwards. */
enum { DOWN_COLUMNS = 5 };

/* --- headings --------------------------------------------------------------------- */

struct beginning {
    struct head_record records[HEAD_RECORDS];
    size_t count;
};

static size_t
trimmed(const struct csv_row *row)
{
    size_t count = row->count;

    while (count > 0 && !row->cells[count - 1][strspn(row->cells[count - 1], " ")])
        count--;
    return count;
}

static bool
read_beginning(struct act *a, struct sheet *sheet, struct beginning *out)
{
    struct csv_row row;
    bool failed = false;

    while (out->count < HEAD_RECORDS && reader_next(a, sheet->reader, &row, &failed)) {
        struct head_record *r = &out->records[out->count];

        if (row.fault)
            continue;
        r->line = row.line;
        r->number = row.row;
        r->count = trimmed(&row);
        r->cells = NEW_ARRAY(a->arena, r->count, const char *);
        for (size_t i = 0; i < r->count; i++)
            r->cells[i] = arena_copy(a->arena, cell_clean(a->arena, row.cells[i]));
        out->count += r->count > 0;
        r->joined = NEW_ARRAY(a->arena, SHEET_COLUMNS, bool);
        reader_joined(sheet->reader, r->line, r->joined, SHEET_COLUMNS, &r->merged);
    }
    return !failed;
}

static void
skipped(struct act *a, struct sheet *sheet, enum sheet_skip kind, int64_t line, const char *text)
{
    if (sheet->skipped_count == SHEET_SKIPPED)
        return;
    if (!sheet->skipped)
        sheet->skipped = NEW_ARRAY(a->arena, SHEET_SKIPPED, struct sheet_skipped);
    sheet->skipped[sheet->skipped_count++] =
        (struct sheet_skipped){ kind, line, text_cut(a->arena, text, 60) };
}

/* All that stands in the row: 合計　12件. */
static const char *
row_words(struct arena *arena, const char *const *cells, size_t count)
{
    struct buffer out = { .arena = arena };

    for (size_t i = 0; i < count; i++)
        if (*cells[i])
            buffer_print(&out, out.length ? "　%s" : "%s", cells[i]);
    return buffer_string(&out);
}

static const char *
heading_at(struct arena *arena, const struct head_record *r, size_t column)
{
    char *text;

    if (column >= r->count)
        return "";
    text = arena_copy(arena, r->cells[column]);
    /* Wrapped by hand in its cell. */
    for (char *from = text, *to = text;; from++) {
        if (*from != '\n')
            *to++ = *from;
        if (!*from)
            break;
    }
    return text;
}

/* The upper heading reaches as far as it is merged; where that is not known, over the columns
   to its right that have a lower one only. */
static void
name_columns(struct act *a, struct sheet *sheet, const struct head_record *upper,
             const struct head_record *lower)
{
    const char *reaching = "";

    for (size_t i = 0; i < sheet->count; i++) {
        struct sheet_column *c = &sheet->columns[i];
        const char *top = heading_at(a->arena, upper, i);
        const char *below = lower ? heading_at(a->arena, lower, i) : "";

        c->letter = column_letter(a->arena, i);
        if (*top || (upper->merged && !upper->joined[i]))
            reaching = top;
        c->lower = lower ? below : top;
        c->upper = lower && *below ? reaching : "";
        if (lower && !*below)
            c->lower = top;
        if (lower && !*below)
            reaching = "";
        if (strcmp(c->upper, c->lower) == 0)
            c->upper = "";
        c->heading = *c->upper ? arena_print(a->arena, "%s／%s", c->upper, c->lower) : c->lower;
    }
}

static const char **
heading_cells(struct act *a, const struct head_record *r, size_t count)
{
    const char **cells = NEW_ARRAY(a->arena, count, const char *);

    for (size_t i = 0; i < count; i++)
        cells[i] = i < r->count ? r->cells[i] : "";
    return cells;
}

static bool
find_headings(struct act *a, struct sheet *sheet)
{
    struct beginning *top = NEW(a->arena, struct beginning);
    const struct head_record *upper, *lower;
    struct head head;

    if (!read_beginning(a, sheet, top))
        return false;
    head = head_find(a->arena, top->records, top->count);
    if (head.rows == 0)
        return fail(a, FAULT_INVALID, NULL,
                    "%s: 見出しの行が見つかりません。1行目に項目の名前がある表にしてください。",
                    *sheet->name ? sheet->name : "ファイル");
    if (head.width > SHEET_COLUMNS)
        return fail(a, FAULT_INVALID, NULL, "%s: 列が多すぎます（%d列まで）。", sheet->name,
                    SHEET_COLUMNS);
    upper = &top->records[head.first];
    lower = head.rows == 2 ? upper + 1 : NULL;
    for (size_t i = 0; i < head.first; i++)
        skipped(a, sheet, SKIP_TITLE, top->records[i].line,
                row_words(a->arena, top->records[i].cells, top->records[i].count));
    sheet->count = head.width;
    sheet->columns = NEW_ARRAY(a->arena, sheet->count, struct sheet_column);
    sheet->heading_line = upper->line;
    sheet->heading_rows = head.rows;
    name_columns(a, sheet, upper, lower);
    sheet->reader->headings = NEW_ARRAY(a->arena, HEAD_ROWS, const char **);
    for (int i = 0; i < head.rows; i++)
        sheet->reader->headings[i] = heading_cells(a, upper + i, sheet->count);
    return true;
}

/* --- rows ------------------------------------------------------------------------- */

static bool
repeats_heading(const struct sheet *sheet, const char **cells)
{
    for (int row = 0; row < sheet->heading_rows; row++) {
        const char **heading = sheet->reader->headings[row];
        size_t equal = 0, filled = 0;

        for (size_t i = 0; i < sheet->count; i++) {
            filled += *cells[i] != '\0';
            equal += *cells[i] && strcmp(cells[i], heading[i]) == 0;
        }
        if (equal == filled && (equal > 1 || (equal == 1 && sheet->count == 1)))
            return true;
    }
    return false;
}

static void
pick_cells(const struct sheet *sheet, const struct csv_row *raw, struct sheet_row *row)
{
    struct arena *arena = &sheet->reader->row;

    row->cells = NEW_ARRAY(arena, sheet->count, const char *);
    for (size_t i = 0; i < sheet->count; i++)
        row->cells[i] = i < raw->count && !raw->fault ? cell_clean(arena, raw->cells[i]) : "";
    row->fault = raw->fault;
    for (size_t i = sheet->count; i < raw->count && !row->fault; i++)
        if (*cell_clean(arena, raw->cells[i]))
            row->fault = arena_print(arena,
                                     "見出しは%zu列ですが、%zu列目に「%s」があります。"
                                     "余分な区切りを確かめてください。",
                                     sheet->count, i + 1, text_cut(arena, raw->cells[i], 20));
}

/* The next record that is data; cells as in the file. With `note`, what is passed over
   is kept to be shown. */
static bool
next_data(struct act *a, struct sheet *sheet, struct sheet_row *row, bool note, bool *failed)
{
    struct sheet_reader *r = sheet->reader;
    struct csv_row raw;

    r->parted = false;
    for (;;) {
        enum sheet_skip kind = SKIP_SEPARATOR;
        struct line_look look;

        arena_reset(&r->row, r->row_start);
        if (!reader_next(a, r, &raw, failed))
            return false;
        if (raw.line < sheet->heading_line)
            continue;
        *row = (struct sheet_row){ .line = raw.line };
        pick_cells(sheet, &raw, row);
        if (row->fault)
            break;
        look = (struct line_look){ row->cells, sheet->count, buffer_string(&r->above[0]) };
        if (repeats_heading(sheet, row->cells)) {
            if (note && r->count > 0)
                skipped(a, sheet, SKIP_HEADING, row->line,
                        row_words(&r->row, row->cells, sheet->count));
            r->parted = true;
            continue;
        }
        if (!line_is_skipped(&r->row, &look, &kind))
            break;
        for (size_t i = 0; i < sheet->count; i++)
            if (*row->cells[i]) {
                r->parted = true;
                if (note)
                    skipped(a, sheet, kind, row->line,
                            row_words(&r->row, row->cells, sheet->count));
                break;
            }
    }
    row->row = ++r->count;
    return true;
}

static void
remember(struct buffer *above, const char *text)
{
    buffer_clear(above);
    buffer_text(above, text);
}

/* 〃 and cells merged downwards get the value above; the others become it. */
static void
fill_down(struct sheet *sheet, struct sheet_row *row)
{
    struct sheet_reader *r = sheet->reader;

    if (row->fault)
        return;
    for (size_t i = 0; i < sheet->count; i++) {
        bool empty = !*row->cells[i];

        if (i > 0 && !sheet->columns[i].down && !sheet->columns[i].ditto)
            continue;
        if (cell_is_ditto(row->cells[i]) || (empty && sheet->columns[i].down && !r->parted))
            row->cells[i] = r->above[i].length ? arena_copy(&r->row, r->above[i].data) : "";
        else if (!empty || !sheet->columns[i].down)
            remember(&r->above[i], row->cells[i]);
    }
}

bool
sheet_start(struct act *a, struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->reader->above_count; i++)
        buffer_clear(&sheet->reader->above[i]);
    return reader_start(a, sheet->reader);
}

bool
sheet_next(struct act *a, struct sheet *sheet, struct sheet_row *row, bool *failed)
{
    if (!next_data(a, sheet, row, false, failed))
        return false;
    fill_down(sheet, row);
    return true;
}

/* --- the first look at all rows ----------------------------------------------------- */

/* How one column's values follow each other. */
struct flow {
    int64_t empty;
    bool first;       /* the first row has a value */
    bool equal;       /* a value stands twice, one below the other */
    bool torn;        /* empty right behind a separator */
    bool with_number; /* a value has digits and is no day: a code, not a group */
    bool backwards;   /* a day is not later than the one above it */
    struct date day;  /* the last one */
};

/* Groups are headed by days in their order or by words; a text with digits that is no day
   is a code. */
static void
watch_days(struct arena *arena, const char *text, struct flow *flow)
{
    const char *narrow = text_narrow(arena, text);
    struct date date;
    const char *why;

    if (!strpbrk(narrow, "0123456789"))
        return;
    if (!wareki_parse(arena, narrow, &date, &why)) {
        flow->with_number = true;
        return;
    }
    flow->backwards = flow->backwards || date.day <= flow->day.day;
    flow->day = date;
}

static void
add_sample(struct act *a, struct sheet_column *c, const char *text)
{
    if (c->sample_count == SHEET_SAMPLES)
        return;
    for (size_t i = 0; i < c->sample_count; i++)
        if (strcmp(c->samples[i], text) == 0)
            return;
    c->samples[c->sample_count++] = arena_copy(a->arena, text);
}

static void
watch(struct act *a, struct sheet *sheet, const struct sheet_row *row, size_t column,
      struct flow *flow)
{
    struct sheet_reader *r = sheet->reader;
    struct sheet_column *c = &sheet->columns[column];
    const char *text = row->cells[column];

    if (!*text) {
        flow->empty++;
        flow->torn = flow->torn || r->parted;
        return;
    }
    if (cell_is_ditto(text)) {
        c->ditto = true;
        return;
    }
    flow->first = flow->first || row->row == 1;
    flow->equal =
        flow->equal || (r->above[column].length && strcmp(r->above[column].data, text) == 0);
    if (column < DOWN_COLUMNS && !flow->with_number && !flow->backwards)
        watch_days(&r->row, text, flow);
    c->filled++;
    add_sample(a, c, text);
    if (column < DOWN_COLUMNS)
        remember(&r->above[column], text);
}

/* What stands to the left of merged cells is merged too, or a running number. */
static bool
leads_to_groups(const struct sheet *sheet, size_t column, const struct flow *flow)
{
    const struct sheet_column *c = &sheet->columns[column];

    return c->down || (flow->empty == 0 && flow->with_number &&
                       (c->sample_count == SHEET_SAMPLES || (int64_t)c->sample_count == c->filled));
}

/* Merged downwards: among the first columns, some values with gaps below them, never the
   same value twice in a row, days in their order, none missing where a part begins. */
static bool
is_down(const struct sheet *sheet, size_t column, const struct flow *flows)
{
    const struct sheet_column *c = &sheet->columns[column];
    const struct flow *flow = &flows[column];

    for (size_t i = 0; i < column; i++)
        if (!leads_to_groups(sheet, i, &flows[i]))
            return false;

    return column < DOWN_COLUMNS && sheet->rows >= 3 && c->filled > 0 && flow->empty > 0 &&
           c->filled * 10 <= sheet->rows * 7 && flow->first && !flow->equal && !flow->torn &&
           !flow->with_number && !flow->backwards;
}

static bool
look_at_rows(struct act *a, struct sheet *sheet)
{
    struct flow *flows = NEW_ARRAY(a->arena, sheet->count, struct flow);
    struct sheet_row row;
    bool failed = false;

    while (next_data(a, sheet, &row, true, &failed)) {
        sheet->rows++;
        for (size_t i = 0; i < sheet->count && !row.fault; i++)
            watch(a, sheet, &row, i, &flows[i]);
    }
    for (size_t i = 0; i < sheet->count; i++)
        sheet->columns[i].down = is_down(sheet, i, flows);
    return !failed;
}

bool
sheet_open(struct act *a, const struct sheet_source *source, struct sheet *out)
{
    *out = (struct sheet){ 0 };
    if (!reader_open(a, out, source) || !find_headings(a, out))
        return false;
    out->reader->above_count = out->count;
    out->reader->above = NEW_ARRAY(a->arena, out->count, struct buffer);
    if (!sheet_start(a, out) || !look_at_rows(a, out))
        return false;
    return sheet_start(a, out);
}
