/*
 * Pages of one's own account: password, second factor, sessions, tokens. What each shows;
 * the templates are in views/own.html. No page can do anything to somebody else's.
 */
#ifndef WEB_OWN_PAGE_H
#define WEB_OWN_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/factor.h"
#include "web/out.h"
#include "web/route.h"
#include "web/token.h"

extern const struct route own_routes[];

/* A sentence for a field, NULL: none. */
struct own_fault {
    const char *field;
    const char *message;
};

struct password_page {
    const char *csrf;
    const char *login;
    struct own_fault fault;
    int least;     /* characters */
    bool is_apart; /* another system keeps the password */
};

struct factor_page {
    const char *csrf;
    struct own_fault fault;
    struct factor factor;
    struct html qr;
    const char *secret;    /* in groups of four, for typing */
    const char **recovery; /* to be shown once, or NULL */
    bool must;             /* nothing else can be used before */
    bool by_code;          /* who keeps no password here gives a code instead */
};

struct session_line {
    int64_t id;
    const char *device; /* Chrome（Windows） */
    const char *address;
    struct instant created;
    struct instant seen;
    bool is_this;
};

struct sessions_page {
    const char *csrf;
    struct session_line *lines;
    size_t count;
};

struct token_ledger {
    const char *name;
    const char *title;
    bool is_chosen;
};

struct token_line {
    struct token_entry entry;
    const char *scope; /* 読むだけ：問合せ、人 */
};

struct tokens_page {
    const char *csrf;
    struct own_fault fault;
    const char *title; /* as typed */
    const char *made;  /* to be shown once, or NULL */
    struct token_ledger *ledgers;
    size_t ledger_count;
    struct token_line *lines;
    size_t count;
    int days;
    bool writes;
};

/* Browser and system of a User-Agent header, as a person calls them. */
const char *device_words(struct act *a, const char *agent);

/* For the templates. */
bool own_is_tab(const char *href, const char *current);
bool own_is(const struct own_fault *fault, const char *field);

/* The fault that stands beside a field, from the act's newest. */
struct own_fault own_fault(const struct act *a);

/* Who sits there proves that it is he: the password of field `name`, else (when another
   system keeps it) a code of the second factor. Counts as a try of signing in. The
   fault is on that field. */
bool own_again(struct act *a, const struct request *q, const char *name);

bool password_show(struct act *a, const struct request *q, struct reply *r);
bool password_change(struct act *a, const struct request *q, struct reply *r);
bool factor_show(struct act *a, const struct request *q, struct reply *r);
bool factor_set_up(struct act *a, const struct request *q, struct reply *r);
bool factor_take_away(struct act *a, const struct request *q, struct reply *r);
bool factor_codes_anew(struct act *a, const struct request *q, struct reply *r);
bool sessions_show(struct act *a, const struct request *q, struct reply *r);
bool sessions_close(struct act *a, const struct request *q, struct reply *r);
bool tokens_show(struct act *a, const struct request *q, struct reply *r);
bool tokens_make(struct act *a, const struct request *q, struct reply *r);
bool tokens_close(struct act *a, const struct request *q, struct reply *r);

#endif
