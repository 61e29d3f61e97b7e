/*
 * Tokens of the API: shown once, kept hashed, with an end, and no wider than their scope.
 *
 * A scope is "read" or "write" (which reads too), followed by the names of the ledgers it is
 * good for: "read inquiry person". Without names it is good for all its user may reach. A
 * token with names reaches the addresses of those ledgers and the list of ledgers, nothing
 * else: no search over everything, no live changes, no pages of the user.
 */
#ifndef WEB_TOKEN_H
#define WEB_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct request;

enum { TOKEN_DAYS_MOST = 3650, TOKEN_TITLE_MOST = 100 };

struct token_wish {
    int64_t user;
    int days;          /* 1 to TOKEN_DAYS_MOST */
    const char *scope; /* NULL or "": "write" */
    const char *title; /* what it is for; NULL: nothing */
};

/* Its own act_write, with a row in the history. FAULT_INVALID on days, scope or title. */
bool token_make(struct act *a, const struct token_wish *wish, const char **token);

/* The scope with single blanks; false with a fault when it is none. */
bool scope_parse(struct act *a, const char *text, const char **scope);

/* As people read it: 読むだけ、問合せ. */
const char *scope_words(struct act *a, const char *scope);

/* Whether a request by token stays within its scope; true for cookies. FAULT_DENIED. */
bool token_allows(struct act *a, const struct request *q);

struct token_entry {
    int64_t id;
    const char *title;
    const char *scope;
    struct instant created;
    struct instant ends;
    struct instant seen; /* 0: not used yet */
};

/* The user's that have not ended, newest first; at most 200. */
bool token_list(struct act *a, int64_t user, struct token_entry **list, size_t *count);

/* FAULT_MISSING when it is not his. Its own act_write. */
bool token_end(struct act *a, int64_t user, int64_t token);

#endif
