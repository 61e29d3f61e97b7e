/*
 * The ground the fixtures stand on: all ledgers of the modules under test, and their tables
 * in a store.
 */
#ifndef TEST_CONTRACT_GROUND_H
#define TEST_CONTRACT_GROUND_H

#include "store/act.h"
#include "test.h"

struct ledger;
struct module;

/* The modules of the folder that is tested and of those below; ends with NULL. */
extern const struct module *const ground_modules[];

/* Core, engine and modules, and `extra` (may be NULL). */
void ground_ledgers(const struct ledger *extra);

/* Their tables, those beside the ledgers, and those of web/. */
void ground_tables(struct test *t, struct act *a);

#endif
