/* The runs of duties: made ahead of their days, and what becomes of those nobody noted. */
#include "base/arena.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "desk/duty.h"
#include "desk/inquiry.h"
#include "desk/round.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"

enum { A_STEP = 100 };

/* --- what comes ---------------------------------------------------------------------------- */

struct planned {
    int64_t id;
    struct instant at;
    bool open; /* still to come and nothing noted */
};
struct planned_runs {
    struct planned *rows;
    size_t count;
};

static const struct query planned_query = {
    .name = "duty.planned",
    .sql = "SELECT id, planned_at AS at,"
           " CASE WHEN state = 'planned' AND planned_at > :now THEN 1 ELSE 0 END AS open"
           " FROM duty_run WHERE duty = :duty AND planned_at >= :from AND removed_at IS NULL"
           " ORDER BY planned_at",
    .row_size = sizeof(struct planned),
    .columns = COLUMNS(COLUMN(struct planned, id), COLUMN(struct planned, at),
                       COLUMN(struct planned, open)),
};

static bool
make_run(struct act *a, const struct duty *duty, struct instant at)
{
    struct duty_run *it = ledger_new(a, &duty_run_ledger);

    it->base.contract = duty->base.contract;
    it->duty.id = duty->base.id;
    it->planned_at = at;
    it->within = duty->within;
    it->person.id = duty->assignee.id;
    return ledger_create(a, &duty_run_ledger, it);
}

/* One that stays may have another time to be noted, or another person. */
static bool
renew_run(struct act *a, const struct duty *duty, int64_t id, bool stays)
{
    struct duty_run *it = ledger_new(a, &duty_run_ledger);

    if (!consequence_read(a, &duty_run_ledger, id, it))
        return false;
    it->within = duty->within;
    it->person.id = duty->assignee.id;
    return ledger_keep(a, &duty_run_ledger, stays ? NULL : "remove", it);
}

/* One day: the run that stands there stays, is renewed, goes, or is made. */
static bool
settle_day(struct act *a, const struct duty *duty, bool comes, struct instant at,
           struct planned_runs *runs, size_t *next)
{
    struct instant night = instant_make(date_add(instant_date(at), 1), 0);
    bool there = false;

    for (; *next < runs->count && runs->rows[*next].at.us < night.us; ++*next) {
        const struct planned *it = &runs->rows[*next];
        bool right = comes && it->at.us == at.us;

        there = there || right || !it->open;
        if (it->open && !renew_run(a, duty, it->id, right))
            return false;
    }
    return !comes || there || at.us <= a->now.us || make_run(a, duty, at);
}

bool
duty_settle(struct act *a, const struct duty *duty)
{
    bool active = state_is(&duty->base, "active") && !duty->base.removed_at.us;
    struct date today = instant_date(a->now);
    const struct calendar *calendar;
    struct planned_runs runs;
    struct round rule;
    const char *why;
    int minute;
    size_t next = 0;

    if (!round_parse(a->arena, duty->rule, &rule, &why) ||
        !time_of_day_parse(a->arena, duty->starts, &minute, &why))
        return fail(a, FAULT_BROKEN, NULL, "定例作業の行う日か時刻が読めません。");
    if (!contract_calendar(a, duty->base.contract, &calendar) ||
        !QUERY(a, &planned_query, runs, BIND(duty, duty->base.id), BIND(now, a->now),
               BIND(from, instant_make(today, 0))))
        return false;
    for (int i = 0; i <= DUTY_AHEAD; i++) {
        struct date day = date_add(today, i);
        bool comes = active && round_comes(&rule, calendar, day) &&
                     (!duty->period.from.day || day.day >= duty->period.from.day) &&
                     (!duty->period.until.day || day.day <= duty->period.until.day);

        if (!settle_day(a, duty, comes, instant_make(day, minute), &runs, &next))
            return false;
    }
    return true;
}

struct duty_id {
    int64_t id;
};
struct duty_ids {
    struct duty_id *rows;
    size_t count;
};

static const struct query duties_query = {
    .name = "duty.active",
    .sql = "SELECT id FROM duty WHERE state = 'active' AND removed_at IS NULL AND id > :after"
           " ORDER BY id LIMIT :most",
    .row_size = sizeof(struct duty_id),
    .columns = COLUMNS(COLUMN(struct duty_id, id)),
};

static bool
settle_one(struct act *a, void *with)
{
    struct duty *it = ledger_new(a, &duty_ledger);

    return consequence_read(a, &duty_ledger, *(int64_t *)with, it) && duty_settle(a, it);
}

/* Each id of the query, in a transaction of its own. */
static bool
for_each(struct act *a, struct job *job, const struct query *query,
         bool (*work)(struct act *a, void *with))
{
    struct duty_ids list;
    int64_t after = 0, done = 0;

    do {
        if (!QUERY(a, query, list, BIND(after, after), BIND(now, a->now), bind_int("most", A_STEP)))
            return false;
        for (size_t i = 0; i < list.count; i++, done++) {
            after = list.rows[i].id;
            if (!job_write(a, job, work, &after))
                return false;
        }
        if (!job_progress(a, job, done, 0))
            return true;
    } while (list.count == A_STEP);
    return true;
}

static bool
run_settle(struct act *a, struct job *job)
{
    return for_each(a, job, &duties_query, settle_one);
}

const struct job_kind duty_job = {
    .name = "duty.settle",
    .title = "定例作業の予定",
    .run = run_settle,
    .schedule = "daily 00:20",
    .alone = true,
};

/* --- what nobody noted ----------------------------------------------------------------------- */

static const struct query missed_query = {
    .name = "duty.missed",
    .sql = "SELECT id FROM duty_run WHERE state = 'planned' AND due < :now AND removed_at IS NULL"
           " AND id > :after ORDER BY id LIMIT :most",
    .row_size = sizeof(struct duty_id),
    .columns = COLUMNS(COLUMN(struct duty_id, id)),
};

static bool
open_inquiry(struct act *a, struct duty_run *run)
{
    struct inquiry *it = ledger_new(a, &inquiry_ledger);

    it->base.contract = run->base.contract;
    it->received_at = a->now;
    it->kind = "その他";
    it->priority.code = "high";
    it->assignee = run->person;
    it->title = arena_print(a->arena, "未実施：%s", run->title);
    it->body.text =
        "定例作業の記録が、期限までにありませんでした。行ったかどうかを確かめ、作業の記録を"
        "付けてください。";
    if (!ledger_create(a, &inquiry_ledger, it))
        return false;
    run->inquiry.id = it->base.id;
    return true;
}

bool
duty_missed(struct act *a, int64_t id)
{
    struct duty_run *it = ledger_new(a, &duty_run_ledger);

    if (!consequence_read(a, &duty_run_ledger, id, it))
        return false;
    /* Noted meanwhile. */
    if (!state_is(&it->base, "planned") || it->due.us >= a->now.us)
        return true;
    it->base.state = "missed";
    return open_inquiry(a, it) && ledger_change(a, &duty_run_ledger, it);
}

static bool
miss_one(struct act *a, void *with)
{
    return duty_missed(a, *(int64_t *)with);
}

static bool
run_missed(struct act *a, struct job *job)
{
    return for_each(a, job, &missed_query, miss_one);
}

const struct job_kind duty_missed_job = {
    .name = "duty.missed",
    .title = "未実施の作業の確認",
    .run = run_missed,
    .schedule = "every 60",
    .alone = true,
};
