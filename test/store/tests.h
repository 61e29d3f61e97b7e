/*
 * The tables of test/store/, one for each source of src/store/.
 */
#ifndef TEST_STORE_TESTS_H
#define TEST_STORE_TESTS_H

#include "test.h"

#undef fail /* cmocka's: in these tests it is the act's */

extern const struct test_case act_tests[];
extern const struct test_case keyring_tests[];
extern const struct test_case seal_tests[];
extern const struct test_case blob_tests[];
extern const struct test_case schedule_tests[];
extern const struct test_case job_tests[];
extern const struct test_case outbox_tests[];
extern const struct test_case backup_tests[];
extern const struct test_case parameter_tests[];
extern const struct test_case postgres_tests[];
extern const struct test_case query_tests[];
extern const struct test_case schema_tests[];
extern const struct test_case seat_tests[];
extern const struct test_case sql_tests[];
extern const struct test_case sqlite_tests[];
extern const struct test_case sqlite_group_tests[];
extern const struct test_case sqlite_reader_tests[];
extern const struct test_case store_tests[];
extern const struct test_case words_tests[];

#endif
