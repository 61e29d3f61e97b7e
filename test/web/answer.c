#include <string.h>

#include "base/buffer.h"
#include "site.h"

static void
a_page_carries_the_headers_that_protect_it(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    a = site_get(&s, "/probe/faulty");
    assert_non_null(
        strstr(answer_header(t->arena, &a, "Content-Security-Policy"), "default-src 'none'"));
    assert_non_null(
        strstr(answer_header(t->arena, &a, "Content-Security-Policy"), "frame-ancestors 'none'"));
    assert_string_equal(answer_header(t->arena, &a, "Content-Type"), "text/html; charset=utf-8");
    assert_string_equal(answer_header(t->arena, &a, "X-Content-Type-Options"), "nosniff");
    assert_non_null(strstr(answer_header(t->arena, &a, "Permissions-Policy"), "camera=()"));
    assert_string_equal(answer_header(t->arena, &a, "Cache-Control"), "no-store");
    assert_string_equal(answer_header(t->arena, &a, "Referrer-Policy"), "same-origin");
    assert_string_equal(answer_header(t->arena, &a, "X-Frame-Options"), "DENY");
    assert_int_equal(strlen(answer_header(t->arena, &a, "X-Request-Id")), 16);
}

static void
no_other_site_may_read_and_no_version_is_told(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    s.more = "Origin: https://elsewhere.example\r\n";
    a = site_get(&s, "/probe/lead");
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_header(t->arena, &a, "Access-Control-Allow-Origin"), "");
    assert_string_equal(answer_header(t->arena, &a, "Server"), "");
    assert_string_equal(answer_header(t->arena, &a, "X-Powered-By"), "");
}

static void
faults_of_a_page_are_a_page_with_escaped_sentences(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    a = site_get(&s, "/probe/faulty");
    assert_int_equal(a.status, 422);
    assert_non_null(strstr(a.body, "件名は&lt;b&gt;必須"));
    assert_non_null(strstr(a.body, "種別は必須です。"));
}

static void
faults_of_json_are_a_problem(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    a = site_get(&s, "/probe/api/person");
    assert_int_equal(a.status, 422);
    assert_string_equal(answer_header(t->arena, &a, "Content-Type"), "application/problem+json");
    assert_non_null(strstr(a.body, "\"field\":\"title\""));
    assert_non_null(strstr(a.body, "\"line\":3"));
}

static void
a_right_that_is_missing_is_403(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(site_get(&s, "/probe/lead").status, 200);
    assert_int_equal(site_get(&s, "/probe/rights").status, 403);
    assert_int_equal(site_get(&s, "/probe/administrator").status, 403);
}

static void
a_notice_is_shown_once(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    a = site_form(&s, "/probe/move", arena_print(t->arena, "csrf=%s&to=/probe/page", s.csrf));
    assert_int_equal(a.status, 303);
    assert_string_equal(answer_header(t->arena, &a, "Location"), "/probe/page");
    assert_non_null(strstr(site_get(&s, "/probe/page").body, "保存しました。"));
    for (int i = 0; i < 100 && strstr(site_get(&s, "/probe/page").body, "保存しました。"); i++)
        continue;
    assert_null(strstr(site_get(&s, "/probe/page").body, "保存しました。"));
}

static void
a_redirect_never_leaves_the_site(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    a = site_form(&s, "/probe/move", arena_print(t->arena, "csrf=%s&to=//evil.example", s.csrf));
    assert_string_equal(answer_header(t->arena, &a, "Location"), "/");
    a = site_form(&s, "/probe/move",
                  arena_print(t->arena, "csrf=%s&to=/a%%0d%%0aX-Evil:1", s.csrf));
    assert_string_equal(answer_header(t->arena, &a, "Location"), "/");
    a = site_form(&s, "/probe/move", arena_print(t->arena, "csrf=%s&to=/%%E4%%BB%%B6", s.csrf));
    assert_string_equal(answer_header(t->arena, &a, "Location"), "/%E4%BB%B6");
}

const struct test_case answer_tests[] = {
    CASE(a_page_carries_the_headers_that_protect_it),
    CASE(no_other_site_may_read_and_no_version_is_told),
    CASE(faults_of_a_page_are_a_page_with_escaped_sentences),
    CASE(faults_of_json_are_a_problem),
    CASE(a_right_that_is_missing_is_403),
    CASE(a_notice_is_shown_once),
    CASE(a_redirect_never_leaves_the_site),
    { 0 },
};
