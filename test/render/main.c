#include "tests.h"

int
main(int argc, char **argv)
{
    static const struct test_table tables[] = {
        { "chart", chart_tests },
        { "figure", figure_tests },
        { "freeze", freeze_tests },
        { "html", html_tests },
        { "labels", labels_tests },
        { "office", office_tests },
        { "paint", paint_tests },
        { "pdf", pdf_tests },
        { "protect", protect_tests },
        { "report", report_tests },
        { "template", template_tests },
        { "workbook", workbook_tests },
        { 0 },
    };

    return test_main("render", tables, argc, argv);
}
