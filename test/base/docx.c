#include "base/docx.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/docx_parts.h"
#include "base/unzip.h"
#include "tests.h"

#define FOLDER "test/data/documents/"

struct seen {
    struct test *test;
    struct docx_paragraph rows[200];
    size_t count;
    size_t most;
};

static bool
see(void *with, const struct docx_paragraph *p)
{
    struct seen *s = with;

    if (s->count == s->most)
        return false;
    s->rows[s->count] = *p;
    s->rows[s->count].text = arena_copy(s->test->arena, p->text);
    s->rows[s->count].number = arena_copy(s->test->arena, p->number);
    s->count++;
    return true;
}

static struct seen *
read_file(struct test *t, const char *name)
{
    struct seen *s = NEW(t->arena, struct seen);
    const char *why = "";
    struct unzip *z = unzip_open(t->arena, arena_print(t->arena, FOLDER "%s", name), &why);

    assert_non_null(z);
    s->test = t;
    s->most = 200;
    if (!docx_read(t->arena, z, see, s, &why))
        print_error("%s\n", why ? why : "stopped");
    assert_null(why);
    return s;
}

static void
a_specification_of_sixty_clauses_comes_whole(struct test *t)
{
    struct seen *s = read_file(t, "specification.docx");
    size_t levels[4] = { 0 };

    assert_int_equal(s->count, 1 + 60 + 16);
    for (size_t i = 0; i < s->count; i++)
        levels[s->rows[i].outline]++;
    assert_int_equal(levels[1], 4);
    assert_int_equal(levels[2], 16);
    assert_int_equal(levels[3], 40);
    assert_int_equal(levels[0], 17);
}

static void
numbers_are_counted_as_the_styles_say(struct test *t)
{
    struct seen *s = read_file(t, "specification.docx");
    struct buffer out = { .arena = t->arena };

    for (size_t i = 0; i < s->count; i++)
        if (s->rows[i].outline && (i < 8 || i > s->count - 5))
            buffer_print(&out, "%s %s;", s->rows[i].number, s->rows[i].text);
    assert_string_equal(buffer_string(&out),
                        "第一章 章の名前その1;第１条 条の名前その1;ア 項目その1-1;イ 項目その1-2;"
                        "第２条 条の名前その2;ア 項目その16-1;イ 項目その16-2;ウ 項目その16-3;");
    assert_string_equal(s->rows[1].style, "heading 1");
    assert_string_equal(s->rows[3].text, "条の本文その1。");
    assert_string_equal(s->rows[3].number, "");
}

static void
lists_begin_anew_and_override_their_start(struct test *t)
{
    static const char *const wanted[] = { "1", "1.1", "(1)", "1.2", "(1)", "2", "2.1",
                                          "7", "ロ",  "2-1", "・",  "",    "" };
    struct seen *s = read_file(t, "parts.docx");

    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(s->rows[i].number, wanted[i]);
    assert_int_equal(s->rows[2].level, 3);
    assert_int_equal(s->rows[12].level, 0);
    assert_int_equal(s->rows[13].outline, 3);
}

static void
cells_know_their_table_row_and_column(struct test *t)
{
    struct seen *s = read_file(t, "parts.docx");
    const struct docx_paragraph *cell = &s->rows[17];

    assert_string_equal(cell->text, "1,000円");
    assert_int_equal(cell->table, 1);
    assert_int_equal(cell->row, 2);
    assert_int_equal(cell->column, 2);
    assert_int_equal(s->rows[18].table, 0);
}

static void
what_was_deleted_and_readings_are_left_out(struct test *t)
{
    struct seen *s = read_file(t, "parts.docx");

    assert_string_equal(s->rows[18].text, "前足した\t後\n次の行");
    assert_string_equal(s->rows[18].number, "");
    assert_string_equal(s->rows[19].text, "襷");
    assert_string_equal(s->rows[20].text, "字下げ");
    assert_string_equal(s->rows[21].text, "");
    assert_int_equal(s->count, 22);
}

static void
the_reader_stops_when_it_is_told_to(struct test *t)
{
    struct seen *s = NEW(t->arena, struct seen);
    const char *why = "";
    struct unzip *z = unzip_open(t->arena, FOLDER "parts.docx", &why);

    s->test = t;
    s->most = 3;
    assert_false(docx_read(t->arena, z, see, s, &why));
    assert_null(why);
    assert_int_equal(s->count, 3);
}

static void
a_file_without_a_document_is_refused(struct test *t)
{
    struct seen s = { .test = t, .most = 1 };
    const char *why = NULL;
    struct unzip *z = unzip_open(t->arena, "test/data/workbooks/merged.xlsx", &why);

    assert_false(docx_read(t->arena, z, see, &s, &why));
    assert_non_null(strstr(why, "本文がありません"));
}

static void
numbers_look_as_their_format_says(struct test *t)
{
    static const struct {
        const char *format;
        int number;
        const char *text;
    } cases[] = {
        { "decimal", 12, "12" },
        { "decimalZero", 3, "03" },
        { "decimalFullWidth", 12, "１２" },
        { "japaneseCounting", 10, "十" },
        { "japaneseCounting", 21, "二十一" },
        { "japaneseCounting", 103, "百三" },
        { "japaneseCounting", 12345, "一万二千三百四十五" },
        { "japaneseLegal", 11, "壱拾壱" },
        { "japaneseDigitalTenThousand", 10, "一〇" },
        { "aiueo", 1, "ア" },
        { "aiueoFullWidth", 46, "ン" },
        { "aiueoFullWidth", 47, "47" },
        { "irohaFullWidth", 3, "ハ" },
        { "decimalEnclosedCircle", 20, "⑳" },
        { "decimalEnclosedCircle", 51, "51" },
        { "upperLetter", 27, "AA" },
        { "lowerRoman", 14, "xiv" },
        { "ideographTraditional", 2, "乙" },
        { "none", 5, "" },
        { "whatever", 5, "5" },
        { "upperLetter", 0, "0" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = { .arena = t->arena };

        docx_format(&out, cases[i].format, cases[i].number);
        assert_string_equal(buffer_string(&out), cases[i].text);
    }
}

const struct test_case docx_tests[] = {
    CASE(a_specification_of_sixty_clauses_comes_whole),
    CASE(numbers_are_counted_as_the_styles_say),
    CASE(lists_begin_anew_and_override_their_start),
    CASE(cells_know_their_table_row_and_column),
    CASE(what_was_deleted_and_readings_are_left_out),
    CASE(the_reader_stops_when_it_is_told_to),
    CASE(a_file_without_a_document_is_refused),
    CASE(numbers_look_as_their_format_says),
    { 0 },
};
