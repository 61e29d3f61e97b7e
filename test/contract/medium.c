#include "contract/medium.h"

#include "crew.h"
#include "tests.h"

static int64_t
pc(struct crew *c)
{
    return crew_make(c, WORKER, &medium_ledger,
                     WITH("title", "ノートPC", "kind", "PC", "ownership", "受託者", "keeper",
                          id_text(c, c->vendor), "serial", "S-1", "encrypted", "1", "software",
                          "Office 2024\n診断ツール 5.1"));
}

static int64_t
asked(struct crew *c, int64_t medium, const char *kind, const char *effect)
{
    return crew_make(c, WORKER, &carry_request_ledger,
                     WITH("kind", kind, "media", id_text(c, medium), "destination", "市役所2階",
                          "purpose", "診断のため", "period", "2026-04-06/2026-04-10", "person",
                          id_text(c, c->who[WORKER].person), "effect", effect, "effect_checked_on",
                          *effect ? "2026-04-03" : ""));
}

static void
a_private_device_cannot_be_written_down(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(crew_try(&c, WORKER, &medium_ledger,
                            WITH("title", "私物のPC", "kind", "PC", "ownership", "私物", "keeper",
                                 id_text(&c, c.vendor)),
                            &id),
                   "ownership", "");
    assert_int_equal(id, 0);
    assert_refused(crew_try(&c, WORKER, &medium_ledger,
                            WITH("title", "PC", "kind", "PC", "ownership", "受託者"), &id),
                   "keeper", "必須");
}

static void
taking_out_needs_the_approval_and_is_away_until_it_is_back(struct test *t)
{
    struct crew c;
    int64_t m, id;

    crew_open(t, &c);
    m = pc(&c);
    id = asked(&c, m, "持出", "");
    assert_refused(
        crew_move(&c, WORKER, &carry_request_ledger, id, "take_out", WITH("done_on", "2026-04-06")),
        NULL, "この状態では");
    assert_state(&c, &medium_ledger, m, "in_use");
    crew_do(&c, CLIENT, &carry_request_ledger, id, "approve", NULL);
    assert_refused(
        crew_move(&c, WORKER, &carry_request_ledger, id, "take_out", WITH("done_on", "2026-04-11")),
        "done_on", "期間の外");
    crew_do(&c, WORKER, &carry_request_ledger, id, "take_out", WITH("done_on", "2026-04-06"));
    assert_state(&c, &medium_ledger, m, "away");
    crew_do(&c, WORKER, &carry_request_ledger, id, "bring_back",
            WITH("brought_back_on", "2026-04-08"));
    assert_state(&c, &medium_ledger, m, "in_use");
}

static void
what_is_out_is_not_taken_out_again(struct test *t)
{
    struct crew c;
    int64_t m, first, second;

    crew_open(t, &c);
    m = pc(&c);
    first = asked(&c, m, "持出", "");
    second = asked(&c, m, "持出", "");
    crew_do(&c, CLIENT, &carry_request_ledger, first, "approve", NULL);
    crew_do(&c, CLIENT, &carry_request_ledger, second, "approve", NULL);
    crew_do(&c, WORKER, &carry_request_ledger, first, "take_out", WITH("done_on", "2026-04-06"));
    assert_refused(crew_move(&c, WORKER, &carry_request_ledger, second, "take_out",
                             WITH("done_on", "2026-04-06")),
                   "media", "もう持ち出されています");
    assert_state(&c, &carry_request_ledger, second, "approved");
}

static void
carrying_into_the_office_needs_the_effect_checked_and_a_witness(struct test *t)
{
    struct crew c;
    struct act *a;
    int64_t m, id;

    crew_open(t, &c);
    m = pc(&c);
    a = crew_try(&c, WORKER, &carry_request_ledger,
                 WITH("kind", "搬入", "media", id_text(&c, m), "destination", "市役所", "purpose",
                      "診断", "period", "2026-04-06/2026-04-06", "person",
                      id_text(&c, c.who[WORKER].person)),
                 &id);
    assert_refused(a, "effect", "既存システムへの影響");
    assert_refused(a, "effect_checked_on", "必須");
    id = asked(&c, m, "搬入", "庁内LANには接続しない");
    crew_do(&c, CLIENT, &carry_request_ledger, id, "approve", NULL);
    assert_refused(crew_move(&c, WORKER, &carry_request_ledger, id, "carry_out",
                             WITH("done_on", "2026-04-06")),
                   "witness", "立会者");
    crew_do(&c, WORKER, &carry_request_ledger, id, "carry_out",
            WITH("done_on", "2026-04-06", "witness", id_text(&c, c.who[CLIENT].person)));
    assert_state(&c, &carry_request_ledger, id, "done");
}

static void
what_was_approved_is_not_another_thing_afterwards(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = asked(&c, pc(&c), "持出", "");
    crew_do(&c, CLIENT, &carry_request_ledger, id, "approve", NULL);
    assert_refused(
        crew_move(&c, WORKER, &carry_request_ledger, id, NULL, WITH("destination", "自宅")),
        "destination", "決まったもの");
}

const struct test_case medium_tests[] = {
    CASE(a_private_device_cannot_be_written_down),
    CASE(taking_out_needs_the_approval_and_is_away_until_it_is_back),
    CASE(what_is_out_is_not_taken_out_again),
    CASE(carrying_into_the_office_needs_the_effect_checked_and_a_witness),
    CASE(what_was_approved_is_not_another_thing_afterwards),
    { 0 },
};
