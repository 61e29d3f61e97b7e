#include "ledger/write.h"

#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/index.h"
#include "ledger/names.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "ledger/titles.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"

/* --- before the transaction -------------------------------------------------- */

static bool
has_personal(const struct ledger *l)
{
    for (const struct field *f = l->fields; f->name; f++)
        if (f->personal)
            return true;
    return false;
}

/* The contract of who works in one only; 0 when that does not say it. */
static int64_t
only_contract(const struct who *who)
{
    int64_t contract = 0;

    for (size_t i = 0; i < who->count; i++) {
        if (contract && who->in[i].contract && who->in[i].contract != contract)
            return 0;
        if (who->in[i].contract)
            contract = who->in[i].contract;
    }
    return contract;
}

/* Whether records lie in a contract that was there before them. */
static bool
belongs(const struct ledger *l)
{
    return !l->installation && l != &contract_ledger;
}

static int64_t
organisation_in(const struct who *who, int64_t contract)
{
    for (size_t i = 0; i < who->count; i++)
        if (who->in[i].contract == contract && who->in[i].organisation)
            return who->in[i].organisation;
    return 0;
}

static void
default_head(struct act *a, const struct ledger *l, struct record *row)
{
    if (!row->state || !*row->state)
        row->state = l->states ? l->states->states[0].name : "";
    if (!row->contract && belongs(l))
        row->contract = only_contract(a->who);
    if (!row->owner)
        row->owner = a->who->person;
    if (!row->organisation)
        row->organisation = organisation_in(a->who, row->contract);
}

/* What was given for a new record, before anything is made up for it. */
static bool
fills_allowed(struct act *a, const struct ledger *l, const struct record *row)
{
    const struct shape *s = shape_of(l);
    bool good = true;

    if (!access_is_partial(a, l) || !access_may(a, l, DEED_CREATE, row))
        return true;
    for (size_t i = 0; i < s->declared; i++) {
        const struct field *f = &s->fields[i];

        if (!f->fixed && !field_is_empty(f, (const char *)row + f->offset) &&
            !access_sets(a, l, f, DEED_CREATE, row))
            good = fail(a, FAULT_DENIED, f->name, "%sを書く権限がありません。", f->label);
    }
    return good;
}

bool
ledger_prepare(struct act *a, const struct ledger *l, void *row)
{
    struct record *record = row;
    struct record *before = NULL;
    bool found = false;

    must(!a->writing);
    if (record->id) {
        if (!l->prepare)
            return true;
        before = ledger_new(a, l);
        if (!shape_read(a, shape_of(l), record->id, false, before, &found))
            return false;
        /* A missing record is told inside the transaction, where it counts. */
        if (!found)
            return true;
    } else {
        default_head(a, l, record);
        if (!fills_allowed(a, l, record))
            return false;
        if (has_personal(l) && !personal_ensure(a, record->contract))
            return false;
    }
    return !l->prepare || l->prepare(a, before, record);
}

/* --- the steps ----------------------------------------------------------------- */

struct last_change {
    const char *at;
    int64_t actor;
};

static const struct query last_change_query = {
    .name = "record.last_change",
    .sql = "SELECT at, actor FROM history WHERE record = :record AND action <> 'read'"
           " ORDER BY seq DESC LIMIT 1",
    .row_size = sizeof(struct last_change),
    .columns = COLUMNS(COLUMN(struct last_change, at), COLUMN(struct last_change, actor)),
};

static bool
stale(struct act *a, const struct writing *w)
{
    struct last_change last;
    bool found;
    const char *who;

    if (!query_first(a, &last_change_query, &last, &found, BOUND(BIND(record, w->before->id))))
        return false;
    who = found ? history_actor(a, last.actor) : "";
    if (*who && strlen(last.at) > 16)
        return fail(a, FAULT_STALE, NULL, "%sさんが %.5sに変えました。どちらを残しますか。", who,
                    last.at + 11);
    return fail(a, FAULT_STALE, NULL, "ほかの方が先に変えました。どちらを残しますか。");
}

/* What was not opened for this user comes back as it was. */
static void
keep_sealed(const struct writing *w)
{
    for (size_t i = 0; i < w->shape->declared; i++) {
        const struct field *f = &w->shape->fields[i];
        const char *text;

        if (!f->personal)
            continue;
        memcpy(&text, (const char *)w->row + f->offset, sizeof text);
        if (text == field_sealed)
            memcpy((char *)w->row + f->offset, (const char *)w->before + f->offset,
                   field_size(f->type));
    }
}

/* Nor could he write what he was not shown: it was empty in what he read. */
static void
keep_unseen(struct act *a, const struct writing *w)
{
    if (!access_is_partial(a, w->l))
        return;
    for (size_t i = 0; i < w->shape->declared; i++) {
        const struct field *f = &w->shape->fields[i];

        if (!f->personal && !f->secret && !access_sees(a, w->l, f, w->before))
            memcpy((char *)w->row + f->offset, (const char *)w->before + f->offset,
                   field_size(f->type));
    }
}

/* Of a transition by who may not change the record: only the fields that come with it. */
static void
keep_untaken(struct act *a, const struct writing *w)
{
    const char *takes = transition_takes(a, w->move);
    struct record head = *w->row;

    head.owner = w->before->owner;
    head.organisation = w->before->organisation;
    head.zone = w->before->zone;
    head.extra = w->before->extra;
    *w->row = head;
    for (size_t i = 0; i < w->shape->declared; i++) {
        const struct field *f = &w->shape->fields[i];

        if (!names_have(takes, f->name))
            memcpy((char *)w->row + f->offset, (const char *)w->before + f->offset,
                   field_size(f->type));
    }
}

/* Reads the record as it is now, on the connection that will change it. */
static bool
load(struct act *a, struct writing *w)
{
    bool found;

    w->before = ledger_new(a, w->l);
    if (!shape_read(a, w->shape, w->row->id, true, w->before, &found))
        return false;
    if (!found || w->before->removed_at.us)
        return access_missing(a, w->l, w->row->id);
    if (!w->kept && !access_require(a, w->l, DEED_READ, w->before))
        return false;
    if (w->version != w->before->version)
        return stale(a, w);
    keep_sealed(w);
    if (!w->kept)
        keep_unseen(a, w);
    w->row->created_at = w->before->created_at;
    return true;
}

static bool
start(struct act *a, struct writing *w)
{
    struct record *row = w->row;
    bool taken_over = a->origin != ORIGIN_PAGE && a->origin != ORIGIN_API;

    default_head(a, w->l, row);
    if (!row->contract && belongs(w->l))
        return fail(a, FAULT_INVALID, "contract", "契約は必須です。");
    if (!row->created_at.us || !taken_over)
        row->created_at = a->now;
    row->removed_at = (struct instant){ 0 };
    row->version = 0;
    return true;
}

/* After the rights: a record without id is one that nobody has to be kept from. */
static bool
name_it(struct act *a, struct writing *w)
{
    return w->row->id || id_next(a, &w->row->id);
}

/* Personal values of who may not see them: he may leave them, not replace them. */
static bool
leaves_personal(struct act *a, const struct writing *w)
{
    bool good = true;

    if (access_may(a, w->l, DEED_PERSONAL, w->before))
        return true;
    for (size_t i = 0; i < w->shape->declared; i++) {
        const struct field *f = &w->shape->fields[i];

        if (f->personal &&
            field_compare(f, (char *)w->before + f->offset, (char *)w->row + f->offset) != 0)
            good = fail(a, FAULT_DENIED, f->name, "%sを変える権限がありません。", f->label);
    }
    return good;
}

/* Of fields that are not his to fill: he may leave them as they are. */
static bool
leaves_fields(struct act *a, const struct writing *w)
{
    const char *takes = w->move ? transition_takes(a, w->move) : NULL;
    bool good = true;

    if (!access_is_partial(a, w->l))
        return true;
    for (size_t i = 0; i < w->shape->declared; i++) {
        const struct field *f = &w->shape->fields[i];

        if (!f->fixed && !names_have(takes, f->name) &&
            !access_sets(a, w->l, f, DEED_CHANGE, w->before) &&
            field_compare(f, (char *)w->before + f->offset, (char *)w->row + f->offset) != 0)
            good = fail(a, FAULT_DENIED, f->name, "%sを変える権限がありません。", f->label);
    }
    return good;
}

/* Asked twice: first so that a refusal tells nothing of the contents, and again for the
   record as it will be, since it must not leave what the user reaches. */
bool
writing_allowed(struct act *a, struct writing *w)
{
    if (w->kept)
        return true;
    if (!w->before)
        return access_require(a, w->l, DEED_CREATE, w->row);
    if (w->move && !access_may(a, w->l, DEED_CHANGE, w->before)) {
        keep_untaken(a, w);
        return true;
    }
    if (w->row->removed_at.us)
        return access_require(a, w->l, DEED_REMOVE, w->before);
    return access_require(a, w->l, DEED_CHANGE, w->before) &&
           access_require(a, w->l, DEED_CHANGE, w->row) && leaves_personal(a, w) &&
           leaves_fields(a, w);
}

static bool
plan_clocks(struct act *a, struct writing *w)
{
    return clocks_plan(a, w->l, w->before, w->row, &w->clocks);
}

static bool
store(struct act *a, struct writing *w)
{
    const struct bound *bounds;
    int64_t changed = 1;

    w->row->version = w->before ? w->before->version + 1 : 1;
    w->row->changed_at = a->now;
    if (!shape_bind(a, w->shape, w->row, w->before ? w->before->version : 0, &bounds))
        return false;
    if (!w->before)
        return query_later(a, &w->shape->insert, bounds);
    if (!query_run(a, &w->shape->update, &changed, bounds))
        return false;
    return changed == 1 || stale(a, w);
}

static bool
remember(struct act *a, struct writing *w)
{
    return history_write(a, w->l, w->before, w->row->removed_at.us ? NULL : w->row, w->action);
}

static bool
index_words(struct act *a, struct writing *w)
{
    return index_record(a, w->l, w->before, w->row);
}

static bool
start_clocks(struct act *a, struct writing *w)
{
    return clocks_keep(a, w->l, &w->clocks);
}

static bool
run_hooks(struct act *a, struct writing *w)
{
    return !w->l->after || w->l->after(a, w->before, w->row);
}

static bool
write_down(struct act *a, struct writing *w)
{
    return store(a, w) && titles_note(a, w->l, w->before, w->row) && remember(a, w) &&
           index_words(a, w) && start_clocks(a, w) && run_hooks(a, w);
}

/* An equal record keeps its version, and nothing is remembered. */
static bool
is_unchanged(struct act *a, struct writing *w)
{
    if (!w->before || writing_differs(a, w->shape, w->before, w->row))
        return false;
    w->row->version = w->before->version;
    w->row->changed_at = w->before->changed_at;
    return true;
}

static bool
create(struct act *a, struct writing *w)
{
    return start(a, w) && writing_allowed(a, w) && writing_valid(a, w) && writing_allowed(a, w) &&
           name_it(a, w) && writing_number(a, w) && plan_clocks(a, w) && write_down(a, w);
}

static bool
change(struct act *a, struct writing *w)
{
    return load(a, w) && writing_allowed(a, w) && writing_valid(a, w) && writing_allowed(a, w) &&
           plan_clocks(a, w) && (is_unchanged(a, w) || write_down(a, w));
}

static bool
move(struct act *a, struct writing *w)
{
    return load(a, w) && writing_move(a, w) && writing_allowed(a, w) && writing_valid(a, w) &&
           plan_clocks(a, w) && write_down(a, w);
}

static bool
take_away(struct act *a, struct writing *w)
{
    if (!load(a, w))
        return false;
    memcpy(w->row, w->before, w->shape->row_size);
    w->row->removed_at = a->now;
    a->ahead = NULL; /* others may refer to it */
    return writing_allowed(a, w) && plan_clocks(a, w) && write_down(a, w);
}

/* --- refusing --------------------------------------------------------------------- */

static bool
has_fault(const struct act *a, size_t count, const char *field)
{
    const struct fault *f = a->faults;

    for (size_t i = 0; i < count; i++, f = f->next)
        if (f->field && field && strcmp(f->field, field) == 0)
            return true;
    return false;
}

/* A field that was refused stayed as it was; what is found in it so is of no use. */
static void
keep_new_faults(struct act *a, size_t count)
{
    const struct fault *found = a->faults;

    for (size_t i = 0; i < count; i++)
        found = found->next;
    act_forgive(a, count);
    for (const struct fault *f = found; f; f = f->next)
        if (!has_fault(a, count, f->field))
            fail_at(a, *f);
}

bool
ledger_refuse(struct act *a, const struct ledger *l, const void *row)
{
    const struct record *given = row;
    struct writing w = { .l = l,
                         .shape = shape_of(l),
                         .action = given->id ? "change" : "create",
                         .version = given->version };
    size_t faults = a->fault_count;

    must(faults && !a->writing);
    w.row = arena_get(a->arena, w.shape->row_size);
    memcpy(w.row, row, w.shape->row_size);
    if ((given->id ? load(a, &w) : start(a, &w)) && writing_allowed(a, &w) &&
        /* A contract's prepares by making a key, which nobody would use. */
        (!l->prepare || l == &contract_ledger || l->prepare(a, w.before, w.row)))
        writing_valid(a, &w);
    keep_new_faults(a, faults);
    return false;
}

/* --- the transaction ------------------------------------------------------------ */

struct order {
    struct writing w;
    bool (*steps)(struct act *a, struct writing *w);
    void *saved; /* the row as it was given: the work may run again */
};

static bool
work(struct act *a, void *with)
{
    struct order *order = with;
    struct writing w = order->w;

    memcpy(w.row, order->saved, w.shape->row_size);
    return order->steps(a, &w);
}

/* The database says only which field clashes; here its label and value are at hand. */
static void
explain_clashes(struct act *a, const struct writing *w, size_t from)
{
    size_t i = 0;

    for (struct fault *it = a->faults; it; it = it->next, i++) {
        const struct field *f = it->field ? shape_field(w->shape, it->field) : NULL;
        const char *value;

        if (i < from || it->kind != FAULT_CLASH || !f || !(f->unique || f->unique_everywhere))
            continue;
        value = f->personal ? "" : field_text(a, f, record_at(a, w->l, f, w->row), STYLE_SHOWN);
        it->message = *value ? arena_print(a->arena,
                                           "%s「%s」はもう使われています。別のものに"
                                           "します。",
                                           f->label, value)
                             : arena_print(a->arena, "%sがほかの記録と同じです。別のものにします。",
                                           f->label);
    }
}

static bool
walk(struct act *a, struct writing w, bool (*steps)(struct act *a, struct writing *w))
{
    struct order order = { .w = w, .steps = steps };
    size_t faults = a->fault_count;

    w.shape = order.w.shape = shape_of(w.l);
    if (!a->writing && !(ledger_prepare(a, w.l, w.row) && writing_prepare(a, &w)))
        return false;
    order.saved = arena_get(a->arena, w.shape->row_size);
    memcpy(order.saved, w.row, w.shape->row_size);
    if (act_write(a, work, &order))
        return true;
    memcpy(w.row, order.saved, w.shape->row_size);
    explain_clashes(a, &w, faults);
    return false;
}

bool
ledger_create(struct act *a, const struct ledger *l, void *row)
{
    struct record *record = row;

    /* Inside a transaction ledger_prepare came before; it may have given the id. */
    if (!a->writing)
        record->id = 0;
    return walk(a, (struct writing){ .l = l, .action = "create", .row = row }, create);
}

bool
ledger_change(struct act *a, const struct ledger *l, void *row)
{
    struct record *record = row;

    return walk(
        a, (struct writing){ .l = l, .action = "change", .row = row, .version = record->version },
        change);
}

bool
ledger_move(struct act *a, const struct ledger *l, const char *action, void *row)
{
    struct record *record = row;

    return walk(
        a, (struct writing){ .l = l, .action = action, .row = row, .version = record->version },
        move);
}

bool
ledger_keep(struct act *a, const struct ledger *l, const char *action, void *row)
{
    struct record *record = row;
    struct writing w = { .l = l, .row = row, .version = record->version, .kept = true };

    must(a->writing);
    w.action = action ? action : record->id ? "change" : "create";
    if (strcmp(w.action, "remove") == 0)
        return walk(a, w, take_away);
    return walk(a, w, action ? move : record->id ? change : create);
}

bool
ledger_remove(struct act *a, const struct ledger *l, int64_t id, int64_t version)
{
    struct record *row = ledger_new(a, l);

    row->id = id;
    return walk(a, (struct writing){ .l = l, .action = "remove", .row = row, .version = version },
                take_away);
}
