/*
 * Copies of sessions in memory, so that a request does not ask the database for what did
 * not change.
 *
 * A copy is good while store_version is what it was before the copy was read; that works
 * on SQLite only. The memberships inside are also good later, as long as the generation of
 * rights and the day are the same: then one statement answers for session and rights.
 */
#ifndef WEB_SESSION_COPY_H
#define WEB_SESSION_COPY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "web/session.h"

struct arena;
struct sessions;

/* A session with what the server needs beside. */
struct session_found {
    struct session session;
    struct instant seen;
    struct instant until; /* idle or old, whichever comes first */
    int64_t version;      /* of the store before it was read; -1: unknown */
    bool again;           /* seen should be written anew */
    bool turn;            /* so should the identifier: session_turn */
    bool earlier;         /* found by the identifier before the present one */
    bool differs;         /* rights are not what they were when the identifier was made */
    int64_t rights;
    struct instant turned;
};

struct sessions *sessions_make(void);
void sessions_release(struct sessions *s);
int64_t sessions_count(struct sessions *s);

/* The copy of this version, in the arena; false when there is none. */
bool sessions_get(struct sessions *s, const uint8_t hash[SHA256_BYTES], int64_t version,
                  struct arena *arena, struct session_found *out);

/* The user with his memberships, if generation and day are the same. */
bool sessions_who(struct sessions *s, const uint8_t hash[SHA256_BYTES], int64_t generation,
                  struct date day, struct arena *arena, struct who *out);

void sessions_put(struct sessions *s, const uint8_t hash[SHA256_BYTES], struct date day,
                  const struct session_found *found);

/* Forgets the notice of a session at once, before the database does. */
void sessions_noticed(struct sessions *s, int64_t session);

/* session_find with all of it: from the copy or the database. */
bool session_look(struct act *a, const struct request *q, struct session_found *out);

/* Writes when the session or token was last used; its own act_write. */
bool session_seen(struct act *a, const struct session *s);

/* Gives the session a new identifier and the browser its cookie. The present one stays
   good for five minutes, for requests under way and answers that get lost. */
bool session_turn(struct act *a, const struct request *q, const struct session_found *f,
                  struct reply *r);

#endif
