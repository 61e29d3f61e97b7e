/*
 * The tables of test/render/, one for each source of src/render/.
 */
#ifndef TEST_RENDER_TESTS_H
#define TEST_RENDER_TESTS_H

#include "store/act.h" /* before cmocka, whose macro fail would hide ours */
#include "test.h"

extern const struct test_case chart_tests[];
extern const struct test_case figure_tests[];
extern const struct test_case freeze_tests[];
extern const struct test_case html_tests[];
extern const struct test_case labels_tests[];
extern const struct test_case paint_tests[];
extern const struct test_case pdf_tests[];
extern const struct test_case protect_tests[];
extern const struct test_case report_tests[];
extern const struct test_case office_tests[];
extern const struct test_case template_tests[];
extern const struct test_case workbook_tests[];

#endif
