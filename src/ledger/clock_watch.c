#include "ledger/clock.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

/* So many records are counted again in one transaction. */
enum { BATCH = 200 };

struct late {
    int64_t id;
    const char *ledger;
    int64_t record;
    const char *rule;
    struct instant due;
};
struct late_list {
    struct late *rows;
    size_t count;
};

static const struct query late_query = {
    .name = "clock.late",
    .sql = "SELECT id, ledger, record, rule, due FROM clock WHERE state = 0 AND due < :now"
           " ORDER BY due LIMIT :most",
    .row_size = sizeof(struct late),
    .columns =
        COLUMNS(COLUMN(struct late, id), COLUMN(struct late, ledger), COLUMN(struct late, record),
                COLUMN(struct late, rule), COLUMN(struct late, due)),
};
static const struct query breach_query = {
    .name = "clock.breach",
    .sql = "UPDATE clock SET state = 3 WHERE id = :id AND state = 0",
};

struct breaching {
    size_t most;
    size_t *count;
};

static bool
breach_one(struct act *a, const struct late *it)
{
    struct buffer detail = { .arena = a->arena };
    char due[INSTANT_TEXT];

    instant_print(it->due, due);
    buffer_char(&detail, '{');
    json_key(&detail, "clock", true);
    json_text(&detail, it->rule);
    json_key(&detail, "due", false);
    json_text(&detail, due);
    buffer_char(&detail, '}');
    return query_later(a, &breach_query, BOUND(BIND(id, it->id))) &&
           history_event(a, it->ledger, it->record, "breach", buffer_string(&detail));
}

static bool
breach_work(struct act *a, void *with)
{
    const struct breaching *order = with;
    struct late_list list;

    *order->count = 0;
    if (!QUERY(a, &late_query, list, BIND(now, a->now), BIND(most, (int64_t)order->most)))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (!breach_one(a, &list.rows[i]))
            return false;
    *order->count = list.count;
    return true;
}

bool
clocks_breach(struct act *a, size_t most, size_t *count)
{
    struct breaching order = { most, count };
    struct late_list list;

    /* Mostly there is nothing to do, and then the writer is left alone. */
    if (!QUERY(a, &late_query, list, BIND(now, a->now), BIND(most, (int64_t)1)))
        return false;
    *count = 0;
    return !list.count || act_write(a, breach_work, &order);
}

struct open_clock {
    const char *ledger;
    int64_t record;
};
struct open_list {
    struct open_clock *rows;
    size_t count;
};

#define OPEN_COLUMNS COLUMNS(COLUMN(struct open_clock, ledger), COLUMN(struct open_clock, record))

static const struct query open_query = {
    .name = "clock.open",
    .sql = "SELECT ledger, record FROM clock WHERE contract = :contract AND record > :after"
           " AND ended IS NULL ORDER BY record LIMIT :most",
    .row_size = sizeof(struct open_clock),
    .columns = OPEN_COLUMNS,
};
static const struct query open_anywhere_query = {
    .name = "clock.open_anywhere",
    .sql = "SELECT ledger, record FROM clock WHERE record > :after AND ended IS NULL"
           " ORDER BY record LIMIT :most",
    .row_size = sizeof(struct open_clock),
    .columns = OPEN_COLUMNS,
};

struct recounting {
    int64_t contract;
    int64_t after;   /* where this batch begins; the work may run twice */
    int64_t reached; /* where the next one begins */
    bool done;
};

/* Due fields are the engine's own: they change without a version and without history. */
static bool
store_due(struct act *a, const struct ledger *l, const struct record *record)
{
    for (const struct clock_rule *rule = l->clocks; rule->name; rule++) {
        struct sql *s;

        if (!rule->due)
            continue;
        s = sql_new(a, "clock.due");
        SQL(s, "UPDATE ");
        sql_name(s, l->name);
        SQL(s, " SET ");
        sql_name(s, rule->due);
        SQL(s, " = ");
        sql_value(s, bind_instant("due", clock_rule_due(l, rule, record)));
        SQL(s, " WHERE id = ");
        sql_value(s, bind_int("id", record->id));
        if (!sql_run(a, s, NULL))
            return false;
    }
    return true;
}

static bool
recount_one(struct act *a, const struct open_clock *it)
{
    const struct ledger *l = ledger_find(it->ledger);
    struct clock_plan plan;
    struct record *record;
    bool found;

    if (!l || !l->clocks)
        return true;
    record = ledger_new(a, l);
    return shape_read(a, shape_of(l), it->record, false, record, &found) &&
           (!found || (clocks_again(a, l, record, &plan) && clocks_keep(a, l, &plan) &&
                       store_due(a, l, record)));
}

static bool
recount_work(struct act *a, void *with)
{
    struct recounting *order = with;
    struct open_list list;
    bool good = order->contract ? QUERY(a, &open_query, list, BIND(contract, order->contract),
                                        BIND(after, order->after), BIND(most, BATCH))
                                : QUERY(a, &open_anywhere_query, list, BIND(after, order->after),
                                        BIND(most, BATCH));

    for (size_t i = 0; good && i < list.count; i++)
        if (!i || list.rows[i].record != list.rows[i - 1].record)
            good = recount_one(a, &list.rows[i]);
    if (!good)
        return false;
    order->done = list.count < BATCH;
    if (list.count)
        order->reached = list.rows[list.count - 1].record;
    return true;
}

bool
clocks_recount(struct act *a, int64_t contract)
{
    struct recounting order = { .contract = contract };

    while (!order.done) {
        struct arena_mark mark = arena_mark(a->arena);

        if (!act_write(a, recount_work, &order))
            return false;
        order.after = order.reached;
        arena_reset(a->arena, mark);
    }
    return true;
}
