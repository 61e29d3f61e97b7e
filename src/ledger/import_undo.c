/* Taking an import back, part by part, the newest first. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "ledger/access.h"
#include "ledger/history.h"
#include "ledger/import_entry.h"
#include "ledger/import_parts.h"
#include "ledger/list.h"
#include "ledger/personal.h"
#include "ledger/type.h"
#include "store/query.h"

struct undoing {
    const struct ledger *l;
    const struct shape *shape;
    struct import_entry entry;
    struct import_result *result;
    struct import_plan plan; /* for keeping faults */
    const struct import_part *part;
    bool checking; /* look only */
    int64_t added, changed;
};

static bool
refuse(struct act *a, struct undoing *u, int64_t id, const char *message)
{
    struct record *row = ledger_new(a, u->l);
    bool found = false;

    if (!shape_read(a, u->shape, id, false, row, &found))
        return false;
    fault_keep(&u->plan, (struct fault){ .kind = FAULT_STALE,
                                         .value = found ? record_title(a, u->l, row) : NULL,
                                         .message = message });
    u->result->wrong++;
    return true;
}

/* Whether the record is as the import left it; `*row` is what it is now. */
static bool
is_untouched(struct act *a, struct undoing *u, int64_t id, int64_t version, struct record **row,
             bool *untouched)
{
    bool found;

    *row = ledger_new(a, u->l);
    if (!shape_read(a, u->shape, id, true, *row, &found))
        return false;
    *untouched = found && !(*row)->removed_at.us && (*row)->version == version;
    /* Somebody has removed it already: that is what was asked for. */
    if (*untouched || !found || ((*row)->removed_at.us && version == 1) || !u->checking)
        return true;
    return refuse(a, u, id, "取込みの後に変えられています。取り消すとその変更も失われます。");
}

/* --- new records --------------------------------------------------------------------- */

static bool
take_new(struct act *a, struct undoing *u, int64_t id)
{
    struct record *row;
    bool untouched;

    if (!is_untouched(a, u, id, 1, &row, &untouched))
        return false;
    if (!untouched || u->checking)
        return true;
    u->added++;
    return ledger_remove(a, u->l, id, 1);
}

/* "1200-1399 1405" */
static bool
each_new(struct act *a, struct undoing *u)
{
    const char *at = u->part->created;

    while (*at) {
        char *end;
        int64_t first = strtoll(at, &end, 10), last = first;

        if (*end == '-')
            last = strtoll(end + 1, &end, 10);
        if (end == at)
            return fail(a, FAULT_BROKEN, NULL, "取込みの記録が壊れています。");
        for (int64_t id = last; id >= first; id--)
            if (!take_new(a, u, id))
                return false;
        at = end + (*end == ' ');
    }
    return true;
}

/* --- changed records ------------------------------------------------------------------ */

static bool
put_back(struct act *a, struct undoing *u, struct record *row, const struct field *f,
         const json_t *value)
{
    const char *text = json_string_value(value);
    const char *sealed = json_string_value(json_object_get(value, "sealed"));
    const char *why = "";
    struct ref ref = { .id = json_integer_value(value) };

    if (sealed && !personal_open(a, u->l, row->contract, row->id, f->name, sealed, &text))
        return fail(a, FAULT_BROKEN, f->name, "%sの元の値を開けません。", f->label);
    if (f->type == FIELD_REF)
        memcpy((char *)row + f->offset, &ref, sizeof ref);
    else if (f->type == FIELD_REFS)
        refs_load(a, text ? text : "", (struct refs *)(void *)((char *)row + f->offset));
    else if (!record_put(a, u->l, f, text ? text : "", row, &why))
        return fail(a, FAULT_INVALID, f->name, "%sを元に戻せません。%s", f->label, why);
    return true;
}

static bool
take_change(struct act *a, struct undoing *u, const json_t *change)
{
    int64_t id = json_integer_value(json_object_get(change, "id"));
    int64_t version = json_integer_value(json_object_get(change, "version"));
    const char *state = json_string_value(json_object_get(change, "state"));
    struct record *row;
    bool untouched;
    const char *name;
    json_t *value;

    if (!is_untouched(a, u, id, version, &row, &untouched))
        return false;
    if (!untouched || u->checking)
        return true;
    json_object_foreach(json_object_get(change, "before"), name, value)
    {
        const struct field *f = shape_field(u->shape, name);

        if (f && !put_back(a, u, row, f, value))
            return false;
    }
    row->state = state ? arena_copy(a->arena, state) : row->state;
    u->changed++;
    return ledger_change(a, u->l, row);
}

static bool
each_change(struct act *a, struct undoing *u)
{
    const char *why;
    json_t *changes;

    if (!*u->part->changed)
        return true;
    if (!json_read(a->arena, u->part->changed, strlen(u->part->changed), &changes, &why))
        return fail(a, FAULT_BROKEN, NULL, "取込みの記録が壊れています。");
    for (size_t i = json_array_size(changes); i-- > 0;)
        if (!take_change(a, u, json_array_get(changes, i)))
            return false;
    return true;
}

/* --- parts ----------------------------------------------------------------------------- */

static bool
take_part(struct act *a, void *with)
{
    struct undoing *u = with;

    u->added = u->changed = 0;
    return each_change(a, u) && each_new(a, u) && (u->checking || import_part_drop(a, u->part->id));
}

static void
begin_act(struct act *a, struct act *from, struct arena *arena, const char *reason)
{
    act_begin(a, from->store, arena, from->who, ORIGIN_IMPORT);
    a->session = from->session;
    a->request = from->request;
    a->reason = reason;
}

/* All parts; each in an act of its own, so that memory stays flat. */
static bool
each_part(struct act *a, struct undoing *u)
{
    const char *reason = arena_print(a->arena, "取込み %lld の取消", (long long)u->entry.id);
    struct import_parts parts;
    int64_t below = 0;
    bool good = true;

    do {
        struct arena page = { 0 };
        struct act reading;

        begin_act(&reading, a, &page, reason);
        good = import_parts_newest(&reading, u->entry.id, below, &parts);
        act_end(&reading);
        for (size_t i = 0; good && i < parts.count; i++) {
            struct arena arena = { 0 };
            struct act one;

            begin_act(&one, a, &arena, reason);
            u->part = &parts.rows[i];
            below = u->part->id;
            good = u->checking ? take_part(&one, u) : act_write(&one, take_part, u);
            if (!good && one.faults)
                fail(a, one.faults->kind, NULL, "%s", one.faults->message);
            u->result->added += u->added;
            u->result->changed += u->changed;
            act_end(&one);
            arena_release(&arena);
        }
        arena_release(&page);
    } while (good && parts.count > 0);
    return good;
}

static bool
finish(struct act *a, void *with)
{
    struct undoing *u = with;
    char detail[120];

    snprintf(detail, sizeof detail, "{\"import\":%lld,\"removed\":%lld,\"restored\":%lld}",
             (long long)u->entry.id, (long long)u->result->added, (long long)u->result->changed);
    return import_entry_put(a, &u->entry) && history_event(a, u->l->name, 0, "undo", detail);
}

static bool
open_undoing(struct act *a, int64_t import, struct undoing *u)
{
    struct record *row;

    if (!import_entry_get(a, import, &u->entry))
        return false;
    u->l = ledger_find(u->entry.ledger);
    if (!u->l)
        return fail(a, FAULT_MISSING, NULL, "取込み %lld の台帳はありません。", (long long)import);
    u->shape = shape_of(u->l);
    row = ledger_new(a, u->l);
    row->contract = u->entry.contract;
    row->owner = a->who->person;
    if (!access_require(a, u->l, DEED_IMPORT, row))
        return false;
    if (u->entry.state == IMPORT_UNDONE)
        return fail(a, FAULT_CLASH, NULL, "取込み %lld はもう取り消されています。",
                    (long long)import);
    if (u->entry.state == IMPORT_KEPT || u->entry.state == IMPORT_REFUSED)
        return fail(a, FAULT_CLASH, NULL, "取込み %lld は何も書き込んでいません。",
                    (long long)import);
    return true;
}

bool
import_undo(struct act *a, int64_t import, bool good_only, struct import_result *out)
{
    struct undoing u = { .result = out, .checking = true };

    act_slow(a);
    *out = (struct import_result){ .import = import };
    if (!open_undoing(a, import, &u))
        return false;
    out->ledger = u.l;
    out->contract = u.entry.contract;
    out->rows = u.entry.rows;
    u.plan = (struct import_plan){ .l = u.l, .shape = u.shape, .result = out, .act = a };
    act_end(a);
    if (!each_part(a, &u))
        return false;
    out->state = IMPORT_REFUSED;
    if (out->fault_count && !good_only)
        return true;
    u.checking = false;
    if (!each_part(a, &u))
        return false;
    u.entry.state = out->state = IMPORT_UNDONE;
    u.entry.ended_at = a->now;
    return act_write(a, finish, &u);
}
