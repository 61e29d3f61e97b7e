/*
 * The tables of test/ledger/, one for each source of src/ledger/.
 */
#ifndef TEST_LEDGER_TESTS_H
#define TEST_LEDGER_TESTS_H

#include "store/act.h" /* before cmocka, whose macro fail would hide ours */
#include "test.h"

extern const struct test_case access_tests[];
extern const struct test_case access_ask_tests[];
extern const struct test_case attachment_tests[];
extern const struct test_case link_tests[];
extern const struct test_case block_tests[];
extern const struct test_case calendar_copy_tests[];
extern const struct test_case clock_tests[];
extern const struct test_case core_tests[];
extern const struct test_case custom_tests[];
extern const struct test_case declarations_tests[];
extern const struct test_case export_tests[];
extern const struct test_case guard_tests[];
extern const struct test_case head_mail_tests[];
extern const struct test_case history_tests[];
extern const struct test_case import_tests[];
extern const struct test_case import_write_tests[];
extern const struct test_case list_tests[];
extern const struct test_case list_count_tests[];
extern const struct test_case list_words_tests[];
extern const struct test_case mapping_tests[];
extern const struct test_case proof_tests[];
extern const struct test_case renewal_tests[];
extern const struct test_case series_tests[];
extern const struct test_case shape_tests[];
extern const struct test_case sheet_tests[];
extern const struct test_case timeline_tests[];
extern const struct test_case type_tests[];
extern const struct test_case verify_tests[];
extern const struct test_case write_tests[];

#endif
