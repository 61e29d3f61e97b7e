#include "web/filter_form.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "web/address.h"
#include "web/record_page.h"
#include "web/session.h"

enum { MOST_CONTROLS = 80, MOST_COLUMNS = 24 };

static const struct {
    const char *name;
    const char *words; /* %s is the value */
} operations[] = {
    { "", "：%s" },
    { "ne", "：%s 以外" },
    { "lt", "：%s より前" },
    { "le", "：%s まで" },
    { "gt", "：%s より後" },
    { "ge", "：%s から" },
    { "has", "：「%s」を含む" },
    { "in", "：%s" },
};

struct pairs
list_pairs(struct act *a, const struct request *q)
{
    struct pairs pairs = pairs_without(a, &q->query, PAGE_PARAMETERS, NULL);

    if (q->session->contract && !q->ledger->installation && !pairs_get(&pairs, "contract"))
        pairs.items[pairs.count++] =
            (struct pair){ "contract",
                           arena_print(a->arena, "%lld", (long long)q->session->contract) };
    return pairs;
}

static bool
may_show(struct act *a, const struct ledger *l, const struct field *f)
{
    return access_sees(a, l, f, NULL) && access_sees_always(a, l, f);
}

static void
add_column(struct act *a, const struct ledger *l, const char *name, struct list_columns *out)
{
    const struct field *f = list_field(l, name);

    if (!f || !access_sees(a, l, f, NULL) || out->count == MOST_COLUMNS)
        return;
    for (size_t i = 0; i < out->count; i++)
        if (out->looks[i].field == f)
            return;
    out->personal = out->personal || f->personal;
    out->looks[out->count++] = column_look(l, f);
}

static void
add_name(struct buffer *names, const char *name)
{
    if (!name || !*name || names_have(buffer_string(names), name))
        return;
    if (names->length)
        buffer_char(names, ' ');
    buffer_text(names, name);
}

/* What cells of these columns read. */
static void
name_columns(struct act *a, const struct ledger *l, struct list_columns *out)
{
    struct buffer names = { .arena = a->arena };

    add_name(&names, l->titled_by);
    for (size_t i = 0; i < out->count; i++) {
        add_name(&names, out->looks[i].field->name);
        add_name(&names, out->looks[i].field->instead);
    }
    if (l->states)
        add_name(&names, "state");
    if (l->clocks && l->clocks->name) {
        add_name(&names, l->clocks->due);
        add_name(&names, l->clocks->from ? l->clocks->from : "created_at");
        add_name(&names, l->clocks->done);
    }
    out->names = buffer_string(&names);
}

static void
add_listed(struct act *a, const struct ledger *l, const struct field *without,
           struct list_columns *out)
{
    const char *at = l->listed;
    const char *name;
    size_t length;

    while ((name = names_next(&at, &length)) != NULL) {
        const char *copy = arena_slice(a->arena, name, length);
        const struct field *f = without ? list_field(l, copy) : NULL;

        if (!f || (f != without && !f->personal))
            add_column(a, l, copy, out);
    }
}

void
list_columns(struct act *a, const struct request *q, struct list_columns *out)
{
    const struct ledger *l = q->ledger;

    *out = (struct list_columns){ .looks = NEW_ARRAY(a->arena, MOST_COLUMNS, struct column_look) };
    for (size_t i = 0; i < q->query.count; i++)
        if (strcmp(q->query.items[i].name, "column") == 0)
            add_column(a, l, q->query.items[i].value, out);
    /* The rows must have a name to be called by, whatever was chosen. */
    if (out->count && l->titled_by)
        add_column(a, l, l->titled_by, out);
    if (!out->count)
        add_listed(a, l, NULL, out);
    name_columns(a, l, out);
}

void
part_columns(struct act *a, const struct ledger *l, const struct field *of,
             struct list_columns *out)
{
    *out = (struct list_columns){ .looks = NEW_ARRAY(a->arena, MOST_COLUMNS, struct column_look) };
    add_listed(a, l, of, out);
    name_columns(a, l, out);
}

static const char *
one_value_words(struct act *a, const struct ledger *l, const struct field *f, const char *value)
{
    const struct state *state;
    const struct choice_item *item = f->choices;
    struct ref ref = { 0 };
    const char *why;
    size_t faults = a->fault_count;

    if (strcmp(value, "me") == 0)
        return "自分";
    if (strcmp(value, "today") == 0)
        return "今日";
    if (strcmp(f->name, "state") == 0)
        return (state = state_find(l, value)) ? state->label : value;
    for (; item && item->code; item++)
        if (strcmp(item->code, value) == 0)
            return item->label;
    if (f->type == FIELD_REF) {
        if (field_parse(a, f, value, &ref, &why) && ref.title && *ref.title)
            return ref.title;
        act_forgive(a, faults);
    }
    if ((f->type == FIELD_DATE || f->type == FIELD_TIME) && list_field(l, value))
        return list_field(l, value)->label;
    if (f->type == FIELD_BOOL)
        return strcmp(value, "false") == 0 || strcmp(value, "0") == 0 ? "いいえ" : "はい";
    return value;
}

static const char *
values_words(struct act *a, const struct ledger *l, const struct field *f, const char *value)
{
    struct buffer words = { .arena = a->arena };
    char *rest = arena_copy(a->arena, value);

    while (rest) {
        const char *one = strsep(&rest, ",");

        if (words.length)
            buffer_text(&words, "・");
        buffer_text(&words, one_value_words(a, l, f, one));
    }
    return buffer_string(&words);
}

const char *
filter_words(struct act *a, const struct ledger *l, const struct pair *pair)
{
    const char *dot = strchr(pair->name, '.');
    const char *name =
        dot ? arena_slice(a->arena, pair->name, (size_t)(dot - pair->name)) : pair->name;
    const struct field *f = list_field(l, name);
    const char *op = dot ? dot + 1 : "";
    const char *words = NULL, *sign;

    if (strcmp(pair->name, "q") == 0)
        return arena_print(a->arena, "ことば：%s", pair->value);
    if (!f || strcmp(name, "contract") == 0)
        return NULL;
    if (strcmp(op, "empty") == 0)
        return arena_print(a->arena, "%s：%s", f->label,
                           strcmp(pair->value, "false") == 0 ? "あり" : "なし");
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        if (strcmp(operations[i].name, op) == 0)
            words = operations[i].words;
    if (!words)
        return NULL;
    sign = strchr(words, '%');
    return arena_print(a->arena, "%s%.*s%s%s", f->label, (int)(sign - words), words,
                       strcmp(op, "in") == 0 || !*op ? values_words(a, l, f, pair->value)
                                                     : one_value_words(a, l, f, pair->value),
                       sign + 2);
}

struct asking {
    struct act *a;
    const struct request *q;
    struct control_maker maker;
    struct filter_form *form;
};

static void
ask(struct asking *s, const struct field *f, const char *op, const char *label)
{
    struct act *a = s->a;
    struct filter_form *form = s->form;
    struct field asked = *f;
    struct control *c = &form->controls[form->control_count];
    const char *value;

    if (form->control_count == MOST_CONTROLS)
        return;
    asked.name = *op ? arena_print(a->arena, "%s.%s", f->name, op) : f->name;
    asked.label = label ? arena_print(a->arena, "%s%s", f->label, label) : f->label;
    asked.required = false;
    asked.help = asked.type == FIELD_REF ? "" : NULL;
    asked.most = 0;
    if (strcmp(op, "has") == 0) {
        asked.type = FIELD_TEXT;
        asked.choices = NULL;
    }
    value = pairs_get(&s->q->query, asked.name);
    control_make(a, &s->maker, &asked, value ? value : "", c);
    c->hint = NULL;
    c->is_told = false;
    if (c->kind == CONTROL_SELECT)
        c->options[0].label = "すべて";
    form->control_count++;
}

static void
ask_bool(struct asking *s, const struct field *f)
{
    static const struct choice_item items[] = { { "true", "はい" }, { "false", "いいえ" }, { 0 } };
    struct field asked = *f;

    asked.type = FIELD_CHOICE;
    asked.choices = items;
    ask(s, &asked, "", NULL);
}

static void
ask_state(struct asking *s)
{
    const struct ledger *l = s->q->ledger;
    struct field asked = { .name = "state", .type = FIELD_CHOICE, .label = "状態" };
    struct choice_item *items;
    size_t count = 0;

    if (!l->states)
        return;
    while (l->states->states[count].name)
        count++;
    items = NEW_ARRAY(s->a->arena, count + 1, struct choice_item);
    for (size_t i = 0; i < count; i++)
        items[i] =
            (struct choice_item){ l->states->states[i].name, l->states->states[i].label, NULL };
    asked.choices = items;
    ask(s, &asked, "", NULL);
}

static void
ask_field(struct asking *s, const struct field *f)
{
    if (f->secret || f->personal)
        return;
    switch (f->type) {
    case FIELD_CHOICE:
    case FIELD_REF:
        ask(s, f, "", NULL);
        break;
    case FIELD_BOOL:
        ask_bool(s, f);
        break;
    case FIELD_DATE:
    case FIELD_TIME:
    case FIELD_NUMBER:
    case FIELD_YEN:
    case FIELD_MINUTES:
        ask(s, f, "ge", "（から）");
        ask(s, f, "le", "（まで）");
        break;
    case FIELD_TEXT:
        ask(s, f, f->choices ? "" : "has", f->choices ? NULL : "（一部）");
        break;
    case FIELD_MAIL:
    case FIELD_PHONE:
    case FIELD_POSTCODE:
    case FIELD_INET:
    case FIELD_MAC:
    case FIELD_URL:
        ask(s, f, "has", "（一部）");
        break;
    case FIELD_PROSE:
    case FIELD_PERIOD:
    case FIELD_REFS:
    case FIELD_FILE:
        break;
    }
}

static void
offer_columns(struct act *a, const struct request *q, struct filter_form *out)
{
    const struct ledger *l = q->ledger;
    const struct shape *s = shape_of(l);
    struct list_columns chosen;

    list_columns(a, q, &chosen);
    out->columns = NEW_ARRAY(a->arena, s->field_count + 1, struct column_choice);
    for (size_t i = 0; i <= s->field_count; i++) {
        const struct field *f = i < s->field_count ? &s->fields[i] : list_field(l, "state");
        struct column_choice *c = &out->columns[out->column_count];

        if (!f || !may_show(a, l, f) || f->type == FIELD_PROSE ||
            (i == s->field_count && !l->states))
            continue;
        *c = (struct column_choice){ f->name, f->label, false, f->personal };
        for (size_t k = 0; k < chosen.count; k++)
            c->is_chosen = c->is_chosen || strcmp(chosen.looks[k].field->name, f->name) == 0;
        out->column_count++;
    }
}

void
filter_form_fill(struct act *a, const struct request *q, struct filter_form *out)
{
    static const char *const kept[] = { "view", "sort", "contract" };
    struct asking s = { a, q, { .prefix = "filter-", .western = q->session->western }, out };
    const struct shape *shape = shape_of(q->ledger);
    struct field words = { .name = "q", .type = FIELD_TEXT, .label = "ことば" };

    *out = (struct filter_form){
        .exists = true,
        .action = q->ledger->path,
        .controls = NEW_ARRAY(a->arena, MOST_CONTROLS, struct control),
        .kept = NEW_ARRAY(a->arena, sizeof kept / sizeof *kept, struct pair),
        .cancel = address_with(a, q->ledger->path, &q->query, "filter", NULL),
    };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (pairs_get(&q->query, kept[i]))
            out->kept[out->kept_count++] = (struct pair){ kept[i], pairs_get(&q->query, kept[i]) };
    ask(&s, &words, "", NULL);
    ask_state(&s);
    for (size_t i = 0; i < shape->field_count; i++)
        ask_field(&s, &shape->fields[i]);
    offer_columns(a, q, out);
}
