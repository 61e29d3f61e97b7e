#include "desk/address.h"

#include <string.h>

#include "base/arena.h"
#include "contract/crew.h"
#include "desk/address_issue.h"
#include "desk/computer_name.h"
#include "desk/free_range.h"
#include "desk/network.h"
#include "store/query.h"
#include "tests.h"

/* A network of 14 addresses, whose names are AOB-HC26-0001 and so on. */
struct ground {
    struct crew c;
    int64_t series;
    int64_t network;
};

static void
ground_open(struct test *t, struct ground *g)
{
    crew_open(t, &g->c);
    g->series = crew_make(&g->c, LEADER, &name_series_ledger,
                          WITH("title", "職員用", "pattern", "{prefix}-{site}{yy}-{number:4}",
                               "prefix", "AOB", "site", "HC", "reused", "yes", "rest_days", "30"));
    g->network = crew_make(&g->c, WORKER, &network_ledger,
                           WITH("title", "本庁舎1階", "layer", "lgwan", "prefix", "10.24.16.0/28"));
}

static struct inet
inet(struct ground *g, const char *text)
{
    struct inet out = { 0 };
    const char *why;

    assert_true(!*text || inet_parse(g->c.test->arena, text, &out, &why));
    return out;
}

struct pair_of {
    struct address *address;
    struct computer_name *name;
};

static struct act *
issue(struct ground *g, const char *wanted, struct pair_of *out)
{
    struct act *a = crew_act(&g->c, WORKER);
    struct address_order order = { .network = g->network,
                                   .series = g->series,
                                   .wanted = inet(g, wanted) };

    out->address = ledger_new(a, &address_ledger);
    out->name = ledger_new(a, &computer_name_ledger);
    if (!address_issue(a, &order, out->address, out->name))
        out->address->base.id = 0;
    act_end(a);
    return a;
}

static void
assert_issued(struct ground *g, const char *wanted, const char *address, const char *name)
{
    struct pair_of it;
    struct act *a = issue(g, wanted, &it);

    assert_int_equal(a->fault_count, 0);
    assert_string_equal(it.address->title, address);
    assert_string_equal(it.name->name, name);
}

struct range_row {
    const char *first;
    const char *last;
    int64_t free;
};
struct range_list {
    struct range_row *rows;
    size_t count;
};

static const struct query ranges_query = {
    .name = "test.ranges",
    .sql = "SELECT first, last, free FROM free_range WHERE network = :network ORDER BY first",
    .row_size = sizeof(struct range_row),
    .columns = COLUMNS(COLUMN(struct range_row, first), COLUMN(struct range_row, last),
                       COLUMN(struct range_row, free)),
};

/* The free ranges as text, "14: 10.24.16.1-10.24.16.14". */
static void
assert_free(struct ground *g, int64_t network, const char *expected)
{
    struct act *a = crew_act(&g->c, WORKER);
    const char *text = "not made";
    struct range_list list;

    assert_true(QUERY(a, &ranges_query, list, BIND(network, network)));
    for (size_t i = 0; i < list.count; i++) {
        struct inet first, last;

        if (i == 0) {
            text = arena_print(a->arena, "%lld:", (long long)list.rows[0].free);
            continue;
        }
        assert_true(inet_unkey(list.rows[i].first, &first) && inet_unkey(list.rows[i].last, &last));
        text = arena_print(a->arena, "%s %s-%s", text, inet_print(a->arena, &first),
                           inet_print(a->arena, &last));
    }
    act_end(a);
    assert_string_equal(text, expected);
}

static void
return_it(struct ground *g, int64_t id)
{
    crew_do(&g->c, WORKER, &address_ledger, id, "return", WITH("return_reason", "機器の更新"));
}

static void
the_lowest_free_address_comes_with_the_next_name(struct test *t)
{
    struct ground g;

    ground_open(t, &g);
    assert_free(&g, g.network, "14: 10.24.16.1-10.24.16.14");
    assert_issued(&g, "", "10.24.16.1", "AOB-HC26-0001");
    assert_issued(&g, "10.24.16.5", "10.24.16.5", "AOB-HC26-0002");
    assert_issued(&g, "", "10.24.16.2", "AOB-HC26-0003");
    assert_free(&g, g.network, "11: 10.24.16.3-10.24.16.4 10.24.16.6-10.24.16.14");
}

static void
a_returned_address_joins_its_neighbours(struct test *t)
{
    struct ground g;
    struct pair_of first, middle, last;

    ground_open(t, &g);
    issue(&g, "10.24.16.1", &first);
    issue(&g, "10.24.16.2", &middle);
    issue(&g, "10.24.16.3", &last);
    assert_free(&g, g.network, "11: 10.24.16.4-10.24.16.14");
    return_it(&g, first.address->base.id);
    assert_free(&g, g.network, "12: 10.24.16.1-10.24.16.1 10.24.16.4-10.24.16.14");
    return_it(&g, last.address->base.id);
    assert_free(&g, g.network, "13: 10.24.16.1-10.24.16.1 10.24.16.3-10.24.16.14");
    return_it(&g, middle.address->base.id);
    assert_free(&g, g.network, "14: 10.24.16.1-10.24.16.14");
}

static void
a_return_needs_its_reason_and_takes_the_name_along(struct test *t)
{
    struct ground g;
    struct pair_of it;
    const struct computer_name *name;

    ground_open(t, &g);
    issue(&g, "", &it);
    assert_refused(crew_move(&g.c, WORKER, &address_ledger, it.address->base.id, "return", NULL),
                   "return_reason", "必須");
    assert_refused(crew_move(&g.c, WORKER, &computer_name_ledger, it.name->base.id, "return",
                             WITH("return_reason", "廃棄")),
                   NULL, "アドレスが使用中");
    return_it(&g, it.address->base.id);
    name = crew_stored(&g.c, &computer_name_ledger, it.name->base.id);
    assert_string_equal(name->base.state, "returned");
    assert_string_equal(name->return_reason, "機器の更新");
}

static void
a_returned_name_rests_before_it_is_used_again(struct test *t)
{
    struct ground g;
    struct pair_of it;

    ground_open(t, &g);
    issue(&g, "", &it);
    return_it(&g, it.address->base.id);
    crew_on(&g.c, "2026-05-05");
    assert_issued(&g, "", "10.24.16.1", "AOB-HC26-0002");
    crew_on(&g.c, "2026-05-06");
    assert_issued(&g, "", "10.24.16.2", "AOB-HC26-0001");
    assert_issued(&g, "", "10.24.16.3", "AOB-HC26-0003");
}

static void
an_address_in_use_is_refused_and_its_name_not_lost(struct test *t)
{
    struct ground g;
    struct pair_of it;

    ground_open(t, &g);
    issue(&g, "10.24.16.7", &it);
    assert_refused(issue(&g, "10.24.16.7", &it), "address", "空いていません");
    assert_refused(issue(&g, "10.24.16.0", &it), "address", "空いていません");
    assert_refused(issue(&g, "10.24.17.1", &it), "address", "含むネットワークがありません");
    assert_issued(&g, "", "10.24.16.1", "AOB-HC26-0002");
}

static void
a_full_network_says_so(struct test *t)
{
    struct ground g;
    struct pair_of it;

    ground_open(t, &g);
    for (int i = 0; i < 14; i++)
        assert_int_equal(issue(&g, "", &it)->fault_count, 0);
    assert_refused(issue(&g, "", &it), "network", "空いているアドレスがありません");
    assert_free(&g, g.network, "0:");
}

static void
a_reserved_name_waits_ten_minutes_for_one_person(struct test *t)
{
    struct ground g;
    struct act *a;
    struct computer_name *held;
    struct address_order order;
    struct address *address;
    struct computer_name *name;

    ground_open(t, &g);
    a = crew_act(&g.c, WORKER);
    held = ledger_new(a, &computer_name_ledger);
    assert_true(address_reserve_name(a, g.network, g.series, held));
    act_end(a);
    assert_string_equal(held->name, "AOB-HC26-0001");
    assert_issued(&g, "", "10.24.16.1", "AOB-HC26-0002");
    order = (struct address_order){ .network = g.network,
                                    .series = g.series,
                                    .reserved = held->base.id };
    a = crew_act(&g.c, LEADER);
    address = ledger_new(a, &address_ledger);
    name = ledger_new(a, &computer_name_ledger);
    assert_false(address_issue(a, &order, address, name));
    act_end(a);
    g.c.now = instant_add(g.c.now, (struct minutes){ 9 });
    a = crew_act(&g.c, WORKER);
    assert_true(address_issue(a, &order, address, name));
    act_end(a);
    assert_string_equal(name->name, "AOB-HC26-0001");
    assert_string_equal(address->title, "10.24.16.2");
}

static void
a_reservation_that_ended_is_the_next_name(struct test *t)
{
    struct ground g;
    struct act *a;
    struct computer_name *held;

    ground_open(t, &g);
    a = crew_act(&g.c, WORKER);
    held = ledger_new(a, &computer_name_ledger);
    assert_true(address_reserve_name(a, g.network, g.series, held));
    act_end(a);
    g.c.now = instant_add(g.c.now, (struct minutes){ 11 });
    assert_issued(&g, "", "10.24.16.1", "AOB-HC26-0001");
}

static void
ranges_are_taken_whole_or_not_at_all(struct test *t)
{
    struct ground g;
    struct pair_of it;
    int64_t id;

    ground_open(t, &g);
    issue(&g, "10.24.16.6", &it);
    assert_refused(crew_try(&g.c, WORKER, &address_ledger,
                            WITH("address", "10.24.16.4", "until", "10.24.16.9", "kind", "dhcp"),
                            &id),
                   "address", "空いていないアドレス");
    id = crew_make(&g.c, WORKER, &address_ledger,
                   WITH("address", "10.24.16.8", "until", "10.24.16.11", "kind", "dhcp"));
    assert_free(&g, g.network,
                "9: 10.24.16.1-10.24.16.5 10.24.16.7-10.24.16.7 10.24.16.12-10.24.16.14");
    return_it(&g, id);
    assert_free(&g, g.network, "13: 10.24.16.1-10.24.16.5 10.24.16.7-10.24.16.14");
}

static bool
forget(struct act *a, void *with)
{
    static const struct query ranges = { .name = "test.forget", .sql = "DELETE FROM free_range" };
    static const struct query counters = { .name = "test.forget_counters",
                                           .sql = "DELETE FROM name_counter" };

    (void)with;
    return query_run(a, &ranges, NULL, UNBOUND) && query_run(a, &counters, NULL, UNBOUND);
}

static void
the_ranges_are_made_anew_from_the_ledgers(struct test *t)
{
    struct ground g;
    struct pair_of it;
    struct act *a;

    ground_open(t, &g);
    issue(&g, "10.24.16.6", &it);
    crew_make(&g.c, WORKER, &address_ledger,
              WITH("address", "10.24.16.8", "until", "10.24.16.11", "kind", "dhcp"));
    a = crew_console(&g.c);
    assert_true(act_write(a, forget, NULL));
    act_end(a);
    assert_free(&g, g.network, "not made");
    assert_issued(&g, "", "10.24.16.1", "AOB-HC26-0002");
    assert_free(&g, g.network,
                "8: 10.24.16.2-10.24.16.5 10.24.16.7-10.24.16.7 10.24.16.12-10.24.16.14");
}

const struct test_case address_tests[] = {
    CASE(the_lowest_free_address_comes_with_the_next_name),
    CASE(a_returned_address_joins_its_neighbours),
    CASE(a_return_needs_its_reason_and_takes_the_name_along),
    CASE(a_returned_name_rests_before_it_is_used_again),
    CASE(an_address_in_use_is_refused_and_its_name_not_lost),
    CASE(a_full_network_says_so),
    CASE(a_reserved_name_waits_ten_minutes_for_one_person),
    CASE(a_reservation_that_ended_is_the_next_name),
    CASE(ranges_are_taken_whole_or_not_at_all),
    CASE(the_ranges_are_made_anew_from_the_ledgers),
    { 0 },
};
