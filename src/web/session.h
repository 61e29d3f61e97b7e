/*
 * Sessions: who is signed in where.
 *
 * The cookie holds a random identifier; the database holds its hash only. It
 * rotates at sign-in, ends when idle (12 hours) or old (7 days) by the act's own
 * clock, and carries the session's CSRF secret, contract and reading habits.
 */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "ledger/core/who.h"

struct act;
struct request;
struct reply;

struct session {
    int64_t id;
    struct who who;
    int64_t contract;   /* the one switched to; 0: none yet */
    const char *csrf;   /* token for forms of this session */
    bool western;       /* dates as 2026-11-20 */
    bool no_keys;       /* one-letter keys switched off */
    const char *notice; /* sentence to show once, or NULL */
    bool by_token;      /* API token instead of cookie */
};

/* The session of a cookie or bearer token: FAULT_UNSIGNED when it is unknown or over. */
bool session_find(struct act *a, const struct request *q, struct session *out);

/* Checks login and password at constant cost (Argon2id) and opens a session. The
   fault does not tell which of the two was wrong. */
bool session_open(struct act *a, const struct request *q, const char *login, const char *password,
                  struct reply *r);
bool session_end(struct act *a, const struct session *s, struct reply *r);
/* FAULT_DENIED when the user has no membership in the contract. */
bool session_switch(struct act *a, const struct session *s, int64_t contract);

/* The reader's habits. */
bool session_habits(struct act *a, const struct session *s, bool western, bool no_keys);

/* A sentence to show once; `notice` NULL or "" takes it away. */
bool session_notice(struct act *a, int64_t session, const char *notice);

/* Tokens of the API: made on the command line, shown once, stored hashed. */
bool token_make(struct act *a, int64_t user, int days, const char **token);

/* Password text for the user ledger. Slow by design: never inside act_write. */
bool password_hash(struct act *a, const char *password, const char **out);
bool password_check(const char *hash, const char *password);

/* Argon2id's cost; 0: 64 MiB, 3 passes. Tests lower it. */
void password_cost(size_t memory_bytes, unsigned passes);

#endif
