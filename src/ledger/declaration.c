#include "ledger/declaration.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "ledger/access_parts.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "ledger/list_parts.h"
#include "ledger/names.h"
#include "ledger/series.h"
#include "ledger/type.h"
#include "store/act.h"

enum { MOST_NAME = 40, MOST_HEADINGS = 1000 };

struct checking {
    struct act *a;
    struct buffer *out;
    const struct ledger *ledger;
    size_t mistakes;
};

__attribute__((format(printf, 3, 4))) static void
mistake(struct checking *c, const char *of, const char *format, ...)
{
    va_list list;

    c->mistakes++;
    buffer_print(c->out, "%s%s%s: ", c->ledger->name ? c->ledger->name : "?", of ? "." : "",
                 of ? of : "");
    va_start(list, format);
    buffer_vprint(c->out, format, list);
    va_end(list);
    buffer_char(c->out, '\n');
}

bool
declaration_name(const char *name)
{
    size_t length = name ? strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") : 0;

    return length > 0 && length <= MOST_NAME && !name[length] && *name >= 'a' && *name <= 'z';
}

static bool
is_filled(const char *text)
{
    return text && *text;
}

static const struct field *
field_named(const struct ledger *l, const char *name, size_t length)
{
    for (const struct field *f = l->fields; f && f->name; f++)
        if (strlen(f->name) == length && memcmp(f->name, name, length) == 0)
            return f;
    return NULL;
}

static bool
is_registered(const struct ledger *l)
{
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);

    for (size_t i = 0; i < count; i++)
        if (all[i] == l)
            return true;
    return false;
}

static void
check_names(struct checking *c, const char *of, const char *list)
{
    const char *at = list, *name;
    size_t length;

    while (at && (name = names_next(&at, &length)) != NULL)
        if (!field_named(c->ledger, name, length) &&
            !list_field(c->ledger, arena_slice(c->a->arena, name, length)))
            mistake(c, of, "names the unknown field %.*s", (int)length, name);
}

static void
check_states_named(struct checking *c, const char *of, const char *list)
{
    const char *at = list, *name;
    size_t length;

    while (at && (name = names_next(&at, &length)) != NULL)
        if (!state_find(c->ledger, arena_slice(c->a->arena, name, length)))
            mistake(c, of, "names the unknown state %.*s", (int)length, name);
}

static void
check_choices(struct checking *c, const struct field *f)
{
    for (const struct choice_item *item = f->choices; item && item->code; item++) {
        if (!is_filled(item->label))
            mistake(c, f->name, "choice %s has no label", item->code);
        /* Suggestions of texts are stored as people read them. */
        if (f->type == FIELD_CHOICE && !declaration_name(item->code))
            mistake(c, f->name, "choice %s is no name", item->code);
        for (const struct choice_item *other = f->choices; other < item; other++)
            if (strcmp(other->code, item->code) == 0)
                mistake(c, f->name, "choice %s stands there twice", item->code);
    }
    if (f->type == FIELD_CHOICE && (!f->choices || !f->choices->code))
        mistake(c, f->name, "has no choices");
}

static void
check_reference(struct checking *c, const struct field *f)
{
    bool is_reference = f->type == FIELD_REF || f->type == FIELD_REFS;

    if (is_reference != (f->to != NULL))
        mistake(c, f->name,
                is_reference ? "leads nowhere" : "leads somewhere, but is no reference");
    if (f->part && (f->type != FIELD_REF || f->personal))
        mistake(c, f->name, "is a part, but no plain reference to one record");
    if (f->to && !is_registered(f->to))
        mistake(c, f->name, "leads to a ledger that is not registered");
    if (f->to && !f->to->titled_by)
        mistake(c, f->name, "leads to %s, whose records have no title", f->to->name);
    if (f->instead && !field_named(c->ledger, f->instead, strlen(f->instead)))
        mistake(c, f->name, "has the unknown field %s instead", f->instead);
}

static void
check_flags(struct checking *c, const struct field *f)
{
    bool is_text = type_of(f->type)->empty == type_pointer_empty && f->type != FIELD_FILE &&
                   f->type != FIELD_CHOICE;
    const char *why;

    if (f->personal && !is_text)
        mistake(c, f->name, "is personal but no text");
    if (f->personal && f->searched && f->type == FIELD_PROSE)
        mistake(c, f->name, "is a long personal text; searching it would tell too much");
    if (f->unique && f->unique_everywhere)
        mistake(c, f->name, "is unique in two ways");
    if (f->counted && f->type != FIELD_DATE && f->type != FIELD_TIME)
        mistake(c, f->name, "is counted by, but no date or time");
    if (f->most && f->least > f->most)
        mistake(c, f->name, "has a least above its most");
    if (f->series && f->type != FIELD_TEXT)
        mistake(c, f->name, "has a series but is no text");
    if (f->series && !series_check(f->series, &why))
        mistake(c, f->name, "has a series of no known form");
    if (f->filled && !f->required)
        mistake(c, f->name, "is filled in, but not required");
    if (f->secret && !f->fixed)
        mistake(c, f->name, "is secret but may be typed");
}

static void
check_place(struct checking *c, const struct field *f)
{
    const struct ledger *l = c->ledger;

    if (l->row_size == 0)
        return;
    if (f->offset < sizeof(struct record) || f->offset + field_size(f->type) > l->row_size)
        mistake(c, f->name, "lies outside the row");
    for (const struct field *other = l->fields; other < f; other++)
        if (f->offset < other->offset + field_size(other->type) &&
            other->offset < f->offset + field_size(f->type))
            mistake(c, f->name, "lies on %s", other->name);
}

/* Addresses of lists, and of the pages that show them, say these of the list itself; a filter
   by a field of that name could not be told from it. */
static void
check_taken(struct checking *c, const struct field *f)
{
    static const char *const taken[] = { "q",        "sort", "limit", "after", "count",  "columns",
                                         "personal", "view", "open",  "show",  "column", "filter" };

    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strcmp(f->name, taken[i]) == 0)
            mistake(c, f->name, "is what addresses of lists say of the list");
}

static void
check_field(struct checking *c, const struct field *f)
{
    const struct shape *s = shape_of(c->ledger);

    if (!declaration_name(f->name) || (f->name[0] == 'x' && f->name[1] == '_'))
        mistake(c, f->name, "is no name for a field");
    if (!is_filled(f->label))
        mistake(c, f->name, "has no label");
    if (f->help && !*f->help)
        mistake(c, f->name, "has an empty help");
    if ((size_t)f->type >= FIELD_TYPES) {
        mistake(c, f->name, "has no type");
        return;
    }
    for (const struct field *other = c->ledger->fields; other < f; other++)
        if (strcmp(other->name, f->name) == 0)
            mistake(c, f->name, "stands there twice");
    for (const struct column *head = shape_head; head->name; head++)
        if (strcmp(head->name, f->name) == 0)
            mistake(c, f->name, "is a name of the head");
    check_taken(c, f);
    for (const struct field *head = s->head; head->name; head++)
        if (strcmp(head->label, f->label) == 0)
            mistake(c, f->name, "has the label of the head's %s", head->name);
    check_choices(c, f);
    check_reference(c, f);
    check_flags(c, f);
    check_place(c, f);
}

/* All the headings by which files may call the fields, folded as importing does. */
struct headings {
    struct {
        const char *folded;
        const char *field;
    } rows[MOST_HEADINGS];
    size_t count;
};

static void
add_heading(struct checking *c, struct headings *h, const struct field *f, const char *text)
{
    const char *folded = fold_text(c->a->arena, text);

    for (size_t i = 0; i < h->count; i++)
        if (strcmp(h->rows[i].folded, folded) == 0 && strcmp(h->rows[i].field, f->name) != 0)
            mistake(c, f->name, "is called %s, as is %s", text, h->rows[i].field);
    if (h->count < MOST_HEADINGS) {
        h->rows[h->count].folded = folded;
        h->rows[h->count++].field = f->name;
    }
}

static void
check_headings(struct checking *c)
{
    struct headings *h = NEW(c->a->arena, struct headings);

    for (const struct field *f = c->ledger->fields; f && f->name; f++) {
        char *rest = arena_copy(c->a->arena, f->also ? f->also : "");

        if (f->label)
            add_heading(c, h, f, f->label);
        while (rest && *rest)
            add_heading(c, h, f, strsep(&rest, "|"));
    }
}

/* What comes with a transition is typed, and either must be or may be. */
static void
check_takes(struct checking *c, const struct transition *t)
{
    const char *at = transition_takes(c->a, t), *name;
    size_t length;

    while ((name = names_next(&at, &length)) != NULL) {
        const struct field *f = field_named(c->ledger, name, length);

        if (f && f->fixed)
            mistake(c, t->action, "takes %s, which nobody types", f->name);
        if (f && names_have(t->needs, f->name) && names_have(t->asks, f->name))
            mistake(c, t->action, "needs %s and asks for it, too", f->name);
    }
}

static void
check_transition(struct checking *c, const struct transition *t)
{
    if (!declaration_name(t->action) || !is_filled(t->label))
        mistake(c, t->action, "is no name for an action, or has no label");
    check_states_named(c, t->action, t->from);
    if (!state_find(c->ledger, t->to))
        mistake(c, t->action, "leads to the unknown state %s", t->to);
    check_names(c, t->action, t->needs);
    check_names(c, t->action, t->asks);
    check_takes(c, t);
    if (!is_filled(t->from) || t->roles == 0)
        mistake(c, t->action, "can be taken from nowhere or by nobody");
    if (t->roles >> ROLES)
        mistake(c, t->action, "is for a role that is none");
    for (const struct transition *other = c->ledger->states->transitions; other < t; other++)
        if (strcmp(other->action, t->action) == 0)
            mistake(c, t->action, "stands there twice");
}

static void
check_states(struct checking *c)
{
    const struct states *states = c->ledger->states;

    if (!states)
        return;
    if (!states->states || !states->states->name)
        mistake(c, NULL, "has states, but none");
    for (const struct state *s = states->states; s && s->name; s++) {
        if (!declaration_name(s->name) || !is_filled(s->label))
            mistake(c, s->name, "is no name for a state, or has no label");
        if (state_find(c->ledger, s->name) != s)
            mistake(c, s->name, "stands there twice");
    }
    for (const struct transition *t = states->transitions; t && t->action; t++)
        check_transition(c, t);
}

/* What some role does not see may not be found out by other ways. */
static void
check_hidden(struct checking *c, const struct access *row)
{
    const struct ledger *l = c->ledger;

    /* Of personal fields, too, those that it sees alone are shown. */
    if (row->may & ~(unsigned)(DEED_READ | DEED_CREATE | DEED_CHANGE | DEED_COMMENT | DEED_EXPORT |
                               DEED_PERSONAL))
        mistake(c, role_name(row->role), "sees some fields only, but may do what shows all");
    for (const struct field *f = l->fields; f->name; f++) {
        if (access_lists(row->sees, f))
            continue;
        if (f->searched || f->code || f->unique || (l->titled_by && !strcmp(l->titled_by, f->name)))
            mistake(c, f->name, "is hidden from %s, but found, told apart or titled by it",
                    role_name(row->role));
        if (row->sets && names_have(row->sets, f->name))
            mistake(c, f->name, "is filled by %s, who does not see it", role_name(row->role));
        for (const struct view *view = l->views; view && view->name; view++)
            if (strstr(view->filter, f->name) || strstr(view->sort, f->name))
                mistake(c, f->name, "is hidden from %s, but the view %s uses it",
                        role_name(row->role), view->name);
    }
}

/* Administrators manage what belongs to the installation and see no contents; auditors
   change nothing. */
static void
check_role(struct checking *c, const struct access *row)
{
    const struct ledger *l = c->ledger;

    if (row->role <= ROLE_NONE || (size_t)row->role >= ROLES || row->may >= DEED_HISTORY << 1) {
        mistake(c, "access", "has a role or a deed that is none");
        return;
    }
    if (row->role == ROLE_ADMINISTRATOR &&
        ((!l->installation && l != &contract_ledger) || row->may & DEED_PERSONAL))
        mistake(c, "access", "shows contents to administrators");
    if (row->role == ROLE_AUDITOR && row->may & ~(unsigned)(DEED_READ | DEED_EXPORT | DEED_HISTORY))
        mistake(c, "access", "lets auditors do more than look");
    if (row->may & DEED_HISTORY && !(row->may & DEED_READ))
        mistake(c, "access", "shows the history of what is not shown");
    check_names(c, "access", row->sees);
    check_names(c, "access", row->sets);
    if (row->sees)
        check_hidden(c, row);
}

/* Who takes a transition has to read the record by the same role. */
static void
check_movers(struct checking *c, const struct transition *t)
{
    for (int role = ROLE_NONE + 1; role < ROLES; role++) {
        bool reads = false;

        for (const struct access *row = c->ledger->access; row && row->may; row++)
            reads |= (int)row->role == role && row->may & DEED_READ;
        if (t->roles & 1u << role && !reads)
            mistake(c, t->action, "is for %s, who may not read", role_name((enum role)role));
    }
    if (t->roles & 1u << ROLE_AUDITOR)
        mistake(c, t->action, "lets auditors do more than look");
}

static void
check_access(struct checking *c)
{
    const struct states *states = c->ledger->states;

    if (!c->ledger->access || !c->ledger->access->may)
        mistake(c, NULL, "may be used by nobody");
    for (const struct access *row = c->ledger->access; row && row->may; row++)
        check_role(c, row);
    for (const struct transition *t = states ? states->transitions : NULL; t && t->action; t++)
        check_movers(c, t);
}

static void
check_clocks(struct checking *c)
{
    for (const struct clock_rule *rule = c->ledger->clocks; rule && rule->name; rule++) {
        const struct field *due = rule->due ? list_field(c->ledger, rule->due) : NULL;
        const struct field *from = rule->from ? list_field(c->ledger, rule->from) : NULL;
        const struct field *done = rule->done ? list_field(c->ledger, rule->done) : NULL;
        const struct field *within = rule->within ? list_field(c->ledger, rule->within) : NULL;

        if (!declaration_name(rule->name) || !is_filled(rule->label))
            mistake(c, rule->name, "is no name for a clock, or has no label");
        if (rule->due && (!due || due->type != FIELD_TIME))
            mistake(c, rule->name, "shows its due time in %s, which is no time", rule->due);
        if (rule->from && (!from || (from->type != FIELD_TIME && from->type != FIELD_DATE)))
            mistake(c, rule->name, "counts from %s, which is neither time nor date", rule->from);
        if (rule == c->ledger->clocks && !rule->due && rule->kind != CLOCK_DATE)
            mistake(c, rule->name, "is the clock that lists show, and shows no due time");
        if (rule->done && (!done || (done->type != FIELD_TIME && done->type != FIELD_DATE)))
            mistake(c, rule->name, "ends by %s, which is neither time nor date", rule->done);
        if (rule->within && (!within || within->type != FIELD_MINUTES))
            mistake(c, rule->name, "lasts %s, which is no minutes", rule->within);
        if (rule->pauses && (rule->kind == CLOCK_MINUTES || rule->kind == CLOCK_DATE))
            mistake(c, rule->name, "pauses, which this kind does not");
        check_states_named(c, rule->name, rule->pauses);
        check_states_named(c, rule->name, rule->met);
        /* No business day at all is the end of the same one. */
        if (rule->span < (rule->kind != CLOCK_DATE && rule->kind != CLOCK_BUSINESS_DAYS))
            mistake(c, rule->name, "has no span");
    }
}

/* Read as a request would be; only references other than `me` would ask the database. */
static void
check_view(struct checking *c, const struct view *view)
{
    struct pair pair = { "view", view->name };
    struct pairs pairs = { &pair, 1 };
    struct list_request request;
    size_t faults = c->a->fault_count;

    if (!declaration_name(view->name) || !is_filled(view->title) || !is_filled(view->help))
        mistake(c, view->name, "is no name for a view, or has no title or help");
    if (!list_parse(c->a, c->ledger, &pairs, &request))
        mistake(c, view->name, "cannot be read: %s",
                c->a->last_fault ? c->a->last_fault->message : "");
    act_forgive(c->a, faults);
}

static void
check_title(struct checking *c)
{
    const struct ledger *l = c->ledger;
    const struct field *f;

    if (!l->titled_by)
        return;
    f = field_named(l, l->titled_by, strlen(l->titled_by));
    if (!f)
        mistake(c, NULL, "is titled by the unknown field %s", l->titled_by);
    else if (f->personal || f->secret || f->type != FIELD_TEXT)
        mistake(c, f->name, "titles the records but is personal, secret or no text");
}

static void
check_ledger(struct checking *c)
{
    const struct ledger *l = c->ledger;

    if (!declaration_name(l->name) || !is_filled(l->title) || !is_filled(l->help) ||
        !is_filled(l->path) || *l->path != '/' || !is_filled(l->icon))
        mistake(c, NULL, "is no name for a ledger, or title, help, path or icon is missing");
    if (ledger_find(l->name) != l)
        mistake(c, NULL, "stands there twice");
    if (!l->fields || !l->fields->name) {
        mistake(c, NULL, "has no fields");
        return;
    }
    for (const struct field *f = l->fields; f->name; f++)
        check_field(c, f);
    check_headings(c);
    check_title(c);
    check_names(c, "listed", l->listed);
    check_states(c);
    check_access(c);
    check_clocks(c);
    for (const struct view *view = l->views; view && view->name; view++)
        check_view(c, view);
}

size_t
declarations_check(struct act *a, struct buffer *out)
{
    struct checking c = { .a = a, .out = out };
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);

    for (size_t i = 0; i < count; i++) {
        c.ledger = all[i];
        check_ledger(&c);
    }
    return c.mistakes;
}
