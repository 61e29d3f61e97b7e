#include "ledger/series.h"

#include "ledger/core/core.h"
#include "office.h"

static struct date
day(int year, int month, int of_month)
{
    struct date out;

    assert_true(date_make(year, month, of_month, &out));
    return out;
}

static void
era_and_year_are_those_of_the_fiscal_year(struct test *t)
{
    assert_string_equal(series_print(t->arena, "R{era}-{number:6}", day(2026, 4, 1), 123),
                        "R8-000123");
    assert_string_equal(series_print(t->arena, "R{era}-{number:6}", day(2027, 3, 31), 1),
                        "R8-000001");
    assert_string_equal(series_print(t->arena, "{year}/{number}", day(2027, 3, 31), 42), "2026/42");
    assert_string_equal(series_print(t->arena, "R{era}-{number}", day(2019, 4, 1), 1), "R1-1");
}

static void
a_number_longer_than_its_place_is_whole(struct test *t)
{
    assert_string_equal(series_print(t->arena, "{number:3}", day(2026, 4, 1), 12345), "12345");
}

static void
a_format_needs_one_number_and_known_holes(struct test *t)
{
    const char *why;

    (void)t;
    assert_true(series_check("R{era}-{number:6}", &why));
    assert_false(series_check("R{era}", &why));
    assert_false(series_check("{number}{number}", &why));
    assert_false(series_check("{month}-{number}", &why));
    assert_false(series_check("{number:0}", &why));
    assert_false(series_check("{number:6", &why));
}

static void
counters_begin_anew_with_the_fiscal_year(struct test *t)
{
    struct office o;

    office_open(t, &o);
    assert_string_equal(ticket_made(&o, OPERATOR, "一")->number, "R8-000001");
    o.now = at("2027-03-31 10:00");
    assert_string_equal(ticket_made(&o, OPERATOR, "二")->number, "R8-000002");
    o.now = at("2027-04-01 10:00");
    assert_string_equal(ticket_made(&o, OPERATOR, "三")->number, "R9-000001");
}

static void
each_contract_counts_for_itself(struct test *t)
{
    struct office o;

    office_open(t, &o);
    ticket_made(&o, OPERATOR, "一");
    assert_string_equal(ticket_made(&o, STRANGER, "一")->number, "R8-000001");
}

static void
a_record_of_series_replaces_the_format(struct test *t)
{
    struct office o;
    struct act *a;
    struct series_row *it;

    office_open(t, &o);
    a = office_console(&o);
    it = ledger_new(a, &series_ledger);
    it->title = "依頼の番号";
    it->key = "ticket.number";
    it->format = "依頼{year}-{number:3}";
    it->gapless = true;
    assert_true(ledger_create(a, &series_ledger, it));
    assert_string_equal(ticket_made(&o, OPERATOR, "一")->number, "依頼2026-001");
}

const struct test_case series_tests[] = {
    CASE(era_and_year_are_those_of_the_fiscal_year),
    CASE(a_number_longer_than_its_place_is_whole),
    CASE(a_format_needs_one_number_and_known_holes),
    CASE(counters_begin_anew_with_the_fiscal_year),
    CASE(each_contract_counts_for_itself),
    CASE(a_record_of_series_replaces_the_format),
    { 0 },
};
