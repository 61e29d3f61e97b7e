#include "tests.h"

static const struct test_table tables[] = {
    { "address", address_tests },
    { "advice", advice_tests },
    { "application", application_tests },
    { "application_begin", application_begin_tests },
    { "application_write", application_write_tests },
    { "ask", ask_tests },
    { "ask_index", ask_index_tests },
    { "ask_text", ask_text_tests },
    { "canned_answer", canned_answer_tests },
    { "capacity", capacity_tests },
    { "comparison", comparison_tests },
    { "device", device_tests },
    { "duty", duty_tests },
    { "inquiry", inquiry_tests },
    { "kitting", kitting_tests },
    { "licence", licence_tests },
    { "loan", loan_tests },
    { "loan_late", loan_late_tests },
    { "mail_account", mail_account_tests },
    { "mail_original", mail_original_tests },
    { "mail_take", mail_take_tests },
    { "mention", mention_tests },
    { "merge", merge_tests },
    { "module", module_tests },
    { "monthly_service", monthly_service_tests },
    { "name_series", name_series_tests },
    { "network", network_tests },
    { "open_data", open_data_tests },
    { "power_stop", power_stop_tests },
    { "problem", problem_tests },
    { "rollout", rollout_tests },
    { "round", round_tests },
    { "rpa_plan", rpa_plan_tests },
    { "satisfaction", satisfaction_tests },
    { "setting_change", setting_change_tests },
    { "share", share_tests },
    { "staff_check", staff_check_tests },
    { "supply", supply_tests },
    { "vein_registration", vein_registration_tests },
    { "vendor_case", vendor_case_tests },
    { "virus_event", virus_event_tests },
    { "web_meeting", web_meeting_tests },
    { 0 },
};

int
main(int argc, char **argv)
{
    return test_main("desk", tables, argc, argv);
}
