/*
 * The ground the fixtures of this folder stand on: all ledgers of the program's contract
 * module, and their tables in a store.
 */
#ifndef TEST_CONTRACT_GROUND_H
#define TEST_CONTRACT_GROUND_H

#include "store/act.h"
#include "test.h"

struct ledger;

/* Core, engine and contract, and `extra` (may be NULL). */
void ground_ledgers(const struct ledger *extra);

/* Their tables, those beside the ledgers, and those of web/. */
void ground_tables(struct test *t, struct act *a);

#endif
