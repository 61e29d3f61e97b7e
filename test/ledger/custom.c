#include "ledger/custom.h"

#include <string.h>

#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "office.h"

static struct custom_row *
asked(struct office *o, const char *title, const char *type)
{
    struct act *a = office_console(o);
    struct custom_row *it = ledger_new(a, &custom_ledger);

    it->ledger = "ticket";
    it->title = title;
    it->type.code = type;
    if (strcmp(type, "choice") == 0)
        it->choices.text = "赤\n青";
    assert_true(ledger_create(a, &custom_ledger, it));
    assert_true(custom_refresh(office_console(o)));
    return it;
}

static const char *
name_of(struct office *o, const struct custom_row *it)
{
    return arena_print(o->test->arena, "x_%lld", (long long)it->base.id);
}

static bool
filled(struct office *o, struct act *a, struct ticket *it, const char *name, const char *value)
{
    struct pair pair = { name, value };
    struct pairs pairs = { &pair, 1 };

    (void)o;
    return ledger_fill(a, &ticket_ledger, it, &pairs);
}

static void
a_new_field_is_stored_and_read_back(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    const char *name;

    office_open(t, &o);
    name = name_of(&o, asked(&o, "資産番号", "text"));
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "件名");
    assert_true(filled(&o, a, it, name, "PC-0012"));
    assert_true(ledger_create(a, &ticket_ledger, it));
    it = ticket_stored(&o, it->base.id);
    assert_non_null(it->base.extra);
    assert_string_equal(it->base.extra[0], "PC-0012");
}

static void
a_value_of_a_wrong_type_is_refused(struct test *t)
{
    struct office o;
    struct act *a;
    const char *name;

    office_open(t, &o);
    name = name_of(&o, asked(&o, "購入日", "date"));
    a = office_act(&o, OPERATOR);
    assert_false(filled(&o, a, ticket_new(a, "件名"), name, "あした"));
    assert_fault(a, FAULT_INVALID, name);
}

static void
a_choice_takes_only_its_lines(struct test *t)
{
    struct office o;
    struct act *a;
    const char *name;

    office_open(t, &o);
    name = name_of(&o, asked(&o, "色", "choice"));
    a = office_act(&o, OPERATOR);
    assert_true(filled(&o, a, ticket_new(a, "件名"), name, "青"));
    assert_false(filled(&o, a, ticket_new(a, "件名"), name, "黄"));
}

static void
history_names_it_with_the_label_of_the_day(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    struct history_row *rows;
    struct history_change *changes;
    const char *name;
    size_t count;

    office_open(t, &o);
    name = name_of(&o, asked(&o, "資産番号", "text"));
    a = office_act(&o, OPERATOR);
    it = ticket_new(a, "件名");
    assert_true(filled(&o, a, it, name, "PC-0012"));
    assert_true(ledger_create(a, &ticket_ledger, it));
    a = office_act(&o, OPERATOR);
    assert_true(history_list(a, &ticket_ledger, it->base.id, 0, 1, &rows, &count));
    assert_non_null(strstr(rows[0].detail, "[null,\"PC-0012\",\"資産番号\"]"));
    assert_true(history_changes(a, &ticket_ledger, &rows[0], &changes, &count));
    assert_string_equal(changes[count - 1].label, "資産番号");
    assert_string_equal(changes[count - 1].after, "PC-0012");
}

static void
removing_hides_the_field(struct test *t)
{
    struct office o;
    struct custom_row *it;
    const char *name;

    office_open(t, &o);
    it = asked(&o, "資産番号", "text");
    name = name_of(&o, it);
    assert_non_null(shape_field(shape_of(&ticket_ledger), name));
    assert_true(ledger_remove(office_console(&o), &custom_ledger, it->base.id, 2));
    assert_true(custom_refresh(office_console(&o)));
    assert_null(shape_field(shape_of(&ticket_ledger), name));
}

static void
a_changed_label_shows(struct test *t)
{
    struct office o;
    struct act *a;
    struct custom_row *it;
    const char *name;

    office_open(t, &o);
    it = asked(&o, "資産番号", "text");
    name = name_of(&o, it);
    a = office_console(&o);
    assert_true(ledger_read(a, &custom_ledger, it->base.id, false, it));
    assert_string_equal(it->base.state, "ready");
    it->title = "備品番号";
    assert_true(ledger_change(a, &custom_ledger, it));
    assert_true(custom_refresh(office_console(&o)));
    assert_string_equal(shape_field(shape_of(&ticket_ledger), name)->label, "備品番号");
}

static void
only_known_ledgers_take_fields(struct test *t)
{
    struct office o;
    struct act *a;
    struct custom_row *it;

    office_open(t, &o);
    a = office_console(&o);
    it = ledger_new(a, &custom_ledger);
    it->ledger = "nothing";
    it->title = "項目";
    it->type.code = "text";
    assert_false(ledger_create(a, &custom_ledger, it));
    assert_fault(a, FAULT_INVALID, "ledger");
}

static void
a_requester_adds_no_fields(struct test *t)
{
    struct office o;
    struct act *a;
    struct custom_row *it;

    office_open(t, &o);
    a = office_act(&o, REQUESTER);
    it = ledger_new(a, &custom_ledger);
    it->ledger = "ticket";
    it->title = "項目";
    it->type.code = "text";
    assert_false(ledger_create(a, &custom_ledger, it));
    assert_fault(a, FAULT_DENIED, NULL);
}

const struct test_case custom_tests[] = {
    CASE(a_new_field_is_stored_and_read_back),
    CASE(a_value_of_a_wrong_type_is_refused),
    CASE(a_choice_takes_only_its_lines),
    CASE(history_names_it_with_the_label_of_the_day),
    CASE(removing_hides_the_field),
    CASE(a_changed_label_shows),
    CASE(only_known_ledgers_take_fields),
    CASE(a_requester_adds_no_fields),
    { 0 },
};
