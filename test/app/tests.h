/*
 * The tables of test/app/, one for each source of src/app/.
 */
#ifndef TEST_APP_TESTS_H
#define TEST_APP_TESTS_H

#include "store/act.h" /* before cmocka, whose macro fail would hide ours */
#include "test.h"

extern const struct test_case access_matrix_tests[];
extern const struct test_case backup_job_tests[];
extern const struct test_case keys_job_tests[];
extern const struct test_case modules_tests[];

#endif
