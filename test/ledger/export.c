#include "ledger/export.h"

#include <string.h>

#include "asked.h"
#include "base/buffer.h"
#include "base/pair.h"
#include "ledger/history.h"
#include "ledger/import.h"
#include "tests.h"

static struct asked *
made(struct office *o, const char *title)
{
    struct act *a = office_act(o, LEAD);
    struct asked *it = ledger_new(a, &asked_ledger);

    it->received_at = at("2026-04-01 09:30");
    it->kind = "機器";
    it->title = title;
    it->section.id = o->section;
    it->requester_name = "芦田　さくら";
    assert_true(ledger_create(a, &asked_ledger, it));
    return it;
}

static bool
gather(void *with, const char *bytes, size_t length)
{
    buffer_add(with, bytes, length);
    return true;
}

static struct list_request
request_of(struct act *a, const char *name, const char *value)
{
    struct pair pair = { name, value };
    struct pairs pairs = { &pair, name ? 1 : 0 };
    struct list_request request;

    assert_true(list_parse(a, &asked_ledger, &pairs, &request));
    return request;
}

static const char *
exported(struct office *o, const char *columns, bool personal, enum encoding encoding,
         struct export_report *report)
{
    struct act *a = office_act(o, LEAD);
    struct list_request request = request_of(a, NULL, NULL);
    struct buffer out = { .arena = o->test->arena };

    request.columns = columns;
    request.personal = personal;
    assert_true(export_csv(a, &request, encoding, gather, &out, report));
    return buffer_string(&out);
}

static void
a_list_becomes_a_table_for_excel(struct test *t)
{
    struct office o;
    struct export_report report;

    asked_open(t, &o);
    made(&o, "a,\"b\"");
    assert_string_equal(
        exported(&o, "number received_at section kind title priority state", false,
                 ENCODING_UTF8_BOM, &report),
        arena_print(t->arena,
                    "\xEF\xBB\xBF番号,受付日時,依頼元,依頼元ID,種別,件名,優先度,状態\r\n"
                    "R8-000001,2026-04-01 09:30,情報政策課,%d,機器,\"a,\"\"b\"\"\","
                    "中,受付\r\n",
                    (int)o.section));
    assert_int_equal(report.rows, 1);
}

static void
no_cell_becomes_a_formula(struct test *t)
{
    struct office o;
    struct export_report report;

    asked_open(t, &o);
    made(&o, "=1+2");
    assert_string_equal(exported(&o, "title", false, ENCODING_UTF8, &report), "件名\r\n'=1+2\r\n");
}

static void
what_windows_cannot_write_is_listed(struct test *t)
{
    struct office o;
    struct export_report report;
    struct asked *it;
    const char *bytes;

    asked_open(t, &o);
    it = made(&o, "\xF0\xA0\xAE\xB7野家");
    bytes = exported(&o, "title", false, ENCODING_CP932, &report);
    assert_string_equal(bytes, "\x8C\x8F\x96\xBC\r\n\x81\xAC\x96\xEC\x89\xC6\r\n");
    assert_int_equal(report.unwritable, 1);
    assert_int_equal(report.faults[0].record, it->base.id);
    assert_string_equal(report.faults[0].column, "件名");
    assert_int_equal(report.faults[0].code, 0x20BB7);
}

static void
personal_columns_come_only_when_asked_for(struct test *t)
{
    struct office o;
    struct export_report report;

    asked_open(t, &o);
    made(&o, "a");
    assert_null(strstr(exported(&o, NULL, false, ENCODING_UTF8, &report), "芦田"));
    assert_non_null(strstr(exported(&o, NULL, true, ENCODING_UTF8, &report), "芦田　さくら"));
}

static void
who_may_not_see_them_cannot_export_them(struct test *t)
{
    struct office o;
    struct act *a;
    struct list_request request;
    struct export_report report;
    struct buffer out = { .arena = t->arena };

    asked_open(t, &o);
    a = office_act(&o, OFFICER);
    request = request_of(a, NULL, NULL);
    request.personal = true;
    assert_false(export_csv(a, &request, ENCODING_UTF8, gather, &out, &report));
    assert_fault(a, FAULT_DENIED, NULL);
    a = office_act(&o, REQUESTER);
    request.personal = false;
    assert_false(export_csv(a, &request, ENCODING_UTF8, gather, &out, &report));
    assert_fault(a, FAULT_DENIED, NULL);
    assert_int_equal(out.length, 0);
}

static void
every_export_stands_in_the_history(struct test *t)
{
    struct office o;
    struct act *a;
    struct list_request request;
    struct export *e;
    struct history_row *rows;
    size_t count;

    asked_open(t, &o);
    made(&o, "a");
    a = office_act(&o, LEAD);
    request = request_of(a, "state", "received");
    assert_true(export_begin(a, &request, ENCODING_UTF8, &e));
    assert_true(history_list(office_console(&o), NULL, 0, 0, 1, &rows, &count));
    assert_string_equal(rows[0].action, "export");
    assert_string_equal(rows[0].ledger, "asked");
    assert_non_null(strstr(rows[0].detail, "\"count\":1"));
    assert_non_null(strstr(rows[0].detail, "state=received"));
}

static void
an_exported_file_imported_again_changes_nothing(struct test *t)
{
    struct office o;
    struct export_report report;
    struct import_request request = { .ledger = &asked_ledger };
    struct import_result r;
    struct act *a;

    asked_open(t, &o);
    a = office_act(&o, LEAD);
    request.source.path = "test/data/inquiries_aoba.csv";
    request.good_only = true;
    assert_true(import_write(a, &request, &r));
    made(&o, "=1+2");
    request.source = (struct sheet_source){ .name = "x.csv" };
    request.source.bytes = exported(&o, NULL, false, ENCODING_UTF8_BOM, &report);
    request.source.length = strlen(request.source.bytes);
    assert_true(import_preview(a, &request, &r));
    assert_int_equal(r.unchanged, 146);
    assert_int_equal(r.added + r.changed + r.wrong, 0);
    request.source.bytes = exported(&o, NULL, true, ENCODING_CP932, &report);
    request.source.length = strlen(request.source.bytes);
    assert_true(import_preview(a, &request, &r));
    assert_int_equal(r.unchanged, 146);
    assert_int_equal(r.added + r.changed + r.wrong, 0);
}

static void
many_rows_come_in_parts(struct test *t)
{
    struct buffer table = { .arena = t->arena };
    struct buffer part = { .arena = t->arena };
    struct import_request request = { .ledger = &asked_ledger, .source = { .name = "x.csv" } };
    struct list_request list;
    struct import_result r;
    struct export *e;
    struct office o;
    struct act *a;
    bool failed;
    int parts = 0;

    buffer_text(&table, "番号,受付日時,種別,件名\n");
    for (int i = 0; i < 1100; i++)
        buffer_print(&table, "Q-%04d,R8.4.1,機器,a\n", i);
    request.source.bytes = buffer_string(&table);
    request.source.length = table.length;
    asked_open(t, &o);
    a = office_act(&o, LEAD);
    assert_true(import_write(a, &request, &r));
    list = request_of(a, NULL, NULL);
    list.columns = "number";
    assert_true(export_begin(a, &list, ENCODING_UTF8, &e));
    while (export_next(a, &part, e, &failed))
        parts++;
    assert_false(failed);
    assert_int_equal(parts, 3);
    assert_int_equal(export_report(e)->rows, 1100);
    assert_string_equal(part.data + part.length - 8, "Q-1099\r\n");
}

struct taken {
    int rows;
    int most; /* then it refuses */
};

/* Keeps a sentence ready, as writers do that set it before they try. */
static bool
take(void *with, const char *const *cells, const char **why)
{
    struct taken *taken = with;

    (void)cells;
    *why = "これ以上書けません。";
    if (taken->rows == taken->most)
        return false;
    taken->rows++;
    return true;
}

static void
only_a_sink_that_refuses_ends_an_export(struct test *t)
{
    struct taken all = { .most = 9 }, few = { .most = 1 };
    struct list_request list;
    struct export *e;
    struct office o;
    struct act *a;

    asked_open(t, &o);
    made(&o, "a");
    made(&o, "b");
    a = office_act(&o, LEAD);
    list = request_of(a, NULL, NULL);
    assert_true(export_begin(a, &list, ENCODING_UTF8, &e));
    assert_true(export_each(a, e, &(struct export_sink){ .row = take, .with = &all }));
    assert_int_equal(all.rows, 2);
    assert_true(export_begin(a, &list, ENCODING_UTF8, &e));
    assert_false(export_each(a, e, &(struct export_sink){ .row = take, .with = &few }));
    assert_string_equal(a->faults->message, "これ以上書けません。");
}

const struct test_case export_tests[] = {
    CASE(a_list_becomes_a_table_for_excel),
    CASE(no_cell_becomes_a_formula),
    CASE(what_windows_cannot_write_is_listed),
    CASE(personal_columns_come_only_when_asked_for),
    CASE(who_may_not_see_them_cannot_export_them),
    CASE(every_export_stands_in_the_history),
    CASE(an_exported_file_imported_again_changes_nothing),
    CASE(many_rows_come_in_parts),
    CASE(only_a_sink_that_refuses_ends_an_export),
    { 0 },
};
