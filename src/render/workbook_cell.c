#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "render/colour.h"
#include "render/fit.h"
#include "render/workbook_parts.h"

static bool
same_look(const struct book_look *a, const struct book_look *b)
{
    const char *x = a->number ? a->number : "", *y = b->number ? b->number : "";

    return a->size == b->size && a->fill == b->fill && a->ink == b->ink && a->align == b->align &&
           a->above == b->above && a->below == b->below && a->bold == b->bold &&
           a->wrap == b->wrap && a->grid == b->grid && a->unlocked == b->unlocked &&
           a->top == b->top && strcmp(x, y) == 0;
}

static lxw_format *
make_format(struct book_writer *w, const struct book_look *look)
{
    static const uint8_t aligns[] = { LXW_ALIGN_NONE, LXW_ALIGN_LEFT, LXW_ALIGN_RIGHT,
                                      LXW_ALIGN_CENTER };
    lxw_format *f = workbook_add_format(w->book);

    format_set_font_name(f, "BIZ UDPGothic");
    format_set_font_size(f, (look->size ? look->size : 100) / 10.0);
    format_set_font_color(f, look->ink ? (lxw_color_t)look->ink : COLOUR_TEXT);
    format_set_align(f, look->top ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
    if (look->align)
        format_set_align(f, aligns[look->align]);
    if (look->bold)
        format_set_bold(f);
    if (look->wrap)
        format_set_text_wrap(f);
    if (look->number)
        format_set_num_format(f, look->number);
    if (look->fill)
        format_set_bg_color(f, (lxw_color_t)look->fill);
    if (look->grid) {
        format_set_border(f, LXW_BORDER_THIN);
        format_set_border_color(f, COLOUR_RULE);
    }
    if (look->above)
        format_set_top(f, (uint8_t)look->above);
    if (look->below)
        format_set_bottom(f, (uint8_t)look->below);
    if (look->unlocked)
        format_set_unlocked(f);
    return f;
}

lxw_format *
book_format(struct book_writer *w, struct book_look look)
{
    struct book_format *it;

    for (it = w->formats; it; it = it->next)
        if (same_look(&it->look, &look))
            return it->format;
    it = NEW(w->arena, struct book_format);
    *it = (struct book_format){ look, make_format(w, &look), w->formats };
    w->formats = it;
    return it->format;
}

/* A spreadsheet counts letters as UTF-16 does; four bytes of UTF-8 are two of those. */
const char *
book_clean(struct book_writer *w, const char *text)
{
    static const char cut[] = "…（以下は他の形式の文書にあります）";
    struct buffer out = { .arena = w->arena };
    size_t units = 0;

    for (const char *at = text ? text : ""; *at;) {
        const char *start = at;
        uint32_t code = utf8_next(&at);

        if ((code < 0x20 && code != '\n' && code != '\t') || code == 0xfffe || code == 0xffff)
            continue;
        units += code > 0xffff ? 2 : 1;
        if (units > BOOK_MOST_TEXT - 40) {
            buffer_text(&out, cut);
            break;
        }
        buffer_add(&out, start, (size_t)(at - start));
    }
    return buffer_string(&out);
}

const char *
book_plain(struct book_writer *w, const struct text *text)
{
    struct buffer out = { .arena = w->arena };

    for (size_t i = 0; i < text->count; i++)
        buffer_text(&out, text->runs[i].text);
    return buffer_string(&out);
}

/* --- figures as cells ---------------------------------------------------------------- */

/* The unit stands in the format, so that the cell stays a number. */
static const char *
number_format(struct book_writer *w, const struct figure *f)
{
    struct buffer digits = { .arena = w->arena };
    bool percent = f->unit && strcmp(f->unit, "％") == 0;
    const char *plain, *unit = "";

    buffer_text(&digits, "#,##0");
    for (int i = 0; i < f->decimals; i++)
        buffer_text(&digits, i ? "0" : ".0");
    if (f->unit && !strpbrk(f->unit, "\"\\"))
        unit = arena_print(w->arena, "\"%s\"", percent ? "" : f->unit);
    plain = arena_print(w->arena, "%s%s", buffer_string(&digits),
                        percent            ? "%"
                        : strlen(unit) > 2 ? unit
                                           : "");
    return f->kind == FIGURE_CHANGE
               ? arena_print(w->arena, "\"＋\"%s;\"−\"%s;\"±\"%s", plain, plain, plain)
               : arena_print(w->arena, "%s;\"−\"%s", plain, plain);
}

static const char *
day_format(struct book_writer *w, const struct figure *f)
{
    bool first = strstr(figure_print(w->arena, f), "元") != NULL;
    const char *day = "";

    switch (f->form) {
    case DAY_LONG:
        day = first ? "ggg\"元年\"m\"月\"d\"日\"" : "ggge\"年\"m\"月\"d\"日\"";
        break;
    case DAY_WEEKDAY:
        day =
            first ? "ggg\"元年\"m\"月\"d\"日（\"aaa\"）\"" : "ggge\"年\"m\"月\"d\"日（\"aaa\"）\"";
        break;
    case DAY_MONTH:
        day = "m\"月\"d\"日\"";
        break;
    case DAY_NARROW:
        day = "ge.m.d";
        break;
    case DAY_DEADLINE:
        day = "m\"月\"d\"日（\"aaa\"）\"";
        break;
    }
    return arena_print(w->arena, "[$-411]%s%s", day, f->kind == FIGURE_TIME ? " h:mm" : "");
}

static int
mark_fill(enum mark_tone tone)
{
    static const int fills[MARK_TONES] = {
        [MARK_TONE_URGENT] = COLOUR_URGENT,    [MARK_TONE_HIGH] = COLOUR_PEACH,
        [MARK_TONE_MIDDLE] = COLOUR_YELLOW,    [MARK_TONE_LOW] = COLOUR_LIGHT,
        [MARK_TONE_INFORMATION] = COLOUR_GRID, [MARK_TONE_PLAIN] = 0,
    };

    return fills[tone];
}

/* Days since 1899-12-30, right from March 1900 on; what cannot be a number stays text. */
static bool
serial_of(struct date date, double *out)
{
    struct date origin, first;

    if (!date_make(1899, 12, 30, &origin) || !date_make(1900, 3, 1, &first) || date.day < first.day)
        return false;
    *out = (double)(date.day - origin.day);
    return true;
}

/* Whole numbers up to 2^53 are exact in a cell; larger ones, and yen among them, are texts. */
static bool
value_of(const struct figure *f, double *out)
{
    static const int64_t exact = 9007199254740992;
    double scale = f->unit && strcmp(f->unit, "％") == 0 ? 100 : 1;

    switch (f->kind) {
    case FIGURE_NUMBER:
    case FIGURE_CHANGE:
    case FIGURE_YEN:
        for (int i = 0; i < f->decimals; i++)
            scale *= 10;
        *out = (double)f->number / scale;
        return f->number >= -exact && f->number <= exact && !(f->unit && strpbrk(f->unit, "\"\\"));
    case FIGURE_DURATION:
        *out = (double)f->number / 1440;
        return f->number >= 0 && f->number < 1440 * (int64_t)400000;
    case FIGURE_DATE:
        return serial_of(f->date, out);
    case FIGURE_TIME:
        if (!serial_of(instant_date(f->time), out))
            return false;
        *out += instant_minute(f->time) / 1440.0;
        return true;
    case FIGURE_NONE:
    case FIGURE_UNKNOWN:
    case FIGURE_EMPTY:
    case FIGURE_TEXT:
    case FIGURE_MARK:
    case FIGURE_SPARK:
        break;
    }
    return false;
}

struct book_look
book_figure_look(struct book_writer *w, const struct figure *f, struct book_look look)
{
    double value;

    look.bold |= f->strong;
    if (f->kind == FIGURE_MARK) {
        look.fill = mark_fill(f->mark);
        look.ink = f->mark == MARK_TONE_URGENT ? COLOUR_WHITE : COLOUR_INK;
        look.bold = true;
    }
    if (!value_of(f, &value))
        return look;
    if (f->kind == FIGURE_DATE || f->kind == FIGURE_TIME)
        look.number = day_format(w, f);
    else
        look.number = f->kind == FIGURE_DURATION ? "[h]:mm" : number_format(w, f);
    return look;
}

void
book_text(struct book_writer *w, lxw_row_t row, size_t column, const char *text,
          struct book_look look)
{
    worksheet_write_string(w->sheet, row, (lxw_col_t)column, book_clean(w, text),
                           book_format(w, look));
}

void
book_cell(struct book_writer *w, lxw_row_t row, size_t column, const struct figure *f,
          struct book_look look)
{
    struct book_look own = book_figure_look(w, f, look);
    double value;

    if (value_of(f, &value))
        worksheet_write_number(w->sheet, row, (lxw_col_t)column, value, book_format(w, own));
    else if (f->kind == FIGURE_EMPTY)
        worksheet_write_blank(w->sheet, row, (lxw_col_t)column, book_format(w, own));
    else
        book_text(w, row, column,
                  f->kind == FIGURE_SPARK ? f->chart->alternative : figure_print(w->arena, f), own);
}

/* A row is at most 409 points high, so a long text goes on in the rows below. */
void
book_line(struct book_writer *w, const char *text, struct book_look look)
{
    enum { MOST_LINES = 20 };
    double size = look.size ? look.size / 10.0 : 10;
    size_t lines;

    text = book_clean(w, text);
    look.wrap = look.top = true;
    do {
        size_t length = fit_lines(text, size, w->letters, MOST_LINES, &lines);

        worksheet_set_row(w->sheet, w->row, size * 1.7 * (double)lines, NULL);
        worksheet_merge_range(w->sheet, w->row, 0, w->row, (lxw_col_t)(w->width - 1),
                              arena_slice(w->arena, text, length), book_format(w, look));
        w->row++;
        text += length;
    } while (*text);
}
