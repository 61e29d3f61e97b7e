#include "tests.h"

int
main(int argc, char **argv)
{
    static const struct test_table tables[] = {
        { "due", due_tests },
        { "terms", terms_tests },
        { "obligation", obligation_tests },
        { "clauses", clauses_tests },
        { "consultation", consultation_tests },
        { "desk", desk_tests },
        { "calendar_feed", calendar_feed_tests },
        { 0 },
    };

    return test_main("contract", tables, argc, argv);
}
