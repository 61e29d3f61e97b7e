/*
 * Where the ledgers of contracts are tested: a store with all their tables, one contract
 * for the fiscal year 2026, and acts of the console in it.
 */
#ifndef TEST_CONTRACT_AGENCY_H
#define TEST_CONTRACT_AGENCY_H

#include "answers.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "test.h"

struct agency {
    struct test *test;
    struct store *store;
    struct instant now; /* of the acts begun next: 2026-04-06 9:00, a Monday */
    int64_t contract;
};

void agency_open(struct test *t, struct agency *g);

/* An act of the console, ended with the test. */
struct act *agency_act(struct agency *g);

/* `2026-04-06 09:00`. */
struct instant at(const char *text);

#endif
