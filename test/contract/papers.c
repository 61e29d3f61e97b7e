#include "contract/papers.h"

#include <string.h>

#include "base/buffer.h"
#include "contract/contract.h"
#include "contract/document.h"
#include "contract/meeting.h"
#include "contract/pledge.h"
#include "contract/training.h"
#include "crew.h"
#include "render/document.h"
#include "render/figure.h"
#include "render/html.h"
#include "render/report.h"
#include "tests.h"
#include "web/module.h"

/* The paper as HTML, by one of the people; NULL with the act's faults when it is refused. */
static const char *
paper_of(struct crew *c, struct act *a, const struct report *report, int64_t record)
{
    struct buffer text = { .arena = c->test->arena };
    struct report_order order = { .contract = c->contract, .record = record };
    struct document d;
    int64_t records = 0;

    report_period(report->span, day("2026-04-06"), &order.from, &order.until);
    if (!report_make(a, report, &order, &d, &records))
        return NULL;
    assert_non_null(d.title);
    assert_non_null(d.class_mark);
    document_fragment(c->test->arena, &d, &text);
    buffer_char(&text, '\0');
    return buffer_string(&text);
}

static void
assert_says(struct crew *c, const struct report *report, int64_t record, const char *words)
{
    struct act *a = crew_act(c, LEADER);
    const char *text = paper_of(c, a, report, record);

    assert_done(a, text != NULL);
    act_end(a);
    if (!strstr(text, words))
        fail_msg("%s does not say %s", report->key, words);
}

static int64_t
held_meeting(struct crew *c)
{
    int64_t id = crew_make(c, WORKER, &meeting_ledger,
                           WITH("title", "第1回定例会", "begins_at", "2026-04-06 08:30",
                                "decisions", "予約は週2回とする。"));

    crew_make(c, WORKER, &action_item_ledger,
              WITH("title", "手順書を直す", "side", "受託者", "due_on", "2026-04-20", "meeting",
                   id_text(c, id)));
    return id;
}

static void
a_paper_of_an_empty_contract_counts_none_and_has_no_fault(struct test *t)
{
    struct crew c;

    crew_open(t, &c);
    for (const struct report *const *it = contract_module.reports; *it; it++)
        if (!(*it)->of)
            assert_says(&c, *it, 0, "運用支援");
    assert_says(&c, &deliverables_report, 0, "成果物は0件である。");
    assert_says(&c, &coverage_report, 0, "契約の義務0件のうち、0件（0％）を証明した。");
    assert_says(&c, &schedule_report, 0, "作業の記録は0件である。");
}

static void
keys_and_titles_of_papers_differ(struct test *t)
{
    (void)t;
    for (const struct report *const *it = contract_module.reports; *it; it++)
        for (const struct report *const *other = it + 1; *other; other++) {
            assert_string_not_equal((*it)->key, (*other)->key);
            assert_string_not_equal((*it)->title, (*other)->title);
        }
}

static void
minutes_have_what_was_decided_and_what_is_to_be_done(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = held_meeting(&c);
    assert_says(&c, &minutes_report, id, "第1回定例会　議事録");
    assert_says(&c, &minutes_report, id, "予約は週2回とする。");
    assert_says(&c, &minutes_report, id, "手順書を直す");
    assert_says(&c, &minutes_report, id, "R8.4.20");
}

static void
the_roster_counts_people_and_pledges(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    crew_member(&c, c.who[WORKER].person, "auditor");
    id = crew_make(&c, LEADER, &pledge_ledger,
                   WITH("person", id_text(&c, c.who[WORKER].person), "kind", "secrecy"));
    assert_says(&c, &roster_report, 0, "従事者は1人で、誓約書は0人");
    assert_says(&c, &pledge_report, id, "誓約する者　三浦");
    crew_do(&c, LEADER, &pledge_ledger, id, "receive",
            WITH("signed_on", "2026-04-03", "kept_at", "本社"));
    assert_says(&c, &roster_report, 0, "従事者は1人で、誓約書は1人");
    assert_says(&c, &pledge_report, id, "令和8年4月3日");
}

static void
the_month_has_what_lies_in_it_and_nothing_else(struct test *t)
{
    struct crew c;

    crew_open(t, &c);
    crew_make(
        &c, LEADER, &training_ledger,
        WITH("title", "四月の研修", "kind", "work", "content", "手順", "held_on", "2026-04-02"));
    crew_make(
        &c, LEADER, &training_ledger,
        WITH("title", "三月の研修", "kind", "work", "content", "手順", "held_on", "2026-03-31"));
    assert_says(&c, &contract_month_report, 0, "四月の研修");
    assert_null(
        strstr(paper_of(&c, crew_act(&c, LEADER), &contract_month_report, 0), "三月の研修"));
}

static void
a_paper_is_refused_to_who_has_no_part_in_it(struct test *t)
{
    struct crew c;
    struct act *a;
    int64_t id;

    crew_open(t, &c);
    id = held_meeting(&c);
    a = crew_act(&c, CLIENT);
    assert_null(paper_of(&c, a, &minutes_report, id));
    assert_refused(a, NULL, "権限がありません");
    a = crew_act(&c, FOREIGNER);
    assert_null(paper_of(&c, a, &minutes_report, id));
    assert_refused(a, NULL, "権限がありません");
    a = crew_act(&c, LEADER);
    assert_null(paper_of(&c, a, &minutes_report, id + 1000));
    assert_int_equal(a->faults->kind, FAULT_MISSING);
}

const struct test_case papers_tests[] = {
    CASE(a_paper_of_an_empty_contract_counts_none_and_has_no_fault),
    CASE(keys_and_titles_of_papers_differ),
    CASE(minutes_have_what_was_decided_and_what_is_to_be_done),
    CASE(the_roster_counts_people_and_pledges),
    CASE(the_month_has_what_lies_in_it_and_nothing_else),
    CASE(a_paper_is_refused_to_who_has_no_part_in_it),
    { 0 },
};
