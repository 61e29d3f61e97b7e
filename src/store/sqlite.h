/*
 * The SQLite engine's own things, shared by the files sqlite….c only.
 *
 * One writer connection used by one thread, a pool of reading connections, and one
 * connection that only watches for commits. Reading connections are guarded by their
 * mutex during each step, so that the watching thread can end a snapshot that stays
 * open too long although its act does nothing at the moment.
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include <sqlite3.h>

#include "store/engine.h"
#include "store/sqlite_checkpoint.h"

enum {
    APPLICATION_ID = 0x54534b69, /* "TSki" */
    DYNAMIC_STATEMENTS = 200,
    STATEMENT_BUCKETS = 1024,
    MOST_READERS = 64,
};

/* A prepared statement, kept per connection. */
struct prepared {
    sqlite3_stmt *stmt;
    const struct query *query; /* NULL: found by its text */
    const char *sql;           /* of a query: its own pointer; else a copy behind this struct */
    uint64_t hash;
    const char **parameters; /* names without the colon */
    int parameter_count;
    bool busy;
    struct prepared *chain;
    struct prepared *newer; /* of the dynamic ones */
    struct prepared *older;
};

struct sqlite_link {
    struct link base;
    sqlite3 *db;
    struct prepared *buckets[STATEMENT_BUCKETS];
    struct prepared *newest;
    struct prepared *oldest;
    int dynamic;
    int64_t until;        /* clock_ticks for the statement under way, 0: none */
    bool hopeless;        /* writer: the whole group must be rolled back */
    _Atomic bool reading; /* a reading act has it */
    bool cut;             /* its snapshot was ended */
    _Atomic bool patient;
    _Atomic int64_t begun; /* clock_ticks */
    pthread_mutex_t mutex; /* readers only */
    struct sqlite_link *next;
    sqlite3_stmt *begin, *commit, *rollback, *savepoint, *undo, *release;
};

/* What waits for the writer: an act, or another process's wish for the seat. */
struct waiting {
    struct act *act;
    const struct work *work;
    struct act_place place;
    int seat; /* descriptor, -1: an act */
    bool done;
    sem_t answered;
    struct waiting *next;
};

struct sqlite {
    struct store *store;
    char *path;
    pthread_mutex_t pool_mutex;
    struct sqlite_link *readers[MOST_READERS];
    struct sqlite_link *idle;
    struct reader_waiting *first_waiting; /* for a reading connection, in their order */
    struct reader_waiting *last_waiting;
    int reader_count;
    int reader_most;
    _Atomic int64_t reader_limit; /* microseconds */
    pthread_mutex_t queue_mutex;
    pthread_cond_t queue_change;
    struct waiting *first;
    struct waiting *last;
    bool stop;
    bool writer_runs;
    pthread_t writer_thread;
    struct sqlite_link *writer;
    struct arena group_arena;
    struct act group;              /* the writer's own act: words, ids */
    bool id_known, id_moved, soon; /* read in this group, taken from; no wait for the disk */
    int64_t id;
    struct mover mover;
    size_t words_owed;        /* bytes of words written, not yet paid for by merging */
    _Atomic bool words_loose; /* segments may be merged */
    bool watch_runs;
    pthread_t watch_thread;
    int bell;             /* eventfd: wakes the watching thread */
    _Atomic int listener; /* descriptor of the seat's socket, -1: does not serve */
    _Atomic int64_t told; /* newest history row that listeners know of */
    _Atomic bool watch_stop;
    pthread_mutex_t version_mutex;
    struct sqlite_link *watch;
    sqlite3_stmt *version;
    _Atomic int64_t commits;
    struct seat *seat;
    int open_error;
};

/* sqlite_link.c */
struct sqlite_link *link_open(struct sqlite *s, bool writer, int *error);
void link_close(struct sqlite_link *link);
struct prepared *link_prepare(struct sqlite_link *link, const struct statement *s, int *error);
void link_put_back(struct prepared *p);
void link_cut(struct sqlite_link *link);
int link_do(sqlite3_stmt *stmt);
int64_t link_number(struct sqlite_link *link, const char *sql);

/* sqlite_cursor.c */
bool sqlite_begin(struct act *a, const struct statement *s, struct cursor *c);
bool sqlite_next(struct act *a, struct cursor *c, struct arena *arena, void *row, bool *more);
void sqlite_end(struct act *a, struct cursor *c);
bool sqlite_later(struct act *a, const struct statement *s);
bool sqlite_script(struct act *a, const char *sql);
/* What an error code is for the act; marks a writer's group hopeless where needed. */
bool sqlite_fail(struct act *a, struct sqlite_link *link, const char *statement, int error);

/* sqlite_reader.c */
bool readers_init(struct sqlite *s, int most);
void readers_release(struct sqlite *s);
bool sqlite_take(struct act *a);
void sqlite_give(struct act *a);
void readers_cut(struct sqlite *s);
/* sqlite_writer.c */
bool sqlite_write(struct act *a, const struct work *work);
bool sqlite_id(struct act *a, int64_t *id);
bool sqlite_counter(struct act *a, const char *key, bool gapless, int64_t *number);
void writer_add(struct sqlite *s, struct waiting *w);
void writer_stop(struct sqlite *s);
/* Runs the group that begins with `first`; all of it is answered. */
void group_run(struct sqlite *s, struct waiting *first);
/* sqlite_watch.c */
bool watch_start(struct sqlite *s);
void watch_stop(struct sqlite *s);
bool sqlite_serve(struct store *store, struct arena *arena, const char **why);
int64_t sqlite_version(struct store *store);
void watch_tell(struct sqlite *s, struct sqlite_link *link);

#endif
