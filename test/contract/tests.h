/*
 * The tests of test/contract/, one for each source of src/contract/.
 */
#ifndef TEST_CONTRACT_TESTS_H
#define TEST_CONTRACT_TESTS_H

#include "store/act.h" /* before cmocka, whose macro fail would hide ours */
#include "test.h"

extern const struct test_case declarations_tests[];
extern const struct test_case leak_report_tests[];
extern const struct test_case meeting_series_tests[];
extern const struct test_case plan_figures_tests[];
extern const struct test_case schedule_tests[];
extern const struct test_case task_graph_tests[];

#endif
