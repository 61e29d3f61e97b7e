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
        { "due", due_tests },
        { "terms", terms_tests },
        { "obligation", obligation_tests },
        { "clauses", clauses_tests },
        { "clauses_docx", clauses_docx_tests },
        { "consultation", consultation_tests },
        { "desk", desk_tests },
        { "calendar_feed", calendar_feed_tests },
        { "assignment", assignment_tests },
        { "erasure", erasure_tests },
        { "information", information_tests },
        { "media_check", media_check_tests },
        { "medium", medium_tests },
        { "organisation_chart", organisation_chart_tests },
        { "pledge", pledge_tests },
        { "qualification", qualification_tests },
        { "receipt", receipt_tests },
        { "replacement", replacement_tests },
        { "roster", roster_tests },
        { "staffing", staffing_tests },
        { "subcontract", subcontract_tests },
        { "training", training_tests },
        { "workplace", workplace_tests },
        { "declarations", declarations_tests },
        { "leak_report", leak_report_tests },
        { "meeting_series", meeting_series_tests },
        { "plan_figures", plan_figures_tests },
        { "schedule", schedule_tests },
        { "task_graph", task_graph_tests },
        { "approval", approval_tests },
        { "approval_content", approval_content_tests },
        { "approval_route", approval_route_tests },
        { "approval_turn", approval_turn_tests },
        { "article", article_tests },
        { "form", form_tests },
        { "papers", papers_tests },
        { 0 },
    };

    return test_main("contract", tables, argc, argv);
}
