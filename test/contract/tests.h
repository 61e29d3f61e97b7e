/*
 * The tables of test/contract/, one for each source of src/contract/.
 */
#ifndef TEST_CONTRACT_TESTS_H
#define TEST_CONTRACT_TESTS_H

#include "store/act.h" /* before cmocka, whose macro fail would hide ours */
#include "test.h"

extern const struct test_case calc_tests[];
extern const struct test_case module_tests[];
extern const struct test_case money_tests[];
extern const struct test_case money_random_tests[];
extern const struct test_case rate_tests[];
extern const struct test_case working_tests[];

#endif
