#include "tests.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "poppler.h"
#include "render/compose.h"
#include "render/pdf.h"
#include "render/sample_paper.h"
#include "sample.h"

static struct buffer
paper(struct test *t, const struct document *d)
{
    struct buffer out = { .arena = t->arena };
    const char *why = "";

    if (!document_pdf(t->arena, d, &out, &why))
        fail_msg("%s", why);
    return out;
}

static const char *
tags_of(struct test *t, const struct buffer *pdf)
{
    return poppler_say(t, pdf, (const char *const[]){ "pdfinfo", "-struct-text", "-", NULL });
}

static void
assert_order(const char *text, const char *const *parts)
{
    for (; *parts; parts++) {
        const char *at = strstr(text, *parts);

        if (!at)
            fail_msg("「%s」 is missing or too early", *parts);
        text = at + strlen(*parts);
    }
}

static void
every_paper_opens_and_has_its_pages(struct test *t)
{
    for (const struct sample_paper *p = sample_papers; p->name; p++) {
        struct document d = { 0 };
        struct buffer pdf;

        p->make(t->arena, &d);
        pdf = paper(t, &d);
        if (p->pages && poppler_pages(t, &pdf) != (long)p->pages)
            fail_msg("%s: %ld pages", p->name, poppler_pages(t, &pdf));
    }
}

static void
all_fonts_are_embedded_subsets_and_none_is_type_3(struct test *t)
{
    for (const struct sample_paper *p = sample_papers; p->name; p++) {
        struct document d = { 0 };
        struct buffer pdf;
        const char *line;
        size_t fonts = 0;

        p->make(t->arena, &d);
        pdf = paper(t, &d);
        line = poppler_say(t, &pdf, (const char *const[]){ "pdffonts", "-", NULL });
        assert_null(strstr(line, "Type 3"));
        line = strstr(line, "\n-");
        line = strchr(line + 1, '\n');
        while (line && line[1]) {
            assert_non_null(strstr(line + 1, " yes yes yes "));
            fonts++;
            line = strchr(line + 1, '\n');
        }
        assert_in_range(fonts, 2, 6);
    }
}

static void
text_comes_in_the_order_of_reading(struct test *t)
{
    struct document d;
    struct buffer pdf;

    sample_issued(t->arena, &d);
    pdf = paper(t, &d);
    assert_order(poppler_text(t, &pdf),
                 (const char *const[]){ "青情委第8-10号", "令和8年11月13日（2026年）", "青波市長",
                                        "月次報告書（令和8年10月分）", "第1 要旨", "受付は632件で",
                                        "第2 受付と対応の状況", "表1 区分別の受付件数",
                                        "アカウント・認証", "合計", "図1 月別の受付件数",
                                        "真正性の確認", NULL });
}

static void
head_and_foot_stand_on_every_page(struct test *t)
{
    struct document d = { 0 };
    struct buffer pdf;
    const char *text;
    size_t heads = 0;

    sample_list(t->arena, &d, 100);
    pdf = paper(t, &d);
    text = poppler_text(t, &pdf);
    assert_order(text, (const char *const[]){ "凍結データ SHA-256 af2da0484ab06a24…5fff2fdc",
                                              "- 1 -", "全4ページ", "- 4 -", "全4ページ", NULL });
    for (const char *at = text; (at = strstr(at, "番号 受付 区分 内容 件数 担当")); at++)
        heads++;
    assert_int_equal(heads, 4);
    for (size_t i = 0; i < 100; i++)
        assert_non_null(strstr(text, arena_print(t->arena, "問-%05zu ", 10000 + i)));
}

static void
structure_names_headings_cells_and_what_pictures_show(struct test *t)
{
    struct document d;
    struct buffer pdf;

    sample_issued(t->arena, &d);
    pdf = paper(t, &d);
    assert_order(tags_of(t, &pdf), (const char *const[]){ "H1", "\"第1　要旨\"", "Table", "Caption",
                                                          "TR", "TH", "TD", "Figure", NULL });
}

static void
charts_are_lines_and_letters_not_pictures(struct test *t)
{
    struct document d = { 0 };
    struct buffer pdf;
    const char *images;

    sample_papers[5].make(t->arena, &d);
    pdf = paper(t, &d);
    images = poppler_say(t, &pdf, (const char *const[]){ "pdfimages", "-list", "-", NULL });
    assert_null(strstr(images, "image "));
    assert_non_null(strstr(poppler_text(t, &pdf), "349件（55.2％）"));
}

static void
contents_name_the_pages_of_their_sections(struct test *t)
{
    struct document d = { 0 };
    struct buffer pdf;
    const char *text, *last;

    sample_papers[5].make(t->arena, &d);
    pdf = paper(t, &d);
    text = poppler_text(t, &pdf);
    assert_order(text, (const char *const[]){ "令和8年度 年次報告書", "目 次",
                                              "第1 受付件数の前年度との比較 3",
                                              "第12 長い名の棒 12", NULL });
    last = strstr(strstr(text, "第12 長い名の棒") + 1, "第12 長い名の棒");
    assert_non_null(strstr(last, "- 12 -"));
}

static void
the_same_document_gives_the_same_bytes(struct test *t)
{
    struct document d;
    struct buffer a, b;

    sample_issued(t->arena, &d);
    a = paper(t, &d);
    b = paper(t, &d);
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.data, b.data, a.length);
    assert_non_null(
        strstr(poppler_say(t, &a, (const char *const[]){ "pdfinfo", "-rawdates", "-", NULL }),
               "D:20261113000000+09'00"));
}

static void
a_draft_says_so_in_a_box_and_has_no_hash(struct test *t)
{
    struct document d = { 0 };
    struct buffer pdf;
    const char *text;

    sample_papers[2].make(t->arena, &d);
    pdf = paper(t, &d);
    text = poppler_text(t, &pdf);
    assert_non_null(strstr(text, "案（第2版）"));
    assert_non_null(strstr(text, "凍結前"));
    assert_non_null(strstr(text, "回議中"));
    assert_null(strstr(text, "SHA-256"));
}

static struct document
of_table(struct test *t, const char *cell, size_t rows)
{
    static const struct document_column columns[] = { { .title = "番号", .width = 300 },
                                                      { .title = "内容" } };
    struct document d = { .title = "試し" };
    struct composition c;
    struct table_maker m;
    struct document_table *table = table_begin(&m, t->arena, columns, 2);

    for (size_t i = 0; i < rows; i++) {
        table_cell(&m, figure_count((int64_t)i, NULL));
        table_cell(&m, figure_text(t->arena, cell));
    }
    compose_begin(&c, t->arena, &d);
    compose_table(&c, table);
    return d;
}

static void
a_row_higher_than_a_page_goes_on_over_pages(struct test *t)
{
    struct buffer long_text = { .arena = t->arena };
    struct document d;
    struct buffer pdf;
    const char *text;

    for (int i = 0; i < 1000; i++)
        buffer_print(&long_text, "第%04d条は次のとおり。", i);
    d = of_table(t, buffer_string(&long_text), 2);
    pdf = paper(t, &d);
    assert_in_range(poppler_pages(t, &pdf), 4, 14);
    text = poppler_text(t, &pdf);
    assert_order(text, (const char *const[]){ "0001", "0500", "0999", "0001", "0999", NULL });
}

static void
characters_of_any_kind_come_back_as_they_were(struct test *t)
{
    static const char *const kinds[] = {
        "𠮷野家", "🍚御飯", "한글", "ﬁ", "葛󠄀城", "①㈱", "→∞√"
    };
    struct buffer all = { .arena = t->arena };
    struct document d;
    struct buffer pdf;
    const char *text;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        buffer_print(&all, "%s\x01\x1f。", kinds[i]);
    d = of_table(t, buffer_string(&all), 1);
    pdf = paper(t, &d);
    text = poppler_text(t, &pdf);
    assert_order(text,
                 (const char *const[]){ "𠮷野家", "🍚", "御飯", "한글", "城", "①㈱", "→∞√", NULL });
}

static void
nodes_without_contents_take_no_room(struct test *t)
{
    struct document d = { 0 };
    struct buffer pdf;

    for (int kind = 0; kind <= NODE_KINDS; kind++)
        for (int counted = 0; counted < 2; counted++) {
            struct node *node = NEW(t->arena, struct node);

            node->kind = (enum node_kind)kind;
            node->level = kind * 7 - 20;
            node->count = counted ? 3 : 0;
            if (d.nodes.last)
                d.nodes.last->next = node;
            else
                d.nodes.first = node;
            d.nodes.last = node;
        }
    d.page = (enum paper)99;
    d.cover = d.contents = true;
    pdf = paper(t, &d);
    assert_in_range(poppler_pages(t, &pdf), 2, 5);
}

static void
parts_that_are_null_are_empty(struct test *t)
{
    static const struct letterhead head = { .to_count = 0 };
    static const struct stamp stamps[30] = { { .open = true } };
    static const struct keyfigure keys[5] = { { .label = NULL } };
    static const struct pair_row pairs[2] = { { .label = NULL } };
    static const struct blank blanks[2] = { { .lines = -5 }, { .lines = 100000 } };
    static const struct calculation_step steps[2] = { { .label = NULL } };
    static const struct document_column columns[3] = { { .width = -1 }, { .width = 900000 } };
    static const struct document_line rows[2] = { { .cells = NULL, .sum = true } };
    static const struct document_table table = {
        .columns = columns, .column_count = 3, .rows = rows, .row_count = 2, .grid = true
    };
    static const struct verification v = { .count = -1 };
    static const struct diagram diagram = { .kind = (enum diagram_kind)9 };
    static const struct chart chart = { .kind = (enum chart_kind)99 };
    struct node nodes[] = {
        { .kind = NODE_LETTERHEAD, .letterhead = &head },
        { .kind = NODE_APPROVALS, .stamps = stamps, .count = 30 },
        { .kind = NODE_KEYFIGURES, .keyfigures = keys, .count = 5 },
        { .kind = NODE_PAIRS, .pairs = pairs, .count = 2 },
        { .kind = NODE_FORM, .blanks = blanks, .count = 2 },
        { .kind = NODE_CALCULATION, .steps = steps, .count = 2 },
        { .kind = NODE_TABLE, .table = &table },
        { .kind = NODE_DIAGRAM, .diagram = &diagram },
        { .kind = NODE_CHART, .chart = &chart },
        { .kind = NODE_VERIFICATION, .verification = &v },
    };
    struct document d = { .nodes = { nodes, &nodes[9] } };
    struct buffer pdf;

    for (size_t i = 0; i + 1 < 10; i++)
        nodes[i].next = &nodes[i + 1];
    pdf = paper(t, &d);
    assert_in_range(poppler_pages(t, &pdf), 1, 6);
}

static void
what_is_higher_than_a_page_is_divided(struct test *t)
{
    static struct pair_row pairs[120];
    static struct blank blanks[40];
    static struct calculation_step steps[90];
    struct document d = { .title = NULL };
    struct composition c;
    struct buffer pdf;
    const char *text;

    compose_begin(&c, t->arena, &d);
    for (int i = 0; i < 120; i++)
        pairs[i] =
            (struct pair_row){ arena_print(t->arena, "項%03d", i), figure_text(t->arena, "値") };
    for (int i = 0; i < 40; i++)
        blanks[i] = (struct blank){ arena_print(t->arena, "欄%03d", i), NULL, 3 };
    for (int i = 0; i < 90; i++)
        steps[i] =
            (struct calculation_step){ .label = "・", .words = arena_print(t->arena, "計%03d", i) };
    compose_pairs(&c, pairs, 120);
    compose_form(&c, "記入欄", blanks, 40);
    compose_calculation(&c, NULL, steps, 90);
    compose_columns(&c, 2);
    for (int i = 0; i < 90; i++)
        compose_paragraph(&c, "段%03d", i);
    compose_next(&c);
    compose_paragraph(&c, "%s", "右");
    compose_columns_end(&c);
    pdf = paper(t, &d);
    text = poppler_text(t, &pdf);
    assert_order(text, (const char *const[]){ "項000", "項119", "欄000", "欄039", "計000", "計089",
                                              "段000", "段089", "右", NULL });
    assert_in_range(poppler_pages(t, &pdf), 11, 16);
}

/* A page never ends with a heading. */
static void
a_heading_stays_with_what_follows(struct test *t)
{
    struct document d = { .title = "試し", .number = "終" };
    struct composition c;
    struct buffer pdf;
    const char *text;

    compose_begin(&c, t->arena, &d);
    for (int i = 0; i < 120; i++) {
        compose_section(&c, 1 + i % 3, "見出し");
        for (int k = 0; k < i % 4 + 1; k++)
            compose_paragraph(&c,
                              "本文は%d行ある。二つの文から成り、一行では終わらない。"
                              "続きは次の行に及ぶことがある。",
                              k);
    }
    pdf = paper(t, &d);
    text = poppler_text(t, &pdf);
    assert_null(strstr(text, "見出し\n- "));
    assert_true(poppler_pages(t, &pdf) > 8);
}

static void
no_page_begins_or_ends_with_a_lonely_line(struct test *t)
{
    struct document d = { .title = NULL };
    struct composition c;
    struct buffer pdf;
    const char *text;

    compose_begin(&c, t->arena, &d);
    for (int i = 0; i < 60; i++)
        compose_paragraph(&c,
                          "始%03d。一つの段落は三行から四行になるように、長さを整えてあり、"
                          "どのページでも一行だけが残ることはないし、一行だけが次のページへ"
                          "送られることもない。そのことは、段落の始めの語と終わりの語で"
                          "確かめられる。%s終%03d。",
                          i, i % 2 ? "もう少しだけ長いものもある。" : "", i);
    pdf = paper(t, &d);
    text = poppler_text(t, &pdf);
    /* The foot follows the last line of a page: that line is no first one of a paragraph. */
    for (const char *at = text; (at = strstr(at, "\n- ")); at++) {
        const char *line = at;

        while (line > text && line[-1] != '\n')
            line--;
        assert_null(strstr(arena_slice(t->arena, line, (size_t)(at - line)), "始"));
    }
}

static void
a_table_of_eight_rows_is_not_divided(struct test *t)
{
    struct document d = { .title = "試し" };
    struct composition c;
    struct buffer pdf;
    const char *text;

    compose_begin(&c, t->arena, &d);
    for (int i = 0; i < 12; i++) {
        static const struct document_column columns[] = { { .title = "甲" }, { .title = "乙" } };
        struct table_maker m;
        struct document_table *table = table_begin(&m, t->arena, columns, 2);

        table->caption = "八行";
        for (int k = 0; k < 16; k++)
            table_cell(&m, figure_text(t->arena, k == 14 ? "末" : "値"));
        compose_paragraph(&c, "%s", "前の文。");
        compose_table(&c, table);
    }
    pdf = paper(t, &d);
    text = poppler_text(t, &pdf);
    /* Twelve heads for twelve tables: none is repeated. */
    for (int i = 0; i < 12; i++) {
        text = strstr(text, "甲 乙");
        assert_non_null(text);
        text++;
    }
    assert_null(strstr(text, "甲 乙"));
}

const struct test_case pdf_tests[] = {
    CASE(every_paper_opens_and_has_its_pages),
    CASE(all_fonts_are_embedded_subsets_and_none_is_type_3),
    CASE(text_comes_in_the_order_of_reading),
    CASE(head_and_foot_stand_on_every_page),
    CASE(structure_names_headings_cells_and_what_pictures_show),
    CASE(charts_are_lines_and_letters_not_pictures),
    CASE(contents_name_the_pages_of_their_sections),
    CASE(the_same_document_gives_the_same_bytes),
    CASE(a_draft_says_so_in_a_box_and_has_no_hash),
    CASE(a_row_higher_than_a_page_goes_on_over_pages),
    CASE(characters_of_any_kind_come_back_as_they_were),
    CASE(nodes_without_contents_take_no_room),
    CASE(parts_that_are_null_are_empty),
    CASE(what_is_higher_than_a_page_is_divided),
    CASE(a_heading_stays_with_what_follows),
    CASE(no_page_begins_or_ends_with_a_lonely_line),
    CASE(a_table_of_eight_rows_is_not_divided),
    { 0 },
};
