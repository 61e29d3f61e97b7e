#include "tests.h"

static const struct test_table tables[] = {
    { "capacity", capacity_tests },
    { "device", device_tests },
    { "duty", duty_tests },
    { "inquiry", inquiry_tests },
    { "loan", loan_tests },
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
