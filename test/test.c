#include "test.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/process.h"

enum { MOST_CASES = 2000 };

static void
run_case(void **state)
{
    const struct test_case *tested = *state;
    struct arena arena = { 0 };
    struct test t = { .arena = &arena };

    tested->run(&t);
    arena_release(&arena);
}

static bool
is_wanted(const char *title, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strstr(title, argv[i]))
            return true;
    return argc < 2;
}

int
test_main(const char *folder, const struct test_table *tables, int argc, char **argv)
{
    static struct CMUnitTest chosen[MOST_CASES];
    static char titles[MOST_CASES][200];
    size_t count = 0;

    process_begin(argc, argv);
    for (const struct test_table *table = tables; table->file; table++)
        for (const struct test_case *tested = table->cases; tested->name; tested++) {
            assert_true(count < MOST_CASES);
            snprintf(titles[count], sizeof(titles[count]), "%s/%s: %s", folder, table->file,
                     tested->name);
            if (!is_wanted(titles[count], argc, argv))
                continue;
            chosen[count] = (struct CMUnitTest){
                .name = titles[count],
                .test_func = run_case,
                .initial_state = (void *)(uintptr_t)tested,
            };
            count++;
        }
    return _cmocka_run_group_tests(folder, chosen, count, NULL, NULL);
}
