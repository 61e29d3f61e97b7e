#include <string.h>
#include <time.h>

#include "errand.h"
#include "site.h"
#include "store/open.h"
#include "store/store.h"
#include "tests.h"
#include "web/list_page.h"

static struct list_page *
fill(struct errands *e, const char *query)
{
    struct act *a = errands_act(e);
    struct list_page *page = NEW(e->test->arena, struct list_page);
    struct request q = errands_get(e, 0, query);

    assert_true(list_page_fill(a, &q, page));
    act_end(a);
    return page;
}

static void
the_first_saved_list_is_shown_without_being_asked_for(struct test *t)
{
    struct errands e;
    struct list_page *page;

    errands_open(t, &e);
    errands_add(&e, "印刷できない", "print");
    page = fill(&e, "");
    assert_string_equal(page->title, "未完了");
    assert_true(page->tabs[0].is_current);
    assert_string_equal(page->tabs[0].count, "1");
    assert_string_equal(page->summary, "1件　期限の早い順");
}

static void
a_cell_says_the_state_with_its_mark_and_the_clock_in_words(struct test *t)
{
    struct errands e;
    struct list_page *page;

    errands_open(t, &e);
    errands_add(&e, "印刷できない", "print");
    page = fill(&e, "");
    assert_int_equal(page->row_count, 1);
    assert_string_equal(page->rows[0].cells[0].text, "E-0001");
    assert_int_equal(page->rows[0].cells[0].kind, CELL_CODE);
    assert_string_equal(page->rows[0].cells[1].text, "印刷できない");
    assert_string_equal(page->rows[0].cells[2].text, "印刷");
    assert_string_equal(page->rows[0].cells[3].text, "市民課");
    assert_string_equal(page->rows[0].cells[4].state->label, "受付");
    assert_non_null(strstr(page->rows[0].cells[5].look.words, "残 "));
    assert_string_equal(page->rows[0].cells[6].text, "―");
}

static void
a_condition_is_a_chip_that_leads_to_the_list_without_it(struct test *t)
{
    struct errands e;
    struct list_page *page;

    errands_open(t, &e);
    errands_add(&e, "印刷できない", "print");
    page = fill(&e, "view=all&kind=print&state.in=received,done");
    assert_int_equal(page->chip_count, 2);
    assert_string_equal(page->chips[0].words, "種別：印刷");
    assert_string_equal(page->chips[0].href, "/test/errands?view=all&state.in=received,done");
    assert_string_equal(page->chips[1].words, "状態：受付・完了");
}

static void
an_empty_result_names_the_condition_that_hides_most(struct test *t)
{
    struct errands e;
    struct list_page *page;

    errands_open(t, &e);
    for (int i = 0; i < 3; i++)
        errands_add(&e, "印刷できない", "print");
    errands_add(&e, "つながらない", "lan");
    page = fill(&e, "view=all&kind=print&title.has=つながらない");
    assert_int_equal(page->row_count, 0);
    assert_string_equal(page->hider, "件名：「つながらない」を含む");
    assert_string_equal(page->unhide_count, "3件");
    assert_false(page->is_empty);
}

static void
an_empty_ledger_offers_ways_to_begin(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;

    errands_open(t, &e);
    q = errands_get(&e, 0, "");
    answer = errands_ask(&e, &q, list_show);
    assert_true(answer.good);
    assert_non_null(strstr(answer.text, "まだ1件もありません"));
    assert_non_null(strstr(answer.text, "href=\"/test/errands/import\""));
    assert_non_null(strstr(answer.text, "href=\"/test/errands/new\""));
}

static void
a_head_sorts_and_says_how_it_is_sorted(struct test *t)
{
    struct errands e;
    struct list_page *page;

    errands_open(t, &e);
    errands_add(&e, "印刷できない", "print");
    page = fill(&e, "view=all&sort=title");
    assert_string_equal(page->heads[1].sorted, "ascending");
    assert_string_equal(page->heads[1].href, "/test/errands?view=all&sort=-title");
    assert_null(page->heads[0].sorted);
}

static void
pages_go_on_by_cursor(struct test *t)
{
    struct errands e;
    struct list_page *page;

    errands_open(t, &e);
    for (int i = 0; i < 3; i++)
        errands_add(&e, "印刷できない", "print");
    page = fill(&e, "view=all&limit=2");
    assert_int_equal(page->row_count, 2);
    assert_null(page->previous);
    assert_non_null(page->next);
    page = fill(&e, strchr(page->next, '?') + 1);
    assert_int_equal(page->row_count, 1);
    assert_non_null(page->previous);
    assert_null(page->next);
}

static void
the_next_page_has_the_chosen_columns(struct test *t)
{
    struct errands e;
    struct list_page *page;

    errands_open(t, &e);
    for (int i = 0; i < 3; i++)
        errands_add(&e, "印刷できない", "print");
    page = fill(&e, "view=all&limit=2&column=title");
    assert_non_null(strstr(page->next, "&column=title&"));
}

static void
a_count_follows_each_record(struct test *t)
{
    struct errands e;

    errands_open(t, &e);
    errands_add(&e, "印刷できない", "print");
    assert_string_equal(fill(&e, "")->tabs[0].count, "1");
    errands_add(&e, "印刷できない", "print");
    /* A server that is asked over a line keeps its counts for two seconds. */
    if (store_kind(errands_act(&e)->store) == STORE_POSTGRES)
        nanosleep(&(struct timespec){ .tv_sec = 2, .tv_nsec = 100000000 }, NULL);
    assert_string_equal(fill(&e, "")->tabs[0].count, "2");
}

static void
an_open_record_stands_beside_the_list_with_its_neighbours(struct test *t)
{
    struct errands e;
    struct list_page *page;
    int64_t first, second;

    errands_open(t, &e);
    first = errands_add(&e, "ひとつめ", "print");
    second = errands_add(&e, "ふたつめ", "print");
    page = fill(&e, arena_print(t->arena, "view=all&open=%lld", (long long)first));
    assert_true(page->has_peek);
    assert_string_equal(page->peek.title, "ひとつめ");
    assert_null(page->peek_next);
    assert_string_equal(
        page->peek_previous,
        arena_print(t->arena, "/test/errands?view=all&open=%lld", (long long)second));
    assert_string_equal(page->peek_back, "/test/errands?view=all");
}

static void
chosen_columns_replace_the_ledgers_own_and_keep_the_title(struct test *t)
{
    struct errands e;
    struct list_page *page;

    errands_open(t, &e);
    errands_add(&e, "印刷できない", "print");
    page = fill(&e, "view=all&column=kind");
    assert_int_equal(page->head_count, 2);
    assert_string_equal(page->heads[0].label, "種別");
    assert_string_equal(page->heads[1].label, "件名");
}

static void
what_the_filter_form_sends_empty_is_taken_out_of_the_address(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;

    errands_open(t, &e);
    q = errands_get(&e, 0, "view=all&q=&kind=print&state=");
    answer = errands_ask(&e, &q, list_show);
    assert_int_equal(answer.status, 303);
    assert_string_equal(answer.location, "/test/errands?view=all&kind=print");
}

static void
an_unknown_condition_is_a_fault(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;

    errands_open(t, &e);
    q = errands_get(&e, 0, "colour=red");
    answer = errands_ask(&e, &q, list_show);
    assert_false(answer.good);
    assert_string_equal(answer.act->faults->field, "colour");
}

static void
a_title_with_markup_is_shown_as_text(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;

    errands_open(t, &e);
    errands_add(&e, "<script>alert(1)</script>\"'&", "print");
    q = errands_get(&e, 0, "");
    answer = errands_ask(&e, &q, list_show);
    assert_true(answer.good);
    assert_null(strstr(answer.text, "<script>alert"));
    assert_non_null(strstr(answer.text, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"));
}

static void
who_may_only_read_sees_no_way_to_change(struct test *t)
{
    static const struct membership in = { .role = ROLE_OFFICER };
    struct errands e;
    struct list_page *page;

    errands_open(t, &e);
    errands_add(&e, "印刷できない", "print");
    e.session.who.in = &in;
    e.session.who.count = 1;
    page = fill(&e, "");
    assert_int_equal(page->row_count, 1);
    assert_null(page->create);
    assert_null(page->export);
    assert_null(page->import);
    assert_null(page->bulk);
}

#define LIST "/core/people?view=all"

enum { PAGES = 20 };

/* From the session to the last cell, as a signed-in browser asks for it. */
static void
a_list_takes_at_most_three_round_trips_a_page(struct test *t)
{
    struct site s;
    int64_t before;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    for (int i = 0; i < 3; i++)
        assert_int_equal(site_get(&s, LIST).status, 200);
    before = store_numbers(s.store).round_trips;
    for (int i = 0; i < PAGES; i++)
        assert_int_equal(site_get(&s, LIST).status, 200);
    before = store_numbers(s.store).round_trips - before;
    assert_in_range(before, 0, test_is_postgres() ? 3 * PAGES : 0);
}

const struct test_case list_page_tests[] = {
    CASE(the_first_saved_list_is_shown_without_being_asked_for),
    CASE(a_cell_says_the_state_with_its_mark_and_the_clock_in_words),
    CASE(a_condition_is_a_chip_that_leads_to_the_list_without_it),
    CASE(an_empty_result_names_the_condition_that_hides_most),
    CASE(an_empty_ledger_offers_ways_to_begin),
    CASE(a_head_sorts_and_says_how_it_is_sorted),
    CASE(pages_go_on_by_cursor),
    CASE(the_next_page_has_the_chosen_columns),
    CASE(a_count_follows_each_record),
    CASE(an_open_record_stands_beside_the_list_with_its_neighbours),
    CASE(chosen_columns_replace_the_ledgers_own_and_keep_the_title),
    CASE(what_the_filter_form_sends_empty_is_taken_out_of_the_address),
    CASE(an_unknown_condition_is_a_fault),
    CASE(a_title_with_markup_is_shown_as_text),
    CASE(who_may_only_read_sees_no_way_to_change),
    CASE(a_list_takes_at_most_three_round_trips_a_page),
    { 0 },
};
