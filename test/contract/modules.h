/*
 * What the fixtures stand on: all ledgers of the modules under test, in a store that has
 * their tables.
 */
#ifndef TEST_CONTRACT_MODULES_H
#define TEST_CONTRACT_MODULES_H

#include "test.h"

struct ledger;
struct module;
struct store;

/* The modules of the folder that is tested and of those below; ends with NULL. */
extern const struct module *const modules_under_test[];

/* Core, engine and modules, and `extra` (may be NULL); a fresh store. */
struct store *modules_open(struct test *t, const struct ledger *extra);

#endif
