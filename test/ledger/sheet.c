#include "ledger/sheet.h"

#include <string.h>

#include "base/buffer.h"
#include "tests.h"

static struct act *
plain_act(struct test *t)
{
    struct act *a = NEW(t->arena, struct act);

    a->arena = t->arena;
    return a;
}

static struct sheet *
opened(struct test *t, const char *text)
{
    struct sheet *sheet = NEW(t->arena, struct sheet);
    struct sheet_source source = { .name = "表.csv", .bytes = text, .length = strlen(text) };

    assert_true(sheet_open(plain_act(t), &source, sheet));
    return sheet;
}

/* All rows as `row/line:cell|cell;`, ! where a record is broken. */
static const char *
rows(struct test *t, struct sheet *sheet)
{
    struct buffer out = { .arena = t->arena };
    struct act *a = plain_act(t);
    struct sheet_row row;
    bool failed = false;

    while (sheet_next(a, sheet, &row, &failed)) {
        buffer_print(&out, "%s%d/%d:", row.fault ? "!" : "", (int)row.row, (int)row.line);
        for (size_t i = 0; i < sheet->count && !row.fault; i++)
            buffer_print(&out, i ? "|%s" : "%s", row.cells[i]);
        buffer_char(&out, ';');
    }
    assert_false(failed);
    return buffer_string(&out);
}

static const char *
headings(struct test *t, const struct sheet *sheet)
{
    struct buffer out = { .arena = t->arena };

    for (size_t i = 0; i < sheet->count; i++)
        buffer_print(&out, i ? "|%s" : "%s", sheet->columns[i].heading);
    return buffer_string(&out);
}

static const char *
read_all(struct test *t, const char *text)
{
    return rows(t, opened(t, text));
}

static void
a_plain_table_is_read(struct test *t)
{
    struct sheet *sheet = opened(t, "番号,件名\r\n1,a\r\n2,b\r\n");

    assert_int_equal(sheet->heading_rows, 1);
    assert_int_equal(sheet->rows, 2);
    assert_string_equal(headings(t, sheet), "番号|件名");
    assert_string_equal(rows(t, sheet), "1/2:1|a;2/3:2|b;");
}

static void
an_office_log_is_understood(struct test *t)
{
    struct sheet sheet;
    struct sheet_source source = { .path = "test/data/inquiries_aoba.csv" };

    assert_true(sheet_open(plain_act(t), &source, &sheet));
    assert_int_equal(sheet.encoding, ENCODING_CP932);
    assert_string_equal(sheet.name, "inquiries_aoba.csv");
    assert_int_equal(sheet.heading_line, 3);
    assert_int_equal(sheet.heading_rows, 2);
    assert_int_equal(sheet.rows, 150);
    assert_string_equal(
        headings(t, &sheet),
        "受付／No.|受付／受付日|受付／受付時間|受付／方法|申出／課名|申出／申出者|種別|"
        "内容／タイトル|内容／詳細|対応／対応者|対応／対応内容|対応／完了|状況");
    assert_int_equal(sheet.skipped_count, 5);
}

static void
rows_are_counted_without_what_parts_the_table(struct test *t)
{
    assert_string_equal(read_all(t, "表題,,,\n\n番号,課,件名,数\n≪第1綴≫,,,\n1,総務,a,2\n"
                                    "小計,,,2\n4月,,,\n2,税務,b,3\n合計,,,5\n※ 抜粋,,,\n"),
                        "1/5:1|総務|a|2;2/8:2|税務|b|3;");
}

static void
headings_that_come_again_are_passed_over(struct test *t)
{
    assert_string_equal(read_all(t, "番号,課,件名\n1,総務,a\n番号,課,件名\n2,税務,b\n"),
                        "1/2:1|総務|a;2/4:2|税務|b;");
}

static void
a_lone_cell_that_looks_like_its_neighbours_is_data(struct test *t)
{
    assert_string_equal(read_all(t, "番号,課,件名,数\n問-1,総務,a,1\n問-2,,,\n"),
                        "1/2:問-1|総務|a|1;2/3:問-2|||;");
}

static void
ditto_marks_stand_for_the_value_above(struct test *t)
{
    assert_string_equal(read_all(t, "番号,課,件名\n1,総務,a\n2,〃,b\n3,同上,同上\n"),
                        "1/2:1|総務|a;2/3:2|総務|b;3/4:3|総務|b;");
}

static void
cells_merged_downwards_are_filled(struct test *t)
{
    struct sheet *sheet = opened(t, "課,番号,件名\n総務,1,a\n,2,b\n税務,3,c\n,4,d\n,5,e\n");

    assert_true(sheet->columns[0].down);
    assert_false(sheet->columns[1].down);
    assert_string_equal(rows(t, sheet),
                        "1/2:総務|1|a;2/3:総務|2|b;3/4:税務|3|c;4/5:税務|4|d;5/6:税務|5|e;");
}

static void
a_day_that_may_be_missing_is_not_taken_for_merged(struct test *t)
{
    struct sheet *sheet = opened(t, "状況,完了,番号\n済,2026/4/2,1\n済,2026/4/1,2\n未,,3\n"
                                    "未,,4\n済,2026/4/3,5\n");

    assert_false(sheet->columns[1].down);
}

static void
tabs_and_semicolons_part_cells_too(struct test *t)
{
    assert_string_equal(read_all(t, "番号\t件名\n1\ta,b\n"), "1/2:1|a,b;");
    assert_string_equal(read_all(t, "番号;件名\n1;a\n"), "1/2:1|a;");
}

static void
a_broken_record_is_a_row_with_a_fault(struct test *t)
{
    assert_string_equal(read_all(t, "番号,件名\n1,\"a\" b\n2,c\n"), "!1/2:;2/3:2|c;");
    assert_string_equal(read_all(t, "番号,件名\n1,a,余分\n2,c\n"), "!1/2:;2/3:2|c;");
}

static void
the_mark_that_keeps_formulas_from_running_is_taken_off(struct test *t)
{
    assert_string_equal(read_all(t, "番号,件名\n1,'=SUM(A1)\n"), "1/2:1|=SUM(A1);");
}

static void
white_space_around_cells_is_dropped(struct test *t)
{
    assert_string_equal(read_all(t, "番号,件名\n 1 ,　件名　\n"), "1/2:1|件名;");
}

static void
a_large_file_is_read_in_pieces(struct test *t)
{
    struct buffer text = { .arena = t->arena };
    struct act *a = plain_act(t);
    struct sheet *sheet;
    struct sheet_row row;
    int64_t count = 0;
    bool failed = false;

    buffer_text(&text, "番号,内容\n");
    for (int i = 0; i < 30000; i++)
        buffer_print(&text, "問-%d,\"あいうえおかきくけこ\"\"引用\"\"\nさしすせそ,たちつてと\"\n",
                     i);
    assert_true(text.length > 2 * 1024 * 1024);
    sheet = opened(t, buffer_string(&text));
    while (sheet_next(a, sheet, &row, &failed)) {
        if (row.fault || row.line != 2 + count * 2 ||
            strcmp(row.cells[1], "あいうえおかきくけこ\"引用\"\nさしすせそ,たちつてと") != 0)
            break;
        count++;
    }
    assert_false(failed);
    assert_int_equal(count, 30000);
}

static void
bytes_of_another_encoding_are_refused_with_their_line(struct test *t)
{
    static const char text[] = "\x94\xD4\x8D\x86,\x8C\x8F\x96\xBC\n1,\x82\xA0\n2,\x82\xFF\n";
    struct sheet_source source = { .name = "表.csv", .bytes = text, .length = sizeof text - 1 };
    struct act *a = plain_act(t);
    struct sheet sheet;

    assert_false(sheet_open(a, &source, &sheet));
    assert_int_equal(a->faults->line, 3);
}

static void
what_is_no_table_is_refused(struct test *t)
{
    struct sheet_source source = { .name = "空.csv", .bytes = "", .length = 0 };
    struct act *a = plain_act(t);
    struct sheet sheet;

    assert_false(sheet_open(a, &source, &sheet));
    assert_int_equal(a->faults->kind, FAULT_INVALID);
    source = (struct sheet_source){ .path = "test/data/is_not_there.csv" };
    a = plain_act(t);
    assert_false(sheet_open(a, &source, &sheet));
    assert_int_equal(a->fault_count, 1);
}

/* --- workbooks ------------------------------------------------------------------------ */

#define WORKBOOKS "test/data/workbooks/"

static struct sheet *
workbook(struct test *t, const char *name, const char *tab)
{
    struct sheet *sheet = NEW(t->arena, struct sheet);
    struct sheet_source source = { .path = arena_print(t->arena, WORKBOOKS "%s", name),
                                   .tab = tab };

    assert_true(sheet_open(plain_act(t), &source, sheet));
    return sheet;
}

static const char *
workbook_refusal(struct test *t, const char *name, const char *tab)
{
    struct sheet_source source = { .path = arena_print(t->arena, WORKBOOKS "%s", name),
                                   .tab = tab };
    struct act *a = plain_act(t);
    struct sheet sheet;

    assert_false(sheet_open(a, &source, &sheet));
    assert_int_equal(a->fault_count, 1);
    assert_int_equal(a->faults->kind, FAULT_INVALID);
    return a->faults->message;
}

static void
a_workbook_is_a_table_with_its_merged_headings(struct test *t)
{
    struct sheet *sheet = workbook(t, "merged.xlsx", NULL);

    assert_string_equal(sheet->tab, "台帳");
    assert_string_equal(headings(t, sheet), "受付／受付日|受付／方法|対応／担当|対応／完了日");
    assert_string_equal(rows(t, sheet), "1/3:2026-04-01|電話|三浦|2026-04-02;"
                                        "2/4:2026-04-02|窓口|望月|2026-04-03;");
    assert_true(sheet_start(plain_act(t), sheet));
    assert_string_equal(rows(t, sheet), "1/3:2026-04-01|電話|三浦|2026-04-02;"
                                        "2/4:2026-04-02|窓口|望月|2026-04-03;");
}

static void
headings_reach_as_far_as_their_cells_are_merged(struct test *t)
{
    struct sheet *sheet = workbook(t, "sections.xlsx", NULL);

    assert_int_equal(sheet->heading_line, 3);
    assert_int_equal(sheet->heading_rows, 2);
    assert_string_equal(headings(t, sheet),
                        "課名|受付／受付日|受付／方法|受付／件名|備考|対応／担当|対応／完了日");
    assert_string_equal(rows(t, sheet), "1/5:総務課|2026-04-01|電話|甲||三浦|2026-04-02;"
                                        "2/6:総務課|2026-04-02|窓口|乙||望月|;"
                                        "3/8:税務課|2026-04-02|電話|丙|||;"
                                        "4/9:税務課|2026-04-03|電話|丁|||;"
                                        "5/10:市民課|2026-04-03|窓口|戊|再||;");
}

static void
the_first_sheet_with_data_is_read_unless_one_is_named(struct test *t)
{
    struct sheet *sheet = workbook(t, "sheets.xlsx", NULL);

    assert_string_equal(sheet->tab, "一覧");
    assert_int_equal(sheet->tab_count, 3);
    assert_string_equal(headings(t, sheet), "名前|月");
    assert_string_equal(rows(t, sheet), "1/4:甲|4;2/9:乙|5;");
    sheet = workbook(t, "sheets.xlsx", "別");
    assert_string_equal(sheet->tab, "別");
    assert_string_equal(rows(t, sheet), "1/2:机;");
    assert_string_equal(workbook(t, "sheets.xlsx", "隠し")->tab, "隠し");
    assert_non_null(strstr(workbook_refusal(t, "sheets.xlsx", "ない"), "「ない」というシート"));
    assert_non_null(strstr(workbook_refusal(t, "no_sheet.xlsx", NULL), "データのあるシート"));
}

static void
the_same_table_reads_alike_as_workbook_and_as_text(struct test *t)
{
    struct sheet text;
    struct sheet_source source = { .path = WORKBOOKS "office.csv" };

    assert_true(sheet_open(plain_act(t), &source, &text));
    assert_string_equal(rows(t, workbook(t, "libreoffice.xlsx", NULL)),
                        "1/2:甲|2026-04-01|1234|10%|x;2/3:乙|2026-05-01|-5|5.5%|改行\nあり;");
    assert_string_equal(rows(t, &text),
                        "1/2:甲|2026-04-01|1234|10%|x;2/3:乙|2026-05-01|-5|5.5%|改行\nあり;");
}

static void
a_workbook_that_cannot_be_read_says_why(struct test *t)
{
    static const char old[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on";
    struct sheet_source source = { .name = "表.xls", .bytes = old, .length = sizeof old - 1 };
    struct act *a = plain_act(t);
    struct sheet sheet;

    assert_false(sheet_open(a, &source, &sheet));
    assert_non_null(strstr(a->faults->message, "古い形式"));
    assert_non_null(strstr(workbook_refusal(t, "macro.xlsx", NULL), "マクロ"));
    assert_non_null(strstr(workbook_refusal(t, "crc.xlsx", NULL), "壊れています"));
    assert_non_null(strstr(workbook_refusal(t, "doctype.xlsx", NULL), "壊れています"));
}

const struct test_case sheet_tests[] = {
    CASE(a_plain_table_is_read),
    CASE(an_office_log_is_understood),
    CASE(rows_are_counted_without_what_parts_the_table),
    CASE(headings_that_come_again_are_passed_over),
    CASE(a_lone_cell_that_looks_like_its_neighbours_is_data),
    CASE(ditto_marks_stand_for_the_value_above),
    CASE(cells_merged_downwards_are_filled),
    CASE(a_day_that_may_be_missing_is_not_taken_for_merged),
    CASE(tabs_and_semicolons_part_cells_too),
    CASE(a_broken_record_is_a_row_with_a_fault),
    CASE(the_mark_that_keeps_formulas_from_running_is_taken_off),
    CASE(white_space_around_cells_is_dropped),
    CASE(a_large_file_is_read_in_pieces),
    CASE(bytes_of_another_encoding_are_refused_with_their_line),
    CASE(what_is_no_table_is_refused),
    CASE(a_workbook_is_a_table_with_its_merged_headings),
    CASE(headings_reach_as_far_as_their_cells_are_merged),
    CASE(the_first_sheet_with_data_is_read_unless_one_is_named),
    CASE(the_same_table_reads_alike_as_workbook_and_as_text),
    CASE(a_workbook_that_cannot_be_read_says_why),
    { 0 },
};
