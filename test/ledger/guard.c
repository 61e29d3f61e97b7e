#include "ledger/guard.h"

#include <string.h>

#include "ledger/field.h"
#include "ledger/tests.h"
#include "ledger/timeline.h"
#include "office.h"

#define FILES "test/data/files/"
#define NUMBER "123456789018"

static void
assert_refused(const struct act *a, const char *field)
{
    assert_fault(a, FAULT_INVALID, field);
    assert_non_null(strstr(a->faults->message, "個人番号"));
    assert_null(strstr(a->faults->message, NUMBER));
    assert_null(strstr(a->faults->message, "9018"));
}

static void
fields_of_all_kinds_refuse_it(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;

    office_open(t, &o);
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "番号 1234-5678-9018");
    assert_false(ledger_create(a, &ticket_ledger, it));
    assert_refused(a, "title");
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "件名");
    it->body.text = "一行目\n１２３４　５６７８　９０１８";
    assert_false(ledger_create(a, &ticket_ledger, it));
    assert_refused(a, "body");
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "件名");
    it->holder = NUMBER;
    assert_false(ledger_create(a, &ticket_ledger, it));
    assert_refused(a, "holder");
}

static void
a_number_field_refuses_it_and_money_does_not(struct test *t)
{
    struct field f = { .name = "count", .type = FIELD_NUMBER, .label = "数" };
    struct office o;
    struct act *a;

    office_open(t, &o);
    a = office_act(&o, OPERATOR);
    assert_true(guard_number(a, &f, INT64_C(123456789012)));
    assert_false(guard_number(a, &f, INT64_C(123456789018)));
    assert_refused(a, "count");
    f.type = FIELD_YEN;
    assert_true(guard_number(a, &f, INT64_C(123456789018)));
}

static void
an_order_number_with_a_wrong_check_digit_passes(struct test *t)
{
    struct office o;

    office_open(t, &o);
    assert_non_null(ticket_made(&o, OPERATOR, "注文番号 123456789012"));
}

static void
reasons_messages_and_notes_refuse_it(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    int64_t id;

    office_open(t, &o);
    it = ticket_made(&o, OPERATOR, "件名");
    a = office_act(&o, OPERATOR);
    a->reason = "本人の" NUMBER;
    it = ticket_stored(&o, it->base.id);
    it->title = "別の件名";
    assert_false(ledger_change(a, &ticket_ledger, it));
    assert_refused(a, "reason");
    a = office_act(&o, OPERATOR);
    assert_false(entry_add(a, &ticket_ledger, &it->base, ENTRY_NOTE, "番号は " NUMBER,
                           (struct instant){ 0 }, NULL, &id));
    assert_refused(a, "text");
    assert_string_equal(ticket_stored(&o, it->base.id)->title, "件名");
    assert_int_equal(history_rows(&o, it->base.id, "change"), 0);
}

static void
a_fault_never_repeats_what_was_typed(struct test *t)
{
    struct office o;
    struct act *a;

    office_open(t, &o);
    a = office_act(&o, OPERATOR);
    fail(a, FAULT_INVALID, "x", "「%s」はありません。", "1234-5678-9018");
    assert_string_equal(a->faults->message, "「（個人番号）」はありません。");
    fail_at(a, (struct fault){ .kind = FAULT_INVALID, .message = "m", .value = NUMBER });
    assert_string_equal(a->last_fault->value, "（個人番号）");
}

static void
assert_file(struct office *o, const char *path, enum magic magic, const char *place)
{
    struct act *a = office_act(o, OPERATOR);
    bool good = guard_file(a, path, "届いた物", magic);

    if (good != !place || (place && !strstr(a->faults->message, place)))
        print_error("%s: %s\n", path, a->faults ? a->faults->message : "-");
    assert_true(good == !place);
    if (place)
        assert_non_null(strstr(a->faults->message, place));
}

static void
texts_of_files_are_looked_into(struct test *t)
{
    struct office o;

    office_open(t, &o);
    assert_file(&o, FILES "plain.pdf", MAGIC_PDF, NULL);
    assert_file(&o, FILES "number.pdf", MAGIC_PDF, "1ページに個人番号");
    assert_file(&o, FILES "plain.docx", MAGIC_WORD, NULL);
    assert_file(&o, FILES "number.docx", MAGIC_WORD, "本文に個人番号");
    assert_file(&o, FILES "plain.xlsx", MAGIC_EXCEL, NULL);
    assert_file(&o, FILES "number.xlsx", MAGIC_EXCEL, "シート2に個人番号");
    assert_file(&o, FILES "number.pptx", MAGIC_POWERPOINT, "スライド3に個人番号");
    assert_file(&o, FILES "number.csv", MAGIC_CSV, "3行目に個人番号");
}

static void
what_cannot_be_looked_into_is_refused(struct test *t)
{
    struct office o;

    office_open(t, &o);
    assert_file(&o, FILES "locked.pdf", MAGIC_PDF, "パスワード");
    assert_file(&o, FILES "embedded.docx", MAGIC_WORD, "埋め込まれ");
    assert_file(&o, FILES "bomb.docx", MAGIC_WORD, "大きくなりすぎます");
    assert_file(&o, FILES "plain.pdf", MAGIC_WORD, "壊れて");
    assert_file(&o, FILES "plain.docx", MAGIC_PDF, "確かめられません");
}

const struct test_case guard_tests[] = {
    CASE(fields_of_all_kinds_refuse_it),
    CASE(a_number_field_refuses_it_and_money_does_not),
    CASE(an_order_number_with_a_wrong_check_digit_passes),
    CASE(reasons_messages_and_notes_refuse_it),
    CASE(a_fault_never_repeats_what_was_typed),
    CASE(texts_of_files_are_looked_into),
    CASE(what_cannot_be_looked_into_is_refused),
    { 0 },
};
