/* Which cell of a row goes where, decided once for the file. */

#include <string.h>

#include "base/must.h"
#include "ledger/import_parts.h"
#include "ledger/list.h"
#include "ledger/shape_build.h"

/* Types that stand in the database as they are written. */
static bool
is_plain_text(enum field_type type)
{
    return type == FIELD_TEXT || type == FIELD_MAIL || type == FIELD_PHONE ||
           type == FIELD_POSTCODE || type == FIELD_MAC || type == FIELD_URL || type == FIELD_DATE;
}

static int
column_of(const struct mapping *m, const struct field *f, enum mapping_part part)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->columns[i].field == f && m->columns[i].part == part)
            return (int)i;
    return NO_COLUMN;
}

static void
release_names(void *thing)
{
    struct known_names *known = thing;

    arena_release(&known->arena);
}

static struct known_names *
new_names(struct act *a)
{
    struct known_names *known = NEW(a->arena, struct known_names);

    arena_defer(a->arena, release_names, known);
    return known;
}

/* The same few texts come over and over: they are read once. */
static bool
is_known_again(const struct field *f)
{
    return !shape_is_custom(f) &&
           (f->type == FIELD_REF || f->type == FIELD_DATE || f->type == FIELD_CHOICE ||
            (f->type == FIELD_TEXT && f->choices));
}

static bool
add_target(struct act *a, struct import_plan *plan, const struct field *f)
{
    struct target t = { .field = f,
                        .whole = column_of(plan->mapping, f, PART_WHOLE),
                        .date = column_of(plan->mapping, f, PART_DATE),
                        .time = column_of(plan->mapping, f, PART_TIME) };

    if (t.whole == NO_COLUMN && t.date == NO_COLUMN && t.time == NO_COLUMN)
        return false;
    t.closed = f->personal;
    if (f->instead) {
        t.instead = shape_field(plan->shape, f->instead);
        must(t.instead);
        t.instead_given = column_of(plan->mapping, t.instead, PART_WHOLE) != NO_COLUMN;
        t.closed = t.closed || t.instead->personal;
    }
    if (is_known_again(f))
        t.known = new_names(a);
    if (t.whole == NO_COLUMN) {
        t.days = new_names(a);
        t.times = new_names(a);
    }
    plan->targets[plan->target_count++] = t;
    return true;
}

/* Fields that the ledger fills by itself in a new record. */
static bool
find_defaults(struct act *a, struct import_plan *plan)
{
    struct record *row = ledger_new(a, plan->l);
    size_t faults = a->fault_count;

    row->contract = plan->contract;
    if (plan->l->prepare && !plan->l->prepare(a, NULL, row))
        act_forgive(a, faults);
    for (size_t i = 0; i < plan->target_count; i++) {
        struct target *t = &plan->targets[i];

        t->defaulted =
            t->field->series || (t->field->type != FIELD_BOOL &&
                                 !field_is_empty(t->field, record_at(a, plan->l, t->field, row)));
    }
    for (size_t i = 0; i < plan->missing_count;) {
        const struct field *f = plan->missing[i];

        if (field_is_empty(f, record_at(a, plan->l, f, row)))
            i++;
        else
            plan->missing[i] = plan->missing[--plan->missing_count];
    }
    return true;
}

static void
release_seen(void *thing)
{
    seen_release(thing);
}

static void
find_unique(struct act *a, struct import_plan *plan)
{
    plan->seen = NEW_ARRAY(a->arena, plan->target_count, struct seen);
    for (size_t i = 0; i < plan->target_count; i++) {
        const struct field *f = plan->targets[i].field;

        if (!f->unique && !f->unique_everywhere && !f->code)
            continue;
        plan->seen[plan->seen_count].field = f;
        arena_defer(a->arena, release_seen, &plan->seen[plan->seen_count]);
        plan->seen_count++;
    }
}

bool
plan_make(struct act *a, struct import_result *result, struct import_plan *out)
{
    const struct shape *s = shape_of(result->ledger);
    const struct field *state = list_field(result->ledger, "state");

    *out = (struct import_plan){ .l = result->ledger,
                                 .shape = s,
                                 .contract = result->contract,
                                 .sheet = &result->sheet,
                                 .mapping = &result->mapping,
                                 .result = result,
                                 .act = a };
    out->targets = NEW_ARRAY(a->arena, s->field_count + 1, struct target);
    for (size_t i = 0; i < s->field_count; i++)
        add_target(a, out, &s->fields[i]);
    if (state)
        add_target(a, out, state);
    for (size_t i = 0; i < out->target_count && !out->code; i++) {
        const struct field *f = out->targets[i].field;

        if (f->code && !f->personal && is_plain_text(f->type) && out->targets[i].whole != NO_COLUMN)
            out->code = &out->targets[i];
    }
    if (out->target_count == 0)
        return fail(a, FAULT_INVALID, NULL,
                    "%sの項目に当てはまる列がありません。列の対応を決めてください。",
                    result->ledger->title);
    mapping_missing(a, out->mapping, &out->missing, &out->missing_count);
    out->bad = NEW_ARRAY(a->arena, (size_t)result->sheet.rows / 8 + 2, uint8_t);
    find_unique(a, out);
    return find_defaults(a, out);
}

const struct target *
plan_target(const struct import_plan *plan, const struct field *f)
{
    for (size_t i = 0; i < plan->target_count; i++)
        if (plan->targets[i].field == f)
            return &plan->targets[i];
    for (size_t i = 0; i < plan->target_count; i++)
        if (plan->targets[i].instead == f)
            return &plan->targets[i];
    return NULL;
}

bool
plan_is_bad(const struct import_plan *plan, int64_t row)
{
    return row > plan->sheet->rows || plan->bad[row / 8] & 1U << row % 8;
}

void
plan_set_bad(struct import_plan *plan, int64_t row)
{
    if (row <= plan->sheet->rows)
        plan->bad[row / 8] |= (uint8_t)(1U << row % 8);
}
