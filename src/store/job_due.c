/*
 * Scheduled jobs: which runs were asked for, which were missed.
 */
#include "store/job.h"

#include "base/log.h"
#include "base/must.h"
#include "store/act.h"
#include "store/query.h"
#include "store/schedule.h"
#include "store/store.h"

/* A run that is later than this was missed: at the next start nobody expects the night's
   work to begin in office hours. */
enum { GRACE_US = 10 * MINUTE_US };

struct last_row {
    struct instant until;
};

static const struct query last_due = {
    .name = "job_due.last",
    .sql = "SELECT until FROM job_due WHERE name = :name ORDER BY until DESC LIMIT 1",
    .row_size = sizeof(struct last_row),
    .columns = COLUMNS(COLUMN(struct last_row, until)),
};

static const struct query add = {
    .name = "job_due.add",
    .sql = "INSERT INTO job_due (id, name, due, until, times, missed)"
           " VALUES (:id, :name, :due, :until, :times, :missed) ON CONFLICT DO NOTHING",
};

struct asked {
    const struct job_kind *kind;
    struct schedule schedule;
    struct instant now;
    struct instant latest;
};

static bool
note(struct act *a, const char *name, struct job_missed run, bool missed, bool *added)
{
    int64_t id;
    int64_t changed;

    if (!id_next(a, &id) ||
        !query_run(a, &add, &changed,
                   BOUND(BIND(id, id), BIND(name, name), BIND(due, run.due), BIND(until, run.until),
                         BIND(times, run.times), BIND(missed, missed))))
        return false;
    *added = changed > 0;
    return true;
}

/* The runs after `last` and before `until`; one row however many there are. */
static struct job_missed
between(const struct schedule *s, struct instant last, struct instant until)
{
    struct job_missed missed = { .due = schedule_next(s, last) };

    if (s->kind == SCHEDULE_EVERY) {
        missed.times = (until.us - last.us) / (s->seconds * 1000000) - 1;
        missed.until.us = until.us - s->seconds * 1000000;
        return missed;
    }
    for (struct instant due = missed.due; due.us < until.us; due = schedule_next(s, due)) {
        missed.until = due;
        missed.times++;
    }
    return missed;
}

static bool
ask(struct act *a, void *with)
{
    const struct asked *asked = with;
    const char *name = asked->kind->name;
    struct job_missed run = { .due = asked->latest, .until = asked->latest, .times = 1 };
    struct job_missed missed = { 0 };
    struct last_row last;
    char key[INSTANT_TEXT];
    bool late = asked->now.us - asked->latest.us > GRACE_US;
    bool found;
    bool added;

    if (!query_first(a, &last_due, &last, &found, BOUND(BIND(name, name))))
        return false;
    /* The first time only the place is marked: nothing was promised before. */
    if (!found) {
        run.times = 0;
        return note(a, name, run, false, &added);
    }
    if (asked->latest.us <= last.until.us)
        return true;
    missed = between(&asked->schedule, last.until, asked->latest);
    if (missed.times > 0 && !note(a, name, missed, true, &added))
        return false;
    late = late && asked->schedule.kind != SCHEDULE_EVERY;
    if (!note(a, name, run, late, &added))
        return false;
    instant_print(asked->latest, key);
    return !added || late || job_add(a, name, key, NULL, asked->latest, NULL);
}

bool
job_schedule(struct act *a, const struct job_kind *const *kinds, struct instant now)
{
    for (; *kinds; kinds++) {
        struct asked asked = { .kind = *kinds, .now = now };
        struct last_row last;
        bool found;

        if (!(*kinds)->schedule)
            continue;
        must(schedule_parse((*kinds)->schedule, &asked.schedule));
        asked.latest = schedule_latest(&asked.schedule, now);
        if (!query_first(a, &last_due, &last, &found, BOUND(BIND(name, (*kinds)->name))))
            return false;
        if ((!found || last.until.us < asked.latest.us) && !act_write(a, ask, &asked))
            return false;
    }
    return true;
}

static const struct query misses = {
    .name = "job_due.missed",
    .sql = "SELECT name, due, until, times FROM job_due WHERE missed = :missed"
           " ORDER BY due DESC LIMIT :most",
    .row_size = sizeof(struct job_missed),
    .columns = COLUMNS(COLUMN(struct job_missed, name), COLUMN(struct job_missed, due),
                       COLUMN(struct job_missed, until), COLUMN(struct job_missed, times)),
};

bool
jobs_missed(struct act *a, int most, struct job_misses *out)
{
    return QUERY(a, &misses, *out, BIND(missed, true), BIND(most, most));
}

static const struct query forget_jobs = {
    .name = "job.forget",
    .sql = "DELETE FROM job WHERE ended_at < :before AND state IN (2, 3, 4)",
};

/* The newest of each name stays: it says from where to count on. */
static const struct query forget_dues = {
    .name = "job_due.forget",
    .sql = "DELETE FROM job_due WHERE until < :before AND until <"
           " (SELECT max(newer.until) FROM job_due AS newer WHERE newer.name = job_due.name)",
};

bool
jobs_forget(struct act *a, struct instant before)
{
    must(a->writing);
    return query_run(a, &forget_jobs, NULL, BOUND(BIND(before, before))) &&
           query_run(a, &forget_dues, NULL, BOUND(BIND(before, before)));
}
