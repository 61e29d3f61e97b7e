/*
 * One data folder, one database behind one interface: SQLite in the folder, or
 * PostgreSQL by URL.
 *
 * A store is opened once by a process. SQLite: one writer thread gathers the acts
 * that wait into a group, each in its own savepoint, and answers them after the
 * one commit; readers are read-only connections of a pool. PostgreSQL: a pool of
 * connections, writing acts are serializable transactions that are retried.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;
struct act;
struct keyring;

enum store_kind { STORE_SQLITE, STORE_POSTGRES };

struct store_options {
    const char *folder;   /* DIR */
    const char *database; /* NULL: SQLite in the folder; else a postgresql:// URL */
    bool create;          /* `init`: the folder must be new or empty */
    bool reading;         /* never writes: opens beside a running server */
    int readers;          /* most reading connections, 0: 8 */
};

/* NULL with a Japanese sentence in `*why` when it cannot be opened: locked, full,
   newer, damaged, master key missing or wrong. A server's writer seat is found by
   DIR/tasuki.sock, else the lock DIR/lock is taken at the first write. */
struct store *
store_open(struct arena *arena, const struct store_options *options, const char **why);
void store_close(struct store *store);

/* Takes away what a closed store, opened with `create`, put into the folder, and with
   `made`, when it was not there before, the folder: so that what failed can be tried again.
   store_open does so itself when it fails. */
void store_folder_undo(const char *folder, bool made);

/* Makes this process the one that writes (serve): takes DIR/lock and listens on
   DIR/tasuki.sock, granting seats of at most 50 ms to other processes. */
bool store_serve(struct store *store, const char **why);

enum store_kind store_kind(const struct store *store);
const char *store_folder(const struct store *store);
struct keyring *store_keyring(const struct store *store);

/* The installation's UUID. */
const char *store_installation(const struct store *store);

/* Changes whenever anything was committed by any process: SQLite's data_version
   plus our own counter, about a microsecond. Only meaningful on SQLite. */
int64_t store_version(struct store *store);

/* How long, in microseconds, a transaction of much work may go on before it should end, so
   that others come to write too; 0 where nobody waits for it (PostgreSQL). Only inside
   act_write. */
int64_t store_turn(const struct act *a);

/* The next record id: one sequence per installation, site in bits 40..49. */
bool id_next(struct act *a, int64_t *id);

/* The next number of a counter, from 1. Without gaps only where `gapless`: the
   number then belongs to this transaction. Only inside act_write. */
bool counter_next(struct act *a, const char *key, bool gapless, int64_t *number);

/* Settings of the installation: small texts under a name. */
bool setting_get(struct act *a, const char *name, const char **value); /* "" if none */
bool setting_put(struct act *a, const char *name, const char *value);

/* Called by the writer after each commit with the newest history seq (live updates);
   also when another process has written, within a second. It is
   called by threads of the store, each row is told once, and it must not wait; after
   another store_listen has returned it is called no more. */
void store_listen(struct store *store, void (*heard)(void *with, int64_t seq), void *with);

/* Numbers for /metrics and tests. */
struct store_numbers {
    int64_t groups;
    int64_t acts;
    int64_t retries;
    int64_t round_trips;
    int64_t readers_cut; /* readers interrupted because they stayed open too long */
    /* PostgreSQL: for how long a transaction has been open while others ended after it;
       nothing behind it can be sealed. Above 10 the log says so. */
    int64_t held_seconds;
};
struct store_numbers store_numbers(const struct store *store);

#endif
