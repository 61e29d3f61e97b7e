#include "contract/replacement.h"

#include <string.h>

#include "contract/assignment.h"
#include "crew.h"
#include "ledger/core/core.h"
#include "tests.h"

/* 三浦 goes, 新田 with an account but no role comes. */
struct change {
    struct crew c;
    int64_t old;
    int64_t fresh;
    int64_t user;
    int64_t person;
};

static void
change_open(struct test *t, struct change *g)
{
    crew_open(t, &g->c);
    g->old = crew_member(&g->c, g->c.who[WORKER].person, "assigned_worker");
    g->person = crew_person(&g->c, "新田");
    g->user = crew_user(&g->c, "nitta", g->person, NULL);
    g->fresh = crew_make(
        &g->c, LEADER, &assignment_ledger,
        WITH("person", id_text(&g->c, g->person), "role", "作業従事者", "from", "2026-04-06"));
}

static struct act *
asked(struct change *g, const char *day, int64_t *id)
{
    return crew_try(&g->c, LEADER, &replacement_ledger,
                    WITH("outgoing", id_text(&g->c, g->old), "incoming", id_text(&g->c, g->fresh),
                         "reason", "異動のため", "day", day),
                    id);
}

static bool
may(struct change *g, int64_t user)
{
    struct act *a = crew_console(&g->c);
    struct who who;
    bool good = who_load(a, user, &who);

    a->who = &who;
    good = good && access_may(a, &assignment_ledger, DEED_READ,
                              &(struct record){ .id = 1, .contract = g->c.contract });
    a->who = who_console();
    return good;
}

static void
with_the_approval_the_old_access_ends_and_the_new_one_begins(struct test *t)
{
    struct change g;
    const struct replacement *it;
    const struct assignment *old, *fresh;
    int64_t id;

    change_open(t, &g);
    assert_int_equal(asked(&g, "2026-04-06", &id)->fault_count, 0);
    assert_true(may(&g, g.c.who[WORKER].id));
    assert_false(may(&g, g.user));
    crew_do(&g.c, CLIENT, &replacement_ledger, id, "approve", NULL);
    /* The next request of the one is refused, that of the other is not. */
    assert_false(may(&g, g.c.who[WORKER].id));
    assert_true(may(&g, g.user));
    it = crew_stored(&g.c, &replacement_ledger, id);
    assert_string_equal(it->effect, "前の人の権限を終え、新しい人に役割を1件付けました。");
    assert_day(it->decided_on, "2026-04-06");
    assert_int_equal(it->decided_by.id, g.c.who[CLIENT].person);
    old = crew_stored(&g.c, &assignment_ledger, g.old);
    fresh = crew_stored(&g.c, &assignment_ledger, g.fresh);
    assert_string_equal(old->base.state, "left");
    assert_day(old->until, "2026-04-05");
    assert_string_equal(fresh->base.state, "active");
    assert_day(fresh->from, "2026-04-06");
}

static void
a_day_to_come_changes_the_access_on_that_day(struct test *t)
{
    struct change g;
    int64_t id;

    change_open(t, &g);
    asked(&g, "2026-04-20", &id);
    crew_do(&g.c, DECIDER, &replacement_ledger, id, "approve", NULL);
    crew_on(&g.c, "2026-04-19");
    assert_true(may(&g, g.c.who[WORKER].id));
    assert_false(may(&g, g.user));
    crew_on(&g.c, "2026-04-20");
    assert_false(may(&g, g.c.who[WORKER].id));
    assert_true(may(&g, g.user));
}

static void
nothing_changes_before_the_client_has_approved(struct test *t)
{
    struct change g;
    int64_t id;

    change_open(t, &g);
    asked(&g, "2026-04-06", &id);
    assert_refused(crew_move(&g.c, LEADER, &replacement_ledger, id, "approve", NULL), NULL, "権限");
    assert_refused(crew_move(&g.c, CLIENT, &replacement_ledger, id, "send_back", NULL), "answer",
                   "必須");
    crew_do(&g.c, CLIENT, &replacement_ledger, id, "send_back", WITH("answer", "資格の写しを"));
    assert_true(may(&g, g.c.who[WORKER].id));
    assert_false(may(&g, g.user));
    crew_do(&g.c, LEADER, &replacement_ledger, id, "resubmit", NULL);
    crew_do(&g.c, CLIENT, &replacement_ledger, id, "approve", NULL);
    assert_false(may(&g, g.c.who[WORKER].id));
}

static void
somebody_without_an_account_is_told(struct test *t)
{
    struct change g;
    const struct replacement *it;
    int64_t id;

    change_open(t, &g);
    g.person = crew_person(&g.c, "新井");
    g.fresh = crew_make(
        &g.c, LEADER, &assignment_ledger,
        WITH("person", id_text(&g.c, g.person), "role", "作業従事者", "from", "2026-04-06"));
    asked(&g, "2026-04-06", &id);
    crew_do(&g.c, CLIENT, &replacement_ledger, id, "approve", NULL);
    it = crew_stored(&g.c, &replacement_ledger, id);
    assert_non_null(strstr(it->effect, "利用者IDがない"));
    assert_false(may(&g, g.c.who[WORKER].id));
}

static void
who_comes_stands_on_the_roster_first(struct test *t)
{
    struct change g;
    int64_t id;

    change_open(t, &g);
    crew_do(&g.c, LEADER, &assignment_ledger, g.fresh, "withdraw", NULL);
    assert_refused(asked(&g, "2026-04-06", &id), "incoming", "届け出た");
    assert_int_equal(id, 0);
}

static void
what_was_approved_stays_as_it_was(struct test *t)
{
    struct change g;
    int64_t id;

    change_open(t, &g);
    asked(&g, "2026-04-06", &id);
    crew_do(&g.c, CLIENT, &replacement_ledger, id, "approve", NULL);
    assert_refused(
        crew_move(&g.c, LEADER, &replacement_ledger, id, NULL, WITH("day", "2026-05-01")), "day",
        "決まったもの");
}

const struct test_case replacement_tests[] = {
    CASE(with_the_approval_the_old_access_ends_and_the_new_one_begins),
    CASE(a_day_to_come_changes_the_access_on_that_day),
    CASE(nothing_changes_before_the_client_has_approved),
    CASE(somebody_without_an_account_is_told),
    CASE(who_comes_stands_on_the_roster_first),
    CASE(what_was_approved_stays_as_it_was),
    { 0 },
};
