#include "store/parameter.h"

#include "store/tests.h"

static void
names_become_numbers(struct test *t)
{
    struct placeholders p = sql_numbered(t->arena, "SELECT a FROM t WHERE b = :b AND c < :c_2");

    assert_string_equal(p.sql, "SELECT a FROM t WHERE b = $1 AND c < $2");
    assert_int_equal(p.count, 2);
    assert_string_equal(p.names[1], "c_2");
}

static void
a_name_used_twice_is_one_parameter(struct test *t)
{
    struct placeholders p = sql_numbered(t->arena, "SELECT :a, :ab, :a");

    assert_string_equal(p.sql, "SELECT $1, $2, $1");
    assert_int_equal(p.count, 2);
}

static void
casts_quotes_and_comments_are_left_alone(struct test *t)
{
    static const char sql[] = "SELECT ':a', \":b\", 1::text -- :c\n/* :d */ , $$ :e $$, 'it''s :f'";
    struct placeholders p = sql_numbered(t->arena, sql);

    assert_string_equal(p.sql, sql);
    assert_int_equal(p.count, 0);
}

static void
what_is_not_closed_ends_with_the_text(struct test *t)
{
    assert_string_equal(sql_numbered(t->arena, "SELECT ':a").sql, "SELECT ':a");
    assert_string_equal(sql_numbered(t->arena, "SELECT 1 -- :a").sql, "SELECT 1 -- :a");
    assert_string_equal(sql_numbered(t->arena, "SELECT 1 /* :a").sql, "SELECT 1 /* :a");
}

static void
more_than_sixteen_names_are_kept(struct test *t)
{
    struct placeholders p =
        sql_numbered(t->arena, ":a :b :c :d :e :f :g :h :i :j :k :l :m :n :o :p :q :r :s :t :u :v");

    assert_int_equal(p.count, 22);
    assert_string_equal(p.names[0], "a");
    assert_string_equal(p.names[21], "v");
}

static void
a_bound_is_found_by_its_whole_name(struct test *t)
{
    const struct bound *bounds = BOUND(BIND(ab, 1), BIND(a, 2));

    (void)t;
    assert_int_equal(bound_find(bounds, "a")->number, 2);
}

const struct test_case parameter_tests[] = {
    CASE(names_become_numbers),
    CASE(a_name_used_twice_is_one_parameter),
    CASE(casts_quotes_and_comments_are_left_alone),
    CASE(what_is_not_closed_ends_with_the_text),
    CASE(more_than_sixteen_names_are_kept),
    CASE(a_bound_is_found_by_its_whole_name),
    { 0 },
};
