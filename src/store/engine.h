/*
 * Between the store's core and its two engines; nobody outside store/ includes it.
 *
 * The core (act.c, query.c, sql.c, schema.c, store.c) knows acts, statements and
 * tables; an engine knows one database. An engine puts its own state behind
 * store->state and its connections behind `struct link`, which is the first member
 * of its own struct. Whatever fails inside an act adds a fault to the act and
 * returns false; texts of a database are never shown to users, they go to the log.
 */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/act.h"
#include "store/statement.h"
#include "store/store.h"

struct engine;
struct keyring;

struct store {
    const struct engine *engine;
    enum store_kind kind;
    void *state; /* the engine's */
    char *folder;
    char installation[40];
    struct keyring *keyring;
    bool reading;                /* opened to read only */
    struct arena arena;          /* lives as long as the store; only open and close use it */
    pthread_mutex_t heard_mutex; /* held while the listener is called */
    void (*heard)(void *with, int64_t seq);
    void *heard_with;
    atomic_bool listened;
    _Atomic int64_t site; /* of record ids; -1: not read yet */
    _Atomic int64_t groups, acts, retries, round_trips, readers_cut, held_seconds;
};

struct words_change; /* store/words_engine.h */

/* One connection, first member of the engine's own. */
struct link {
    struct store *store;
    bool writer;
    struct words_change *words; /* of the act that is running, oldest first */
    struct words_change *last_words;
};

/* Tells the listener, if there is one. */
void store_tell(struct store *store, int64_t seq);

/* What act_write was given. `alone`: the writer to itself, for schema changes (on
   PostgreSQL under an advisory lock, so that two nodes do not migrate at once). */
struct work {
    bool (*run)(struct act *, void *);
    void *with;
    bool alone;
    bool soon; /* durable with a later commit, see act_write_soon */
};

/* A statement under way. Several may be open on one link, also of one statement. */
struct cursor {
    const struct statement *statement;
    void *state;     /* the engine's */
    int64_t changed; /* rows changed, after the last next */
    bool late;
};

struct engine {
    /* `options->create` asks for an empty database. The reason goes to the caller's
       arena or is static. */
    bool (*open)(struct store *store, const struct store_options *options, struct arena *arena,
                 const char **why);
    void (*close)(struct store *store);
    bool (*serve)(struct store *store, struct arena *arena, const char **why);
    int64_t (*version)(struct store *store);
    int64_t (*turn)(struct store *store); /* store_turn; NULL: 0 */

    /* Sets a->link to a reading connection with one snapshot for the whole act; called
       before the first query outside act_write. `give` ends it and sets NULL. With
       a->patient the snapshot may stay open for long (backup). */
    bool (*take)(struct act *a);
    void (*give)(struct act *a);

    /* The body of act_write: runs and commits, with a->writing set and a->link on a
       writing connection while work runs. a->link is NULL before and after. Before each
       run again it calls act_again with what act_here gave. */
    bool (*write)(struct act *a, const struct work *work);

    /* begin; if it returned true: next until `*more` is false or the caller has enough, end.
       next fills `row` (of the statement's columns, by position; zeroed before), text and
       bytes into `arena`; row is NULL for statements without columns. */
    bool (*begin)(struct act *a, const struct statement *s, struct cursor *c);
    bool (*next)(struct act *a, struct cursor *c, struct arena *arena, void *row, bool *more);
    void (*end)(struct act *a, struct cursor *c);

    /* Runs now or with the next statement that needs an answer. */
    bool (*later)(struct act *a, const struct statement *s);

    /* Several plain statements, without parameters: schema and migrations. */
    bool (*script)(struct act *a, const char *sql);

    bool (*id)(struct act *a, int64_t *id); /* inside act_write; without the site's bits */
    bool (*counter)(struct act *a, const char *key, bool gapless, int64_t *number);

    /* Whether the statement gives a row of what is committed, apart from the transaction;
       NULL: the transaction may look itself. */
    bool (*apart)(struct act *a, const struct statement *s, bool *found);

    bool (*schema_get)(struct act *a, int *number);
    bool (*schema_put)(struct act *a, int number);
};

const struct engine *sqlite_engine(void);
const struct engine *postgres_engine(void);

/* The state of an act before work runs, and back to it before work runs again. */
struct act_place {
    struct arena_mark mark;
    size_t faults;
};
struct act_place act_here(const struct act *a);
void act_again(struct act *a, struct act_place place);

/* Runs work as the transaction that schema_apply needs. */
bool act_write_alone(struct act *a, bool (*work)(struct act *, void *), void *with);

/* 503 「いま書き込めません。…」: the engine says it when a whole group failed, when retries
   are used up, or the disk is full. Returns false. */
bool fail_unwritten(struct act *a);

/* FAULT_CLASH with the field that `<table>_<field>_unique` names. Returns false. */
bool fail_unique(struct act *a, const char *table, const char *index);

/* Anything else a database said: logged with the statement's name, FAULT_BROKEN. */
bool fail_database(struct act *a, const char *statement, const char *said);

#endif
