/*
 * How the installation is: asked once for a page of administration.
 */
#ifndef WEB_ADMIN_STATE_H
#define WEB_ADMIN_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "ledger/block.h"
#include "store/store.h"
#include "web/resources.h"

struct act;
struct admin_page;
struct request;

struct admin_counts {
    int64_t users;
    int64_t ended_users; /* of them, their last day is over */
    int64_t no_factor;   /* of those still here, without a second factor */
    int64_t memberships;
    int64_t calendars;
    int64_t holidays;
    int64_t series;
    int64_t custom;
    int64_t sessions;
    int64_t tokens;
};

struct admin_jobs {
    int64_t waiting;
    int64_t running;
    int64_t failed; /* in the last seven days */
    int64_t missed; /* schedules, in the last seven days */
};

/* The newest archive in DIR/backups; none: name NULL. */
struct admin_backup {
    const char *name;
    struct instant at;
    int64_t bytes;
    int64_t count; /* of archives */
};

struct admin_state {
    struct admin_counts counts;
    struct admin_jobs jobs;
    struct admin_backup backup;
    struct resources resources;
    struct store_numbers store;
    struct block block; /* the newest */
    bool has_block;
    int64_t unsealed;
    struct instant unsealed_since; /* the oldest row no block covers; none: 0 */
    int64_t database;              /* bytes */
    int64_t mail_waiting;
    int64_t mail_given_up;
    bool has_until; /* the certificate of the server says when it ends */
    struct instant until;
};

/* The counts alone are left out where `whole` is false. */
bool admin_state_read(struct act *a, const struct request *q, bool whole, struct admin_state *out);

/* Puts what is wrong on the page, and what to do. */
void
admin_state_warn(const struct request *q, const struct admin_state *s, struct admin_page *page);

#endif
