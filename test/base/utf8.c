#include "base/utf8.h"

#include <string.h>

#include "base/tests.h"

static void
japanese_and_emoji_are_valid(struct test *t)
{
    static const char text[] = "a é 端末 𠮷 😀 \xF4\x8F\xBF\xBF";

    (void)t;
    assert_true(utf8_valid(text, sizeof(text) - 1));
}

static void
overlong_forms_are_refused(struct test *t)
{
    (void)t;
    assert_false(utf8_valid("\xC0\xAF", 2));
    assert_false(utf8_valid("\xC1\xBF", 2));
    assert_false(utf8_valid("\xE0\x9F\xBF", 3));
    assert_false(utf8_valid("\xF0\x8F\xBF\xBF", 4));
}

static void
surrogates_and_what_lies_above_unicode_are_refused(struct test *t)
{
    (void)t;
    assert_false(utf8_valid("\xED\xA0\x80", 3));
    assert_false(utf8_valid("\xED\xBF\xBF", 3));
    assert_true(utf8_valid("\xED\x9F\xBF", 3));
    assert_false(utf8_valid("\xF4\x90\x80\x80", 4));
    assert_false(utf8_valid("\xF5\x80\x80\x80", 4));
    assert_false(utf8_valid("\xFF", 1));
}

static void
a_zero_byte_is_refused_wherever_it_stands(struct test *t)
{
    char text[24];

    (void)t;
    for (size_t i = 0; i < sizeof(text); i++) {
        memset(text, 'a', sizeof(text));
        text[i] = '\0';
        assert_int_equal(utf8_valid_length(text, sizeof(text)), i);
    }
}

static void
a_sequence_cut_off_at_the_end_is_refused(struct test *t)
{
    (void)t;
    assert_int_equal(utf8_valid_length("abc\xE7\xAB", 5), 3);
    assert_false(utf8_valid("\xE7\xAB", 2));
    assert_false(utf8_valid("\x80", 1));
}

static void
each_code_point_survives_writing_and_reading(struct test *t)
{
    (void)t;
    for (uint32_t code = 1; code < 0x110000; code += code < 0x3000 ? 1 : 37) {
        char text[5] = { 0 };
        const char *at = text;
        size_t length;

        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        length = utf8_put(text, code);
        assert_true(utf8_valid(text, length));
        assert_int_equal(utf8_next(&at), code);
        assert_ptr_equal(at, text + length);
    }
}

static void
reading_stays_at_the_end(struct test *t)
{
    const char *at = "";

    (void)t;
    assert_int_equal(utf8_next(&at), 0);
    assert_int_equal(utf8_next(&at), 0);
}

static void
code_points_are_counted(struct test *t)
{
    (void)t;
    assert_int_equal(utf8_count("端末a𠮷"), 4);
    assert_int_equal(utf8_count(""), 0);
}

const struct test_case utf8_tests[] = {
    CASE(japanese_and_emoji_are_valid),
    CASE(overlong_forms_are_refused),
    CASE(surrogates_and_what_lies_above_unicode_are_refused),
    CASE(a_zero_byte_is_refused_wherever_it_stands),
    CASE(a_sequence_cut_off_at_the_end_is_refused),
    CASE(each_code_point_survives_writing_and_reading),
    CASE(reading_stays_at_the_end),
    CASE(code_points_are_counted),
    { 0 },
};
