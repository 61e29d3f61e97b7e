/* The daily letter of what is due. */
#include "contract/due_mail.h"

#include <string.h>

#include "contract/contract.h"
#include "contract/deliverable.h"
#include "contract/obligation.h"
#include "crew.h"
#include "ledger/core/core.h"
#include "ledger/core/user.h"
#include "store/job.h"
#include "store/outbox.h"
#include "tests.h"

/* 2026-04-06, a Monday: the leader's contract has a delivery in three days, and the worker sees
   to a clause of the same day. All four have an address. */
static void
dues_open(struct test *t, struct crew *c)
{
    crew_open(t, c);
    for (int i = LEADER; i < FOREIGNER; i++)
        crew_do(c, LEADER, &person_ledger, c->who[i].person, NULL,
                WITH("mail", arena_print(t->arena, "hand%d@example.jp", i)));
    crew_make(c, LEADER, &deliverable_ledger, WITH("title", "計画書", "due", "2026-04-09"));
    crew_make(c, LEADER, &deliverable_ledger, WITH("title", "先の報告書", "due", "2026-04-20"));
    crew_make(c, LEADER, &obligation_ledger,
              WITH("number", "1-1", "text", "点検する。", "due_rule", "R8.4.9", "assignee",
                   id_text(c, c->who[WORKER].person)));
}

static void
run_on(struct crew *c, const char *day)
{
    struct act *a;

    crew_on(c, day);
    a = crew_job(c);
    assert_done(a, due_mail_job.run(a, NULL));
    act_end(a);
}

static struct outbox_rows
letters(struct crew *c)
{
    struct act *a = crew_console(c);
    struct outbox_rows rows;

    assert_done(a, outbox_take(a, "mail", instant_add(c->now, (struct minutes){ 1 }), 20, &rows));
    return rows;
}

static const char *
letter_to(const struct outbox_rows *rows, const char *address)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strstr(rows->rows[i].content, address))
            return rows->rows[i].content;
    return NULL;
}

static void
who_leads_is_told_all_and_others_what_they_see_to(struct test *t)
{
    struct crew c;
    struct outbox_rows rows;
    const char *lead, *worker;

    dues_open(t, &c);
    run_on(&c, "2026-04-06");
    rows = letters(&c);
    assert_int_equal(rows.count, 2);
    lead = letter_to(&rows, "hand0@");
    worker = letter_to(&rows, "hand1@");
    assert_non_null(lead);
    assert_non_null(worker);
    assert_non_null(strstr(lead, "納品（計画書）（あと3日）"));
    assert_non_null(strstr(lead, "/contract/deliverables/"));
    assert_non_null(strstr(lead, "点検する。"));
    assert_null(strstr(lead, "先の報告書"));
    assert_null(strstr(lead, "三浦"));
    assert_null(strstr(worker, "計画書"));
    assert_non_null(strstr(worker, "点検する。"));
}

static void
nobody_is_told_twice_on_one_day(struct test *t)
{
    struct crew c;

    dues_open(t, &c);
    run_on(&c, "2026-04-06");
    run_on(&c, "2026-04-06");
    assert_int_equal(letters(&c).count, 2);
    run_on(&c, "2026-04-07");
    assert_int_equal(letters(&c).count, 4);
}

static void
on_closed_days_no_letter_goes_out(struct test *t)
{
    struct crew c;

    dues_open(t, &c);
    run_on(&c, "2026-04-11");
    run_on(&c, "2026-04-29");
    assert_int_equal(letters(&c).count, 0);
}

static void
where_nothing_is_due_nobody_is_told(struct test *t)
{
    struct crew c;

    crew_open(t, &c);
    crew_do(&c, LEADER, &person_ledger, c.who[LEADER].person, NULL,
            WITH("mail", "hand0@example.jp"));
    run_on(&c, "2026-04-06");
    assert_int_equal(letters(&c).count, 0);
}

static bool
quieten(struct act *a, void *with)
{
    const struct who *who = with;

    return user_set_quiet(a, who->id, true);
}

static void
whoever_wants_none_is_told_nothing_by_any_of_his_accounts(struct test *t)
{
    struct crew c;
    struct outbox_rows rows;
    struct act *a;

    dues_open(t, &c);
    crew_user(&c, "miura-2", c.who[WORKER].person, "operator");
    a = crew_act(&c, WORKER);
    assert_done(a, act_write(a, quieten, &c.who[WORKER]));
    act_end(a);
    run_on(&c, "2026-04-06");
    rows = letters(&c);
    assert_int_equal(rows.count, 1);
    assert_non_null(letter_to(&rows, "hand0@"));
}

static void
an_installation_that_switched_it_off_sends_none(struct test *t)
{
    struct crew c;

    dues_open(t, &c);
    due_mail_set(false);
    run_on(&c, "2026-04-06");
    due_mail_set(true);
    assert_int_equal(letters(&c).count, 0);
    run_on(&c, "2026-04-06");
    assert_int_equal(letters(&c).count, 2);
}

const struct test_case due_mail_tests[] = {
    CASE(who_leads_is_told_all_and_others_what_they_see_to),
    CASE(nobody_is_told_twice_on_one_day),
    CASE(on_closed_days_no_letter_goes_out),
    CASE(where_nothing_is_due_nobody_is_told),
    CASE(whoever_wants_none_is_told_nothing_by_any_of_his_accounts),
    CASE(an_installation_that_switched_it_off_sends_none),
    { 0 },
};
