/*
 * One connection to PostgreSQL and the queue of what was asked on it.
 *
 * It stays in libpq's pipeline mode. What is sent is noted in the order in which the
 * answers come; link_settle reads the answers of all that was sent, and is the one place
 * that waits: one round trip. So BEGIN, statements that need no answer and the next that
 * does travel together.
 */
#ifndef STORE_POSTGRES_LINK_H
#define STORE_POSTGRES_LINK_H

#include <libpq-fe.h>

#include "store/engine.h"

struct postgres;

enum {
    MOST_LOCKS = 8,
    PREPARED_BUCKETS = 128,
    MOST_PREPARED = 400,
    SQLSTATE = 6,
};

/* What an answer will belong to. */
enum expected_kind {
    EXPECT_DONE,    /* nothing to keep; an error counts */
    EXPECT_IGNORED, /* whatever it says */
    EXPECT_PREPARED,
    EXPECT_XID,
    EXPECT_ROWS, /* the statement that is waited for */
    EXPECT_COMMIT,
    EXPECT_SYNC,
};

struct prepared {
    struct prepared *chain;
    uint64_t hash;
    const char *sql;
    const char **names; /* of the parameters, by number */
    Oid *types;
    int count;
    char name[16];
    bool sent;
};

struct expected {
    enum expected_kind kind;
    struct prepared *prepared;
    const char *statement;
    bool over; /* of an act that is over: nobody asks any more */
};

/* Rows of one statement: results in order; one row each when they stream. */
struct postgres_cursor {
    PGresult **results;
    size_t count;
    size_t room;
    size_t at;
    int row;
    bool single; /* row by row, so that large reads stay flat and late ones keep theirs */
    bool streams;
};

struct postgres_link {
    struct link base;
    struct postgres *postgres;
    struct postgres_link *next; /* idle */
    PGconn *conn;
    struct prepared *buckets[PREPARED_BUCKETS];
    int prepared_count;
    struct arena texts;   /* prepared statements, as long as the connection */
    struct arena scratch; /* one call */
    struct expected *queue;
    size_t queue_from, queue_until, queue_room;
    struct postgres_cursor *asked; /* gets the rows of EXPECT_ROWS */
    int64_t until;                 /* ticks at which the wait is broken off, 0: never */

    /* The transaction. */
    bool begun;
    bool alone;
    bool patient;
    bool answered; /* a round trip was made since it began */
    bool lost;     /* the connection is gone */
    bool failed;   /* a statement failed: nothing more will work */
    bool again;    /* serialization failure or deadlock */
    bool late;     /* broken off at `until` */
    bool committed;
    int64_t xid;
    char state[SQLSTATE]; /* the first error */
    const char *said, *table, *constraint, *statement;

    int64_t locks[MOST_LOCKS]; /* held since before BEGIN, ascending */
    int lock_count;
    int64_t lock_wanted; /* by counter_next; 0: none */
};

/* Connects, with our settings; NULL when the server cannot be reached (logged). */
PGconn *postgres_connect(const struct postgres *p);
struct postgres_link *link_new(struct postgres *p);
void link_free(struct postgres_link *link);

/* A new connection in place of the present one. */
bool link_connect(struct postgres_link *link);

/* Ready for the next act. */
void link_clear(struct postgres_link *link);

/* Puts a statement of our own in line; without parameters. */
void link_say(struct postgres_link *link, enum expected_kind kind, const char *sql);

/* Puts a statement in line, preparing it first where this connection does not know it. */
void link_send(struct postgres_link *link, enum expected_kind kind, const struct statement *s);

/* Ends what can fail as one; nothing is waited for. */
void link_sync(struct postgres_link *link);

/* Reads all that is expected, and is done unless the rows asked for stream. False when
   something failed: link->lost, again, failed say how. */
bool link_settle(struct postgres_link *link);

/* Reads the next result of a streaming cursor; false at its end. */
bool link_stream(struct postgres_link *link);

/* Puts the rows that still stream into memory, or drops them. */
void link_unstream(struct postgres_link *link, bool keep);

#endif
