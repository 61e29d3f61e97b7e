#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/rights.h"
#include "desk/round.h"
#include "desk/rpa.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, AHEAD = 400 };

static const struct field rpa_plan_fields[] = {
    FIELD(struct rpa_plan, title, "予定", .fixed = true, .searched = true, .most = 400),
    FIELD(struct rpa_plan, scenario, "シナリオ", .also = "シナリオ名", .required = true,
          .part = true, .to = &rpa_scenario_ledger),
    FIELD(struct rpa_plan, terminal, "端末", .also = "端末名", .required = true,
          .to = &rpa_terminal_ledger),
    FIELD(struct rpa_plan, rule, "動かす日",
          .help = "例：毎営業日、毎週 月・木曜日、毎月 第3営業日、毎月 末日の2営業日前",
          .also = "周期|頻度|実行日", .required = true, .most = 200),
    FIELD(struct rpa_plan, starts, "始める時刻", .help = "例：8:30、20:00",
          .also = "時刻|開始時刻|実行時刻", .required = true, .most = 20),
    FIELD(struct rpa_plan, lasts, "かかる時間（分）",
          .help = "いちばん長くかかるときの分数です。この間、端末はほかに使えません。",
          .also = "所要時間|実行時間|分", .required = true, .least = 1, .most = DAY_MINUTES),
    FIELD(struct rpa_plan, period, "期間", .help = "空けると、ずっとです。"),
    FIELD(struct rpa_plan, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "active", "有効", "稼働|実施中", MARK_WORK },
    { "stopped", "停止", "休止|無効", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "stop", "停止する", "active", "stopped", NULL, CREW },
    { "resume", "再開する", "stopped", "active", NULL, CREW },
    { 0 },
};

static const struct states rpa_plan_states = { state_rows, transitions };

static const struct view rpa_plan_views[] = {
    { "active", "有効", "動かす予定を、端末ごとに並べます。", "state=active", "terminal" },
    { "all", "すべて", "停止したものも並べます。", "", "terminal" },
    { 0 },
};

/* --- what clashes ------------------------------------------------------------------------ */

struct other {
    const char *title;
    const char *rule;
    const char *starts;
    int64_t lasts;
    struct date from;
    struct date until;
};
struct others {
    struct other *rows;
    size_t count;
};

static const struct query others_query = {
    .name = "rpa_plan.others",
    .sql = "SELECT title, rule, starts, lasts, period_from AS \"from\", period_until AS until"
           " FROM rpa_plan WHERE terminal = :terminal AND id <> :but AND state = 'active'"
           " AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct other),
    .columns = COLUMNS(COLUMN(struct other, title), COLUMN(struct other, rule),
                       COLUMN(struct other, starts), COLUMN(struct other, lasts),
                       COLUMN(struct other, from), COLUMN(struct other, until)),
};

/* A plan laid over days: which of them it comes on, from a first one on. */
struct laid {
    int64_t minute; /* of the day */
    int64_t lasts;
    bool comes[AHEAD + 2]; /* the day before the first, and one after the last, too */
};

static bool
lay(struct act *a, const struct calendar *calendar, struct date first, const struct other *plan,
    struct laid *out)
{
    struct round rule;
    const char *why;
    int minute;

    if (!round_parse(a->arena, plan->rule, &rule, &why))
        return fail(a, FAULT_INVALID, "rule", "動かす日が%s", why);
    if (!time_of_day_parse(a->arena, plan->starts, &minute, &why) || minute == DAY_MINUTES)
        return fail(a, FAULT_INVALID, "starts", "始める時刻は 8:30 のように書きます。");
    out->minute = minute;
    out->lasts = plan->lasts;
    for (int i = 0; i < AHEAD + 2; i++) {
        struct date day = date_add(first, i - 1);

        out->comes[i] = (!plan->from.day || day.day >= plan->from.day) &&
                        (!plan->until.day || day.day <= plan->until.day) &&
                        round_comes(&rule, calendar, day);
    }
    return true;
}

/* Whether both take a minute when the other comes `days` after the one. */
static bool
overlaps(const struct laid *one, const struct laid *other, int days)
{
    int64_t at = days * (int64_t)DAY_MINUTES + other->minute;

    return at < one->minute + one->lasts && one->minute < at + other->lasts;
}

/* The place of the first day on which they meet, -1 for none. */
static int
clash(const struct laid *one, const struct laid *other)
{
    for (int i = 0; i < AHEAD + 2; i++)
        for (int days = -1; one->comes[i] && days <= 1; days++)
            if (i + days >= 0 && i + days < AHEAD + 2 && other->comes[i + days] &&
                overlaps(one, other, days))
                return i;
    return -1;
}

static bool
check_clashes(struct act *a, const struct rpa_plan *it, const struct calendar *calendar,
              struct date first, const struct laid *own)
{
    struct laid *other = NEW(a->arena, struct laid);
    struct others others;

    if (!QUERY(a, &others_query, others, BIND(terminal, it->terminal.id), BIND(but, it->base.id)))
        return false;
    for (size_t i = 0; i < others.count; i++) {
        int day;

        if (!lay(a, calendar, first, &others.rows[i], other))
            return false;
        day = clash(own, other);
        if (day >= 0)
            return fail(
                a, FAULT_CLASH, "starts",
                "この端末では「%s」と時間が重なります。最初に重なるのは %s です（%sから%lld分）。",
                others.rows[i].title,
                wareki_print(a->arena, date_add(first, day - 1), WAREKI_SHORT),
                others.rows[i].starts, (long long)others.rows[i].lasts);
    }
    return true;
}

static bool
check_plan(struct act *a, const struct record *before, struct record *record)
{
    struct rpa_plan *it = (struct rpa_plan *)record;
    struct laid *own = NEW(a->arena, struct laid);
    struct other plan = { .rule = it->rule,
                          .starts = it->starts,
                          .lasts = it->lasts,
                          .from = it->period.from,
                          .until = it->period.until };
    struct date first = instant_date(a->now);
    const struct calendar *calendar;
    const char *scenario;

    (void)before;
    if (!it->scenario.id || !it->terminal.id || !it->rule || !it->starts ||
        it->lasts == NO_NUMBER || !contract_calendar(a, it->base.contract, &calendar) ||
        !ref_title(a, &rpa_scenario_ledger, it->scenario, &scenario))
        return false;
    if (it->period.from.day > first.day)
        first = it->period.from;
    if (!lay(a, calendar, first, &plan, own))
        return false;
    it->starts = arena_print(a->arena, "%02d:%02d", (int)own->minute / 60, (int)own->minute % 60);
    it->title = arena_print(a->arena, "%s　%s %s", scenario, it->rule, it->starts);
    return !state_is(record, "active") || check_clashes(a, it, calendar, first, own);
}

const struct ledger rpa_plan_ledger = {
    .name = "rpa_plan",
    .title = "RPAの予定",
    .help = "シナリオを、どの端末でいつ動かすかです。同じ端末の同じ時間には、二つ置けません。",
    .path = "/desk/rpa_plans",
    .icon = "run",
    .row_size = sizeof(struct rpa_plan),
    .fields = rpa_plan_fields,
    .titled_by = "title",
    .listed = "terminal scenario state rule starts lasts period",
    .states = &rpa_plan_states,
    .access = desk_access,
    .views = rpa_plan_views,
    .keep_years = 5,
    .check = check_plan,
};
