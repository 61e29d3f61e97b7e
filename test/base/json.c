#include "base/json.h"

#include <string.h>

#include "base/buffer.h"
#include "base/tests.h"

static const char *
reason(struct test *t, const char *text, size_t length)
{
    json_t *tree;
    const char *why = "";

    if (json_read(t->arena, text, length, &tree, &why))
        fail_msg("accepted: %s", text);
    return why;
}

static const char *
written(struct test *t, const char *text, size_t length)
{
    struct buffer b = { .arena = t->arena };

    json_slice(&b, text, length);
    return buffer_string(&b);
}

static void
objects_are_read_and_borrowed(struct test *t)
{
    static const char text[] = "{\"件名\":\"印刷できない\",\"n\":[1,-2,null,true]}";
    const char *why;
    json_t *tree;

    assert_true(json_read(t->arena, text, strlen(text), &tree, &why));
    assert_string_equal(json_string_value(json_object_get(tree, "件名")), "印刷できない");
    assert_int_equal(json_integer_value(json_array_get(json_object_get(tree, "n"), 1)), -2);
}

static void
faults_are_told_with_line_and_column(struct test *t)
{
    static const struct {
        const char *text;
        const char *why;
    } rows[] = {
        { "", "1行目の1文字目：途中で終わっています。" },
        { "{\n \"a\":1,\n \"a\":2}", "3行目の4文字目：同じ項目が2回あります。1つにします。" },
        { "{}x", "1行目の3文字目：終わりの後に余分な文字があります。" },
        { "[\"\\u0000\"]", "1行目の9文字目：文字列に NUL（\\u0000）は使えません。" },
        { "[\"\xff\"]", "1行目の2文字目：UTF-8 でない文字があります。" },
        { "[123456789012345678901]", "1行目の22文字目：数が大きすぎます。" },
        { "\"text\"", "1行目の6文字目：JSON の書き方になっていません。" },
        { "{\"a\" 1}", "1行目の6文字目：JSON の書き方になっていません。" },
        { "[1,]", "1行目の4文字目：JSON の書き方になっていません。" },
        { "{\"a\":1", "1行目の6文字目：途中で終わっています。" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(reason(t, rows[i].text, strlen(rows[i].text)), rows[i].why);
}

static void
a_byte_of_zero_is_no_end(struct test *t)
{
    assert_non_null(reason(t, "{}\0{}", 5));
    assert_non_null(reason(t, "[\"a\0b\"]", 7));
}

static void
nesting_is_bounded(struct test *t)
{
    char text[4 * JSON_MOST_DEPTH];
    const char *why;
    json_t *tree;

    memset(text, '[', JSON_MOST_DEPTH);
    memset(text + JSON_MOST_DEPTH, ']', JSON_MOST_DEPTH);
    assert_true(json_read(t->arena, text, 2 * JSON_MOST_DEPTH, &tree, &why));
    memset(text, '[', JSON_MOST_DEPTH + 1);
    assert_string_equal(reason(t, text, JSON_MOST_DEPTH + 1),
                        "1行目の65文字目：入れ子は64段までです。");
}

static void
brackets_inside_strings_are_no_nesting(struct test *t)
{
    struct buffer b = { .arena = t->arena };
    const char *why;
    json_t *tree;

    buffer_text(&b, "[\"\\\"");
    for (int i = 0; i < 100; i++)
        buffer_char(&b, '[');
    buffer_text(&b, "\"]");
    assert_true(json_read(t->arena, b.data, b.length, &tree, &why));
}

static void
strings_are_escaped(struct test *t)
{
    assert_string_equal(written(t, "", 0), "\"\"");
    assert_string_equal(written(t, "a\"b\\c/d\n\r\t\x01\x7f", 12),
                        "\"a\\\"b\\\\c/d\\n\\r\\t\\u0001\\u007f\"");
    assert_string_equal(written(t, "a\0b", 3), "\"a\\u0000b\"");
    assert_string_equal(written(t, "問合せ…👍", 16), "\"問合せ…👍\"");
}

static void
strings_cannot_leave_a_script_element(struct test *t)
{
    assert_string_equal(written(t, "</script>&", 10), "\"\\u003c/script\\u003e\\u0026\"");
    assert_string_equal(written(t, "\xE2\x80\xA8\xE2\x80\xA9", 6), "\"\\u2028\\u2029\"");
}

static void
bytes_that_are_no_utf8_are_replaced(struct test *t)
{
    assert_string_equal(written(t, "a\xff\xe3\x81", 4), "\"a\\ufffd\\ufffd\\ufffd\"");
    assert_string_equal(written(t, "\xE2", 1), "\"\\ufffd\"");
}

static void
keys_and_values_make_an_object(struct test *t)
{
    struct buffer b = { .arena = t->arena };

    buffer_char(&b, '{');
    json_key(&b, "id", true);
    buffer_int(&b, -5);
    json_key(&b, "件\"名", false);
    json_text(&b, NULL);
    json_key(&b, "closed", false);
    json_flag(&b, true);
    buffer_char(&b, '}');
    assert_string_equal(buffer_string(&b), "{\"id\":-5,\"件\\\"名\":null,\"closed\":true}");
}

static void
every_code_point_comes_back(struct test *t)
{
    for (unsigned code = 1; code < 0x110000; code += code < 0x3000 ? 1 : 97) {
        struct arena_mark mark = arena_mark(t->arena);
        struct buffer b = { .arena = t->arena };
        const char *why;
        json_t *first, *tree;
        char source[32];

        if (code >= 0xD800 && code < 0xE000)
            continue;
        if (code < 0x10000)
            snprintf(source, sizeof(source), "[\"\\u%04x\"]", code);
        else
            snprintf(source, sizeof(source), "[\"\\u%04x\\u%04x\"]",
                     0xD800 + ((code - 0x10000) >> 10), 0xDC00 + (code & 0x3FF));
        assert_true(json_read(t->arena, source, strlen(source), &tree, &why));
        buffer_char(&b, '[');
        json_text(&b, json_string_value(json_array_get(tree, 0)));
        buffer_char(&b, ']');
        first = tree;
        assert_true(json_read(t->arena, b.data, b.length, &tree, &why));
        assert_true(json_equal(first, tree));
        arena_reset(t->arena, mark);
    }
}

const struct test_case json_tests[] = {
    CASE(objects_are_read_and_borrowed),
    CASE(faults_are_told_with_line_and_column),
    CASE(a_byte_of_zero_is_no_end),
    CASE(nesting_is_bounded),
    CASE(brackets_inside_strings_are_no_nesting),
    CASE(strings_are_escaped),
    CASE(strings_cannot_leave_a_script_element),
    CASE(bytes_that_are_no_utf8_are_replaced),
    CASE(keys_and_values_make_an_object),
    CASE(every_code_point_comes_back),
    { 0 },
};
