/*
 * Sessions: who is signed in where.
 *
 * The cookie holds a random identifier; the database holds its hash only. The identifier
 * is new at each step of signing in, when the user's rights change, and every hour. A
 * session ends when idle or old by the act's own clock (tasuki.ini), and carries its CSRF
 * secret, contract and reading habits. How one begins is door.h.
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

/* Minutes. Usual are two hours, and twelve: a working day. Who administers has half an hour,
   however long the others have. */
enum { SESSION_IDLE = 120, SESSION_OLD = 720, SESSION_IDLE_ADMINISTRATOR = 30 };
struct session_rules {
    int idle;
    int old;
};

struct session {
    int64_t id;
    struct who who;
    int64_t contract;   /* the one switched to; 0: none yet */
    const char *csrf;   /* token for forms of this session */
    bool western;       /* dates as 2026-11-20 */
    bool no_keys;       /* one-letter keys switched off */
    const char *notice; /* sentence to show once, or NULL */
    bool strong;        /* a second factor was given */
    bool enrols;        /* owes a second factor: only MAY_ENROLLING, and no membership */
    bool by_token;      /* API token instead of cookie */
    int64_t token;      /* its id */
    const char *scope;  /* its scope: token.h */
};

/* The session of a cookie or bearer token: FAULT_UNSIGNED when it is unknown or over. */
bool session_find(struct act *a, const struct request *q, struct session *out);

bool session_end(struct act *a, const struct request *q, struct reply *r);
/* FAULT_DENIED when the user has no membership in the contract. */
bool session_switch(struct act *a, const struct session *s, int64_t contract);

/* The reader's habits. */
bool session_habits(struct act *a, const struct session *s, bool western, bool no_keys);

/* A sentence to show once; `notice` NULL or "" takes it away. */
bool session_notice(struct act *a, int64_t session, const char *notice);

/* Those of one user, newest first; at most 100. */
struct session_entry {
    int64_t id;
    struct instant created;
    struct instant seen;
    struct instant ends;
    const char *address;
    const char *agent;
};
bool session_list(struct act *a, const struct request *q, int64_t user, struct session_entry **list,
                  size_t *count);

/* Ends one of the user's, 0: all of them but `keep` (0: none is kept). The history says
   how many. Inside act_write. FAULT_MISSING when it is not his. */
bool session_close(struct act *a, int64_t user, int64_t session, int64_t keep);

/* Of the server that asks, else the usual ones. */
const struct session_rules *session_rules(const struct request *q);

/* How long this user's sessions may rest. */
int session_idle(const struct session_rules *rules, const struct who *who);

/* A number that differs when memberships allow something else. */
int64_t session_rights(const struct who *who);

/* Where he works when he has not chosen; 0: nowhere. */
bool session_usual_contract(struct act *a, const struct who *who, int64_t *contract);

#endif
