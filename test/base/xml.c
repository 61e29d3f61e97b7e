#include "base/xml.h"

#include <string.h>

#include "base/buffer.h"
#include "base/tests.h"

/* Writes what it is told as <name a=value …>, [text], </name>. */
static bool
on_start(struct xml *xml, void *with, const char *name, const char **attributes)
{
    (void)xml;
    buffer_print(with, "<%s", name);
    for (; *attributes; attributes += 2)
        buffer_print(with, " %s=%s", attributes[0], attributes[1]);
    buffer_text(with, ">");
    return true;
}

static bool
on_end(struct xml *xml, void *with, const char *name)
{
    (void)xml;
    buffer_print(with, "</%s>", name);
    return true;
}

static bool
on_text(struct xml *xml, void *with, const char *text, size_t length)
{
    (void)xml;
    buffer_print(with, "[%.*s]", (int)length, text);
    return true;
}

static bool
on_start_refusing(struct xml *xml, void *with, const char *name, const char **attributes)
{
    (void)attributes;
    buffer_text(with, name);
    return strcmp(name, "b") != 0 || xml_refuse(xml, "b は使えません。");
}

static const struct xml_reader reader = { on_start, on_end, on_text, .most_depth = 5 };

static const char *
seen(struct test *t, const char *document)
{
    struct buffer b = { .arena = t->arena };
    const char *why = "";

    if (!xml_read(t->arena, &reader, &b, document, strlen(document), &why))
        return why;
    return buffer_string(&b);
}

static void
elements_and_text_are_told_in_order(struct test *t)
{
    assert_string_equal(seen(t, "<a x='1' n:y='２'>あ&amp;い<![CDATA[<]]>う<n:b/> </a>"),
                        "<a x=1 n:y=２>[あ&い<う]<n:b></n:b>[ ]</a>");
}

static void
faults_are_told_with_line_and_column(struct test *t)
{
    assert_string_equal(seen(t, ""), "1行目の1文字目：途中で終わっています。");
    assert_string_equal(seen(t, "<a>\n</b>"), "2行目の3文字目：始まりと終わりのタグが合いません。");
    assert_string_equal(seen(t, "<a></a><b/>"),
                        "1行目の8文字目：終わりの後に余分な内容があります。");
    assert_string_equal(seen(t, "<a>&b;</a>"),
                        "1行目の4文字目：決められていない実体参照があります。");
    assert_string_equal(seen(t, "<a x='1' x='2'/>"), "1行目の10文字目：同じ属性が2回あります。");
    assert_string_equal(seen(t, "<?xml version='1.0' encoding='Shift_JIS'?><a/>"),
                        "1行目の31文字目：文字コードは UTF-8 か UTF-16 にします。");
}

static void
document_types_are_refused(struct test *t)
{
    assert_non_null(strstr(seen(t, "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "DOCTYPE"));
    assert_non_null(strstr(seen(t, "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), "DOCTYPE"));
}

static void
depth_is_bounded(struct test *t)
{
    assert_string_equal(seen(t, "<a><a><a><a><a/></a></a></a></a>"),
                        "<a><a><a><a><a></a></a></a></a></a>");
    assert_string_equal(seen(t, "<a><a><a><a><a><a/></a></a></a></a></a>"),
                        "1行目の16文字目：入れ子は5段までです。");
}

static void
size_is_bounded(struct test *t)
{
    const struct xml_reader small = { .most_bytes = 10 };
    const char *why;

    assert_true(xml_read(t->arena, &small, NULL, "<a>123</a>", 10, &why));
    assert_false(xml_read(t->arena, &small, NULL, "<a>1234</a>", 11, &why));
    assert_non_null(strstr(why, "大きさは10バイトまでです。"));
}

static void
a_reader_can_stop_with_a_reason(struct test *t)
{
    const struct xml_reader stopping = { .start = on_start_refusing };
    struct buffer b = { .arena = t->arena };
    const char *why;

    assert_false(xml_read(t->arena, &stopping, &b, "<a><b/><c/></a>", 15, &why));
    assert_string_equal(why, "1行目の4文字目：b は使えません。");
    assert_string_equal(buffer_string(&b), "ab");
}

static void
pieces_are_read_as_one_document(struct test *t)
{
    static const char document[] = "<a>漢字</a>";
    struct buffer b = { .arena = t->arena };
    struct xml *xml = xml_begin(t->arena, &reader, &b);

    for (size_t i = 0; i < strlen(document); i++)
        assert_true(xml_add(xml, document + i, 1));
    assert_true(xml_end(xml));
    assert_string_equal(buffer_string(&b), "<a>[漢字]</a>");
}

static void
after_a_fault_the_rest_is_refused(struct test *t)
{
    struct buffer b = { .arena = t->arena };
    struct xml *xml = xml_begin(t->arena, &reader, &b);

    assert_false(xml_add(xml, "<a></b>", 7));
    assert_false(xml_add(xml, "<a></a>", 7));
    assert_false(xml_end(xml));
    assert_non_null(xml_why(xml));
}

static void
names_and_attributes_are_looked_up(struct test *t)
{
    const char *attributes[] = { "r:id", "7", "id", "8", NULL };

    (void)t;
    assert_string_equal(xml_local("w:p"), "p");
    assert_string_equal(xml_local("p"), "p");
    assert_string_equal(xml_attribute(attributes, "id"), "8");
    assert_null(xml_attribute(attributes, "x"));
}

const struct test_case xml_tests[] = {
    CASE(elements_and_text_are_told_in_order),
    CASE(faults_are_told_with_line_and_column),
    CASE(document_types_are_refused),
    CASE(depth_is_bounded),
    CASE(size_is_bounded),
    CASE(a_reader_can_stop_with_a_reason),
    CASE(pieces_are_read_as_one_document),
    CASE(after_a_fault_the_rest_is_refused),
    CASE(names_and_attributes_are_looked_up),
    { 0 },
};
