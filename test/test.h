/*
 * Tests: one table of sentences at the end of each file that mirrors a source.
 *
 * A test says what holds with cmocka's assert_… and is given an arena of its own.
 * One program per folder runs all tables of that folder; with words as arguments
 * it runs only the tests whose "file/name" contains one of them.
 */
#ifndef TEST_TEST_H
#define TEST_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Ours reports a fault of an act; tests end with an assertion instead. */
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#include "base/arena.h"

struct test {
    struct arena *arena;
};

struct test_case {
    const char *name;
    void (*run)(struct test *);
};

/* The tables of one folder, each named for the source it mirrors; ends with a zero row. */
struct test_table {
    const char *file;
    const struct test_case *cases;
};

#define CASE(function)                                                                             \
    {                                                                                              \
#        function, function                                                                        \
    }

/* Runs the tables; the value is what main returns. */
int test_main(const char *folder, const struct test_table *tables, int argc, char **argv);

#endif
