/*
 * Routes of approval (承認経路): whose approval a kind of record needs, in which order.
 *
 * A route says for which ledgers it is, and has steps. A step names its people one by one
 * or by a role in the contract, and how many of them have to approve. A request takes a
 * copy of the route along: changing a route changes no request that is under way.
 */
#ifndef CONTRACT_APPROVAL_ROUTE_H
#define CONTRACT_APPROVAL_ROUTE_H

#include "ledger/ledger.h"

struct act;

struct approval_route {
    struct record base;
    const char *title;
    const char *applies_to; /* names of ledgers, a space between */
    const char *only_kind;  /* of records whose field `kind` says so, or empty: all */
    bool own;               /* who asks may approve himself */
    const char *then;       /* transition of the record when it is approved, or empty */
    const char *otherwise;  /* … when it is sent back */
    struct prose note;
};

struct route_step {
    struct record base;
    struct ref route;
    int64_t position; /* in this order */
    const char *label;
    struct refs people;
    struct choice role; /* instead of people: all who have it in the contract */
    struct ref section; /* … only those of this organisation */
    bool same_section;  /* … only those of the record's own one: the head of who applies */
    struct choice kind; /* one, all, some */
    int64_t needed;     /* of "some" */
    struct refs deputies;
    bool hands_over; /* may ask somebody else to decide for him */
};

extern const struct ledger approval_route_ledger;
extern const struct ledger route_step_ledger;

struct approval_routes {
    struct approval_route **rows;
    size_t count;
};

/* Those in use that are for this record, in the order they were made. */
bool approval_routes_for(struct act *a, const struct ledger *l, const struct record *record,
                         struct approval_routes *out);

/* Whether what the route does at its end can be done to the record in its present state. */
bool approval_route_leads_on(const struct ledger *l, const struct record *record,
                             const struct approval_route *route);

/* The steps of a route in their order. */
struct route_steps {
    struct route_step **rows;
    size_t count;
};
bool route_steps_read(struct act *a, int64_t route, struct route_steps *out);

#endif
