#include "desk/comparison.h"

#include "contract/crew.h"
#include "desk/address.h"
#include "desk/network.h"
#include "desk/sighting.h"
#include "tests.h"

static int64_t
ground_open(struct test *t, struct crew *c)
{
    crew_open(t, c);
    return crew_make(c, WORKER, &network_ledger,
                     WITH("title", "1階", "layer", "lgwan", "prefix", "10.24.16.0/24"));
}

static int64_t
use(struct crew *c, const char *address, const char *mac)
{
    return crew_make(
        c, WORKER, &address_ledger,
        WITH("address", address, "mac", mac, "kind", "host", "issued_on", "2026-01-05"));
}

static void
see(struct crew *c, const char *at, const char *address, const char *mac)
{
    crew_make(c, WORKER, &sighting_ledger,
              WITH("address", address, "mac", mac, "seen_at", at, "source", "arp"));
}

static struct comparison
compare(struct crew *c, int64_t network)
{
    struct act *a = crew_act(c, WORKER);
    struct comparison out;

    assert_true(comparison_read(a, c->contract, network, 30, &out));
    act_end(a);
    return out;
}

/* The one difference of all networks. */
static struct difference_row
only(struct crew *c, enum difference kind, const char *address)
{
    struct comparison it = compare(c, 0);

    assert_int_equal(it.count, 1);
    assert_int_equal(it.rows[0].kind, kind);
    assert_string_equal(it.rows[0].title, address);
    return it.rows[0];
}

static void
assert_none(struct crew *c, int64_t network, int seen)
{
    struct comparison it = compare(c, network);

    assert_int_equal(it.count, 0);
    assert_int_equal(it.seen, seen);
}

static void
what_is_seen_where_it_belongs_is_no_difference(struct test *t)
{
    struct crew c;
    int64_t network = ground_open(t, &c);

    use(&c, "10.24.16.1", "00:00:5e:00:53:01");
    crew_make(&c, WORKER, &address_ledger,
              WITH("address", "10.24.16.200", "until", "10.24.16.231", "kind", "dhcp"));
    see(&c, "2026-04-05 9:00", "10.24.16.1", "00:00:5e:00:53:01");
    see(&c, "2026-04-05 9:00", "10.24.16.231", "00:00:5e:00:53:22");
    assert_none(&c, network, 2);
}

static void
a_device_without_a_record_is_unknown(struct test *t)
{
    struct crew c;
    struct difference_row it;

    ground_open(t, &c);
    see(&c, "2026-04-05 9:00", "10.24.16.9", "00:00:5e:00:53:09");
    it = only(&c, DIFFERS_UNKNOWN, "10.24.16.9");
    assert_int_equal(it.record, 0);
    assert_int_equal(it.seen_at.us, instant_make(day("2026-04-05"), 540).us);
}

static void
a_record_that_nobody_saw_is_missing_once_its_network_was_looked_at(struct test *t)
{
    struct crew c;
    struct difference_row it;
    int64_t id;

    ground_open(t, &c);
    use(&c, "10.24.16.1", "00:00:5e:00:53:01");
    id = use(&c, "10.24.16.2", "00:00:5e:00:53:02");
    assert_none(&c, 0, 0);
    see(&c, "2026-04-05 9:00", "10.24.16.1", "00:00:5e:00:53:01");
    it = only(&c, DIFFERS_MISSING, "10.24.16.2");
    assert_int_equal(it.record, id);
    assert_int_equal(it.version, 1);
    assert_int_equal(it.seen_at.us, 0);
    see(&c, "2026-02-05 9:00", "10.24.16.2", "00:00:5e:00:53:02");
    it = only(&c, DIFFERS_MISSING, "10.24.16.2");
    assert_int_equal(it.seen_at.us, instant_make(day("2026-02-05"), 540).us);
}

static void
a_device_that_was_seen_elsewhere_has_moved(struct test *t)
{
    struct crew c;
    struct difference_row it;
    int64_t id;

    ground_open(t, &c);
    id = use(&c, "10.24.16.1", "00:00:5e:00:53:01");
    see(&c, "2026-04-05 9:00", "10.24.16.7", "00:00:5e:00:53:01");
    it = only(&c, DIFFERS_MOVED, "10.24.16.7");
    assert_string_equal(it.other, "10.24.16.1");
    assert_int_equal(it.record, id);
}

static void
two_devices_at_overlapping_times_are_a_conflict(struct test *t)
{
    struct crew c;

    ground_open(t, &c);
    use(&c, "10.24.16.1", "00:00:5e:00:53:01");
    see(&c, "2026-04-03 9:00", "10.24.16.1", "00:00:5e:00:53:01");
    see(&c, "2026-04-04 9:00", "10.24.16.1", "00:00:5e:00:53:77");
    see(&c, "2026-04-05 9:00", "10.24.16.1", "00:00:5e:00:53:01");
    only(&c, DIFFERS_CONFLICT, "10.24.16.1");
}

static void
another_device_than_the_ledgers_is_a_conflict(struct test *t)
{
    struct crew c;

    ground_open(t, &c);
    use(&c, "10.24.16.1", "00:00:5e:00:53:01");
    see(&c, "2026-04-05 9:00", "10.24.16.1", "00:00:5e:00:53:77");
    assert_string_equal(only(&c, DIFFERS_CONFLICT, "10.24.16.1").other, "00:00:5e:00:53:01");
}

static void
what_was_seen_before_those_days_does_not_count(struct test *t)
{
    struct crew c;

    ground_open(t, &c);
    see(&c, "2026-02-05 9:00", "10.24.16.9", "00:00:5e:00:53:09");
    assert_none(&c, 0, 0);
}

const struct test_case comparison_tests[] = {
    CASE(what_is_seen_where_it_belongs_is_no_difference),
    CASE(a_device_without_a_record_is_unknown),
    CASE(a_record_that_nobody_saw_is_missing_once_its_network_was_looked_at),
    CASE(a_device_that_was_seen_elsewhere_has_moved),
    CASE(two_devices_at_overlapping_times_are_a_conflict),
    CASE(another_device_than_the_ledgers_is_a_conflict),
    CASE(what_was_seen_before_those_days_does_not_count),
    { 0 },
};
