#include "desk/vendor_case.h"

#include "contract/crew.h"
#include "contract/terms.h"
#include "desk/inquiry.h"
#include "ledger/core/core.h"
#include "tests.h"

struct asked {
    struct crew c;
    int64_t inquiry;
};

static void
open_asked(struct test *t, struct asked *s, const char *pauses)
{
    crew_open(t, &s->c);
    crew_make(&s->c, LEADER, &terms_ledger, WITH("kind", "assignment", "vendor_pauses", pauses));
    s->inquiry =
        crew_make(&s->c, WORKER, &inquiry_ledger, WITH("title", "読み取れない", "kind", "機器"));
}

static int64_t
hand_over(struct asked *s)
{
    return crew_make(&s->c, WORKER, &vendor_case_ledger,
                     WITH("inquiry", id_text(&s->c, s->inquiry), "vendor_name", "東端末サービス",
                          "vendor_number", "48-1127", "question", "原因の調査"));
}

static void
answer(struct asked *s, int64_t id)
{
    crew_do(&s->c, WORKER, &vendor_case_ledger, id, "answer",
            WITH("answered_at", "2026-04-08 9:00", "answer", "前の版に戻す"));
}

static void
the_inquirys_clock_stands_still_where_it_was_agreed(struct test *t)
{
    struct asked s;
    const struct inquiry *it;
    int64_t id;

    open_asked(t, &s, "1");
    id = hand_over(&s);
    assert_state(&s.c, &inquiry_ledger, s.inquiry, "vendor");
    crew_on(&s.c, "2026-04-08");
    answer(&s, id);
    assert_state(&s.c, &inquiry_ledger, s.inquiry, "working");
    it = crew_stored(&s.c, &inquiry_ledger, s.inquiry);
    assert_true(instant_date(it->due).day > day("2026-04-07").day);
}

static void
it_goes_on_where_it_was_not(struct test *t)
{
    struct asked s;
    const struct inquiry *it;

    open_asked(t, &s, "");
    hand_over(&s);
    assert_state(&s.c, &inquiry_ledger, s.inquiry, "working");
    it = crew_stored(&s.c, &inquiry_ledger, s.inquiry);
    assert_day(instant_date(it->due), "2026-04-07");
}

static void
it_is_worked_on_again_when_nobody_is_waited_for(struct test *t)
{
    struct asked s;
    int64_t first, second;

    open_asked(t, &s, "1");
    first = hand_over(&s);
    second = hand_over(&s);
    crew_on(&s.c, "2026-04-08");
    answer(&s, first);
    assert_state(&s.c, &inquiry_ledger, s.inquiry, "vendor");
    crew_do(&s.c, WORKER, &vendor_case_ledger, second, "withdraw", NULL);
    assert_state(&s.c, &inquiry_ledger, s.inquiry, "working");
}

static void
vendor_and_day_come_from_the_support_desk(struct test *t)
{
    struct asked s;
    const struct vendor_case *it;
    int64_t desk, id;

    open_asked(t, &s, "1");
    desk = crew_make(
        &s.c, LEADER, &support_desk_ledger,
        WITH("title", "証明書発行", "vendor", id_text(&s.c, s.c.vendor), "answer_days", "2"));
    id = crew_make(&s.c, WORKER, &vendor_case_ledger,
                   WITH("inquiry", id_text(&s.c, s.inquiry), "support_desk", id_text(&s.c, desk),
                        "question", "原因の調査"));
    it = crew_stored(&s.c, &vendor_case_ledger, id);
    assert_int_equal(it->vendor.id, s.c.vendor);
    assert_day(it->due_on, "2026-04-08");
}

static void
a_hand_over_names_somebody(struct test *t)
{
    struct asked s;
    int64_t id;

    open_asked(t, &s, "1");
    assert_refused(crew_try(&s.c, WORKER, &vendor_case_ledger,
                            WITH("inquiry", id_text(&s.c, s.inquiry), "question", "調査"), &id),
                   "vendor", "業者か、保守窓口");
}

static void
an_answer_after_its_day_is_late(struct test *t)
{
    struct asked s;
    int64_t id;

    open_asked(t, &s, "1");
    id = crew_make(&s.c, WORKER, &vendor_case_ledger,
                   WITH("inquiry", id_text(&s.c, s.inquiry), "vendor_name", "東端末サービス",
                        "question", "調査", "due_on", "2026-04-07"));
    crew_on(&s.c, "2026-04-08");
    assert_int_equal(crew_count(&s.c, &vendor_case_ledger, "view", "late"), 1);
    answer(&s, id);
    assert_int_equal(crew_count(&s.c, &vendor_case_ledger, "view", "late"), 0);
}

const struct test_case vendor_case_tests[] = {
    CASE(the_inquirys_clock_stands_still_where_it_was_agreed),
    CASE(it_goes_on_where_it_was_not),
    CASE(it_is_worked_on_again_when_nobody_is_waited_for),
    CASE(vendor_and_day_come_from_the_support_desk),
    CASE(a_hand_over_names_somebody),
    CASE(an_answer_after_its_day_is_late),
    { 0 },
};
