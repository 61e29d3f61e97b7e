#include "store/act.h"

#include "tests.h"
#include "web/address.h"

static struct pair items[] = {
    { "view", "open" }, { "kind", "印刷" }, { "open", "7" }, { "after", "abc" }, { "empty", "" }
};
static const struct pairs query = { items, 5 };

static void
a_changed_condition_begins_at_the_first_page_with_the_panel_closed(struct test *t)
{
    struct act a = { .arena = t->arena };

    assert_string_equal(address_with(&a, "/x", &query, "sort", "due"),
                        "/x?view=open&kind=%E5%8D%B0%E5%88%B7&sort=due");
}

static void
opening_a_record_keeps_the_page(struct test *t)
{
    struct act a = { .arena = t->arena };

    assert_string_equal(address_with(&a, "/x", &query, "open", "8"),
                        "/x?view=open&kind=%E5%8D%B0%E5%88%B7&after=abc&open=8");
}

static void
an_empty_query_has_no_question_mark(struct test *t)
{
    struct act a = { .arena = t->arena };
    struct pairs none = { NULL, 0 };

    assert_string_equal(address_with(&a, "/x", &none, NULL, NULL), "/x");
    assert_string_equal(address_query(&a, &none), "");
}

static void
a_value_cannot_add_a_parameter(struct test *t)
{
    struct act a = { .arena = t->arena };
    struct pairs none = { NULL, 0 };

    assert_string_equal(address_with(&a, "/x", &none, "q", "a&b=c#d"), "/x?q=a%26b%3Dc%23d");
}

const struct test_case address_tests[] = {
    CASE(a_changed_condition_begins_at_the_first_page_with_the_panel_closed),
    CASE(opening_a_record_keeps_the_page),
    CASE(an_empty_query_has_no_question_mark),
    CASE(a_value_cannot_add_a_parameter),
    { 0 },
};
