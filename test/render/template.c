#include "render/template.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "package_bytes.h"
#include "render/compose.h"
#include "render/package.h"
#include "sample.h"
#include "tests.h"

#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#define EXCEL_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

static void
add(struct package *p, const char *name, const char *text)
{
    buffer_text(package_add(p, name), text);
}

static struct buffer
packed(struct test *t, struct package *p, const char *type)
{
    struct buffer out = { .arena = t->arena };
    const char *why = "";

    add(p, "[Content_Types].xml",
        arena_print(t->arena,
                    "<Types><Override PartName=\"/main.xml\" ContentType=\"%s\"/></Types>", type));
    assert_true(package_write(p, &out, &why));
    return out;
}

static struct buffer
word_form(struct test *t, const char *body)
{
    struct package p;

    package_begin(&p, t->arena);
    add(&p, "word/document.xml",
        arena_print(t->arena, "<w:document xmlns:w=\"w\"><w:body>%s</w:body></w:document>", body));
    return packed(t, &p, WORD_TYPE);
}

static struct buffer
excel_form(struct test *t, const char *strings, const char *sheet)
{
    struct package p;

    package_begin(&p, t->arena);
    add(&p, "xl/sharedStrings.xml", arena_print(t->arena, "<sst>%s</sst>", strings));
    add(&p, "xl/worksheets/sheet1.xml", arena_print(t->arena, "<worksheet>%s</worksheet>", sheet));
    return packed(t, &p, EXCEL_TYPE);
}

static bool
filled(struct test *t, const struct buffer *form, struct buffer *out, const char **why)
{
    struct template_data data;
    struct document d;
    const char *extension;

    sample_issued(t->arena, &d);
    template_take(t->arena, &d, &data);
    *out = (struct buffer){ .arena = t->arena };
    return template_fill(t->arena, package_open(t, form), &data, out, &extension, why);
}

/* The part after filling, or a failed test. */
static const char *
part_of(struct test *t, struct buffer form, const char *part)
{
    struct buffer out;
    const char *why = "";

    if (!filled(t, &form, &out, &why))
        fail_msg("%s", why);
    package_is_sound(t, &out);
    return package_read(t, &out, part);
}

static const char *
refusal_of(struct test *t, struct buffer form)
{
    struct buffer out;
    const char *why = "";

    assert_false(filled(t, &form, &out, &why));
    assert_int_equal(out.length, 0);
    return why;
}

static void
a_placeholder_is_filled(struct test *t)
{
    const char *text = part_of(
        t, word_form(t, "<w:p><w:r><w:t>番号 {{文書番号}}、{{ 請求金額 }}</w:t></w:r></w:p>"),
        "word/document.xml");

    assert_non_null(strstr(text, "番号 青情委第8-10号、5,191,204円</w:t>"));
}

static void
one_cut_into_runs_takes_the_look_of_the_first(struct test *t)
{
    const char *text = part_of(t,
                               word_form(t, "<w:p><w:r><w:t>前{</w:t></w:r><w:r><w:rPr/><w:t>{文書"
                                            "</w:t></w:r><w:proofErr/><w:r><w:t>番号}</w:t></w:r>"
                                            "<w:r><w:t>}後</w:t></w:r></w:p>"),
                               "word/document.xml");

    assert_non_null(strstr(text, "前青情委第8-10号</w:t>"));
    assert_non_null(strstr(text, ">後</w:t>"));
    assert_null(strstr(text, "文書"));
}

static void
a_value_of_two_lines_has_a_break(struct test *t)
{
    const char *text =
        part_of(t, word_form(t, "<w:p><w:r><w:t>{{宛先}}</w:t></w:r></w:p>"), "word/document.xml");

    assert_non_null(strstr(text, "青波市長　様</w:t><w:br/>"));
}

static void
a_row_comes_once_for_each_row_of_its_table(struct test *t)
{
    const char *text = part_of(t,
                               word_form(t, "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{表1.区分}}</w:t>"
                                            "</w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>"
                                            "{{表1.10月件数}}</w:t></w:r></w:p></w:tc></w:tr>"
                                            "</w:tbl>"),
                               "word/document.xml");

    assert_non_null(strstr(text, "アカウント・認証"));
    assert_non_null(strstr(strstr(text, "1,112"), "<w:tr>"));
    assert_non_null(strstr(text, "−632.5"));
}

static void
marks_of_a_repeated_row_vanish(struct test *t)
{
    const char *text = part_of(t,
                               word_form(t, "<w:tr><w:p><w:r><w:t>{{#表1}}{{区分}}{{/表1}}</w:t>"
                                            "</w:r></w:p></w:tr>"),
                               "word/document.xml");

    assert_non_null(strstr(text, "\">アカウント・認証</w:t>"));
    assert_non_null(strstr(text, "\">合計</w:t>"));
}

static void
unknown_names_are_told_with_their_places(struct test *t)
{
    const char *why = refusal_of(t, word_form(t, "<w:p/><w:p><w:r><w:t>{{請求先}}</w:t></w:r></w:p>"
                                                 "<w:p><w:r><w:t>{{&lt;x&gt;}}</w:t></w:r></w:p>"));

    assert_non_null(strstr(why, "本文 第2段落「請求先」"));
    assert_non_null(strstr(why, "第3段落"));
}

static void
one_that_is_not_closed_is_told(struct test *t)
{
    const char *why = refusal_of(t, word_form(t, "<w:p><w:r><w:t>{{題名}</w:t></w:r></w:p>"));

    assert_non_null(strstr(why, "閉じていない"));
}

static void
markup_in_a_value_stays_text(struct test *t)
{
    static struct template_value value = { .name = "名" };
    struct template_data data = { .values = &value, .value_count = 1 };
    struct buffer form = word_form(t, "<w:p><w:r><w:t>{{名}}</w:t></w:r></w:p>");
    struct buffer out = { .arena = t->arena };
    const char *why = "", *extension;

    value.value = figure_text(t->arena, "</w:t><b>{{名}}&\x02");
    assert_true(template_fill(t->arena, package_open(t, &form), &data, &out, &extension, &why));
    package_holds(t, &out, "word/document.xml", "&lt;/w:t&gt;&lt;b&gt;{{名}}&amp;</w:t>");
}

static void
a_document_type_is_refused(struct test *t)
{
    struct package p;

    package_begin(&p, t->arena);
    add(&p, "word/document.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><w:p>&a;</w:p>");
    (void)refusal_of(t, packed(t, &p, WORD_TYPE));
}

static void
cells_hold_numbers_and_rows_move_down(struct test *t)
{
    const char *text = part_of(
        t,
        excel_form(t,
                   "<si><t>{{表1.区分}}</t></si><si><r><t>{{表1.</t></r><r><t>件数}}</t></r></si>"
                   "<si><t>末尾</t></si>",
                   "<dimension ref=\"A1:B9\"/><sheetData><row r=\"2\"><c r=\"A2\" s=\"4\" t=\"s\">"
                   "<v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c></row><row r=\"3\"><c r=\"A3\""
                   " t=\"s\"><v>2</v></c></row></sheetData><mergeCells count=\"1\"><mergeCell"
                   " ref=\"A3:B3\"/></mergeCells>"),
        "xl/worksheets/sheet1.xml");

    assert_non_null(strstr(text, "<c r=\"A2\" s=\"4\" t=\"inlineStr\">"));
    assert_non_null(strstr(text, "<c r=\"B2\"><v>1112</v></c>"));
    assert_non_null(strstr(text, "<c r=\"B3\"><v>-632.5</v></c>"));
    assert_non_null(strstr(text, "<row r=\"4\"><c r=\"A4\" t=\"s\">"));
    assert_non_null(strstr(text, "<mergeCell ref=\"A4:B4\"/>"));
}

static void
an_unknown_name_in_a_cell_is_told_with_the_cell(struct test *t)
{
    const char *why =
        refusal_of(t, excel_form(t, "<si><t>{{何か}}</t></si>",
                                 "<sheetData><row r=\"7\"><c r=\"C7\" t=\"s\"><v>0</v></c></row>"
                                 "</sheetData>"));

    assert_non_null(strstr(why, "シート1 C7「何か」"));
}

static void
formulas_that_would_have_to_move_are_refused(struct test *t)
{
    const char *why = refusal_of(
        t, excel_form(t, "<si><t>{{表1.区分}}</t></si>",
                      "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\">"
                      "<c r=\"A2\"><f>SUM(A1)</f></c></row></sheetData>"));

    assert_non_null(strstr(why, "数式"));
}

static void
a_row_around_an_inner_table_is_repeated_whole(struct test *t)
{
    const char *text = part_of(
        t,
        word_form(t, "<w:tr><w:tc><w:tbl><w:tr><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tr></w:tbl>"
                     "</w:tc><w:tc><w:p><w:r><w:t>{{表1.区分}}</w:t></w:r></w:p></w:tc></w:tr>"),
        "word/document.xml");

    assert_non_null(strstr(strstr(text, "内") + 1, "内"));
    assert_null(strstr(text, "{{"));
}

static void
what_no_office_program_writes_is_refused(struct test *t)
{
    static const char *const bodies[] = {
        "<!-- </w:tr> <w:tr> -->",
        "<w:p><w:r><w:t><![CDATA[{{題名}}]]></w:t></w:r></w:p>",
        "<w:p w:a='x'/>",
        "<w:p w:a=\">\"/>",
        "<w:t>{{題<w:t/>名}}</w:t>",
        "<row r=\"1\"/>",
    };

    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_non_null(strstr(refusal_of(t, word_form(t, bodies[i])), "開いて保存し直して"));
    assert_non_null(strstr(refusal_of(t, excel_form(t, "",
                                                    "<sheetData><row r=\"1\"><row r=\"2\"/></row>"
                                                    "</sheetData>")),
                           "開いて保存し直して"));
}

static struct buffer
blanks(struct test *t, size_t count)
{
    struct buffer out = { .arena = t->arena };

    memset(buffer_room(&out, count), ' ', count);
    out.length = count;
    out.data[count] = '\0';
    return out;
}

/* A form that would become too large is refused by what it says of itself, unread. */
static void
a_bomb_is_refused_before_it_is_inflated(struct test *t)
{
    struct buffer many = blanks(t, 20 * 1024 * 1024);
    struct buffer forms[] = { word_form(t, buffer_string(&many)),
                              excel_form(t, "", buffer_string(&many)),
                              excel_form(t, buffer_string(&many), "") };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct unzip_source source = package_source(t, &forms[i]);
        const char *why = "";

        assert_true(forms[i].length < 30000);
        assert_null(unzip_open_from(t->arena, &source, UNZIP_BYTES, &why));
        assert_string_equal(why, "開くと大きくなりすぎます。分けて送ってください。");
    }
}

/* Rows of a table are repeated up to a limit of bytes, however much stands in each. */
static void
rows_that_would_fill_memory_are_refused(struct test *t)
{
    static const struct document_column column = { .title = "列" };
    struct document_line *lines = NEW_ARRAY(t->arena, 20000, struct document_line);
    struct document_table table = {
        .columns = &column, .column_count = 1, .rows = lines, .row_count = 20000
    };
    struct template_table named = { "表1", &table };
    struct template_data data = { .tables = &named, .table_count = 1 };
    struct figure cell = figure_text(t->arena, "x");
    struct buffer many = blanks(t, 8000), form, out = { .arena = t->arena };
    const char *why = "", *extension;

    for (size_t i = 0; i < table.row_count; i++)
        lines[i].cells = &cell;
    form = word_form(t, arena_print(t->arena, "<w:tr><w:p><w:t>{{表1.列}}</w:t>%s</w:p></w:tr>",
                                    buffer_string(&many)));
    assert_false(template_fill(t->arena, package_open(t, &form), &data, &out, &extension, &why));
    assert_non_null(strstr(why, "埋めた様式が大きすぎます"));
    form = excel_form(t, "",
                      arena_print(t->arena,
                                  "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>"
                                  "{{表1.列}}</t></is></c>%s</row></sheetData>",
                                  buffer_string(&many)));
    assert_false(template_fill(t->arena, package_open(t, &form), &data, &out, &extension, &why));
    assert_non_null(strstr(why, "多すぎます"));
    assert_int_equal(out.length, 0);
}

const struct test_case template_tests[] = {
    CASE(a_placeholder_is_filled),
    CASE(one_cut_into_runs_takes_the_look_of_the_first),
    CASE(a_value_of_two_lines_has_a_break),
    CASE(a_row_comes_once_for_each_row_of_its_table),
    CASE(marks_of_a_repeated_row_vanish),
    CASE(unknown_names_are_told_with_their_places),
    CASE(one_that_is_not_closed_is_told),
    CASE(markup_in_a_value_stays_text),
    CASE(a_document_type_is_refused),
    CASE(cells_hold_numbers_and_rows_move_down),
    CASE(an_unknown_name_in_a_cell_is_told_with_the_cell),
    CASE(formulas_that_would_have_to_move_are_refused),
    CASE(a_row_around_an_inner_table_is_repeated_whole),
    CASE(what_no_office_program_writes_is_refused),
    CASE(a_bomb_is_refused_before_it_is_inflated),
    CASE(rows_that_would_fill_memory_are_refused),
    { 0 },
};
