#include "web/attempt.h"

#include <string.h>

#include "site.h"
#include "store/query.h"
#include "web/password.h"

/* Behind a proxy, so that a test chooses from where it comes. */
static void
open_behind(struct test *t, struct site *s)
{
    static const char *const proxies[] = { "127.0.0.1", NULL };

    site_open_with(t, s, (struct server_options){ .workers = 4, .proxies = proxies });
}

static struct answer
try_from(struct site *s, const char *address, const char *login, const char *password)
{
    s->more = arena_print(s->test->arena, "X-Forwarded-For: %s\r\n", address);
    return site_try(s, login, password);
}

static void
the_owner_comes_in_from_elsewhere_after_a_thousand_wrong_tries(struct test *t)
{
    struct site s;

    open_behind(t, &s);
    for (int i = 0; i < 1000; i++)
        assert_int_not_equal(try_from(&s, "203.0.113.7", "lead", "x").status, 303);
    assert_int_equal(try_from(&s, "203.0.113.7", "lead", PASSWORD).status, 429);
    assert_int_equal(try_from(&s, "198.51.100.1", "lead", PASSWORD).status, 303);
}

static void
an_attack_from_many_places_does_not_close_the_login(struct test *t)
{
    struct site s;

    open_behind(t, &s);
    for (int i = 0; i < 300; i++)
        try_from(&s, arena_print(t->arena, "203.0.%d.%d", i / 100, i % 100 + 1), "lead", "x");
    assert_int_equal(try_from(&s, "198.51.100.1", "lead", PASSWORD).status, 303);
}

static const char *
device_cookie(struct site *s, const struct answer *a)
{
    const char *at = strstr(a->head, "tasuki_device=");

    assert_non_null(at);
    return arena_slice(s->test->arena, at, strcspn(at, ";\r"));
}

static void
a_known_device_is_not_locked_out_by_its_neighbours(struct test *t)
{
    struct site s;
    struct answer a;

    open_behind(t, &s);
    a = try_from(&s, "203.0.113.7", "lead", PASSWORD);
    s.device = NULL;
    for (int i = 0; i < 10; i++)
        try_from(&s, "203.0.113.7", "lead", "x");
    assert_int_equal(try_from(&s, "203.0.113.7", "lead", PASSWORD).status, 429);
    s.device = device_cookie(&s, &a);
    assert_int_equal(try_from(&s, "203.0.113.7", "lead", PASSWORD).status, 303);
}

static void
a_device_is_known_for_its_own_login_only(struct test *t)
{
    struct site s;
    struct answer a;

    open_behind(t, &s);
    a = try_from(&s, "203.0.113.7", "requester", PASSWORD);
    for (int i = 0; i < 5; i++)
        try_from(&s, "203.0.113.7", "lead", "x");
    s.device = device_cookie(&s, &a);
    assert_int_equal(try_from(&s, "203.0.113.7", "lead", PASSWORD).status, 429);
}

static void
one_address_cannot_try_a_password_on_every_login(struct test *t)
{
    struct site s;
    int refused = 0;

    open_behind(t, &s);
    for (int i = 0; i < 80; i++)
        refused += try_from(&s, "203.0.113.7", arena_print(t->arena, "u%d", i), "x").status == 429;
    assert_true(refused >= 15);
    assert_int_equal(try_from(&s, "198.51.100.1", "lead", PASSWORD).status, 303);
}

static void
addresses_of_one_ipv6_network_count_together(struct test *t)
{
    struct site s;

    open_behind(t, &s);
    for (int i = 0; i < 5; i++)
        try_from(&s, arena_print(t->arena, "2001:db8:1:2::%d", i + 1), "lead", "x");
    assert_int_equal(try_from(&s, "2001:db8:1:2::99", "lead", PASSWORD).status, 429);
    assert_int_equal(try_from(&s, "2001:db8:1:3::1", "lead", PASSWORD).status, 303);
}

/* Wrong tries with the clock put forward by whatever wait was asked for. */
static int
wait_of(struct site *s, int tries)
{
    struct act *a = site_act(s);
    struct attempt attempt = { .login = "lead", .address = "203.0.113.7" };

    for (int i = 0; i < tries; i++) {
        assert_true(attempt_begin(a, &attempt));
        a->now = instant_add(a->now, (struct minutes){ attempt.left ? 0 : attempt.wait });
    }
    return attempt.wait;
}

static void
the_wait_grows_and_has_an_end(struct test *t)
{
    static const int waits[] = { 1, 2, 4, 8, 16, 30, 30 };
    struct site s;

    for (int i = 0; i < 7; i++) {
        site_open(t, &s);
        assert_int_equal(wait_of(&s, ATTEMPTS + i), waits[i]);
        site_stop(&s);
    }
}

static void
a_wait_that_is_over_gives_one_more_try(struct test *t)
{
    struct site s;
    struct attempt attempt = { .login = "lead", .address = "203.0.113.7" };
    struct act *a;

    site_open(t, &s);
    wait_of(&s, ATTEMPTS);
    a = site_act(&s);
    assert_false(attempt_begin(a, &attempt));
    a->now = instant_add(a->now, (struct minutes){ 2 });
    assert_true(attempt_begin(a, &attempt));
    assert_false(attempt_begin(a, &attempt));
}

static void
a_day_later_wrong_tries_are_forgotten(struct test *t)
{
    struct site s;
    struct attempt attempt = { .login = "lead", .address = "203.0.113.7" };
    struct act *a;

    site_open(t, &s);
    wait_of(&s, ATTEMPTS);
    a = site_act(&s);
    a->now = instant_add(a->now, (struct minutes){ DAY_MINUTES + 1 });
    assert_true(attempt_begin(a, &attempt));
    assert_int_equal(attempt.left, ATTEMPTS - 1);
}

/* Codes are tried by those who know the password: there the login itself is limited. */
static void
codes_are_limited_by_login_over_all_addresses(struct test *t)
{
    struct site s;
    struct act *a;
    int taken = 0;

    site_open(t, &s);
    a = site_act(&s);
    for (int i = 0; i < 100; i++) {
        struct attempt attempt = { .kind = ATTEMPT_CODE,
                                   .login = "lead",
                                   .address = arena_print(t->arena, "203.0.113.%d", i) };

        taken += attempt_begin(a, &attempt);
    }
    assert_int_equal(taken, ATTEMPTS_ACCOUNT);
}

static int64_t
runs_of(struct site *s, const char *login, const char *password)
{
    int64_t before = password_runs();

    site_try(s, login, password);
    return password_runs() - before;
}

static void
every_answer_costs_one_run_whoever_it_is(struct test *t)
{
    struct site s;

    site_open(t, &s);
    assert_int_equal(runs_of(&s, "lead", "x"), 1);
    assert_int_equal(runs_of(&s, "nobody", "x"), 1);
    assert_int_equal(runs_of(&s, "lead", PASSWORD), 1);
}

struct events {
    struct event {
        const char *action;
        const char *detail;
        int64_t record;
    } * rows;
    size_t count;
};

static const struct query failures = {
    .name = "test.failures",
    .sql =
        "SELECT action, detail, record FROM history WHERE action IN ('sign-in-failed', 'lock-out')"
        " ORDER BY seq",
    .row_size = sizeof(struct event),
    .columns = COLUMNS(COLUMN(struct event, action), COLUMN(struct event, detail),
                       COLUMN(struct event, record)),
};

static void
failures_are_remembered_without_what_was_typed(struct test *t)
{
    struct site s;
    struct events events;
    struct act *a;

    site_open(t, &s);
    for (int i = 0; i < 6; i++)
        site_try(&s, "lead", "himitsu-no-kotoba");
    site_try(&s, "himitsu-no-login", "himitsu-no-kotoba");
    a = site_act(&s);
    assert_true(
        query_rows(a, &failures, &events.rows, &events.count, sizeof(struct event), UNBOUND));
    assert_int_equal(events.count, 7);
    for (size_t i = 0; i < events.count; i++) {
        assert_null(strstr(events.rows[i].detail, "himitsu"));
        assert_non_null(strstr(events.rows[i].detail, "127.0.0.1"));
    }
    assert_string_equal(events.rows[5].action, "lock-out");
    assert_int_equal(events.rows[0].record, s.lead);
    assert_int_equal(events.rows[6].record, 0);
}

const struct test_case attempt_tests[] = {
    CASE(the_owner_comes_in_from_elsewhere_after_a_thousand_wrong_tries),
    CASE(an_attack_from_many_places_does_not_close_the_login),
    CASE(a_known_device_is_not_locked_out_by_its_neighbours),
    CASE(a_device_is_known_for_its_own_login_only),
    CASE(one_address_cannot_try_a_password_on_every_login),
    CASE(addresses_of_one_ipv6_network_count_together),
    CASE(the_wait_grows_and_has_an_end),
    CASE(a_wait_that_is_over_gives_one_more_try),
    CASE(a_day_later_wrong_tries_are_forgotten),
    CASE(codes_are_limited_by_login_over_all_addresses),
    CASE(every_answer_costs_one_run_whoever_it_is),
    CASE(failures_are_remembered_without_what_was_typed),
    { 0 },
};
