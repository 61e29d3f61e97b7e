#include <string.h>

#include "errand.h"
#include "tests.h"
#include "web/record_act.h"
#include "web/record_page.h"

static void
the_page_shows_facts_clocks_and_what_can_be_done(struct test *t)
{
    struct errands e;
    struct record_page page;
    struct request q;
    struct act *a;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_get(&e, id, "view=all");
    a = errands_act(&e);
    assert_true(record_page_fill(a, &q, id, false, &page));
    assert_string_equal(page.code, "E-0001");
    assert_string_equal(page.state->label, "受付");
    assert_int_equal(page.clock_count, 1);
    assert_int_equal(page.move_count, 2);
    assert_int_equal(page.moves[1].control_count, 1);
    assert_string_equal(page.moves[1].controls[0].label, "完了日");
    assert_true(*page.moves[1].controls[0].value);
    assert_string_equal(page.list_title, "すべて");
    act_end(a);
}

static void
a_record_knows_its_neighbours_in_the_list_it_was_opened_from(struct test *t)
{
    struct errands e;
    struct record_page page;
    struct request q;
    struct act *a;
    int64_t first, second;

    errands_open(t, &e);
    first = errands_add(&e, "ひとつめ", "print");
    second = errands_add(&e, "ふたつめ", "print");
    q = errands_get(&e, first, "view=all");
    a = errands_act(&e);
    assert_true(record_page_fill(a, &q, first, false, &page));
    assert_string_equal(page.previous,
                        arena_print(t->arena, "/test/errands/%lld?view=all", (long long)second));
    assert_null(page.next);
    act_end(a);
}

static void
a_transition_asks_for_its_day_and_takes_today(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_post(&e, id, "version=1");
    q.word = "finish";
    answer = errands_ask(&e, &q, record_move);
    assert_int_equal(answer.status, 303);
    assert_string_equal(errands_read(&e, id)->base.state, "done");
    assert_true(errands_read(&e, id)->done_on.day > 0);
}

static void
a_wrong_day_comes_back_beside_the_transition(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_post(&e, id, "version=1&done_on=R8.2.31");
    q.word = "finish";
    answer = errands_ask(&e, &q, record_move);
    assert_int_equal(answer.status, 422);
    assert_non_null(strstr(answer.text, "value=\"R8.2.31\""));
    assert_string_equal(errands_read(&e, id)->base.state, "received");
}

static void
a_transition_of_an_old_page_shows_what_changed_since(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_post(&e, id, "version=1");
    q.word = "solve";
    assert_int_equal(errands_ask(&e, &q, record_move).status, 303);
    q.word = "finish";
    answer = errands_ask(&e, &q, record_move);
    assert_int_equal(answer.status, 412);
    assert_non_null(strstr(answer.text, "この画面を開いた後で、ほかの方が変えました"));
    assert_non_null(strstr(answer.text, "<del>受付</del> → <ins>回答済み</ins>"));
    assert_string_equal(errands_read(&e, id)->base.state, "solved");
}

static void
an_answer_and_its_state_are_written_together(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_post(&e, id, "version=1&as=answer&text=紙を入れ直してください。&then=solve");
    answer = errands_ask(&e, &q, record_say);
    assert_int_equal(answer.status, 303);
    assert_string_equal(errands_read(&e, id)->base.state, "solved");
    q = errands_get(&e, id, "");
    answer = errands_ask(&e, &q, record_show);
    assert_non_null(strstr(answer.text, "紙を入れ直してください。"));
}

static void
a_note_is_tinted_and_moves_nothing(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_post(&e, id, "version=1&as=note&text=部品待ち&then=solve");
    assert_int_equal(errands_ask(&e, &q, record_say).status, 303);
    assert_string_equal(errands_read(&e, id)->base.state, "received");
    q = errands_get(&e, id, "");
    answer = errands_ask(&e, &q, record_show);
    assert_non_null(strstr(answer.text, "class=\"speech memo\">部品待ち"));
}

static void
an_empty_answer_is_refused_beside_its_field(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_post(&e, id, "version=1&as=answer&text=");
    answer = errands_ask(&e, &q, record_say);
    assert_int_equal(answer.status, 422);
    assert_non_null(strstr(answer.text, "id=\"fault-text\">＊本文は必須です。"));
}

static void
an_unknown_record_is_not_there(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;

    errands_open(t, &e);
    q = errands_get(&e, 999999, "");
    answer = errands_ask(&e, &q, record_show);
    assert_false(answer.good);
    assert_int_equal(act_fault_kind(answer.act), FAULT_MISSING);
}

const struct test_case record_act_tests[] = {
    CASE(the_page_shows_facts_clocks_and_what_can_be_done),
    CASE(a_record_knows_its_neighbours_in_the_list_it_was_opened_from),
    CASE(a_transition_asks_for_its_day_and_takes_today),
    CASE(a_wrong_day_comes_back_beside_the_transition),
    CASE(a_transition_of_an_old_page_shows_what_changed_since),
    CASE(an_answer_and_its_state_are_written_together),
    CASE(a_note_is_tinted_and_moves_nothing),
    CASE(an_empty_answer_is_refused_beside_its_field),
    CASE(an_unknown_record_is_not_there),
    { 0 },
};
