#include "base/tests.h"

/* One a line, so that branches merge. */
/* clang-format off */
static const struct test_table tables[] = {
    { "calendar", calendar_tests },
    { "clamd", clamd_tests },
    { "config", config_tests },
    { "crypto", crypto_tests },
    { "csv", csv_tests },
    { "digits", digits_tests },
    { "encoding", encoding_tests },
    { "file", file_tests },
    { "fold", fold_tests },
    { "holiday", holiday_tests },
    { "inet", inet_tests },
    { "json", json_tests },
    { "jwt", jwt_tests },
    { "kana", kana_tests },
    { "log", log_tests },
    { "magic", magic_tests },
    { "process", process_tests },
    { "sandbox", sandbox_tests },
    { "text", text_tests },
    { "time", time_tests },
    { "tokens", tokens_tests },
    { "totp", totp_tests },
    { "utf8", utf8_tests },
    { "wareki", wareki_tests },
    { "docx", docx_tests },
    { "workbook", workbook_tests },
    { "xml", xml_tests },
    { 0 },
};
/* clang-format on */

int
main(int argc, char **argv)
{
    return test_main("base", tables, argc, argv);
}
