/*
 * Requests to copy information or to take it out of its place (複写・持出の申請).
 *
 * The client approves before it is done; the events that do it (contract/information.h) name
 * the request, and use up the count it allows.
 */
#ifndef CONTRACT_HANDLING_REQUEST_H
#define CONTRACT_HANDLING_REQUEST_H

#include "ledger/ledger.h"

struct handling_request {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind; /* copy, take_out */
    struct ref item;
    int64_t quantity; /* that may be copied or taken out, in all */
    int64_t used;
    struct prose purpose;
    const char *destination;
    struct period period;
    struct ref person;
    struct ref transport;
    struct prose safety;
    struct date until;
    const char *answer;
    struct date decided_on;
    struct ref decided_by;
    struct prose notes;
};

extern const struct ledger handling_request_ledger;

/* What somebody is about to do by a request. */
struct handling_use {
    int64_t request;
    const char *kind;
    int64_t item;
    struct date day;
    int64_t count;
};

/* Whether the request covers it; else the fault of `field` says why not. */
bool handling_allows(struct act *a, const struct handling_use *use, const char *field);

/* Notes that so many were used; in a consequence. */
bool handling_used(struct act *a, int64_t request, int64_t count);

#endif
