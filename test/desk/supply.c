#include "desk/supply.h"

#include <string.h>

#include "contract/crew.h"
#include "desk/inquiry.h"
#include "ledger/link.h"
#include "ledger/shape.h"
#include "store/query.h"
#include "tests.h"

static int64_t
make_supply(struct crew *c, const char *order_point)
{
    return crew_make(c, WORKER, &supply_ledger,
                     WITH("title", "LANケーブル", "unit", "本", "order_point", order_point,
                          "supplier", "文具店"));
}

static struct act *
try_move(struct crew *c, int64_t supply, const char *kind, const char *quantity, int64_t *id)
{
    return crew_try(
        c, WORKER, &stock_move_ledger,
        WITH("supply", id_text(c, supply), "kind", kind, "quantity", quantity, "notes", "試験"),
        id);
}

static int64_t
move(struct crew *c, int64_t supply, const char *kind, const char *quantity)
{
    int64_t id;
    struct act *a = try_move(c, supply, kind, quantity, &id);

    assert_done(a, id != 0);
    return id;
}

struct sum {
    int64_t moves;
    int64_t least;
};

static const struct query sum_query = {
    .name = "test.stock",
    .sql = "SELECT CAST(sum(effect) AS bigint) AS moves, min(\"left\") AS least FROM stock_move"
           " WHERE supply = :supply",
    .row_size = sizeof(struct sum),
    .columns = COLUMNS(COLUMN(struct sum, moves), COLUMN(struct sum, least)),
};

static void
assert_balance(struct crew *c, int64_t supply, int64_t balance)
{
    const struct supply *it = crew_stored(c, &supply_ledger, supply);
    struct act *a = crew_console(c);
    struct sum sum;
    bool found;

    assert_true(query_first(a, &sum_query, &sum, &found, BOUND(BIND(supply, supply))));
    act_end(a);
    assert_int_equal(it->balance, balance);
    assert_int_equal(sum.moves, balance);
    assert_true(sum.least >= 0);
}

static void
what_is_in_stock_is_the_sum_of_the_moves(struct test *t)
{
    struct crew c;
    int64_t supply;

    crew_open(t, &c);
    supply = make_supply(&c, "2");
    move(&c, supply, "receive", "20");
    assert_balance(&c, supply, 20);
    move(&c, supply, "issue", "5");
    move(&c, supply, "return", "1");
    move(&c, supply, "adjust", "-2");
    assert_balance(&c, supply, 14);
}

static void
a_count_writes_the_difference_as_its_effect(struct test *t)
{
    struct crew c;
    const struct stock_move *it;
    int64_t supply;

    crew_open(t, &c);
    supply = make_supply(&c, "2");
    move(&c, supply, "receive", "20");
    it = crew_stored(&c, &stock_move_ledger, move(&c, supply, "count", "17"));
    assert_int_equal(it->effect, -3);
    assert_int_equal(it->left, 17);
    assert_balance(&c, supply, 17);
}

static void
nothing_is_issued_that_is_not_there(struct test *t)
{
    struct crew c;
    int64_t supply, id;

    crew_open(t, &c);
    supply = make_supply(&c, "2");
    move(&c, supply, "receive", "3");
    assert_refused(try_move(&c, supply, "issue", "4", &id), "quantity", "いま3本");
    assert_refused(try_move(&c, supply, "adjust", "-4", &id), "quantity", "足りません");
    assert_refused(try_move(&c, supply, "issue", "-1", &id), "quantity", "1以上");
    assert_balance(&c, supply, 3);
}

static void
a_move_is_taken_back_whole_and_once(struct test *t)
{
    struct crew c;
    int64_t supply, wrong, id;
    const char *const *back;

    crew_open(t, &c);
    supply = make_supply(&c, "2");
    move(&c, supply, "receive", "20");
    wrong = move(&c, supply, "issue", "12");
    back = WITH("supply", id_text(&c, supply), "kind", "counter", "corrects", id_text(&c, wrong));
    crew_make(&c, WORKER, &stock_move_ledger, back);
    assert_balance(&c, supply, 20);
    assert_refused(crew_try(&c, WORKER, &stock_move_ledger, back, &id), "corrects",
                   "もう打ち消されて");
    assert_refused(crew_move(&c, WORKER, &stock_move_ledger, wrong, NULL, WITH("quantity", "2")),
                   "quantity", "変えられません");
}

static void
falling_to_the_order_point_opens_one_inquiry_until_it_is_above_again(struct test *t)
{
    struct crew c;
    const struct supply *it;
    int64_t supply;

    crew_open(t, &c);
    supply = make_supply(&c, "5");
    assert_int_equal(crew_count(&c, &inquiry_ledger, "kind", "機器"), 0);
    move(&c, supply, "receive", "7");
    move(&c, supply, "issue", "1");
    assert_int_equal(crew_count(&c, &supply_ledger, "view", "short"), 0);
    move(&c, supply, "issue", "1");
    assert_int_equal(crew_count(&c, &inquiry_ledger, "kind", "機器"), 1);
    assert_int_equal(crew_count(&c, &supply_ledger, "view", "short"), 1);
    move(&c, supply, "issue", "1");
    assert_int_equal(crew_count(&c, &inquiry_ledger, "kind", "機器"), 1);
    move(&c, supply, "receive", "10");
    it = crew_stored(&c, &supply_ledger, supply);
    assert_false(it->is_short);
    move(&c, supply, "issue", "10");
    assert_int_equal(crew_count(&c, &inquiry_ledger, "kind", "機器"), 2);
}

static void
the_inquiry_is_linked_with_the_supply(struct test *t)
{
    struct crew c;
    struct link_list links;
    struct act *a;
    int64_t supply;

    crew_open(t, &c);
    supply = make_supply(&c, "5");
    move(&c, supply, "receive", "3");
    a = crew_act(&c, WORKER);
    assert_done(a, link_rows(a, &supply_ledger, crew_stored(&c, &supply_ledger, supply), &links));
    act_end(a);
    assert_int_equal(links.count, 1);
    assert_string_equal(links.rows[0].title, "発注点以下：LANケーブル");
}

static void
a_higher_order_point_counts_at_once(struct test *t)
{
    struct crew c;
    int64_t supply;

    crew_open(t, &c);
    supply = make_supply(&c, "5");
    move(&c, supply, "receive", "8");
    crew_do(&c, WORKER, &supply_ledger, supply, NULL, WITH("order_point", "8"));
    assert_int_equal(crew_count(&c, &inquiry_ledger, "kind", "機器"), 1);
}

static void
what_is_still_there_is_not_ended(struct test *t)
{
    struct crew c;
    int64_t supply, id;

    crew_open(t, &c);
    supply = make_supply(&c, "0");
    move(&c, supply, "receive", "1");
    assert_refused(crew_move(&c, WORKER, &supply_ledger, supply, "end", NULL), NULL, "在庫が1本");
    move(&c, supply, "count", "0");
    crew_do(&c, WORKER, &supply_ledger, supply, "end", NULL);
    assert_refused(try_move(&c, supply, "receive", "1", &id), "supply", "取扱を終えた");
}

/* --- many at once ------------------------------------------------------------------------ */

enum { ISSUES = 200, THERE = 120 };

static bool
take_one(struct act *a, void *with, int at)
{
    const int64_t *supply = with;
    struct stock_move *m = ledger_new(a, &stock_move_ledger);

    (void)at;
    m->supply.id = *supply;
    m->kind.code = "issue";
    m->quantity = 1;
    return ledger_create(a, &stock_move_ledger, m);
}

static void
two_hundred_issues_at_once_never_go_below_nothing(struct test *t)
{
    struct crowd crowd = { .tries = ISSUES, .press = take_one };
    struct crew c;
    int64_t supply;

    crew_open(t, &c);
    supply = make_supply(&c, "0");
    move(&c, supply, "receive", "120");
    crew_press(&c, WORKER, &crowd, &supply);
    assert_int_equal(crowd.done + crowd.refused + crowd.busy, ISSUES);
    assert_true(crowd.done == THERE || (crowd.done < THERE && crowd.busy));
    assert_balance(&c, supply, THERE - crowd.done);
}

const struct test_case supply_tests[] = {
    CASE(what_is_in_stock_is_the_sum_of_the_moves),
    CASE(a_count_writes_the_difference_as_its_effect),
    CASE(nothing_is_issued_that_is_not_there),
    CASE(a_move_is_taken_back_whole_and_once),
    CASE(falling_to_the_order_point_opens_one_inquiry_until_it_is_above_again),
    CASE(the_inquiry_is_linked_with_the_supply),
    CASE(a_higher_order_point_counts_at_once),
    CASE(what_is_still_there_is_not_ended),
    CASE(two_hundred_issues_at_once_never_go_below_nothing),
    { 0 },
};
