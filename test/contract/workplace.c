#include "contract/workplace.h"

#include "crew.h"
#include "tests.h"

static int64_t
place(struct crew *c, const char *title, const char *replaces)
{
    return crew_make(c, LEADER, &workplace_ledger,
                     WITH("title", title, "kind", "受託者の事業所", "work", "データ入力", "safety",
                          "施錠", "replaces", replaces, "reason", *replaces ? "移転のため" : ""));
}

static void
the_old_place_is_good_until_the_new_one_is_approved(struct test *t)
{
    struct crew c;
    const struct workplace *old;
    int64_t first, second;

    crew_open(t, &c);
    first = place(&c, "本社3階", "");
    crew_do(&c, CLIENT, &workplace_ledger, first, "approve", NULL);
    assert_refused(crew_move(&c, LEADER, &workplace_ledger, first, NULL, WITH("title", "本社4階")),
                   "title", "新しい申請");
    second = place(&c, "本社4階", id_text(&c, first));
    assert_state(&c, &workplace_ledger, first, "approved");
    crew_do(&c, CLIENT, &workplace_ledger, second, "approve", NULL);
    old = crew_stored(&c, &workplace_ledger, first);
    assert_string_equal(old->base.state, "ended");
    assert_day(old->until, "2026-04-06");
    assert_state(&c, &workplace_ledger, second, "approved");
}

static void
a_change_says_why_and_what_it_replaces(struct test *t)
{
    struct crew c;
    int64_t first, id;

    crew_open(t, &c);
    first = place(&c, "本社3階", "");
    assert_refused(crew_try(&c, LEADER, &workplace_ledger,
                            WITH("title", "本社4階", "kind", "contractor", "work", "x", "safety",
                                 "x", "replaces", id_text(&c, first)),
                            &id),
                   "reason", "必須");
    assert_refused(crew_try(&c, LEADER, &workplace_ledger,
                            WITH("title", "本社4階", "kind", "contractor", "work", "x", "safety",
                                 "x", "replaces", id_text(&c, first), "reason", "移転"),
                            &id),
                   "replaces", "承認されていません");
}

static void
the_contractor_cannot_approve_for_himself(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = place(&c, "本社3階", "");
    assert_refused(crew_move(&c, LEADER, &workplace_ledger, id, "approve", NULL), NULL, "権限");
    assert_refused(crew_move(&c, WORKER, &workplace_ledger, id, "withdraw", NULL), NULL, "権限");
}

static void
a_way_of_transport_is_changed_in_the_same_way(struct test *t)
{
    struct crew c;
    int64_t first, second;

    crew_open(t, &c);
    first = crew_make(&c, LEADER, &transport_method_ledger,
                      WITH("title", "専用便", "kind", "専用便", "information", "受講者名簿",
                           "safety", "施錠した箱"));
    crew_do(&c, DECIDER, &transport_method_ledger, first, "approve", NULL);
    second =
        crew_make(&c, LEADER, &transport_method_ledger,
                  WITH("title", "手渡し", "kind", "手渡し", "information", "受講者名簿", "safety",
                       "2名で運ぶ", "replaces", id_text(&c, first), "reason", "件数が減ったため"));
    crew_do(&c, CLIENT, &transport_method_ledger, second, "approve", NULL);
    assert_state(&c, &transport_method_ledger, first, "ended");
}

const struct test_case workplace_tests[] = {
    CASE(the_old_place_is_good_until_the_new_one_is_approved),
    CASE(a_change_says_why_and_what_it_replaces),
    CASE(the_contractor_cannot_approve_for_himself),
    CASE(a_way_of_transport_is_changed_in_the_same_way),
    { 0 },
};
