#include "desk/share.h"

#include "contract/crew.h"
#include "desk/inquiry.h"
#include "ledger/core/core.h"
#include "ledger/link.h"
#include "tests.h"

static int64_t
make_share(struct crew *c)
{
    return crew_make(c, WORKER, &share_ledger, WITH("title", "市民課共有", "quota", "1000"));
}

static int64_t
make_folder(struct crew *c)
{
    return crew_make(c, WORKER, &share_folder_ledger,
                     WITH("title", "窓口", "share", id_text(c, make_share(c))));
}

static void
measure(struct crew *c, int64_t share, const char *month, const char *used)
{
    crew_make(c, WORKER, &share_usage_ledger,
              WITH("share", id_text(c, share), "month", month, "used", used));
}

static void
the_newest_month_is_what_the_share_uses(struct test *t)
{
    struct crew c;
    const struct share *it;
    int64_t share;

    crew_open(t, &c);
    share = make_share(&c);
    measure(&c, share, "2026-03-31", "500");
    measure(&c, share, "2026-02-10", "450");
    it = crew_stored(&c, &share_ledger, share);
    assert_int_equal(it->used, 500);
    assert_int_equal(it->percent, 50);
    assert_day(it->measured_on, "2026-03-01");
}

static void
a_month_of_a_share_is_there_once(struct test *t)
{
    struct crew c;
    int64_t share, id;

    crew_open(t, &c);
    share = make_share(&c);
    measure(&c, share, "2026-03-31", "500");
    assert_refused(crew_try(&c, WORKER, &share_usage_ledger,
                            WITH("share", id_text(&c, share), "month", "2026-03-01", "used", "1"),
                            &id),
                   "month", "2026年3月分");
    assert_refused(crew_try(&c, WORKER, &share_usage_ledger,
                            WITH("share", id_text(&c, share), "month", "2026-05-01", "used", "1"),
                            &id),
                   "month", "まだ来ていない");
}

static void
ninety_percent_opens_one_inquiry_until_it_is_less_again(struct test *t)
{
    struct crew c;
    struct link_list links;
    struct act *a;
    int64_t share;

    crew_open(t, &c);
    share = make_share(&c);
    measure(&c, share, "2025-12-01", "899");
    assert_int_equal(crew_count(&c, &inquiry_ledger, "kind", "共有フォルダ"), 0);
    measure(&c, share, "2026-01-01", "900");
    measure(&c, share, "2026-02-01", "950");
    assert_int_equal(crew_count(&c, &inquiry_ledger, "kind", "共有フォルダ"), 1);
    assert_int_equal(crew_count(&c, &share_ledger, "view", "near"), 1);
    crew_do(&c, WORKER, &share_ledger, share, NULL, WITH("quota", "2000"));
    assert_int_equal(crew_count(&c, &share_ledger, "view", "near"), 0);
    measure(&c, share, "2026-03-01", "1900");
    assert_int_equal(crew_count(&c, &inquiry_ledger, "kind", "共有フォルダ"), 2);
    a = crew_act(&c, WORKER);
    assert_done(a, link_rows(a, &share_ledger, crew_stored(&c, &share_ledger, share), &links));
    act_end(a);
    assert_int_equal(links.count, 2);
}

static void
a_right_has_a_person_or_a_group(struct test *t)
{
    struct crew c;
    int64_t folder, id;

    crew_open(t, &c);
    folder = make_folder(&c);
    assert_refused(crew_try(&c, WORKER, &share_right_ledger,
                            WITH("folder", id_text(&c, folder), "level", "read"), &id),
                   "person", "どちらか一方");
    assert_refused(crew_try(&c, WORKER, &share_right_ledger,
                            WITH("folder", id_text(&c, folder), "level", "read", "person",
                                 id_text(&c, c.who[CLIENT].person), "grantee", "GG_市民課"),
                            &id),
                   "grantee", "どちらか一方");
    crew_make(&c, WORKER, &share_right_ledger,
              WITH("folder", id_text(&c, folder), "level", "read", "grantee", "GG_市民課"));
    assert_int_equal(crew_count(&c, &share_right_ledger, "view", "orphaned"), 0);
}

static void
what_was_taken_is_not_changed(struct test *t)
{
    struct crew c;
    const struct share_right *it;
    int64_t right;

    crew_open(t, &c);
    right = crew_make(&c, WORKER, &share_right_ledger,
                      WITH("folder", id_text(&c, make_folder(&c)), "level", "write", "grantee",
                           "GG_市民課", "until", "2026-04-30"));
    crew_on(&c, "2026-05-01");
    assert_int_equal(crew_count(&c, &share_right_ledger, "view", "over"), 1);
    crew_do(&c, WORKER, &share_right_ledger, right, "take", NULL);
    it = crew_stored(&c, &share_right_ledger, right);
    assert_day(it->until, "2026-05-01");
    assert_refused(crew_move(&c, WORKER, &share_right_ledger, right, NULL, WITH("level", "read")),
                   "level", "外した権限");
}

const struct test_case share_tests[] = {
    CASE(the_newest_month_is_what_the_share_uses),
    CASE(a_month_of_a_share_is_there_once),
    CASE(ninety_percent_opens_one_inquiry_until_it_is_less_again),
    CASE(a_right_has_a_person_or_a_group),
    CASE(what_was_taken_is_not_changed),
    { 0 },
};
