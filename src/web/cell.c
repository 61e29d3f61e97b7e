#include "web/cell.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "ledger/clock.h"
#include "ledger/list.h"
#include "ledger/shape.h"

static const char *const classes[FIELD_TYPES] = {
    [FIELD_NUMBER] = "num",  [FIELD_YEN] = "num",     [FIELD_DATE] = "day",
    [FIELD_TIME] = "time",   [FIELD_MINUTES] = "num", [FIELD_PERIOD] = "span",
    [FIELD_CHOICE] = "kind", [FIELD_BOOL] = "kind",   [FIELD_REF] = "ref",
};

static bool
is_due(const struct ledger *l, const struct field *f)
{
    const struct clock_rule *rule = l->clocks;
    const char *due;

    if (!rule || !rule->name)
        return false;
    due = rule->due ? rule->due : rule->kind == CLOCK_DATE ? rule->from : NULL;
    return due && strcmp(due, f->name) == 0;
}

/* Where nothing titles the records, the first column leads to them. */
static bool
names_title(const struct ledger *l, const struct field *f)
{
    size_t length = l->listed ? strcspn(l->listed, " ") : 0;

    if (l->titled_by)
        return strcmp(f->name, l->titled_by) == 0;
    return length == strlen(f->name) && strncmp(l->listed, f->name, length) == 0;
}

struct column_look
column_look(const struct ledger *l, const struct field *f)
{
    struct column_look look = { f, CELL_TEXT, classes[f->type] ? classes[f->type] : "text",
                                f->label };

    if (strcmp(f->name, "state") == 0 && l->states) {
        look.kind = CELL_STATE;
        look.class = "state-cell";
    } else if (is_due(l, f)) {
        look.kind = CELL_CLOCK;
        look.class = "clock-cell";
    } else if (names_title(l, f)) {
        look.kind = CELL_TITLE;
        look.class = "title-cell";
    } else if (f->code && f->type == FIELD_TEXT) {
        look.kind = CELL_CODE;
        look.class = "id";
    } else if (f->type == FIELD_TEXT && f->choices) {
        look.class = "kind";
    }
    return look;
}

const void *
list_record(const struct ledger *l, const struct list *list, size_t i)
{
    return (const char *)list->rows + i * shape_of(l)->row_size;
}

static const char *
date_words(struct act *a, struct date date, bool western)
{
    return wareki_print(a->arena, date, western ? WAREKI_WESTERN : WAREKI_SHORT);
}

static const char *
period_words(struct act *a, const struct period *period, bool western)
{
    const char *from = period->from.day ? date_words(a, period->from, western) : "";

    return arena_print(a->arena, "%s～%s", from,
                       period->until.day ? date_words(a, period->until, western) : "");
}

static const char *
value_words(struct act *a, const struct field *f, const void *at, bool western)
{
    struct instant instant;
    int minute;

    if (field_is_empty(f, at))
        return NULL;
    switch (f->type) {
    case FIELD_TEXT:
        return *(const char *const *)at;
    case FIELD_REF:
        return ((const struct ref *)at)->title;
    case FIELD_DATE:
        return date_words(a, *(const struct date *)at, western);
    case FIELD_TIME:
        instant = *(const struct instant *)at;
        minute = instant_minute(instant);
        return arena_print(a->arena, "%s %d:%02d", date_words(a, instant_date(instant), western),
                           minute / 60, minute % 60);
    case FIELD_PERIOD:
        return period_words(a, at, western);
    case FIELD_PROSE:
    case FIELD_NUMBER:
    case FIELD_YEN:
    case FIELD_MINUTES:
    case FIELD_CHOICE:
    case FIELD_BOOL:
    case FIELD_REFS:
    case FIELD_MAIL:
    case FIELD_PHONE:
    case FIELD_POSTCODE:
    case FIELD_INET:
    case FIELD_MAC:
    case FIELD_URL:
    case FIELD_FILE:
        break;
    }
    return field_text(a, f, at, STYLE_SHOWN);
}

/* A name nobody knows yet stands in the field beside the reference. */
static const char *
instead_words(struct act *a, const struct ledger *l, const struct field *f, const void *row)
{
    const struct field *instead = f->instead ? shape_field(shape_of(l), f->instead) : NULL;
    const char *text;

    if (!instead || instead->personal)
        return NULL;
    text = *(const char *const *)record_at(a, l, instead, row);
    return text && *text ? text : NULL;
}

void
cell_fill(struct act *a, const struct ledger *l, const struct column_look *column, const void *row,
          bool western, struct cell *out)
{
    *out = (struct cell){ column->kind, column->class, column->label, NULL, NULL, { 0 } };
    if (column->kind == CELL_STATE) {
        out->state = state_find(l, ((const struct record *)row)->state);
        return;
    }
    if (column->kind == CELL_CLOCK) {
        out->look = clock_look_record(a, l, row);
        return;
    }
    out->text = value_words(a, column->field, record_at(a, l, column->field, row), western);
    if (!out->text || !*out->text)
        out->text = instead_words(a, l, column->field, row);
    if (!out->text || !*out->text)
        out->text = column->kind == CELL_TITLE ? "（無題）" : "―";
}
