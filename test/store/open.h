/*
 * Stores for tests: a fresh one in a folder of its own, gone when the test ends.
 *
 * With TASUKI_TEST_DATABASE (a postgresql:// URL) the store stands in a fresh schema of
 * that database, or in a fresh database beside it, else it is SQLite in the folder.
 */
#ifndef TEST_STORE_OPEN_H
#define TEST_STORE_OPEN_H

#include <stdbool.h>
#include <sys/types.h>

#include "store/act.h"
#include "store/store.h"
#include "test.h"

struct table;

/* A new folder that is removed when the test ends. */
const char *folder_for_test(struct test *t);

/* What `tasuki init` makes, without any ledger's tables. Closed when the test ends. */
struct store *store_for_test(struct test *t);

/* The same with these tables, which are made once and copied: most of what a test would
   cost is making them. */
struct store *store_with(struct test *t, const struct table *const *tables, size_t count);

/* Options of a fresh store, with `create` set, for tests that open by themselves. */
struct store_options options_for_test(struct test *t);

/* A second opening of the same data, in the same way; fails the test when it fails. */
struct store *store_again(struct test *t, struct store_options options);

/* An act in the test's arena; ended when the test ends. */
struct act *act_for_test(struct test *t, struct store *store);

/* Makes one byte of a file another one, whatever it was. */
void change_byte(const char *path, off_t at);

/* For the few tests whose meaning depends on the database. */
bool test_is_postgres(void);

#endif
