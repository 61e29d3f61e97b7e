#include "web/idempotency.h"

#include <string.h>

#include "site.h"

static struct answer
send_thing(struct site *s, const char *key, const char *body)
{
    s->more = arena_print(s->test->arena, "Origin: http://localhost\r\n%s%s%s",
                          key ? "Idempotency-Key: " : "", key ? key : "", key ? "\r\n" : "");
    return site_post(s, "/probe/api/person", "application/json", body);
}

static void
the_same_key_does_the_work_once(struct test *t)
{
    struct site s;
    struct answer first, again;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    first = send_thing(&s, "k1", "{}");
    again = send_thing(&s, "k1", "{}");
    assert_int_equal(first.status, 201);
    assert_int_equal(again.status, 201);
    assert_string_equal(again.body, first.body);
    assert_string_equal(answer_header(t->arena, &again, "Location"), "/api/v1/thing/7");
    assert_string_equal(answer_header(t->arena, &again, "Idempotency-Replayed"), "true");
    assert_int_equal(probe_runs(), 1);
}

static void
another_key_does_it_again(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    send_thing(&s, "k1", "{}");
    send_thing(&s, "k2", "{}");
    send_thing(&s, NULL, "{}");
    assert_int_equal(probe_runs(), 3);
}

static void
a_key_does_not_go_with_another_body(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    send_thing(&s, "k1", "{}");
    assert_int_equal(send_thing(&s, "k1", "{\"a\":1}").status, 422);
    assert_int_equal(probe_runs(), 1);
}

static void
keys_of_two_users_are_two_keys(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    send_thing(&s, "k1", "{}");
    s.more = NULL;
    site_sign_in(&s, "requester");
    assert_int_equal(send_thing(&s, "k1", "{\"a\":1}").status, 201);
}

const struct test_case idempotency_tests[] = {
    CASE(the_same_key_does_the_work_once),
    CASE(another_key_does_it_again),
    CASE(a_key_does_not_go_with_another_body),
    CASE(keys_of_two_users_are_two_keys),
    { 0 },
};
