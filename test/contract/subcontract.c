#include "contract/subcontract.h"

#include <string.h>

#include "contract/assignment.h"
#include "crew.h"
#include "tests.h"

static const char *const good[] = {
    "title",
    "コールセンター業務の一部",
    "scope",
    "一部",
    "party_name",
    "北電話株式会社",
    "reason",
    "夜間の体制のため",
    "content",
    "夜間の一次受付",
    "information",
    "なし",
    "safety",
    "入退室の管理",
    "supervision_method",
    "月1回の訪問",
    "price",
    "1200000",
    NULL,
};

static struct act *
with(struct crew *c, const char *name, const char *value, int64_t *id)
{
    const char *all[40];
    size_t count = 0;
    bool there = false;

    for (; good[count]; count += 2) {
        bool same = strcmp(good[count], name) == 0;

        all[count] = good[count];
        all[count + 1] = same ? value : good[count + 1];
        there |= same;
    }
    if (!there) {
        all[count++] = name;
        all[count++] = value;
    }
    all[count] = NULL;
    return crew_try(c, LEADER, &subcontract_ledger, all, id);
}

static void
the_whole_of_the_work_is_never_given_away(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(with(&c, "scope", "業務の全部または主要な部分", &id), "scope",
                   "全部または主要な部分は再委託できません");
    assert_int_equal(id, 0);
}

static void
a_request_says_everything_that_is_asked(struct test *t)
{
    static const char *const needed[] = {
        "reason", "content", "safety", "information", "supervision_method", "title"
    };
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        assert_refused(with(&c, needed[i], "", &id), needed[i], "必須");
    assert_refused(with(&c, "party_name", "", &id), "party", "必須");
    assert_refused(with(&c, "personal_data", "1", &id), "safety_copy", "写し");
    assert_refused(with(&c, "further", "1", &id), "further_content", "相手方と内容");
}

static void
its_people_begin_when_it_is_approved(struct test *t)
{
    struct crew c;
    struct yen total;
    int64_t id, member;

    crew_open(t, &c);
    assert_int_equal(with(&c, "notes", "", &id)->fault_count, 0);
    member = crew_make(&c, LEADER, &assignment_ledger,
                       WITH("person", id_text(&c, c.who[WORKER].person), "role", "作業従事者",
                            "from", "2026-04-06", "subcontract", id_text(&c, id)));
    assert_refused(crew_move(&c, CLIENT, &assignment_ledger, member, "approve", NULL),
                   "subcontract", "承認されていません");
    crew_do(&c, CLIENT, &subcontract_ledger, id, "approve", NULL);
    crew_do(&c, CLIENT, &assignment_ledger, member, "approve", NULL);
    assert_true(subcontract_total(crew_act(&c, CLIENT), c.contract, &total));
    assert_int_equal(total.yen, 1200000);
}

static void
what_was_approved_is_not_changed(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    with(&c, "notes", "", &id);
    crew_do(&c, LEADER, &subcontract_ledger, id, NULL, WITH("price", "1300000"));
    crew_do(&c, DECIDER, &subcontract_ledger, id, "approve", NULL);
    assert_refused(crew_move(&c, LEADER, &subcontract_ledger, id, NULL, WITH("price", "1400000")),
                   "price", "決まったもの");
    crew_do(&c, LEADER, &subcontract_ledger, id, NULL, WITH("notes", "契約書を受領"));
}

static void
supervision_that_gave_orders_stays_open_until_they_are_followed(struct test *t)
{
    struct crew c;
    int64_t id, visit;

    crew_open(t, &c);
    with(&c, "notes", "", &id);
    assert_refused(crew_try(&c, WORKER, &supervision_ledger,
                            WITH("subcontract", id_text(&c, id), "held_on", "2026-04-06", "method",
                                 "訪問", "findings", "施錠", "result", "指示した"),
                            &visit),
                   "instructions", "内容");
    visit = crew_make(&c, WORKER, &supervision_ledger,
                      WITH("subcontract", id_text(&c, id), "held_on", "2026-04-06", "method",
                           "訪問", "findings", "施錠", "result", "指示した", "instructions",
                           "鍵の管理簿を付ける"));
    assert_int_equal(crew_count(&c, &supervision_ledger, "view", "open"), 1);
    crew_do(&c, WORKER, &supervision_ledger, visit, NULL, WITH("settled_on", "2026-04-06"));
    assert_int_equal(crew_count(&c, &supervision_ledger, "view", "open"), 0);
}

const struct test_case subcontract_tests[] = {
    CASE(the_whole_of_the_work_is_never_given_away),
    CASE(a_request_says_everything_that_is_asked),
    CASE(its_people_begin_when_it_is_approved),
    CASE(what_was_approved_is_not_changed),
    CASE(supervision_that_gave_orders_stays_open_until_they_are_followed),
    { 0 },
};
