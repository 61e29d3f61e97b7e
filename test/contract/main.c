#include "tests.h"

int
main(int argc, char **argv)
{
    static const struct test_table tables[] = {
        { "assignment", assignment_tests },   { "erasure", erasure_tests },
        { "information", information_tests }, { "media_check", media_check_tests },
        { "medium", medium_tests },           { "organisation_chart", organisation_chart_tests },
        { "pledge", pledge_tests },           { "qualification", qualification_tests },
        { "receipt", receipt_tests },         { "replacement", replacement_tests },
        { "roster", roster_tests },           { "staffing", staffing_tests },
        { "subcontract", subcontract_tests }, { "training", training_tests },
        { "workplace", workplace_tests },     { 0 },
    };

    return test_main("contract", tables, argc, argv);
}
