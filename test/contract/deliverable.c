/* When deliverables are due: by a day that was typed, or by the rule of the contract. */
#include "contract/deliverable.h"

#include "contract/dues.h"
#include "contract/obligation.h"
#include "contract/terms.h"
#include "signed.h"
#include "tests.h"

#define VALUES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static int64_t
report(struct signed_contract *s, const char *rule)
{
    struct deliverable *it =
        signed_make(s, &deliverable_ledger,
                    VALUES("title=月次報告書", arena_print(s->test->arena, "due_rule=%s", rule)));

    return it->base.id;
}

/* "due term" as stored. */
static const char *
standing(struct signed_contract *s, int64_t id)
{
    struct deliverable *it = signed_stored(s, &deliverable_ledger, id);

    return arena_print(s->test->arena, "%s %s", iso_of(s->test, it->due), it->term ? it->term : "");
}

static void
an_empty_day_comes_from_the_rule(struct test *t)
{
    struct signed_contract s;
    struct deliverable *it;
    int64_t id;

    signed_open(t, &s);
    id = report(&s, "毎月、翌月の中旬までに");
    it = signed_stored(&s, &deliverable_ledger, id);
    assert_string_equal(it->due_rule, "毎月 翌月15日まで（3月分は3月31日）");
    assert_true(it->ruled);
    assert_string_equal(standing(&s, id), "2026-05-15 4月分");
}

static void
a_rule_of_a_deliverable_that_cannot_be_read_is_refused_at_its_field(struct test *t)
{
    struct signed_contract s;
    int64_t id;

    signed_open(t, &s);
    id = report(&s, "毎月 翌月15日");
    assert_refused(signed_change(&s, &deliverable_ledger, id, NULL, VALUES("due_rule=そのうち")),
                   "due_rule", "期限が読めません");
    assert_string_equal(standing(&s, id), "2026-05-15 4月分");
}

static void
a_typed_day_goes_before_the_rule_until_it_is_emptied(struct test *t)
{
    struct signed_contract s;
    int64_t id;

    signed_open(t, &s);
    id = report(&s, "毎月 翌月15日");
    signed_do(&s, &deliverable_ledger, id, NULL, VALUES("due=2026-05-20"));
    assert_string_equal(standing(&s, id), "2026-05-20 ");
    signed_settle(&s, &deliverable_ledger, "2026-04-02");
    assert_string_equal(standing(&s, id), "2026-05-20 ");
    signed_do(&s, &deliverable_ledger, id, NULL, VALUES("due="));
    assert_string_equal(standing(&s, id), "2026-05-15 4月分");
}

static void
records_of_the_same_name_and_rule_share_its_terms_out(struct test *t)
{
    struct signed_contract s;
    int64_t first, second;

    signed_open(t, &s);
    first = report(&s, "毎月 翌月15日");
    second = report(&s, "毎月 翌月15日");
    assert_string_equal(standing(&s, second), "2026-06-15 5月分");
    assert_string_equal(standing(&s, report(&s, "四半期 7/7 10/7 1/10 3/31")),
                        "2026-07-07 第1四半期分");
    signed_settle(&s, &deliverable_ledger, "2026-06-20");
    assert_string_equal(standing(&s, first), "2026-05-15 4月分");
    signed_do(&s, &deliverable_ledger, second, NULL, VALUES("note=様式を変える"));
    assert_string_equal(standing(&s, second), "2026-06-15 5月分");
}

static void
what_is_handed_in_once_follows_the_day_of_award_until_then(struct test *t)
{
    struct signed_contract s;
    struct terms *terms;
    int64_t id;

    signed_open(t, &s);
    id = report(&s, "契約後14日以内");
    assert_string_equal(standing(&s, id), " ");
    terms = signed_make(&s, &terms_ledger, VALUES("kind=委託", "awarded_on=2026-03-25"));
    signed_settle(&s, &deliverable_ledger, "2026-04-02");
    assert_string_equal(standing(&s, id), "2026-04-08 ");
    signed_do(&s, &deliverable_ledger, id, "deliver", VALUES("delivered_on=2026-04-02"));
    signed_change(&s, &terms_ledger, terms->base.id, NULL, VALUES("awarded_on=2026-03-26"));
    signed_settle(&s, &deliverable_ledger, "2026-04-03");
    assert_string_equal(standing(&s, id), "2026-04-08 ");
}

static void
a_day_from_a_rule_is_among_the_dues_with_what_it_is_for(struct test *t)
{
    struct signed_contract s;
    struct due_items dues;

    signed_open(t, &s);
    report(&s, "毎月 翌月15日");
    assert_true(
        dues_read(signed_act(&s, OFFICER), s.contract, (struct period){ { 0 }, { 0 } }, &dues));
    assert_int_equal(dues.count, 1);
    assert_string_equal(dues.rows[0].title, "4月分 納品（月次報告書）");
    assert_string_equal(iso_of(t, dues.rows[0].day), "2026-05-15");
}

const struct test_case deliverable_tests[] = {
    CASE(an_empty_day_comes_from_the_rule),
    CASE(a_rule_of_a_deliverable_that_cannot_be_read_is_refused_at_its_field),
    CASE(a_typed_day_goes_before_the_rule_until_it_is_emptied),
    CASE(records_of_the_same_name_and_rule_share_its_terms_out),
    CASE(what_is_handed_in_once_follows_the_day_of_award_until_then),
    CASE(a_day_from_a_rule_is_among_the_dues_with_what_it_is_for),
    { 0 },
};
