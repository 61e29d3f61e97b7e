#include "contract/qualification.h"

#include "crew.h"
#include "tests.h"

static int64_t
made(struct crew *c, const char *title, const char *expires_on)
{
    return crew_make(c, LEADER, &qualification_ledger,
                     WITH("person", id_text(c, c->who[WORKER].person), "title", title,
                          "acquired_on", "2020-04-01", "expires_on", expires_on, "number",
                          "第012345号"));
}

static size_t
running_out(struct crew *c, const char *text)
{
    struct running_out_list list;

    assert_true(qualifications_running_out(crew_act(c, CLIENT), c->contract, day(text), &list));
    return list.count;
}

static void
notice_is_given_sixty_days_ahead(struct test *t)
{
    struct crew c;
    const struct qualification *it;

    crew_open(t, &c);
    crew_member(&c, c.who[WORKER].person, "auditor");
    it = crew_stored(&c, &qualification_ledger, made(&c, "CISSP", "2026-08-31"));
    assert_day(it->warn_on, "2026-07-02");
    made(&c, "システム監査技術者", "");
    assert_int_equal(running_out(&c, "2026-07-01"), 0);
    assert_int_equal(running_out(&c, "2026-07-02"), 1);
    crew_on(&c, "2026-07-01");
    assert_int_equal(crew_count(&c, &qualification_ledger, "view", "near"), 0);
    crew_on(&c, "2026-07-02");
    assert_int_equal(crew_count(&c, &qualification_ledger, "view", "near"), 1);
}

static void
what_outlives_the_contract_needs_no_warning(struct test *t)
{
    struct crew c;

    crew_open(t, &c);
    crew_member(&c, c.who[WORKER].person, "auditor");
    made(&c, "CISSP", "2027-03-31");
    assert_int_equal(running_out(&c, "2027-03-01"), 0);
    made(&c, "CISA", "2027-03-30");
    assert_int_equal(running_out(&c, "2027-03-01"), 1);
}

static void
the_number_is_sealed_but_the_client_sees_it(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = made(&c, "CISSP", "");
    for (enum hand hand = LEADER; hand <= CLIENT; hand++) {
        struct act *a = crew_act(&c, hand);
        struct qualification *it = ledger_new(a, &qualification_ledger);

        assert_true(ledger_show(a, &qualification_ledger, id, it));
        assert_string_equal(it->number, hand == WORKER ? "" : "第012345号");
    }
}

static void
an_end_before_the_beginning_is_refused(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(crew_try(&c, LEADER, &qualification_ledger,
                            WITH("person", id_text(&c, c.who[WORKER].person), "title", "CISSP",
                                 "acquired_on", "2026-04-01", "expires_on", "2026-03-31"),
                            &id),
                   "expires_on", "取得日より前");
}

const struct test_case qualification_tests[] = {
    CASE(notice_is_given_sixty_days_ahead),
    CASE(what_outlives_the_contract_needs_no_warning),
    CASE(the_number_is_sealed_but_the_client_sees_it),
    CASE(an_end_before_the_beginning_is_refused),
    { 0 },
};
