#ifndef TEST_DESK_TESTS_H
#define TEST_DESK_TESTS_H

#include "test.h"

extern const struct test_case account_compare_tests[];
extern const struct test_case account_steps_tests[];
extern const struct test_case address_tests[];
extern const struct test_case advice_tests[];
extern const struct test_case application_tests[];
extern const struct test_case application_begin_tests[];
extern const struct test_case application_write_tests[];
extern const struct test_case ask_tests[];
extern const struct test_case ask_index_tests[];
extern const struct test_case ask_text_tests[];
extern const struct test_case canned_answer_tests[];
extern const struct test_case capacity_tests[];
extern const struct test_case comparison_tests[];
extern const struct test_case device_tests[];
extern const struct test_case duty_tests[];
extern const struct test_case inquiry_tests[];
extern const struct test_case kitting_tests[];
extern const struct test_case licence_tests[];
extern const struct test_case loan_tests[];
extern const struct test_case loan_late_tests[];
extern const struct test_case mail_account_tests[];
extern const struct test_case mail_original_tests[];
extern const struct test_case mail_take_tests[];
extern const struct test_case mention_tests[];
extern const struct test_case merge_tests[];
extern const struct test_case module_tests[];
extern const struct test_case name_series_tests[];
extern const struct test_case network_tests[];
extern const struct test_case open_data_tests[];
extern const struct test_case periodic_tests[];
extern const struct test_case periodic_service_tests[];
extern const struct test_case power_stop_tests[];
extern const struct test_case problem_tests[];
extern const struct test_case rollout_tests[];
extern const struct test_case round_tests[];
extern const struct test_case rpa_plan_tests[];
extern const struct test_case satisfaction_tests[];
extern const struct test_case setting_change_tests[];
extern const struct test_case share_tests[];
extern const struct test_case sheets_tests[];
extern const struct test_case similar_tests[];
extern const struct test_case staff_check_tests[];
extern const struct test_case supply_tests[];
extern const struct test_case vein_registration_tests[];
extern const struct test_case vendor_case_tests[];
extern const struct test_case virus_event_tests[];
extern const struct test_case web_meeting_tests[];

#endif
