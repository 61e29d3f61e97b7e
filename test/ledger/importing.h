/*
 * Short words for tests of imports into the log of questions.
 */
#ifndef TEST_LEDGER_IMPORTING_H
#define TEST_LEDGER_IMPORTING_H

#include "asked.h"
#include "ledger/import.h"

struct import_request of_text(const char *text);
struct import_request of_file(const char *path);

/* By the lead; the test fails when it could not be done at all. */
struct import_result previewed(struct office *o, struct import_request request);
struct import_result written(struct office *o, struct import_request request);

/* `row:field` of all faults. */
const char *faults(struct test *t, const struct import_result *r);

/* A table of so many good rows: Q-0001 on, each with an asset A-1 on. */
const char *table_of(struct test *t, int count);

/* 番号,受付日時,依頼者,種別,件名,状態,完了日 above the rows. */
const char *with_head(struct test *t, const char *rows);

#endif
