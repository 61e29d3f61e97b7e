#include "tests.h"

static const struct test_table tables[] = {
    { "address", address_tests },
    { "ask", ask_tests },
    { "ask_index", ask_index_tests },
    { "ask_text", ask_text_tests },
    { "canned_answer", canned_answer_tests },
    { "capacity", capacity_tests },
    { "comparison", comparison_tests },
    { "device", device_tests },
    { "duty", duty_tests },
    { "inquiry", inquiry_tests },
    { "loan", loan_tests },
    { "mention", mention_tests },
    { "merge", merge_tests },
    { "monthly_service", monthly_service_tests },
    { "name_series", name_series_tests },
    { "network", network_tests },
    { "problem", problem_tests },
    { "round", round_tests },
    { "satisfaction", satisfaction_tests },
    { "supply", supply_tests },
    { "vendor_case", vendor_case_tests },
    { "web_meeting", web_meeting_tests },
    { 0 },
};

int
main(int argc, char **argv)
{
    return test_main("desk", tables, argc, argv);
}
