#include "tests.h"

int
main(int argc, char **argv)
{
    static const struct test_table tables[] = {
        { "calc", calc_tests },
        { "module", module_tests },
        { "money", money_tests },
        { "money_random", money_random_tests },
        { "rate", rate_tests },
        { "working", working_tests },
        { 0 },
    };

    return test_main("contract", tables, argc, argv);
}
