/* Which rows are the headings. */

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ledger/sheet_parts.h"

enum {
    LONGEST_HEADING = 40, /* characters; wrapped headings are long */
    LEAST_SHARE = 40,     /* percent of the columns that the main heading row fills */
};

const char *
column_letter(struct arena *arena, size_t column)
{
    char letters[8];
    size_t at = sizeof letters - 1;

    letters[at] = '\0';
    for (column++; column > 0 && at > 0; column = (column - 1) / 26)
        letters[--at] = (char)('A' + (column - 1) % 26);
    return arena_copy(arena, letters + at);
}

/* Nothing is left of the text when signs, digits and the words of dates are taken away. */
bool
cell_is_value(struct arena *arena, const char *text)
{
    static const char *const words[] = { "令和", "平成", "昭和", "年", "月", "日", "時", "分",
                                         "秒",   "午前", "午後", "件", "円", "回", "台", "人" };
    const char *at = text_narrow(arena, text);
    bool digit = false;

    if (strchr(at, '@') && strchr(at, '.'))
        return true;
    while (*at) {
        size_t length = 0;

        for (size_t i = 0; i < sizeof words / sizeof *words && !length; i++)
            if (strncmp(at, words[i], strlen(words[i])) == 0)
                length = strlen(words[i]);
        if (!length && !strchr("0123456789 -/:.,()~RHSTM", *at))
            return false;
        digit = digit || (*at >= '0' && *at <= '9');
        at += length ? length : 1;
    }
    return digit;
}

static bool
is_filled(const struct head_record *r, size_t column)
{
    return column < r->count && *r->cells[column];
}

static size_t
filled(const struct head_record *r)
{
    size_t count = 0;

    for (size_t i = 0; i < r->count; i++)
        count += *r->cells[i] != '\0';
    return count;
}

/* Several short words and no value among them. */
static bool
may_be_heading(struct arena *arena, const struct head_record *r, size_t least)
{
    if (filled(r) < least)
        return false;
    for (size_t i = 0; i < r->count; i++)
        if (*r->cells[i] &&
            (text_count(r->cells[i]) > LONGEST_HEADING || cell_is_value(arena, r->cells[i])))
            return false;
    return true;
}

static bool
same(const struct head_record *r, size_t left, size_t right)
{
    return is_filled(r, left) && is_filled(r, right) &&
           strcmp(r->cells[left], r->cells[right]) == 0;
}

/* Whether the upper heading to the left reaches to this column. */
static bool
reaches_on(const struct head_record *upper, const struct head_record *lower, size_t column)
{
    if (upper->merged)
        return upper->joined[column];
    return !is_filled(upper, column) && is_filled(lower, column);
}

/* Whether the lower row stands under the upper one as headings do: it fills its gaps (or
   cells that repeat, where merged cells were filled when saving), and has nothing under
   a heading that stands for itself. */
static bool
belong(const struct head_record *upper, const struct head_record *lower, size_t width)
{
    size_t under = 0, alone = 0, wrong = 0;

    for (size_t i = 0; i < width; i++) {
        bool reaches = i + 1 < width && (same(upper, i, i + 1) || reaches_on(upper, lower, i + 1));
        bool reached = !is_filled(upper, i) || (i > 0 && same(upper, i - 1, i));

        under += reached && is_filled(lower, i);
        if (reached || reaches)
            continue;
        alone++;
        /* A heading may be written into both rows. */
        wrong += is_filled(lower, i) && strcmp(upper->cells[i], lower->cells[i]) != 0;
    }
    return under > 0 && wrong * 3 <= alone;
}

static size_t
width_of(const struct head_record *records, size_t count)
{
    size_t width = 0;

    for (size_t i = 0; i < count; i++)
        if (records[i].count > width)
            width = records[i].count;
    return width;
}

/* As wide as the headings, and wider only where most rows have something there: one row
   with a comma too many makes no column. */
static size_t
narrowed(const struct head *head, const struct head_record *records, size_t count)
{
    size_t first = head->first + (size_t)head->rows;
    size_t width = width_of(records + head->first, (size_t)head->rows);

    for (size_t column = width; column < head->width; column++) {
        size_t used = 0;

        for (size_t i = first; i < count; i++)
            used += is_filled(&records[i], column);
        if (used * 2 > count - first)
            width = column + 1;
    }
    return width;
}

struct head
head_find(struct arena *arena, const struct head_record *records, size_t count)
{
    struct head head = { .width = width_of(records, count) };
    size_t least = head.width * LEAST_SHARE / 100;

    least = head.width == 1 ? 1 : least < 2 ? 2 : least;
    while (head.first < count && !may_be_heading(arena, &records[head.first], least))
        head.first++;
    if (head.first == count)
        return head;
    head.rows = 1;
    if (head.first > 0 && may_be_heading(arena, &records[head.first - 1], 2) &&
        belong(&records[head.first - 1], &records[head.first], head.width)) {
        head.first--;
        head.rows = 2;
    } else if (head.first + 1 < count && may_be_heading(arena, &records[head.first + 1], 1) &&
               belong(&records[head.first], &records[head.first + 1], head.width)) {
        head.rows = 2;
    }
    head.width = narrowed(&head, records, count);
    return head;
}
