/*
 * The tables of test/contract/, one for each source of src/contract/.
 */
#ifndef TEST_CONTRACT_TESTS_H
#define TEST_CONTRACT_TESTS_H

#include "store/act.h" /* before cmocka, whose macro fail would hide ours */
#include "test.h"

extern const struct test_case approval_tests[];
extern const struct test_case approval_content_tests[];
extern const struct test_case approval_route_tests[];
extern const struct test_case approval_turn_tests[];
extern const struct test_case article_tests[];
extern const struct test_case form_tests[];

#endif
