#include "contract/rate.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/csv.h"
#include "base/facts.h"
#include "base/must.h"
#include "base/text.h"

enum { PLACES = 3, MOST_DIGITS = 3 };

bool
rate_parse(struct arena *arena, const char *text, struct rate *out, const char **why)
{
    const char *at = text_narrow(arena, text_clean(arena, text));
    size_t whole = strspn(at, "0123456789"), places;
    int64_t value = 0;

    *why = "率は 0から100までの％で、3.0 のように書きます。小数は3桁までです。";
    if (!whole || whole > MOST_DIGITS)
        return false;
    for (size_t i = 0; i < whole; i++)
        value = value * 10 + (*at++ - '0');
    places = *at == '.' ? strspn(at + 1, "0123456789") : 0;
    if (*at == '.' && (!places || places > PLACES))
        return false;
    at += places ? 1 : 0;
    for (size_t i = 0; i < PLACES; i++)
        value = value * 10 + (i < places ? *at++ - '0' : 0);
    at += *at == '%';
    if (*at || value > RATE_WHOLE)
        return false;
    *out = (struct rate){ value };
    return true;
}

const char *
rate_text(struct arena *arena, struct rate rate, bool decimal)
{
    struct buffer out = { .arena = arena };
    int64_t rest = rate.thousandths % 1000;

    buffer_int(&out, rate.thousandths / 1000);
    if (rest || decimal)
        buffer_char(&out, '.');
    for (int64_t place = 100; place && (rest || (decimal && place == 100)); place /= 10) {
        buffer_int(&out, rest / place);
        rest %= place;
    }
    return buffer_string(&out);
}

static const struct fact *
find_fact(const char *name)
{
    for (const struct fact *it = facts; it->path; it++)
        if (strcmp(it->name, name) == 0)
            return it;
    must(false);
    return NULL;
}

/* The table is the program's own: what does not read is a mistake in it. */
static void
read_row(struct arena *arena, const struct csv_row *row, struct rate_fact *out)
{
    const char *why;

    must(!row->fault && row->count == 4 && date_parse(row->cells[0], &out->from) &&
         rate_parse(arena, row->cells[1], &out->rate, &why));
    out->verified = strcmp(row->cells[2], "yes") == 0;
    out->source = arena_copy(arena, row->cells[3]);
}

static bool
rate_on(struct arena *arena, const char *name, struct date day, struct rate_fact *out)
{
    const struct fact *file = find_fact(name);
    struct csv csv;
    struct csv_row row;
    const char *why;
    bool found = false;

    must(csv_open_bytes(arena, (const char *)file->bytes, file->length, &csv, &why));
    must(csv_next(&csv, &row));
    while (csv_next(&csv, &row)) {
        struct rate_fact it;

        read_row(arena, &row, &it);
        if (it.from.day > day.day)
            break;
        *out = it;
        found = true;
    }
    return found;
}

bool
tax_rate_on(struct arena *arena, struct date day, struct rate_fact *out)
{
    return rate_on(arena, "tax_rates.csv", day, out);
}

bool
late_rate_on(struct arena *arena, struct date day, struct rate_fact *out)
{
    return rate_on(arena, "late_interest_rates.csv", day, out);
}
