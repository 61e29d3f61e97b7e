#include "render/workbook.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/unzip.h"
#include "base/workbook.h"
#include "base/xml.h"
#include "package_bytes.h"
#include "render/compose.h"
#include "render/scratch.h"
#include "render/sheet_file.h"
#include "sample.h"
#include "tests.h"

static struct buffer
written(struct test *t, const struct document *d)
{
    struct buffer out = { .arena = t->arena };
    const char *why = "";

    if (!document_workbook(t->arena, d, &out, &why))
        fail_msg("%s", why);
    return out;
}

static void
the_same_document_gives_the_same_workbook(struct test *t)
{
    struct document d;
    struct buffer one, two;

    sample_issued(t->arena, &d);
    one = written(t, &d);
    two = written(t, &d);
    assert_int_equal(one.length, two.length);
    assert_memory_equal(one.data, two.data, one.length);
}

static void
numbers_stay_numbers_with_their_format(struct test *t)
{
    struct document d;
    struct buffer out;

    sample_issued(t->arena, &d);
    out = written(t, &d);
    package_holds(t, &out, "xl/worksheets/sheet4.xml", "<v>-632.5</v>");
    package_holds(t, &out, "xl/styles.xml", "#,##0&quot;円&quot;");
}

static void
a_calculation_is_a_formula(struct test *t)
{
    struct document d;
    struct buffer out;

    sample_issued(t->arena, &d);
    out = written(t, &d);
    package_holds(t, &out, "xl/worksheets/sheet7.xml",
                  "<f>ROUNDDOWN(38500000/9,0)</f><v>4277777</v>");
}

static void
a_filtered_table_has_a_frozen_head(struct test *t)
{
    struct document d;
    struct buffer out;

    sample_issued(t->arena, &d);
    out = written(t, &d);
    package_holds(t, &out, "xl/worksheets/sheet4.xml", "state=\"frozen\"");
    package_holds(t, &out, "xl/worksheets/sheet4.xml", "<autoFilter");
}

static void
a_text_that_begins_with_an_equals_sign_is_no_formula(struct test *t)
{
    struct document d = { .title = "題" };
    struct composition c;
    struct buffer out;

    compose_begin(&c, t->arena, &d);
    compose_paragraph(&c, "=HYPERLINK(\x01\"x\")]]>");
    out = written(t, &d);
    package_lacks(t, &out, "xl/worksheets/sheet1.xml", "<f>");
}

static void
sections_of_one_name_have_sheets_of_two(struct test *t)
{
    struct document d = { .title = "題" };
    struct composition c;
    struct buffer out;

    compose_begin(&c, t->arena, &d);
    compose_annex(&c, "別表/[一]:とても長い名前の表である。とても長い名前の表である。");
    compose_annex(&c, "別表/[一]:とても長い名前の表である。とても長い名前の表である。");
    out = written(t, &d);
    package_holds(t, &out, "xl/workbook.xml", " 2\" sheetId=");
}

/* --- rows -------------------------------------------------------------------------------- */

static struct buffer
rows_written(struct test *t, const char *const (*rows)[4], size_t count)
{
    static const enum sheet_column kinds[] = { SHEET_TEXT, SHEET_NUMBER, SHEET_DATE, SHEET_TIME };
    static const char *const heads[] = { "件名", "件数", "日", "時刻" };
    struct buffer out = { .arena = t->arena };
    struct scratch scratch;
    struct sheet_file *s;
    const char *why = "";

    assert_true(scratch_open(t->arena, &scratch, &why));
    s = sheet_file_begin(t->arena, scratch.fd, "一覧", kinds, heads, 4, &why);
    assert_non_null(s);
    for (size_t i = 0; i < count; i++)
        assert_true(sheet_file_row(s, rows[i], &why));
    assert_true(sheet_file_end(s, &why));
    assert_true(scratch_take(&scratch, &out, &why));
    return out;
}

static void
rows_come_back_as_they_were_given(struct test *t)
{
    static const char *const rows[][4] = { { "=1+1", "1234", "2026-04-01", "2026-04-01 09:30" },
                                           { "０\x01子", "007", "1899-01-01", NULL } };
    struct buffer out = rows_written(t, rows, 2);
    struct unzip_source source = package_source(t, &out);
    const char *why = NULL;
    struct workbook *w = workbook_open(t->arena, &source, &why);
    struct workbook_row row;

    assert_non_null(w);
    assert_true(workbook_start(w, 0, &why));
    assert_true(workbook_next(w, &row, &why));
    assert_true(workbook_next(w, &row, &why));
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(row.cells[i], rows[0][i]);
    assert_true(workbook_next(w, &row, &why));
    assert_string_equal(row.cells[0], "０子");
    assert_string_equal(row.cells[1], "007");
    assert_string_equal(row.cells[2], "1899-01-01");
}

static void
a_cell_that_is_too_long_is_refused(struct test *t)
{
    static const enum sheet_column kind = SHEET_TEXT;
    static const char *const head = "本文";
    char *text = arena_get(t->arena, 40001);
    const char *cell = text, *why = "";
    struct scratch scratch;
    struct sheet_file *s;

    memset(text, 'a', 40000);
    assert_true(scratch_open(t->arena, &scratch, &why));
    s = sheet_file_begin(t->arena, scratch.fd, "一覧", &kind, &head, 1, &why);
    assert_non_null(s);
    assert_false(sheet_file_row(s, &cell, &why));
    assert_non_null(strstr(why, "32,767字"));
}

/* The letters of columns go on after Z, and what looks like a spelled character is spelled. */
static void
a_list_with_many_columns_is_sound(struct test *t)
{
    enum { MANY = 30 };
    static const enum sheet_column kinds[MANY] = { SHEET_TEXT };
    const char *cells[MANY], *why = "";
    struct buffer out = { .arena = t->arena };
    struct scratch scratch;
    struct sheet_file *s;

    for (size_t i = 0; i < MANY; i++)
        cells[i] = "_x0041_<&>";
    assert_true(scratch_open(t->arena, &scratch, &why));
    s = sheet_file_begin(t->arena, scratch.fd, "一覧", kinds, cells, MANY, &why);
    assert_true(s && sheet_file_row(s, cells, &why) && sheet_file_end(s, &why));
    assert_true(scratch_take(&scratch, &out, &why));
    package_is_sound(t, &out);
    package_holds(
        t, &out, "xl/worksheets/sheet1.xml",
        "<c r=\"AD2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">_x005F_x0041_&lt;&amp;"
        "&gt;</t></is></c></row></sheetData><autoFilter ref=\"A1:AD2\"/>");
    package_holds(t, &out, "xl/workbook.xml", "'一覧'!$A$1:$AD$2");
}

static void
a_list_that_cannot_be_written_says_so(struct test *t)
{
    static const enum sheet_column kind = SHEET_TEXT;
    static const char *const head = "本文";
    const char *why = "";
    struct sheet_file *s;
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

    s = sheet_file_begin(t->arena, full, "一覧", &kind, &head, 1, &why);
    assert_true(s && sheet_file_row(s, &head, &why));
    assert_false(sheet_file_end(s, &why));
    assert_non_null(strstr(why, "空き容量"));
    close(full);
}

const struct test_case workbook_tests[] = {
    CASE(the_same_document_gives_the_same_workbook),
    CASE(numbers_stay_numbers_with_their_format),
    CASE(a_calculation_is_a_formula),
    CASE(a_filtered_table_has_a_frozen_head),
    CASE(a_text_that_begins_with_an_equals_sign_is_no_formula),
    CASE(sections_of_one_name_have_sheets_of_two),
    CASE(rows_come_back_as_they_were_given),
    CASE(a_cell_that_is_too_long_is_refused),
    CASE(a_list_with_many_columns_is_sound),
    CASE(a_list_that_cannot_be_written_says_so),
    { 0 },
};
