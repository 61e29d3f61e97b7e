#include "contract/pledge.h"

#include "contract/assignment.h"
#include "contract/dues.h"
#include "crew.h"
#include "tests.h"

static void
a_pledge_is_stored_with_its_signed_copy_and_marks_the_roster(struct test *t)
{
    struct crew c;
    const struct assignment *it;
    int64_t member, id;

    crew_open(t, &c);
    member = crew_member(&c, c.who[WORKER].person, "auditor");
    assert_int_equal(crew_count(&c, &assignment_ledger, "view", "unpledged"), 1);
    id = crew_make(&c, LEADER, &pledge_ledger,
                   WITH("person", id_text(&c, c.who[WORKER].person), "kind", "秘密保持誓約書",
                        "asked_on", "2026-04-01"));
    assert_refused(crew_move(&c, LEADER, &pledge_ledger, id, "receive", NULL), "signed_on", "必須");
    assert_refused(
        crew_move(&c, LEADER, &pledge_ledger, id, "receive", WITH("signed_on", "2026-04-03")),
        "kept_at", "写しがありません");
    crew_do(&c, LEADER, &pledge_ledger, id, "receive",
            WITH("signed_on", "2026-04-03", "kept_at", "本社 耐火庫"));
    it = crew_stored(&c, &assignment_ledger, member);
    assert_day(it->pledged_on, "2026-04-03");
    assert_int_equal(crew_count(&c, &assignment_ledger, "view", "unpledged"), 0);
    crew_do(&c, LEADER, &pledge_ledger, id, "ask_again", NULL);
    assert_int_equal(crew_count(&c, &assignment_ledger, "view", "unpledged"), 1);
}

static void
who_signed_before_he_came_on_the_roster_has_signed(struct test *t)
{
    struct crew c;
    const struct assignment *it;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, LEADER, &pledge_ledger,
                   WITH("person", id_text(&c, c.who[WORKER].person), "kind", "secrecy"));
    crew_do(&c, LEADER, &pledge_ledger, id, "receive",
            WITH("signed_on", "2026-04-03", "kept_at", "本社"));
    it = crew_stored(&c, &assignment_ledger, crew_member(&c, c.who[WORKER].person, "auditor"));
    assert_day(it->pledged_on, "2026-04-03");
}

static void
the_form_to_sign_knows_everything_already(struct test *t)
{
    struct crew c;
    struct pledge_form form;
    struct act *a;
    int64_t id;

    crew_open(t, &c);
    crew_member(&c, c.who[WORKER].person, "auditor");
    id = crew_make(&c, LEADER, &pledge_ledger,
                   WITH("person", id_text(&c, c.who[WORKER].person), "kind", "secrecy"));
    a = crew_act(&c, LEADER);
    assert_true(pledge_form_read(a, id, &form));
    assert_string_equal(form.kind, "秘密保持誓約書");
    assert_string_equal(form.contract, "運用支援");
    assert_string_equal(form.client, "青葉市");
    assert_string_equal(form.contractor, "襷情報サービス");
    assert_string_equal(form.name, "三浦");
    assert_string_equal(form.role, "監査人");
}

static void
a_signature_of_tomorrow_is_none(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(crew_try(&c, LEADER, &pledge_ledger,
                            WITH("person", id_text(&c, c.who[WORKER].person), "kind", "secrecy",
                                 "signed_on", "2026-04-07"),
                            &id),
                   "signed_on", "今日より後");
}

static bool
unpledge(struct act *a, void *with)
{
    return assignments_unpledge(a, with);
}

static size_t
unpledge_on(struct crew *c, const char *day)
{
    struct act *a;
    size_t count = 0;

    crew_on(c, day);
    a = crew_job(c);
    assert_done(a, act_write(a, unpledge, &count));
    act_end(a);
    return count;
}

static void
a_pledge_for_a_year_has_to_be_given_again_after_it(struct test *t)
{
    struct crew c;
    struct due_items dues;
    struct act *a;
    int64_t id;

    crew_open(t, &c);
    crew_member(&c, c.who[WORKER].person, "auditor");
    id = crew_make(&c, LEADER, &pledge_ledger,
                   WITH("person", id_text(&c, c.who[WORKER].person), "kind", "secrecy"));
    crew_do(&c, LEADER, &pledge_ledger, id, "receive",
            WITH("signed_on", "2026-04-03", "until", "2026-06-30", "kept_at", "本社"));
    a = crew_act(&c, LEADER);
    assert_done(a, dues_read(a, c.contract, (struct period){ { 0 }, day("2026-06-30") }, &dues));
    assert_int_equal(dues.count, 1);
    assert_true(dues.rows[0].risk);
    assert_day(dues.rows[0].day, "2026-06-30");
    assert_int_equal(unpledge_on(&c, "2026-06-30"), 0);
    assert_int_equal(crew_count(&c, &assignment_ledger, "view", "unpledged"), 0);
    assert_int_equal(unpledge_on(&c, "2026-07-01"), 1);
    assert_int_equal(unpledge_on(&c, "2026-07-01"), 0);
    assert_int_equal(crew_count(&c, &assignment_ledger, "view", "unpledged"), 1);
    assert_int_equal(crew_count(&c, &pledge_ledger, "view", "ended"), 1);
}

static void
a_pledge_does_not_end_before_it_was_signed(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(crew_try(&c, LEADER, &pledge_ledger,
                            WITH("person", id_text(&c, c.who[WORKER].person), "kind", "secrecy",
                                 "signed_on", "2026-04-03", "until", "2026-04-02"),
                            &id),
                   "until", "署名した日より前");
}

const struct test_case pledge_tests[] = {
    CASE(a_pledge_is_stored_with_its_signed_copy_and_marks_the_roster),
    CASE(who_signed_before_he_came_on_the_roster_has_signed),
    CASE(the_form_to_sign_knows_everything_already),
    CASE(a_signature_of_tomorrow_is_none),
    CASE(a_pledge_for_a_year_has_to_be_given_again_after_it),
    CASE(a_pledge_does_not_end_before_it_was_signed),
    { 0 },
};
