/*
 * An act: one thing done by one actor – a page, an API call, an import, a job, a
 * command. One time, one transaction, one arena, one list of faults.
 *
 * `struct act *` is the first parameter of everything above base/. What can fail
 * returns false and leaves its reason here; faults gather, so that a form or a
 * file reports all of them at once. Reading happens on a read-only connection,
 * taken at the first query and given back by act_end. Changing happens inside
 * act_write and nowhere else.
 */
#ifndef STORE_ACT_H
#define STORE_ACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/time.h"

struct store;
struct link;
struct ahead;
struct generations;
struct who; /* ledger/core/who.h: an act carries it, the store does not look inside */

enum fault_kind {
    FAULT_MALFORMED, /* the request itself cannot be read */
    FAULT_UNSIGNED,  /* nobody is signed in */
    FAULT_DENIED,
    FAULT_MISSING,       /* is not there, or must not be known */
    FAULT_METHOD,        /* the address does not know this method */
    FAULT_CLASH,         /* not allowed in this state, or already there */
    FAULT_STALE,         /* changed by someone else meanwhile */
    FAULT_UNCONDITIONAL, /* a change without If-Match */
    FAULT_LARGE,
    FAULT_MEDIA,
    FAULT_INVALID, /* a value is wrong: field and line say which */
    FAULT_MANY,
    FAULT_BUSY,   /* may be tried again */
    FAULT_BROKEN, /* the outside world failed */
};
enum { FAULT_KINDS = FAULT_BROKEN + 1 };

struct fault {
    enum fault_kind kind;
    const char *message; /* Japanese, for the reader */
    const char *field;   /* declared field name, or NULL */
    const char *column;  /* heading in the file, or NULL */
    const char *value;   /* what was given, or NULL; never of a personal field */
    int64_t line;        /* physical line in the file, 0 if none */
    int64_t row;         /* data row in the file, 0 if none */
    struct fault *next;
};

/* What a fault looks like outside. One table; nobody else writes 404. */
struct face {
    int http;
    int exit;
    const char *slug;
    const char *title;
};
const struct face *fault_face(enum fault_kind kind);

/* Where an act comes from; written into the history. */
enum origin { ORIGIN_PAGE, ORIGIN_API, ORIGIN_COMMAND, ORIGIN_IMPORT, ORIGIN_MAIL, ORIGIN_JOB };
enum { ORIGINS = ORIGIN_JOB + 1 };
const char *origin_name(enum origin origin);

struct act {
    struct arena *arena; /* all the act makes; gone when it ends */
    struct store *store;
    struct link *link;     /* the connection in use; NULL before the first query */
    const struct who *who; /* never NULL: a guest is somebody too */
    struct instant now;    /* one time for the whole act */
    enum origin origin;
    const char *request; /* id of the request, or "" */
    const char *reason;  /* why, as typed by the user, or NULL */
    int64_t session;     /* 0 if none */
    bool writing;        /* inside act_write */
    int64_t version;     /* one more than store_version when first asked; 0: not asked */
    int64_t generation;  /* one more than that of the calendars in this snapshot; 0: not asked */
    const struct generations *generations; /* in this snapshot (ledger/core/generation.h) */
    struct ahead *ahead;  /* what was asked for many records at once (ledger/ahead.h) */
    bool patient;         /* its snapshot may stay open for long (backup, export) */
    struct fault *faults; /* in the order they were found */
    struct fault *last_fault;
    size_t fault_count;
};

/* Starts an act at the present time. `arena` and `who` must outlive it. */
void act_begin(struct act *a, struct store *store, struct arena *arena, const struct who *who,
               enum origin origin);

/* Gives the reading connection back. The arena stays the caller's. */
void act_end(struct act *a);

/*
 * Runs `work(a, with)` as one transaction on the writer and returns after it is
 * durable; false, with everything undone, when work returned false or the
 * database failed. Work may run more than once (the arena is taken back to a mark
 * before a retry) and touches only the database and the act: no file, process,
 * network, lock, hashing or rendering inside. Everything is answered after the
 * commit, refusals too. Calling it inside itself just calls work.
 */
bool act_write(struct act *a, bool (*work)(struct act *, void *), void *with);

/*
 * The same, but answered as soon as others see it: the disk is not waited for. What is
 * written later by act_write is durable only together with it, and `serve` writes a seal
 * within two seconds; so a power failure may take it back, but only with all that came
 * after it. For what is worth nothing without its successors: a session.
 */
bool act_write_soon(struct act *a, bool (*work)(struct act *, void *), void *with);

/* store_version before the act's snapshot began, so that what is kept under it is never
   older than it says; asked once. -1 when the snapshot had begun before the first question. */
int64_t act_version(struct act *a);

/*
 * Runs `work` as an act of its own beside this one, by `who` (NULL: the same), at the same
 * time and for the same request. It has its own arena and snapshot, so that long work done
 * in parts grows neither; this act's reading ends. Its faults become this act's. Not inside
 * act_write. What `with` is given from the beside arena is gone afterwards.
 */
bool act_beside(struct act *a, const struct who *who, bool (*work)(struct act *beside, void *),
                void *with);

/* Stops the program when called inside act_write: slow work puts this first. */
void act_slow(const struct act *a);

/* Adds a fault and returns false, so that a check is one line. `field` may be NULL. */
__attribute__((format(printf, 4, 5))) bool
fail(struct act *a, enum fault_kind kind, const char *field, const char *format, ...);

/* The same with line, row, column and value filled in by the caller. */
bool fail_at(struct act *a, struct fault fault);

/* The kind that decides the answer: the gravest of the list; FAULT_BROKEN if none. */
enum fault_kind act_fault_kind(const struct act *a);

/* Forgets the faults found since `count` (used by previews that go on). */
void act_forgive(struct act *a, size_t count);

#endif
