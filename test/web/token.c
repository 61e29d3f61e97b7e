#include <string.h>

#include "site.h"
#include "web/session.h"

static const char *
token(struct site *s, int days)
{
    const char *text = NULL;

    assert_true(token_make(site_act(s), s->lead, days, &text));
    return text;
}

static void
a_token_stands_in_for_a_session(struct test *t)
{
    struct site s;

    site_open(t, &s);
    s.more = arena_print(t->arena, "Authorization: Bearer %s\r\n", token(&s, 1));
    assert_int_equal(site_get(&s, "/probe/lead").status, 200);
}

static void
a_wrong_token_is_refused_everywhere(struct test *t)
{
    struct site s;

    site_open(t, &s);
    s.more = "Authorization: Bearer tsk_wrong\r\n";
    assert_int_equal(site_get(&s, "/probe/api/person").status, 401);
    assert_int_equal(site_get(&s, "/probe/where").status, 303);
}

static void
a_token_needs_a_number_of_days(struct test *t)
{
    struct site s;
    const char *text;

    site_open(t, &s);
    assert_false(token_make(site_act(&s), s.lead, 0, &text));
}

static void
what_a_token_may_not_is_told_as_a_problem(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    a = site_get(&s, "/probe/api/person");
    assert_int_equal(a.status, 401);
    assert_string_equal(answer_header(t->arena, &a, "Content-Type"), "application/problem+json");
    assert_string_equal(answer_header(t->arena, &a, "WWW-Authenticate"), "Bearer");
}

const struct test_case token_tests[] = {
    CASE(a_token_stands_in_for_a_session),
    CASE(a_wrong_token_is_refused_everywhere),
    CASE(a_token_needs_a_number_of_days),
    CASE(what_a_token_may_not_is_told_as_a_problem),
    { 0 },
};
