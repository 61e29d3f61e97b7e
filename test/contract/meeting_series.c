#include "agency.h"
#include "contract/meeting.h"
#include "ledger/list.h"
#include "store/query.h"
#include "tests.h"

static struct meeting_series
series_of(const char *every, const char *by, const char *first)
{
    return (struct meeting_series){ .every = { every }, .by = { by }, .first_at = at(first) };
}

static void
assert_turn(const struct meeting_series *series, int64_t turn, const char *when)
{
    assert_int_equal(meeting_turn(series, turn).us, at(when).us);
}

static void
turns_follow_each_other_by_weeks_and_months(struct test *t)
{
    struct meeting_series weekly = series_of("weekly", "date", "2026-04-07 10:00");
    struct meeting_series fortnightly = series_of("fortnightly", "date", "2026-04-07 10:00");
    struct meeting_series quarterly = series_of("quarterly", "date", "2026-04-15 13:30");
    struct meeting_series yearly = series_of("yearly", "date", "2028-02-29 09:00");

    (void)t;
    assert_turn(&weekly, 1, "2026-04-07 10:00");
    assert_turn(&weekly, 2, "2026-04-14 10:00");
    assert_turn(&fortnightly, 3, "2026-05-05 10:00");
    assert_turn(&quarterly, 4, "2027-01-15 13:30");
    assert_turn(&yearly, 2, "2029-02-28 09:00");
}

static void
the_end_of_a_month_does_not_creep_forward(struct test *t)
{
    struct meeting_series monthly = series_of("monthly", "date", "2026-01-31 10:00");

    (void)t;
    assert_turn(&monthly, 2, "2026-02-28 10:00");
    assert_turn(&monthly, 3, "2026-03-31 10:00");
}

/* 14 April 2026 is the second Tuesday; those after it are 12 May, 9 June, 14 July. */
static void
the_second_tuesday_stays_the_second_tuesday(struct test *t)
{
    struct meeting_series monthly = series_of("monthly", "weekday", "2026-04-14 15:00");

    (void)t;
    assert_turn(&monthly, 2, "2026-05-12 15:00");
    assert_turn(&monthly, 3, "2026-06-09 15:00");
    assert_turn(&monthly, 4, "2026-07-14 15:00");
}

/* 30 April is the fifth Thursday; May has four, its last is the 28th, July has five. */
static void
a_fifth_weekday_is_the_last_where_there_is_none(struct test *t)
{
    struct meeting_series monthly = series_of("monthly", "weekday", "2026-04-30 15:00");

    (void)t;
    assert_turn(&monthly, 2, "2026-05-28 15:00");
    assert_turn(&monthly, 4, "2026-07-30 15:00");
}

static int64_t
made_until(struct agency *g, const char *until)
{
    struct act *a = agency_act(g);
    int64_t made;

    assert_done(a, meetings_make(a, day(until), &made));
    act_end(a);
    return made;
}

static void
create_series(struct agency *g, struct meeting_series series)
{
    struct act *a = agency_act(g);

    series.base.contract = g->contract;
    series.base.state = "running";
    series.title = "定例会";
    assert_done(a, ledger_create(a, &meeting_series_ledger, &series));
    act_end(a);
}

struct begin {
    struct instant begins_at;
};
struct begins {
    struct begin *rows;
    size_t count;
};

static const struct query begins_query = {
    .name = "test.begins",
    .sql = "SELECT begins_at FROM meeting ORDER BY turn",
    .row_size = sizeof(struct begin),
    .columns = COLUMNS(COLUMN(struct begin, begins_at)),
};

static struct begins
all_begins(struct agency *g)
{
    struct act *a = agency_act(g);
    struct begins list;

    assert_true(QUERY(a, &begins_query, list, { 0 }));
    act_end(a);
    return list;
}

/* Every other Tuesday from 7 April: 5 May is a holiday, and so is 6 May; it is held on 7. */
static void
meetings_are_made_once_and_keep_off_closed_days(struct test *t)
{
    struct agency g;
    struct begins list;

    agency_open(t, &g);
    create_series(&g, series_of("fortnightly", "date", "2026-04-07 10:00"));
    assert_int_equal(made_until(&g, "2026-05-31"), 4);
    assert_int_equal(made_until(&g, "2026-05-31"), 0);
    assert_int_equal(made_until(&g, "2026-06-02"), 1);
    list = all_begins(&g);
    assert_int_equal(list.count, 5);
    assert_int_equal(list.rows[1].begins_at.us, at("2026-04-21 10:00").us);
    assert_int_equal(list.rows[2].begins_at.us, at("2026-05-07 10:00").us);
    assert_int_equal(list.rows[4].begins_at.us, at("2026-06-02 10:00").us);
}

static void
no_meeting_is_made_after_the_contract_or_long_before_today(struct test *t)
{
    struct agency g;
    struct begins list;

    agency_open(t, &g);
    g.now = at("2027-02-20 09:00");
    create_series(&g, series_of("monthly", "date", "2026-04-10 10:00"));
    assert_int_equal(made_until(&g, "2027-06-30"), 2);
    list = all_begins(&g);
    assert_int_equal(list.rows[0].begins_at.us, at("2027-02-10 10:00").us);
    assert_int_equal(list.rows[1].begins_at.us, at("2027-03-10 10:00").us);
}

const struct test_case meeting_series_tests[] = {
    CASE(turns_follow_each_other_by_weeks_and_months),
    CASE(the_end_of_a_month_does_not_creep_forward),
    CASE(the_second_tuesday_stays_the_second_tuesday),
    CASE(a_fifth_weekday_is_the_last_where_there_is_none),
    CASE(meetings_are_made_once_and_keep_off_closed_days),
    CASE(no_meeting_is_made_after_the_contract_or_long_before_today),
    { 0 },
};
