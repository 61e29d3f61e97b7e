#include "site.h"

#include <string.h>

static struct answer
where(struct test *t, const char *target)
{
    static struct site s;

    site_open(t, &s);
    return site_get(&s, target);
}

static void
a_literal_goes_before_a_hole(struct test *t)
{
    struct answer a = where(t, "/probe/where/new");

    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.body, "id=0 word=- "));
}

static void
digits_are_an_id_and_other_parts_are_words(struct test *t)
{
    struct site s;

    site_open(t, &s);
    assert_non_null(strstr(site_get(&s, "/probe/where/42").body, "id=42 word=- "));
    assert_non_null(strstr(site_get(&s, "/probe/where/%E5%9B%9E%E7%AD%94").body, "word=回答 "));
    assert_non_null(strstr(site_get(&s, "/probe/where/42/7").body, "id=7 word=42 "));
    assert_non_null(strstr(site_get(&s, "/probe/where/007").body, "id=0 word=007 "));
}

static void
what_is_not_there_is_404(struct test *t)
{
    struct site s;

    site_open(t, &s);
    assert_int_equal(site_get(&s, "/nothing").status, 404);
    assert_int_equal(site_get(&s, "/probe/where/new/").status, 404);
    assert_int_equal(site_get(&s, "/probe//where/new").status, 404);
    assert_int_equal(site_get(&s, "/probe/where/../csrf").status, 404);
    assert_int_equal(site_get(&s, "/probe/api/nothing").status, 404);
    assert_int_equal(site_get(&s, "/1/2/3/4/5/6/7/8/9/10/11/12/13/14").status, 404);
}

static void
another_method_is_405_with_those_that_are_allowed(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    a = site_form(&s, "/probe/where", "");
    assert_int_equal(a.status, 405);
    assert_string_equal(answer_header(t->arena, &a, "Allow"), "GET, HEAD");
    a = site_ask(&s, "BREW", "/probe/form", NULL, NULL, 0);
    assert_int_equal(a.status, 405);
    assert_string_equal(answer_header(t->arena, &a, "Allow"), "POST");
}

static void
a_path_that_cannot_be_read_is_400(struct test *t)
{
    struct site s;

    site_open(t, &s);
    assert_int_equal(site_get(&s, "/probe/%zz").status, 400);
    assert_int_equal(site_get(&s, "/probe/%00").status, 400);
    assert_int_equal(site_get(&s, "/probe/a%2fb").status, 400);
    assert_int_equal(site_get(&s, "/probe/%ff").status, 400);
    assert_int_equal(site_get(&s, "/probe/where?a=%zz").status, 400);
}

static void
the_pages_of_all_ledgers_are_found_by_their_paths(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_non_null(strstr(site_get(&s, "/core/people/5/probe").body, "id=5 word=- ledger=person"));
}

const struct test_case router_tests[] = {
    CASE(a_literal_goes_before_a_hole),
    CASE(digits_are_an_id_and_other_parts_are_words),
    CASE(what_is_not_there_is_404),
    CASE(another_method_is_405_with_those_that_are_allowed),
    CASE(a_path_that_cannot_be_read_is_400),
    CASE(the_pages_of_all_ledgers_are_found_by_their_paths),
    { 0 },
};
