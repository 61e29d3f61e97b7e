#include "contract/calc_input.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/wareki.h"
#include "store/act.h"

enum { MOST_DIGITS = 18 };

/* Digits, with commas between if they are typed so. */
static bool
read_digits(const char *text, int64_t *out)
{
    int64_t value = 0;
    int digits = 0;

    for (; *text; text++) {
        if (*text == ',' && digits)
            continue;
        if (*text < '0' || *text > '9' || ++digits > MOST_DIGITS)
            return false;
        value = value * 10 + (*text - '0');
    }
    *out = value;
    return digits > 0;
}

static bool
is_missing(struct act *a, const char *option)
{
    return fail(a, FAULT_MALFORMED, option, "--%s がありません。", option);
}

bool
calc_number(struct act *a, const struct arguments *given, const char *option, int64_t otherwise,
            int64_t *out)
{
    const char *text = argument(given, option);

    *out = otherwise;
    if (!text)
        return otherwise != NO_NUMBER || is_missing(a, option);
    return read_digits(text_narrow(a->arena, text), out) ||
           fail(a, FAULT_MALFORMED, option,
                "--%s は 0以上の整数で、18桁までで書いてください。「%s」とあります。", option,
                text);
}

bool
calc_yen(struct act *a, const struct arguments *given, const char *option, int64_t otherwise,
         struct yen *out)
{
    return calc_number(a, given, option, otherwise, &out->yen);
}

bool
calc_rate(struct act *a, const struct arguments *given, const char *option, int64_t otherwise,
          struct rate *out)
{
    const char *text = argument(given, option);
    const char *why;

    *out = (struct rate){ otherwise };
    if (!text)
        return otherwise != NO_NUMBER || is_missing(a, option);
    return rate_parse(a->arena, text, out, &why) ||
           fail(a, FAULT_MALFORMED, option, "--%s が読めません。%s", option, why);
}

bool
calc_date(struct act *a, const struct arguments *given, const char *option, struct date *out)
{
    const char *text = argument(given, option);
    const char *why;

    if (!text)
        return is_missing(a, option);
    return wareki_parse(a->arena, text, out, &why) ||
           fail(a, FAULT_MALFORMED, option, "--%s が読めません。%s", option, why);
}

bool
calc_month(struct act *a, const char *option, const char *text, struct date *out)
{
    int year = 0, month = 0, length = 0;

    return (strlen(text) == 7 && sscanf(text, "%4d-%2d%n", &year, &month, &length) == 2 &&
            length == 7 && date_make(year, month, 1, out)) ||
           fail(a, FAULT_MALFORMED, option, "--%s は 2026-07 のように、年と月で書いてください。",
                option);
}

/* --rate, else what the table says of the day in --`day`. */
static bool
rate_or_day(struct act *a, const struct arguments *given, const char *day,
            bool (*on)(struct arena *, struct date, struct rate_fact *), struct rate *out)
{
    struct rate_fact fact;
    struct date date;

    if (argument(given, "rate") && argument(given, day))
        return fail(a, FAULT_MALFORMED, "rate", "--rate と --%s は、どちらか一つを書きます。", day);
    if (argument(given, "rate"))
        return calc_rate(a, given, "rate", NO_NUMBER, out);
    if (!argument(given, day))
        return fail(a, FAULT_MALFORMED, "rate", "--rate か --%s を書いてください。", day);
    if (!calc_date(a, given, day, &date))
        return false;
    if (!on(a->arena, date, &fact))
        return fail(a, FAULT_MALFORMED, day, "--%s の日の率は、表にありません。--rate で書きます。",
                    day);
    *out = fact.rate;
    return true;
}

bool
calc_tax_rate(struct act *a, const struct arguments *given, struct rate *out)
{
    return rate_or_day(a, given, "date", tax_rate_on, out);
}

bool
calc_late_rate(struct act *a, const struct arguments *given, struct rate *out)
{
    return rate_or_day(a, given, "signed", late_rate_on, out);
}
