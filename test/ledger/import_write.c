#include <string.h>

#include "base/buffer.h"
#include "base/pair.h"
#include "importing.h"
#include "ledger/core/core.h"
#include "ledger/import_kept.h"
#include "ledger/series.h"
#include "store/job.h"
#include "tests.h"

static void
nothing_is_written_when_one_row_is_wrong(struct test *t)
{
    struct office o;
    struct import_result r;

    asked_open(t, &o);
    r = written(&o, of_text(with_head(t, "1,R8.4.1,,機器,a,受付,\n2,R8.4.1,,,b,受付,\n")));
    assert_int_equal(r.state, IMPORT_REFUSED);
    assert_int_equal(asked_count(&o), 0);
}

static void
the_good_rows_alone_can_be_written(struct test *t)
{
    struct office o;
    struct import_request request = of_file("test/data/inquiries_aoba.csv");
    struct import_result r;

    asked_open(t, &o);
    request.good_only = true;
    r = written(&o, request);
    assert_int_equal(r.state, IMPORT_DONE);
    assert_int_equal(r.import, 1);
    assert_int_equal(r.added, 145);
    assert_int_equal(r.wrong, 5);
    assert_int_equal(asked_count(&o), 145);
    assert_null(asked_find(&o, "問-077"));
}

static void
records_keep_what_the_file_says(struct test *t)
{
    struct office o;
    struct import_request request = of_file("test/data/inquiries_aoba.csv");
    const struct asked *it;

    asked_open(t, &o);
    request.good_only = true;
    written(&o, request);
    it = asked_find(&o, "問-003");
    assert_int_equal(it->received_at.us, at("2025-04-03 12:10").us);
    assert_string_equal(it->channel, "電話");
    assert_string_equal(it->section_name, "税務課");
    assert_string_equal(it->requester_name, "柿本　星子");
    assert_string_equal(it->base.state, "completed");
    assert_string_equal(it->priority.code, "middle");
    assert_int_equal(history_rows(&o, it->base.id, "create"), 1);
}

static void
a_name_that_is_registered_becomes_a_reference(struct test *t)
{
    struct office o;
    const struct asked *it;

    asked_open(t, &o);
    written(&o, of_text("番号,受付日時,課名,種別,件名\n1,R8.4.1,情報政策課,機器,a\n"));
    it = asked_find(&o, "1");
    assert_int_equal(it->section.id, o.section);
    assert_true(!it->section_name || !*it->section_name);
}

static void
the_same_file_again_changes_nothing(struct test *t)
{
    struct office o;
    struct import_result r;
    size_t before;

    asked_open(t, &o);
    written(&o, of_text(table_of(t, 5)));
    before = history_rows(&o, 0, "import");
    r = written(&o, of_text(table_of(t, 5)));
    assert_int_equal(r.unchanged, 5);
    assert_int_equal(r.added + r.changed, 0);
    assert_int_equal(asked_find(&o, "Q-0001")->base.version, 1);
    assert_int_equal(history_rows(&o, 0, "import"), before);
}

static void
rows_without_a_number_are_not_made_twice(struct test *t)
{
    static const char text[] = "受付日時,種別,件名\nR8.4.1,機器,a\nR8.4.2,機器,b\n";
    struct office o;
    struct import_result r;

    asked_open(t, &o);
    r = written(&o, of_text(text));
    assert_int_equal(r.added, 2);
    r = written(&o, of_text(text));
    assert_int_equal(r.unchanged, 2);
    assert_int_equal(asked_count(&o), 2);
}

static void
rows_without_a_number_pass_over_numbers_that_were_brought_along(struct test *t)
{
    struct office o;
    struct date today = instant_date(instant_now());
    struct buffer text = { .arena = t->arena };

    asked_open(t, &o);
    written(&o, of_text(arena_print(t->arena, "番号,受付日時,種別,件名\n%s,R8.4.1,機器,x\n",
                                    series_print(t->arena, "R{era}-{number:6}", today, 3))));
    buffer_text(&text, "受付日時,種別,件名\n");
    for (int i = 0; i < 30; i++)
        buffer_print(&text, "R8.4.1,機器,件名%d\n", i);
    written(&o, of_text(buffer_string(&text)));
    for (int i = 1; i < 30; i += 14) {
        const char *number =
            series_print(t->arena, "R{era}-{number:6}", today, i < 2 ? i + 1 : i + 2);

        assert_string_equal(asked_find(&o, number)->title, arena_print(t->arena, "件名%d", i));
    }
    assert_int_equal(asked_count(&o), 31);
}

static void
a_known_number_is_a_change_with_before_and_after(struct test *t)
{
    struct office o;
    struct import_result r;
    const char *second;

    asked_open(t, &o);
    written(&o, of_text(with_head(t, "1,R8.4.1 9:00,芦田,機器,a,受付,\n2,R8.4.1,,印刷,b,受付,\n")));
    second = with_head(t, "1,R8.4.1 9:00,二階堂,機器,c,受付,\n2,R8.4.1,,印刷,b,受付,\n");
    r = previewed(&o, of_text(second));
    assert_int_equal(r.changed, 1);
    assert_int_equal(r.unchanged, 1);
    assert_int_equal(r.shown[0].change_count, 1);
    assert_string_equal(r.shown[0].changes[0].before, "a");
    assert_string_equal(r.shown[0].changes[0].after, "c");
    r = written(&o, of_text(second));
    assert_int_equal(r.changed, 1);
    assert_string_equal(asked_find(&o, "1")->title, "c");
    assert_string_equal(asked_find(&o, "1")->requester_name, "二階堂");
}

static void
a_value_that_another_record_holds_is_a_fault(struct test *t)
{
    struct office o;
    struct import_result r;

    asked_open(t, &o);
    written(&o, of_text(table_of(t, 2)));
    r = previewed(&o, of_text("番号,受付日時,種別,件名,資産番号\n9,R8.4.1,機器,a,A-2\n"));
    assert_string_equal(faults(t, &r), "1:asset");
}

/* --- stopping, going on, taking back ------------------------------------------------------ */

enum { MANY = 1450 }; /* rows, more than one batch */

struct stopper {
    struct office *o;
    int64_t from; /* done rows from which it says no */
};

static bool
stop_there(void *with, int64_t done, int64_t total)
{
    const struct stopper *s = with;

    (void)total;
    return done < s->from;
}

static void
an_import_that_was_stopped_goes_on_where_it_was(struct test *t)
{
    struct office o;
    struct stopper stopper = { .o = &o, .from = 1 };
    struct import_request request = of_text(table_of(t, MANY));
    struct import_result r;
    int64_t half;

    asked_open(t, &o);
    request.progress = stop_there;
    request.with = &stopper;
    r = written(&o, request);
    half = asked_count(&o);
    assert_int_equal(r.state, IMPORT_STOPPED);
    assert_true(half > 0 && half < MANY);
    stopper.from = 10000;
    r = written(&o, request);
    assert_int_equal(r.state, IMPORT_DONE);
    assert_int_equal(r.import, 1);
    assert_int_equal(r.added, MANY);
    assert_int_equal(asked_count(&o), MANY);
}

/* Somebody takes a number while the import runs. */
static bool
clash_then(void *with, int64_t done, int64_t total)
{
    struct stopper *s = with;
    struct act *a = office_act(s->o, LEAD);
    struct asked *it = ledger_new(a, &asked_ledger);

    (void)total;
    if (!done || !s->from)
        return true;
    s->from = 0;
    it->received_at = a->now;
    it->kind = "機器";
    it->title = "間に入った";
    it->asset = "A-1449";
    assert_true(ledger_create(a, &asked_ledger, it));
    return true;
}

static void
a_row_that_has_become_wrong_stops_the_import(struct test *t)
{
    struct office o;
    struct stopper stopper = { .o = &o, .from = 1 };
    struct import_request request = of_text(table_of(t, MANY));
    struct import_result r;

    asked_open(t, &o);
    request.progress = clash_then;
    request.with = &stopper;
    r = written(&o, request);
    assert_int_equal(r.state, IMPORT_STOPPED);
    assert_string_equal(faults(t, &r), "1449:asset");
    assert_int_equal(r.added, MANY - 2);
    assert_int_equal(asked_count(&o), MANY - 1);
}

static void
with_the_good_ones_only_such_a_row_is_passed_over(struct test *t)
{
    struct office o;
    struct stopper stopper = { .o = &o, .from = 1 };
    struct import_request request = of_text(table_of(t, MANY));
    struct import_result r;

    asked_open(t, &o);
    request.progress = clash_then;
    request.with = &stopper;
    request.good_only = true;
    r = written(&o, request);
    assert_int_equal(r.state, IMPORT_DONE);
    assert_int_equal(r.added, MANY - 1);
    assert_int_equal(r.wrong, 1);
}

/* Somebody removes the section while the import runs. */
static bool
remove_then(void *with, int64_t done, int64_t total)
{
    struct stopper *s = with;

    (void)total;
    if (!done || !s->from)
        return true;
    s->from = 0;
    assert_true(ledger_remove(office_console(s->o), &organisation_ledger, s->o->section, 1));
    return true;
}

static void
a_row_may_not_refer_to_what_was_removed_meanwhile(struct test *t)
{
    struct office o;
    struct stopper stopper = { .o = &o, .from = 1 };
    struct buffer text = { .arena = t->arena };
    struct import_request request;
    struct import_result r;

    asked_open(t, &o);
    buffer_text(&text, "番号,受付日時,課名,種別,件名\n");
    for (int i = 1; i <= MANY; i++)
        buffer_print(&text, "Q-%04d,R8.4.1,%s,機器,a\n", i, i < MANY ? "" : "情報政策課");
    request = of_text(buffer_string(&text));
    request.progress = remove_then;
    request.with = &stopper;
    r = written(&o, request);
    assert_int_equal(r.state, IMPORT_STOPPED);
    assert_string_equal(faults(t, &r), "1450:section");
    assert_int_equal(asked_count(&o), MANY - 1);
}

static void
an_import_is_taken_back(struct test *t)
{
    struct office o;
    struct act *a;
    struct import_result r;

    asked_open(t, &o);
    written(&o, of_text(with_head(t, "1,R8.4.1 9:00,芦田,機器,a,受付,\n")));
    r = written(&o, of_text(with_head(t, "1,R8.4.2 9:00,真壁,印刷,b,完了,R8.4.2\n"
                                         "2,R8.4.2,,機器,c,受付,\n")));
    a = office_act(&o, LEAD);
    assert_true(import_undo(a, r.import, false, &r));
    assert_int_equal(r.state, IMPORT_UNDONE);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.changed, 1);
    assert_null(asked_find(&o, "2"));
    assert_string_equal(asked_find(&o, "1")->title, "a");
    assert_string_equal(asked_find(&o, "1")->requester_name, "芦田");
    assert_string_equal(asked_find(&o, "1")->base.state, "received");
    assert_int_equal(asked_find(&o, "1")->completed_on.day, 0);
    assert_int_equal(asked_find(&o, "1")->received_at.us, at("2026-04-01 09:00").us);
}

static void
what_was_changed_since_is_not_taken_back_unasked(struct test *t)
{
    struct office o;
    struct act *a;
    struct import_result r;
    struct asked *it;

    asked_open(t, &o);
    r = written(&o, of_text(table_of(t, 2)));
    a = office_act(&o, LEAD);
    it = ledger_new(a, &asked_ledger);
    assert_true(ledger_read(a, &asked_ledger, asked_find(&o, "Q-0001")->base.id, true, it));
    it->title = "直した";
    assert_true(ledger_change(a, &asked_ledger, it));
    a = office_act(&o, LEAD);
    assert_true(import_undo(a, r.import, false, &r));
    assert_int_equal(r.state, IMPORT_REFUSED);
    assert_int_equal(r.fault_count, 1);
    assert_int_equal(asked_count(&o), 2);
    assert_true(import_undo(a, 1, true, &r));
    assert_int_equal(r.state, IMPORT_UNDONE);
    assert_int_equal(asked_count(&o), 1);
}

static void
after_taking_back_the_file_can_be_imported_anew(struct test *t)
{
    struct office o;
    struct act *a;
    struct import_result r;

    asked_open(t, &o);
    r = written(&o, of_text(table_of(t, 2)));
    a = office_act(&o, LEAD);
    assert_true(import_undo(a, r.import, false, &r));
    r = written(&o, of_text(table_of(t, 2)));
    assert_int_equal(r.added, 2);
    assert_int_equal(r.import, 2);
    assert_false(import_undo(a, 1, false, &r));
}

/* --- kept files ---------------------------------------------------------------------------- */

static void
a_kept_file_is_checked_and_written_by_a_job(struct test *t)
{
    const struct job_kind *const kinds[] = { &import_job, NULL };
    struct job_options options = { .kinds = kinds };
    struct office o;
    struct act *a;
    struct import_request request = of_text(table_of(t, 30));
    struct import_about about;
    struct import_list list;
    int64_t import, job;
    int ran;

    asked_open(t, &o);
    options.who = who_console();
    a = office_console(&o);
    request.contract = o.contract;
    assert_true(import_keep(a, &request, &import));
    assert_int_equal(previewed(&o, (struct import_request){ .import = import }).added, 30);
    assert_int_equal(asked_count(&o), 0);
    assert_true(import_order(a, import, false, &job));
    assert_true(job_run_due(o.store, &options, 1, &ran));
    assert_int_equal(asked_count(&o), 30);
    assert_true(import_get(office_act(&o, LEAD), import, &about));
    assert_int_equal(about.state, IMPORT_DONE);
    assert_int_equal(about.added, 30);
    assert_true(import_list(office_act(&o, LEAD), &asked_ledger, 0, 10, &list));
    assert_int_equal(list.count, 1);
    assert_true(import_list(office_act(&o, STRANGER), NULL, 0, 10, &list));
    assert_int_equal(list.count, 0);
}

static void
the_mapping_of_a_kept_file_can_be_corrected(struct test *t)
{
    struct office o;
    struct act *a;
    struct pair pair = { "ひとこと", "title" };
    struct pairs pairs = { &pair, 1 };
    struct import_request request = of_text("番号,受付日時,種別,ひとこと\n1,R8.4.1,機器,a\n");
    int64_t import;

    asked_open(t, &o);
    a = office_act(&o, LEAD);
    assert_true(import_keep(a, &request, &import));
    assert_true(import_map(a, import, &pairs));
    assert_int_equal(previewed(&o, (struct import_request){ .import = import }).added, 1);
}

const struct test_case import_write_tests[] = {
    CASE(nothing_is_written_when_one_row_is_wrong),
    CASE(the_good_rows_alone_can_be_written),
    CASE(records_keep_what_the_file_says),
    CASE(a_name_that_is_registered_becomes_a_reference),
    CASE(the_same_file_again_changes_nothing),
    CASE(rows_without_a_number_are_not_made_twice),
    CASE(rows_without_a_number_pass_over_numbers_that_were_brought_along),
    CASE(a_known_number_is_a_change_with_before_and_after),
    CASE(a_value_that_another_record_holds_is_a_fault),
    CASE(an_import_that_was_stopped_goes_on_where_it_was),
    CASE(a_row_that_has_become_wrong_stops_the_import),
    CASE(with_the_good_ones_only_such_a_row_is_passed_over),
    CASE(a_row_may_not_refer_to_what_was_removed_meanwhile),
    CASE(an_import_is_taken_back),
    CASE(what_was_changed_since_is_not_taken_back_unasked),
    CASE(after_taking_back_the_file_can_be_imported_anew),
    CASE(a_kept_file_is_checked_and_written_by_a_job),
    CASE(the_mapping_of_a_kept_file_can_be_corrected),
    { 0 },
};
