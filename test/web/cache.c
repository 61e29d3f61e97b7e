#include "web/cache.h"

#include <stdlib.h>
#include <string.h>

#include "site.h"
#include "store/open.h"

static int
version_of(struct site *s)
{
    const char *at = strstr(site_get(s, "/probe/page").body, "第");

    assert_non_null(at);
    return (int)strtol(at + strlen("第"), NULL, 10);
}

static void
an_unchanged_page_is_not_made_again(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(version_of(&s), 1);
    assert_int_equal(version_of(&s), test_is_postgres() ? 2 : 1);
}

static void
any_commit_makes_it_anew(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(version_of(&s), 1);
    site_change(&s);
    assert_int_equal(version_of(&s), 2);
}

static void
a_page_is_kept_for_its_session_only(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_non_null(strstr(site_get(&s, "/probe/page").body, "lead"));
    site_sign_in(&s, "requester");
    assert_non_null(strstr(site_get(&s, "/probe/page").body, "requester"));
    s.cookie = NULL;
    assert_int_equal(site_get(&s, "/probe/page").status, 303);
}

static void
a_kept_page_ends_with_its_session(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    version_of(&s);
    site_form(&s, "/sign-out", arena_print(t->arena, "csrf=%s", s.csrf));
    assert_int_equal(site_get(&s, "/probe/page").status, 303);
}

static void
who_has_it_already_gets_304_without_a_body(struct test *t)
{
    struct site s;
    struct answer first, again;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    first = site_get(&s, "/probe/same");
    s.more =
        arena_print(t->arena, "If-None-Match: %s\r\n", answer_header(t->arena, &first, "ETag"));
    again = site_get(&s, "/probe/same");
    assert_int_equal(again.status, 304);
    assert_int_equal(again.length, 0);
    site_change(&s);
    assert_int_equal(site_get(&s, "/probe/same").status, 304);
}

static void
head_has_the_same_headers_and_no_body(struct test *t)
{
    struct site s;
    struct answer get, head;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    get = site_get(&s, "/probe/same");
    head = site_ask(&s, "HEAD", "/probe/same", NULL, NULL, 0);
    assert_int_equal(head.status, 200);
    assert_int_equal(head.length, 0);
    assert_string_equal(answer_header(t->arena, &head, "Content-Length"),
                        answer_header(t->arena, &get, "Content-Length"));
}

static void
tags_are_compared_whole(struct test *t)
{
    (void)t;
    assert_true(tag_matches("\"a\"", "\"a\""));
    assert_true(tag_matches("\"b\", W/\"a\"", "\"a\""));
    assert_true(tag_matches("*", "\"a\""));
    assert_false(tag_matches("\"ab\"", "\"a\""));
    assert_false(tag_matches(NULL, "\"a\""));
}

const struct test_case cache_tests[] = {
    CASE(an_unchanged_page_is_not_made_again),
    CASE(any_commit_makes_it_anew),
    CASE(a_page_is_kept_for_its_session_only),
    CASE(a_kept_page_ends_with_its_session),
    CASE(who_has_it_already_gets_304_without_a_body),
    CASE(head_has_the_same_headers_and_no_body),
    CASE(tags_are_compared_whole),
    { 0 },
};
