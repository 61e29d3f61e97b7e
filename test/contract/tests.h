/*
 * The tests of test/contract/, one for each source of src/contract/.
 */
#ifndef TEST_CONTRACT_TESTS_H
#define TEST_CONTRACT_TESTS_H

#include "store/act.h" /* before cmocka, whose macro fail would hide ours */
#include "test.h"

extern const struct test_case assignment_tests[];
extern const struct test_case erasure_tests[];
extern const struct test_case information_tests[];
extern const struct test_case media_check_tests[];
extern const struct test_case medium_tests[];
extern const struct test_case organisation_chart_tests[];
extern const struct test_case pledge_tests[];
extern const struct test_case qualification_tests[];
extern const struct test_case receipt_tests[];
extern const struct test_case replacement_tests[];
extern const struct test_case roster_tests[];
extern const struct test_case staffing_tests[];
extern const struct test_case subcontract_tests[];
extern const struct test_case training_tests[];
extern const struct test_case workplace_tests[];

#endif
