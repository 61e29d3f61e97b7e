#include "base/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/tests.h"

/* The whole file as `line/row:cell|cell;`, with ! before a record that has a fault. */
static const char *
described(struct test *t, const char *bytes, size_t length)
{
    struct buffer out = { .arena = t->arena };
    struct csv csv;
    struct csv_row row;
    const char *why = NULL;

    if (!csv_open_bytes(t->arena, bytes, length, &csv, &why))
        return why;
    while (csv_next(&csv, &row)) {
        buffer_print(&out, "%s%d/%d:", row.fault ? "!" : "", (int)row.line, (int)row.row);
        for (size_t i = 0; i < row.count; i++)
            buffer_print(&out, i ? "|%s" : "%s", row.cells[i]);
        buffer_char(&out, ';');
    }
    return buffer_string(&out);
}

static const char *
read_text(struct test *t, const char *text)
{
    return described(t, text, strlen(text));
}

static void
cells_and_rows_are_read(struct test *t)
{
    assert_string_equal(read_text(t, "a,b\r\n1,2\r\n"), "1/1:a|b;2/2:1|2;");
    assert_string_equal(read_text(t, ""), "");
}

static void
any_line_end_ends_a_row_and_the_last_may_be_missing(struct test *t)
{
    assert_string_equal(read_text(t, "a\rb\nc\r\nd"), "1/1:a;2/2:b;3/3:c;4/4:d;");
}

static void
empty_cells_and_lines_are_kept(struct test *t)
{
    assert_string_equal(read_text(t, ",,\n\n\"\",x"), "1/1:||;2/2:;3/3:|x;");
}

static void
quotes_hold_separators_lines_and_doubled_quotes(struct test *t)
{
    assert_string_equal(read_text(t, "\"a,b\",\"c\r\nd\",\"say \"\"x\"\"\"\r\n2,3,4\n"),
                        "1/1:a,b|c\nd|say \"x\";3/2:2|3|4;");
}

static void
the_line_of_a_row_counts_lines_inside_quotes(struct test *t)
{
    assert_string_equal(read_text(t, "\"1\n2\r3\r\n4\"\nb\n\"c\nd\""),
                        "1/1:1\n2\n3\n4;5/2:b;6/3:c\nd;");
}

static void
a_quote_inside_a_plain_cell_is_a_plain_character(struct test *t)
{
    assert_string_equal(read_text(t, "17\" monitor,b\n"), "1/1:17\" monitor|b;");
}

static void
an_unclosed_quote_spoils_only_its_line(struct test *t)
{
    assert_string_equal(read_text(t, "a,b\n\"c,d\ne,f\n"), "1/1:a|b;!2/2:\"c,d;3/3:e|f;");
    assert_string_equal(read_text(t, "\"c,d\ne,\"f\"\n"), "!1/1:\"c,d;2/2:e|f;");
    assert_string_equal(read_text(t, "\""), "!1/1:\";");
}

static void
text_behind_a_closing_quote_is_a_fault(struct test *t)
{
    struct csv csv;
    struct csv_row row;
    const char *why;

    assert_true(csv_open_bytes(t->arena, "\"a\"b,c\n", 7, &csv, &why));
    assert_true(csv_next(&csv, &row));
    assert_non_null(strstr(row.fault, "閉じた引用符"));
    assert_false(csv_next(&csv, &row));
}

static void
too_many_cells_are_a_fault(struct test *t)
{
    struct buffer text = { .arena = t->arena };
    struct csv csv;
    struct csv_row row;
    const char *why;

    for (int i = 0; i < CSV_CELLS; i++)
        buffer_char(&text, ',');
    assert_true(csv_open_bytes(t->arena, text.data, text.length, &csv, &why));
    assert_true(csv_next(&csv, &row));
    assert_non_null(row.fault);
}

static void
the_separator_is_guessed(struct test *t)
{
    assert_string_equal(read_text(t, "a\tb,c\td\n"), "1/1:a|b,c|d;");
    assert_string_equal(read_text(t, "a;b;c\n\"1,2,3,4\";x;y\n"), "1/1:a|b|c;2/2:1,2,3,4|x|y;");
}

static void
windows_files_are_read(struct test *t)
{
    assert_string_equal(read_text(t, "\x92\x5B\x96\x96,\xFB\xFC\x8B\xB4\r\n"), "1/1:端末|髙橋;");
    assert_string_equal(read_text(t, "\xEF\xBB\xBF端末,1"), "1/1:端末|1;");
}

static void
what_is_no_text_is_refused_with_its_line(struct test *t)
{
    assert_string_equal(
        described(t, "a\nb\0c", 5),
        "2行目に、文字ではないデータ（NUL）があります。CSVファイルか確かめてください。");
    assert_string_equal(read_text(t, "a\r\nb\r\n\x92\x5B\xFF"),
                        "3行目に、Windows-31J（Shift_JIS）として読めない文字があります。"
                        "文字コードを確かめて保存し直してください。");
}

static void
cells_outlive_the_next_row(struct test *t)
{
    struct csv csv;
    struct csv_row row;
    const char *why;
    const char *first;

    assert_true(csv_open_bytes(t->arena, "\"a\"\"b\",1\nc,2\n", 13, &csv, &why));
    assert_true(csv_next(&csv, &row));
    first = row.cells[0];
    assert_true(csv_next(&csv, &row));
    assert_string_equal(first, "a\"b");
}

static void
a_file_is_read_by_its_path(struct test *t)
{
    char path[] = "/tmp/csv-test-XXXXXX";
    int file = mkstemp(path);
    struct csv csv;
    struct csv_row row;
    const char *why;
    bool opened;

    assert_true(file >= 0);
    assert_int_equal(write(file, "a,b\n", 4), 4);
    close(file);
    opened = csv_open(t->arena, path, &csv, &why);
    unlink(path);
    assert_true(opened);
    assert_true(csv_next(&csv, &row));
    assert_string_equal(row.cells[1], "b");
}

static void
a_missing_file_and_a_folder_are_refused(struct test *t)
{
    struct csv csv;
    const char *why;

    assert_false(csv_open(t->arena, "/nonexistent/file.csv", &csv, &why));
    assert_string_equal(why, "ファイルがありません。");
    assert_false(csv_open(t->arena, "/", &csv, &why));
    assert_string_equal(why, "通常のファイルではありません。");
}

static const char *
written(struct test *t, const char *cell)
{
    struct buffer out = { .arena = t->arena };

    csv_cell(&out, cell, true);
    return buffer_string(&out);
}

static void
cells_are_quoted_where_needed(struct test *t)
{
    assert_string_equal(written(t, "端末"), "端末");
    assert_string_equal(written(t, ""), "");
    assert_string_equal(written(t, "a,b"), "\"a,b\"");
    assert_string_equal(written(t, "a\nb"), "\"a\nb\"");
    assert_string_equal(written(t, "say \"x\""), "\"say \"\"x\"\"\"");
}

static void
formulas_cannot_be_injected(struct test *t)
{
    assert_string_equal(written(t, "=1+1"), "'=1+1");
    assert_string_equal(written(t, "@SUM(A1)"), "'@SUM(A1)");
    assert_string_equal(written(t, "-cmd|' /C calc'!A0"), "'-cmd|' /C calc'!A0");
    assert_string_equal(written(t, "+81-3"), "'+81-3");
    assert_string_equal(written(t, "\t=1"), "\"'\t=1\"");
    assert_string_equal(written(t, "\r=1"), "\"'\r=1\"");
    assert_string_equal(written(t, "=\"a\""), "\"'=\"\"a\"\"\"");
}

static void
plain_numbers_stay_numbers(struct test *t)
{
    assert_string_equal(written(t, "-12"), "-12");
    assert_string_equal(written(t, "+5"), "+5");
    assert_string_equal(written(t, "-1,234.5"), "\"-1,234.5\"");
    assert_string_equal(written(t, "-3%"), "-3%");
    assert_string_equal(written(t, "-1.2.3"), "'-1.2.3");
    assert_string_equal(written(t, "-"), "'-");
}

static void
what_is_written_is_read_back(struct test *t)
{
    struct buffer out = { .arena = t->arena };

    csv_start(&out);
    csv_cell(&out, "番号", true);
    csv_cell(&out, "a\"b\nc", false);
    csv_cell(&out, " x ", false);
    csv_end(&out);
    csv_cell(&out, "-1", true);
    csv_end(&out);
    assert_string_equal(described(t, out.data, out.length), "1/1:番号|a\"b\nc| x ;3/2:-1;");
}

const struct test_case csv_tests[] = {
    CASE(cells_and_rows_are_read),
    CASE(any_line_end_ends_a_row_and_the_last_may_be_missing),
    CASE(empty_cells_and_lines_are_kept),
    CASE(quotes_hold_separators_lines_and_doubled_quotes),
    CASE(the_line_of_a_row_counts_lines_inside_quotes),
    CASE(a_quote_inside_a_plain_cell_is_a_plain_character),
    CASE(an_unclosed_quote_spoils_only_its_line),
    CASE(text_behind_a_closing_quote_is_a_fault),
    CASE(too_many_cells_are_a_fault),
    CASE(the_separator_is_guessed),
    CASE(windows_files_are_read),
    CASE(what_is_no_text_is_refused_with_its_line),
    CASE(cells_outlive_the_next_row),
    CASE(a_file_is_read_by_its_path),
    CASE(a_missing_file_and_a_folder_are_refused),
    CASE(cells_are_quoted_where_needed),
    CASE(formulas_cannot_be_injected),
    CASE(plain_numbers_stay_numbers),
    CASE(what_is_written_is_read_back),
    { 0 },
};
