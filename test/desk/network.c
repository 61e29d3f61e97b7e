#include "desk/network.h"

#include "contract/crew.h"
#include "desk/address.h"
#include "tests.h"

static int64_t
add(struct crew *c, const char *title, const char *layer, const char *prefix)
{
    return crew_make(c, WORKER, &network_ledger,
                     WITH("title", title, "layer", layer, "prefix", prefix));
}

static void
assert_parent(struct crew *c, int64_t network, int64_t parent)
{
    const struct network *it = crew_stored(c, &network_ledger, network);

    assert_int_equal(it->parent.id, parent);
}

static void
the_smallest_network_around_is_the_parent(struct test *t)
{
    struct crew c;
    int64_t city, floor, room, hall;

    crew_open(t, &c);
    floor = add(&c, "1階", "lgwan", "10.24.16.0/24");
    assert_parent(&c, floor, 0);
    city = add(&c, "庁内", "lgwan", "10.24.0.0/16");
    assert_parent(&c, floor, city);
    room = add(&c, "電算室", "lgwan", "10.24.16.64/26");
    assert_parent(&c, room, floor);
    hall = add(&c, "本庁舎", "lgwan", "10.24.16.0/20");
    assert_parent(&c, hall, city);
    assert_parent(&c, floor, hall);
    assert_parent(&c, room, floor);
}

static void
one_range_stands_once_in_a_zone(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    add(&c, "1階", "lgwan", "10.24.16.0/24");
    assert_refused(crew_try(&c, WORKER, &network_ledger,
                            WITH("title", "別", "layer", "lgwan", "prefix", "10.24.16.0/24"), &id),
                   "prefix", "もう登録されています");
    assert_parent(&c, add(&c, "住民系", "mynumber", "10.24.16.0/24"), 0);
}

static void
a_network_begins_at_its_first_address(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    assert_refused(crew_try(&c, WORKER, &network_ledger,
                            WITH("title", "1階", "layer", "lgwan", "prefix", "10.24.16.5/24"), &id),
                   "prefix", "10.24.16.0/24 ではありませんか");
    assert_refused(crew_try(&c, WORKER, &network_ledger,
                            WITH("title", "1階", "layer", "lgwan", "prefix", "10.24.16.0/24",
                                 "gateway", "10.24.17.1"),
                            &id),
                   "gateway", "10.24.16.0/24 の中");
}

static void
a_new_network_takes_over_what_lies_in_it(struct test *t)
{
    struct crew c;
    int64_t city, floor, address, other;
    const struct address *it;

    crew_open(t, &c);
    city = add(&c, "庁内", "lgwan", "10.24.0.0/16");
    address =
        crew_make(&c, WORKER, &address_ledger, WITH("address", "10.24.16.9", "kind", "server"));
    floor = add(&c, "1階", "lgwan", "10.24.16.0/24");
    it = crew_stored(&c, &address_ledger, address);
    assert_int_equal(it->network.id, floor);
    other = crew_make(&c, WORKER, &address_ledger, WITH("address", "10.24.17.9", "kind", "server"));
    it = crew_stored(&c, &address_ledger, other);
    assert_int_equal(it->network.id, city);
    assert_refused(crew_try(&c, WORKER, &address_ledger,
                            WITH("address", "10.24.16.9", "kind", "host"), &other),
                   "address", "空いていません");
}

static void
an_address_in_two_zones_needs_its_network(struct test *t)
{
    struct crew c;
    int64_t one, id;
    const struct address *it;

    crew_open(t, &c);
    one = add(&c, "1階", "lgwan", "10.24.16.0/24");
    add(&c, "住民系", "mynumber", "10.24.0.0/16");
    assert_refused(
        crew_try(&c, WORKER, &address_ledger, WITH("address", "10.24.16.9", "kind", "host"), &id),
        "network", "複数の区分");
    id = crew_make(&c, WORKER, &address_ledger,
                   WITH("address", "10.24.16.9", "kind", "host", "network", id_text(&c, one)));
    it = crew_stored(&c, &address_ledger, id);
    assert_int_equal(it->network.id, one);
}

static void
a_network_in_use_cannot_be_removed(struct test *t)
{
    struct crew c;
    int64_t floor, city, id, back;
    struct act *a;

    crew_open(t, &c);
    city = add(&c, "庁内", "lgwan", "10.24.0.0/16");
    floor = add(&c, "1階", "lgwan", "10.24.16.0/24");
    id = crew_make(&c, WORKER, &address_ledger, WITH("address", "10.24.16.9", "kind", "host"));
    a = crew_act(&c, LEADER);
    assert_false(ledger_remove(a, &network_ledger, floor, 1));
    act_end(a);
    assert_refused(a, NULL, "使用中のアドレス");
    crew_do(&c, WORKER, &address_ledger, id, "return", WITH("return_reason", "移設"));
    a = crew_act(&c, LEADER);
    assert_true(ledger_remove(a, &network_ledger, floor, 1));
    act_end(a);
    back = crew_make(&c, WORKER, &address_ledger, WITH("address", "10.24.16.9", "kind", "host"));
    assert_int_equal(((const struct address *)crew_stored(&c, &address_ledger, back))->network.id,
                     city);
}

/* The middle one goes: what the innermost has stays with it. */
static void
a_removed_network_leaves_its_room_to_the_one_around_it(struct test *t)
{
    struct crew c;
    int64_t city, floor, room, id;
    struct act *a;

    crew_open(t, &c);
    city = add(&c, "庁内", "lgwan", "10.24.0.0/16");
    floor = add(&c, "1階", "lgwan", "10.24.0.0/24");
    room = add(&c, "電算室", "lgwan", "10.24.0.64/26");
    crew_make(&c, WORKER, &address_ledger, WITH("address", "10.24.0.70", "kind", "host"));
    a = crew_act(&c, LEADER);
    assert_true(ledger_remove(a, &network_ledger, floor, 1));
    act_end(a);
    assert_parent(&c, room, city);
    id = crew_make(&c, WORKER, &address_ledger, WITH("address", "10.24.0.255", "kind", "host"));
    assert_int_equal(((const struct address *)crew_stored(&c, &address_ledger, id))->network.id,
                     city);
    id = crew_make(&c, WORKER, &address_ledger, WITH("address", "10.24.0.71", "kind", "host"));
    assert_int_equal(((const struct address *)crew_stored(&c, &address_ledger, id))->network.id,
                     room);
    assert_refused(
        crew_try(&c, WORKER, &address_ledger, WITH("address", "10.24.0.0", "kind", "host"), &id),
        "address", "空いていません");
}

static void
the_gateway_is_in_use(struct test *t)
{
    struct crew c;
    int64_t id;

    crew_open(t, &c);
    crew_make(&c, WORKER, &network_ledger,
              WITH("title", "1階", "layer", "lgwan", "prefix", "10.24.16.0/24", "gateway",
                   "10.24.16.254"));
    assert_refused(
        crew_try(&c, WORKER, &address_ledger, WITH("address", "10.24.16.254", "kind", "host"), &id),
        "address", "空いていません");
}

static void
version_six_is_given_out_too(struct test *t)
{
    struct crew c;
    const struct address *it;
    int64_t id;

    crew_open(t, &c);
    id = add(&c, "検証用", "internet", "2001:db8:24::/64");
    id =
        crew_make(&c, WORKER, &address_ledger,
                  WITH("address", "2001:db8:24::10", "kind", "server", "network", id_text(&c, id)));
    it = crew_stored(&c, &address_ledger, id);
    assert_string_equal(it->title, "2001:db8:24::10");
}

const struct test_case network_tests[] = {
    CASE(the_smallest_network_around_is_the_parent),
    CASE(one_range_stands_once_in_a_zone),
    CASE(a_network_begins_at_its_first_address),
    CASE(a_new_network_takes_over_what_lies_in_it),
    CASE(an_address_in_two_zones_needs_its_network),
    CASE(a_network_in_use_cannot_be_removed),
    CASE(a_removed_network_leaves_its_room_to_the_one_around_it),
    CASE(the_gateway_is_in_use),
    CASE(version_six_is_given_out_too),
    { 0 },
};
