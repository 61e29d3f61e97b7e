#include "ledger/core/core.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "ledger/core/calendar.h"
#include "ledger/core/who.h"
#include "ledger/tests.h"
#include "office.h"

static void
every_role_has_a_name_and_a_title(struct test *t)
{
    (void)t;
    for (size_t i = ROLE_NONE + 1; i < ROLES; i++) {
        enum role role;

        assert_true(role_parse(role_name((enum role)i), &role));
        assert_int_equal(role, i);
        assert_true(*role_title((enum role)i) != '\0');
    }
}

static void
roles_of_memberships_are_roles(struct test *t)
{
    const struct field *f = membership_ledger.fields;
    enum role role;

    (void)t;
    while (strcmp(f->name, "role") != 0)
        f++;
    for (const struct choice_item *item = f->choices; item->code; item++) {
        assert_true(role_parse(item->code, &role));
        assert_string_equal(item->label, role_title(role));
    }
}

static int64_t
grant(struct office *o, int64_t user, const char *role, const char *from, const char *until)
{
    struct act *a = office_console(o);
    struct membership_row *row = ledger_new(a, &membership_ledger);

    row->user.id = user;
    row->within.id = o->contract;
    row->section.id = o->section;
    row->role.code = role;
    if (from)
        assert_true(date_parse(from, &row->from));
    if (until)
        assert_true(date_parse(until, &row->until));
    assert_true(ledger_create(a, &membership_ledger, row));
    return row->base.id;
}

static void
a_user_is_loaded_with_the_memberships_of_the_day(struct test *t)
{
    struct office o;
    struct who who;
    int64_t user;

    office_open(t, &o);
    user = o.who[LEAD].id;
    grant(&o, user, "lead", NULL, NULL);
    grant(&o, user, "officer", "2026-04-07", NULL);
    grant(&o, user, "author", NULL, "2026-04-05");
    assert_true(who_load(office_console(&o), user, &who));
    assert_string_equal(who.login, "lead");
    assert_int_equal(who.person, o.who[LEAD].person);
    assert_int_equal(who.count, 1);
    assert_int_equal(who.in[0].role, ROLE_LEAD);
    assert_int_equal(who.in[0].contract, o.contract);
    assert_int_equal(who.in[0].organisation, o.section);
}

static void
an_unknown_login_is_missing(struct test *t)
{
    struct office o;
    struct act *a;
    struct who who;

    office_open(t, &o);
    a = office_console(&o);
    assert_false(who_by_login(a, "nobody", &who));
    assert_fault(a, FAULT_MISSING, NULL);
}

static void
an_ended_account_is_missing(struct test *t)
{
    struct office o;
    struct act *a;
    struct user row;
    struct who who;

    office_open(t, &o);
    a = office_console(&o);
    assert_true(ledger_read(a, &user_ledger, o.who[AUDITOR].id, false, &row));
    assert_true(date_parse("2026-04-05", &row.until));
    assert_true(ledger_change(a, &user_ledger, &row));
    a = office_console(&o);
    assert_false(who_by_login(a, "auditor", &who));
    assert_fault(a, FAULT_MISSING, NULL);
}

static void
each_change_of_rights_raises_the_generation(struct test *t)
{
    struct office o;
    int64_t before, after;

    office_open(t, &o);
    assert_true(who_generation(office_console(&o), &before));
    grant(&o, o.who[LEAD].id, "author", NULL, NULL);
    assert_true(who_generation(office_console(&o), &after));
    assert_true(after > before);
}

static void
nobody_gives_himself_a_role(struct test *t)
{
    static const struct membership in[] = { { .role = ROLE_ADMINISTRATOR } };
    struct office o;
    struct act *a;
    struct membership_row *row;

    office_open(t, &o);
    o.who[LEAD].in = in;
    a = office_act(&o, LEAD);
    row = ledger_new(a, &membership_ledger);
    row->user.id = o.who[LEAD].id;
    row->role.code = "lead";
    assert_false(ledger_create(a, &membership_ledger, row));
    assert_int_equal(a->faults->kind, FAULT_DENIED);
}

static void
a_contract_lies_within_itself(struct test *t)
{
    struct office o;
    struct contract row;

    office_open(t, &o);
    assert_true(ledger_read(office_act(&o, OPERATOR), &contract_ledger, o.contract, false, &row));
    assert_int_equal(row.base.contract, row.base.id);
    assert_false(ledger_read(office_act(&o, OPERATOR), &contract_ledger, o.other, false, &row));
}

static const char *
why_not(struct test *t, const char *hours, const char *special)
{
    struct calendar_row row = { .hours = { hours }, .special = { special } };
    struct calendar calendar;
    const char *field, *why = "";

    return calendar_make(t->arena, &row, &calendar, &field, &why) ? "" : why;
}

static void
hours_are_read_as_clerks_write_them(struct test *t)
{
    struct calendar_row row = {
        .hours = { "月～木　８：３０－１２：００　13:00-17:15\n金 8:30-15:00\n土日 9:00-12:00" },
        .special = { "R8.8.14 休業 停電点検\n2026-12-28 8:30-12:00" },
    };
    struct calendar calendar;
    const char *field, *why = "";
    struct date day;

    if (!calendar_make(t->arena, &row, &calendar, &field, &why))
        fail_msg("%s", why);
    assert_int_equal(calendar.weekly[THURSDAY][1].until, 17 * 60 + 15);
    assert_int_equal(calendar.weekly[FRIDAY][0].until, 15 * 60);
    assert_int_equal(calendar.weekly[SUNDAY][0].from, 9 * 60);
    assert_true(date_parse("2026-08-14", &day));
    assert_false(calendar_open_day(&calendar, day));
    assert_string_equal(calendar_reason(&calendar, day), "停電点検");
}

static void
a_wrong_line_of_a_calendar_is_named(struct test *t)
{
    assert_string_equal(why_not(t, "月-金 8:30-17:15\n平日", ""),
                        "2行目：曜日から書き始めてください。例：月-金 8:30-17:15");
    assert_string_equal(why_not(t, "月 17:15-8:30", ""),
                        "1行目：時間は 8:30-17:15 のように書いてください。");
    assert_string_equal(why_not(t, "月 8:30-12:00 11:00-17:00", ""),
                        "1行目：時間は早い順に、重ならないように書いてください。");
    assert_string_equal(why_not(t, "月 8:30-12:00", "2026-08-14"),
                        "1行目：日付の後に 休業 か時間を書いてください。例：2026-08-14 休業");
    assert_string_equal(why_not(t, "月 8:30-12:00", "2026-08-14 休業\nR8.8.14 休業"),
                        "令和8年8月14日 が2回あります。");
}

static void
a_contract_without_calendar_has_the_office_s(struct test *t)
{
    const struct calendar *calendar;
    struct office o;

    office_open(t, &o);
    assert_true(contract_calendar(office_console(&o), o.contract, &calendar));
    assert_ptr_equal(calendar, &calendar_office);
}

static void
a_changed_calendar_is_read_again(struct test *t)
{
    const struct calendar *calendar;
    struct office o;
    struct act *a;
    struct calendar_row *row;
    struct contract contract;

    office_open(t, &o);
    a = office_console(&o);
    row = ledger_new(a, &calendar_ledger);
    row->title = "夜間";
    row->hours.text = "月-金 17:00-22:00";
    assert_true(ledger_create(a, &calendar_ledger, row));
    assert_true(ledger_read(a, &contract_ledger, o.contract, false, &contract));
    contract.calendar.id = row->base.id;
    assert_true(ledger_change(a, &contract_ledger, &contract));
    assert_true(contract_calendar(office_console(&o), o.contract, &calendar));
    assert_int_equal(calendar->weekly[MONDAY][0].from, 17 * 60);
    row->hours.text = "月-金 18:00-22:00";
    assert_true(ledger_change(a, &calendar_ledger, row));
    assert_true(contract_calendar(office_console(&o), o.contract, &calendar));
    assert_int_equal(calendar->weekly[MONDAY][0].from, 18 * 60);
}

static void
a_reference_is_found_by_id_code_or_title(struct test *t)
{
    struct office o;
    struct act *a;
    struct organisation *it;
    struct ref ref = { 0 };
    const char *why = NULL;
    struct field f = { .name = "section", .type = FIELD_REF, .to = &organisation_ledger };

    office_open(t, &o);
    a = office_console(&o);
    it = ledger_new(a, &organisation_ledger);
    it->title = "サーバー管理課";
    it->code = "9001";
    it->kind.code = "section";
    assert_true(ledger_create(a, &organisation_ledger, it));
    a = office_act(&o, OPERATOR);
    assert_true(
        field_parse(a, &f, arena_print(t->arena, "%lld", (long long)it->base.id), &ref, &why));
    assert_string_equal(ref.title, "サーバー管理課");
    ref.id = 0;
    assert_true(field_parse(a, &f, "ｻｰﾊﾞ管理課", &ref, &why));
    assert_int_equal(ref.id, it->base.id);
    a->origin = ORIGIN_IMPORT;
    ref.id = 0;
    assert_true(field_parse(a, &f, "9001", &ref, &why));
    assert_int_equal(ref.id, it->base.id);
    assert_false(field_parse(a, &f, "総務課", &ref, &why));
    assert_string_equal(why, "組織の台帳に見つかりません。");
}

static void
a_person_is_found_by_a_personal_name_with_the_right_only(struct test *t)
{
    struct office o;
    struct act *a;
    struct person *it;
    struct ref ref = { 0 };
    const char *why = NULL;
    struct field f = { .name = "who", .type = FIELD_REF, .to = &person_ledger };

    office_open(t, &o);
    a = office_console(&o);
    it = ledger_new(a, &person_ledger);
    it->title = "渡辺";
    it->name = "渡邊花子";
    assert_true(ledger_create(a, &person_ledger, it));
    assert_true(field_parse(office_act(&o, OPERATOR), &f, "渡辺花子", &ref, &why));
    assert_int_equal(ref.id, it->base.id);
    assert_false(field_parse(office_act(&o, AUDITOR), &f, "渡辺花子", &ref, &why));
}

static void
a_name_that_two_share_is_refused(struct test *t)
{
    struct office o;
    struct act *a;
    struct ref ref = { 0 };
    const char *why = NULL;
    struct field f = { .name = "who", .type = FIELD_REF, .to = &person_ledger };

    office_open(t, &o);
    for (int i = 0; i < 2; i++) {
        struct person *it;

        a = office_console(&o);
        it = ledger_new(a, &person_ledger);
        it->title = "同姓";
        assert_true(ledger_create(a, &person_ledger, it));
    }
    assert_false(field_parse(office_act(&o, OPERATOR), &f, "同姓", &ref, &why));
    assert_string_equal(why, "同じ名前の人がいくつかあります。コードか番号で書いてください。");
}

const struct test_case core_tests[] = {
    CASE(every_role_has_a_name_and_a_title),
    CASE(roles_of_memberships_are_roles),
    CASE(a_user_is_loaded_with_the_memberships_of_the_day),
    CASE(an_unknown_login_is_missing),
    CASE(an_ended_account_is_missing),
    CASE(each_change_of_rights_raises_the_generation),
    CASE(nobody_gives_himself_a_role),
    CASE(a_contract_lies_within_itself),
    CASE(hours_are_read_as_clerks_write_them),
    CASE(a_wrong_line_of_a_calendar_is_named),
    CASE(a_contract_without_calendar_has_the_office_s),
    CASE(a_changed_calendar_is_read_again),
    CASE(a_reference_is_found_by_id_code_or_title),
    CASE(a_person_is_found_by_a_personal_name_with_the_right_only),
    CASE(a_name_that_two_share_is_refused),
    { 0 },
};
