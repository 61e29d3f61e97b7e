#include "contract/due.h"

#include <string.h>

#include "base/buffer.h"
#include "base/wareki.h"
#include "tests.h"

static struct date
day(const char *text)
{
    struct date date;

    assert_true(date_parse(text, &date));
    return date;
}

static struct due
rule_of(struct test *t, const char *text)
{
    struct due rule;
    const char *why = "";

    if (!due_parse(t->arena, text, &rule, &why))
        fail_msg("%s: %s", text, why);
    return rule;
}

static struct due_basis
basis(void)
{
    return (struct due_basis){ .award = day("2026-03-20"),
                               .period = { day("2026-04-01"), day("2027-03-31") },
                               .calendar = &calendar_office };
}

/* The terms from a day on: "2026-05-15 4月分, …", at most four. */
static const char *
terms(struct test *t, const char *text, const char *from)
{
    struct due rule = rule_of(t, text);
    struct due_basis b = basis();
    struct buffer out = { .arena = t->arena };
    struct date at = *from ? day(from) : (struct date){ 0 };
    struct due_term term;

    for (int i = 0; i < 4 && due_next(t->arena, &rule, &b, at, &term); i++) {
        char iso[DATE_TEXT];

        date_print(term.due, iso);
        buffer_print(&out, "%s%s%s%s", i ? ", " : "", iso, *term.name ? " " : "", term.name);
        at = date_add(term.due, 1);
    }
    return buffer_string(&out);
}

static void
what_is_typed_is_shown_as_a_clerk_writes_it(struct test *t)
{
    static const char *const rows[][2] = {
        { "R8.9.30", "令和8年9月30日" },
        { "２０２６年９月３０日", "令和8年9月30日" },
        { "契約後１４日以内", "契約後14日以内" },
        { "契約締結の日から14日以内に提出", "契約後14日以内" },
        { "終了後30日", "終了後30日以内" },
        { "契約期間の終わりの30日前まで", "終了の30日前まで" },
        { "毎月、翌月の中旬まで", "毎月 翌月15日まで（3月分は3月31日）" },
        { "毎月 翌月15日（3月分は3月31日）", "毎月 翌月15日まで（3月分は3月31日）" },
        { "毎月翌月末日（3月分も翌月）", "毎月 翌月末日まで（3月分も翌月）" },
        { "毎月25日", "毎月 当月25日まで" },
        { "四半期ごと 7/10、10/10、1/10、3/31", "四半期 7月10日、10月10日、1月10日、3月31日" },
        { "上半期分を10月中旬までに提出", "上半期分を10月15日まで" },
        { "半期 10月15日・3月31日", "半期 10月15日、3月31日" },
        { "毎年 6月末日", "毎年 6月末日" },
        { "求めに応じて", "求めに応じて" },
        { "随時", "求めに応じて" },
        { "会議の翌日から起算して5営業日以内", "会議後5営業日以内" },
        { "報告会の2開庁日前", "報告会の2開庁日前まで" },
        { "納品から10日以内（休日は翌営業日）", "納品後10日以内（休日は翌営業日）" },
        { "契約後３ヶ月", "契約後3か月以内" },
        { "契約後2週間", "契約後2週間以内" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct due rule = rule_of(t, rows[i][0]);

        assert_string_equal(due_show(t->arena, &rule), rows[i][1]);
    }
}

static void
what_is_shown_is_read_back_as_the_same(struct test *t)
{
    static const char *const rows[] = {
        "令和8年9月30日（休日は前営業日）",
        "契約後14日以内",
        "終了の3か月前まで",
        "開始の5営業日前",
        "毎月 翌月末日まで（3月分も翌月）",
        "毎月 翌月20日（休日は翌営業日）",
        "毎月 当月末日",
        "四半期 7月10日、10月10日、1月10日、4月末日",
        "上半期分を10月15日まで",
        "毎年 2月末日",
        "会議後5営業日",
        "報告会の2開庁日前",
        "求めに応じて",
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct due rule = rule_of(t, rows[i]);
        const char *shown = due_show(t->arena, &rule);
        struct due again = rule_of(t, shown);

        assert_string_equal(due_show(t->arena, &again), shown);
        assert_string_equal(rule.event ? rule.event : "", again.event ? again.event : "");
        rule.event = again.event = NULL;
        assert_memory_equal(&again, &rule, sizeof rule);
    }
}

static void
what_is_no_rule_is_refused_in_words(struct test *t)
{
    static const char *const rows[][2] = {
        { "", "期限を書いてください" },
        { "いつか", "期限が読めません" },
        { "契約後0日", "1から3650まで" },
        { "契約後99999日", "1から3650まで" },
        { "契約後5", "営業日、開庁日のどれか" },
        { "14日以内", "何から数えるか" },
        { "5営業日以内", "何から数えるか" },
        { "四半期 7/10 10/10", "4つの日" },
        { "半期 10/15", "2つの日" },
        { "毎年", "日を書いてください" },
        { "毎年 13月1日", "日が読めません" },
        { "毎年 2月30日", "日が読めません" },
        { "毎月 翌月32日", "毎月の日が読めません" },
        { "R8.2.30", "" },
        { "令和8年13月1日", "" },
        { "会議後5営業日くらい", "終わりが読めません" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct due rule = { .kind = DUE_REQUEST };
        const char *why = NULL;

        if (due_parse(t->arena, rows[i][0], &rule, &why))
            fail_msg("%s is read as %s", rows[i][0], due_show(t->arena, &rule));
        assert_int_equal(rule.kind, DUE_REQUEST);
        if (!strstr(why, rows[i][1]))
            fail_msg("%s: %s", rows[i][0], why);
    }
}

static void
days_are_counted_from_award_and_end(struct test *t)
{
    assert_string_equal(terms(t, "契約後14日", ""), "2026-04-03");
    assert_string_equal(terms(t, "契約後30日", ""), "2026-04-19");
    assert_string_equal(terms(t, "終了後30日", ""), "2027-04-30");
    assert_string_equal(terms(t, "終了の3か月前", ""), "2026-12-31");
    assert_string_equal(terms(t, "契約後14日", "2026-04-04"), "");
}

/* 2026-04-19 is a Sunday; 29 April to 6 May 2026 are holidays but for 30 April and 1 May. */
static void
a_closed_last_day_moves_only_where_the_rule_says_so(struct test *t)
{
    assert_string_equal(terms(t, "契約後30日（休日は翌営業日）", ""), "2026-04-20");
    assert_string_equal(terms(t, "契約後30日（休日は前営業日）", ""), "2026-04-17");
    assert_string_equal(terms(t, "R8.5.3（休日は翌営業日）", ""), "2026-05-07");
    assert_string_equal(terms(t, "終了の3か月前（休日は前営業日）", ""), "2026-12-28");
    assert_string_equal(terms(t, "終了の3か月前（休日は翌営業日）", ""), "2027-01-04");
}

static void
each_month_is_due_by_the_middle_of_the_next_and_march_by_its_end(struct test *t)
{
    assert_string_equal(terms(t, "毎月 翌月中旬", ""), "2026-05-15 4月分, 2026-06-15 5月分, "
                                                       "2026-07-15 6月分, 2026-08-15 7月分");
    assert_string_equal(terms(t, "毎月 翌月中旬", "2026-12-16"),
                        "2027-01-15 12月分, 2027-02-15 1月分, 2027-03-15 2月分, "
                        "2027-03-31 3月分");
    assert_string_equal(terms(t, "毎月 翌月15日（3月分も翌月）", "2027-03-16"), "2027-04-15 3月分");
    assert_string_equal(terms(t, "毎月 当月末日", "2027-02-01"),
                        "2027-02-28 2月分, 2027-03-31 3月分");
}

static void
quarters_and_halves_have_their_given_days(struct test *t)
{
    assert_string_equal(terms(t, "四半期 7/10 10/10 1/10 3/31", ""),
                        "2026-07-10 第1四半期分, 2026-10-10 第2四半期分, "
                        "2027-01-10 第3四半期分, 2027-03-31 第4四半期分");
    assert_string_equal(terms(t, "四半期 7/10 10/10 1/10 4/10", "2027-01-11"),
                        "2027-04-10 第4四半期分");
    assert_string_equal(terms(t, "上半期 10月中旬", ""), "2026-10-15 上半期分");
    assert_string_equal(terms(t, "半期 10/15 3/31", ""),
                        "2026-10-15 上半期分, 2027-03-31 下半期分");
    assert_string_equal(terms(t, "毎年 6/30 12/25", ""),
                        "2026-06-30 令和8年度分, 2026-12-25 令和8年度分");
}

static void
a_contract_that_begins_within_a_quarter_owes_that_quarter(struct test *t)
{
    struct due rule = rule_of(t, "四半期 7/10 10/10 1/10 3/31");
    struct due_basis b = basis();
    struct due_term term;

    b.period = (struct period){ day("2026-08-20"), day("2026-10-05") };
    assert_true(due_next(t->arena, &rule, &b, (struct date){ 0 }, &term));
    assert_string_equal(term.name, "第2四半期分");
    assert_int_equal(term.about.from.day, b.period.from.day);
    assert_true(due_next(t->arena, &rule, &b, date_add(term.due, 1), &term));
    assert_string_equal(term.name, "第3四半期分");
    assert_int_equal(term.about.until.day, b.period.until.day);
    assert_false(due_next(t->arena, &rule, &b, date_add(term.due, 1), &term));
}

static void
a_contract_without_end_goes_on_owing(struct test *t)
{
    struct due rule = rule_of(t, "毎月 翌月15日");
    struct due_basis b = basis();
    struct due_term term;

    b.period.until = (struct date){ 0 };
    assert_true(due_next(t->arena, &rule, &b, day("2046-01-16"), &term));
    assert_int_equal(term.due.day, day("2046-02-15").day);
}

static void
without_a_period_or_an_award_nothing_is_due(struct test *t)
{
    struct due_basis b = { .calendar = &calendar_office };
    struct due monthly = rule_of(t, "毎月 翌月15日"), award = rule_of(t, "契約後14日");
    struct due_term term;

    assert_false(due_next(t->arena, &monthly, &b, (struct date){ 0 }, &term));
    assert_false(due_next(t->arena, &award, &b, (struct date){ 0 }, &term));
}

/* Friday 2026-12-25 and what is closed from the 29th to the 3rd. */
static void
business_days_are_counted_over_the_turn_of_the_year(struct test *t)
{
    struct due after = rule_of(t, "会議後5営業日"), before = rule_of(t, "報告会の2開庁日前");
    struct due request = rule_of(t, "求めに応じて");

    assert_int_equal(due_of(&after, &calendar_office, day("2026-12-25")).day,
                     day("2027-01-07").day);
    assert_int_equal(due_of(&before, &calendar_office, day("2027-01-05")).day,
                     day("2026-12-28").day);
    assert_int_equal(due_of(&request, &calendar_office, day("2027-01-05")).day, 0);
    assert_string_equal(terms(t, "会議後5営業日", ""), "");
    assert_string_equal(terms(t, "求めに応じて", ""), "");
}

static void
only_what_comes_again_repeats(struct test *t)
{
    struct due monthly = rule_of(t, "毎月 翌月15日"), half = rule_of(t, "上半期 10/15");
    struct due fixed = rule_of(t, "R8.9.30"), request = rule_of(t, "随時");

    assert_true(due_repeats(&monthly) && due_repeats(&half));
    assert_false(due_repeats(&fixed) || due_repeats(&request));
}

const struct test_case due_tests[] = {
    CASE(what_is_typed_is_shown_as_a_clerk_writes_it),
    CASE(what_is_shown_is_read_back_as_the_same),
    CASE(what_is_no_rule_is_refused_in_words),
    CASE(days_are_counted_from_award_and_end),
    CASE(a_closed_last_day_moves_only_where_the_rule_says_so),
    CASE(each_month_is_due_by_the_middle_of_the_next_and_march_by_its_end),
    CASE(quarters_and_halves_have_their_given_days),
    CASE(a_contract_that_begins_within_a_quarter_owes_that_quarter),
    CASE(a_contract_without_end_goes_on_owing),
    CASE(without_a_period_or_an_award_nothing_is_due),
    CASE(business_days_are_counted_over_the_turn_of_the_year),
    CASE(only_what_comes_again_repeats),
    { 0 },
};
