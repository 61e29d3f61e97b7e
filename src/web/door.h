/*
 * The door: what follows when it has been established who somebody is.
 *
 * Whoever establishes it – a password here, a directory, an identity provider – calls
 * door_open and nothing else. This is the one place that decides whether a second factor
 * is still owed:
 *
 *   - the user has one and nobody vouched for one: the session is half open, reaches
 *     nothing, ends after ten minutes, and becomes whole by door_second;
 *   - an administrator who has none: the session is open, but reaches only the page that
 *     sets one up (MAY_ENROLLING; decided anew at each request in session.c);
 *   - else it is open.
 *
 * The identifier is a new one at each step, and the browser's former session ends.
 */
#ifndef WEB_DOOR_H
#define WEB_DOOR_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct attempt;
struct reply;
struct request;

struct arrival {
    int64_t user;      /* who it is */
    const char *means; /* how that was established: "password", "ldap", "oidc" */
    bool strong;       /* whoever established it has asked for a second factor himself */
    const char *next;  /* path to go to afterwards, "" or NULL: the start page */
    /* The try to forget, as it was right; NULL: none was counted. */
    const struct attempt *attempt;
};

/* Opens the session and redirects. FAULT_MISSING when the account has ended or is gone:
   answer as for a wrong password. */
bool door_open(struct act *a, const struct request *q, const struct arrival *e, struct reply *r);

/* The half-open session of a request's cookie. */
struct half {
    int64_t id; /* 0: there is none */
    int64_t user;
    const char *login;
    const char *means;
};
bool door_half(struct act *a, const struct request *q, struct half *out);

/* The second step: a code of the app or a recovery code as typed. Counts tries, redirects
   when right; FAULT_INVALID or FAULT_MANY on field "code" else. */
bool door_second(struct act *a, const struct request *q, const struct half *half, const char *typed,
                 const char *next, struct reply *r);

/* A new identifier for this session and the end of the user's others; `strong` as said.
   Part of an act_write; the cookie is set by the caller with door_cookie afterwards. */
bool door_renew(struct act *a, const struct request *q, bool strong, const char *identifier);
void door_cookie(struct act *a, const struct request *q, const char *identifier, struct reply *r);

/* A failed try, into the history: `user` 0 when there is no such account. What was typed
   does not stand there. */
bool
door_failed(struct act *a, const struct request *q, int64_t user, const char *action, int wait);

/* FAULT_DENIED for who owes a second factor and asks for something else. */
bool door_allows(struct act *a, const struct request *q);

#define DOOR_CODE "/sign-in/code"
#define DOOR_ENROL "/settings/second-factor"

#endif
