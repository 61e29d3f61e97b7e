#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/list.h"
#include "ledger/tests.h"
#include "ledger/timeline.h"
#include "office.h"

static struct list
search(struct office *o, enum seat seat, struct pairs pairs)
{
    struct act *a = office_act(o, seat);
    struct list_request request;
    struct list list = { 0 };

    if (!list_parse(a, &ticket_ledger, &pairs, &request) || !list_read(a, &request, &list))
        fail_msg("%s", a->faults->message);
    act_end(a);
    return list;
}

static const char *
found(struct office *o, enum seat seat, const char *words, const char *sort)
{
    struct pair items[] = { { "q", words }, { "sort", sort } };
    struct list list = search(o, seat, (struct pairs){ items, 2 });
    const struct ticket *rows = list.rows;
    struct buffer out = { .arena = o->test->arena };

    for (size_t i = 0; i < list.count; i++)
        buffer_print(&out, "%s%s", i ? " " : "", rows[i].title);
    return buffer_string(&out);
}

static struct ticket *
make(struct office *o, enum seat seat, const char *title, const char *body, const char *holder)
{
    struct act *a = office_act(o, seat);
    struct ticket *it = ticket_new(a, title);

    it->body.text = body;
    it->holder = holder;
    if (!ledger_create(a, &ticket_ledger, it))
        fail_msg("%s", a->faults->message);
    return it;
}

static void
some_tickets(struct test *t, struct office *o)
{
    office_open(t, o);
    make(o, OPERATOR, "a", "サーバーが止まった", "渡辺花子");
    make(o, REQUESTER, "b", "サーバの空き容量", NULL);
    make(o, STRANGER, "c", "サーバーの交換", "渡辺花子");
    make(o, OPERATOR, "d", "印刷できない", NULL);
}

static void
words_are_found_as_people_write_them(struct test *t)
{
    struct office o;

    some_tickets(t, &o);
    assert_string_equal(found(&o, LEAD, "ｻｰﾊﾞｰ", ""), "b a");
    assert_string_equal(found(&o, LEAD, "サーバ 容量", ""), "b");
    assert_string_equal(found(&o, LEAD, "刷", ""), "d");
    assert_string_equal(found(&o, LEAD, "複合機", ""), "");
    assert_string_equal(found(&o, LEAD, "・", ""), "");
}

static void
rights_are_inside_the_search(struct test *t)
{
    struct office o;

    some_tickets(t, &o);
    assert_string_equal(found(&o, REQUESTER, "サーバ", ""), "b");
    assert_string_equal(found(&o, OTHER_REQUESTER, "サーバ", ""), "");
    assert_string_equal(found(&o, STRANGER, "サーバ", ""), "c");
}

static void
a_personal_name_is_found_with_the_right_only(struct test *t)
{
    struct office o;

    some_tickets(t, &o);
    assert_string_equal(found(&o, LEAD, "渡邊花", ""), "a");
    assert_string_equal(found(&o, LEAD, "渡辺　花子", ""), "a");
    assert_string_equal(found(&o, LEAD, "花渡", ""), "");
    assert_string_equal(found(&o, AUDITOR, "渡辺", ""), "");
}

/* Records told to the session by a search of these words, as the history has it. */
static size_t
told(struct office *o, struct ticket *it, const char *words, const char *time, const char *sort)
{
    struct pair items[] = { { "q", words }, { "sort", sort } };
    struct act *a;
    struct list_request request;
    struct list list;

    o->now = at(time);
    a = office_act(o, LEAD);
    a->session = 11;
    assert_true(list_parse(a, &ticket_ledger, &(struct pairs){ items, 2 }, &request));
    assert_true(list_read(a, &request, &list));
    act_end(a);
    return history_rows(o, it->base.id, "read");
}

static void
a_hit_by_a_personal_word_is_a_reading(struct test *t)
{
    struct office o;
    struct ticket *it, *other;

    office_open(t, &o);
    it = make(&o, OPERATOR, "a", "サーバーが止まった", "渡辺花子");
    other = make(&o, OPERATOR, "b", "渡辺さんから電話", NULL);
    assert_int_equal(told(&o, it, "サーバー", "2026-04-06 10:00", ""), 0);
    assert_int_equal(told(&o, it, "渡辺花", "2026-04-06 10:01", ""), 1);
    assert_int_equal(told(&o, it, "渡辺", "2026-04-06 10:05", "title"), 1);
    assert_int_equal(told(&o, it, "花子", "2026-04-06 10:12", "title"), 2);
    assert_int_equal(history_rows(&o, other->base.id, "read"), 0);
    assert_int_equal(history_rows(&o, 0, "read"), 0);
}

static void
hits_can_be_put_in_another_order(struct test *t)
{
    struct office o;

    some_tickets(t, &o);
    assert_string_equal(found(&o, LEAD, "サーバ", "title"), "a b");
    assert_string_equal(found(&o, LEAD, "サーバ", "-title"), "b a");
}

static void
hits_are_filtered_and_counted(struct test *t)
{
    struct pair items[] = { { "q", "サーバ" }, { "title", "a" }, { "count", "1" } };
    struct office o;
    struct list list;

    some_tickets(t, &o);
    list = search(&o, LEAD, (struct pairs){ items, 3 });
    assert_int_equal(list.count, 1);
    assert_int_equal(list.total, 1);
    assert_true(list.total_exact);
}

static void
hits_go_on_page_by_page(struct test *t)
{
    struct office o;
    struct list list;
    struct buffer all = { .arena = t->arena };
    const char *after = "";

    office_open(t, &o);
    for (int i = 0; i < 7; i++)
        make(&o, OPERATOR, arena_print(t->arena, "%d", i), i % 3 ? "印刷" : "端末", NULL);
    do {
        struct pair items[] = { { "q", "印刷" }, { "limit", "2" }, { "after", after } };

        list = search(&o, LEAD, (struct pairs){ items, 3 });
        for (size_t i = 0; i < list.count; i++)
            buffer_text(&all, ((const struct ticket *)list.rows)[i].title);
        after = list.next;
    } while (after);
    assert_string_equal(buffer_string(&all), "5421");
}

static void
a_record_is_found_by_what_was_said_about_it(struct test *t)
{
    struct office o;
    struct ticket *it;

    office_open(t, &o);
    it = make(&o, REQUESTER, "a", "画面が暗い", NULL);
    assert_true(entry_add(office_act(&o, OPERATOR), &ticket_ledger, &it->base, ENTRY_ANSWER,
                          "明るさの設定を直しました", (struct instant){ 0 }, NULL,
                          &(int64_t){ 0 }));
    assert_string_equal(found(&o, REQUESTER, "明るさ", ""), "a");
}

const struct test_case list_words_tests[] = {
    CASE(words_are_found_as_people_write_them),
    CASE(rights_are_inside_the_search),
    CASE(a_personal_name_is_found_with_the_right_only),
    CASE(a_hit_by_a_personal_word_is_a_reading),
    CASE(hits_can_be_put_in_another_order),
    CASE(hits_are_filtered_and_counted),
    CASE(hits_go_on_page_by_page),
    CASE(a_record_is_found_by_what_was_said_about_it),
    { 0 },
};
