#include "desk/advice.h"

#include "contract/crew.h"
#include "tests.h"

static void
advice_says_what_it_means_for_the_infrastructure(struct test *t)
{
    struct crew c;
    const struct advice *it;
    int64_t id;

    crew_open(t, &c);
    id = crew_make(&c, WORKER, &advice_ledger,
                   WITH("title", "窓口予約の導入", "topic", "system", "question", "何が要るか"));
    assert_refused(
        crew_move(&c, WORKER, &advice_ledger, id, "advise", WITH("answer", "回線を確かめる")),
        "effects", "");
    crew_do(&c, WORKER, &advice_ledger, id, "advise",
            WITH("answer", "回線を確かめる", "effects", "インターネット接続系に一台", "look_on",
                 "2026-06-01"));
    it = crew_stored(&c, &advice_ledger, id);
    assert_int_equal(it->adviser.id, c.who[WORKER].person);
    assert_day(it->answered_on, "2026-04-06");
    assert_int_equal(crew_count(&c, &advice_ledger, "view", "look"), 0);
    crew_on(&c, "2026-06-01");
    assert_int_equal(crew_count(&c, &advice_ledger, "view", "look"), 1);
}

const struct test_case advice_tests[] = {
    CASE(advice_says_what_it_means_for_the_infrastructure),
    { 0 },
};
