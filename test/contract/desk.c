/* What the contract's desk counts: coverage, dues, figures, money. */
#include <string.h>

#include "base/buffer.h"
#include "base/calendar.h"
#include "contract/coverage.h"
#include "contract/deliverable.h"
#include "contract/desk_page.h"
#include "contract/dues.h"
#include "contract/figures.h"
#include "contract/inspection.h"
#include "contract/obligation.h"
#include "contract/terms.h"
#include "signed.h"
#include "tests.h"

#define VALUES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static int64_t
clause(struct signed_contract *s, const char *number, const char *chapter, const char *rule)
{
    struct obligation *it =
        signed_make(s, &obligation_ledger,
                    VALUES(arena_print(s->test->arena, "number=%s", number),
                           arena_print(s->test->arena, "chapter=%s", chapter), "text=報告する。",
                           "assignee=三浦", arena_print(s->test->arena, "due_rule=%s", rule)));

    return it->base.id;
}

static void
move(struct signed_contract *s, int64_t id, const char *action, const char *const *values)
{
    struct act *a = signed_change(s, &obligation_ledger, id, action, values);

    assert_done(a, a->fault_count == 0);
    act_end(a);
}

/* Two chapters: proven, working, open and late; open, and one that binds nobody. */
static void
open_clauses(struct test *t, struct signed_contract *s)
{
    signed_open(t, s);
    move(s, clause(s, "1-1", "第1章 総則", "R8.9.30"), "prove",
         VALUES("evidence=受領書", "proven_on=2026-04-01"));
    move(s, clause(s, "1-2", "第1章 総則", "R8.9.30"), "begin", NULL);
    clause(s, "1-3", "第1章 総則", "R8.10.15");
    clause(s, "1-4", "第1章 総則", "R8.3.31");
    clause(s, "2-1", "第2章 報告", "毎月 翌月15日");
    move(s, clause(s, "2-2", "第2章 報告", ""), "exempt", VALUES("note=見出し"));
}

static void
clauses_are_counted_by_chapter_and_state(struct test *t)
{
    struct signed_contract s;
    struct coverage c;

    open_clauses(t, &s);
    assert_true(coverage_read(signed_act(&s, OFFICER), s.contract, &c));
    assert_int_equal(c.count, 2);
    assert_string_equal(c.rows[0].title, "第1章 総則");
    for (size_t i = 0; i < COVERAGE_PARTS; i++)
        assert_int_equal(c.rows[0].parts[i], 1);
    assert_int_equal(c.rows[1].total, 1);
    assert_int_equal(c.rows[1].exempt, 1);
    assert_int_equal(c.whole.total, 5);
    assert_int_equal(c.whole.exempt, 1);
    assert_int_equal(coverage_share(&c.whole), 20);
}

static void
the_parts_of_a_bar_fill_it_without_lying_on_each_other(struct test *t)
{
    struct signed_contract s;
    struct coverage c;
    int at = 0;

    open_clauses(t, &s);
    assert_true(coverage_read(signed_act(&s, OFFICER), s.contract, &c));
    for (size_t i = 0; i < COVERAGE_PARTS; i++) {
        assert_true(c.whole.starts[i] >= at && c.whole.widths[i] > 0);
        at = c.whole.starts[i] + c.whole.widths[i];
    }
    assert_int_equal(at, 1000);
    assert_int_equal(c.rows[1].widths[COVERAGE_OPEN], 1000);
}

static void
each_number_leads_to_the_list_it_counts(struct test *t)
{
    struct signed_contract s;
    struct coverage c;

    open_clauses(t, &s);
    assert_true(coverage_read(signed_act(&s, OFFICER), s.contract, &c));
    assert_non_null(strstr(c.rows[0].hrefs[COVERAGE_LATE], "&state=late"));
    assert_non_null(strstr(c.rows[0].hrefs[COVERAGE_LATE], "&chapter=%E7%AC%AC1"));
    assert_non_null(strstr(c.whole.href, "state.ne=exempt"));
    assert_null(strstr(c.whole.href, "chapter"));
}

static void
a_stranger_counts_nothing(struct test *t)
{
    struct signed_contract s;
    struct coverage c;
    struct due_items dues;
    struct desk_money money;
    struct act *a;

    open_clauses(t, &s);
    signed_make(&s, &terms_ledger, VALUES("kind=委託", "amount=1100000"));
    assert_true(coverage_read(signed_act(&s, STRANGER), s.contract, &c));
    assert_int_equal(c.whole.total, 0);
    a = signed_act(&s, STRANGER);
    assert_false(dues_read(a, s.contract, (struct period){ { 0 }, { 0 } }, &dues));
    assert_refused(a, "contract", "");
    assert_true(desk_money_read(signed_act(&s, STRANGER), s.contract, &money));
    assert_int_equal(money.count, 0);
}

static void
what_is_due_is_told_by_day_with_what_and_who(struct test *t)
{
    struct signed_contract s;
    struct due_items dues;

    open_clauses(t, &s);
    assert_true(
        dues_read(signed_act(&s, OFFICER), s.contract, (struct period){ { 0 }, { 0 } }, &dues));
    assert_int_equal(dues.count, 4);
    assert_string_equal(dues.rows[0].basis, "1-4");
    assert_string_equal(iso_of(t, dues.rows[0].day), "2026-03-31");
    assert_string_equal(dues.rows[1].title, "4月分 報告する。");
    assert_string_equal(dues.rows[1].who, "三浦");
    assert_string_equal(dues.rows[3].basis, "1-3");
    assert_true(dues_read(signed_act(&s, OFFICER), s.contract,
                          (struct period){ day("2026-05-15"), day("2026-09-30") }, &dues));
    assert_int_equal(dues.count, 2);
}

static void
an_inspection_is_due_by_its_clock_until_the_client_has_answered(struct test *t)
{
    struct signed_contract s;
    struct deliverable *made;
    struct due_items dues;
    struct act *a;

    signed_open(t, &s);
    made = signed_make(&s, &deliverable_ledger, VALUES("title=報告書"));
    a = signed_change(&s, &deliverable_ledger, made->base.id, "deliver",
                      VALUES("delivered_on=2026-04-01"));
    assert_done(a, a->fault_count == 0);
    assert_true(
        dues_read(signed_act(&s, OFFICER), s.contract, (struct period){ { 0 }, { 0 } }, &dues));
    assert_int_equal(dues.count, 1);
    assert_ptr_equal(dues.rows[0].ledger, &inspection_ledger);
    assert_true(dues.rows[0].clocked);
    assert_string_equal(iso_of(t, dues.rows[0].day), "2026-04-13");
    a = signed_change(&s, &inspection_ledger, dues.rows[0].id, "pass",
                      VALUES("inspected_on=2026-04-01", "notice=通知1"));
    assert_done(a, a->fault_count == 0);
    assert_true(
        dues_read(signed_act(&s, OFFICER), s.contract, (struct period){ { 0 }, { 0 } }, &dues));
    assert_int_equal(dues.count, 0);
}

static void
what_is_done_is_due_no_more(struct test *t)
{
    struct signed_contract s;
    struct due_items dues;
    int64_t id;

    signed_open(t, &s);
    id = clause(&s, "1-1", "", "R8.9.30");
    move(&s, id, "prove", VALUES("evidence=受領書", "proven_on=2026-04-01"));
    assert_true(
        dues_read(signed_act(&s, LEAD), s.contract, (struct period){ { 0 }, { 0 } }, &dues));
    assert_int_equal(dues.count, 0);
}

static void
what_is_left_is_told_in_business_days(struct test *t)
{
    struct signed_contract s;
    struct act *a;

    signed_open(t, &s);
    signed_on(&s, "2026-12-28");
    a = signed_act(&s, LEAD);
    assert_string_equal(due_left(a, &calendar_office, day("2026-12-28")), "今日まで");
    assert_string_equal(due_left(a, &calendar_office, day("2027-01-05")), "あと2日");
    assert_string_equal(due_left(a, &calendar_office, day("2026-12-30")), "あと2日");
    assert_string_equal(due_left(a, &calendar_office, day("2026-12-25")), "3日の遅れ");
}

static void
every_row_of_the_table_names_what_is_there(struct test *t)
{
    struct signed_contract s;
    struct buffer out = { .arena = t->arena };

    signed_open(t, &s);
    dues_mistakes(signed_act(&s, LEAD), &out);
    assert_string_equal(buffer_string(&out), "");
}

static void
a_contract_without_a_desk_has_figures_of_its_clauses(struct test *t)
{
    struct signed_contract s;
    struct coverage c;
    struct due_items dues;
    struct desk_figures f;
    struct act *a;

    open_clauses(t, &s);
    a = signed_act(&s, OFFICER);
    assert_true(coverage_read(a, s.contract, &c));
    assert_true(dues_read(a, s.contract, (struct period){ { 0 }, { 0 } }, &dues));
    assert_true(figures_read(a, s.contract, &c, &dues, &f));
    assert_int_equal(f.count, 3);
    assert_string_equal(f.title, "4月の数字（1日 9時まで）");
    assert_string_equal(f.rows[0].title, "証明した義務");
    assert_string_equal(f.rows[0].number, "20");
    assert_string_equal(f.rows[1].number, "1");
    assert_true(f.rows[1].is_missed);
    assert_string_equal(f.rows[2].number, "0");
}

static void
money_is_told_by_the_terms(struct test *t)
{
    struct signed_contract s;
    struct desk_money money;

    signed_open(t, &s);
    assert_true(desk_money_read(signed_act(&s, LEAD), s.contract, &money));
    assert_int_equal(money.count, 0);
    assert_non_null(strstr(money.note, "まだ書かれていません"));
    signed_make(&s, &terms_ledger, VALUES("kind=委託", "amount=58080000"));
    assert_true(desk_money_read(signed_act(&s, LEAD), s.contract, &money));
    assert_string_equal(money.rows[0].amount, "58,080,000 円");
    assert_string_equal(money.rows[1].amount, "5,280,000 円");
    assert_null(money.note);
}

const struct test_case desk_tests[] = {
    CASE(clauses_are_counted_by_chapter_and_state),
    CASE(the_parts_of_a_bar_fill_it_without_lying_on_each_other),
    CASE(each_number_leads_to_the_list_it_counts),
    CASE(a_stranger_counts_nothing),
    CASE(what_is_due_is_told_by_day_with_what_and_who),
    CASE(an_inspection_is_due_by_its_clock_until_the_client_has_answered),
    CASE(what_is_done_is_due_no_more),
    CASE(what_is_left_is_told_in_business_days),
    CASE(every_row_of_the_table_names_what_is_there),
    CASE(a_contract_without_a_desk_has_figures_of_its_clauses),
    CASE(money_is_told_by_the_terms),
    { 0 },
};
