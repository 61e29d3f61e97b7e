#include "ledger/import.h"

#include <string.h>

#include "base/buffer.h"
#include "base/pair.h"
#include "importing.h"
#include "tests.h"

static const char *
json(struct test *t, const struct import_result *r)
{
    struct buffer out = { .arena = t->arena };

    import_json(&out, r);
    return buffer_string(&out);
}

static void
an_office_log_shows_exactly_its_wrong_rows(struct test *t)
{
    struct office o;
    struct import_result r;

    asked_open(t, &o);
    r = previewed(&o, of_file("test/data/inquiries_aoba.csv"));
    assert_string_equal(faults(t, &r), "40:number 77:kind 100:kind 101:completed_on"
                                       " 120:completed_on");
    assert_int_equal(r.rows, 150);
    assert_int_equal(r.added, 145);
    assert_int_equal(r.faults->line, 66);
    assert_string_equal(r.faults->column, "受付／No.");
    assert_string_equal(r.faults->value, "問-039");
    assert_string_equal(r.faults->message,
                        "番号「問-039」は64行目と同じです。どちらかを直してください。");
}

static void
another_citys_log_shows_exactly_its_wrong_rows(struct test *t)
{
    struct office o;
    struct import_result r;

    asked_open(t, &o);
    r = previewed(&o, of_file("test/data/inquiries_midori.csv"));
    assert_string_equal(faults(t, &r), "9:received_at 23:title 37:number 44:state"
                                       " 52:completed_on 58:priority");
    assert_int_equal(r.rows, 60);
}

static void
a_preview_writes_nothing(struct test *t)
{
    struct office o;
    struct import_result r;
    size_t before;

    asked_open(t, &o);
    before = history_rows(&o, 0, NULL);
    r = previewed(&o, of_text(table_of(t, 3)));
    assert_int_equal(r.added, 3);
    assert_int_equal(r.import, 0);
    assert_int_equal(asked_count(&o), 0);
    assert_int_equal(history_rows(&o, 0, NULL), before);
}

static void
all_faults_of_a_row_are_told_one_for_a_field(struct test *t)
{
    struct office o;
    struct import_result r;

    asked_open(t, &o);
    r = previewed(&o, of_text(with_head(t, "1,きのう,芦田,,a,未定,R8.4.1\n")));
    assert_string_equal(faults(t, &r), "1:received_at 1:state 1:kind");
    assert_int_equal(r.wrong, 1);
}

static void
a_personal_value_is_never_shown_in_a_fault(struct test *t)
{
    struct office o;
    struct import_result r;

    asked_open(t, &o);
    r = previewed(&o, of_text(with_head(t, "1,R8.4.1,あしだあしだあしだあしだあしだあしだあしだ,"
                                           "機器,a,受付,\n")));
    assert_string_equal(faults(t, &r), "1:requester");
    assert_string_equal(r.faults->column, "依頼者");
    assert_null(r.faults->value);
    assert_null(strstr(json(t, &r), "あしだ"));
}

static void
a_required_field_without_a_column_is_one_fault(struct test *t)
{
    struct office o;
    struct import_result r;

    asked_open(t, &o);
    r = previewed(&o, of_text("番号,受付日時,件名\n1,R8.4.1,a\n2,R8.4.2,b\n"));
    assert_string_equal(faults(t, &r), "0:kind");
    assert_int_equal(r.faults->line, 1);
    r = written(&o, of_text("番号,受付日時,件名\n1,R8.4.1,a\n2,R8.4.2,b\n"));
    assert_int_equal(r.state, IMPORT_REFUSED);
}

static void
corrections_of_the_mapping_are_used(struct test *t)
{
    struct office o;
    struct pair pair = { "ひとこと", "件名" };
    struct pairs pairs = { &pair, 1 };
    struct import_request request = of_text("番号,受付日時,種別,ひとこと\n1,R8.4.1,機器,a\n");
    struct import_result r;

    asked_open(t, &o);
    request.corrections = &pairs;
    r = previewed(&o, request);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.fault_count, 0);
}

static void
only_who_may_import_does(struct test *t)
{
    struct office o;
    struct act *a;
    struct import_request request = of_text(table_of(t, 1));
    struct import_result r;

    asked_open(t, &o);
    a = office_act(&o, REQUESTER);
    assert_false(import_preview(a, &request, &r));
    assert_fault(a, FAULT_DENIED, NULL);
    a = office_act(&o, LEAD);
    request.contract = o.other;
    assert_false(import_write(a, &request, &r));
    assert_fault(a, FAULT_DENIED, NULL);
}

static void
several_contracts_must_be_chosen_from(struct test *t)
{
    struct office o;
    struct act *a;
    struct import_request request = of_text(table_of(t, 1));
    struct import_result r;

    asked_open(t, &o);
    a = office_console(&o);
    assert_false(import_preview(a, &request, &r));
    assert_fault(a, FAULT_INVALID, "contract");
}

static void
the_result_is_told_to_programs(struct test *t)
{
    struct office o;
    struct import_result r;

    asked_open(t, &o);
    r = previewed(&o, of_text(with_head(t, "1,R8.4.1,,機器,,受付,\n")));
    assert_string_equal(json(t, &r),
                        "{\"import\":null,\"rows\":1,\"new\":0,\"changed\":0,\"unchanged\":0,"
                        "\"left_out\":[],\"skipped\":[],"
                        "\"faults\":[{\"line\":2,\"row\":1,\"column\":\"件名\",\"field\":\"title\","
                        "\"value\":\"\",\"message\":\"件名は必須です。\"}]}");
}

static void
faults_are_a_table_for_spreadsheets(struct test *t)
{
    struct office o;
    struct import_result r;
    struct buffer out = { .arena = t->arena };

    asked_open(t, &o);
    r = previewed(&o, of_text(with_head(t, "1,R8.4.1,,機器,,受付,\n")));
    import_faults_csv(&out, &r);
    assert_string_equal(buffer_string(&out), "\xEF\xBB\xBF行,ファイルの行,列,項目,値,内容\r\n"
                                             "1,2,件名,件名,,件名は必須です。\r\n");
}

const struct test_case import_tests[] = {
    CASE(an_office_log_shows_exactly_its_wrong_rows),
    CASE(another_citys_log_shows_exactly_its_wrong_rows),
    CASE(a_preview_writes_nothing),
    CASE(all_faults_of_a_row_are_told_one_for_a_field),
    CASE(a_personal_value_is_never_shown_in_a_fault),
    CASE(a_required_field_without_a_column_is_one_fault),
    CASE(corrections_of_the_mapping_are_used),
    CASE(only_who_may_import_does),
    CASE(several_contracts_must_be_chosen_from),
    CASE(the_result_is_told_to_programs),
    CASE(faults_are_a_table_for_spreadsheets),
    { 0 },
};
