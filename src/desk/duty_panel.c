#include "desk/duty_panel.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "desk/duty.h"
#include "desk/round.h"
#include "desk/views.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "web/panel.h"
#include "web/route.h"

enum { NEAR = 8, MONTHS = DUTY_SHOWN / 28 + 2 };

static const char *
day_text(struct arena *arena, const struct calendar *calendar, struct date date, bool month)
{
    struct day day = date_take(date);
    const char *reason = calendar_reason(calendar, date);
    const char *name = weekday_name(date_weekday(date));
    const char *front = month ? arena_print(arena, "%d月", day.month) : "";

    return reason ? arena_print(arena, "%s%d日（%s、%s）", front, day.day, name, reason)
                  : arena_print(arena, "%s%d日（%s）", front, day.day, name);
}

static void
add_day(struct act *a, const struct calendar *calendar, struct date date, struct duty_panel *page,
        struct buffer *month)
{
    struct day day = date_take(date);

    if (page->near_count < NEAR)
        page->near[page->near_count++] = day_text(a->arena, calendar, date, true);
    buffer_print(month, "%s%s", month->length ? "、" : "",
                 day_text(a->arena, calendar, date, false));
    page->months[page->month_count].title = arena_print(a->arena, "%d年%d月", day.year, day.month);
    page->count++;
}

static void
fill_days(struct act *a, const struct calendar *calendar, const struct duty *it,
          const struct round *rule, struct duty_panel *page)
{
    struct date today = instant_date(a->now);
    struct buffer *month = NEW(a->arena, struct buffer);

    page->near = NEW_ARRAY(a->arena, NEAR, const char *);
    page->months = NEW_ARRAY(a->arena, MONTHS, struct duty_month);
    month->arena = a->arena;
    for (int i = 0; i < DUTY_SHOWN; i++) {
        struct date day = date_add(today, i);

        if ((!it->period.from.day || day.day >= it->period.from.day) &&
            (!it->period.until.day || day.day <= it->period.until.day) &&
            round_comes(rule, calendar, day))
            add_day(a, calendar, day, page, month);
        if (month->length && (day.day == date_month_end(day).day || i + 1 == DUTY_SHOWN)) {
            page->months[page->month_count++].days = buffer_string(month);
            month = NEW(a->arena, struct buffer);
            month->arena = a->arena;
        }
    }
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    const struct duty *it = (const struct duty *)record;
    struct duty_panel page = { 0 };
    const struct calendar *calendar;
    struct out o = panel_out(a, q);
    struct round rule;
    const char *why;

    if (q->ledger != &duty_ledger)
        return true;
    page.starts = it->starts;
    if (!contract_calendar(a, record->contract, &calendar))
        return false;
    if (!state_is(record, "active"))
        page.hint = "停止しているので、予定はありません。再開すると予定ができます。";
    else if (it->rule && round_parse(a->arena, it->rule, &rule, &why))
        fill_days(a, calendar, it, &rule, &page);
    if (!page.hint && !page.count)
        page.hint = "これから400日の間に、行う日はありません。行う日と期間を確かめてください。";
    duty_panel_view(&o, &page);
    out->beside = html_take(&o);
    return true;
}

const struct panel duty_panel = { "duty", fill };
