#include "ledger/list.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "ledger/tests.h"
#include "office.h"

static const struct view views[] = {
    { "open", "未完了", "まだのものです。", "state.in=received,working", "due" },
    { 0 },
};

/* The same table with a view. */
static const struct ledger *
viewed(void)
{
    static struct ledger l;

    if (!l.name) {
        l = ticket_ledger;
        l.views = views;
    }
    return &l;
}

/* `a=b&c=d` without escapes. */
static struct pairs
pairs_of(struct test *t, const char *text)
{
    struct pairs pairs = { NEW_ARRAY(t->arena, 20, struct pair), 0 };
    char *rest = arena_copy(t->arena, text);

    while (rest && *rest) {
        char *value = strsep(&rest, "&"), *name = strsep(&value, "=");

        pairs.items[pairs.count++] = (struct pair){ name, value ? value : "" };
    }
    return pairs;
}

static struct list_request
request_of(struct office *o, struct act *a, const char *text)
{
    struct pairs pairs = pairs_of(o->test, text);
    struct list_request request;

    if (!list_parse(a, viewed(), &pairs, &request))
        fail_msg("%s: %s", text, a->faults->message);
    return request;
}

static struct list
list_of(struct office *o, struct act *a, const char *text)
{
    struct list_request request = request_of(o, a, text);
    struct list list;

    if (!list_read(a, &request, &list))
        fail_msg("%s: %s", text, a->faults->message);
    act_end(a);
    return list;
}

static const char *
titles(struct test *t, const struct list *list)
{
    const struct ticket *rows = list->rows;
    struct buffer out = { .arena = t->arena };

    for (size_t i = 0; i < list->count; i++)
        buffer_print(&out, "%s%s", i ? " " : "", rows[i].title);
    return buffer_string(&out);
}

static const char *
found(struct office *o, const char *text)
{
    struct list list = list_of(o, office_act(o, LEAD), text);

    return titles(o->test, &list);
}

/* Tickets a to e: amounts 1 2 3 - -, received on 6 to 10 April. */
static void
five_tickets(struct test *t, struct office *o)
{
    office_open(t, o);
    for (int i = 0; i < 5; i++) {
        struct act *a = office_act(o, i == 4 ? REQUESTER : OPERATOR);
        struct ticket *it = ticket_new(a, arena_print(t->arena, "%c", 'a' + i));

        if (i < 3)
            it->amount = i + 1;
        it->received_at = at(arena_print(t->arena, "2026-04-%02d 09:30", 6 + i));
        it->kind.code = i % 2 ? "printer" : "password";
        it->section.id = i < 2 ? o->section : 0;
        it->holder = i == 0 ? "渡辺花子" : NULL;
        if (!ledger_create(a, &ticket_ledger, it))
            fail_msg("%s", a->faults->message);
    }
}

static void
the_newest_come_first(struct test *t)
{
    struct office o;

    five_tickets(t, &o);
    assert_string_equal(found(&o, ""), "e d c b a");
}

static void
each_operator_filters(struct test *t)
{
    static const char *const cases[][2] = {
        { "amount=2", "b" },
        { "amount.ne=2", "e d c a" },
        { "amount.ge=2", "c b" },
        { "amount.gt=2", "c" },
        { "amount.lt=2", "a" },
        { "amount.le=2", "b a" },
        { "amount.in=1,3", "c a" },
        { "amount.empty=true", "e d" },
        { "amount.empty=false", "c b a" },
        { "amount.ge=1&amount.le=2", "b a" },
        { "kind=printer", "d b" },
        { "kind=印刷", "d b" },
        { "kind.ne=printer", "e c a" },
        { "kind.in=printer,password", "e d c b a" },
        { "title.has=c", "c" },
        { "title.gt=c", "e d" },
        { "received_at=2026-04-07", "b" },
        { "received_at=R8.4.7 9:30", "b" },
        { "received_at.le=2026-04-07", "b a" },
        { "received_at.gt=2026-04-07", "e d c" },
        { "received_at.ge=today&received_at.lt=2026-04-08", "b a" },
        { "received_at.ne=2026-04-07", "e d c a" },
        { "received_at.lt=due", "e d c b a" },
        { "received_at.ge=due", "" },
        { "section=情報政策課", "b a" },
        { "section.empty=true", "e d c" },
        { "state=received", "e d c b a" },
        { "state=受付&amount=1", "a" },
        { "state.in=working,held", "" },
        { "owner.empty=true", "" },
        { "amount=", "e d c b a" },
        { "holder=渡邊 花子", "" },
        { "holder=渡邊花子", "a" },
        { "holder.empty=false", "a" },
    };
    struct office o;

    five_tickets(t, &o);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(found(&o, cases[i][0]), cases[i][1]) != 0)
            fail_msg("%s: %s, not %s", cases[i][0], found(&o, cases[i][0]), cases[i][1]);
}

static void
me_is_the_person_and_nobody_without_one(struct test *t)
{
    struct office o;
    struct list list;

    five_tickets(t, &o);
    list = list_of(&o, office_act(&o, REQUESTER), "owner=me");
    assert_string_equal(titles(t, &list), "e");
    list = list_of(&o, office_console(&o), "owner=me");
    assert_int_equal(list.count, 0);
}

static void
empty_values_come_last_in_both_directions(struct test *t)
{
    struct office o;

    five_tickets(t, &o);
    assert_string_equal(found(&o, "sort=amount"), "a b c d e");
    assert_string_equal(found(&o, "sort=-amount"), "c b a e d");
    assert_string_equal(found(&o, "sort=section"), "a b c d e");
    assert_string_equal(found(&o, "sort=-received_at"), "e d c b a");
    assert_string_equal(found(&o, "sort=created_at"), "a b c d e");
}

static void
assert_pages(struct office *o, const char *sort, const char *whole)
{
    struct buffer forth = { .arena = o->test->arena }, back = { .arena = o->test->arena };
    const char *after = "", *previous = NULL;
    struct list list;

    do {
        list = list_of(o, office_act(o, LEAD),
                       arena_print(o->test->arena, "sort=%s&limit=2&after=%s", sort, after));
        buffer_print(&forth, "%s%s", forth.length ? " " : "", titles(o->test, &list));
        after = list.next;
        previous = list.previous;
    } while (after);
    assert_string_equal(buffer_string(&forth), whole);
    buffer_text(&back, titles(o->test, &list));
    while (previous) {
        list = list_of(o, office_act(o, LEAD),
                       arena_print(o->test->arena, "sort=%s&limit=2&after=%s", sort, previous));
        assert_non_null(list.next);
        previous = list.previous;
        back = (struct buffer){ .arena = o->test->arena };
        buffer_text(&back, titles(o->test, &list));
    }
    assert_memory_equal(buffer_string(&back), whole, back.length);
}

static void
pages_go_through_all_rows_and_back(struct test *t)
{
    struct office o;

    five_tickets(t, &o);
    assert_pages(&o, "-id", "e d c b a");
    assert_pages(&o, "id", "a b c d e");
    assert_pages(&o, "amount", "a b c d e");
    assert_pages(&o, "-amount", "c b a e d");
    assert_pages(&o, "section", "a b c d e");
    assert_pages(&o, "received_at", "a b c d e");
    assert_pages(&o, "title", "a b c d e");
    assert_pages(&o, "owner", "a b c d e");
}

static void
a_view_brings_filter_and_order_and_is_narrowed(struct test *t)
{
    struct office o;
    struct act *a;
    struct list_request request;

    five_tickets(t, &o);
    a = office_act(&o, LEAD);
    request = request_of(&o, a, "view=open");
    assert_string_equal(request.view->name, "open");
    assert_int_equal(request.view_filters, 1);
    assert_string_equal(request.sort->name, "due");
    assert_false(request.descending);
    assert_string_equal(found(&o, "view=open&amount.ge=2"), "b c");
    assert_string_equal(found(&o, "view=open&state=held"), "");
}

static void
what_is_unknown_is_malformed(struct test *t)
{
    static const char *const wrong[][2] = {
        { "colour=red", "colour" },
        { "amount.like=2", "amount.like" },
        { "amount=two", "amount" },
        { "amount.has=2", "amount.has" },
        { "sort=colour", "sort" },
        { "sort=holder", "sort" },
        { "limit=0", "limit" },
        { "limit=1001", "limit" },
        { "limit=x", "limit" },
        { "view=gone", "view" },
        { "count=2", "count" },
        { "amount.empty=maybe", "amount.empty" },
        { "holder.ne=a", "holder.ne" },
        { "kind=colour", "kind" },
        { "received_at=gone", "received_at" },
        { "personal=yes", "personal" },
        { "body=a", "body" },
    };
    struct office o;

    office_open(t, &o);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct act *a = office_act(&o, LEAD);
        struct pairs pairs = pairs_of(t, wrong[i][0]);
        struct list_request request;

        if (list_parse(a, viewed(), &pairs, &request))
            fail_msg("%s was taken", wrong[i][0]);
        assert_fault(a, FAULT_MALFORMED, wrong[i][1]);
    }
}

static void
all_wrong_parameters_are_named_at_once(struct test *t)
{
    struct office o;
    struct act *a;
    struct pairs pairs = pairs_of(t, "colour=red&limit=0&sort=gone");
    struct list_request request;

    office_open(t, &o);
    a = office_act(&o, LEAD);
    assert_false(list_parse(a, viewed(), &pairs, &request));
    assert_int_equal(a->fault_count, 3);
}

static void
assert_cursor_refused(struct office *o, const char *text)
{
    struct act *a = office_act(o, LEAD);
    struct list_request request = request_of(o, a, text);
    struct list list;

    assert_false(list_read(a, &request, &list));
    assert_fault(a, FAULT_MALFORMED, "after");
}

static void
a_broken_or_foreign_cursor_is_malformed(struct test *t)
{
    struct office o;
    struct list list;
    char *broken;

    five_tickets(t, &o);
    list = list_of(&o, office_act(&o, LEAD), "sort=amount&limit=2");
    assert_cursor_refused(&o, arena_print(t->arena, "sort=-amount&after=%s", list.next));
    assert_cursor_refused(&o,
                          arena_print(t->arena, "sort=amount&kind=printer&after=%s", list.next));
    assert_cursor_refused(&o, "sort=amount&after=!!");
    assert_cursor_refused(&o, "sort=amount&after=AAAA");
    broken = arena_copy(t->arena, list.next);
    broken[0] = broken[0] == 'A' ? 'B' : 'A';
    assert_cursor_refused(&o, arena_print(t->arena, "sort=amount&after=%s", broken));
}

static void
rights_decide_what_is_listed(struct test *t)
{
    struct office o;
    struct list list;

    five_tickets(t, &o);
    list = list_of(&o, office_act(&o, REQUESTER), "");
    assert_string_equal(titles(t, &list), "e");
    list = list_of(&o, office_act(&o, STRANGER), "count=1");
    assert_int_equal(list.count, 0);
    assert_int_equal(list.total, 0);
}

static void
references_come_with_their_titles(struct test *t)
{
    struct office o;
    struct list list;
    const struct ticket *rows;

    five_tickets(t, &o);
    list = list_of(&o, office_act(&o, LEAD), "columns=section,owner&sort=title");
    rows = list.rows;
    assert_string_equal(rows[0].section.title, "情報政策課");
    assert_string_equal(rows[0].base.owner_title, "大石");
    assert_string_equal(rows[0].title, "a");
    assert_null(rows[0].body.text);
    assert_true(rows[0].amount == NO_NUMBER);
}

static const char *
first_section(struct office *o)
{
    struct list list = list_of(o, office_act(o, LEAD), "columns=section&sort=title");

    return ((const struct ticket *)list.rows)->section.title;
}

static void
a_reference_shows_its_new_title_at_once(struct test *t)
{
    struct office o;
    struct act *a;
    struct organisation *section;

    five_tickets(t, &o);
    assert_string_equal(first_section(&o), "情報政策課");
    a = office_act(&o, LEAD);
    section = ledger_new(a, &organisation_ledger);
    assert_true(ledger_read(a, &organisation_ledger, o.section, false, section));
    section->title = "デジタル課";
    assert_true(ledger_change(a, &organisation_ledger, section));
    assert_string_equal(first_section(&o), "デジタル課");
}

static void
a_lean_list_reads_of_the_head_what_is_named(struct test *t)
{
    struct office o;
    struct act *a;
    struct list_request request;
    struct list list;
    const struct ticket *rows;

    five_tickets(t, &o);
    a = office_act(&o, LEAD);
    request = request_of(&o, a, "columns=title,created_at&sort=title");
    request.lean = true;
    assert_true(list_read(a, &request, &list));
    rows = list.rows;
    assert_string_equal(rows[0].title, "a");
    assert_int_equal(rows[0].base.version, 1);
    assert_int_equal(rows[0].base.owner, 0);
    assert_true(rows[0].base.created_at.us != 0);
    assert_true(rows[0].base.changed_at.us == 0);
}

static void
a_list_opens_no_personal_value_unless_asked(struct test *t)
{
    struct office o;
    struct list list;
    const struct ticket *rows;
    int64_t id;

    five_tickets(t, &o);
    list = list_of(&o, office_act(&o, LEAD), "sort=title&columns=holder");
    rows = list.rows;
    id = rows[0].base.id;
    assert_ptr_equal(rows[0].holder, field_sealed);
    assert_int_equal(history_rows(&o, id, "read"), 0);
    list = list_of(&o, office_act(&o, LEAD), "sort=title&columns=holder&personal=1");
    rows = list.rows;
    assert_string_equal(rows[0].holder, "渡辺花子");
    assert_int_equal(history_rows(&o, id, "read"), 1);
}

static void
personal_columns_need_the_right(struct test *t)
{
    struct office o;
    struct act *a;
    struct pairs pairs = pairs_of(t, "personal=1");
    struct list_request request;

    office_open(t, &o);
    a = office_act(&o, AUDITOR);
    assert_false(list_parse(a, viewed(), &pairs, &request));
    assert_fault(a, FAULT_DENIED, NULL);
}

static void
a_personal_filter_needs_the_right(struct test *t)
{
    struct office o;
    struct act *a;
    struct list_request request;
    struct list list;

    five_tickets(t, &o);
    a = office_act(&o, AUDITOR);
    request = request_of(&o, a, "holder=渡邊花子");
    assert_false(list_read(a, &request, &list));
    assert_fault(a, FAULT_DENIED, "holder");
}

static void
a_count_is_exact_or_says_that_it_is_not(struct test *t)
{
    struct office o;
    struct list list;

    five_tickets(t, &o);
    list = list_of(&o, office_act(&o, LEAD), "limit=2&count=1");
    assert_int_equal(list.total, 5);
    assert_true(list.total_exact);
    list = list_of(&o, office_act(&o, LEAD), "limit=2&count=exact&kind=printer");
    assert_int_equal(list.total, 2);
    assert_true(list.total_exact);
}

static void
removed_records_are_not_listed(struct test *t)
{
    struct office o;
    struct list list;
    const struct ticket *rows;

    five_tickets(t, &o);
    list = list_of(&o, office_act(&o, LEAD), "title=c");
    rows = list.rows;
    assert_true(ledger_remove(office_act(&o, LEAD), &ticket_ledger, rows[0].base.id, 1));
    assert_string_equal(found(&o, ""), "e d b a");
}

static void
a_link_changes_one_parameter(struct test *t)
{
    struct office o;
    struct act *a;
    struct list_request r;

    office_open(t, &o);
    a = office_act(&o, LEAD);
    r = request_of(&o, a, "view=open&kind=printer&amount.ge=2&q=印刷&limit=20&sort=-id&after=x");
    assert_string_equal(
        list_link(a, &r, "after", NULL),
        "view=open&kind=printer&amount.ge=2&q=%E5%8D%B0%E5%88%B7&sort=-id&limit=20");
    assert_string_equal(list_link(a, &r, "kind", NULL),
                        "view=open&amount.ge=2&q=%E5%8D%B0%E5%88%B7&sort=-id&limit=20");
    assert_string_equal(
        list_link(a, &r, "sort", "due"),
        "view=open&kind=printer&amount.ge=2&q=%E5%8D%B0%E5%88%B7&sort=due&limit=20");
    assert_string_equal(list_link(a, &r, "title.has", "a&b"),
                        "view=open&kind=printer&amount.ge=2&q=%E5%8D%B0%E5%88%B7&sort=-id&limit=20"
                        "&title.has=a%26b");
}

static bool
gather(struct act *a, const void *row, void *with)
{
    struct buffer *out = with;

    (void)a;
    buffer_text(out, ((const struct ticket *)row)->title);
    return true;
}

static void
every_row_is_handed_over_in_id_order(struct test *t)
{
    struct office o;
    struct act *a;
    struct list_request request;
    struct buffer out = { .arena = t->arena };

    five_tickets(t, &o);
    a = office_act(&o, LEAD);
    request = request_of(&o, a, "sort=-amount&kind=password");
    assert_true(list_each(a, &request, gather, &out));
    assert_string_equal(buffer_string(&out), "ace");
}

static bool
stop(struct act *a, const void *row, void *with)
{
    (void)row;
    ++*(int *)with;
    return fail_at(a, (struct fault){ .kind = FAULT_BROKEN,
                                      .message = arena_copy(a->arena, "ここまでです。") });
}

static void
a_fault_while_handing_over_ends_it_and_stays_readable(struct test *t)
{
    struct office o;
    struct act *a;
    struct list_request request;
    int count = 0;

    five_tickets(t, &o);
    a = office_act(&o, LEAD);
    request = request_of(&o, a, "");
    assert_false(list_each(a, &request, stop, &count));
    assert_int_equal(count, 1);
    assert_string_equal(a->faults->message, "ここまでです。");
}

const struct test_case list_tests[] = {
    CASE(the_newest_come_first),
    CASE(each_operator_filters),
    CASE(me_is_the_person_and_nobody_without_one),
    CASE(empty_values_come_last_in_both_directions),
    CASE(pages_go_through_all_rows_and_back),
    CASE(a_view_brings_filter_and_order_and_is_narrowed),
    CASE(what_is_unknown_is_malformed),
    CASE(all_wrong_parameters_are_named_at_once),
    CASE(a_broken_or_foreign_cursor_is_malformed),
    CASE(rights_decide_what_is_listed),
    CASE(references_come_with_their_titles),
    CASE(a_reference_shows_its_new_title_at_once),
    CASE(a_lean_list_reads_of_the_head_what_is_named),
    CASE(a_list_opens_no_personal_value_unless_asked),
    CASE(personal_columns_need_the_right),
    CASE(a_personal_filter_needs_the_right),
    CASE(a_count_is_exact_or_says_that_it_is_not),
    CASE(removed_records_are_not_listed),
    CASE(a_link_changes_one_parameter),
    CASE(every_row_is_handed_over_in_id_order),
    CASE(a_fault_while_handing_over_ends_it_and_stays_readable),
    { 0 },
};
