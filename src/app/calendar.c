#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "base/arena.h"
#include "base/holiday.h"
#include "base/json.h"
#include "base/wareki.h"
#include "store/act.h"

enum { FIRST_YEAR = 1948, LAST_YEAR = 2099 };

static bool
read_year(struct act *a, const struct arguments *arguments, const char *option, int *year)
{
    const char *text = argument(arguments, option);
    int length = 0;

    if (!text)
        return true;
    if (sscanf(text, "%4d%n", year, &length) == 1 && !text[length] && *year >= FIRST_YEAR &&
        *year <= LAST_YEAR)
        return true;
    return fail(a, FAULT_MALFORMED, option, "--%s は %dから%dまでの西暦で書いてください。", option,
                FIRST_YEAR, LAST_YEAR);
}

static void
write_day(struct buffer *out, struct arena *arena, struct date date, const char *name,
          const char *format)
{
    char day[DATE_TEXT];

    date_print(date, day);
    if (strcmp(format, "csv") == 0)
        buffer_print(out, "%s,%s\n", day, name);
    else
        buffer_print(out, "%s  %s\n", wareki_print(arena, date, WAREKI_LONG), name);
}

static void
write_json(struct buffer *out, struct date date, const char *name, bool first)
{
    char day[DATE_TEXT];

    date_print(date, day);
    buffer_text(out, first ? "{" : ",{");
    json_key(out, "date", true);
    json_text(out, day);
    json_key(out, "name", false);
    json_text(out, name);
    buffer_char(out, '}');
}

static int
run(struct act *a, const struct arguments *arguments)
{
    const char *format = argument(arguments, "format") ? argument(arguments, "format") : "text";
    int from = date_take(instant_date(a->now)).year;
    int until;
    bool first = true;
    struct date date;

    if (!read_year(a, arguments, "from", &from))
        return 2;
    until = from;
    if (!read_year(a, arguments, "to", &until))
        return 2;
    if (until < from || (strcmp(format, "csv") != 0 && strcmp(format, "text") != 0)) {
        fail(a, FAULT_MALFORMED, NULL,
             until < from ? "--to が --from より前です。"
                          : "--format は csv か text と書いてください。");
        return 2;
    }
    if (arguments->json)
        buffer_char(arguments->out, '[');
    else if (strcmp(format, "csv") == 0)
        buffer_text(arguments->out, "date,name\n");
    date_make(from, 1, 1, &date);
    for (; date_take(date).year <= until; date = date_add(date, 1)) {
        const char *name = holiday_name(date);

        if (name && arguments->json)
            write_json(arguments->out, date, name, first);
        else if (name)
            write_day(arguments->out, a->arena, date, name, format);
        first = first && !name;
    }
    buffer_text(arguments->out, arguments->json ? "]\n" : "");
    return 0;
}

static const struct command_option options[] = {
    { "from", "YEAR", "最初の年（西暦。省略すると今年）" },
    { "to", "YEAR", "最後の年（省略すると最初の年）" },
    { "format", "csv|text", "書き方（省略すると text）" },
    { 0 },
};

const struct command calendar_command = {
    .name = "calendar",
    .usage = "[--from YEAR] [--to YEAR] [--format csv|text]",
    .title = "国民の祝日・休日を並べる",
    .help = "国民の祝日に関する法律から計算した祝日と休日を並べます（1948年から2099年まで）。\n"
            "データフォルダーは要りません。\n\n"
            "例: tasuki calendar --from 2026 --to 2027 --format csv",
    .options = options,
    .need = NEED_NOTHING,
    .run = run,
};
