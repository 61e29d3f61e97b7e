#include "ledger/clock.h"

#include <string.h>

#include "base/calendar.h"
#include "ledger/core/core.h"
#include "office.h"

static int64_t
received(struct office *o, const char *when)
{
    o->now = at(when);
    return ticket_made(o, OPERATOR, "件名")->base.id;
}

static void
moved(struct office *o, int64_t id, const char *when, const char *action)
{
    struct ticket *it = ticket_stored(o, id);

    o->now = at(when);
    it->completed_on = instant_date(o->now);
    assert_true(ledger_move(office_act(o, OPERATOR), &ticket_ledger, action, it));
}

static struct clock
clock_named(struct office *o, int64_t id, const char *rule)
{
    struct clock *clocks;
    size_t count;

    assert_true(clocks_read(office_console(o), &ticket_ledger, id, &clocks, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(clocks[i].rule->name, rule) == 0)
            return clocks[i];
    fail_msg("no clock %s", rule);
    return (struct clock){ 0 };
}

static void
assert_due(struct office *o, int64_t id, const char *rule, const char *when)
{
    assert_int_equal(clock_named(o, id, rule).due.us, at(when).us);
}

static struct clock_look
look(struct office *o, int64_t id, const char *rule, const char *when)
{
    struct clock c = clock_named(o, id, rule);

    o->now = at(when);
    return clock_look(office_console(o), &c);
}

static void
clocks_start_with_the_record(struct test *t)
{
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    assert_due(&o, id, "answer", "2026-04-07 17:15");
    assert_due(&o, id, "first", "2026-04-06 11:00");
    assert_int_equal(ticket_stored(&o, id)->due.us, at("2026-04-07 17:15").us);
}

static void
the_next_business_day_is_after_weekend_and_holidays(struct test *t)
{
    struct office o;

    office_open(t, &o);
    assert_due(&o, received(&o, "2026-04-10 16:00"), "answer", "2026-04-13 17:15");
    /* 29 April is 昭和の日; 2 May a Saturday; 3 to 6 May holidays. */
    assert_due(&o, received(&o, "2026-05-01 16:00"), "answer", "2026-05-07 17:15");
    assert_due(&o, received(&o, "2026-05-01 16:45"), "first", "2026-05-07 10:00");
    assert_due(&o, received(&o, "2026-12-28 10:00"), "answer", "2027-01-04 17:15");
}

static void
a_pause_stops_business_time_and_moves_the_due_time(struct test *t)
{
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    moved(&o, id, "2026-04-06 10:00", "hold");
    assert_int_equal(clock_named(&o, id, "first").state, CLOCK_PAUSED);
    assert_int_equal(clock_named(&o, id, "first").used.minutes, 60);
    assert_int_equal(ticket_stored(&o, id)->due.us, 0);
    moved(&o, id, "2026-04-08 10:00", "start");
    /* Two business days stood still: 7 April 17:15 has become 9 April 17:15. */
    assert_due(&o, id, "answer", "2026-04-09 17:15");
    assert_int_equal(ticket_stored(&o, id)->due.us, at("2026-04-09 17:15").us);
}

static void
a_clock_ended_in_time_is_met(struct test *t)
{
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    moved(&o, id, "2026-04-06 10:59", "start");
    assert_int_equal(clock_named(&o, id, "first").state, CLOCK_MET);
    moved(&o, id, "2026-04-07 17:15", "complete");
    assert_int_equal(clock_named(&o, id, "answer").state, CLOCK_MET);
    assert_int_equal(ticket_stored(&o, id)->due.us, at("2026-04-07 17:15").us);
}

static void
a_clock_ended_late_is_breached(struct test *t)
{
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    moved(&o, id, "2026-04-06 11:01", "start");
    assert_int_equal(clock_named(&o, id, "first").state, CLOCK_BREACHED);
    assert_int_equal(clock_named(&o, id, "first").ended.us, at("2026-04-06 11:01").us);
}

static void
a_clock_met_while_paused_is_met(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    moved(&o, id, "2026-04-06 10:00", "hold");
    o.now = at("2026-06-01 10:00");
    it = ticket_stored(&o, id);
    it->base.state = "completed";
    a = office_console(&o);
    a->origin = ORIGIN_IMPORT;
    assert_true(ledger_change(a, &ticket_ledger, it));
    assert_int_equal(clock_named(&o, id, "answer").state, CLOCK_MET);
    assert_string_equal(look(&o, id, "answer", "2026-06-01 10:00").words, "達成");
}

static void
a_corrected_receipt_moves_the_due_time(struct test *t)
{
    struct office o;
    struct ticket *it;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    it = ticket_stored(&o, id);
    it->received_at = at("2026-04-03 15:00");
    assert_true(ledger_change(office_act(&o, OPERATOR), &ticket_ledger, it));
    assert_due(&o, id, "answer", "2026-04-06 17:15");
    assert_int_equal(ticket_stored(&o, id)->due.us, at("2026-04-06 17:15").us);
}

static void
a_change_without_effect_on_clocks_leaves_the_due_time(struct test *t)
{
    struct office o;
    struct ticket *it;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    it = ticket_stored(&o, id);
    it->title = "別の件名";
    it->due = at("2030-01-01 00:00");
    assert_true(ledger_change(office_act(&o, OPERATOR), &ticket_ledger, it));
    assert_int_equal(ticket_stored(&o, id)->due.us, at("2026-04-07 17:15").us);
}

static void
a_record_that_comes_in_ended_starts_no_clock(struct test *t)
{
    struct office o;
    struct act *a;
    struct ticket *it;
    struct clock *clocks;
    size_t count;

    office_open(t, &o);
    a = office_console(&o);
    a->origin = ORIGIN_IMPORT;
    it = ticket_new(a, "昔の記録");
    it->base.contract = o.contract;
    it->base.state = "completed";
    it->received_at = at("2020-04-06 09:00");
    it->completed_on = instant_date(at("2020-04-07 09:00"));
    assert_true(ledger_create(a, &ticket_ledger, it));
    assert_true(clocks_read(a, &ticket_ledger, it->base.id, &clocks, &count));
    assert_int_equal(count, 0);
}

static void
late_clocks_are_found_once(struct test *t)
{
    struct office o;
    struct act *a;
    size_t count;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    o.now = at("2026-04-06 11:00");
    assert_true(clocks_breach(office_console(&o), 100, &count));
    assert_int_equal(count, 0);
    o.now = at("2026-04-06 11:01");
    a = office_console(&o);
    assert_true(clocks_breach(a, 100, &count));
    assert_int_equal(count, 1);
    assert_true(clocks_breach(a, 100, &count));
    assert_int_equal(count, 0);
    assert_int_equal(clock_named(&o, id, "first").state, CLOCK_BREACHED);
    assert_int_equal(history_rows(&o, id, "breach"), 1);
}

static void
a_new_calendar_is_counted_again(struct test *t)
{
    struct office o;
    struct act *a;
    struct calendar_row *calendar;
    struct contract *contract;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    a = office_console(&o);
    calendar = ledger_new(a, &calendar_ledger);
    calendar->title = "長い営業日";
    calendar->hours.text = "月-金 8:00-20:00";
    calendar->special.text = "2026-04-07 休業";
    assert_true(ledger_create(a, &calendar_ledger, calendar));
    a = office_console(&o);
    contract = ledger_new(a, &contract_ledger);
    assert_true(ledger_read(a, &contract_ledger, o.contract, false, contract));
    contract->calendar.id = calendar->base.id;
    assert_true(ledger_change(a, &contract_ledger, contract));
    assert_true(clocks_recount(office_console(&o), o.contract));
    assert_due(&o, id, "answer", "2026-04-08 20:00");
    assert_int_equal(ticket_stored(&o, id)->due.us, at("2026-04-08 20:00").us);
    assert_int_equal(ticket_stored(&o, id)->base.version, 1);
}

static void
a_look_grows_from_calm_to_over(struct test *t)
{
    struct office o;
    struct clock_look l;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    l = look(&o, id, "first", "2026-04-06 09:10");
    assert_int_equal(l.face, FACE_LEFT);
    assert_string_equal(l.words, "残 1時間");
    assert_string_equal(l.limit, "4月6日（月）11:00まで");
    l = look(&o, id, "first", "2026-04-06 10:19");
    assert_int_equal(l.face, FACE_NEAR);
    assert_string_equal(l.words, "残 41分");
    l = look(&o, id, "first", "2026-04-06 10:52");
    assert_int_equal(l.face, FACE_SOON);
    assert_string_equal(l.words, "残 8分");
    assert_int_equal(l.share, 93);
    l = look(&o, id, "first", "2026-04-06 11:12");
    assert_int_equal(l.face, FACE_OVER);
    assert_string_equal(l.words, "超過 12分");
    assert_int_equal(l.share, 100);
}

static void
days_left_are_counted_in_working_days(struct test *t)
{
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-10 09:00");
    assert_string_equal(look(&o, id, "answer", "2026-04-10 09:00").words, "残 1日");
    assert_string_equal(look(&o, id, "answer", "2026-04-13 09:00").words, "残 8時間");
    assert_string_equal(look(&o, id, "answer", "2026-04-16 09:00").words, "超過 2日");
}

static void
a_paused_clock_says_so(struct test *t)
{
    struct office o;
    struct clock_look l;
    int64_t id;

    office_open(t, &o);
    id = received(&o, "2026-04-06 09:00");
    moved(&o, id, "2026-04-06 10:00", "hold");
    l = look(&o, id, "first", "2026-04-06 16:00");
    assert_int_equal(l.face, FACE_PAUSED);
    assert_string_equal(l.words, "停止中");
    assert_int_equal(l.share, 50);
}

static void
a_list_sees_the_same_without_reading_clocks(struct test *t)
{
    struct office o;
    struct clock_look l;
    struct ticket *it;

    office_open(t, &o);
    it = ticket_stored(&o, received(&o, "2026-04-06 09:00"));
    o.now = at("2026-04-07 14:00");
    l = clock_look_record(office_console(&o), &ticket_ledger, &it->base);
    assert_int_equal(l.face, FACE_NEAR);
    assert_string_equal(l.words, "残 3時間");
    it->base.state = "held";
    assert_string_equal(clock_look_record(office_console(&o), &ticket_ledger, &it->base).words,
                        "停止中");
    it->base.state = "completed";
    assert_string_equal(
        clock_look_due(office_console(&o), it->due, "completed", &ticket_ledger).words, "達成");
}

const struct test_case clock_tests[] = {
    CASE(clocks_start_with_the_record),
    CASE(the_next_business_day_is_after_weekend_and_holidays),
    CASE(a_pause_stops_business_time_and_moves_the_due_time),
    CASE(a_clock_ended_in_time_is_met),
    CASE(a_clock_ended_late_is_breached),
    CASE(a_clock_met_while_paused_is_met),
    CASE(a_corrected_receipt_moves_the_due_time),
    CASE(a_change_without_effect_on_clocks_leaves_the_due_time),
    CASE(a_record_that_comes_in_ended_starts_no_clock),
    CASE(late_clocks_are_found_once),
    CASE(a_new_calendar_is_counted_again),
    CASE(a_look_grows_from_calm_to_over),
    CASE(days_left_are_counted_in_working_days),
    CASE(a_paused_clock_says_so),
    CASE(a_list_sees_the_same_without_reading_clocks),
    { 0 },
};
