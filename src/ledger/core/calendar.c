#include "ledger/core/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/wareki.h"
#include "ledger/core/core.h"

static const char *const weekday_signs[] = { "日", "月", "火", "水", "木", "金", "土" };
enum { SIGN = 3 }; /* bytes of each */

enum { MOST_SPECIAL = 1000 };

static bool
refuse(struct arena *arena, const char **why, int line, const char *reason)
{
    *why = arena_print(arena, "%d行目：%s", line, reason);
    return false;
}

static int
weekday_at(const char *text)
{
    for (int i = 0; i < 7; i++)
        if (strncmp(text, weekday_signs[i], SIGN) == 0)
            return i;
    return -1;
}

/* 月-金, 月・水・金, 土日: marks the days and moves behind them. */
static bool
take_days(const char **text, bool days[7])
{
    const char *at = *text;
    int last = -1, day;
    bool range = false;

    for (;; at += day < 0 ? 1 : SIGN) {
        day = weekday_at(at);
        if (day < 0 && strncmp(at, "・", SIGN) == 0) {
            at += SIGN - 1;
            continue;
        }
        if (day < 0 && (*at == ',' || *at == '-' || *at == '~')) {
            range = *at != ',';
            continue;
        }
        if (day < 0)
            break;
        days[day] = true;
        for (int i = last; range && last >= 0 && i != day; i = (i + 1) % 7)
            days[i] = true;
        range = false;
        last = day;
    }
    *text = at;
    return last >= 0;
}

/* One word up to the next space, moved behind it; "" at the end. */
static const char *
take_word(struct arena *arena, const char **text)
{
    size_t length;
    const char *word;

    *text += strspn(*text, " \t,");
    length = strcspn(*text, " \t,");
    word = arena_slice(arena, *text, length);
    *text += length;
    return word;
}

static bool
parse_span(struct arena *arena, const char *word, struct hours *out)
{
    size_t sign = strcspn(word, "-~");
    const char *why;

    return word[sign] &&
           time_of_day_parse(arena, arena_slice(arena, word, sign), &out->from, &why) &&
           time_of_day_parse(arena, word + sign + 1, &out->until, &why) && out->from < out->until;
}

/* Spans as long as words look like times; `*rest` is what follows. */
static bool
parse_spans(struct arena *arena, const char *text, struct hours spans[CALENDAR_SPANS],
            const char **rest, const char **reason)
{
    int count = 0;

    for (*rest = text;; count++) {
        const char *before = *rest;
        const char *word = take_word(arena, rest);

        if (*word < '0' || *word > '9') {
            *rest = before;
            return true;
        }
        if (count == CALENDAR_SPANS) {
            *reason = "時間は1日に4つまでです。";
            return false;
        }
        if (!parse_span(arena, word, &spans[count])) {
            *reason = "時間は 8:30-17:15 のように書いてください。";
            return false;
        }
        if (count > 0 && spans[count].from < spans[count - 1].until) {
            *reason = "時間は早い順に、重ならないように書いてください。";
            return false;
        }
    }
}

/* Calls `each` for every line that holds something, narrowed and trimmed. */
static bool
each_line(struct arena *arena, const char *text,
          bool (*each)(struct arena *, const char *, int, void *, const char **), void *with,
          const char **why)
{
    int number = 1;

    for (text = text ? text : ""; *text; number++) {
        size_t length = strcspn(text, "\n");
        const char *line = text_narrow(arena, arena_slice(arena, text, length));

        line = text_clean(arena, line);
        if (*line && !each(arena, line, number, with, why))
            return false;
        text += length + (text[length] == '\n');
    }
    return true;
}

static bool
hours_line(struct arena *arena, const char *line, int number, void *with, const char **why)
{
    struct calendar *calendar = with;
    struct hours spans[CALENDAR_SPANS] = { { 0 } };
    bool days[7] = { false };
    const char *rest, *reason;

    if (!take_days(&line, days))
        return refuse(arena, why, number, "曜日から書き始めてください。例：月-金 8:30-17:15");
    if (!parse_spans(arena, line, spans, &rest, &reason))
        return refuse(arena, why, number, reason);
    if (*rest || spans[0].until == 0)
        return refuse(arena, why, number, "時間は 8:30-17:15 のように書いてください。");
    for (int i = 0; i < 7; i++)
        if (days[i])
            memcpy(calendar->weekly[i], spans, sizeof spans);
    return true;
}

struct special_list {
    struct special_day *days;
    size_t count;
};

static bool
special_line(struct arena *arena, const char *line, int number, void *with, const char **why)
{
    struct special_list *list = with;
    struct special_day *day = &list->days[list->count];
    const char *word = take_word(arena, &line), *reason, *rest;

    if (list->count == MOST_SPECIAL)
        return refuse(arena, why, number, "特別な日は1000日までです。");
    if (!wareki_parse(arena, word, &day->date, &reason))
        return refuse(arena, why, number, reason);
    if (!parse_spans(arena, line, day->spans, &rest, &reason))
        return refuse(arena, why, number, reason);
    if (day->spans[0].until == 0) {
        word = take_word(arena, &rest);
        if (strcmp(word, "休業") != 0 && strcmp(word, "休み") != 0 && strcmp(word, "休") != 0)
            return refuse(arena, why, number,
                          "日付の後に 休業 か時間を書いてください。例：2026-08-14 休業");
    }
    rest = text_clean(arena, rest);
    day->name = *rest ? rest : NULL;
    list->count++;
    return true;
}

static int
by_date(const void *left, const void *right)
{
    const struct special_day *l = left, *r = right;

    return (l->date.day > r->date.day) - (l->date.day < r->date.day);
}

bool
calendar_make(struct arena *arena, const struct calendar_row *row, struct calendar *out,
              const char **field, const char **why)
{
    struct special_list list = { NEW_ARRAY(arena, MOST_SPECIAL + 1, struct special_day), 0 };

    *out = (struct calendar){ .holidays_closed = row->holidays, .year_end_closed = row->year_end };
    *field = "hours";
    if (!each_line(arena, row->hours.text, hours_line, out, why))
        return false;
    *field = "special";
    if (!each_line(arena, row->special.text, special_line, &list, why))
        return false;
    qsort(list.days, list.count, sizeof *list.days, by_date);
    for (size_t i = 1; i < list.count; i++)
        if (list.days[i].date.day == list.days[i - 1].date.day) {
            *why = arena_print(arena, "%s が2回あります。",
                               wareki_print(arena, list.days[i].date, WAREKI_PLAIN));
            return false;
        }
    out->special = list.days;
    out->specials = list.count;
    return calendar_check(arena, out, why);
}
