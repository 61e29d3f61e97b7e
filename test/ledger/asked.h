/*
 * A log of questions, for tests of imports and exports: what a help desk writes down.
 */
#ifndef TEST_LEDGER_ASKED_H
#define TEST_LEDGER_ASKED_H

#include "ledger/ledger.h"
#include "office.h"

struct asked {
    struct record base;
    const char *number;
    struct instant received_at;
    const char *channel;
    struct ref section;
    const char *section_name;
    struct ref requester;
    const char *requester_name;
    const char *kind;
    struct choice priority;
    const char *title;
    struct prose body;
    const char *assignee;
    struct prose response;
    const char *asset;
    struct date completed_on;
    struct instant due;
};

extern const struct ledger asked_ledger;

/* The office with this ledger too. */
void asked_open(struct test *t, struct office *o);

/* How many questions there are. */
int64_t asked_count(struct office *o);

/* The one with this number, personal fields opened; NULL if there is none. */
const struct asked *asked_find(struct office *o, const char *number);

#endif
