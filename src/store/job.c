#include "store/job.h"

#include <string.h>

#include "base/must.h"
#include "store/act.h"
#include "store/lease.h"
#include "store/query.h"
#include "store/store.h"

enum { PROGRESS_US = 1000000 };

struct id_row {
    int64_t id;
};

static const char *const titles[JOB_STATES] = {
    [JOB_WAITING] = "待ち", [JOB_RUNNING] = "実行中", [JOB_DONE] = "完了",
    [JOB_FAILED] = "失敗",  [JOB_CANCELLED] = "取消",
};

const char *
job_state_title(enum job_state state)
{
    must((size_t)state < JOB_STATES);
    return titles[state];
}

static const struct query by_key = {
    .name = "job.by_key",
    .sql = "SELECT id FROM job WHERE kind = :kind AND key = :key",
    .row_size = sizeof(struct id_row),
    .columns = COLUMNS(COLUMN(struct id_row, id)),
};

static const struct query add = {
    .name = "job.add",
    .sql = "INSERT INTO job (id, kind, key, input, state, run_at, done, total, tries, fence,"
           " cancel, created_at)"
           " VALUES (:id, :kind, :key, :input, 0, :run_at, 0, 0, 0, 0, :cancel, :now)",
};

/* Due by the database's clock, which on SQLite has milliseconds: cut to them, so that what
   is added now is not for the next one. */
static struct instant
at_once(const struct act *a)
{
    return (struct instant){ a->now.us - a->now.us % 1000 };
}

bool
job_add(struct act *a, const char *kind, const char *key, const char *input, struct instant run_at,
        int64_t *id)
{
    struct id_row row = { 0 };
    bool found = false;

    must(a->writing);
    if (key && !query_first(a, &by_key, &row, &found, BOUND(BIND(kind, kind), BIND(key, key))))
        return false;
    if (!found &&
        (!id_next(a, &row.id) ||
         !query_run(a, &add, NULL,
                    BOUND(BIND(id, row.id), BIND(kind, kind), BIND(key, key), BIND(input, input),
                          BIND(run_at, run_at.us ? run_at : at_once(a)), BIND(cancel, false),
                          BIND(now, a->now)))))
        return false;
    if (id)
        *id = row.id;
    return true;
}

/* FOR SHARE makes a runner that takes the job over wait for us, or us fail. */
static const struct query holds = {
    .name = "job.holds",
    .sql = "SELECT id FROM job WHERE id = :id AND fence = :fence AND state = 1",
    .postgres = "SELECT id FROM job WHERE id = :id AND fence = :fence AND state = 1 FOR SHARE",
    .row_size = sizeof(struct id_row),
    .columns = COLUMNS(COLUMN(struct id_row, id)),
};

struct fenced {
    struct job *job;
    bool (*work)(struct act *, void *);
    void *with;
    bool lost;
};

static bool
fenced_work(struct act *a, void *with)
{
    struct fenced *f = with;
    struct id_row row;
    bool found;

    if (!query_first(a, &holds, &row, &found,
                     BOUND(BIND(id, f->job->id), BIND(fence, f->job->fence))))
        return false;
    f->lost = !found;
    if (!found)
        return fail(
            a, FAULT_STALE, NULL,
            "このジョブは別のところで実行されているか取り消されたため、書き込みませんでした。");
    return f->work(a, f->with);
}

bool
job_write(struct act *a, struct job *job, bool (*work)(struct act *, void *), void *with)
{
    struct fenced f = { .job = job, .work = work, .with = with };
    bool done = act_write(a, fenced_work, &f);

    if (f.lost)
        atomic_store(&job->lease->lost, true);
    return done;
}

static const struct query keep_cursor = {
    .name = "job.cursor",
    .sql = "UPDATE job SET cursor = :cursor WHERE id = :id AND fence = :fence",
};

static const struct query keep_result = {
    .name = "job.result",
    .sql = "UPDATE job SET result = :result WHERE id = :id AND fence = :fence",
};

bool
job_cursor(struct act *a, struct job *job, const char *cursor)
{
    must(a->writing);
    return query_run(a, &keep_cursor, NULL,
                     BOUND(BIND(cursor, cursor), BIND(id, job->id), BIND(fence, job->fence)));
}

bool
job_result(struct act *a, struct job *job, const char *result)
{
    must(a->writing);
    return query_run(a, &keep_result, NULL,
                     BOUND(BIND(result, result), BIND(id, job->id), BIND(fence, job->fence)));
}

static const struct query renew = {
    .name = "job.renew",
    .sql = "UPDATE job SET lease_until = " SQLITE_NOW " + :length,"
           " done = CASE WHEN :progress < 0 THEN done ELSE :progress END,"
           " total = CASE WHEN :progress < 0 THEN total ELSE :total END"
           " WHERE id = :id AND fence = :fence AND state = 1",
    .postgres = "UPDATE job SET lease_until = " POSTGRES_NOW " + CAST(:length AS bigint),"
                " done = CASE WHEN CAST(:progress AS bigint) < 0 THEN done ELSE :progress END,"
                " total = CASE WHEN CAST(:progress AS bigint) < 0 THEN total ELSE :total END"
                " WHERE id = :id AND fence = :fence AND state = 1",
};

struct cancel_row {
    bool cancel;
};

static const struct query asked = {
    .name = "job.asked",
    .sql = "SELECT cancel FROM job WHERE id = :id AND fence = :fence AND state = 1",
    .row_size = sizeof(struct cancel_row),
    .columns = COLUMNS(COLUMN(struct cancel_row, cancel)),
};

bool
lease_look(struct act *a, struct job_lease *lease)
{
    struct cancel_row row;
    bool found;

    if (!query_first(a, &asked, &row, &found,
                     BOUND(BIND(id, lease->id), BIND(fence, lease->fence))))
        return false;
    if (!found)
        atomic_store(&lease->lost, true);
    else if (row.cancel)
        atomic_store(&lease->cancelled, true);
    return true;
}

struct renewal {
    struct job_lease *lease;
    int64_t done;
    int64_t total;
};

static bool
renew_work(struct act *a, void *with)
{
    const struct renewal *r = with;

    return query_run(a, &renew, NULL,
                     BOUND(BIND(length, r->lease->length), BIND(progress, r->done),
                           BIND(total, r->total), BIND(id, r->lease->id),
                           BIND(fence, r->lease->fence)));
}

bool
lease_renew(struct act *a, struct job_lease *lease, int64_t done, int64_t total)
{
    struct renewal r = { lease, done, total };
    bool looked = act_write(a, renew_work, &r) && lease_look(a, lease);

    act_end(a);
    return looked;
}

bool
job_progress(struct act *a, struct job *job, int64_t done, int64_t total)
{
    struct job_lease *lease = job->lease;
    int64_t now = clock_ticks();

    act_slow(a);
    act_end(a);
    if (job_stopped(job))
        return false;
    if (now - lease->written < PROGRESS_US)
        return true;
    lease->written = now;
    return lease_renew(a, lease, done, total) && !job_stopped(job);
}

bool
job_stopped(const struct job *job)
{
    return atomic_load(&job->lease->lost) || atomic_load(&job->lease->cancelled) ||
           atomic_load(&job->lease->ending);
}

static const struct query cancel_waiting = {
    .name = "job.cancel_waiting",
    .sql = "UPDATE job SET state = 4, ended_at = :now WHERE id = :id AND state = 0",
};

static const struct query cancel_running = {
    .name = "job.cancel_running",
    .sql = "UPDATE job SET cancel = :cancel WHERE id = :id AND state = 1",
};

bool
job_cancel(struct act *a, int64_t id)
{
    int64_t changed;

    must(a->writing);
    if (!query_run(a, &cancel_waiting, &changed, BOUND(BIND(now, a->now), BIND(id, id))))
        return false;
    if (changed == 0 &&
        !query_run(a, &cancel_running, &changed, BOUND(BIND(cancel, true), BIND(id, id))))
        return false;
    return changed > 0 || fail(a, FAULT_CLASH, NULL, "このジョブはもう終わっています。");
}

static const struct query again = {
    .name = "job.again",
    .sql =
        "UPDATE job SET state = 0, tries = 0, run_at = :run_at, cancel = :cancel, message = NULL,"
        " ended_at = NULL WHERE id = :id AND state IN (3, 4)",
};

bool
job_again(struct act *a, int64_t id)
{
    int64_t changed;

    must(a->writing);
    return query_run(a, &again, &changed,
                     BOUND(BIND(run_at, at_once(a)), BIND(cancel, false), BIND(id, id))) &&
           (changed > 0 ||
            fail(a, FAULT_CLASH, NULL, "失敗または取消になったジョブだけをやり直せます。"));
}

#define ROW_COLUMNS                                                                                \
    COLUMNS(COLUMN(struct job_row, id), COLUMN(struct job_row, kind), COLUMN(struct job_row, key), \
            COLUMN(struct job_row, input), COLUMN(struct job_row, state),                          \
            COLUMN(struct job_row, tries), COLUMN(struct job_row, done),                           \
            COLUMN(struct job_row, total), COLUMN(struct job_row, message),                        \
            COLUMN(struct job_row, cursor), COLUMN(struct job_row, result),                        \
            COLUMN(struct job_row, node), COLUMN(struct job_row, run_at),                          \
            COLUMN(struct job_row, created_at), COLUMN(struct job_row, started_at),                \
            COLUMN(struct job_row, ended_at))
#define ROW_SELECT                                                                                   \
    "SELECT id, kind, key, input, state, tries, done, total, message, cursor, result, node, run_at," \
    " created_at, started_at, ended_at FROM job "

static const struct query list = {
    .name = "job.list",
    .sql = ROW_SELECT "WHERE (:kind IS NULL OR kind = :kind) AND (:state < 0 OR state = :state)"
                      " AND id < :before ORDER BY id DESC LIMIT :most",
    .postgres = ROW_SELECT "WHERE (CAST(:kind AS text) IS NULL OR kind = :kind)"
                           " AND (CAST(:state AS bigint) < 0 OR state = :state)"
                           " AND id < :before ORDER BY id DESC LIMIT :most",
    .row_size = sizeof(struct job_row),
    .columns = ROW_COLUMNS,
};

static const struct query one = {
    .name = "job.one",
    .sql = ROW_SELECT "WHERE id = :id",
    .row_size = sizeof(struct job_row),
    .columns = ROW_COLUMNS,
};

bool
jobs_list(struct act *a, const char *kind, int state, int64_t before, int most,
          struct job_rows *out)
{
    return QUERY(a, &list, *out, BIND(kind, kind), BIND(state, state),
                 BIND(before, before > 0 ? before : INT64_MAX), BIND(most, most));
}

bool
job_get(struct act *a, int64_t id, struct job_row *out)
{
    bool found;

    return query_first(a, &one, out, &found, BOUND(BIND(id, id))) &&
           (found || fail(a, FAULT_MISSING, NULL, "そのジョブはありません。"));
}
