#include <string.h>

#include "site.h"

static int
post(struct site *s, const char *csrf, const char *more)
{
    s->more = more;
    return site_form(s, "/probe/form", arena_print(s->test->arena, "csrf=%s&a=1", csrf)).status;
}

static void
a_form_needs_the_token_of_its_session(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(post(&s, s.csrf, NULL), 200);
    assert_int_equal(post(&s, "", NULL), 403);
    assert_int_equal(post(&s, "wrong", NULL), 403);
    assert_int_equal(site_form(&s, "/probe/form", "a=1").status, 403);
    assert_int_equal(probe_runs(), 1);
}

static void
a_form_from_another_site_is_refused(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(post(&s, s.csrf, "Origin: http://evil.example\r\n"), 403);
    assert_int_equal(post(&s, s.csrf, "Sec-Fetch-Site: cross-site\r\n"), 403);
    assert_int_equal(post(&s, s.csrf, "Origin: http://localhost\r\n"), 200);
}

static void
the_token_of_the_door_belongs_to_its_cookie(struct test *t)
{
    struct site s;
    struct answer page;
    const char *at;

    site_open(t, &s);
    page = site_get(&s, "/sign-in");
    at = strstr(page.body, "name=\"csrf\" value=\"");
    assert_non_null(at);
    at = arena_slice(t->arena, at + 19, strcspn(at + 19, "\""));
    assert_int_equal(
        site_form(&s, "/sign-in", arena_print(t->arena, "csrf=%s&login=lead&password=x", at))
            .status,
        403);
    s.cookie = "tasuki_door=other";
    assert_int_equal(
        site_form(&s, "/sign-in", arena_print(t->arena, "csrf=%s&login=lead&password=x", at))
            .status,
        403);
}

static int
api(struct site *s, const char *more)
{
    s->more = more;
    return site_post(s, "/probe/api/person", "application/json", "{}").status;
}

static void
json_by_cookie_needs_our_own_origin(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(api(&s, NULL), 403);
    assert_int_equal(api(&s, "Origin: http://evil.example\r\n"), 403);
    assert_int_equal(api(&s, "Origin: http://localhost\r\n"), 201);
    assert_int_equal(api(&s, "Sec-Fetch-Site: same-origin\r\n"), 201);
}

const struct test_case csrf_tests[] = {
    CASE(a_form_needs_the_token_of_its_session),
    CASE(a_form_from_another_site_is_refused),
    CASE(the_token_of_the_door_belongs_to_its_cookie),
    CASE(json_by_cookie_needs_our_own_origin),
    { 0 },
};
