/*
 * The tables of test/contract/, one for each source of src/contract/.
 * The tests of test/contract/, one for each source of src/contract/.
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
extern const struct test_case document_tests[];
extern const struct test_case due_tests[];
extern const struct test_case due_mail_tests[];
extern const struct test_case terms_tests[];
extern const struct test_case obligation_tests[];
extern const struct test_case clauses_tests[];
extern const struct test_case clauses_docx_tests[];
extern const struct test_case consultation_tests[];
extern const struct test_case deliverable_tests[];
extern const struct test_case delivery_tests[];
extern const struct test_case desk_tests[];
extern const struct test_case calendar_feed_tests[];
extern const struct test_case assignment_tests[];
extern const struct test_case erasure_tests[];
extern const struct test_case information_tests[];
extern const struct test_case media_check_tests[];
extern const struct test_case medium_tests[];
extern const struct test_case organisation_chart_tests[];
extern const struct test_case papers_tests[];
extern const struct test_case pledge_tests[];
extern const struct test_case qualification_tests[];
extern const struct test_case receipt_tests[];
extern const struct test_case replacement_tests[];
extern const struct test_case roster_tests[];
extern const struct test_case staffing_tests[];
extern const struct test_case subcontract_tests[];
extern const struct test_case training_tests[];
extern const struct test_case workplace_tests[];
extern const struct test_case declarations_tests[];
extern const struct test_case leak_report_tests[];
extern const struct test_case handover_tests[];
extern const struct test_case meeting_series_tests[];
extern const struct test_case plan_figures_tests[];
extern const struct test_case schedule_tests[];
extern const struct test_case task_graph_tests[];
extern const struct test_case approval_tests[];
extern const struct test_case approval_content_tests[];
extern const struct test_case approval_route_tests[];
extern const struct test_case approval_turn_tests[];
extern const struct test_case article_tests[];
extern const struct test_case form_tests[];

#endif
