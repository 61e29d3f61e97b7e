#include "ledger/link.h"

#include <string.h>

#include "ledger/erase.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "ledger/tests.h"
#include "office.h"

static struct link_end
end_of(const struct ticket *it)
{
    return (struct link_end){ &ticket_ledger, it->base.id };
}

static bool
join(struct office *o, enum seat seat, const struct ticket *from, const struct ticket *to,
     const char *kind, int64_t *id)
{
    struct act *a = office_act(o, seat);
    bool good = link_add(a, end_of(from), end_of(to), link_kind_find(kind), id);

    act_end(a);
    return good;
}

static struct link_list
rows_of(struct office *o, enum seat seat, const struct ticket *it)
{
    struct act *a = office_act(o, seat);
    struct ticket *read = ledger_new(a, &ticket_ledger);
    struct link_list list;

    assert_true(ledger_read(a, &ticket_ledger, it->base.id, false, read));
    assert_true(link_rows(a, &ticket_ledger, &read->base, &list));
    act_end(a);
    return list;
}

static void
a_link_is_seen_from_both_ends(struct test *t)
{
    struct office o;
    struct ticket *fault, *call;
    struct link_list list;
    int64_t id;

    office_open(t, &o);
    fault = ticket_made(&o, LEAD, "停電");
    call = ticket_made(&o, LEAD, "つながらない");
    assert_true(join(&o, LEAD, call, fault, "cause", &id));
    list = rows_of(&o, LEAD, call);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.rows[0].id, id);
    assert_string_equal(list.rows[0].kind->title, "原因");
    assert_string_equal(list.rows[0].title, "停電");
    assert_string_equal(list.rows[0].code, fault->number);
    assert_string_equal(list.rows[0].state->name, "received");
    list = rows_of(&o, LEAD, fault);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.rows[0].id, id);
    assert_string_equal(list.rows[0].kind->title, "結果");
    assert_string_equal(list.rows[0].title, "つながらない");
}

static void
every_kind_leads_back_from_where_it_leads(struct test *t)
{
    (void)t;
    for (const struct link_kind *k = link_kinds; k->name; k++) {
        assert_non_null(link_kind_find(k->back));
        assert_string_equal(link_kind_find(k->back)->back, k->name);
    }
    assert_null(link_kind_find("nothing"));
    assert_null(link_kind_find(NULL));
}

static void
the_histories_of_both_records_tell_without_titles(struct test *t)
{
    struct office o;
    struct ticket *from, *to;
    struct act *a;
    struct history_row *rows;
    size_t count;
    int64_t id;

    office_open(t, &o);
    from = ticket_made(&o, LEAD, "停電");
    to = ticket_made(&o, LEAD, "ひみつの件名");
    assert_true(join(&o, LEAD, from, to, "related", &id));
    assert_int_equal(history_rows(&o, from->base.id, "link"), 1);
    assert_int_equal(history_rows(&o, to->base.id, "link"), 1);
    a = office_act(&o, LEAD);
    assert_true(link_remove(a, end_of(to), id));
    act_end(a);
    assert_int_equal(history_rows(&o, from->base.id, "unlink"), 1);
    assert_int_equal(history_rows(&o, to->base.id, "unlink"), 1);
    assert_int_equal(rows_of(&o, LEAD, from).count, 0);
    a = office_act(&o, LEAD);
    assert_true(history_list(a, &ticket_ledger, from->base.id, 0, 10, &rows, &count));
    for (size_t i = 0; i < count; i++)
        assert_null(strstr(rows[i].detail, "ひみつ"));
    act_end(a);
}

static void
the_same_link_is_refused_twice(struct test *t)
{
    struct office o;
    struct ticket *from, *to;
    struct act *a;

    office_open(t, &o);
    from = ticket_made(&o, LEAD, "停電");
    to = ticket_made(&o, LEAD, "つながらない");
    assert_true(join(&o, LEAD, from, to, "parent", NULL));
    a = office_act(&o, LEAD);
    assert_false(link_add(a, end_of(to), end_of(from), link_kind_find("child"), NULL));
    assert_fault(a, FAULT_CLASH, "to");
    act_end(a);
    assert_true(join(&o, LEAD, from, to, "related", NULL));
    assert_int_equal(rows_of(&o, LEAD, from).count, 2);
}

static void
a_record_is_not_linked_to_itself(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;

    office_open(t, &o);
    it = ticket_made(&o, LEAD, "停電");
    a = office_act(&o, LEAD);
    assert_false(link_add(a, end_of(it), end_of(it), link_kind_find("related"), NULL));
    assert_fault(a, FAULT_INVALID, "to");
    act_end(a);
}

static void
who_changes_neither_end_may_neither_link_nor_unlink(struct test *t)
{
    struct office o;
    struct ticket *from, *to;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    from = ticket_made(&o, LEAD, "停電");
    to = ticket_made(&o, LEAD, "つながらない");
    a = office_act(&o, AUDITOR);
    assert_false(link_add(a, end_of(from), end_of(to), link_kind_find("related"), NULL));
    assert_fault(a, FAULT_DENIED, NULL);
    act_end(a);
    assert_true(join(&o, LEAD, from, to, "related", &id));
    a = office_act(&o, AUDITOR);
    assert_false(link_remove(a, end_of(from), id));
    assert_fault(a, FAULT_DENIED, NULL);
    act_end(a);
    assert_int_equal(rows_of(&o, AUDITOR, from).count, 1);
}

static void
an_end_that_may_not_be_read_is_as_if_it_were_not_there(struct test *t)
{
    struct office o;
    struct ticket *own, *hers;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    own = ticket_made(&o, REQUESTER, "わたしの依頼");
    hers = ticket_made(&o, OTHER_REQUESTER, "別の方の依頼");
    a = office_act(&o, REQUESTER);
    assert_false(link_add(a, end_of(own), end_of(hers), link_kind_find("related"), NULL));
    assert_fault(a, FAULT_INVALID, "to");
    act_end(a);
    assert_true(join(&o, LEAD, own, hers, "related", &id));
    assert_int_equal(rows_of(&o, REQUESTER, own).count, 0);
    a = office_act(&o, REQUESTER);
    assert_false(link_remove(a, end_of(own), id));
    assert_fault(a, FAULT_MISSING, NULL);
    act_end(a);
    assert_int_equal(rows_of(&o, LEAD, own).count, 1);
}

static void
a_link_to_a_removed_record_is_not_shown(struct test *t)
{
    struct office o;
    struct ticket *from, *to;
    struct act *a;

    office_open(t, &o);
    from = ticket_made(&o, LEAD, "停電");
    to = ticket_made(&o, LEAD, "つながらない");
    assert_true(join(&o, LEAD, from, to, "related", NULL));
    a = office_act(&o, LEAD);
    assert_true(ledger_remove(a, &ticket_ledger, to->base.id, 1));
    act_end(a);
    assert_int_equal(rows_of(&o, LEAD, from).count, 0);
}

static void
the_other_record_is_found_by_number_title_or_id(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct link_end found;
    struct act *a;

    office_open(t, &o);
    it = ticket_made(&o, LEAD, "停電");
    a = office_act(&o, LEAD);
    assert_true(link_find(a, &ticket_ledger, it->number, &found));
    assert_int_equal(found.id, it->base.id);
    assert_true(link_find(a, &ticket_ledger, " 停電 ", &found));
    assert_int_equal(found.id, it->base.id);
    assert_true(link_find(a, &ticket_ledger, arena_print(t->arena, "%lld", (long long)it->base.id),
                          &found));
    assert_int_equal(found.id, it->base.id);
    assert_false(link_find(a, &ticket_ledger, "ない件名", &found));
    assert_fault(a, FAULT_INVALID, "to");
    act_end(a);
}

static void
what_is_no_text_finds_nothing(struct test *t)
{
    static const char *const texts[] = { "", " ", "\xFF\xFE", "a\x01z", "99999999999999999999" };
    struct office o;
    struct link_end found;

    office_open(t, &o);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct act *a = office_act(&o, LEAD);

        assert_false(link_find(a, &ticket_ledger, texts[i], &found));
        assert_fault(a, FAULT_INVALID, "to");
        act_end(a);
    }
}

static void
erasing_a_contract_takes_its_ends_of_links(struct test *t)
{
    static const struct table *tables[2];
    struct office o;
    struct ticket *from, *to;
    struct act *a;
    struct erasure what;

    office_open(t, &o);
    from = ticket_made(&o, LEAD, "停電");
    to = ticket_made(&o, LEAD, "つながらない");
    assert_true(join(&o, LEAD, from, to, "related", NULL));
    tables[0] = &link_table;
    a = office_console(&o);
    assert_true(erase_look(a, o.contract, tables, 1, &what));
    assert_int_equal(what.rows, 2);
    act_end(a);
}

const struct test_case link_tests[] = {
    CASE(a_link_is_seen_from_both_ends),
    CASE(every_kind_leads_back_from_where_it_leads),
    CASE(the_histories_of_both_records_tell_without_titles),
    CASE(the_same_link_is_refused_twice),
    CASE(a_record_is_not_linked_to_itself),
    CASE(who_changes_neither_end_may_neither_link_nor_unlink),
    CASE(an_end_that_may_not_be_read_is_as_if_it_were_not_there),
    CASE(a_link_to_a_removed_record_is_not_shown),
    CASE(the_other_record_is_found_by_number_title_or_id),
    CASE(what_is_no_text_finds_nothing),
    CASE(erasing_a_contract_takes_its_ends_of_links),
    { 0 },
};
