#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/list.h"
#include "ledger/tests.h"
#include "ledger/timeline.h"
#include "office.h"

enum { NO_TIME = -1, ENOUGH = 60 * 1000 };

static struct ticket *
make(struct office *o, enum seat seat, const char *title, int64_t amount)
{
    struct act *a = office_act(o, seat);
    struct ticket *it = ticket_new(a, title);

    it->body.text = "複合機で印刷できない";
    if (amount)
        it->amount = amount;
    if (!ledger_create(a, &ticket_ledger, it))
        fail_msg("%s", a->faults->message);
    return it;
}

/* a to g, the last one by a requester; amounts 1 2 3 4 - - -. */
static void
seven_tickets(struct test *t, struct office *o)
{
    office_open(t, o);
    for (int i = 0; i < 7; i++)
        make(o, i == 6 ? REQUESTER : OPERATOR, arena_print(t->arena, "%c", 'a' + i),
             i < 4 ? i + 1 : 0);
}

/* Up to four parameters, name and value in turn; `count=1` comes with them. */
static struct list
list_in(struct office *o, enum seat seat, int hurry, const char *const *parameters)
{
    struct act *a = office_act(o, seat);
    struct pair items[5] = { { "count", "1" } };
    struct pairs pairs = { items, 1 };
    struct list_request request;
    struct list list;

    for (; *parameters; parameters += 2)
        items[pairs.count++] = (struct pair){ parameters[0], parameters[1] };
    if (!list_parse(a, &ticket_ledger, &pairs, &request))
        fail_msg("%s", a->faults->message);
    request.hurry = hurry;
    if (!list_read(a, &request, &list))
        fail_msg("%s", a->faults->message);
    act_end(a);
    return list;
}
#define LIST_IN(o, seat, hurry, ...)                                                               \
    list_in(o, seat, hurry, (const char *const[]){ __VA_ARGS__, NULL, NULL })

static const char *
titles(struct test *t, const struct list *list)
{
    const struct ticket *rows = list->rows;
    struct buffer out = { .arena = t->arena };

    for (size_t i = 0; i < list->count; i++)
        buffer_text(&out, rows[i].title);
    return buffer_string(&out);
}

static void
assert_total(const struct list *list, int64_t total, bool exact)
{
    assert_int_equal(list->total, total);
    assert_int_equal(list->total_exact, exact);
}

static void
a_count_gives_up_before_the_rows_of_a_filter(struct test *t)
{
    struct office o;
    struct list list;

    seven_tickets(t, &o);
    list = LIST_IN(&o, LEAD, NO_TIME, "amount.empty", "false", "sort", "title", "limit", "2");
    assert_string_equal(titles(t, &list), "ab");
    assert_total(&list, 2, false);
    assert_true(list.late);
}

static void
a_filter_with_enough_time_is_counted(struct test *t)
{
    struct office o;
    struct list list;

    seven_tickets(t, &o);
    list = LIST_IN(&o, LEAD, ENOUGH, "amount.empty", "false", "sort", "title", "limit", "2");
    assert_string_equal(titles(t, &list), "ab");
    assert_total(&list, 4, true);
    assert_false(list.late);
}

static void
one_limit_holds_for_rows_with_and_without_value(struct test *t)
{
    struct office o;
    struct list list;

    seven_tickets(t, &o);
    list = LIST_IN(&o, LEAD, NO_TIME, "sort", "-amount");
    assert_string_equal(titles(t, &list), "dcbagfe");
    assert_true(list.late);
}

static void
the_newest_that_own_records_allow_are_sorted_when_time_is_over(struct test *t)
{
    struct office o;
    struct list list;

    seven_tickets(t, &o);
    list = LIST_IN(&o, REQUESTER, NO_TIME, "sort", "-amount");
    assert_string_equal(titles(t, &list), "g");
}

static void
a_first_page_with_all_rows_is_counted_by_them(struct test *t)
{
    struct office o;
    struct list list;

    seven_tickets(t, &o);
    list = LIST_IN(&o, LEAD, NO_TIME, "q", "印刷");
    assert_string_equal(titles(t, &list), "gfedcba");
    assert_total(&list, 7, true);
}

static void
a_count_gives_up_before_the_rows_of_a_search(struct test *t)
{
    struct office o;
    struct list list;

    seven_tickets(t, &o);
    list = LIST_IN(&o, LEAD, NO_TIME, "q", "印刷", "limit", "2");
    assert_string_equal(titles(t, &list), "gf");
    assert_true(list.total >= 2 && list.total < 7);
    assert_false(list.total_exact);
    assert_false(list.late);
}

static void
a_search_with_enough_time_is_counted(struct test *t)
{
    struct office o;
    struct list list;

    seven_tickets(t, &o);
    list = LIST_IN(&o, LEAD, ENOUGH, "q", "印刷", "limit", "2");
    assert_total(&list, 7, true);
    list = LIST_IN(&o, LEAD, ENOUGH, "q", "印刷", "limit", "2", "after", list.next);
    assert_string_equal(titles(t, &list), "ed");
    assert_total(&list, 7, true);
}

static void
a_search_counts_what_the_user_may_read(struct test *t)
{
    struct office o;
    struct list list;

    seven_tickets(t, &o);
    make(&o, REQUESTER, "h", 0);
    make(&o, STRANGER, "i", 0);
    list = LIST_IN(&o, REQUESTER, ENOUGH, "q", "印刷", "limit", "1");
    assert_total(&list, 2, true);
    list = LIST_IN(&o, LEAD, ENOUGH, "q", "印刷", "limit", "1", "contract",
                   arena_print(t->arena, "%lld", (long long)o.contract));
    assert_total(&list, 8, true);
}

static void
a_search_with_a_filter_counts_its_rows(struct test *t)
{
    struct office o;
    struct list list;

    seven_tickets(t, &o);
    list = LIST_IN(&o, LEAD, ENOUGH, "q", "印刷", "limit", "2", "amount.gt", "1");
    assert_string_equal(titles(t, &list), "dc");
    assert_total(&list, 3, true);
}

static void
an_exact_count_takes_its_time(struct test *t)
{
    struct office o;
    struct list list;

    seven_tickets(t, &o);
    list = LIST_IN(&o, LEAD, NO_TIME, "q", "印刷", "limit", "2", "count", "exact");
    assert_total(&list, 7, true);
    list = LIST_IN(&o, LEAD, NO_TIME, "amount.gt", "1", "limit", "2", "count", "exact");
    assert_total(&list, 3, true);
}

static void
say(struct office *o, const struct ticket *it, const char *text)
{
    assert_true(entry_add(office_act(o, OPERATOR), &ticket_ledger, &it->base, ENTRY_ANSWER, text,
                          (struct instant){ 0 }, NULL, &(int64_t){ 0 }));
}

static void
a_record_also_talked_about_counts_once(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct list list;

    seven_tickets(t, &o);
    it = make(&o, OPERATOR, "h", 0);
    say(&o, it, "印刷の設定を直しました");
    list = LIST_IN(&o, LEAD, ENOUGH, "q", "印刷", "limit", "2");
    assert_string_equal(titles(t, &list), "hg");
    assert_total(&list, 8, true);
}

static void
a_page_that_ends_with_talk_goes_on_behind_the_talk(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct list list;

    office_open(t, &o);
    it = make(&o, OPERATOR, "a", 0);
    make(&o, OPERATOR, "b", 0);
    say(&o, it, "印刷の設定を直しました");
    list = LIST_IN(&o, LEAD, ENOUGH, "q", "印刷", "limit", "1");
    assert_string_equal(titles(t, &list), "a");
    list = LIST_IN(&o, LEAD, ENOUGH, "q", "印刷", "limit", "1", "after", list.next);
    assert_string_equal(titles(t, &list), "b");
}

const struct test_case list_count_tests[] = {
    CASE(a_count_gives_up_before_the_rows_of_a_filter),
    CASE(a_filter_with_enough_time_is_counted),
    CASE(one_limit_holds_for_rows_with_and_without_value),
    CASE(the_newest_that_own_records_allow_are_sorted_when_time_is_over),
    CASE(a_first_page_with_all_rows_is_counted_by_them),
    CASE(a_count_gives_up_before_the_rows_of_a_search),
    CASE(a_search_with_enough_time_is_counted),
    CASE(a_search_counts_what_the_user_may_read),
    CASE(a_search_with_a_filter_counts_its_rows),
    CASE(an_exact_count_takes_its_time),
    CASE(a_record_also_talked_about_counts_once),
    CASE(a_page_that_ends_with_talk_goes_on_behind_the_talk),
    { 0 },
};
