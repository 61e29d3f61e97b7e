/* Whether rows may be written, and what they would do. */

#include <string.h>

#include "ledger/access.h"
#include "ledger/ahead.h"
#include "ledger/export.h"
#include "ledger/import_parts.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "ledger/write.h"
#include "store/query.h"
#include "store/store.h"

/* --- values that may stand once ------------------------------------------------------- */

static const char *
value_of(const struct import_plan *plan, struct batch *b, const struct item *item,
         const struct field *f)
{
    const void *at = record_at(&b->act, plan->l, f, item->record);

    return field_is_empty(f, at) ? "" : field_text(&b->act, f, at, STYLE_PLAIN);
}

/* The later row is the wrong one, and it names the earlier. */
static void
check_doubles(struct import_plan *plan, struct batch *b, struct item *item)
{
    for (size_t i = 0; i < plan->seen_count; i++) {
        const struct field *f = plan->seen[i].field;
        const char *value = value_of(plan, b, item, f);
        int64_t other = *value ? seen_before(&plan->seen[i], value, item->line) : 0;

        if (!other)
            continue;
        if (f->personal)
            fail(&b->act, FAULT_CLASH, f->name,
                 "%sが%lld行目と同じです。どちらかを直してください。", f->label, (long long)other);
        else
            fail(&b->act, FAULT_CLASH, f->name,
                 "%s「%s」は%lld行目と同じです。どちらかを直してください。", f->label, value,
                 (long long)other);
    }
}

struct holder {
    int64_t id;
    const char *value;
};
struct holder_list {
    struct holder *rows;
    size_t count;
};

/* Records that hold one of the batch's values already. Personal ones are left to the
   database, which knows them by their key. */
static bool
find_holders(struct import_plan *plan, struct batch *b, const struct field *f,
             struct holder_list *out)
{
    struct sql *s = sql_new(&b->act, "import.unique");
    size_t count = 0;

    SQL(s, "SELECT id, ");
    sql_name(s, f->name);
    SQL(s, " AS value FROM ");
    sql_name(s, plan->l->name);
    SQL(s, " WHERE removed_at IS NULL AND ");
    if (!f->unique_everywhere) {
        SQL(s, "contract = ");
        sql_value(s, bind_int("contract", plan->contract));
        SQL(s, " AND ");
    }
    sql_name(s, f->name);
    SQL(s, " IN (");
    for (size_t i = 0; i < b->count; i++) {
        const char *value = b->items[i].fault ? "" : value_of(plan, b, &b->items[i], f);

        if (!*value)
            continue;
        if (count++)
            SQL(s, ", ");
        sql_value(s, bind_text("value", value));
    }
    SQL(s, ")");
    *out = (struct holder_list){ 0 };
    return count == 0 ||
           sql_rows(&b->act, s, COLUMNS(COLUMN(struct holder, id), COLUMN(struct holder, value)),
                    sizeof *out->rows, &out->rows, &out->count);
}

static bool
check_holders(struct import_plan *plan, struct batch *b, const struct field *f)
{
    struct holder_list list;

    if (!find_holders(plan, b, f, &list))
        return false;
    for (size_t i = 0; i < list.count; i++)
        for (size_t k = 0; k < b->count; k++) {
            struct item *item = &b->items[k];
            size_t faults = b->act.fault_count;

            if (item->fault || (item->before && item->before->id == list.rows[i].id) ||
                strcmp(value_of(plan, b, item, f), list.rows[i].value) != 0)
                continue;
            fail(&b->act, FAULT_CLASH, f->name,
                 "%s「%s」はもう使われています。別のものにしてください。", f->label,
                 list.rows[i].value);
            if (!faults_take(plan, &b->act, faults, item))
                return false;
        }
    return true;
}

static bool
check_unique(struct import_plan *plan, struct batch *b)
{
    for (size_t i = 0; i < plan->seen_count; i++) {
        const struct field *f = plan->seen[i].field;
        bool text = f->type == FIELD_TEXT || f->type == FIELD_MAIL || f->type == FIELD_MAC ||
                    f->type == FIELD_URL || f->type == FIELD_PHONE;

        if (f->personal || !text || (!f->unique && !f->unique_everywhere))
            continue;
        if (plan->code && f == plan->code->field && !f->unique_everywhere)
            continue;
        if (!check_holders(plan, b, f))
            return false;
    }
    return true;
}

/* --- rules and rights ------------------------------------------------------------------ */

static bool
may_write(struct import_plan *plan, struct batch *b, const struct item *item)
{
    struct act *a = &b->act;

    if (!item->before)
        return access_may(a, plan->l, DEED_CREATE, item->record) ||
               fail(a, FAULT_DENIED, NULL, "この行を書き込む権限がありません。");
    return (access_may(a, plan->l, DEED_CHANGE, item->before) &&
            access_may(a, plan->l, DEED_CHANGE, item->record)) ||
           fail(a, FAULT_DENIED, NULL, "この行の記録を変える権限がありません。");
}

static bool
check_rules(struct import_plan *plan, struct batch *b, const struct item *item)
{
    struct writing w = { .l = plan->l,
                         .shape = plan->shape,
                         .action = item->before ? "change" : "create",
                         .before = item->before,
                         .row = item->record };
    bool may = may_write(plan, b, item);

    return writing_valid(&b->act, &w) && may;
}

static enum import_kind
kind_of(struct import_plan *plan, struct batch *b, const struct item *item)
{
    if (item->before)
        return writing_differs(&b->act, plan->shape, item->before, item->record) ? IMPORT_CHANGED
                                                                                 : IMPORT_UNCHANGED;
    /* Nothing tells such rows apart, so the same file must not make them twice. */
    if (!*item->code && (plan->again || item->row <= plan->done))
        return IMPORT_UNCHANGED;
    return IMPORT_NEW;
}

static bool
check_item(struct import_plan *plan, struct batch *b, struct item *item)
{
    size_t faults = b->act.fault_count;

    if (item->fault) {
        fail(&b->act, FAULT_INVALID, NULL, "%s", item->fault);
    } else {
        check_doubles(plan, b, item);
        item->kind = kind_of(plan, b, item);
        if (item->kind != IMPORT_UNCHANGED && !check_rules(plan, b, item))
            item->wrong = true;
    }
    if (!faults_take(plan, &b->act, faults, item))
        return false;
    if (item->wrong)
        item->kind = IMPORT_WRONG;
    faults_keep(plan, item);
    return true;
}

static void
count_item(struct import_plan *plan, const struct item *item)
{
    struct import_result *r = plan->result;

    if (item->wrong)
        plan_set_bad(plan, item->row);
    if (item->row <= plan->done)
        return;
    r->wrong += item->kind == IMPORT_WRONG;
    r->added += item->kind == IMPORT_NEW;
    r->changed += item->kind == IMPORT_CHANGED;
    r->unchanged += item->kind == IMPORT_UNCHANGED;
}

bool
batch_ahead(const struct import_plan *plan, const struct batch *b, struct act *a, size_t from,
            size_t until)
{
    const struct record **rows = NEW_ARRAY(a->arena, b->count, const struct record *);

    for (size_t i = from; i < until; i++)
        if (!b->items[i].fault && !b->items[i].wrong && b->items[i].kind != IMPORT_UNCHANGED)
            rows[i] = b->items[i].record;
    if (!ahead_ask(a, plan->l, plan->contract, rows, b->count))
        return false;
    /* On SQLite asking costs nothing, and the seat may end before all are written. */
    return !a->writing || store_kind(a->store) != STORE_POSTGRES ||
           ahead_take_numbers(a, plan->l, rows, b->count);
}

bool
batch_check(struct import_plan *plan, struct batch *b)
{
    if (plan->done == 0 && !plan->again && !check_unique(plan, b))
        return false;
    if (!batch_ahead(plan, b, &b->act, 0, b->count))
        return false;
    for (size_t i = 0; i < b->count; i++) {
        struct item *item = &b->items[i];

        if (!check_item(plan, b, item))
            return false;
        count_item(plan, item);
        item_show(plan, b, item);
    }
    return true;
}

/* --- showing ---------------------------------------------------------------------------- */

static const char *
shown_value(struct import_plan *plan, struct batch *b, const struct field *f,
            const struct record *row)
{
    const void *at = record_at(&b->act, plan->l, f, row);

    if (f->personal && !field_is_empty(f, at))
        return "（個人情報）";
    return arena_copy(plan->act->arena, field_text(&b->act, f, at, STYLE_SHOWN));
}

static void
show_changes(struct import_plan *plan, struct batch *b, const struct item *item,
             struct import_row *out)
{
    struct import_change *changes =
        NEW_ARRAY(plan->act->arena, plan->target_count, struct import_change);

    for (size_t i = 0; i < plan->target_count; i++) {
        const struct field *f = plan->targets[i].field;

        if (field_compare(f, record_at(&b->act, plan->l, f, item->before),
                          record_at(&b->act, plan->l, f, item->record)) != 0)
            changes[out->change_count++] =
                (struct import_change){ f, shown_value(plan, b, f, item->before),
                                        shown_value(plan, b, f, item->record) };
    }
    out->changes = changes;
}

void
item_show(struct import_plan *plan, struct batch *b, const struct item *item)
{
    struct import_result *r = plan->result;
    bool early = r->shown_count < IMPORT_SHOWN / 2;
    const char *names = plan->l->listed;
    const char **values;
    size_t length, count = 0;
    struct import_row *out;

    if (item->wrong || r->shown_count == IMPORT_SHOWN || !(early || item->kind == IMPORT_CHANGED))
        return;
    if (!r->shown)
        r->shown = NEW_ARRAY(plan->act->arena, IMPORT_SHOWN, struct import_row);
    out = &r->shown[r->shown_count++];
    *out = (struct import_row){ .row = item->row,
                                .line = item->line,
                                .kind = item->kind,
                                .record = item->before ? item->before->id : 0 };
    values = NEW_ARRAY(plan->act->arena, plan->shape->field_count + 8, const char *);
    for (const char *name; names && (name = names_next(&names, &length));) {
        const struct field *f = list_field(plan->l, arena_slice(&b->arena, name, length));

        if (f)
            values[count++] = shown_value(plan, b, f, item->record);
    }
    out->values = values;
    if (item->kind == IMPORT_CHANGED)
        show_changes(plan, b, item, out);
}
