#include "web/part_page.h"

#include <string.h>

#include "errand.h"
#include "tests.h"
#include "web/edit_page.h"
#include "web/record_act.h"

static void
add_steps(struct errands *e, int64_t errand, int count)
{
    for (int i = 1; i <= count; i++) {
        struct act *a = errands_act(e);
        struct step *step = ledger_new(a, &step_ledger);

        step->base.contract = e->contract;
        step->errand.id = errand;
        step->title = arena_print(e->test->arena, "手順その%d", i);
        assert_true(ledger_create(a, &step_ledger, step));
        act_end(a);
    }
}

static struct part_list *
fill(struct errands *e, int64_t id, size_t *count)
{
    struct act *a = errands_act(e);
    struct request q = errands_get(e, id, "");
    struct part_list *parts;
    struct record *record = ledger_new(a, &errand_ledger);

    assert_true(ledger_show(a, &errand_ledger, id, record));
    assert_true(parts_fill(a, &q, record, &parts, count));
    act_end(a);
    return parts;
}

static void
parts_stand_on_the_page_of_their_whole_without_the_reference(struct test *t)
{
    struct errands e;
    struct part_list *parts;
    int64_t id, other;
    size_t count;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    other = errands_add(&e, "つながらない", "lan");
    add_steps(&e, id, 2);
    add_steps(&e, other, 1);
    parts = fill(&e, id, &count);
    assert_int_equal(count, 1);
    assert_string_equal(parts->title, "手順");
    assert_string_equal(parts->count, "2件");
    assert_int_equal(parts->head_count, 2);
    assert_int_equal(parts->row_count, 2);
    assert_false(parts->has_more);
    assert_string_equal(parts->rows[0].cells[parts->lead].text, "手順その1");
    assert_string_equal(parts->all,
                        arena_print(t->arena, "/test/steps?errand=%lld", (long long)id));
    assert_string_equal(parts->create,
                        arena_print(t->arena, "/test/steps/new?errand=%lld", (long long)id));
}

static void
ten_parts_are_shown_and_the_rest_counted(struct test *t)
{
    struct errands e;
    struct part_list *parts;
    int64_t id;
    size_t count;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    add_steps(&e, id, 12);
    parts = fill(&e, id, &count);
    assert_int_equal(parts->row_count, 10);
    assert_string_equal(parts->count, "12件");
    assert_true(parts->has_more);
}

static void
who_may_not_read_the_other_ledger_sees_no_parts(struct test *t)
{
    struct membership officer = { .role = ROLE_OFFICER };
    struct errands e;
    int64_t id;
    size_t count;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    add_steps(&e, id, 1);
    officer.contract = e.contract;
    e.session.who = (struct who){ .id = 77, .person = 78, .in = &officer, .count = 1 };
    fill(&e, id, &count);
    assert_int_equal(count, 0);
}

static void
the_page_lists_parts_in_html(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    add_steps(&e, id, 1);
    q = errands_get(&e, id, "");
    answer = errands_ask(&e, &q, record_show);
    assert_non_null(strstr(answer.text, "<h2 id=\"part-step-errand\">手順</h2>"));
    assert_non_null(strstr(answer.text, ">手順その1</a></th>"));
    assert_non_null(strstr(answer.text, "手順を追加する"));
}

static void
the_form_of_a_part_has_its_whole_filled_in(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    id = errands_add(&e, "印刷できない", "print");
    q = errands_get(
        &e, 0,
        arena_print(t->arena, "errand=%lld&title=初め&nothing=1&done_on=いつか", (long long)id));
    q.ledger = &step_ledger;
    answer = errands_ask(&e, &q, edit_new);
    assert_int_equal(answer.status, 200);
    assert_non_null(strstr(
        answer.text, arena_print(t->arena, "<option value=\"%lld\" selected>印刷できない</option>",
                                 (long long)id)));
    assert_non_null(strstr(answer.text, "value=\"初め\""));
    assert_null(strstr(answer.text, "いつか\""));
}

static void
among_too_many_wholes_the_given_one_stands_by_its_id(struct test *t)
{
    struct errands e;
    struct errand_answer answer;
    struct request q;
    int64_t id;

    errands_open(t, &e);
    for (int i = 0; i < 51; i++)
        errands_add(&e, "同じ件名", "print");
    id = errands_add(&e, "同じ件名", "print");
    q = errands_get(&e, 0, arena_print(t->arena, "errand=%lld", (long long)id));
    q.ledger = &step_ledger;
    answer = errands_ask(&e, &q, edit_new);
    assert_non_null(strstr(
        answer.text,
        arena_print(t->arena, "<option value=\"%lld\" selected>同じ件名</option>", (long long)id)));
}

const struct test_case part_page_tests[] = {
    CASE(parts_stand_on_the_page_of_their_whole_without_the_reference),
    CASE(ten_parts_are_shown_and_the_rest_counted),
    CASE(who_may_not_read_the_other_ledger_sees_no_parts),
    CASE(the_page_lists_parts_in_html),
    CASE(the_form_of_a_part_has_its_whole_filled_in),
    CASE(among_too_many_wholes_the_given_one_stands_by_its_id),
    { 0 },
};
