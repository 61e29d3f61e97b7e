#include "desk/application_begin.h"

#include "counter.h"
#include "desk/application.h"
#include "tests.h"

static size_t
load(struct counter *d)
{
    struct act *a = crew_act(&d->c, SECOND);
    size_t made = 0;

    assert_done(a, application_kinds_load(a, d->c.contract, &made));
    act_end(a);
    return made;
}

static void
the_kinds_to_begin_with_are_made_once(struct test *t)
{
    struct counter d;

    counter_open(t, &d);
    assert_int_equal(load(&d), 14);
    assert_int_equal(load(&d), 0);
    assert_int_equal(crew_count(&d.c, &application_kind_ledger, "view", "used"), 15);
}

static void
who_may_not_make_kinds_begins_none(struct test *t)
{
    struct counter d;
    struct act *a;
    size_t made;

    counter_open(t, &d);
    a = crew_act(&d.c, APPLICANT);
    assert_false(application_kinds_load(a, d.c.contract, &made));
    act_end(a);
    assert_int_equal(crew_count(&d.c, &application_kind_ledger, "view", "used"), 1);
}

const struct test_case application_begin_tests[] = {
    CASE(the_kinds_to_begin_with_are_made_once),
    CASE(who_may_not_make_kinds_begins_none),
    { 0 },
};
