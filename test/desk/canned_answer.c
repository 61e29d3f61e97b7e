#include "desk/canned_answer.h"

#include "counter.h"
#include "desk/inquiry.h"
#include "store/act.h"
#include "tests.h"

static int64_t
make(struct crew *c, const char *body)
{
    return crew_make(c, WORKER, &canned_answer_ledger, WITH("title", "受付", "body", body));
}

static void
places_become_what_the_inquiry_says(struct test *t)
{
    struct crew c;
    int64_t inquiry, id;
    struct act *a;

    crew_open(t, &c);
    inquiry = crew_make(&c, WORKER, &inquiry_ledger,
                        WITH("title", "印刷できない", "kind", "印刷", "requester_name", "小田"));
    id = make(&c, "{氏名}様 {番号}「{件名}」を{今日}に受け付けました。");
    a = crew_act(&c, WORKER);
    assert_string_equal(canned_text(a, crew_stored(&c, &canned_answer_ledger, id),
                                    crew_stored(&c, &inquiry_ledger, inquiry)),
                        "小田様 R8-000001「印刷できない」を令和8年4月6日（月）に受け付けました。");
}

static void
who_is_not_known_is_addressed_all_the_same(struct test *t)
{
    struct crew c;
    int64_t inquiry, id;
    struct act *a;

    crew_open(t, &c);
    inquiry = new_inquiry(&c);
    id = make(&c, "{氏名}様");
    a = crew_act(&c, WORKER);
    assert_string_equal(canned_text(a, crew_stored(&c, &canned_answer_ledger, id),
                                    crew_stored(&c, &inquiry_ledger, inquiry)),
                        "ご担当者様");
}

static void
a_place_nobody_knows_is_refused(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(
        crew_try(&c, WORKER, &canned_answer_ledger, WITH("title", "受付", "body", "{名前}様"), &id),
        "body", "「{名前}」は置き換えられません");
}

static void
uses_are_counted_with_their_day(struct test *t)
{
    struct crew c;
    const struct canned_answer *it;
    struct act *a;
    int64_t id;

    crew_open(t, &c);
    id = make(&c, "受け付けました。");
    a = crew_act(&c, WORKER);
    assert_done(a, canned_used(a, id) && canned_used(a, id));
    it = crew_stored(&c, &canned_answer_ledger, id);
    assert_int_equal(it->uses, 2);
    assert_day(it->used_on, "2026-04-06");
}

const struct test_case canned_answer_tests[] = {
    CASE(places_become_what_the_inquiry_says),
    CASE(who_is_not_known_is_addressed_all_the_same),
    CASE(a_place_nobody_knows_is_refused),
    CASE(uses_are_counted_with_their_day),
    { 0 },
};
