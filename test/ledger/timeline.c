#include "ledger/timeline.h"

#include <string.h>

#include "ledger/index.h"
#include "ledger/list.h"
#include "office.h"

static int64_t
added(struct office *o, enum seat seat, const struct ticket *it, enum entry_kind kind,
      const char *text)
{
    struct act *a = office_act(o, seat);
    int64_t id;

    assert_true(
        entry_add(a, &ticket_ledger, &it->base, kind, text, (struct instant){ 0 }, NULL, &id));
    return id;
}

static size_t
timeline(struct office *o, enum seat seat, const struct ticket *it, struct entry **entries)
{
    size_t count;

    assert_true(timeline_read(office_act(o, seat), &ticket_ledger, &it->base, entries, &count));
    return count;
}

/* How many records a person finds by a word. */
static size_t
found(struct office *o, enum seat seat, const char *words)
{
    struct act *a = office_act(o, seat);
    struct pair pair = { "q", words };
    struct pairs pairs = { &pair, 1 };
    struct list_request request;
    struct list list;

    assert_true(list_parse(a, &ticket_ledger, &pairs, &request));
    assert_true(list_read(a, &request, &list));
    return list.count;
}

static void
messages_answers_notes_and_changes_stand_in_one_order(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct entry *e;

    office_open(t, &o);
    it = ticket_made(&o, REQUESTER, "印刷できない");
    o.now = at("2026-04-06 10:00");
    added(&o, REQUESTER, it, ENTRY_MESSAGE, "二階の複合機です");
    o.now = at("2026-04-06 10:30");
    added(&o, OPERATOR, it, ENTRY_NOTE, "保守会社に電話した");
    o.now = at("2026-04-06 11:00");
    assert_true(ledger_move(office_act(&o, OPERATOR), &ticket_ledger, "start",
                            ticket_stored(&o, it->base.id)));
    added(&o, OPERATOR, it, ENTRY_ANSWER, "部品を取り寄せます");
    assert_int_equal(timeline(&o, OPERATOR, it, &e), 5);
    assert_int_equal(e[0].kind, ENTRY_CHANGE);
    assert_string_equal(e[0].action, "create");
    assert_int_equal(e[1].kind, ENTRY_MESSAGE);
    assert_string_equal(e[1].who, "佐藤");
    assert_string_equal(e[1].text, "二階の複合機です");
    assert_int_equal(e[2].kind, ENTRY_NOTE);
    assert_int_equal(e[3].kind, ENTRY_CHANGE);
    assert_string_equal(e[3].changes[0].after, "対応中");
    assert_int_equal(e[4].kind, ENTRY_ANSWER);
}

static void
a_requester_sees_no_notes_and_no_fields(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct entry *e;

    office_open(t, &o);
    it = ticket_made(&o, REQUESTER, "件名");
    added(&o, OPERATOR, it, ENTRY_NOTE, "内部の話");
    assert_int_equal(timeline(&o, REQUESTER, it, &e), 1);
    assert_string_equal(e[0].action, "create");
    assert_int_equal(e[0].change_count, 0);
}

static void
kinds_ask_for_their_rights(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    it = ticket_made(&o, REQUESTER, "件名");
    a = office_act(&o, REQUESTER);
    assert_false(entry_add(a, &ticket_ledger, &it->base, ENTRY_NOTE, "メモ", o.now, NULL, &id));
    assert_fault(a, FAULT_DENIED, NULL);
    a = office_act(&o, REQUESTER);
    assert_false(entry_add(a, &ticket_ledger, &it->base, ENTRY_ANSWER, "回答", o.now, NULL, &id));
    assert_fault(a, FAULT_DENIED, NULL);
    a = office_act(&o, OTHER_REQUESTER);
    assert_false(entry_add(a, &ticket_ledger, &it->base, ENTRY_MESSAGE, "横", o.now, NULL, &id));
    assert_fault(a, FAULT_MISSING, NULL);
}

static void
an_empty_or_too_long_text_is_refused(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    char *text;
    int64_t id;

    office_open(t, &o);
    it = ticket_made(&o, OPERATOR, "件名");
    a = office_act(&o, OPERATOR);
    assert_false(entry_add(a, &ticket_ledger, &it->base, ENTRY_NOTE, "", o.now, NULL, &id));
    assert_fault(a, FAULT_INVALID, "text");
    text = arena_get(t->arena, ENTRY_MOST_TEXT + 2);
    memset(text, 'a', ENTRY_MOST_TEXT + 1);
    a = office_act(&o, OPERATOR);
    assert_false(entry_add(a, &ticket_ledger, &it->base, ENTRY_NOTE, text, o.now, NULL, &id));
    assert_fault(a, FAULT_INVALID, "text");
}

static void
a_text_with_an_individual_number_is_refused(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    it = ticket_made(&o, OPERATOR, "件名");
    a = office_act(&o, OPERATOR);
    assert_false(entry_add(a, &ticket_ledger, &it->base, ENTRY_NOTE, "マイナンバーは1234 5678 9018",
                           o.now, NULL, &id));
    assert_fault(a, FAULT_INVALID, "text");
}

static void
an_import_keeps_time_and_author(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct entry *e;
    int64_t id;

    office_open(t, &o);
    it = ticket_made(&o, OPERATOR, "件名");
    assert_true(entry_add(office_act(&o, OPERATOR), &ticket_ledger, &it->base, ENTRY_ANSWER,
                          "昔の回答", at("2024-05-01 10:00"), "前任の山本", &id));
    timeline(&o, OPERATOR, it, &e);
    assert_string_equal(e[0].who, "前任の山本");
    assert_int_equal(e[0].at.us, at("2024-05-01 10:00").us);
}

static void
words_of_entries_find_their_record_once(struct test *t)
{
    struct office o;
    struct ticket *it;

    office_open(t, &o);
    it = ticket_made(&o, REQUESTER, "印刷できない");
    added(&o, REQUESTER, it, ENTRY_MESSAGE, "複合機の紙づまり");
    added(&o, OPERATOR, it, ENTRY_ANSWER, "複合機を見に行きます");
    assert_int_equal(found(&o, OPERATOR, "複合機"), 1);
    assert_int_equal(found(&o, REQUESTER, "紙づまり"), 1);
    assert_int_equal(found(&o, OTHER_REQUESTER, "紙づまり"), 0);
    assert_int_equal(found(&o, STRANGER, "紙づまり"), 0);
}

static void
words_of_notes_are_found_by_who_may_read_them(struct test *t)
{
    struct office o;
    struct ticket *it;

    office_open(t, &o);
    it = ticket_made(&o, REQUESTER, "件名");
    added(&o, OPERATOR, it, ENTRY_NOTE, "常連の方");
    assert_int_equal(found(&o, OPERATOR, "常連"), 1);
    assert_int_equal(found(&o, REQUESTER, "常連"), 0);
    assert_int_equal(found(&o, OFFICER, "常連"), 0);
}

static void
words_follow_their_record(struct test *t)
{
    struct office o;
    struct ticket *it;

    office_open(t, &o);
    it = ticket_made(&o, REQUESTER, "印刷できない");
    added(&o, REQUESTER, it, ENTRY_MESSAGE, "紙づまり");
    it = ticket_stored(&o, it->base.id);
    it->title = "紙が出ない";
    it->base.owner = o.who[OTHER_REQUESTER].person;
    assert_true(ledger_change(office_act(&o, LEAD), &ticket_ledger, it));
    assert_int_equal(found(&o, LEAD, "印刷"), 0);
    assert_int_equal(found(&o, REQUESTER, "紙づまり"), 0);
    assert_int_equal(found(&o, OTHER_REQUESTER, "紙づまり"), 1);
    assert_true(ledger_remove(office_act(&o, LEAD), &ticket_ledger, it->base.id, 2));
    assert_int_equal(found(&o, LEAD, "紙"), 0);
}

static void
a_rebuilt_index_finds_the_same(struct test *t)
{
    struct office o;
    struct ticket *it;

    office_open(t, &o);
    it = ticket_made(&o, REQUESTER, "印刷できない");
    added(&o, OPERATOR, it, ENTRY_NOTE, "常連の方");
    assert_true(index_rebuild(office_console(&o)));
    assert_int_equal(found(&o, REQUESTER, "印刷"), 1);
    assert_int_equal(found(&o, OPERATOR, "常連"), 1);
    assert_int_equal(found(&o, REQUESTER, "常連"), 0);
}

const struct test_case timeline_tests[] = {
    CASE(messages_answers_notes_and_changes_stand_in_one_order),
    CASE(a_requester_sees_no_notes_and_no_fields),
    CASE(kinds_ask_for_their_rights),
    CASE(an_empty_or_too_long_text_is_refused),
    CASE(a_text_with_an_individual_number_is_refused),
    CASE(an_import_keeps_time_and_author),
    CASE(words_of_entries_find_their_record_once),
    CASE(words_of_notes_are_found_by_who_may_read_them),
    CASE(words_follow_their_record),
    CASE(a_rebuilt_index_finds_the_same),
    { 0 },
};
