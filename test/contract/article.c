#include "contract/article.h"

#include <string.h>

#include "contract/article_diff.h"
#include "hall.h"
#include "ledger/core/core.h"
#include "ledger/import.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "tests.h"
#include "web/markdown.h"

static int64_t
written(struct hall *h, const char *title, const char *body, const char *readers)
{
    struct act *a = hall_act(h, OPERATOR);
    struct article *it = ledger_new(a, &article_ledger);

    it->title = title;
    it->body.text = body;
    it->readers.code = readers;
    hall_done(a, ledger_create(a, &article_ledger, it));
    return it->base.id;
}

static struct article *
stored(struct hall *h, int64_t id)
{
    struct act *a = hall_console(h);
    struct article *it = ledger_new(a, &article_ledger);
    bool found;

    hall_done(a, shape_read(a, shape_of(&article_ledger), id, true, it, &found));
    return it;
}

static void
moved(struct hall *h, enum seat seat, int64_t id, const char *action)
{
    struct article *it = stored(h, id);
    struct act *a = hall_act(h, seat);

    hall_done(a, ledger_move(a, &article_ledger, action, it));
}

static void
says(struct hall *h, int64_t id, const char *body)
{
    struct article *it = stored(h, id);
    struct act *a = hall_act(h, OPERATOR);

    it->body.text = body;
    hall_done(a, ledger_change(a, &article_ledger, it));
}

static size_t
found_by(struct hall *h, enum seat seat, const struct ledger *l, const char *words)
{
    struct act *a = hall_act(h, seat);
    struct pair pair = { "q", words };
    struct pairs pairs = { &pair, *words ? 1 : 0 };
    struct list_request request;
    struct list list;

    hall_done(a, list_parse(a, l, &pairs, &request) && list_read(a, &request, &list));
    return list.count;
}

static void
an_article_is_checked_and_published_as_its_first_edition(struct test *t)
{
    struct hall h;
    int64_t id;

    hall_open(t, &h);
    id = written(&h, "複合機の紙詰まり", "# 手順\n\n扉を開けます。", NULL);
    assert_string_equal(stored(&h, id)->code, "KB-00001");
    moved(&h, OPERATOR, id, "submit");
    moved(&h, OFFICER, id, "publish");
    assert_int_equal(stored(&h, id)->edition, 1);
    assert_int_equal(found_by(&h, REQUESTER, &publication_ledger, "紙詰まり"), 1);
}

static void
staff_see_no_draft_and_nothing_internal(struct test *t)
{
    struct hall h;
    struct article *it;
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = written(&h, "複合機の紙詰まり", "扉を開けます。", NULL);
    assert_int_equal(found_by(&h, REQUESTER, &publication_ledger, ""), 0);
    it = stored(&h, id);
    it->audience.code = "inner";
    a = hall_act(&h, OPERATOR);
    hall_done(a, ledger_change(a, &article_ledger, it));
    moved(&h, OFFICER, id, "publish");
    assert_int_equal(found_by(&h, REQUESTER, &publication_ledger, ""), 0);
    a = hall_act(&h, REQUESTER);
    assert_false(access_may(a, &article_ledger, DEED_READ, NULL));
}

static void
the_last_edition_stays_out_while_the_next_is_written(struct test *t)
{
    struct hall h;
    struct editions all;
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = written(&h, "複合機の紙詰まり", "扉を開けます。", NULL);
    moved(&h, OFFICER, id, "publish");
    moved(&h, OPERATOR, id, "revise");
    says(&h, id, "電源を切ってから扉を開けます。");
    assert_int_equal(found_by(&h, REQUESTER, &publication_ledger, "電源"), 0);
    assert_int_equal(found_by(&h, REQUESTER, &publication_ledger, "扉"), 1);
    moved(&h, OFFICER, id, "publish");
    assert_int_equal(found_by(&h, REQUESTER, &publication_ledger, "電源"), 1);
    a = hall_console(&h);
    hall_done(a, editions_read(a, id, &all));
    assert_int_equal(all.count, 2);
    assert_string_equal(all.rows[0]->body.text, "電源を切ってから扉を開けます。");
    assert_string_equal(all.rows[1]->body.text, "扉を開けます。");
}

static void
an_ended_article_is_out_no_more(struct test *t)
{
    struct hall h;
    int64_t id;

    hall_open(t, &h);
    id = written(&h, "複合機の紙詰まり", "扉を開けます。", NULL);
    moved(&h, OFFICER, id, "publish");
    moved(&h, OFFICER, id, "end");
    assert_int_equal(found_by(&h, REQUESTER, &publication_ledger, ""), 0);
    moved(&h, OPERATOR, id, "reopen");
    moved(&h, OFFICER, id, "publish");
    assert_int_equal(found_by(&h, REQUESTER, &publication_ledger, ""), 1);
}

static void
changing_what_is_published_is_a_new_edition(struct test *t)
{
    struct hall h;
    int64_t id;

    hall_open(t, &h);
    id = written(&h, "複合機の紙詰まり", "扉を開けます。", NULL);
    moved(&h, OFFICER, id, "publish");
    says(&h, id, "扉をゆっくり開けます。");
    assert_int_equal(stored(&h, id)->edition, 2);
    assert_int_equal(found_by(&h, REQUESTER, &publication_ledger, "ゆっくり"), 1);
}

static void
where_a_route_is_for_articles_an_edition_needs_approval(struct test *t)
{
    struct hall h;
    struct approval_route *route;
    struct route_step *step;
    struct article *it;
    struct act *a;
    int64_t id, approval;

    hall_open(t, &h);
    a = hall_act(&h, OFFICER);
    route = ledger_new(a, &approval_route_ledger);
    route->title = "記事の承認";
    route->applies_to = "記事";
    route->then = "publish";
    hall_done(a, ledger_create(a, &approval_route_ledger, route));
    step = hall_step(&h, route->base.id, 1, "課長");
    step->people = hall_people(&h, (const enum seat[]){ HEAD }, 1);
    hall_step_made(&h, step);
    id = written(&h, "複合機の紙詰まり", "扉を開けます。", NULL);
    it = stored(&h, id);
    a = hall_act(&h, OFFICER);
    assert_int_equal(hall_refused(a, ledger_move(a, &article_ledger, "publish", it)), FAULT_CLASH);
    a = hall_act(&h, OPERATOR);
    hall_done(a, approval_ask(a, &article_ledger, id, route->base.id, NULL, &approval));
    hall_approves(&h, HEAD, approval);
    assert_string_equal(stored(&h, id)->base.state, "published");
    it = stored(&h, id);
    it->body.text = "だれも承認していない本文";
    a = hall_act(&h, OPERATOR);
    assert_int_equal(hall_refused(a, ledger_change(a, &article_ledger, it)), FAULT_CLASH);
}

/* --- readers ------------------------------------------------------------------------------ */

static struct readers
readers_of(struct hall *h, int64_t id)
{
    struct article *it = stored(h, id);
    struct act *a = hall_console(h);
    struct readers out;

    hall_done(a, article_readers(a, it, &out));
    return out;
}

static void
acknowledged(struct hall *h, enum seat seat, int64_t id)
{
    struct act *a = hall_act(h, seat);

    hall_done(a, article_acknowledge(a, id));
}

static void
who_has_not_read_is_listed_until_he_has(struct test *t)
{
    struct hall h;
    int64_t id;

    hall_open(t, &h);
    id = written(&h, "作業手順書", "手順です。", "contractor");
    moved(&h, OFFICER, id, "publish");
    assert_int_equal(readers_of(&h, id).count, 2);
    assert_int_equal(readers_of(&h, id).missing, 2);
    acknowledged(&h, OPERATOR, id);
    acknowledged(&h, OPERATOR, id);
    assert_int_equal(readers_of(&h, id).missing, 1);
    assert_string_equal(readers_of(&h, id).rows[0].title, "鈴木");
}

static void
a_new_edition_has_to_be_read_again(struct test *t)
{
    struct hall h;
    int64_t id;

    hall_open(t, &h);
    id = written(&h, "作業手順書", "手順です。", "contractor");
    moved(&h, OFFICER, id, "publish");
    acknowledged(&h, OPERATOR, id);
    acknowledged(&h, LEAD, id);
    assert_int_equal(readers_of(&h, id).missing, 0);
    says(&h, id, "新しい手順です。");
    assert_int_equal(readers_of(&h, id).missing, 2);
}

static void
nobody_reads_in_another_ones_name_nor_what_he_may_not_see(struct test *t)
{
    struct hall h;
    struct acknowledgement *it;
    struct act *a;
    int64_t id;

    hall_open(t, &h);
    id = written(&h, "作業手順書", "手順です。", "contractor");
    moved(&h, OFFICER, id, "publish");
    a = hall_act(&h, OPERATOR);
    it = ledger_new(a, &acknowledgement_ledger);
    it->article.id = id;
    it->base.owner = h.who[LEAD].person;
    hall_done(a, ledger_create(a, &acknowledgement_ledger, it));
    assert_int_equal(it->person.id, h.who[OPERATOR].person);
    moved(&h, OFFICER, id, "end");
    a = hall_act(&h, REQUESTER);
    assert_int_equal(hall_refused(a, article_acknowledge(a, id)), FAULT_MISSING);
}

/* --- taking in ---------------------------------------------------------------------------- */

static void
a_list_of_answers_comes_in_published_with_its_ids(struct test *t)
{
    static const char text[] = "id,category,title,body\n"
                               "faq-001,印刷,紙が詰まった,扉を開けて紙を取ります。\n"
                               "faq-002,アカウント,パスワードを忘れた,窓口へ連絡します。\n";
    struct hall h;
    struct import_request request = {
        .ledger = &article_ledger,
        .source = { .name = "faq.csv", .bytes = text, .length = sizeof text - 1 },
    };
    struct import_result result;
    struct act *a;

    hall_open(t, &h);
    request.contract = h.contract;
    a = hall_act(&h, LEAD);
    hall_done(a, import_write(a, &request, &result));
    assert_int_equal(result.added, 2);
    assert_int_equal(hall_count(&h, "SELECT COUNT(*) AS count FROM article"
                                    " WHERE code = 'faq-001' AND state = 'published'"),
                     1);
    assert_int_equal(found_by(&h, REQUESTER, &publication_ledger, "パスワード"), 1);
}

/* --- text --------------------------------------------------------------------------------- */

static const char *
shown(struct test *t, const char *text)
{
    struct out o = { .text = { .arena = t->arena } };

    markdown_view(&o, text, NULL);
    return buffer_string(&o.text);
}

static void
markdown_becomes_headings_below_the_page_and_no_html_of_its_own(struct test *t)
{
    assert_non_null(strstr(shown(t, "# 一\n\n## 二"), "<h3>一</h3>"));
    assert_non_null(strstr(shown(t, "## 二"), "<h3>二</h3>"));
    assert_null(strstr(shown(t, "<script>alert(1)</script>"), "<script"));
    assert_null(strstr(shown(t, "a <b onclick=x>b</b>"), "onclick"));
    assert_null(strstr(shown(t, "[x](javascript:alert(1))"), "javascript"));
    assert_null(strstr(shown(t, "[x](//evil.example/)"), "evil"));
    assert_null(strstr(shown(t, "![図](https://evil.example/a.png)"), "evil"));
    assert_non_null(strstr(shown(t, "![図](https://evil.example/a.png)"), "図"));
    assert_non_null(strstr(shown(t, "| a | b |\n|---|---|\n| 1 | 2 |"), "<table>"));
}

static void
deep_nesting_is_no_danger(struct test *t)
{
    struct buffer text = { .arena = t->arena };

    for (int i = 0; i < 20000; i++)
        buffer_text(&text, "*a **b ");
    for (int i = 0; i < 2000; i++)
        buffer_text(&text, "![a](");
    assert_true(strlen(shown(t, buffer_string(&text))) > 0);
}

static void
lines_that_came_and_went_are_told(struct test *t)
{
    struct act a = { .arena = t->arena };
    struct diff_lines lines;

    diff_lines(&a, "一\n二\n三\n四", "一\n二の二\n三\n四\n五", &lines);
    assert_int_equal(lines.changed, 3);
    assert_int_equal(lines.count, 6);
    assert_int_equal(lines.rows[1].kind, DIFF_GONE);
    assert_int_equal(lines.rows[2].kind, DIFF_NEW);
    assert_int_equal(lines.rows[5].kind, DIFF_NEW);
    diff_lines(&a, "", "", &lines);
    assert_int_equal(lines.count, 0);
}

const struct test_case article_tests[] = {
    CASE(an_article_is_checked_and_published_as_its_first_edition),
    CASE(staff_see_no_draft_and_nothing_internal),
    CASE(the_last_edition_stays_out_while_the_next_is_written),
    CASE(an_ended_article_is_out_no_more),
    CASE(changing_what_is_published_is_a_new_edition),
    CASE(where_a_route_is_for_articles_an_edition_needs_approval),
    CASE(who_has_not_read_is_listed_until_he_has),
    CASE(a_new_edition_has_to_be_read_again),
    CASE(nobody_reads_in_another_ones_name_nor_what_he_may_not_see),
    CASE(a_list_of_answers_comes_in_published_with_its_ids),
    CASE(markdown_becomes_headings_below_the_page_and_no_html_of_its_own),
    CASE(deep_nesting_is_no_danger),
    CASE(lines_that_came_and_went_are_told),
    { 0 },
};
