#include "web/control.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "store/act.h"
#include "web/cell.h"
#include "web/route.h"

enum { MOST_OPTIONS = 50 };

static const char *const modes[FIELD_TYPES] = {
    [FIELD_NUMBER] = "numeric", [FIELD_YEN] = "numeric", [FIELD_MINUTES] = "text",
    [FIELD_MAIL] = "email",     [FIELD_PHONE] = "tel",   [FIELD_POSTCODE] = "numeric",
    [FIELD_URL] = "url",
};

static const char *const hints[FIELD_TYPES] = {
    [FIELD_DATE] = "R9.3.31 や 2027-03-31 でも書けます。",
    [FIELD_TIME] = "R9.3.31 8:45 や 2027-03-31 8:45 でも書けます。",
    [FIELD_PERIOD] = "R9.3.31 や 2027-03-31 でも書けます。空けた側は区切りません。",
    [FIELD_YEN] = "円の単位で書きます。",
    [FIELD_MINUTES] = "30分、1時間30分、1:30 のように書きます。",
    [FIELD_REFS] = "いくつかあるときは、読点（、）か , で区切ります。",
};

bool
control_exists(const struct field *f)
{
    return !f->fixed && f->type != FIELD_FILE;
}

static const struct known_titles *
titles_of(struct act *a, struct control_maker *maker, const struct ledger *l)
{
    const char *limit = arena_print(a->arena, "%d", MOST_OPTIONS + 1);
    struct pair items[] = { { "limit", limit } };
    struct known_titles *known;
    struct list_request request;
    struct list list = { .rows = NULL };
    size_t faults = a->fault_count;

    for (size_t i = 0; i < maker->known_count; i++)
        if (maker->known[i].ledger == l)
            return &maker->known[i];
    if (maker->known_count == sizeof maker->known / sizeof *maker->known)
        return NULL;
    known = &maker->known[maker->known_count++];
    *known = (struct known_titles){ .ledger = l, .is_whole = true };
    known->options = NEW_ARRAY(a->arena, MOST_OPTIONS, struct option);
    if (!list_parse(a, l, &(struct pairs){ items, 1 }, &request)) {
        act_forgive(a, faults);
        return known;
    }
    request.columns = l->titled_by;
    if (!list_read(a, &request, &list)) {
        act_forgive(a, faults);
        return known;
    }
    known->is_whole = list.count <= MOST_OPTIONS;
    known->count = known->is_whole ? list.count : MOST_OPTIONS;
    for (size_t i = 0; i < known->count; i++) {
        const struct record *row = list_record(l, &list, i);

        known->options[i] = (struct option){
            .value = arena_print(a->arena, "%lld", (long long)row->id),
            .label = record_title(a, l, row),
        };
    }
    return known;
}

const char *
control_value(struct act *a, struct control_maker *maker, const struct field *f, const void *at)
{
    const struct known_titles *known;
    struct instant instant;
    int minute;

    if (field_is_empty(f, at))
        return "";
    switch (f->type) {
    case FIELD_DATE:
        return wareki_print(a->arena, *(const struct date *)at,
                            maker->western ? WAREKI_WESTERN : WAREKI_SHORT);
    case FIELD_TIME:
        instant = *(const struct instant *)at;
        minute = instant_minute(instant);
        return arena_print(a->arena, "%s %d:%02d",
                           wareki_print(a->arena, instant_date(instant),
                                        maker->western ? WAREKI_WESTERN : WAREKI_SHORT),
                           minute / 60, minute % 60);
    case FIELD_REF:
        known = titles_of(a, maker, f->to);
        if (known && known->is_whole)
            return field_text(a, f, at, STYLE_PLAIN);
        return field_text(a, f, at, STYLE_SHOWN);
    case FIELD_REFS:
    case FIELD_MINUTES:
        return field_text(a, f, at, STYLE_SHOWN);
    case FIELD_BOOL:
        return *(const bool *)at ? "1" : "";
    case FIELD_TEXT:
    case FIELD_PROSE:
    case FIELD_NUMBER:
    case FIELD_YEN:
    case FIELD_PERIOD:
    case FIELD_CHOICE:
    case FIELD_MAIL:
    case FIELD_PHONE:
    case FIELD_POSTCODE:
    case FIELD_INET:
    case FIELD_MAC:
    case FIELD_URL:
    case FIELD_FILE:
        break;
    }
    return field_text(a, f, at, STYLE_PLAIN);
}

/* An empty row first, since a select without it would choose for the person. A value that
   is not among the rows (removed, or of another contract) keeps its place. */
static void
make_select(struct act *a, struct control *c, const struct option *options, size_t count,
            const char *none)
{
    bool found = !*c->value;

    c->kind = CONTROL_SELECT;
    c->options = NEW_ARRAY(a->arena, count + 2, struct option);
    c->options[c->option_count++] = (struct option){ "", none, !*c->value };
    for (size_t i = 0; i < count; i++) {
        struct option *option = &c->options[c->option_count++];

        *option = options[i];
        option->is_chosen = strcmp(option->value, c->value) == 0;
        found = found || option->is_chosen;
    }
    if (!found)
        c->options[c->option_count++] = (struct option){ c->value, c->value, true };
}

static struct option *
choices_of(struct act *a, const struct choice_item *items, size_t *count)
{
    struct option *options;

    for (*count = 0; items && items[*count].code;)
        ++*count;
    options = NEW_ARRAY(a->arena, *count + 1, struct option);
    for (size_t i = 0; i < *count; i++)
        options[i] = (struct option){ items[i].code, items[i].label, false };
    return options;
}

static void
make_reference(struct act *a, struct control_maker *maker, const struct field *f, struct control *c)
{
    const struct known_titles *known = titles_of(a, maker, f->to);

    if (!known)
        return;
    /* With a name nobody knows yet the list cannot be all there is. */
    if (known->is_whole && f->type == FIELD_REF) {
        make_select(a, c, known->options, known->count, "（なし）");
        return;
    }
    c->options = NEW_ARRAY(a->arena, known->count + 1, struct option);
    c->option_count = known->count;
    for (size_t i = 0; i < known->count; i++)
        c->options[i] = (struct option){ known->options[i].label, NULL, false };
    c->hint = c->hint ? c->hint : "名前か番号を書きます。";
}

static void
make_period(struct act *a, struct control *c, const char *value)
{
    const char *cut = strpbrk(value, "/");

    c->kind = CONTROL_PERIOD;
    c->value = cut ? arena_slice(a->arena, value, (size_t)(cut - value)) : value;
    c->until = cut ? cut + 1 : "";
}

void
control_make(struct act *a, struct control_maker *maker, const struct field *f, const char *value,
             struct control *out)
{
    size_t count;
    struct option *options;

    *out = (struct control){
        .id = arena_print(a->arena, "%s%s", maker->prefix, f->name),
        .name = f->name,
        .label = f->label,
        .hint = f->help ? f->help : hints[f->type],
        .fault = control_fault(a, f->name),
        .value = value,
        .until = "",
        .mode = modes[f->type] ? modes[f->type] : "text",
        .most = f->type == FIELD_TEXT || f->type == FIELD_PROSE ? f->most : 0,
        .is_required = f->required,
        .is_personal = f->personal,
        .is_told = true,
    };
    if (f->secret) {
        out->kind = CONTROL_SECRET;
        out->value = "";
        out->hint = "空けておくと、今のままです。";
    } else if (f->type == FIELD_PROSE) {
        out->kind = CONTROL_AREA;
    } else if (f->type == FIELD_BOOL) {
        out->kind = CONTROL_CHECK;
    } else if (f->type == FIELD_PERIOD) {
        make_period(a, out, value);
    } else if (f->type == FIELD_REF || f->type == FIELD_REFS) {
        make_reference(a, maker, f, out);
    } else if (f->choices) {
        options = choices_of(a, f->choices, &count);
        if (f->type == FIELD_CHOICE) {
            make_select(a, out, options, count, "（なし）");
        } else {
            out->options = options;
            out->option_count = count;
        }
    }
}

/* The last value of a name: a check sends its "" before its "1". */
static const char *
last_of(const struct pairs *form, const char *name)
{
    const char *value = NULL;

    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->items[i].name, name) == 0)
            value = form->items[i].value;
    return value;
}

const char *
control_typed(struct act *a, const struct field *f, const struct pairs *form)
{
    const char *value = last_of(form, f->name);
    const char *until;

    if (!value)
        return NULL;
    if (f->type == FIELD_BOOL)
        return *value ? "1" : "0";
    if (f->type != FIELD_PERIOD)
        return value;
    until = last_of(form, arena_print(a->arena, "%s.until", f->name));
    if (!until)
        return value;
    return *value || *until ? arena_print(a->arena, "%s～%s", value, until) : "";
}

const char *
control_fault(const struct act *a, const char *name)
{
    for (const struct fault *f = a->faults; f; f = f->next)
        if (f->field && strcmp(f->field, name) == 0)
            return f->message;
    return NULL;
}
