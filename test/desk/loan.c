#include "desk/loan.h"

#include <string.h>

#include "contract/crew.h"
#include "desk/inquiry.h"
#include "ledger/core/core.h"
#include "tests.h"

struct pool {
    struct crew c;
    int64_t kind;
    int64_t units[2];
};

/* Two things of a kind that takes 30 minutes before and 60 after. */
static void
open_pool(struct test *t, struct pool *p, int count)
{
    crew_open(t, &p->c);
    p->kind = crew_make(&p->c, WORKER, &loan_kind_ledger,
                        WITH("title", "研修用PC", "category", "training_pc", "preparation", "30",
                             "checking", "60"));
    for (int i = 0; i < count; i++)
        p->units[i] =
            crew_make(&p->c, WORKER, &loan_unit_ledger,
                      WITH("kind", id_text(&p->c, p->kind), "accessories", "電源、マウス"));
}

static struct act *
ask(struct pool *p, const char *from, const char *until, int64_t *id)
{
    return crew_try(&p->c, WORKER, &loan_ledger,
                    WITH("kind", id_text(&p->c, p->kind), "begins_at", from, "ends_at", until,
                         "purpose", "操作研修"),
                    id);
}

static int64_t
lend(struct pool *p, const char *from, const char *until)
{
    int64_t id;
    struct act *a = ask(p, from, until, &id);

    assert_done(a, id != 0);
    return id;
}

static void
do_loan(struct pool *p, int64_t loan, const char *action, const char *const *values)
{
    crew_do(&p->c, strcmp(action, "approve") == 0 ? CLIENT : WORKER, &loan_ledger, loan, action,
            values);
}

static void
hand_over(struct pool *p, int64_t loan, int64_t unit)
{
    do_loan(p, loan, "approve", NULL);
    do_loan(p, loan, "hand_over", WITH("unit", id_text(&p->c, unit), "handed_check", "whole"));
}

static void
as_many_are_promised_as_there_are(struct test *t)
{
    struct pool p;
    int64_t id;

    open_pool(t, &p, 2);
    lend(&p, "2026-04-07T09:00", "2026-04-07T12:00");
    lend(&p, "2026-04-07T10:00", "2026-04-07T12:00");
    assert_refused(ask(&p, "2026-04-07T11:00", "2026-04-07T12:00", &id), "begins_at",
                   "R8.4.7 13:30 から");
    lend(&p, "2026-04-07T13:30", "2026-04-07T15:00");
}

static void
the_time_to_prepare_and_to_check_is_kept(struct test *t)
{
    struct pool p;
    int64_t id;

    open_pool(t, &p, 1);
    lend(&p, "2026-04-07T13:00", "2026-04-07T14:00");
    assert_refused(ask(&p, "2026-04-07T15:29", "2026-04-07T16:00", &id), "begins_at", "15:30");
    assert_refused(ask(&p, "2026-04-07T10:00", "2026-04-07T11:31", &id), "begins_at", "15:30");
    lend(&p, "2026-04-07T10:00", "2026-04-07T11:30");
    lend(&p, "2026-04-07T15:30", "2026-04-07T16:00");
}

static void
what_is_in_repair_is_not_promised(struct test *t)
{
    struct pool p;
    int64_t id;

    open_pool(t, &p, 1);
    crew_do(&p.c, WORKER, &loan_unit_ledger, p.units[0], "repair", WITH("notes", "画面"));
    assert_refused(ask(&p, "2026-04-07T09:00", "2026-04-07T10:00", &id), "begins_at",
                   "使えるものがありません");
    crew_do(&p.c, WORKER, &loan_unit_ledger, p.units[0], "repaired", NULL);
    lend(&p, "2026-04-07T09:00", "2026-04-07T10:00");
}

static void
what_goes_to_repair_though_it_is_promised_opens_an_inquiry(struct test *t)
{
    struct pool p;

    open_pool(t, &p, 2);
    lend(&p, "2026-04-07T09:00", "2026-04-07T12:00");
    crew_do(&p.c, WORKER, &loan_unit_ledger, p.units[0], "repair", WITH("notes", "画面"));
    assert_int_equal(crew_count(&p.c, &inquiry_ledger, "kind", "貸出"), 0);
    crew_do(&p.c, WORKER, &loan_unit_ledger, p.units[1], "repair", WITH("notes", "電池"));
    assert_int_equal(crew_count(&p.c, &inquiry_ledger, "kind", "貸出"), 1);
}

static void
a_cancelled_loan_gives_its_time_back(struct test *t)
{
    struct pool p;
    int64_t loan;

    open_pool(t, &p, 1);
    loan = lend(&p, "2026-04-07T09:00", "2026-04-07T10:00");
    do_loan(&p, loan, "cancel", NULL);
    lend(&p, "2026-04-07T09:00", "2026-04-07T10:00");
}

static void
a_loan_goes_its_way_with_its_thing(struct test *t)
{
    struct pool p;
    int64_t loan;

    open_pool(t, &p, 1);
    loan = lend(&p, "2026-04-06T10:00", "2026-04-06T12:00");
    assert_refused(crew_move(&p.c, WORKER, &loan_ledger, loan, "hand_over",
                             WITH("unit", id_text(&p.c, p.units[0]), "handed_check", "whole")),
                   NULL, "");
    hand_over(&p, loan, p.units[0]);
    assert_state(&p.c, &loan_unit_ledger, p.units[0], "lent");
    do_loan(&p, loan, "take_back", NULL);
    assert_state(&p.c, &loan_unit_ledger, p.units[0], "lent");
    assert_refused(
        crew_move(&p.c, WORKER, &loan_ledger, loan, "confirm", WITH("returned_check", "lacking")),
        "returned_notes", "足りないもの");
    do_loan(&p, loan, "confirm",
            WITH("returned_check", "broken", "returned_notes", "画面が割れている"));
    assert_state(&p.c, &loan_unit_ledger, p.units[0], "repair");
    assert_state(&p.c, &loan_ledger, loan, "checked");
}

static void
what_is_out_is_not_handed_over_twice(struct test *t)
{
    struct pool p;
    int64_t first, second;

    open_pool(t, &p, 2);
    first = lend(&p, "2026-04-06T10:00", "2026-04-06T12:00");
    second = lend(&p, "2026-04-06T10:00", "2026-04-06T12:00");
    hand_over(&p, first, p.units[0]);
    do_loan(&p, second, "approve", NULL);
    assert_refused(crew_move(&p.c, WORKER, &loan_ledger, second, "hand_over",
                             WITH("unit", id_text(&p.c, p.units[0]), "handed_check", "whole")),
                   "unit", "いま渡せません");
}

static void
what_has_not_come_back_is_not_there(struct test *t)
{
    struct pool p;
    int64_t id;

    open_pool(t, &p, 1);
    hand_over(&p, lend(&p, "2026-04-06T10:00", "2026-04-06T12:00"), p.units[0]);
    p.c.now = instant_make(instant_date(p.c.now), 15 * 60);
    assert_refused(ask(&p, "2026-04-06T15:30", "2026-04-06T16:00", &id), "begins_at", "16:30");
}

static void
a_longer_loan_is_asked_again(struct test *t)
{
    struct pool p;
    int64_t loan;

    open_pool(t, &p, 1);
    loan = lend(&p, "2026-04-07T09:00", "2026-04-07T10:00");
    lend(&p, "2026-04-07T13:00", "2026-04-07T14:00");
    crew_do(&p.c, WORKER, &loan_ledger, loan, NULL, WITH("ends_at", "2026-04-07T11:30"));
    assert_refused(
        crew_move(&p.c, WORKER, &loan_ledger, loan, NULL, WITH("ends_at", "2026-04-07T11:31")),
        "begins_at", "ふさがって");
}

static void
late_is_what_is_still_out_after_the_next_open_day(struct test *t)
{
    struct pool p;

    open_pool(t, &p, 1);
    /* Until a Saturday: on Monday it is due, on Tuesday it is late. */
    hand_over(&p, lend(&p, "2026-04-06T10:00", "2026-04-11T12:00"), p.units[0]);
    crew_on(&p.c, "2026-04-13");
    assert_int_equal(crew_count(&p.c, &loan_ledger, "view", "late"), 0);
    crew_on(&p.c, "2026-04-14");
    assert_int_equal(crew_count(&p.c, &loan_ledger, "view", "late"), 1);
}

/* Monday the 6th: lent; Tuesday: promised from 9 to 12 and, with an hour to check, to 13. */
static void
a_week_shows_the_busiest_minute_of_each_day(struct test *t)
{
    struct loan_kind *kind;
    int64_t used[LOAN_WEEK];
    struct pool p;
    struct act *a;

    open_pool(t, &p, 2);
    hand_over(&p, lend(&p, "2026-04-06T10:00", "2026-04-06T12:00"), p.units[0]);
    lend(&p, "2026-04-07T09:00", "2026-04-07T12:00");
    lend(&p, "2026-04-07T12:00", "2026-04-07T15:00");
    lend(&p, "2026-04-09T23:45", "2026-04-10T08:00");
    kind = crew_stored(&p.c, &loan_kind_ledger, p.kind);
    a = crew_act(&p.c, WORKER);
    assert_true(loan_week_read(a, kind, day("2026-04-06"), used));
    act_end(a);
    assert_int_equal(used[0], 1);
    assert_int_equal(used[1], 2);
    assert_int_equal(used[2], 0);
    assert_int_equal(used[3], 1);
    assert_int_equal(used[4], 1);
    assert_int_equal(used[5], 0);
}

/* --- many at once ------------------------------------------------------------------------ */

static bool
ask_once(struct act *a, void *with, int at)
{
    const struct pool *p = with;
    struct loan *loan = ledger_new(a, &loan_ledger);

    (void)at;
    loan->kind.id = p->kind;
    loan->begins_at = instant_add(a->now, (struct minutes){ DAY_MINUTES });
    loan->ends_at = instant_add(loan->begins_at, (struct minutes){ 60 });
    loan->purpose.text = "操作研修";
    return ledger_create(a, &loan_ledger, loan);
}

static void
a_thousand_tries_for_the_last_thing_are_one_loan(struct test *t)
{
    struct crowd crowd = { .tries = 1000, .press = ask_once };
    struct pool p;

    open_pool(t, &p, 1);
    crew_press(&p.c, WORKER, &crowd, &p);
    assert_int_equal(crowd.done, 1);
    assert_int_equal(crowd.refused + crowd.busy, crowd.tries - 1);
    assert_int_equal(crew_count(&p.c, &loan_ledger, "view", "open"), 1);
}

const struct test_case loan_tests[] = {
    CASE(as_many_are_promised_as_there_are),
    CASE(the_time_to_prepare_and_to_check_is_kept),
    CASE(what_is_in_repair_is_not_promised),
    CASE(what_goes_to_repair_though_it_is_promised_opens_an_inquiry),
    CASE(a_cancelled_loan_gives_its_time_back),
    CASE(a_loan_goes_its_way_with_its_thing),
    CASE(what_is_out_is_not_handed_over_twice),
    CASE(what_has_not_come_back_is_not_there),
    CASE(a_longer_loan_is_asked_again),
    CASE(late_is_what_is_still_out_after_the_next_open_day),
    CASE(a_week_shows_the_busiest_minute_of_each_day),
    CASE(a_thousand_tries_for_the_last_thing_are_one_loan),
    { 0 },
};
