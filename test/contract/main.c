#include "tests.h"

int
main(int argc, char **argv)
{
    static const struct test_table tables[] = {
        { "approval", approval_tests },
        { "approval_content", approval_content_tests },
        { "approval_route", approval_route_tests },
        { "approval_turn", approval_turn_tests },
        { "article", article_tests },
        { "form", form_tests },

        { 0 },
    };

    return test_main("contract", tables, argc, argv);
}
