#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/text.h"
#include "ledger/access_explain.h"
#include "ledger/core/core.h"
#include "ledger/list_parts.h"
#include "ledger/type.h"
#include "store/act.h"

static const char *const operation_names[] = {
    [IS] = NULL,       [IS_NOT] = "ne", [BELOW] = "lt", [AT_MOST] = "le",  [ABOVE] = "gt",
    [AT_LEAST] = "ge", [HAS] = "has",   [AMONG] = "in", [EMPTY] = "empty",
};
enum { OPERATIONS = sizeof operation_names / sizeof *operation_names };

enum {
    CAN_IS = 1 << IS | 1 << IS_NOT,
    CAN_ORDER = 1 << BELOW | 1 << AT_MOST | 1 << ABOVE | 1 << AT_LEAST,
    CAN_HAS = 1 << HAS,
    CAN_IN = 1 << AMONG,
    CAN_EMPTY = 1 << EMPTY,
    TEXT_CAN = CAN_IS | CAN_ORDER | CAN_HAS | CAN_IN | CAN_EMPTY,
    NUMBER_CAN = CAN_IS | CAN_ORDER | CAN_IN | CAN_EMPTY,
};

static const unsigned type_can[FIELD_TYPES] = {
    [FIELD_TEXT] = TEXT_CAN,
    [FIELD_PROSE] = CAN_HAS | CAN_EMPTY,
    [FIELD_NUMBER] = NUMBER_CAN,
    [FIELD_YEN] = NUMBER_CAN,
    [FIELD_DATE] = NUMBER_CAN,
    [FIELD_TIME] = CAN_IS | CAN_ORDER | CAN_EMPTY,
    [FIELD_MINUTES] = NUMBER_CAN,
    [FIELD_PERIOD] = CAN_ORDER | CAN_HAS | CAN_EMPTY,
    [FIELD_CHOICE] = CAN_IS | CAN_IN | CAN_EMPTY,
    [FIELD_BOOL] = CAN_IS,
    [FIELD_REF] = CAN_IS | CAN_IN | CAN_EMPTY,
    [FIELD_REFS] = CAN_HAS | CAN_EMPTY,
    [FIELD_MAIL] = TEXT_CAN,
    [FIELD_PHONE] = TEXT_CAN,
    [FIELD_POSTCODE] = TEXT_CAN,
    [FIELD_INET] = NUMBER_CAN | CAN_HAS,
    [FIELD_MAC] = TEXT_CAN,
    [FIELD_URL] = TEXT_CAN,
    [FIELD_FILE] = CAN_EMPTY,
};

static bool
is_head_ref(const struct field *f)
{
    return f->type == FIELD_REF && f->offset < sizeof(struct record) && !shape_is_custom(f);
}

static unsigned
can(const struct shape *s, const struct field *f)
{
    const struct field_place *place;

    if (f->secret)
        return 0;
    if (!f->personal)
        return type_can[f->type];
    place = shape_place(s, f);
    return place->key ? 1 << IS | CAN_EMPTY : CAN_EMPTY;
}

static bool
split_name(struct act *a, const char *name, const char **field, enum operation *op)
{
    const char *dot = strchr(name, '.');

    *field = dot ? arena_slice(a->arena, name, (size_t)(dot - name)) : name;
    *op = IS;
    for (size_t i = IS_NOT; dot && i < OPERATIONS; i++)
        if (strcmp(dot + 1, operation_names[i]) == 0)
            *op = (enum operation)i;
    return !dot || *op != IS;
}

/* The type in which the value is read: of what a list or network contains, not of the
   field itself. */
static struct field
value_field(const struct field *f, enum operation op)
{
    struct field value = *f;

    value.least = INT64_MIN + 1;
    value.most = INT64_MAX;
    if (f->type == FIELD_PERIOD)
        value.type = FIELD_DATE;
    if (f->type == FIELD_REFS)
        value.type = FIELD_REF;
    if (f->type == FIELD_PROSE || (op == HAS && type_of(f->type)->column == COLUMN_TEXT &&
                                   f->type != FIELD_INET && f->type != FIELD_REFS))
        value.type = FIELD_TEXT;
    if (value.type == FIELD_TEXT) {
        value.choices = NULL;
        value.least = 0;
        value.most = 1000;
    }
    return value;
}

static struct instant
day_start(struct date date)
{
    return instant_make(date, 0);
}

/* The span of time that the text means: a day, a minute, or as exact as it was written. */
static bool
parse_span(struct act *a, const char *text, const struct field *f, struct instant span[2],
           const char **why)
{
    struct field day = { .name = "day", .type = FIELD_DATE, .label = "" };
    struct date date;
    const char *ignored;

    if (strcmp(text, "today") == 0)
        date = instant_date(a->now);
    else if (!field_parse(a, &day, text, &date, &ignored))
        date.day = 0;
    if (date.day) {
        span[0] = day_start(date);
        span[1] = day_start(date_add(date, 1));
        return true;
    }
    if (!field_parse(a, f, text, &span[0], why))
        return false;
    span[1].us = span[0].us + (span[0].us % MINUTE_US == 0 ? MINUTE_US
                               : span[0].us % 1000000 == 0 ? 1000000
                                                           : 1);
    return true;
}

static bool
parse_me(const struct act *a, const struct field *f, struct ref *out)
{
    bool user = f->to == &user_ledger;

    if (!user && f->to != &person_ledger)
        return false;
    out->id = user ? a->who->id : a->who->person;
    /* Nobody's records, rather than those without anybody. */
    out->id = out->id ? out->id : -1;
    out->title = a->who->title;
    return true;
}

static bool
parse_value(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    if (f->type == FIELD_TIME)
        return parse_span(a, text, f, at, why);
    if (f->type == FIELD_DATE && strcmp(text, "today") == 0) {
        *(struct date *)at = instant_date(a->now);
        return true;
    }
    if (f->type == FIELD_REF && strcmp(text, "me") == 0 && parse_me(a, f, at))
        return true;
    return field_parse(a, f, text, at, why);
}

static bool
parse_flag(const char *text, bool *out)
{
    *out = strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
    return *out || strcmp(text, "false") == 0 || strcmp(text, "0") == 0;
}

enum { MOST_AMONG = 200 };

static size_t
stride_of(const struct field *value)
{
    return value->type == FIELD_TIME ? 2 * sizeof(struct instant)
                                     : (field_size(value->type) + 7) / 8 * 8;
}

static bool
parse_values(struct act *a, const struct field *value, const char *text, struct filter *out,
             const char **why)
{
    size_t stride = stride_of(value);
    char *rest = arena_copy(a->arena, text);
    char *values = arena_array(a->arena, out->op == AMONG ? MOST_AMONG : 1, stride);

    out->value = values;
    while (rest) {
        const char *one = out->op == AMONG ? strsep(&rest, ",") : rest;

        if (out->op != AMONG)
            rest = NULL;
        if (*one == '\0')
            continue;
        if (out->count == MOST_AMONG)
            return type_refuse(a, why, "値は%d個までです。", MOST_AMONG);
        if (!parse_value(a, value, one, values + out->count * stride, why))
            return false;
        out->count++;
    }
    return out->count > 0 || type_refuse(a, why, "値がありません。");
}

/* The field of the row that the value names, NULL when it is a value. */
static const struct field *
other_field(const struct ledger *l, const struct filter *filter)
{
    const struct field *f = filter->field, *other;

    if (!(CAN_ORDER & 1u << filter->op) || (f->type != FIELD_DATE && f->type != FIELD_TIME))
        return NULL;
    other = list_field(l, filter->text);
    return other && other->type == f->type && !other->personal && !other->secret ? other : NULL;
}

bool
filter_parse(struct act *a, const struct ledger *l, const char *name, const char *value,
             struct filter *out, bool *none)
{
    const struct shape *s = shape_of(l);
    const char *field, *why = NULL;
    const struct field *f;
    struct field parsed;
    bool *flag;

    *none = false;
    *out = (struct filter){ .text = value };
    if (!split_name(a, name, &field, &out->op) || !(f = list_field(l, field)))
        return fail(a, FAULT_MALFORMED, name, "「%s」という条件は%sにありません。", name, l->title);
    out->field = f;
    if (!(can(s, f) & 1u << out->op))
        return fail(a, FAULT_MALFORMED, name, "%sは、この形では絞り込めません。", f->label);
    if (*value == '\0') {
        *none = true;
        return true;
    }
    out->other = other_field(l, out);
    if (out->other)
        return true;
    if (out->op == EMPTY) {
        flag = NEW(a->arena, bool);
        out->value = flag;
        out->count = 1;
        return parse_flag(value, flag) ||
               fail(a, FAULT_MALFORMED, name, "true か false で書いてください。");
    }
    parsed = value_field(f, out->op);
    if (parse_values(a, &parsed, value, out, &why))
        return true;
    return fail(a, FAULT_MALFORMED, name, "%s", why);
}

/* One value of a filter as a parameter; `i` counts the spans of times by their halves. */
static struct bound
value_bound(struct act *a, const struct filter *filter, size_t i)
{
    struct field value = value_field(filter->field, filter->op);
    const char *at = (const char *)filter->value + i * stride_of(&value);
    const char *text;

    must(value.type != FIELD_PERIOD && value.type != FIELD_REFS && value.type != FIELD_FILE);
    switch (value.type) {
    case FIELD_NUMBER:
    case FIELD_YEN:
    case FIELD_MINUTES:
        return bind_open(NULL, *(const struct yen *)(const void *)at);
    case FIELD_DATE:
        return bind_date(NULL, *(const struct date *)(const void *)at);
    case FIELD_TIME:
        return bind_instant(NULL, *(const struct instant *)(const void *)at);
    case FIELD_BOOL:
        return bind_bool(NULL, *(const bool *)at);
    case FIELD_REF:
        return bind_int(NULL, ((const struct ref *)(const void *)at)->id);
    case FIELD_INET:
        return bind_text(NULL, inet_key(a->arena, (const struct inet *)(const void *)at));
    case FIELD_TEXT:
    case FIELD_PROSE:
    case FIELD_CHOICE:
    case FIELD_MAIL:
    case FIELD_PHONE:
    case FIELD_POSTCODE:
    case FIELD_MAC:
    case FIELD_URL:
        memcpy(&text, at, sizeof text);
        return bind_text(NULL, text ? text : "");
    case FIELD_PERIOD:
    case FIELD_REFS:
    case FIELD_FILE:
        break;
    }
    return (struct bound){ 0 };
}

/* The field's first column, and the sign with a value behind it. */
static void
compare(struct sql *s, const char *t, const char *column, const char *sign, struct bound value)
{
    sql_column(s, t, column);
    sql_literal(s, sign);
    sql_value(s, value);
}

static void
time_sql(struct sql *s, const struct filter *filter, const char *t, const char *column)
{
    const struct instant *span = filter->value;
    struct bound from = bind_instant(NULL, span[0]), until = bind_instant(NULL, span[1]);

    switch (filter->op) {
    case IS_NOT:
        SQL(s, "(");
        sql_column(s, t, column);
        SQL(s, " IS NULL OR ");
        compare(s, t, column, " < ", from);
        SQL(s, " OR ");
        compare(s, t, column, " >= ", until);
        SQL(s, ")");
        break;
    case BELOW:
        compare(s, t, column, " < ", from);
        break;
    case AT_MOST:
        compare(s, t, column, " < ", until);
        break;
    case ABOVE:
        compare(s, t, column, " >= ", until);
        break;
    case AT_LEAST:
        compare(s, t, column, " >= ", from);
        break;
    case IS:
    case HAS:
    case AMONG:
    case EMPTY:
        compare(s, t, column, " >= ", from);
        SQL(s, " AND ");
        compare(s, t, column, " < ", until);
        break;
    }
}

static void
text_has(struct sql *s, const char *t, const char *column, struct bound value)
{
    if (sql_postgres(s))
        SQL(s, "strpos(");
    else
        SQL(s, "instr(");
    sql_column(s, t, column);
    SQL(s, ", ");
    sql_value(s, value);
    SQL(s, ") > 0");
}

/* Addresses of a network lie between its first and last one, as text too. */
static void
inet_has(struct act *a, struct sql *s, const struct filter *filter, const char *t)
{
    struct inet first = *(const struct inet *)filter->value, last;
    int bits = first.family == 6 ? 128 : 32;
    int prefix = first.prefix;

    last = first;
    for (int bit = prefix; bit < bits; bit++) {
        first.bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
        last.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
    }
    first.prefix = 0;
    last.prefix = (uint8_t)bits;
    compare(s, t, filter->field->name, " >= ", bind_text(NULL, inet_key(a->arena, &first)));
    SQL(s, " AND ");
    compare(s, t, filter->field->name, " <= ", bind_text(NULL, inet_key(a->arena, &last)));
}

static void
period_has(struct act *a, struct sql *s, const struct filter *filter, const char *t,
           const struct field_place *place)
{
    struct bound day = value_bound(a, filter, 0);

    SQL(s, "(");
    sql_column(s, t, place->columns[0].name);
    SQL(s, " IS NULL OR ");
    compare(s, t, place->columns[0].name, " <= ", day);
    SQL(s, ") AND (");
    sql_column(s, t, place->columns[1].name);
    SQL(s, " IS NULL OR ");
    compare(s, t, place->columns[1].name, " >= ", day);
    SQL(s, ")");
}

static void
has_sql(struct act *a, struct sql *s, const struct filter *filter, const char *t,
        const struct field_place *place)
{
    const struct ref *ref = filter->value;

    if (filter->field->type == FIELD_REFS)
        text_has(s, t, filter->field->name,
                 bind_text(NULL, arena_print(a->arena, ",%lld,", (long long)ref->id)));
    else if (filter->field->type == FIELD_INET)
        inet_has(a, s, filter, t);
    else if (filter->field->type == FIELD_PERIOD)
        period_has(a, s, filter, t, place);
    else
        text_has(s, t, filter->field->name, value_bound(a, filter, 0));
}

static bool
choice_sql(struct act *a, struct sql *s, const struct filter *filter, const char *t)
{
    struct buffer out = { .arena = a->arena };

    if (!shape_choice_condition(&out, t, filter->field, filter->value, filter->count))
        return false;
    /* Declared codes as constants: only so do the databases recognise partial indexes. */
    sql_literal(s, buffer_string(&out));
    return true;
}

static void
empty_sql(struct sql *s, const struct filter *filter, const char *t, const char *column)
{
    bool empty = *(const bool *)filter->value;

    sql_column(s, t, column);
    if (is_head_ref(filter->field))
        sql_literal(s, empty ? " = 0" : " <> 0");
    else
        sql_literal(s, empty ? " IS NULL" : " IS NOT NULL");
}

static const char *const signs[OPERATIONS] = {
    [IS] = " = ",    [IS_NOT] = " IS DISTINCT FROM ",
    [BELOW] = " < ", [AT_MOST] = " <= ",
    [ABOVE] = " > ", [AT_LEAST] = " >= ",
};

static void
plain_sql(struct act *a, struct sql *s, const struct filter *filter, const char *t,
          const char *column)
{
    if (filter->op != AMONG) {
        compare(s, t, column, signs[filter->op], value_bound(a, filter, 0));
        return;
    }
    sql_column(s, t, column);
    for (size_t i = 0; i < filter->count; i++) {
        sql_literal(s, i ? ", " : " IN (");
        sql_value(s, value_bound(a, filter, i));
    }
    SQL(s, ")");
}

/* The contracts in which a personal value may be looked for: their keys differ. */
static int64_t
key_contract(const struct list_request *r)
{
    for (size_t i = 0; i < r->filter_count; i++)
        if (r->filters[i].op == IS && is_head_ref(r->filters[i].field) &&
            strcmp(r->filters[i].field->name, "contract") == 0)
            return ((const struct ref *)r->filters[i].value)->id;
    return 0;
}

static bool
personal_sql(struct act *a, struct sql *s, const struct list_request *r,
             const struct filter *filter, const char *t, const struct field_place *place)
{
    const struct shape *shape = shape_of(r->ledger);
    int64_t contract = key_contract(r);
    struct bytes key;

    if (contract == 0 && !r->ledger->installation && a->who->count == 1)
        contract = a->who->in[0].contract;
    if (contract == 0 && !r->ledger->installation && !filter->field->unique_everywhere)
        return fail(a, FAULT_MALFORMED, filter->field->name,
                    "%sで絞り込むときは、契約を1つ選んでください。", filter->field->label);
    if (!access_may(a, r->ledger, DEED_PERSONAL, NULL))
        return fail(a, FAULT_DENIED, filter->field->name, "%s",
                    access_explain(a, r->ledger, DEED_PERSONAL, NULL));
    if (!shape_key(a, shape, filter->field, *(const char *const *)filter->value, contract, &key))
        return false;
    compare(s, t, place->key, " = ", bind_bytes(NULL, key));
    access_sql(a, r->ledger, DEED_PERSONAL, s, t);
    return true;
}

static void
other_sql(struct sql *s, const struct list_request *r, const struct filter *filter, const char *t,
          const char *column)
{
    const struct field_place *place = shape_place(shape_of(r->ledger), filter->other);

    sql_column(s, t, column);
    sql_literal(s, signs[filter->op]);
    sql_column(s, t, place ? place->columns[0].name : filter->other->name);
}

bool
filter_sql(struct act *a, struct sql *s, const struct list_request *r, const struct filter *filter,
           const char *t)
{
    const struct field *f = filter->field;
    const struct field_place *place = shape_place(shape_of(r->ledger), f);
    const char *column = place ? place->columns[0].name : f->name;

    SQL(s, " AND ");
    if (filter->op == EMPTY)
        empty_sql(s, filter, t, column);
    else if (filter->other)
        other_sql(s, r, filter, t, column);
    else if (f->personal)
        return personal_sql(a, s, r, filter, t, place);
    else if (filter->op == HAS)
        has_sql(a, s, filter, t, place);
    else if (f->type == FIELD_TIME)
        time_sql(s, filter, t, column);
    else if (f->type != FIELD_CHOICE || filter->op == IS_NOT || !choice_sql(a, s, filter, t))
        plain_sql(a, s, filter, t, column);
    return true;
}
