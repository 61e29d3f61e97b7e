/*
 * The form of a record, new or known.
 *
 * What was typed is never lost: a refused form comes back as it was, and when someone
 * else has changed the record meanwhile, both values stand side by side.
 */
#ifndef WEB_EDIT_PAGE_H
#define WEB_EDIT_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/act.h"
#include "web/control.h"
#include "web/route.h"
#include "web/timeline_page.h"

/* A field that two people have changed. Texts as typed, so that the chosen one is sent. */
struct edit_clash {
    const char *name;
    const char *label;
    const char *mine;
    const char *theirs;
    const char *mine_shown;
    const char *theirs_shown;
    bool is_theirs; /* chosen beforehand: mine is only what stood there before */
};

struct edit_page {
    const struct ledger *ledger;
    const char *csrf;
    const char *title; /* of the record, or "新規" */
    const char *action;
    const char *cancel;
    const char *draft; /* key under which the browser keeps what is typed */
    int64_t version;   /* 0 when new */
    bool asks_why;     /* 変える理由; not where the ledger has a reason of its own */
    struct control *controls;
    size_t control_count;
    const struct fault *faults; /* of all; those with a field have a control */
    size_t fault_count;
    struct fact *settled; /* what cannot be changed any more */
    size_t settled_count;
    bool is_stale; /* someone was first: then the form asks only for the clashes … */
    struct edit_clash *clashes;
    size_t clash_count;
    struct pair *kept; /* … and sends the other typed values along */
    size_t kept_count;
    struct shown_entry *since;
    size_t since_count;
    const char *remove; /* where removing is sent, or NULL */
};

bool edit_new(struct act *a, const struct request *q, struct reply *r);    /* GET new */
bool edit_create(struct act *a, const struct request *q, struct reply *r); /* POST {ledger} */
bool edit_show(struct act *a, const struct request *q, struct reply *r);   /* GET {id}/edit */
bool edit_change(struct act *a, const struct request *q, struct reply *r); /* POST {id} */

#endif
