#include "contract/staffing.h"

#include <string.h>

#include "contract/assignment.h"
#include "contract/pledge.h"
#include "contract/qualification.h"
#include "contract/staffing_rule.h"
#include "crew.h"
#include "tests.h"

static const struct staffing_result *
only_result(struct crew *c, const char *day_text)
{
    struct staffing_results *out = NEW(c->test->arena, struct staffing_results);
    struct act *a = crew_act(c, CLIENT);

    assert_true(staffing_check(a, c->contract, day(day_text), out));
    assert_int_equal(out->count, 1);
    assert_int_equal(out->unmet, out->rows[0].met ? 0 : 1);
    return out->rows;
}

static void
rule(struct crew *c, const char *kind, const char *const *values)
{
    const char *all[30] = { "title", "条件", "kind", kind };
    size_t count = 4;

    for (; *values; values++)
        all[count++] = *values;
    crew_make(c, LEADER, &staffing_rule_ledger, all);
}

static void
one_member_with_one_of_the_qualifications_is_enough(struct test *t)
{
    struct crew c;
    const struct staffing_result *r;

    crew_open(t, &c);
    rule(&c, "qualified",
         WITH("roles", "監査人 主任担当者", "qualifications", "システム監査技術者\nCISA"));
    crew_member(&c, c.who[WORKER].person, "auditor");
    r = only_result(&c, "2026-04-06");
    assert_false(r->met);
    assert_string_equal(r->finding, "1人以上が必要です。いま0人です。");
    crew_make(&c, LEADER, &qualification_ledger,
              WITH("person", id_text(&c, c.who[WORKER].person), "title",
                   "公認情報システム監査人（ＣＩＳＡ）", "acquired_on", "2020-04-01", "expires_on",
                   "2026-12-31"));
    r = only_result(&c, "2026-04-06");
    assert_true(r->met);
    assert_non_null(strstr(r->who, "三浦（監査人）"));
    /* A certificate that has run out is none. */
    assert_false(only_result(&c, "2027-01-01")->met);
}

static void
a_qualification_in_another_role_does_not_count(struct test *t)
{
    struct crew c;

    crew_open(t, &c);
    rule(&c, "qualified", WITH("roles", "監査人", "qualifications", "CISSP"));
    crew_member(&c, c.who[WORKER].person, "instructor");
    crew_make(&c, LEADER, &qualification_ledger,
              WITH("person", id_text(&c, c.who[WORKER].person), "title", "CISSP"));
    assert_false(only_result(&c, "2026-04-06")->met);
}

static void
experience_counts_when_it_reaches_into_the_past_five_years(struct test *t)
{
    struct crew c;

    crew_open(t, &c);
    rule(&c, "experienced", WITH("roles", "監査人", "area", "自治体の情報セキュリティ監査"));
    crew_member(&c, c.who[WORKER].person, "auditor");
    crew_make(&c, LEADER, &experience_ledger,
              WITH("person", id_text(&c, c.who[WORKER].person), "title", "A市監査", "area",
                   "自治体監査", "from", "2019-04-01", "until", "2021-04-06"));
    /* The fifth year back ends on the same day. */
    assert_true(only_result(&c, "2026-04-06")->met);
    assert_false(only_result(&c, "2026-04-07")->met);
    crew_make(&c, LEADER, &experience_ledger,
              WITH("person", id_text(&c, c.who[WORKER].person), "title", "B社監査", "area",
                   "情報セキュリティ監査", "from", "2024-04-01"));
    assert_false(only_result(&c, "2026-04-07")->met);
}

static void
nobody_may_have_to_do_with_what_is_audited(struct test *t)
{
    struct crew c;
    const struct staffing_result *r;
    int64_t id;

    crew_open(t, &c);
    crew_member(&c, c.who[WORKER].person, "auditor");
    id = crew_make(
        &c, LEADER, &assignment_ledger,
        WITH("person", id_text(&c, c.who[LEADER].person), "role", "監査人", "from", "2026-04-01"));
    crew_do(&c, CLIENT, &assignment_ledger, id, "approve", NULL);
    rule(&c, "independent", WITH("roles", "監査人"));
    /* Who has not said so is not known to be independent. */
    r = only_result(&c, "2026-04-06");
    assert_false(r->met);
    assert_string_equal(r->who, "大石（監査人）：申告なし");
    crew_do(&c, LEADER, &assignment_ledger, id, NULL, WITH("involvement", "none"));
    assert_true(only_result(&c, "2026-04-06")->met);
}

static void
everybody_has_signed_or_is_named(struct test *t)
{
    struct crew c;
    struct unpledged_list list;
    const struct staffing_result *r;

    crew_open(t, &c);
    rule(&c, "pledged", WITH(NULL));
    assert_false(only_result(&c, "2026-04-06")->met);
    crew_member(&c, c.who[WORKER].person, "auditor");
    r = only_result(&c, "2026-04-06");
    assert_false(r->met);
    assert_string_equal(r->who, "三浦（監査人）");
    assert_true(pledges_missing(crew_act(&c, CLIENT), c.contract, &list));
    assert_int_equal(list.count, 1);
}

static void
a_rule_that_names_no_role_of_the_roster_is_refused(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(crew_try(&c, LEADER, &staffing_rule_ledger,
                            WITH("title", "条件", "kind", "present", "roles", "監査人、船長"), &id),
                   "roles", "船長");
    assert_refused(
        crew_try(&c, LEADER, &staffing_rule_ledger, WITH("title", "x", "kind", "qualified"), &id),
        "qualifications", "1つ以上");
}

/* Two operators and a supervisor for a diagnosis. */
struct diagnosis {
    struct crew c;
    int64_t people[4];
};

static void
diagnosis_open(struct test *t, struct diagnosis *d)
{
    static const char *const names[] = { "診断一", "診断二", "監督", "監督二" };

    crew_open(t, &d->c);
    for (size_t i = 0; i < 4; i++) {
        d->people[i] = crew_person(&d->c, names[i]);
        crew_member(&d->c, d->people[i], i < 2 ? "diagnosis_operator" : "diagnosis_supervisor");
    }
    crew_make(&d->c, LEADER, &qualification_ledger,
              WITH("person", id_text(&d->c, d->people[2]), "title", "登録セキスペ"));
}

static struct act *
team(struct diagnosis *d, const int64_t *people, size_t count)
{
    struct act *a = crew_act(&d->c, LEADER);

    bool good = staffing_team(a, d->c.contract, day("2026-04-06"), people, count);

    assert_int_equal(good, a->fault_count == 0);
    return a;
}

static void
a_diagnosis_has_two_operators_and_a_qualified_supervisor(struct test *t)
{
    struct diagnosis d;
    int64_t *p = d.people;

    diagnosis_open(t, &d);
    assert_int_equal(team(&d, p, 3)->fault_count, 0);
    /* One operator; nobody qualified; nobody supervises himself. */
    assert_refused(team(&d, (int64_t[]){ p[0], p[2] }, 2), NULL, "そろいません");
    assert_refused(team(&d, (int64_t[]){ p[0], p[1], p[3] }, 3), NULL, "そろいません");
    assert_refused(team(&d, (int64_t[]){ p[0], p[1] }, 2), NULL, "そろいません");
    assert_int_equal(team(&d, (int64_t[]){ p[0], p[3], p[2] }, 3)->fault_count, 0);
    assert_refused(team(&d, (int64_t[]){ p[0], p[1], p[2], d.c.who[WORKER].person }, 4), NULL,
                   "従事中でない");
    assert_refused(team(&d, (int64_t[]){ p[0], p[0], p[2] }, 3), NULL, "そろいません");
}

static void
the_contracts_own_rule_decides_on_the_team(struct test *t)
{
    struct diagnosis d;

    diagnosis_open(t, &d);
    rule(&d.c, "team",
         WITH("roles", "診断担当者", "others", "診断監督者", "qualifications", "CISSP"));
    assert_refused(team(&d, d.people, 3), NULL, "条件");
    crew_make(&d.c, LEADER, &qualification_ledger,
              WITH("person", id_text(&d.c, d.people[2]), "title", "CISSP"));
    assert_int_equal(team(&d, d.people, 3)->fault_count, 0);
    assert_true(only_result(&d.c, "2026-04-06")->met);
}

static void
who_develops_the_target_is_in_no_team(struct test *t)
{
    struct diagnosis d;
    int64_t id;

    diagnosis_open(t, &d);
    id = crew_make(&d.c, LEADER, &assignment_ledger,
                   WITH("person", id_text(&d.c, d.c.who[WORKER].person), "role", "診断担当者",
                        "from", "2026-04-01", "involvement", "開発している"));
    crew_do(&d.c, CLIENT, &assignment_ledger, id, "approve", NULL);
    assert_refused(
        team(&d, (int64_t[]){ d.people[0], d.people[1], d.people[2], d.c.who[WORKER].person }, 4),
        NULL, "関わっている");
}

static void
a_stranger_learns_nothing_of_the_team(struct test *t)
{
    struct crew c;
    struct staffing_results out;
    struct act *a;

    crew_open(t, &c);
    a = crew_act(&c, FOREIGNER);
    assert_false(staffing_check(a, c.contract, day("2026-04-06"), &out));
    assert_int_equal(a->faults->kind, FAULT_MISSING);
}

const struct test_case staffing_tests[] = {
    CASE(one_member_with_one_of_the_qualifications_is_enough),
    CASE(a_qualification_in_another_role_does_not_count),
    CASE(experience_counts_when_it_reaches_into_the_past_five_years),
    CASE(nobody_may_have_to_do_with_what_is_audited),
    CASE(everybody_has_signed_or_is_named),
    CASE(a_rule_that_names_no_role_of_the_roster_is_refused),
    CASE(a_diagnosis_has_two_operators_and_a_qualified_supervisor),
    CASE(the_contracts_own_rule_decides_on_the_team),
    CASE(who_develops_the_target_is_in_no_team),
    CASE(a_stranger_learns_nothing_of_the_team),
    { 0 },
};
