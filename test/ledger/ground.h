/*
 * The ground tests stand on: which ledgers there are, and a store that has their tables.
 *
 *     ground_begin();
 *     ground_ledgers(contract_module.ledgers);
 *     ground_tables(web_tables);
 *     store = ground_open(t);
 */
#ifndef TEST_LEDGER_GROUND_H
#define TEST_LEDGER_GROUND_H

#include "test.h"

struct ledger;
struct store;
struct table;

/* The core ledgers and the engine's, no more; until the next test begins. */
void ground_begin(void);

/* And these; the list ends with NULL and may be NULL. */
void ground_ledgers(const struct ledger *const *ledgers);
void ground_tables(const struct table *const *tables);

/* A fresh store with the tables of all of them. Closed when the test ends. */
struct store *ground_open(struct test *t);

#endif
