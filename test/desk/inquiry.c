#include "desk/inquiry.h"

#include "counter.h"
#include "tests.h"

/* A Monday at 9:00; the answer is due on the next working day. */
static void
an_inquiry_is_the_matter_of_the_section_that_asks(struct test *t)
{
    struct crew c;
    const struct inquiry *it;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, WORKER, &inquiry_ledger,
                   WITH("title", "印刷できない", "kind", "印刷", "section", id_text(&c, c.city)));
    it = crew_stored(&c, &inquiry_ledger, id);
    assert_int_equal(it->base.organisation, c.city);
    assert_string_equal(it->priority.code, "middle");
    assert_int_equal(it->received_at.us, c.now.us);
    assert_day(instant_date(it->due), "2026-04-07");
}

static void
a_completed_inquiry_has_its_day_and_none_before_it_came(struct test *t)
{
    struct crew c;
    const struct inquiry *it;
    int64_t id;

    crew_open(t, &c);
    id = new_inquiry(&c);
    assert_refused(
        crew_move(&c, WORKER, &inquiry_ledger, id, "complete", WITH("completed_on", "2026-04-03")),
        "completed_on", "受付日より前");
    crew_on(&c, "2026-04-08");
    crew_do(&c, WORKER, &inquiry_ledger, id, "complete", WITH("completed_on", "2026-04-08"));
    it = crew_stored(&c, &inquiry_ledger, id);
    assert_int_equal(it->answered_at.us, c.now.us);
    crew_do(&c, WORKER, &inquiry_ledger, id, "reopen", NULL);
    it = crew_stored(&c, &inquiry_ledger, id);
    assert_int_equal(it->answered_at.us, 0);
}

const struct test_case inquiry_tests[] = {
    CASE(an_inquiry_is_the_matter_of_the_section_that_asks),
    CASE(a_completed_inquiry_has_its_day_and_none_before_it_came),
    { 0 },
};
