/*
 * The threads that run jobs: workers, and one keeper that renews their leases, looks for
 * cancellations and makes scheduled jobs.
 */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/must.h"
#include "store/act.h"
#include "store/job.h"
#include "store/lease.h"
#include "store/query.h"
#include "store/store.h"

enum {
    THREADS_MOST = 16,
    NODE = 96,
    IDLE_US = 500 * 1000,
    KEEP_US = 2 * 1000000,
    SCHEDULE_US = 10 * 1000000,
    FORGET_DAYS = 30,
    TRIES = 5,
    FIRST_PAUSE_SECONDS = 30,
    LONGEST_PAUSE_SECONDS = 3600,
};

struct job_runner {
    struct store *store;
    struct job_options options;
    char node[NODE];
    pthread_t threads[THREADS_MOST + 1];
    int started;
    pthread_mutex_t lock; /* leases, ending */
    pthread_cond_t wake;
    struct job_lease *leases;
    bool ending;
};

struct due_row {
    const char *kind;
    struct instant run_at;
};
struct due_rows {
    struct due_row *rows;
    size_t count;
};

/* A lease of our own never counts as lost here: the thread that holds it is alive, even
   when the machine's clock jumped. */
#define DUE(now)                                                                                   \
    "(state = 0 AND run_at <= " now " OR state = 1 AND lease_until < " now " AND node <> :node)"

static const struct query due_kinds = {
    .name = "job.due_kinds",
    .sql = "SELECT kind, min(run_at) AS run_at FROM job WHERE state IN (0, 1) AND " DUE(
        SQLITE_NOW) " GROUP BY kind ORDER BY 2",
    .postgres = "SELECT kind, min(run_at) AS run_at FROM job WHERE state IN (0, 1) AND " DUE(
        POSTGRES_NOW) " GROUP BY kind ORDER BY 2",
    .row_size = sizeof(struct due_row),
    .columns = COLUMNS(COLUMN(struct due_row, kind), COLUMN(struct due_row, run_at)),
};

struct taken_row {
    int64_t id;
    const char *key;
    const char *input;
    const char *cursor;
    int64_t tries;
    int64_t fence;
};

#define TAKE                                                                                       \
    "SELECT id, key, input, cursor, tries, fence FROM job WHERE kind = :kind AND state IN (0, 1)"  \
    " AND "

static const struct query next_of_kind = {
    .name = "job.next_of_kind",
    .sql = TAKE DUE(SQLITE_NOW) " ORDER BY run_at, id LIMIT 1",
    .postgres = TAKE DUE(POSTGRES_NOW) " ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED",
    .row_size = sizeof(struct taken_row),
    .columns = COLUMNS(COLUMN(struct taken_row, id), COLUMN(struct taken_row, key),
                       COLUMN(struct taken_row, input), COLUMN(struct taken_row, cursor),
                       COLUMN(struct taken_row, tries), COLUMN(struct taken_row, fence)),
};

struct count_row {
    int64_t count;
};

static const struct query running_of_kind = {
    .name = "job.running_of_kind",
    .sql = "SELECT count(*) AS count FROM job WHERE kind = :kind AND state = 1"
           " AND (lease_until >= " SQLITE_NOW " OR node = :node)",
    .postgres = "SELECT count(*) AS count FROM job WHERE kind = :kind AND state = 1"
                " AND (lease_until >= " POSTGRES_NOW " OR node = :node)",
    .row_size = sizeof(struct count_row),
    .columns = COLUMNS(COLUMN(struct count_row, count)),
};

static const struct query take = {
    .name = "job.take",
    .sql = "UPDATE job SET state = 1, node = :node, lease_until = " SQLITE_NOW " + :length,"
           " fence = fence + 1, tries = tries + 1, started_at = :now, ended_at = NULL"
           " WHERE id = :id AND fence = :fence",
    .postgres = "UPDATE job SET state = 1, node = :node,"
                " lease_until = " POSTGRES_NOW " + CAST(:length AS bigint),"
                " fence = fence + 1, tries = tries + 1, started_at = :now, ended_at = NULL"
                " WHERE id = :id AND fence = :fence",
};

static const struct query finish = {
    .name = "job.finish",
    .sql = "UPDATE job SET state = :state, tries = :tries, run_at = :run_at, message = :message,"
           " ended_at = :ended, lease_until = NULL, node = NULL, cancel = :cancel"
           " WHERE id = :id AND fence = :fence AND state = 1",
};

static const struct query free_orphans = {
    .name = "job.free_orphans",
    .sql = "UPDATE job SET lease_until = 0 WHERE state = 1 AND node <> :node",
};

struct taking {
    struct job_runner *runner;
    const struct job_kind *kind;
    struct taken_row row;
    bool taken;
};

static const char *
text_or(const char *text)
{
    return text ? text : "";
}

static bool
take_work(struct act *a, void *with)
{
    struct taking *t = with;
    const char *node = t->runner->node;
    int64_t length = (int64_t)t->runner->options.lease_seconds * 1000000;
    struct count_row running = { 0 };
    int64_t changed;
    bool found;

    t->taken = false;
    if (t->kind->alone && !query_first(a, &running_of_kind, &running, &found,
                                       BOUND(BIND(kind, t->kind->name), BIND(node, node))))
        return false;
    if (running.count > 0)
        return true;
    if (!query_first(a, &next_of_kind, &t->row, &found,
                     BOUND(BIND(kind, t->kind->name), BIND(node, node))))
        return false;
    if (!found)
        return true;
    if (!query_run(a, &take, &changed,
                   BOUND(BIND(node, node), BIND(length, length), BIND(now, a->now),
                         BIND(id, t->row.id), BIND(fence, t->row.fence))))
        return false;
    t->taken = changed == 1;
    return true;
}

struct finishing {
    struct job_lease *lease;
    enum job_state state;
    int64_t tries;
    struct instant run_at;
    const char *message;
};

static bool
finish_work(struct act *a, void *with)
{
    const struct finishing *f = with;
    bool over = f->state != JOB_WAITING;
    struct instant ended = over ? instant_now() : (struct instant){ 0 };

    return query_run(a, &finish, NULL,
                     BOUND(BIND(state, (int64_t)f->state), BIND(tries, f->tries),
                           BIND(run_at, f->run_at), BIND(message, f->message), BIND(ended, ended),
                           BIND(cancel, false), BIND(id, f->lease->id),
                           BIND(fence, f->lease->fence)));
}

static int64_t
pause_seconds(int64_t tries)
{
    int64_t seconds = FIRST_PAUSE_SECONDS;

    for (int64_t i = 1; i < tries && seconds < LONGEST_PAUSE_SECONDS; i++)
        seconds *= 2;
    return seconds < LONGEST_PAUSE_SECONDS ? seconds : LONGEST_PAUSE_SECONDS;
}

static const char *
faults_text(const struct act *a)
{
    struct buffer text = { .arena = a->arena };

    for (const struct fault *f = a->faults; f && text.length < 1000; f = f->next)
        buffer_print(&text, "%s%s", text.length ? " " : "", f->message);
    return text.length ? buffer_string(&text) : "理由のわからない失敗です。";
}

/* What becomes of a job that has run once more. */
static struct finishing
judge(const struct act *a, const struct job *job, bool done)
{
    struct job_lease *lease = job->lease;
    int64_t most = job->kind->tries > 0 ? job->kind->tries : TRIES;
    struct finishing f = { lease, JOB_DONE, job->try_number, a->now, NULL };

    if (done)
        return f;
    if (atomic_load(&lease->cancelled)) {
        f.state = JOB_CANCELLED;
    } else if (atomic_load(&lease->ending)) {
        f.state = JOB_WAITING;
        f.tries--; /* it did not fail, the program ended */
    } else {
        f.message = faults_text(a);
        f.state = job->try_number >= most ? JOB_FAILED : JOB_WAITING;
        f.run_at.us = instant_now().us + pause_seconds(job->try_number) * 1000000;
    }
    return f;
}

static void
log_end(const struct job *job, const struct finishing *f)
{
    char id[24];

    snprintf(id, sizeof id, "%" PRId64, job->id);
    if (atomic_load(&job->lease->lost))
        log_line(LOG_WARN, "job", "id", id, "kind", job->kind->name, "why", "lease lost", NULL);
    else
        log_line(f->state == JOB_FAILED ? LOG_ERROR
                 : f->message           ? LOG_WARN
                                        : LOG_INFO,
                 "job", "id", id, "kind", job->kind->name, "state", job_state_title(f->state),
                 "why", f->message, NULL);
}

static void
lease_add(struct job_runner *runner, struct job_lease *lease)
{
    pthread_mutex_lock(&runner->lock);
    atomic_store(&lease->ending, runner->ending);
    lease->next = runner->leases;
    runner->leases = lease;
    pthread_mutex_unlock(&runner->lock);
}

static void
lease_remove(struct job_runner *runner, struct job_lease *lease)
{
    pthread_mutex_lock(&runner->lock);
    for (struct job_lease **at = &runner->leases; *at; at = &(*at)->next)
        if (*at == lease) {
            *at = lease->next;
            break;
        }
    pthread_mutex_unlock(&runner->lock);
}

static void
run_taken(struct job_runner *runner, const struct taking *t)
{
    struct arena arena = { 0 };
    struct act a;
    struct job_lease lease = {
        .id = t->row.id,
        .fence = t->row.fence + 1,
        .length = (int64_t)runner->options.lease_seconds * 1000000,
    };
    struct job job = {
        .id = t->row.id,
        .kind = t->kind,
        .key = text_or(t->row.key),
        .input = text_or(t->row.input),
        .cursor = text_or(t->row.cursor),
        .try_number = t->row.tries + 1,
        .fence = lease.fence,
        .lease = &lease,
    };
    int64_t most = t->kind->tries > 0 ? t->kind->tries : TRIES;
    struct finishing f;
    bool done = false;

    lease_add(runner, &lease);
    act_begin(&a, runner->store, &arena, runner->options.who, ORIGIN_JOB);
    /* Only a job that brings the program down is still taken after its last try. */
    if (job.try_number > most)
        fail(&a, FAULT_BROKEN, NULL, "実行の途中で止まることが続いたため、やめました。");
    else
        done = job.kind->run(&a, &job);
    lease_remove(runner, &lease);
    f = judge(&a, &job, done);
    if (!act_write(&a, finish_work, &f))
        log_line(LOG_ERROR, "job", "kind", job.kind->name, "why", "結果を書けません", NULL);
    log_end(&job, &f);
    act_end(&a);
    arena_release(&arena);
}

static const struct job_kind *
kind_named(const struct job_runner *runner, const char *name)
{
    for (const struct job_kind *const *kind = runner->options.kinds; *kind; kind++)
        if (strcmp((*kind)->name, name) == 0)
            return *kind;
    return NULL;
}

/* Takes and runs one due job; `*ran` false when there is none. Kinds of another version
   of the program stay for it. */
static bool
run_one(struct job_runner *runner, bool *ran)
{
    struct arena arena = { 0 };
    struct act a;
    struct due_rows due = { 0 };
    struct taking t = { .runner = runner };
    bool done;

    act_begin(&a, runner->store, &arena, runner->options.who, ORIGIN_JOB);
    done = QUERY(&a, &due_kinds, due, BIND(node, (const char *)runner->node));
    act_end(&a);
    for (size_t i = 0; done && !t.taken && i < due.count; i++) {
        t.kind = kind_named(runner, due.rows[i].kind);
        done = !t.kind || act_write(&a, take_work, &t);
    }
    act_end(&a);
    *ran = done && t.taken;
    if (*ran)
        run_taken(runner, &t);
    arena_release(&arena);
    return done;
}

/* False when the runner ends. */
static bool
wait_for(struct job_runner *runner, int64_t microseconds)
{
    struct timespec until;
    bool going;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += microseconds / 1000000;
    until.tv_nsec += microseconds % 1000000 * 1000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&runner->lock);
    while (!runner->ending && pthread_cond_timedwait(&runner->wake, &runner->lock, &until) == 0)
        ;
    going = !runner->ending;
    pthread_mutex_unlock(&runner->lock);
    return going;
}

static void *
worker(void *thing)
{
    struct job_runner *runner = thing;
    bool ran = false;

    while (wait_for(runner, ran ? 0 : IDLE_US))
        if (!run_one(runner, &ran))
            ran = false;
    return NULL;
}

static void
pass_on(struct job_runner *runner, struct job_lease *seen)
{
    pthread_mutex_lock(&runner->lock);
    for (struct job_lease *l = runner->leases; l; l = l->next) {
        if (l->id != seen->id || l->fence != seen->fence)
            continue;
        if (atomic_load(&seen->lost))
            atomic_store(&l->lost, true);
        if (atomic_load(&seen->cancelled))
            atomic_store(&l->cancelled, true);
    }
    pthread_mutex_unlock(&runner->lock);
}

/* Asking waits for the database, and a job may end meanwhile and take its lease away: so
   copies are asked about, and what was learned is passed on to those still there. */
static void
look_after_leases(struct job_runner *runner, bool renew)
{
    struct job_lease copies[THREADS_MOST];
    struct arena arena = { 0 };
    struct act a;
    size_t count = 0;

    pthread_mutex_lock(&runner->lock);
    for (struct job_lease *l = runner->leases; l && count < THREADS_MOST; l = l->next)
        copies[count++] = (struct job_lease){ .id = l->id, .fence = l->fence, .length = l->length };
    pthread_mutex_unlock(&runner->lock);
    act_begin(&a, runner->store, &arena, runner->options.who, ORIGIN_JOB);
    for (size_t i = 0; i < count; i++)
        if (renew ? lease_renew(&a, &copies[i], -1, 0) : lease_look(&a, &copies[i]))
            pass_on(runner, &copies[i]);
    act_end(&a);
    arena_release(&arena);
}

static bool
forget_work(struct act *a, void *with)
{
    (void)with;
    return jobs_forget(a, instant_add(a->now, (struct minutes){ -FORGET_DAYS * DAY_MINUTES }));
}

static void *
keeper(void *thing)
{
    struct job_runner *runner = thing;
    int64_t scheduled = 0;
    int64_t forgotten = clock_ticks();
    int64_t renewed = forgotten;
    int64_t third = (int64_t)runner->options.lease_seconds * 1000000 / 3;

    do {
        struct arena arena = { 0 };
        struct act a;
        int64_t now = clock_ticks();

        look_after_leases(runner, now - renewed >= third);
        if (now - renewed >= third)
            renewed = now;
        act_begin(&a, runner->store, &arena, runner->options.who, ORIGIN_JOB);
        if (scheduled == 0 || now - scheduled >= SCHEDULE_US) {
            job_schedule(&a, runner->options.kinds, a.now);
            scheduled = now;
        }
        if (now - forgotten >= (int64_t)60 * MINUTE_US) {
            act_write(&a, forget_work, NULL);
            forgotten = now;
        }
        act_end(&a);
        arena_release(&arena);
    } while (wait_for(runner, KEEP_US));
    return NULL;
}

static void
runner_init(struct job_runner *runner, struct store *store, const struct job_options *options)
{
    struct arena arena = { 0 };
    char host[64] = "";
    pthread_condattr_t monotonic;

    *runner = (struct job_runner){ .store = store, .options = *options };
    if (runner->options.threads <= 0)
        runner->options.threads = 2;
    if (runner->options.threads > THREADS_MOST)
        runner->options.threads = THREADS_MOST;
    if (runner->options.lease_seconds <= 0)
        runner->options.lease_seconds = 60;
    gethostname(host, sizeof host - 1);
    snprintf(runner->node, sizeof runner->node, "%.40s:%ld:%s", host, (long)getpid(),
             random_token(&arena, 6));
    arena_release(&arena);
    pthread_mutex_init(&runner->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&runner->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

static void
runner_release(struct job_runner *runner)
{
    pthread_cond_destroy(&runner->wake);
    pthread_mutex_destroy(&runner->lock);
}

static bool
free_work(struct act *a, void *with)
{
    const struct job_runner *runner = with;

    return query_run(a, &free_orphans, NULL, BOUND(BIND(node, (const char *)runner->node)));
}

/* On SQLite only one process runs jobs, so what others left running is nobody's. */
static bool
take_over(struct job_runner *runner)
{
    struct arena arena = { 0 };
    struct act a;
    bool done = true;

    if (store_kind(runner->store) == STORE_SQLITE) {
        act_begin(&a, runner->store, &arena, runner->options.who, ORIGIN_JOB);
        done = act_write(&a, free_work, runner);
        act_end(&a);
        arena_release(&arena);
    }
    return done;
}

struct job_runner *
job_runner_start(struct store *store, const struct job_options *options, const char **why)
{
    struct job_runner *runner = calloc(1, sizeof *runner);

    if (!runner)
        out_of_memory();
    runner_init(runner, store, options);
    if (!take_over(runner)) {
        *why = "ジョブの表に書き込めません。";
        runner_release(runner);
        free(runner);
        return NULL;
    }
    for (int i = 0; i <= runner->options.threads; i++) {
        if (pthread_create(&runner->threads[i], NULL, i == 0 ? keeper : worker, runner) != 0) {
            *why = "ジョブのスレッドを作れません。";
            job_runner_stop(runner);
            return NULL;
        }
        runner->started++;
    }
    return runner;
}

void
job_runner_stop(struct job_runner *runner)
{
    pthread_mutex_lock(&runner->lock);
    runner->ending = true;
    for (struct job_lease *lease = runner->leases; lease; lease = lease->next)
        atomic_store(&lease->ending, true);
    pthread_cond_broadcast(&runner->wake);
    pthread_mutex_unlock(&runner->lock);
    for (int i = 0; i < runner->started; i++)
        pthread_join(runner->threads[i], NULL);
    runner_release(runner);
    free(runner);
}

bool
job_run_due(struct store *store, const struct job_options *options, int most, int *ran)
{
    struct job_runner runner;
    bool done = true;
    bool more = true;

    runner_init(&runner, store, options);
    for (*ran = 0; done && more && *ran < most; *ran += more)
        done = run_one(&runner, &more);
    runner_release(&runner);
    return done;
}
