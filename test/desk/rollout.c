#include "desk/rollout.h"

#include "contract/crew.h"
#include "desk/device.h"
#include "tests.h"

static int64_t
make_rollout(struct crew *c)
{
    return crew_make(c, WORKER, &rollout_ledger,
                     WITH("title", "4月の更新", "kind", "patch", "due_on", "2026-04-30"));
}

static int64_t
result(struct crew *c, int64_t rollout, const char *host, const char *what, const char *day)
{
    return crew_make(
        c, WORKER, &rollout_result_ledger,
        WITH("rollout", id_text(c, rollout), "host", host, "result", what, "day", day));
}

static void
assert_counts(struct crew *c, int64_t rollout, int64_t done, int64_t failed, int64_t waiting,
              int64_t percent)
{
    const struct rollout *it = crew_stored(c, &rollout_ledger, rollout);

    assert_int_equal(it->done, done);
    assert_int_equal(it->failed, failed);
    assert_int_equal(it->waiting, waiting);
    assert_int_equal(it->percent, percent);
}

static void
a_rollout_counts_its_devices(struct test *t)
{
    struct crew c;
    const struct rollout *it;
    int64_t rollout;

    crew_open(t, &c);
    rollout = make_rollout(&c);
    result(&c, rollout, "PC-1", "done", "");
    result(&c, rollout, "PC-2", "done", "");
    result(&c, rollout, "PC-3", "failed", "");
    result(&c, rollout, "PC-4", "excluded", "");
    assert_counts(&c, rollout, 2, 1, 0, 66);
    it = crew_stored(&c, &rollout_ledger, rollout);
    assert_int_equal(it->devices, 3);
    assert_day(it->month, "2026-04-01");
}

static void
the_newest_result_of_a_device_counts(struct test *t)
{
    struct crew c;
    int64_t rollout;

    crew_open(t, &c);
    rollout = make_rollout(&c);
    result(&c, rollout, "PC-1", "failed", "2026-04-03");
    result(&c, rollout, "PC-1", "done", "2026-04-05");
    assert_counts(&c, rollout, 1, 0, 0, 100);
    result(&c, rollout, "PC-1", "waiting", "2026-04-01");
    assert_counts(&c, rollout, 1, 0, 0, 100);
    assert_int_equal(crew_count(&c, &rollout_result_ledger, "view", "newest"), 1);
    assert_int_equal(crew_count(&c, &rollout_result_ledger, "view", "all"), 3);
}

static void
a_result_finds_its_device_by_name(struct test *t)
{
    struct crew c;
    const struct rollout_result *it;
    int64_t device;

    crew_open(t, &c);
    device = crew_make(&c, WORKER, &device_ledger,
                       WITH("title", "ノートパソコン", "kind", "pc", "host", "PC-1"));
    it = crew_stored(&c, &rollout_result_ledger, result(&c, make_rollout(&c), "PC-1", "done", ""));
    assert_int_equal(it->device.id, device);
}

static void
what_failed_waits_for_another_way(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    id = result(&c, make_rollout(&c), "PC-1", "failed", "");
    assert_int_equal(crew_count(&c, &rollout_result_ledger, "view", "untreated"), 1);
    crew_do(&c, WORKER, &rollout_result_ledger, id, NULL, WITH("alternative", "手で適用した"));
    assert_int_equal(crew_count(&c, &rollout_result_ledger, "view", "untreated"), 0);
}

const struct test_case rollout_tests[] = {
    CASE(a_rollout_counts_its_devices),
    CASE(the_newest_result_of_a_device_counts),
    CASE(a_result_finds_its_device_by_name),
    CASE(what_failed_waits_for_another_way),
    { 0 },
};
