#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "site.h"
#include "web/token.h"

static void
carry(struct site *s, const char *scope)
{
    struct token_wish wish = { .user = s->lead, .days = 1, .scope = scope };
    const char *text = NULL;

    assert_true(token_make(site_act(s), &wish, &text));
    s->more = arena_print(s->test->arena, "Authorization: Bearer %s\r\n", text);
}

static void
a_token_stands_in_for_a_session(struct test *t)
{
    struct site s;

    site_open(t, &s);
    carry(&s, NULL);
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
a_token_in_an_address_is_nobodys(struct test *t)
{
    struct token_wish wish = { .days = 1 };
    const char *text, *session;
    struct site s;

    site_open(t, &s);
    wish.user = s.lead;
    assert_true(token_make(site_act(&s), &wish, &text));
    assert_int_equal(site_get(&s, arena_print(t->arena, "/probe/api/person?token=%s", text)).status,
                     401);
    site_sign_in(&s, "lead");
    session = s.cookie;
    s.cookie = NULL;
    assert_int_equal(site_get(&s, arena_print(t->arena, "/probe/lead?%s", session)).status, 303);
}

static void
a_token_needs_a_number_of_days(struct test *t)
{
    struct site s;
    struct token_wish wish = { .days = 0 };
    const char *text;

    site_open(t, &s);
    wish.user = s.lead;
    assert_false(token_make(site_act(&s), &wish, &text));
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

static int
make_something(struct site *s, const char *path)
{
    return site_post(s, path, "application/json", "{\"title\":\"x\"}").status;
}

static void
a_token_for_reading_writes_nothing(struct test *t)
{
    struct site s;

    site_open(t, &s);
    carry(&s, "read");
    assert_int_equal(site_get(&s, "/api/v1/person").status, 200);
    assert_int_equal(make_something(&s, "/api/v1/person"), 403);
}

static void
a_token_for_writing_reads_too(struct test *t)
{
    struct site s;

    site_open(t, &s);
    carry(&s, "write person");
    assert_int_equal(make_something(&s, "/api/v1/person"), 201);
    assert_int_equal(site_get(&s, "/api/v1/person").status, 200);
}

static void
a_token_for_a_ledger_reaches_no_other_address(struct test *t)
{
    static const char *const closed[] = { "/api/v1/organisation", "/probe/page", "/live",
                                          "/search?q=x",          "/history",    "/settings/tokens",
                                          "/core/contracts" };
    struct site s;

    site_open(t, &s);
    carry(&s, "read person");
    assert_int_equal(site_get(&s, "/api/v1/person").status, 200);
    assert_int_equal(site_get(&s, "/api/v1/me").status, 200);
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        assert_int_equal(site_get(&s, closed[i]).status, 403);
}

static void
a_scope_names_what_there_is(struct test *t)
{
    struct site s;
    const char *scope;

    site_open(t, &s);
    assert_true(scope_parse(site_act(&s), " read  person ", &scope));
    assert_string_equal(scope, "read person");
    assert_true(scope_parse(site_act(&s), "", &scope));
    assert_string_equal(scope, "write");
    assert_false(scope_parse(site_act(&s), "person", &scope));
    assert_false(scope_parse(site_act(&s), "read nosuch", &scope));
}

static void
an_ended_token_is_refused_at_the_next_request(struct test *t)
{
    struct site s;
    struct token_entry *list;
    size_t count;

    site_open(t, &s);
    carry(&s, NULL);
    assert_int_equal(site_get(&s, "/api/v1/person").status, 200);
    assert_true(token_list(site_act(&s), s.lead, &list, &count));
    assert_int_equal(count, 1);
    assert_false(token_end(site_act(&s), s.requester, list[0].id));
    assert_true(token_end(site_act(&s), s.lead, list[0].id));
    assert_int_equal(site_get(&s, "/api/v1/person").status, 401);
}

static void
the_last_use_of_a_token_is_known(struct test *t)
{
    struct site s;
    struct token_entry *list = NULL;
    size_t count;

    site_open(t, &s);
    carry(&s, NULL);
    assert_true(token_list(site_act(&s), s.lead, &list, &count));
    assert_int_equal(list[0].seen.us, 0);
    site_get(&s, "/api/v1/person");
    for (int i = 0; i < 50 && !list[0].seen.us; i++) {
        usleep(20 * 1000);
        assert_true(token_list(site_act(&s), s.lead, &list, &count));
    }
    assert_int_not_equal(list[0].seen.us, 0);
}

const struct test_case token_tests[] = {
    CASE(a_token_stands_in_for_a_session),
    CASE(a_wrong_token_is_refused_everywhere),
    CASE(a_token_in_an_address_is_nobodys),
    CASE(a_token_needs_a_number_of_days),
    CASE(what_a_token_may_not_is_told_as_a_problem),
    CASE(a_token_for_reading_writes_nothing),
    CASE(a_token_for_writing_reads_too),
    CASE(a_token_for_a_ledger_reaches_no_other_address),
    CASE(a_scope_names_what_there_is),
    CASE(an_ended_token_is_refused_at_the_next_request),
    CASE(the_last_use_of_a_token_is_known),
    { 0 },
};
