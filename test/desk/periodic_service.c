#include "desk/periodic_service.h"

#include "contract/crew.h"
#include "desk/inquiry.h"
#include "desk/satisfaction.h"
#include "desk/vendor_case.h"
#include "store/act.h"
#include "tests.h"

static void
hand_over(struct crew *c, int64_t inquiry, const char *due, const char *answered)
{
    int64_t id = crew_make(c, WORKER, &vendor_case_ledger,
                           WITH("inquiry", id_text(c, inquiry), "vendor_name", "東端末サービス",
                                "question", "調査", "due_on", due));

    if (answered)
        crew_do(c, WORKER, &vendor_case_ledger, id, "answer",
                WITH("answered_at", answered, "answer", "直した"));
}

static struct periodic_service
read(struct crew *c)
{
    struct periodic_service m = { 0 };
    struct act *a = crew_console(c);

    assert_done(a, periodic_service_read(a, c->contract, day("2026-04-01"), day("2026-04-30"), &m));
    return m;
}

/* Of three, one on the last minute of its day, one a minute later, one not at all. */
static void
vendors_are_counted_with_what_they_kept(struct test *t)
{
    struct crew c;
    struct periodic_service m;
    int64_t inquiry;

    crew_open(t, &c);
    inquiry = crew_make(&c, WORKER, &inquiry_ledger, WITH("title", "読取不良", "kind", "機器"));
    hand_over(&c, inquiry, "2026-04-07", "2026-04-07 23:59");
    hand_over(&c, inquiry, "2026-04-07", "2026-04-08 0:00");
    hand_over(&c, inquiry, "2026-04-07", NULL);
    m = read(&c);
    assert_int_equal(m.vendors.count, 1);
    assert_string_equal(m.vendors.rows[0].vendor, "東端末サービス");
    assert_int_equal(m.vendors.rows[0].handed, 3);
    assert_int_equal(m.vendors.rows[0].answered, 2);
    assert_int_equal(m.vendors.rows[0].in_time, 1);
    assert_int_equal(m.vendors.rows[0].minutes, (39 * 60 - 1) + 39 * 60);
}

static void
opinions_are_counted_by_what_they_say(struct test *t)
{
    struct crew c;
    struct periodic_service m;
    struct act *a;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, WORKER, &inquiry_ledger, WITH("title", "読取不良", "kind", "機器"));
    crew_do(&c, WORKER, &inquiry_ledger, id, "complete", WITH("completed_on", "2026-04-06"));
    a = crew_console(&c);
    assert_done(a, satisfaction_answer(a, id, "good", ""));
    m = read(&c);
    assert_int_equal(m.scores.count, 1);
    assert_string_equal(m.scores.rows[0].score, "good");
    assert_int_equal(m.scores.rows[0].number, 1);
}

const struct test_case periodic_service_tests[] = {
    CASE(vendors_are_counted_with_what_they_kept),
    CASE(opinions_are_counted_by_what_they_say),
    { 0 },
};
