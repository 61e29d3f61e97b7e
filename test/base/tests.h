/*
 * The tables of test/base/, one for each source of src/base/.
 */
#ifndef TEST_BASE_TESTS_H
#define TEST_BASE_TESTS_H

#include "test.h"

extern const struct test_case calendar_tests[];
extern const struct test_case clamd_tests[];
extern const struct test_case config_tests[];
extern const struct test_case crypto_tests[];
extern const struct test_case csv_tests[];
extern const struct test_case digits_tests[];
extern const struct test_case encoding_tests[];
extern const struct test_case file_tests[];
extern const struct test_case fold_tests[];
extern const struct test_case holiday_tests[];
extern const struct test_case inet_tests[];
extern const struct test_case json_tests[];
extern const struct test_case jwt_tests[];
extern const struct test_case kana_tests[];
extern const struct test_case log_tests[];
extern const struct test_case magic_tests[];
extern const struct test_case process_tests[];
extern const struct test_case sandbox_tests[];
extern const struct test_case text_tests[];
extern const struct test_case time_tests[];
extern const struct test_case tokens_tests[];
extern const struct test_case totp_tests[];
extern const struct test_case utf8_tests[];
extern const struct test_case wareki_tests[];
extern const struct test_case docx_tests[];
extern const struct test_case workbook_tests[];
extern const struct test_case xml_tests[];

#endif
