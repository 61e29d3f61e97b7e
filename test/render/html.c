#include "render/html.h"

#include <string.h>

#include "base/buffer.h"
#include "base/xml.h"
#include "render/compose.h"
#include "sample.h"
#include "tests.h"

static const char *
written(struct test *t)
{
    struct buffer out = { .arena = t->arena };
    struct document d;

    sample_issued(t->arena, &d);
    document_fragment(t->arena, &d, &out);
    return buffer_string(&out);
}

static void
assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("missing: %s", part);
}

static void
what_the_document_says_stands_in_it(struct test *t)
{
    static const char *const parts[] = {
        "青波市長　様",
        "令和8年11月13日（2026年）",
        "<span class=\"doc-n\">第1</span>要旨",
        "<span class=\"doc-n\">1</span>報告の範囲",
        "<span class=\"doc-n\">ア</span>",
        "1,632<small>件</small>",
        "表1　区分別の受付件数<span class=\"doc-unit\">単位：件</span>",
        "<th scope=\"colgroup\" colspan=\"2\" class=\"doc-c\">10月</th>",
        "図1　月別の受付件数",
        "11月27日（金）",
        "回議中",
        "8.11.12",
        "5,191,204円",
        "別表1　請求の内訳",
        "真正性の確認",
        "#48211 4ad7…1be9",
        "以上",
    };
    const char *html = written(t);

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_holds(html, parts[i]);
}

static void
markup_in_a_text_stays_text(struct test *t)
{
    const char *html = written(t);

    assert_holds(html, "業務時間で測った。&lt;&amp;&gt;");
    assert_null(strstr(html, "<&"));
}

static void
nothing_needs_a_style_or_a_script(struct test *t)
{
    const char *html = written(t);

    assert_null(strstr(html, " style="));
    assert_null(strstr(html, "<script"));
}

/* A link goes to a page or a web address, nowhere else. */
static void
a_link_to_a_program_is_not_made(struct test *t)
{
    static const struct run run = { "押す", "javascript:alert(1)", TONE_PLAIN };
    static const struct text text = { &run, 1 };
    struct buffer out = { .arena = t->arena };
    struct document d = { .title = "題" };
    struct composition c;

    compose_begin(&c, t->arena, &d);
    compose_text(&c, &text);
    document_html(t->arena, &d, &out);
    assert_holds(buffer_string(&out), "押す");
    assert_null(strstr(buffer_string(&out), "javascript:"));
}

static const char *
with_rows(struct test *t, const char *rows, bool page)
{
    static const struct document_column columns[] = { { .title = "件数" } };
    struct buffer out = { .arena = t->arena };
    struct document d = { .title = "題" };
    struct figure figure = figure_count(3, "件");
    struct keyfigure *key = NEW(t->arena, struct keyfigure);
    struct table_maker maker;
    struct document_table *table = table_begin(&maker, t->arena, columns, 1);
    struct composition c;

    figure.rows = rows;
    *key = (struct keyfigure){ "受付", figure, NULL };
    table_cell(&maker, figure);
    compose_begin(&c, t->arena, &d);
    compose_keyfigures(&c, key, 1);
    compose_table(&c, table);
    if (page)
        document_fragment(t->arena, &d, &out);
    else
        document_html(t->arena, &d, &out);
    return buffer_string(&out);
}

/* A file that is sent on knows no way back. */
static void
a_figure_opens_its_rows_on_a_page_only(struct test *t)
{
    const char *rows = "/desk/inquiries?state=done&kind=%E5%8D%B0";
    const char *page = with_rows(t, rows, true);

    assert_holds(page, "<dd><a class=\"doc-rows\" href=\"/desk/inquiries?state=done&amp;kind="
                       "%E5%8D%B0\">3</a><small>件</small>");
    assert_holds(page, "<th scope=\"row\"><a class=\"doc-rows\" href=\"/desk/inquiries?");
    assert_null(strstr(with_rows(t, rows, false), "href="));
    assert_null(strstr(with_rows(t, "//elsewhere.example/", true), "href="));
    assert_null(strstr(with_rows(t, "javascript:alert(1)", true), "href="));
}

static void
control_characters_are_left_out(struct test *t)
{
    struct buffer out = { .arena = t->arena };
    struct document d = { .title = "題" };
    struct composition c;

    compose_begin(&c, t->arena, &d);
    compose_paragraph(&c, "前\x01\x1b後");
    document_fragment(t->arena, &d, &out);
    assert_holds(buffer_string(&out), "前後");
}

const struct test_case html_tests[] = {
    CASE(what_the_document_says_stands_in_it),
    CASE(markup_in_a_text_stays_text),
    CASE(nothing_needs_a_style_or_a_script),
    CASE(a_link_to_a_program_is_not_made),
    CASE(a_figure_opens_its_rows_on_a_page_only),
    CASE(control_characters_are_left_out),
    { 0 },
};
