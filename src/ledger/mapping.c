#include "ledger/mapping.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/mapping_score.h"
#include "ledger/shape.h"
#include "ledger/sheet.h"
#include "store/act.h"

/* --- proposing -------------------------------------------------------------------- */

static enum mapping_part
part_of(const struct field *f, const struct column_values *values)
{
    if (f->type != FIELD_TIME || values->instants >= 50)
        return PART_WHOLE;
    if (values->times > values->days)
        return PART_TIME;
    return values->days >= 50 ? PART_DATE : PART_WHOLE;
}

/* One thinkable pair. */
struct candidate {
    size_t column;
    const struct field *field;
    enum mapping_part part;
    struct score score;
};
struct candidates {
    struct candidate *items;
    size_t count;
};

/* Fields that the engine fills: a heading of theirs is taken by nobody. */
static bool
is_reserved(struct act *a, const struct ledger *l, const struct sheet_column *c)
{
    static const char *const head[] = { "id",    "contract",   "organisation",
                                        "owner", "created_at", "changed_at",
                                        NULL };
    const struct shape *s = shape_of(l);
    const char *heading = heading_fold(a, c->heading);

    for (size_t i = 0; i < s->field_count; i++) {
        const struct field *f = &s->fields[i];

        if (!mapping_takes(f) && strcmp(heading, heading_fold(a, f->label)) == 0)
            return true;
        if (f->type == FIELD_REF &&
            strcmp(heading, heading_fold(a, arena_print(a->arena, "%sID", f->label))) == 0)
            return true;
    }
    for (size_t i = 0; head[i]; i++) {
        const struct field *f = list_field(l, head[i]);

        if (f && strcmp(heading, heading_fold(a, f->label)) == 0)
            return true;
    }
    return false;
}

static void
consider(struct act *a, const struct ledger *l, const struct sheet *sheet, size_t column,
         const struct field *f, const struct column_values *values, struct candidates *out)
{
    struct score score;

    if (!mapping_takes(f))
        return;
    score = score_of(a, l, f, &sheet->columns[column], values);
    if (score.points >= SCORE_LEAST)
        out->items[out->count++] = (struct candidate){ column, f, part_of(f, values), score };
}

static bool
is_free(const struct mapping *m, const struct candidate *it)
{
    if (m->columns[it->column].field)
        return false;
    for (size_t i = 0; i < m->count; i++) {
        const struct mapping_column *c = &m->columns[i];

        if (c->field == it->field &&
            (c->part == PART_WHOLE || it->part == PART_WHOLE || c->part == it->part))
            return false;
    }
    return true;
}

/* The best pair first; of equals the one that stands first in the file. */
static const struct candidate *
best_free(const struct mapping *m, const struct candidates *all)
{
    const struct candidate *best = NULL;

    for (size_t i = 0; i < all->count; i++)
        if ((!best || all->items[i].score.points > best->score.points) &&
            is_free(m, &all->items[i]))
            best = &all->items[i];
    return best;
}

/* A day alone is the whole instant; a time alone is none. */
static void
settle_halves(struct mapping *m)
{
    for (size_t i = 0; i < m->count; i++) {
        struct mapping_column *c = &m->columns[i];
        bool other = false;

        for (size_t k = 0; k < m->count; k++)
            other = other || (k != i && c->field && m->columns[k].field == c->field);
        if (!c->field || c->part == PART_WHOLE || other)
            continue;
        if (c->part == PART_TIME)
            *c = (struct mapping_column){ .heading = c->heading, .reason = "日付の列がありません" };
        else
            c->part = PART_WHOLE;
    }
}

static void
begin(struct act *a, const struct ledger *l, const struct sheet *sheet, struct mapping *out)
{
    *out = (struct mapping){ .ledger = l,
                             .columns = NEW_ARRAY(a->arena, sheet->count, struct mapping_column),
                             .count = sheet->count };
    for (size_t i = 0; i < sheet->count; i++)
        out->columns[i] = (struct mapping_column){ .heading = sheet->columns[i].heading,
                                                   .sure = false,
                                                   .reason = "当てはまる項目がありません" };
}

static void
assign(struct mapping *m, const struct sheet *sheet, const struct candidates *all)
{
    for (const struct candidate *it; (it = best_free(m, all));) {
        struct mapping_column *c = &m->columns[it->column];

        c->field = it->field;
        c->part = it->part;
        c->sure = it->score.points >= SCORE_SURE && it->score.fits;
        c->reason = it->score.reason;
        if (sheet->columns[it->column].down) {
            c->sure = false;
            c->reason = "空のセルは上の行と同じとして読みます";
        }
    }
}

bool
mapping_propose(struct act *a, const struct ledger *l, const struct sheet *sheet,
                struct mapping *out)
{
    const struct shape *s = shape_of(l);
    const struct field *state = mapping_state(l);
    struct candidates all = {
        .items = NEW_ARRAY(a->arena, sheet->count * (s->field_count + 1), struct candidate),
    };

    begin(a, l, sheet, out);
    for (size_t i = 0; i < sheet->count; i++) {
        struct column_values values = values_of(a, &sheet->columns[i]);

        if (is_reserved(a, l, &sheet->columns[i])) {
            out->columns[i].sure = true;
            out->columns[i].reason = "自動で決まる項目です";
            continue;
        }
        for (size_t f = 0; f < s->field_count; f++)
            consider(a, l, sheet, i, &s->fields[f], &values, &all);
        if (state)
            consider(a, l, sheet, i, state, &values, &all);
    }
    assign(out, sheet, &all);
    settle_halves(out);
    return true;
}

/* --- changing --------------------------------------------------------------------- */

static bool
is_column(struct act *a, const struct sheet_column *c, const char *word, bool lower)
{
    const char *folded = heading_fold(a, word);

    if (lower)
        return *folded && strcmp(heading_fold(a, c->lower), folded) == 0;
    return (*folded && strcmp(heading_fold(a, c->heading), folded) == 0) ||
           strcmp(c->letter, word) == 0;
}

/* By the whole heading first, so that a lower part is only asked when it says more. */
static bool
find_column(struct act *a, const struct sheet *sheet, const char *word, size_t *out)
{
    for (int lower = 0; lower < 2; lower++)
        for (size_t i = 0; i < sheet->count; i++)
            if (is_column(a, &sheet->columns[i], word, lower)) {
                *out = i;
                return true;
            }
    return fail_at(a, (struct fault){ .kind = FAULT_INVALID,
                                      .message = "この見出しの列はファイルにありません。",
                                      .column = arena_copy(a->arena, word),
                                      .value = arena_copy(a->arena, word) });
}

static const char *
cut_part(struct act *a, const char *word, enum mapping_part *part)
{
    const char *dot = strrchr(word, '.');

    *part = PART_WHOLE;
    if (dot && strcmp(dot, ".date") == 0)
        *part = PART_DATE;
    else if (dot && strcmp(dot, ".time") == 0)
        *part = PART_TIME;
    return *part == PART_WHOLE ? word : arena_slice(a->arena, word, (size_t)(dot - word));
}

static bool
find_field(struct act *a, const struct ledger *l, const char *word, const struct field **out,
           enum mapping_part *part)
{
    *out = NULL;
    *part = PART_WHOLE;
    if (!*word)
        return true;
    *out = mapping_field(a, l, cut_part(a, word, part));
    if (!*out)
        return fail_at(
            a, (struct fault){ .kind = FAULT_INVALID,
                               .message = arena_print(
                                   a->arena, "%sに「%s」という項目はありません。", l->title, word),
                               .value = arena_copy(a->arena, word) });
    if (!mapping_takes(*out) || (*part != PART_WHOLE && (*out)->type != FIELD_TIME))
        return fail_at(
            a, (struct fault){ .kind = FAULT_INVALID,
                               .message = arena_print(
                                   a->arena, "%sにはファイルから書き込めません。", (*out)->label),
                               .field = (*out)->name,
                               .value = arena_copy(a->arena, word) });
    return true;
}

bool
mapping_set(struct act *a, struct mapping *mapping, const struct sheet *sheet, const char *column,
            const char *field)
{
    struct mapping_column given = { .sure = true, .reason = "人が決めました" };
    size_t at = 0;

    if (!find_column(a, sheet, column, &at) ||
        !find_field(a, mapping->ledger, field, &given.field, &given.part))
        return false;
    given.heading = mapping->columns[at].heading;
    for (size_t i = 0; i < mapping->count && given.field; i++) {
        struct mapping_column *c = &mapping->columns[i];

        if (i != at && c->field == given.field &&
            (c->part == PART_WHOLE || given.part == PART_WHOLE || c->part == given.part))
            *c = (struct mapping_column){ .heading = c->heading,
                                          .sure = true,
                                          .reason = "ほかの列に割り当てました" };
    }
    mapping->columns[at] = given;
    return true;
}

const char *
mapping_word(struct act *a, const struct mapping_column *column)
{
    static const char *const parts[] = {
        [PART_WHOLE] = "", [PART_DATE] = ".date", [PART_TIME] = ".time"
    };

    if (!column->field)
        return "";
    return arena_print(a->arena, "%s%s", column->field->name, parts[column->part]);
}

static void
add_choice(struct act *a, const struct field *f, struct mapping_choice *items, size_t *count)
{
    if (!mapping_takes(f))
        return;
    items[(*count)++] = (struct mapping_choice){ f->name, f->label };
    if (f->type != FIELD_TIME)
        return;
    items[(*count)++] = (struct mapping_choice){ arena_print(a->arena, "%s.date", f->name),
                                                 arena_print(a->arena, "%s（日付）", f->label) };
    items[(*count)++] = (struct mapping_choice){ arena_print(a->arena, "%s.time", f->name),
                                                 arena_print(a->arena, "%s（時刻）", f->label) };
}

bool
mapping_choices(struct act *a, const struct ledger *l, struct mapping_choices *out)
{
    const struct shape *s = shape_of(l);
    const struct field *state = mapping_state(l);
    struct mapping_choice *items =
        NEW_ARRAY(a->arena, (s->field_count + 1) * 3, struct mapping_choice);
    size_t count = 0;

    for (size_t i = 0; i < s->field_count; i++)
        add_choice(a, &s->fields[i], items, &count);
    if (state)
        items[count++] = (struct mapping_choice){ state->name, state->label };
    *out = (struct mapping_choices){ items, count };
    return true;
}

static bool
brings(const struct mapping *m, const struct field *f)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->columns[i].field == f || (f->instead && m->columns[i].field &&
                                         strcmp(m->columns[i].field->name, f->instead) == 0))
            return true;
    return false;
}

bool
mapping_missing(struct act *a, const struct mapping *mapping, const struct field ***out,
                size_t *count)
{
    const struct shape *s = shape_of(mapping->ledger);

    *out = NEW_ARRAY(a->arena, s->field_count, const struct field *);
    *count = 0;
    for (size_t i = 0; i < s->field_count; i++)
        if (s->fields[i].required && !s->fields[i].series && !s->fields[i].fixed &&
            !brings(mapping, &s->fields[i]))
            (*out)[(*count)++] = &s->fields[i];
    return *count > 0;
}

/* --- as text ---------------------------------------------------------------------- */

const char *
mapping_json(struct act *a, const struct mapping *mapping)
{
    struct buffer out = { .arena = a->arena };

    buffer_text(&out, "{\"columns\":[");
    for (size_t i = 0; i < mapping->count; i++) {
        const struct mapping_column *c = &mapping->columns[i];

        buffer_text(&out, i ? ",{" : "{");
        json_key(&out, "heading", true);
        json_text(&out, c->heading);
        json_key(&out, "field", false);
        json_text(&out, mapping_word(a, c));
        json_key(&out, "sure", false);
        json_flag(&out, c->sure);
        json_key(&out, "reason", false);
        json_text(&out, c->reason);
        buffer_char(&out, '}');
    }
    buffer_text(&out, "]}");
    return buffer_string(&out);
}

/* The first column with this heading that has no answer yet: headings may repeat. */
static bool
answer_column(struct act *a, const struct sheet *sheet, struct mapping *m, bool *answered,
              const json_t *entry)
{
    const char *heading = json_string_value(json_object_get(entry, "heading"));
    const char *word = json_string_value(json_object_get(entry, "field"));
    const char *reason = json_string_value(json_object_get(entry, "reason"));

    for (size_t i = 0; i < sheet->count && heading && word; i++) {
        struct mapping_column *c = &m->columns[i];

        if (answered[i] ||
            strcmp(heading_fold(a, sheet->columns[i].heading), heading_fold(a, heading)) != 0)
            continue;
        answered[i] = true;
        c->sure = json_is_true(json_object_get(entry, "sure"));
        c->reason = reason ? arena_copy(a->arena, reason) : "";
        return find_field(a, m->ledger, word, &c->field, &c->part);
    }
    if (!heading || !word)
        return fail(a, FAULT_INVALID, NULL, "列の対応には heading と field が要ります。");
    if (!*word)
        return true;
    return fail_at(a, (struct fault){ .kind = FAULT_INVALID,
                                      .message = "この見出しの列はファイルにありません。",
                                      .column = arena_copy(a->arena, heading),
                                      .value = arena_copy(a->arena, heading) });
}

bool
mapping_parse(struct act *a, const struct ledger *l, const struct sheet *sheet, const char *json,
              struct mapping *out)
{
    bool *answered = NEW_ARRAY(a->arena, sheet->count, bool);
    bool good = true;
    const char *why;
    const json_t *columns, *entry;
    json_t *root;
    size_t i;

    if (!json_read(a->arena, json, strlen(json), &root, &why))
        return fail(a, FAULT_INVALID, NULL, "列の対応を読めません。%s", why);
    columns = json_object_get(root, "columns");
    if (!json_is_array(columns))
        return fail(a, FAULT_INVALID, NULL, "列の対応に columns がありません。");
    begin(a, l, sheet, out);
    json_array_foreach(columns, i, entry) if (!answer_column(a, sheet, out, answered, entry)) good =
        false;
    return good;
}
