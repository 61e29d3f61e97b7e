/*
 * The outbox: everything that leaves for the outside (mail, directory, webhook).
 *
 * A row is put in the same transaction as the change that causes it, and a job sends it
 * afterwards: at least once, always with the same identifier, by which the other side
 * can tell a repetition. The content is sealed with the contract's key, since it names
 * people, and is cleared once delivered.
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;

struct outbox_row {
    int64_t id;
    int64_t contract;
    const char *kind;       /* "mail", "directory", "webhook" */
    const char *identifier; /* Message-ID, change id: unique */
    const char *content;    /* opened */
    int64_t tries;
    struct instant created_at;
};
struct outbox_rows {
    struct outbox_row *rows;
    size_t count;
};

/* Only inside act_write. A known identifier adds nothing. */
bool outbox_put(struct act *a, int64_t contract, const char *kind, const char *identifier,
                const char *content);

/* The rows of a kind that are to be sent at `now`, oldest first. One sender at a time:
   the job that sends holds the lease. */
bool
outbox_take(struct act *a, const char *kind, struct instant now, int most, struct outbox_rows *out);

/* Sent: the content is cleared. Only inside act_write, best in the sender's job_write. */
bool outbox_done(struct act *a, int64_t id);

/* What is left to send of one that went to some of its addresses; only inside act_write. */
bool outbox_keep(struct act *a, const struct outbox_row *row, const char *content);

/* Not sent: tried again at `next`; none gives it up, which people see in the list. */
bool outbox_failed(struct act *a, int64_t id, const char *message, struct instant next);

/* How many wait, and how many were given up. */
bool outbox_counts(struct act *a, int64_t *waiting, int64_t *given_up);

/* What people see of a row: never its content. */
struct outbox_entry {
    int64_t id;
    int64_t contract;
    const char *kind;
    const char *identifier;
    int64_t tries;
    const char *message; /* why the last try failed, "" */
    struct instant created_at;
    struct instant next_at;  /* of one that waits */
    struct instant ended_at; /* of one given up */
};
struct outbox_entries {
    struct outbox_entry *rows;
    size_t count;
};

/* What was not sent, newest first, ids below `before` (0: all). */
bool
outbox_list(struct act *a, bool given_up, int64_t before, int most, struct outbox_entries *out);

/* By people: one given up waits again, to be sent at once. FAULT_CLASH when it was not given
   up, or has nothing left to send. Only inside act_write. */
bool outbox_again(struct act *a, int64_t id);

/* Deletes what was sent before this time; only inside act_write. */
bool outbox_forget(struct act *a, struct instant before);

#endif
