/*
 * What becomes of attachments without anybody asking: the virus check, and the end of the
 * bytes of those that were removed.
 */
#include <string.h>

#include "base/arena.h"
#include "base/clamd.h"
#include "base/log.h"
#include "ledger/attachment.h"
#include "ledger/attachment_row.h"
#include "ledger/blob_check.h"
#include "store/act.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/query.h"

enum { A_STEP = 20 };

/* --- the check ------------------------------------------------------------------------- */

struct verdict {
    struct job *job;
    const struct attachment *it;
    enum attachment_state state;
    const char *reason;
};

struct source {
    struct act *a;
    struct blob_reader *reader;
};

static bool
read_blob(void *with, void *bytes, size_t size, size_t *got)
{
    struct source *s = with;

    return blob_read(s->a, s->reader, bytes, size, got);
}

static bool
judge_work(struct act *a, void *with)
{
    const struct verdict *v = with;

    return attachment_judge(a, v->it, v->state, v->reason);
}

static const struct query wait_query = {
    .name = "attachment.wait",
    .sql = "UPDATE attachment SET reason = :reason WHERE id = :id AND state = 0"
           " AND reason <> :reason",
};

/* Still waiting, and why. */
static bool
wait_work(struct act *a, void *with)
{
    const struct verdict *v = with;

    return query_run(a, &wait_query, NULL,
                     BOUND(bind_text("reason", v->reason), bind_int("id", v->it->id)));
}

/* False with a fault when it could not be looked at; it then goes on waiting. */
static bool
scan(struct act *a, const char *address, struct verdict *v)
{
    struct source source = { .a = a };
    struct clamd_order order = { .address = address, .read = read_blob, .with = &source };
    const char *found, *why = NULL;

    if (!blob_open(a, v->it->contract, v->it->hash, &source.reader))
        return false;
    if (!clamd_scan(a->arena, &order, &found, &why))
        return why ? fail(a, FAULT_BUSY, NULL, "%s", why) : false;
    v->state = found ? ATTACHMENT_QUARANTINED : ATTACHMENT_READY;
    v->reason = found ? found : "";
    if (found)
        log_line(LOG_WARN, "virus", "attachment",
                 arena_print(a->arena, "%lld", (long long)v->it->id), "ledger", v->it->ledger,
                 "found", found, NULL);
    return true;
}

static bool
check_one(struct act *a, struct job *job, const struct attachment *it)
{
    const char *address = attachments_settings()->clamd;
    struct verdict v = { .job = job, .it = it, .state = ATTACHMENT_UNCHECKED, .reason = "" };

    if (!address || scan(a, address, &v))
        return job_write(a, job, judge_work, &v);
    v.reason = a->last_fault ? a->last_fault->message : "検査できません。";
    job_write(a, job, wait_work, &v);
    return false;
}

/* One that cannot be looked at (a damaged blob, one above clamd's own limit) does not keep
   the others waiting; a clamd that is not there does, since each of them would ask again. */
static bool
check_waiting(struct act *a, struct job *job)
{
    struct attachment_list list = { .count = A_STEP };
    int64_t after = 0, done = 0;
    bool good = true;

    while (list.count == A_STEP && job_progress(a, job, done, 0)) {
        if (!attachments_waiting(a, after, A_STEP, &list))
            return false;
        for (size_t i = 0; i < list.count && !job_stopped(job); i++, done++) {
            struct arena_mark mark = arena_mark(a->arena);

            after = list.rows[i].id;
            if (check_one(a, job, &list.rows[i])) {
                arena_reset(a->arena, mark);
                continue;
            }
            good = false;
            if (strstr(a->last_fault->message, "届きません"))
                return false;
        }
    }
    return good;
}

const struct job_kind attachment_check_job = {
    .name = "attachment.check",
    .title = "添付ファイルのウイルス検査",
    .run = check_waiting,
    .schedule = "every 60",
    .tries = 1, /* the next run comes within the minute */
    .alone = true,
};

/* --- the end --------------------------------------------------------------------------- */

struct gone {
    int64_t id;
    const char *hash;
};
struct gone_list {
    struct gone *rows;
    size_t count;
};

static const struct query gone_query = {
    .name = "attachment.gone",
    .sql = "SELECT id, hash FROM attachment WHERE removed_at < :before AND hash <> ''"
           " ORDER BY id LIMIT 500",
    .row_size = sizeof(struct gone),
    .columns = COLUMNS(COLUMN(struct gone, id), COLUMN(struct gone, hash)),
};

static const struct query emptied_query = {
    .name = "attachment.emptied",
    .sql = "UPDATE attachment SET hash = '' WHERE id = :id",
};

static bool
empty_work(struct act *a, void *with)
{
    const struct gone *it = with;

    return query_run(a, &emptied_query, NULL, BOUND(bind_int("id", it->id)));
}

/* The row first: one that names nothing harms nobody, a row without its blob does. */
static bool
sweep_one(struct act *a, struct job *job, struct gone *it)
{
    bool named;

    return job_write(a, job, empty_work, it) && blob_named(a, it->hash, &named) &&
           (named || blob_remove(a, it->hash));
}

static bool
sweep(struct act *a, struct job *job)
{
    struct instant before = { a->now.us - INT64_C(86400) * 1000000 };
    struct gone_list list = { .count = 1 };
    int64_t done = 0;

    while (list.count && job_progress(a, job, done, 0)) {
        if (!QUERY(a, &gone_query, list, bind_instant("before", before)))
            return false;
        for (size_t i = 0; i < list.count; i++, done++)
            if (!sweep_one(a, job, &list.rows[i]))
                return false;
    }
    return true;
}

const struct job_kind attachment_sweep_job = {
    .name = "attachment.sweep",
    .title = "外した添付ファイルの消去",
    .run = sweep,
    .schedule = "daily 03:40",
    .alone = true,
};
