#include "desk/name_pool.h"

#include "base/arena.h"
#include "base/must.h"
#include "contract/consequence.h"
#include "desk/computer_name.h"
#include "desk/free_range.h"
#include "store/act.h"
#include "store/query.h"
#include "store/schema.h"

enum { MOST_TRIES = 100000 };

static const struct table_column free_columns[] = {
    { "id", COLUMN_INT, true, "番号" },
    { "contract", COLUMN_INT, true, "契約" },
    { "series", COLUMN_INT, true, "命名規則" },
    { "run", COLUMN_TEXT, true, "拠点と年度" },
    { "name", COLUMN_INT, true, "コンピュータ名" },
    { "again_at", COLUMN_INSTANT, true, "また使える日時" },
    { 0 },
};
static const struct table_index free_indexes[] = {
    { .name = "free_name_next", .columns = "series, run, again_at, id" },
    { .name = "free_name_name", .columns = "name", .unique = true },
    { 0 },
};
const struct table free_name_table = {
    "free_name", "また使えるコンピュータ名", free_columns, free_indexes, .serial = true,
};

static const struct table_column counter_columns[] = {
    { "id", COLUMN_INT, true, "番号" },         { "contract", COLUMN_INT, true, "契約" },
    { "series", COLUMN_INT, true, "命名規則" }, { "run", COLUMN_TEXT, true, "拠点と年度" },
    { "number", COLUMN_INT, true, "次の番号" }, { 0 },
};
static const struct table_index counter_indexes[] = {
    { .name = "name_counter_run", .columns = "series, run", .unique = true },
    { 0 },
};
const struct table name_counter_table = {
    "name_counter", "コンピュータ名の次の番号", counter_columns, counter_indexes, .serial = true,
};

struct one {
    int64_t number;
};
#define ONE COLUMNS(COLUMN(struct one, number))

static const struct query next_query = {
    .name = "name_pool.next",
    .sql = "SELECT name AS number FROM free_name WHERE series = :series AND run = :run"
           " AND again_at <= :now ORDER BY again_at, id LIMIT 1",
    .row_size = sizeof(struct one),
    .columns = ONE,
};
static const struct query forget_query = {
    .name = "name_pool.forget",
    .sql = "DELETE FROM free_name WHERE name = :name",
};
static const struct query put_query = {
    .name = "name_pool.put",
    .sql = "INSERT INTO free_name (contract, series, run, name, again_at)"
           " VALUES (:contract, :series, :run, :name, :again_at)",
};
static const struct query counter_query = {
    .name = "name_pool.counter",
    .sql = "SELECT number FROM name_counter WHERE series = :series AND run = :run",
    .row_size = sizeof(struct one),
    .columns = ONE,
};
static const struct query count_query = {
    .name = "name_pool.count",
    .sql = "UPDATE name_counter SET number = :number WHERE series = :series AND run = :run",
};
static const struct query begin_query = {
    .name = "name_pool.begin",
    .sql = "INSERT INTO name_counter (contract, series, run, number)"
           " VALUES (:contract, :series, :run, :number)",
};
static const struct query greatest_query = {
    .name = "name_pool.greatest",
    .sql = "SELECT coalesce(max(number), 0) AS number FROM computer_name"
           " WHERE series = :series AND run = :run",
    .row_size = sizeof(struct one),
    .columns = ONE,
};
static const struct query refill_query = {
    .name = "name_pool.refill",
    .sql = "INSERT INTO free_name (contract, series, run, name, again_at)"
           " SELECT contract, series, run, id, again_at FROM computer_name"
           " WHERE series = :series AND run = :run AND state <> 'issued' AND removed_at IS NULL"
           " AND again_at IS NOT NULL"
           " AND NOT EXISTS (SELECT 1 FROM free_name f WHERE f.name = computer_name.id)",
};
static const struct query taken_query = {
    .name = "name_pool.taken",
    .sql = "SELECT id AS number FROM computer_name WHERE contract = :contract AND name = :name"
           " AND removed_at IS NULL",
    .row_size = sizeof(struct one),
    .columns = ONE,
};

/* What the names of one combination have in common. */
struct run {
    const struct name_series *series;
    const char *site;
    const char *key;
    struct date today;
};

static struct run
run_of(struct act *a, const struct name_series *series, const char *site)
{
    struct date today = instant_date(a->now);

    return (struct run){ series, site, name_run(a->arena, series, site, today), today };
}

#define OF_RUN(r) bind_int("series", (r)->series->base.id), bind_text("run", (r)->key)

/* The next number, asked of the ledger where nobody has counted yet. */
static bool
counter(struct act *a, const struct run *r, int64_t *number, bool *counted)
{
    struct one row;

    if (!query_first(a, &counter_query, &row, counted, BOUND(OF_RUN(r))))
        return false;
    *number = row.number;
    if (*counted)
        return true;
    if (!query_first(a, &greatest_query, &row, counted, BOUND(OF_RUN(r))))
        return false;
    *counted = false;
    *number = row.number + 1;
    return true;
}

static bool
is_taken(struct act *a, const struct run *r, const char *name, bool *taken)
{
    struct one row;

    return query_first(
        a, &taken_query, &row, taken,
        BOUND(bind_int("contract", r->series->base.contract), bind_text("name", name)));
}

/* Names that were brought along may lie ahead of the counter. */
static bool
unused(struct act *a, const struct run *r, int64_t *number, const char **name)
{
    for (int tries = 0; tries < MOST_TRIES; tries++, ++*number) {
        bool taken;

        *name = name_print(a->arena, r->series, r->site, r->today, *number);
        if (!is_taken(a, r, *name, &taken))
            return false;
        if (!taken)
            return true;
    }
    return fail(a, FAULT_CLASH, "series", "「%s」の続きの名前がすべて使われています。",
                r->series->title);
}

static bool
again(struct act *a, const struct run *r, int64_t *id, bool *found)
{
    struct one row;

    if (!query_first(a, &next_query, &row, found, BOUND(OF_RUN(r), bind_instant("now", a->now))))
        return false;
    *id = *found ? row.number : 0;
    return true;
}

static bool
put(struct act *a, const struct computer_name *it, struct instant again_at)
{
    return query_run(a, &forget_query, NULL, BOUND(bind_int("name", it->base.id))) &&
           query_run(a, &put_query, NULL,
                     BOUND(bind_int("contract", it->base.contract),
                           bind_int("series", it->series.id), bind_text("run", it->run),
                           bind_int("name", it->base.id), bind_instant("again_at", again_at)));
}

bool
name_pool_forget(struct act *a, int64_t contract, int64_t id)
{
    return pool_lock(a, contract) && query_run(a, &forget_query, NULL, BOUND(bind_int("name", id)));
}

/* --- returning ----------------------------------------------------------------------------- */

bool
name_pool_return(struct act *a, const struct computer_name *it)
{
    if (!it->series.id || !it->run || !*it->run || !it->again_at.us)
        return true;
    return pool_lock(a, it->base.contract) && put(a, it, it->again_at);
}

/* --- giving out ---------------------------------------------------------------------------- */

static bool
keep(struct act *a, struct instant until, struct computer_name *it)
{
    it->base.state = until.us ? "reserved" : "issued";
    it->base.owner = actor_person(a);
    it->again_at = until;
    it->issued_on = until.us ? (struct date){ 0 } : instant_date(a->now);
    it->returned_on = (struct date){ 0 };
    it->return_reason = NULL;
    return ledger_keep(a, &computer_name_ledger, NULL, it) && (!until.us || put(a, it, until));
}

static bool
use_again(struct act *a, int64_t id, struct instant until, struct computer_name *out)
{
    struct computer_name *old = ledger_new(a, &computer_name_ledger);

    if (!query_run(a, &forget_query, NULL, BOUND(bind_int("name", id))) ||
        !consequence_read(a, &computer_name_ledger, id, old))
        return false;
    old->device = out->device;
    old->section = out->section;
    *out = *old;
    return keep(a, until, out);
}

static bool
use_next(struct act *a, const struct run *r, struct instant until, struct computer_name *out)
{
    int64_t longest = r->series->longest == NO_NUMBER ? 15 : r->series->longest;
    const char *why;
    bool counted;
    int64_t number;

    if (!counter(a, r, &number, &counted) || !unused(a, r, &number, &out->name))
        return false;
    if (!name_check(a->arena, out->name, longest, &why))
        return fail(a, FAULT_CLASH, "series", "「%s」の次の名前を作れません。%s", r->series->title,
                    why);
    out->base.contract = r->series->base.contract;
    out->series.id = r->series->base.id;
    out->run = r->key;
    out->number = number;
    return query_run(a, counted ? &count_query : &begin_query, NULL,
                     counted ? BOUND(OF_RUN(r), bind_int("number", number + 1))
                             : BOUND(OF_RUN(r), bind_int("number", number + 1),
                                     bind_int("contract", r->series->base.contract))) &&
           keep(a, until, out);
}

bool
name_take(struct act *a, const struct name_series *series, const char *site, struct instant until,
          struct computer_name *out)
{
    struct run r = run_of(a, series, site);
    int64_t id, number;
    bool found, counted;

    if (!pool_lock(a, series->base.contract) || !counter(a, &r, &number, &counted) ||
        /* Nobody has counted: the records came in by another way, and what rests with them. */
        (!counted && !query_run(a, &refill_query, NULL, BOUND(OF_RUN(&r)))) ||
        !again(a, &r, &id, &found))
        return false;
    return found ? use_again(a, id, until, out) : use_next(a, &r, until, out);
}

bool
name_confirm(struct act *a, int64_t id, struct computer_name *out)
{
    struct computer_name *it = ledger_new(a, &computer_name_ledger);

    if (!consequence_read(a, &computer_name_ledger, id, it) || !pool_lock(a, it->base.contract))
        return false;
    if (!state_is(&it->base, "reserved") || it->base.owner != actor_person(a) ||
        it->again_at.us < a->now.us)
        return fail(a, FAULT_CLASH, "reserved",
                    "名前の確保の期限（%d分）が過ぎました。次の名前で払い出します。", NAME_MINUTES);
    it->device = out->device;
    it->section = out->section;
    *out = *it;
    return query_run(a, &forget_query, NULL, BOUND(bind_int("name", id))) &&
           keep(a, (struct instant){ 0 }, out);
}

bool
name_preview(struct act *a, const struct name_series *series, const char *site, const char **out)
{
    struct run r = run_of(a, series, site);
    struct computer_name *old = ledger_new(a, &computer_name_ledger);
    int64_t id, number;
    bool found, counted;

    if (!again(a, &r, &id, &found))
        return false;
    if (found) {
        *out = "";
        if (!consequence_read(a, &computer_name_ledger, id, old))
            return false;
        *out = old->name;
        return true;
    }
    return counter(a, &r, &number, &counted) && unused(a, &r, &number, out);
}
