#include <string.h>

#include "base/calendar.h"
#include "importing.h"
#include "ledger/core/core.h"
#include "store/job.h"
#include "tests.h"

static struct import_result
list_imported(struct office *o, const char *path)
{
    struct import_request request = of_file(path);

    request.ledger = &holiday_ledger;
    return written(o, request);
}

static int64_t
holiday_made(struct office *o, const char *date, const char *title)
{
    struct act *a = office_console(o);
    struct holiday_row *it = ledger_new(a, &holiday_ledger);

    assert_true(date_parse(date, &it->date));
    it->title = title;
    assert_true(ledger_create(a, &holiday_ledger, it));
    return it->base.id;
}

static bool
is_open(struct office *o, const char *date)
{
    const struct calendar *calendar;
    struct date day;

    assert_true(date_parse(date, &day));
    assert_true(contract_calendar(office_console(o), o->contract, &calendar));
    return calendar_open_day(calendar, day);
}

static int64_t
due_of_ticket_received(struct office *o, const char *when)
{
    o->now = at(when);
    return ticket_stored(o, ticket_made(o, OPERATOR, "件名")->base.id)->due.us;
}

static void
the_list_of_the_cabinet_office_is_imported_as_it_comes(struct test *t)
{
    struct office o;
    struct import_result r;

    office_open(t, &o);
    r = list_imported(&o, "test/data/syukujitsu.csv");
    assert_string_equal(faults(t, &r), "");
    assert_int_equal(r.state, IMPORT_DONE);
    assert_int_equal(r.added, 18);
}

static void
the_list_of_the_next_year_adds_its_new_days(struct test *t)
{
    struct office o;
    struct import_request request = of_text("国民の祝日・休日月日,国民の祝日・休日名称\n"
                                            "2026/1/1,元日\n2026/5/6,振替休日\n2027/1/1,元日\n");
    struct import_result r;

    office_open(t, &o);
    list_imported(&o, "test/data/syukujitsu.csv");
    request.ledger = &holiday_ledger;
    r = written(&o, request);
    assert_int_equal(r.state, IMPORT_DONE);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.changed, 1);
    assert_int_equal(r.unchanged, 1);
}

static void
a_day_that_only_the_list_has_is_closed_for_due_dates(struct test *t)
{
    struct office o;

    office_open(t, &o);
    list_imported(&o, "test/data/syukujitsu.csv");
    assert_int_equal(due_of_ticket_received(&o, "2026-04-06 09:00"), at("2026-04-08 17:15").us);
}

static void
a_day_that_the_list_lacks_is_open(struct test *t)
{
    struct office o;

    office_open(t, &o);
    assert_int_equal(due_of_ticket_received(&o, "2026-04-28 09:00"), at("2026-04-30 17:15").us);
    list_imported(&o, "test/data/syukujitsu.csv");
    assert_int_equal(due_of_ticket_received(&o, "2026-04-28 09:00"), at("2026-04-29 17:15").us);
}

static void
years_outside_the_list_follow_the_law(struct test *t)
{
    struct office o;

    office_open(t, &o);
    list_imported(&o, "test/data/syukujitsu.csv");
    assert_true(is_open(&o, "2026-04-29"));
    assert_false(is_open(&o, "2027-04-29"));
}

static void
a_list_taken_away_leaves_the_law(struct test *t)
{
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = holiday_made(&o, "2026-06-10", "架空の休日");
    assert_false(is_open(&o, "2026-06-10"));
    assert_true(ledger_remove(office_console(&o), &holiday_ledger, id, 1));
    assert_true(is_open(&o, "2026-06-10"));
    assert_false(is_open(&o, "2026-04-29"));
}

static void
a_calendar_of_its_own_has_the_listed_holidays_too(struct test *t)
{
    struct office o;
    struct act *a;
    struct calendar_row *row;
    struct contract contract;

    office_open(t, &o);
    holiday_made(&o, "2026-06-10", "架空の休日");
    a = office_console(&o);
    row = ledger_new(a, &calendar_ledger);
    row->title = "毎日";
    row->hours.text = "月-日 9:00-17:00";
    row->holidays = true;
    assert_true(ledger_create(a, &calendar_ledger, row));
    assert_true(ledger_read(a, &contract_ledger, o.contract, false, &contract));
    contract.calendar.id = row->base.id;
    assert_true(ledger_change(a, &contract_ledger, &contract));
    assert_true(is_open(&o, "2026-06-14"));
    assert_false(is_open(&o, "2026-06-10"));
}

static bool
add_and_ask(struct act *a, void *with)
{
    struct office *o = with;
    struct holiday_row *it = ledger_new(a, &holiday_ledger);
    const struct calendar *calendar;

    assert_true(date_parse("2026-06-10", &it->date));
    it->title = "架空の休日";
    assert_true(ledger_create(a, &holiday_ledger, it));
    assert_true(contract_calendar(a, o->contract, &calendar));
    assert_false(calendar_open_day(calendar, it->date));
    return false;
}

static void
a_holiday_that_was_undone_is_forgotten(struct test *t)
{
    struct office o;

    office_open(t, &o);
    assert_false(act_write(office_console(&o), add_and_ask, &o));
    assert_true(is_open(&o, "2026-06-10"));
}

static void
one_recount_serves_a_whole_list(struct test *t)
{
    struct office o;
    struct job_rows jobs;

    office_open(t, &o);
    list_imported(&o, "test/data/syukujitsu.csv");
    assert_true(jobs_list(office_console(&o), "clock.recount", JOB_WAITING, 0, 100, &jobs));
    assert_int_equal(jobs.count, 1);
}

static void
a_day_stands_once_in_the_list(struct test *t)
{
    struct office o;
    struct act *a;
    struct holiday_row *it;

    office_open(t, &o);
    holiday_made(&o, "2026-06-10", "架空の休日");
    a = office_act(&o, LEAD);
    it = ledger_new(a, &holiday_ledger);
    assert_true(date_parse("2026-06-10", &it->date));
    it->title = "もう1つの休日";
    assert_false(ledger_create(a, &holiday_ledger, it));
    assert_fault(a, FAULT_CLASH, "date");
}

static void
an_operator_reads_the_list_but_does_not_keep_it(struct test *t)
{
    struct office o;
    struct act *a;
    struct holiday_row *it, got;
    int64_t id;

    office_open(t, &o);
    id = holiday_made(&o, "2026-06-10", "架空の休日");
    a = office_act(&o, OPERATOR);
    assert_true(ledger_read(a, &holiday_ledger, id, false, &got));
    it = ledger_new(a, &holiday_ledger);
    assert_true(date_parse("2026-06-11", &it->date));
    it->title = "架空の休日";
    assert_false(ledger_create(a, &holiday_ledger, it));
    assert_fault(a, FAULT_DENIED, NULL);
}

const struct test_case calendar_copy_tests[] = {
    CASE(the_list_of_the_cabinet_office_is_imported_as_it_comes),
    CASE(the_list_of_the_next_year_adds_its_new_days),
    CASE(a_day_that_only_the_list_has_is_closed_for_due_dates),
    CASE(a_day_that_the_list_lacks_is_open),
    CASE(years_outside_the_list_follow_the_law),
    CASE(a_list_taken_away_leaves_the_law),
    CASE(a_calendar_of_its_own_has_the_listed_holidays_too),
    CASE(a_holiday_that_was_undone_is_forgotten),
    CASE(one_recount_serves_a_whole_list),
    CASE(a_day_stands_once_in_the_list),
    CASE(an_operator_reads_the_list_but_does_not_keep_it),
    { 0 },
};
