#include "desk/virus_event.h"

#include "contract/crew.h"
#include "desk/inquiry.h"
#include "tests.h"

static struct act *
detect(struct crew *c, const char *action, const char *host, int64_t *id)
{
    return crew_try(c, WORKER, &virus_event_ledger,
                    WITH("title", "EICAR-Test-File", "detected_at", "2026-04-06T08:50", "host",
                         host, "action", action),
                    id);
}

static void
what_was_not_stopped_opens_an_inquiry(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    detect(&c, "quarantined", "AOBA-N0101", &id);
    assert_true(id != 0);
    assert_int_equal(crew_count(&c, &inquiry_ledger, "kind", "セキュリティ"), 0);
    detect(&c, "none", "AOBA-N0101", &id);
    assert_true(id != 0);
    assert_int_equal(crew_count(&c, &inquiry_ledger, "kind", "セキュリティ"), 1);
    assert_int_equal(crew_count(&c, &virus_event_ledger, "view", "unhandled"), 1);
}

static void
a_detection_names_its_device(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(detect(&c, "deleted", "", &id), "device", "コンピュータ名");
}

static void
it_closes_with_measures_result_and_report(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    detect(&c, "deleted", "AOBA-N0101", &id);
    assert_refused(crew_move(&c, WORKER, &virus_event_ledger, id, "close",
                             WITH("measures", "全体を検査した", "result", "異常なし")),
                   "reported_on", "");
    assert_refused(crew_move(&c, WORKER, &virus_event_ledger, id, "close",
                             WITH("measures", "全体を検査した", "result", "異常なし", "reported_on",
                                  "2026-04-05")),
                   "reported_on", "検知より前");
    crew_do(&c, WORKER, &virus_event_ledger, id, "close",
            WITH("measures", "全体を検査した", "result", "異常なし", "reported_on", "2026-04-06"));
    assert_int_equal(crew_count(&c, &virus_event_ledger, "view", "open"), 0);
}

const struct test_case virus_event_tests[] = {
    CASE(what_was_not_stopped_opens_an_inquiry),
    CASE(a_detection_names_its_device),
    CASE(it_closes_with_measures_result_and_report),
    { 0 },
};
