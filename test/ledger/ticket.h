/*
 * A small ledger that has one of everything, for tests of the floor.
 */
#ifndef TEST_LEDGER_TICKET_H
#define TEST_LEDGER_TICKET_H

#include "ledger/ledger.h"

struct ticket {
    struct record base;
    const char *number;
    struct instant received_at;
    const char *title;
    struct prose body;
    struct choice kind;
    struct ref section;
    const char *holder;
    struct mail contact;
    int64_t amount;
    struct date completed_on;
    struct instant due;
};

extern const struct ledger ticket_ledger;

#endif
