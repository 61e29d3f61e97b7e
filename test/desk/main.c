#include "tests.h"

static const struct test_table tables[] = {
    { "address", address_tests },
    { "ask", ask_tests },
    { "ask_index", ask_index_tests },
    { "ask_text", ask_text_tests },
    { "capacity", capacity_tests },
    { "comparison", comparison_tests },
    { "device", device_tests },
    { "duty", duty_tests },
    { "inquiry", inquiry_tests },
    { "loan", loan_tests },
    { "mail_take", mail_take_tests },
    { "name_series", name_series_tests },
    { "network", network_tests },
    { "round", round_tests },
    { "supply", supply_tests },
    { "web_meeting", web_meeting_tests },
    { 0 },
};

int
main(int argc, char **argv)
{
    return test_main("desk", tables, argc, argv);
}
