#include "contract/training.h"

#include "contract/assignment.h"
#include "crew.h"
#include "tests.h"

static int64_t
held(struct crew *c, const char *day_text)
{
    int64_t id = crew_make(c, LEADER, &training_ledger,
                           WITH("title", "着任時研修", "kind", "情報セキュリティ", "content",
                                "持ち出しの手順", "planned_on", "2026-04-06"));

    crew_do(c, WORKER, &training_ledger, id, "hold", WITH("held_on", day_text));
    return id;
}

static void
the_report_names_who_attended_and_who_did_not(struct test *t)
{
    struct crew c;
    struct training_report report;
    const struct assignment *it;
    int64_t id, member;

    crew_open(t, &c);
    member = crew_member(&c, c.who[WORKER].person, "auditor");
    crew_member(&c, c.who[LEADER].person, "service_manager");
    id = held(&c, "2026-04-03");
    crew_make(&c, WORKER, &attendance_ledger,
              WITH("training", id_text(&c, id), "person", id_text(&c, c.who[WORKER].person),
                   "result", "○"));
    assert_true(training_report_read(crew_act(&c, CLIENT), id, &report));
    assert_int_equal(report.count, 2);
    assert_int_equal(report.attended, 1);
    assert_int_equal(report.missing, 1);
    assert_string_equal(report.people[0].name, "大石");
    assert_string_equal(report.people[0].result, "未記録");
    assert_string_equal(report.people[1].role, "監査人");
    it = crew_stored(&c, &assignment_ledger, member);
    assert_day(it->trained_on, "2026-04-03");
    assert_int_equal(crew_count(&c, &assignment_ledger, "view", "untrained"), 1);
}

static void
who_was_absent_is_not_trained(struct test *t)
{
    struct crew c;
    const struct assignment *it;
    int64_t id, member, record;

    crew_open(t, &c);
    member = crew_member(&c, c.who[WORKER].person, "auditor");
    id = held(&c, "2026-04-03");
    record = crew_make(&c, WORKER, &attendance_ledger,
                       WITH("training", id_text(&c, id), "person",
                            id_text(&c, c.who[WORKER].person), "result", "欠席"));
    it = crew_stored(&c, &assignment_ledger, member);
    assert_day(it->trained_on, "");
    crew_do(&c, WORKER, &attendance_ledger, record, NULL,
            WITH("result", "受講", "attended_on", "2026-04-06"));
    it = crew_stored(&c, &assignment_ledger, member);
    assert_day(it->trained_on, "2026-04-06");
}

static void
a_person_is_written_down_once_for_a_training(struct test *t)
{
    struct crew c;
    const char *const *values;
    int64_t id, again;

    crew_open(t, &c);
    id = held(&c, "2026-04-03");
    values = WITH("training", id_text(&c, id), "person", id_text(&c, c.who[WORKER].person),
                  "result", "受講");
    crew_make(&c, WORKER, &attendance_ledger, values);
    assert_refused(crew_try(&c, WORKER, &attendance_ledger, values, &again), "person", "もう記録");
}

const struct test_case training_tests[] = {
    CASE(the_report_names_who_attended_and_who_did_not),
    CASE(who_was_absent_is_not_trained),
    CASE(a_person_is_written_down_once_for_a_training),
    { 0 },
};
