#include "tests.h"

static const struct test_table tables[] = {
    { "ask", ask_tests },
    { "ask_index", ask_index_tests },
    { "ask_text", ask_text_tests },
    { "inquiry", inquiry_tests },
    { 0 },
};

int
main(int argc, char **argv)
{
    return test_main("desk", tables, argc, argv);
}
