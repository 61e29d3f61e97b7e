#include "tests.h"

int
main(int argc, char **argv)
{
    static const struct test_table tables[] = {
        { "declarations", declarations_tests },
        { "leak_report", leak_report_tests },
        { "meeting_series", meeting_series_tests },
        { "plan_figures", plan_figures_tests },
        { "schedule", schedule_tests },
        { "task_graph", task_graph_tests },
        { 0 },
    };

    return test_main("contract", tables, argc, argv);
}
