/*
 * Jobs: work that is done later, once, by whichever process holds its lease.
 *
 * A job is a row: kind, unique key, input, time to run, state, cursor, lease. Kinds are a
 * table of the program. A runner takes a due job by putting its name, an end by the
 * database's clock and a new fence number into the row; every later write of the job
 * asks for that fence in the same transaction, so a runner that lost its lease (stopped,
 * frozen, cut off) can change nothing more. Effects in the records thus happen once;
 * what goes outside is an outbox row.
 *
 * A job that may stop half-way keeps a cursor: job_write with job_cursor inside moves
 * the records and the cursor together, and the next runner goes on from there.
 */
#ifndef STORE_JOB_H
#define STORE_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct arena;
struct job;
struct store;
struct who;

struct job_kind {
    const char *name;  /* "backup" */
    const char *title; /* "バックアップ" */
    /* False: tried again after a pause, with the act's faults as the reason. `a` is the
       runner's act, with an arena for this try; long jobs take an arena for each batch. */
    bool (*run)(struct act *a, struct job *job);
    const char *schedule; /* see store/schedule.h, or NULL */
    int tries;            /* at most, 0: 5 */
    bool alone;           /* never two of this kind at once */
};

/* What a running job knows of itself; read only. */
struct job {
    int64_t id;
    const struct job_kind *kind;
    const char *key;
    const char *input;
    const char *cursor; /* as kept by job_cursor, "" at first */
    int64_t try_number; /* 1 the first time */
    int64_t fence;
    struct job_lease *lease; /* the runner's */
};

/* Orders a job; only inside act_write. With a key that this kind has had before nothing is
   added and `*id` (may be NULL) is the old one. `key` and `input` may be NULL; `run_at`
   none is at once. */
bool job_add(struct act *a, const char *kind, const char *key, const char *input,
             struct instant run_at, int64_t *id);

/* act_write for a job: fails (FAULT_STALE) when its lease is lost. */
bool job_write(struct act *a, struct job *job, bool (*work)(struct act *, void *), void *with);

/* Keeps the cursor; only inside job_write. */
bool job_cursor(struct act *a, struct job *job, const char *cursor);

/* Keeps a short result to show (JSON or a sentence); only inside job_write. */
bool job_result(struct act *a, struct job *job, const char *result);

/* Says how far it is, written at most once a second; `total` 0 is unknown. Also gives the
   act's reading connection back, so call it between batches. False when the job should
   stop: cancelled, lease lost, or the program ends (it is then taken up again). */
bool job_progress(struct act *a, struct job *job, int64_t done, int64_t total);

/* The same question without a write; a few nanoseconds. */
bool job_stopped(const struct job *job);

/* By people; only inside act_write. A waiting job is cancelled at once, a running one at
   its next step. A failed or cancelled one can be started again, from its cursor. */
bool job_cancel(struct act *a, int64_t id);
bool job_again(struct act *a, int64_t id);

/* Runs jobs until stopped. `kinds` ends with NULL and outlives the runner, as does `who`. */
struct job_runner;
struct job_options {
    const struct job_kind *const *kinds;
    const struct who *who;
    int threads;       /* 0: 2 */
    int lease_seconds; /* 0: 60 */
};
struct job_runner *
job_runner_start(struct store *store, const struct job_options *options, const char **why);

/* Lets running jobs reach their next job_progress, then gives their leases back. */
void job_runner_stop(struct job_runner *runner);

/* Runs due jobs in this thread until none is due or `most` were run (tests, commands). */
bool job_run_due(struct store *store, const struct job_options *options, int most, int *ran);

/* Makes the jobs that schedules ask for at `now` and notes the missed ones; the runner
   does this by itself. */
bool job_schedule(struct act *a, const struct job_kind *const *kinds, struct instant now);

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };
enum { JOB_STATES = JOB_CANCELLED + 1 };
const char *job_state_title(enum job_state state); /* "待ち", "実行中" … */

struct job_row {
    int64_t id;
    const char *kind;
    const char *key;
    const char *input;
    int64_t state; /* enum job_state */
    int64_t tries;
    int64_t done;
    int64_t total;
    const char *message; /* why the last try failed, "" */
    const char *cursor;  /* where it goes on, "" */
    const char *result;
    const char *node;
    struct instant run_at;
    struct instant created_at;
    struct instant started_at;
    struct instant ended_at;
};
struct job_rows {
    struct job_row *rows;
    size_t count;
};

/* Newest first, ids below `before` (0: all); `kind` NULL and `state` -1 are any. */
bool jobs_list(struct act *a, const char *kind, int state, int64_t before, int most,
               struct job_rows *out);
bool job_get(struct act *a, int64_t id, struct job_row *out); /* FAULT_MISSING */

/* Runs that a schedule asked for while no program ran; not made up by themselves. */
struct job_missed {
    const char *name;
    struct instant due;   /* the first */
    struct instant until; /* the last */
    int64_t times;
};
struct job_misses {
    struct job_missed *rows;
    size_t count;
};
bool jobs_missed(struct act *a, int most, struct job_misses *out);

/* Deletes ended jobs and schedule notes older than `before`; only inside act_write. */
bool jobs_forget(struct act *a, struct instant before);

#endif
