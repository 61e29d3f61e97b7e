#include "tests.h"

int
main(int argc, char **argv)
{
    static const struct test_table tables[] = {
        { "access", access_tests },
        { "access_ask", access_ask_tests },
        { "block", block_tests },
        { "calendar_copy", calendar_copy_tests },
        { "clock", clock_tests },
        { "core", core_tests },
        { "custom", custom_tests },
        { "declarations", declarations_tests },
        { "export", export_tests },
        { "head_mail", head_mail_tests },
        { "history", history_tests },
        { "import", import_tests },
        { "import_write", import_write_tests },
        { "list", list_tests },
        { "list_count", list_count_tests },
        { "list_words", list_words_tests },
        { "mapping", mapping_tests },
        { "proof", proof_tests },
        { "renewal", renewal_tests },
        { "series", series_tests },
        { "shape", shape_tests },
        { "attachment", attachment_tests },
        { "link", link_tests },
        { "guard", guard_tests },
        { "sheet", sheet_tests },
        { "timeline", timeline_tests },
        { "type", type_tests },
        { "verify", verify_tests },
        { "write", write_tests },
        { 0 },
    };

    return test_main("ledger", tables, argc, argv);
}
