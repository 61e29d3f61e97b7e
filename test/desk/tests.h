#ifndef TEST_DESK_TESTS_H
#define TEST_DESK_TESTS_H

#include "test.h"

extern const struct test_case address_tests[];
extern const struct test_case ask_tests[];
extern const struct test_case ask_index_tests[];
extern const struct test_case ask_text_tests[];
extern const struct test_case capacity_tests[];
extern const struct test_case comparison_tests[];
extern const struct test_case device_tests[];
extern const struct test_case duty_tests[];
extern const struct test_case inquiry_tests[];
extern const struct test_case loan_tests[];
extern const struct test_case mail_take_tests[];
extern const struct test_case name_series_tests[];
extern const struct test_case network_tests[];
extern const struct test_case round_tests[];
extern const struct test_case supply_tests[];
extern const struct test_case web_meeting_tests[];

#endif
