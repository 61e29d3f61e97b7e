#include "base/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/buffer.h"
#include "base/unzip.h"
#include "tests.h"

#define FOLDER "test/data/workbooks/"

struct bytes_of {
    char *bytes;
    size_t length;
    size_t read; /* so far */
};

static bool
read_bytes(void *with, int64_t at, void *to, size_t size, size_t *got)
{
    struct bytes_of *b = with;
    size_t left = (size_t)at < b->length ? b->length - (size_t)at : 0;

    *got = size < left ? size : left;
    b->read += *got;
    memcpy(to, b->bytes + at, *got);
    return true;
}

static struct unzip_source
source_of(struct test *t, const char *path)
{
    struct bytes_of *b = NEW(t->arena, struct bytes_of);
    FILE *file = fopen(path, "rbe");

    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    b->length = (size_t)ftell(file);
    rewind(file);
    b->bytes = arena_get(t->arena, b->length + 1);
    assert_int_equal(fread(b->bytes, 1, b->length, file), b->length);
    fclose(file);
    return (struct unzip_source){ .with = b, .size = (int64_t)b->length, .read = read_bytes };
}

static struct workbook *
opened(struct test *t, const char *name)
{
    struct unzip_source source = source_of(t, arena_print(t->arena, FOLDER "%s", name));
    const char *why = "";
    struct workbook *w = workbook_open(t->arena, &source, &why);

    if (!w)
        print_error("%s: %s\n", name, why);
    assert_non_null(w);
    return w;
}

/* Rows as "line:a|b;", a broken one with "!". */
static const char *
rows_of(struct test *t, struct workbook *w, size_t sheet)
{
    struct buffer out = { .arena = t->arena };
    struct workbook_row row;
    const char *why;

    assert_true(workbook_start(w, sheet, &why));
    while (workbook_next(w, &row, &why)) {
        buffer_print(&out, "%s%lld:", row.fault ? "!" : "", (long long)row.line);
        for (size_t i = 0; i < row.count && !row.fault; i++)
            buffer_print(&out, i ? "|%s" : "%s", row.cells[i]);
        buffer_char(&out, ';');
    }
    if (why)
        print_error("%s\n", why);
    assert_null(why);
    return buffer_string(&out);
}

/* The sentence with which opening or reading the first sheet ends. */
static const char *
refusal(struct test *t, struct unzip_source source)
{
    const char *why = NULL;
    struct workbook *w = workbook_open(t->arena, &source, &why);
    struct workbook_row row;

    if (!w)
        return why;
    if (workbook_start(w, 0, &why))
        while (workbook_next(w, &row, &why))
            ;
    return why ? why : "";
}

static void
every_kind_of_cell_reads_as_a_person_sees_it(struct test *t)
{
    static const char *const wanted[] = {
        "共有文字|共有された文字",
        "書式のある文字|前の後ろ",
        "ふりがな|漢字",
        "改行の印|1行目\n2行目_x0041_",
        "数|12",
        "小数|1.1",
        "指数|0.0015",
        "大きな数|123456789012346000",
        "負の数|-40",
        "日付|2026-04-01",
        "西暦の日付|2026-04-01",
        "和暦の日付|2026-04-01",
        "時刻|9:00",
        "長さ|26:30",
        "日時|2026-04-01 09:30",
        "百分率|10%",
        "小数の百分率|12.5%",
        "番号|0042",
        "金額|1234567",
        "指数の書式|1500",
        "文字の中の日|3",
        "月だけ|2026-04-01",
        "色の付いた数|-5",
        "真|TRUE",
        "偽|FALSE",
        "誤り|#N/A",
        "式の文字|名前x",
        "式の数|2",
        "ISOの日|2026-04-01",
        "ISOの日時|2026-04-01 09:30:00",
        "1900年の1日目|1900-01-01",
        "無い日|1900-02-29",
        "1900年3月1日|1900-03-01",
        "書き込めない日|99999999",
        "空",
        "秒まで|2026-04-01 09:30:01",
        "真夜中の直前|2026-04-02 00:00",
        "式の空",
    };
    struct workbook *w = opened(t, "kinds.xlsx");
    struct workbook_row row;
    const char *why;

    assert_true(workbook_start(w, 0, &why));
    assert_true(workbook_next(w, &row, &why));
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_true(workbook_next(w, &row, &why));
        assert_string_equal(row.count == 1
                                ? row.cells[0]
                                : arena_print(t->arena, "%s|%s", row.cells[0], row.cells[1]),
                            wanted[i]);
    }
    assert_false(workbook_next(w, &row, &why));
    assert_null(why);
}

static void
days_count_from_1904_where_the_workbook_says_so(struct test *t)
{
    assert_string_equal(rows_of(t, opened(t, "1904.xlsx"), 0), "1:日;2:2026-04-01;3:1904-01-01;");
}

static void
sheets_are_told_by_name_and_the_hidden_ones_known(struct test *t)
{
    struct workbook *w = opened(t, "sheets.xlsx");
    size_t count;
    const struct workbook_sheet *sheets = workbook_sheets(w, &count);

    assert_int_equal(count, 5);
    assert_string_equal(sheets[0].name, "空");
    assert_true(sheets[1].hidden && sheets[2].hidden);
    assert_false(sheets[0].hidden || sheets[3].hidden);
    assert_string_equal(rows_of(t, w, 0), "");
    assert_string_equal(rows_of(t, w, 3), "1:一覧;3:名前|月;4:甲|4;9:乙|5;");
    assert_string_equal(rows_of(t, w, 4), "1:品名;2:机;");
    assert_string_equal(rows_of(t, w, 3), "1:一覧;3:名前|月;4:甲|4;9:乙|5;");
}

static void
of_merged_cells_the_first_has_the_value(struct test *t)
{
    assert_string_equal(rows_of(t, opened(t, "merged.xlsx"), 0),
                        "1:受付||対応;2:受付日|方法|担当|完了日;3:2026-04-01|電話|三浦|2026-04-02;"
                        "4:2026-04-02|窓口|望月|2026-04-03;");
}

static void
cells_merged_downwards_have_their_value_in_every_row(struct test *t)
{
    static const char wanted[] =
        "1:問い合わせ一覧;3:課名|受付||||対応;4:課名|受付日|方法|件名|備考|担当|完了日;"
        "5:総務課|2026-04-01|電話|甲||三浦|2026-04-02;6:総務課|2026-04-02|窓口|乙||望月;"
        "8:税務課|2026-04-02|電話|丙;9:税務課|2026-04-03|電話|丁;10:市民課|2026-04-03|窓口|戊|再;";
    struct workbook *w = opened(t, "sections.xlsx");
    size_t count;

    assert_string_equal(rows_of(t, w, 0), wanted);
    assert_string_equal(rows_of(t, w, 0), wanted);
    assert_int_equal(workbook_merged(w, &count)->last_column, 6);
    assert_int_equal(count, 7);
}

static void
a_file_of_libreoffice_reads_like_its_csv(struct test *t)
{
    assert_string_equal(rows_of(t, opened(t, "libreoffice.xlsx"), 0),
                        "1:名前|日付|金額|率|備考;2:甲|2026-04-01|1234|10%|x;"
                        "3:乙|2026-05-01|-5|5.5%|改行\nあり;");
}

static void
a_column_too_far_breaks_its_row_only(struct test *t)
{
    assert_string_equal(rows_of(t, opened(t, "far.xlsx"), 0), "1:名前;!2:;3:甲;");
}

static void
numbers_that_are_none_stay_as_they_stand(struct test *t)
{
    assert_string_equal(rows_of(t, opened(t, "bad_numbers.xlsx"), 0),
                        "1:名前|値;2:範囲の外;3:数でない|1e99999;4:書式がない|7;5:負の番号;");
}

static void
broken_and_foreign_files_are_refused_with_a_sentence(struct test *t)
{
    static const struct {
        const char *file;
        const char *says;
    } cases[] = {
        { "macro.xlsx", "マクロ" },
        { "doctype.xlsx", "シートが壊れています" },
        { "cut.xlsx", "壊れています" },
        { "crc.xlsx", "壊れています" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why =
            refusal(t, source_of(t, arena_print(t->arena, FOLDER "%s", cases[i].file)));

        if (!strstr(why, cases[i].says))
            print_error("%s: %s\n", cases[i].file, why);
        assert_non_null(strstr(why, cases[i].says));
    }
}

static void
a_target_outside_of_the_archive_is_an_empty_sheet(struct test *t)
{
    assert_string_equal(rows_of(t, opened(t, "outside.xlsx"), 0), "");
}

/* --- archives made here ------------------------------------------------------------------ */

static struct unzip_source
archive(struct test *t, const char *const *parts, size_t count)
{
    struct bytes_of *b = NEW(t->arena, struct bytes_of);
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = zip_open_from_source(to, ZIP_TRUNCATE, NULL);
    zip_stat_t about;

    assert_non_null(z);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *part = zip_source_buffer(z, parts[2 * i + 1], strlen(parts[2 * i + 1]), 0);

        assert_true(zip_file_add(z, parts[2 * i], part, 0) >= 0);
    }
    zip_source_keep(to);
    assert_int_equal(zip_close(z), 0);
    assert_int_equal(zip_source_stat(to, &about), 0);
    b->length = (size_t)about.size;
    b->bytes = arena_get(t->arena, b->length);
    assert_int_equal(zip_source_open(to), 0);
    assert_int_equal(zip_source_read(to, b->bytes, b->length), b->length);
    zip_source_close(to);
    zip_source_free(to);
    return (struct unzip_source){ .with = b, .size = (int64_t)b->length, .read = read_bytes };
}

/* With something behind the sheet. */
static struct unzip_source
book_before(struct test *t, const char *strings, const char *sheet, const char *behind)
{
    const char *parts[] = {
        "[Content_Types].xml",
        "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument."
        "spreadsheetml.sheet.main+xml\"/></Types>",
        "xl/workbook.xml",
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" r:id=\"1\"/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"1\" Type=\"x/worksheet\" Target=\"s.xml\"/>"
        "<Relationship Id=\"2\" Type=\"x/sharedStrings\" Target=\"t.xml\"/></Relationships>",
        "xl/t.xml",
        strings,
        "xl/s.xml",
        sheet,
        "xl/u.xml",
        behind,
    };

    return archive(t, parts, 6);
}

static struct unzip_source
book(struct test *t, const char *strings, const char *sheet)
{
    return book_before(t, strings, sheet, "<u/>");
}

static const char *
repeated(struct test *t, const char *start, const char *text, size_t times, const char *end)
{
    struct buffer out = { .arena = t->arena };

    buffer_text(&out, start);
    for (size_t i = 0; i < times; i++)
        buffer_text(&out, text);
    buffer_text(&out, end);
    return buffer_string(&out);
}

enum { BOMB = 40 * 1000 * 1000, TAIL = 66000 };

/* 40 MB of blanks in some 40 KB; behind them what keeps them out of the end of the archive,
   which is where its list of parts is looked for. */
static struct unzip_source
bomb(struct test *t)
{
    struct buffer noise = { .arena = t->arena };
    uint32_t x = 1;

    for (int i = 0; i < 110000; i++) {
        x = x * 1664525 + 1013904223;
        buffer_char(&noise, (char)('0' + (x >> 26)));
    }
    return book_before(t, "<sst/>", repeated(t, "", "          ", BOMB / 10, ""),
                       buffer_string(&noise));
}

static void
a_bomb_is_refused_before_it_is_inflated(struct test *t)
{
    struct unzip_source source = bomb(t);
    const struct bytes_of *b = source.with;
    const char *why = "";

    assert_true(b->length > TAIL + 40000);
    assert_null(workbook_open(t->arena, &source, &why));
    assert_string_equal(why, "開くと大きくなりすぎます。分けて送ってください。");
    assert_true(b->read < TAIL);
}

/* Puts another size into the head of every part of this size, and into the list. */
static void
say_size(struct bytes_of *b, uint32_t was, uint32_t now)
{
    size_t found = 0;

    for (size_t i = 0; i + sizeof was <= b->length; i++)
        if (memcmp(b->bytes + i, &was, sizeof was) == 0) {
            memcpy(b->bytes + i, &now, sizeof now);
            found++;
        }
    assert_int_equal(found, 2);
}

static void
a_bomb_that_understates_its_size_ends_where_it_said(struct test *t)
{
    struct unzip_source source = bomb(t);
    struct bytes_of *b = source.with;
    const char *why = "";
    struct workbook *w;
    size_t before;

    say_size(b, BOMB, 100000);
    w = workbook_open(t->arena, &source, &why);
    assert_non_null(w);
    before = b->read;
    assert_false(workbook_start(w, 0, &why));
    assert_non_null(strstr(why, "壊れています"));
    /* All of its bytes would be 40,000. */
    assert_true(b->read - before < 20000);
}

static void
a_tag_without_end_is_refused(struct test *t)
{
    const char *sheet = repeated(t, "<w><sheetData><row a=\"", "あいうえおかきくけこ1234567", 60000,
                                 "\"/></sheetData></w>");

    assert_non_null(strstr(refusal(t, book(t, "<sst/>", sheet)), "大きすぎます"));
}

static void
a_text_named_again_and_again_does_not_grow_without_bound(struct test *t)
{
    const char *strings =
        arena_print(t->arena, "<sst><si><t>%s</t></si></sst>",
                    repeated(t, "", "abcdefghijklmnopqrstuvwxyz012345", 4000, ""));
    const char *cells = repeated(t, "<row>", "<c t=\"s\"><v>0</v></c>", 60, "</row>");
    const char *sheet = repeated(t, "<w><sheetData>", cells, 300, "</sheetData></w>");

    assert_non_null(strstr(refusal(t, book(t, strings, sheet)), "大きすぎます"));
}

static void
a_row_of_too_much_text_is_broken_and_the_next_is_read(struct test *t)
{
    const char *strings =
        arena_print(t->arena, "<sst><si><t>%s</t></si></sst>",
                    repeated(t, "", "abcdefghijklmnopqrstuvwxyz012345", 4000, ""));
    const char *cells = repeated(t, "<row>", "<c t=\"s\"><v>0</v></c>", 80, "</row>");
    const char *sheet =
        arena_print(t->arena, "<w><sheetData>%s<row><c><v>1</v></c></row></sheetData></w>", cells);
    struct unzip_source source = (book(t, strings, sheet));
    const char *why;
    struct workbook *w = workbook_open(t->arena, &source, &why);

    assert_non_null(w);
    assert_string_equal(rows_of(t, w, 0), "!1:;2:1;");
}

static void
a_cell_of_too_much_text_is_refused(struct test *t)
{
    const char *text = repeated(t, "", "abcdefghijklmnopqrstuvwxyz012345", 4200, "");

    assert_non_null(strstr(
        refusal(t, book(t, arena_print(t->arena, "<sst><si><t>%s</t></si></sst>", text), "<w/>")),
        "32,767文字"));
    assert_non_null(strstr(
        refusal(t, book(t, "<sst/>",
                        arena_print(t->arena,
                                    "<w><sheetData><row><c t=\"inlineStr\"><is><t>%s</t></is>"
                                    "</c></row></sheetData></w>",
                                    text))),
        "32,767文字"));
}

static void
cells_without_references_follow_each_other(struct test *t)
{
    const char *sheet = "<w><sheetData><row><c><v>1</v></c><c/><c><v>3</v></c></row>"
                        "<row r=\"1\"><c r=\"B1\"><v>4</v></c><c><v>5</v></c></row>"
                        "<row r=\"-5\"><c r=\"a1\"><v>6</v></c></row></sheetData></w>";
    struct unzip_source source = (book(t, "<sst/>", sheet));
    const char *why;
    struct workbook *w = workbook_open(t->arena, &source, &why);

    assert_non_null(w);
    assert_string_equal(rows_of(t, w, 0), "1:1||3;2:|4|5;3:6;");
}

/* A sheet of three numbers in a column and what follows its rows. */
static const char *
merged_rows(struct test *t, const char *after)
{
    struct unzip_source source =
        book(t, "<sst/>",
             arena_print(t->arena,
                         "<w><sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3"
                         "</v></c></row><row r=\"5\"><c r=\"B5\"><v>4</v></c></row></sheetData>%s"
                         "</w>",
                         after));
    const char *why;
    struct workbook *w = workbook_open(t->arena, &source, &why);

    assert_non_null(w);
    return rows_of(t, w, 0);
}

static void
merged_cells_are_found_however_they_are_written(struct test *t)
{
    char far[70000];

    memset(far, ' ', sizeof far);
    far[sizeof far - 1] = '\0';
    assert_string_equal(merged_rows(t, "<x:mergeCell a=\"\"\nref='a1:A3'/>"), "1:1|2;2:1|3;5:|4;");
    for (size_t i = 65000; i < sizeof far - 1; i += 61)
        assert_string_equal(merged_rows(t, arena_print(t->arena,
                                                       "<a b=\"%.*s\"/><mergeCell "
                                                       "ref=\"A1:A5\"/>",
                                                       (int)i, far)),
                            "1:1|2;2:1|3;5:1|4;");
}

static void
merged_cells_that_make_no_sense_change_nothing(struct test *t)
{
    static const char *const cases[] = {
        "<mergeCell ref=\"A3:A1\"/>",
        "<mergeCell ref=\"A1\"/>",
        "<mergeCell ref=\"A1:A9999999999\"/>",
        "<mergeCell ref=\"ZZZZ1:ZZZZ9\"/>",
        "<mergeCell ref=\"A1:\"/>",
        "<mergeCell x=\"A1:A5\"/>",
        "<a>mergeCell ref=\"A1:A5\"/&gt;</a>",
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(merged_rows(t, cases[i]), "1:1|2;2:|3;5:|4;");
    assert_string_equal(merged_rows(t, "<mergeCell ref=\"A1:A2\"/><mergeCell ref=\"A1:ZZ9\"/>"),
                        "1:1;");
}

static void
too_many_merged_cells_are_refused(struct test *t)
{
    const char *sheet =
        repeated(t, "<w><sheetData/>", "<mergeCell ref=\"A1:A2\"/>", WORKBOOK_MERGED + 1, "</w>");

    assert_non_null(strstr(refusal(t, book(t, "<sst/>", sheet)), "結合したセルが多すぎます"));
}

static void
text_is_read_however_it_is_written(struct test *t)
{
    static const char sheet[] =
        "\xEF\xBB\xBF<?xml version='1.0'?><!-- < --><x:w a='>' b = \"'>\" ><x:sheetData>"
        "<x:row r='2'\n><x:c t='inlineStr' r='A2'><x:is><x:t>1 &lt;&#x3042;&#12356;&amp;amp;"
        "<!-- <x:t> -->\r\n<![CDATA[<b>&gt;]]>\r2</x:t></x:is></x:c ></x:row></x:sheetData></x:w>\n";
    struct unzip_source source = book(t, "<sst/>", sheet);
    const char *why;
    struct workbook *w = workbook_open(t->arena, &source, &why);

    assert_non_null(w);
    assert_string_equal(rows_of(t, w, 0), "2:1 <あい&amp;\n<b>&gt;\n2;");
}

static void
sheets_that_are_no_xml_are_refused(struct test *t)
{
    static const char *const cases[] = {
        "",
        "<w>",
        "<w></v>",
        "<w><sheetData></w></sheetData>",
        "<w/><w/>",
        "<w a/>",
        "<w a=b/>",
        "<w a=\"b/>",
        "<w a=\"b\"c=\"d\"/",
        "<w><!x></w>",
        "< w/>",
        "<w><sheetData><row><c><v>&x;</v></c></row></sheetData></w>",
        "<w><sheetData><row><c><v>&#0;</v></c></row></sheetData></w>",
        "<w><sheetData><row><c><v>&#xD800;</v></c></row></sheetData></w>",
        "<w><sheetData><row><c><v>&#1114112;</v></c></row></sheetData></w>",
        "<w><sheetData><row><c><v>&amp</v></c></row></sheetData></w>",
        "<w><sheetData><row><c><v>\x01</v></c></row></sheetData></w>",
        "<w><sheetData><row><c><v>\xFF</v></c></row></sheetData></w>",
        "\xFF\xFE<\0w",
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why = refusal(t, book(t, "<sst/>", cases[i]));

        if (!strstr(why, "シートが壊れています"))
            print_error("%s: %s\n", cases[i], why);
        assert_non_null(strstr(why, "シートが壊れています"));
    }
}

const struct test_case workbook_tests[] = {
    CASE(every_kind_of_cell_reads_as_a_person_sees_it),
    CASE(days_count_from_1904_where_the_workbook_says_so),
    CASE(sheets_are_told_by_name_and_the_hidden_ones_known),
    CASE(of_merged_cells_the_first_has_the_value),
    CASE(cells_merged_downwards_have_their_value_in_every_row),
    CASE(merged_cells_are_found_however_they_are_written),
    CASE(merged_cells_that_make_no_sense_change_nothing),
    CASE(too_many_merged_cells_are_refused),
    CASE(a_file_of_libreoffice_reads_like_its_csv),
    CASE(a_column_too_far_breaks_its_row_only),
    CASE(numbers_that_are_none_stay_as_they_stand),
    CASE(broken_and_foreign_files_are_refused_with_a_sentence),
    CASE(a_target_outside_of_the_archive_is_an_empty_sheet),
    CASE(a_bomb_is_refused_before_it_is_inflated),
    CASE(a_bomb_that_understates_its_size_ends_where_it_said),
    CASE(a_tag_without_end_is_refused),
    CASE(a_text_named_again_and_again_does_not_grow_without_bound),
    CASE(a_row_of_too_much_text_is_broken_and_the_next_is_read),
    CASE(a_cell_of_too_much_text_is_refused),
    CASE(cells_without_references_follow_each_other),
    CASE(text_is_read_however_it_is_written),
    CASE(sheets_that_are_no_xml_are_refused),
    { 0 },
};
