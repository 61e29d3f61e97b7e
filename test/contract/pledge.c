#include "contract/pledge.h"

#include "contract/assignment.h"
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

const struct test_case pledge_tests[] = {
    CASE(a_pledge_is_stored_with_its_signed_copy_and_marks_the_roster),
    CASE(who_signed_before_he_came_on_the_roster_has_signed),
    CASE(the_form_to_sign_knows_everything_already),
    CASE(a_signature_of_tomorrow_is_none),
    { 0 },
};
