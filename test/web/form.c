#include "web/form.h"

#include <string.h>

#include "test.h"

static struct pairs
parse(struct test *t, const char *text, bool good)
{
    struct pairs out;
    const char *why = NULL;

    assert_int_equal(form_parse(t->arena, text, strlen(text), &out, &why), good);
    assert_true(good || why);
    return out;
}

static void
names_and_values_come_in_their_order(struct test *t)
{
    struct pairs p = parse(t, "b=2&a=%E4%BB%B6%E5%90%8D&b=x+y&c&=z", true);

    assert_int_equal(p.count, 5);
    assert_string_equal(p.items[1].value, "件名");
    assert_string_equal(p.items[2].value, "x y");
    assert_string_equal(p.items[3].name, "c");
    assert_string_equal(p.items[3].value, "");
    assert_string_equal(p.items[4].name, "");
}

static void
empty_pieces_are_skipped(struct test *t)
{
    assert_int_equal(parse(t, "", true).count, 0);
    assert_int_equal(parse(t, "&&a=1&", true).count, 1);
}

static void
a_percent_sign_without_two_digits_is_refused(struct test *t)
{
    parse(t, "a=%", false);
    parse(t, "a=%4", false);
    parse(t, "a=%4g", false);
    parse(t, "a=%zz", false);
}

static void
zero_bytes_and_control_characters_are_refused(struct test *t)
{
    parse(t, "a=%00", false);
    parse(t, "a=%1b", false);
    parse(t, "a%0a=1", false);
    assert_string_equal(parse(t, "a=1%0d%0a2%09", true).items[0].value, "1\r\n2\t");
}

static void
bytes_that_are_no_utf8_are_refused(struct test *t)
{
    parse(t, "a=%8f%91", false);
    parse(t, "a=%c0%af", false);
    parse(t, "a=%ed%a0%80", false);
}

static void
too_many_names_are_refused(struct test *t)
{
    char *text = arena_get(t->arena, FORM_MOST * 2 + 10);

    for (int i = 0; i <= FORM_MOST; i++)
        memcpy(text + i * 2, "a&", 3);
    parse(t, text, false);
}

static void
a_part_of_a_path_keeps_its_plus(struct test *t)
{
    char *out;
    const char *why;

    assert_true(path_part(t->arena, "a+b%20c", 7, &out, &why));
    assert_string_equal(out, "a+b c");
}

static void
a_hidden_slash_in_a_path_is_refused(struct test *t)
{
    char *out;
    const char *why;

    assert_false(path_part(t->arena, "a%2fb", 5, &out, &why));
    assert_false(path_part(t->arena, "a%0ab", 5, &out, &why));
}

const struct test_case form_tests[] = {
    CASE(names_and_values_come_in_their_order),
    CASE(empty_pieces_are_skipped),
    CASE(a_percent_sign_without_two_digits_is_refused),
    CASE(zero_bytes_and_control_characters_are_refused),
    CASE(bytes_that_are_no_utf8_are_refused),
    CASE(too_many_names_are_refused),
    CASE(a_part_of_a_path_keeps_its_plus),
    CASE(a_hidden_slash_in_a_path_is_refused),
    { 0 },
};
