/* The template of kittings: what is done with a device of each kind. */
#include <string.h>

#include "base/arena.h"
#include "base/fact_rows.h"
#include "contract/consequence.h"
#include "desk/device.h"
#include "desk/kitting.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "ledger/names.h"
#include "store/act.h"
#include "store/query.h"

static const struct field kitting_item_fields[] = {
    FIELD(struct kitting_item, kind, "機器の種類", .also = "種類|区分", .required = true,
          .choices = device_kinds),
    FIELD(struct kitting_item, place, "順番",
          .help = "小さい順に行います。同じ番号は、どれからでも進められます。",
          .also = "順序|No|番号", .required = true, .least = 1, .most = 999),
    FIELD(struct kitting_item, title, "項目", .also = "作業|確認項目|設定項目", .required = true,
          .searched = true, .most = 200),
    FIELD(struct kitting_item, how, "手順", .also = "内容|やり方", .searched = true, .most = 4000),
    FIELD(struct kitting_item, records, "記録すること",
          .help = "書いておくと、済にするときに記録が要ります。例：OSの版、製造番号",
          .also = "記録|記録項目", .most = 100),
    FIELD(struct kitting_item, optional, "省いてもよい", .also = "省略可|任意"),
    FIELD(struct kitting_item, person, "担当", .also = "担当者", .to = &person_ledger),
    { 0 },
};

static const struct state state_rows[] = {
    { "used", "使う", "使用中", MARK_WORK },
    { "stopped", "使わない", "停止", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "stop", "使わない", "used", "stopped", NULL, 1 << ROLE_LEAD },
    { "use", "使う", "stopped", "used", NULL, 1 << ROLE_LEAD },
    { 0 },
};

static const struct states kitting_item_states = { state_rows, transitions };

static const struct view kitting_item_views[] = {
    { "used", "使うもの", "機器の種類と順番で並べます。", "state=used", "kind" },
    { "all", "すべて", "使わないものも並べます。", "", "kind" },
    { 0 },
};

const struct ledger kitting_item_ledger = {
    .name = "kitting_item",
    .title = "キッティングの項目",
    .help = "機器を渡す前に行う設定と確認のひな形です。機器の種類ごとに、順番、記録すること、省いて"
            "よいかを決めます。直しても、始まっているキッティングは変わりません。",
    .path = "/desk/kitting_items",
    .icon = "form",
    .row_size = sizeof(struct kitting_item),
    .fields = kitting_item_fields,
    .titled_by = "title",
    .listed = "kind place title records optional person state",
    .states = &kitting_item_states,
    .access = desk_lead_access,
    .views = kitting_item_views,
    .keep_years = 5,
};

/* --- to begin with -------------------------------------------------------------------------- */

enum { FACT_CELLS = 6 };

static const struct query any_query = {
    .name = "kitting_item.any",
    .sql = "SELECT id FROM kitting_item WHERE contract = :contract LIMIT 1",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
has_items(struct act *a, int64_t contract, bool *has)
{
    struct ref any;

    return query_first(a, &any_query, &any, has, BOUND(BIND(contract, contract)));
}

static bool
put(struct act *a, int64_t contract, const char *kind, const char *const *cells)
{
    struct kitting_item *it = ledger_new(a, &kitting_item_ledger);

    it->base.contract = contract;
    it->kind.code = kind;
    it->place = cells[1][0] - '0';
    it->title = cells[2];
    it->records = cells[3];
    it->optional = *cells[4] != '\0';
    it->how.text = cells[5];
    return ledger_keep(a, &kitting_item_ledger, NULL, it);
}

bool
kitting_items_begin(struct act *a, int64_t contract)
{
    struct fact_rows facts;
    bool has;

    if (!has_items(a, contract, &has))
        return false;
    if (has)
        return true;
    fact_rows_read(a->arena, "kitting_items.csv", FACT_CELLS, &facts);
    for (const struct choice_item *kind = device_kinds; kind->code; kind++)
        for (size_t i = 0; i < facts.count; i++)
            if (names_have(facts.rows[i].cells[0], kind->code) &&
                !put(a, contract, kind->code, facts.rows[i].cells))
                return false;
    return true;
}

static bool
load(struct act *a, void *with)
{
    return kitting_items_begin(a, *(const int64_t *)with);
}

bool
kitting_items_load(struct act *a, int64_t contract)
{
    return act_write(a, load, &contract);
}

/* --- used ----------------------------------------------------------------------------------- */

static const struct query used_query = {
    .name = "kitting_item.used",
    .sql = "SELECT id FROM kitting_item WHERE contract = :contract AND kind = :kind"
           " AND state = 'used' AND removed_at IS NULL ORDER BY place, id",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

struct items {
    struct ref *rows;
    size_t count;
};

bool
kitting_needed(struct act *a, int64_t contract, const char *kind, bool *needed)
{
    struct fact_rows facts;
    struct items items;
    bool has;

    *needed = false;
    if (!kind)
        return true;
    if (!has_items(a, contract, &has) ||
        !QUERY(a, &used_query, items, BIND(contract, contract), BIND(kind, kind)))
        return false;
    *needed = items.count > 0;
    if (has)
        return true;
    fact_rows_read(a->arena, "kitting_items.csv", FACT_CELLS, &facts);
    for (size_t i = 0; i < facts.count; i++)
        *needed |= names_have(facts.rows[i].cells[0], kind);
    return true;
}

bool
kitting_steps_make(struct act *a, const struct kitting *run, const char *kind)
{
    struct items items;

    if (!kitting_items_begin(a, run->base.contract) ||
        !QUERY(a, &used_query, items, BIND(contract, run->base.contract), BIND(kind, kind)))
        return false;
    for (size_t i = 0; i < items.count; i++) {
        struct kitting_item *item = ledger_new(a, &kitting_item_ledger);
        struct kitting_step *it = ledger_new(a, &kitting_step_ledger);

        if (!consequence_read(a, &kitting_item_ledger, items.rows[i].id, item))
            return false;
        it->base.contract = run->base.contract;
        it->kitting.id = run->base.id;
        it->title = item->title;
        it->place = item->place;
        it->optional = item->optional;
        it->how = item->how;
        it->records = item->records;
        it->person = item->person;
        if (!ledger_keep(a, &kitting_step_ledger, NULL, it))
            return false;
    }
    return true;
}
