#include "contract/dues.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/calendar.h"
#include "ledger/clock.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/address.h"

enum { MOST_OF_A_LEDGER = 1000, MOST_PAIRS = 12 };

/* One line for each ledger with a day of its own. */
static const struct due_source sources[] = {
    { "obligation", "due", "state.in=open,working,proven,late", .basis = "number",
      .who = "assignee", .what = "term" },
    { "consultation_record", "answer_by", "state=open", "協議の決定", "number", .risk = true },
    { "deliverable", "due", "state.in=pending,failed,reopened", "納品", "number", .what = "term" },
    { "invoice", "pay_by", "state=received", "支払", "number" },
    { "task", "planned_until planned", "state.in=planned,approved,working", "作業", "wbs",
      .who = "assignee" },
    { "site_inspection", "planned_on", "state=planned", "立入検査" },
    { "training", "planned_on", "state=planned", "研修" },
    { "media_check", "due_on", "state=planned", "媒体の点検" },
    { "information_item", "return_by", "state.in=kept,away", "情報の返還", "number" },
    { "receipt", "return_by", "state=issued", "預り物の返還", "number" },
    { "erasure_request", "planned_on", "state=approved", "返還・消去", "number" },
    { "supervision", "due_on", "settled_on.empty=true", "再委託先の是正" },
    { "qualification", "expires_on", "", "資格の期限", .who = "person", .risk = true },
    { "pledge", "until", "state=stored", "誓約書の期限", .who = "person", .risk = true },
    { "article", "review_on", "state=published", "見直し", "code", .risk = true },
};
enum { SOURCES = sizeof sources / sizeof *sources };

struct gathering {
    struct period within;
    int64_t contract;
    struct due_items *out;
    size_t room;
};

static const struct field *
field_of(const struct ledger *l, const char *name)
{
    return name ? list_field(l, name) : NULL;
}

/* The first that the ledger has of the names. */
static const struct field *
first_of(struct act *a, const struct ledger *l, const char *names)
{
    const struct field *f = NULL;
    size_t length;

    for (const char *at = names, *name; !f && (name = names_next(&at, &length)) != NULL;)
        f = list_field(l, arena_slice(a->arena, name, length));
    return f;
}

static const char *
shown(struct act *a, const struct ledger *l, const struct field *f, const void *row)
{
    if (!f || f->personal || !access_sees(a, l, f, row))
        return "";
    return field_text(a, f, record_at(a, l, f, row), STYLE_SHOWN);
}

/* Who sees to it stands in the reference; a name that no ledger knows is personal. */
static const char *
title_of(struct act *a, const struct due_source *source, const struct ledger *l, const void *row)
{
    const char *title = record_title(a, l, row);
    const char *what = shown(a, l, field_of(l, source->what), row);

    if (source->words)
        title = arena_print(a->arena, "%s（%s）", source->words, title);
    return *what ? arena_print(a->arena, "%s %s", what, title) : title;
}

static int64_t
person_of(struct act *a, const struct ledger *l, const struct field *f, const void *row)
{
    if (!f || f->type != FIELD_REF || !access_sees(a, l, f, row))
        return 0;
    return ((const struct ref *)record_at(a, l, f, row))->id;
}

static struct due_item *
room_for(struct act *a, struct gathering *g)
{
    struct due_items *out = g->out;

    if (out->count == g->room) {
        struct due_item *rows;

        g->room = g->room ? g->room * 2 : 64;
        rows = NEW_ARRAY(a->arena, g->room, struct due_item);
        if (out->count)
            memcpy(rows, out->rows, out->count * sizeof *rows);
        out->rows = rows;
    }
    return &out->rows[out->count++];
}

/* Of a period the end is due; lists narrow by its beginning, so that is looked at here. */
static bool
lies_within(struct date day, struct period within)
{
    return day.day && day.day >= within.from.day &&
           (!within.until.day || day.day <= within.until.day);
}

static void
add_item(struct act *a, struct gathering *g, const struct due_source *source,
         const struct ledger *l, const struct field *date, const void *row)
{
    const struct record *record = row;
    const void *at = record_at(a, l, date, row);
    struct due_item *item;

    if (date->type == FIELD_PERIOD && !lies_within(((const struct period *)at)->until, g->within))
        return;
    item = room_for(a, g);
    *item = (struct due_item){ .ledger = l,
                               .id = record->id,
                               .title = title_of(a, source, l, row),
                               .basis = shown(a, l, field_of(l, source->basis), row),
                               .who = shown(a, l, field_of(l, source->who), row),
                               .person = person_of(a, l, field_of(l, source->who), row),
                               .contract = record->contract,
                               .href = address_record(a, l->path, record->id),
                               .rule = source->rule,
                               .clocked = source->clocked,
                               .risk = source->risk };
    if (date->type == FIELD_TIME) {
        item->at = *(const struct instant *)at;
        item->day = instant_date(item->at);
    } else if (date->type == FIELD_PERIOD) {
        item->day = ((const struct period *)at)->until;
    } else {
        item->day = *(const struct date *)at;
    }
}

static void
add_pair(struct pairs *pairs, const char *name, const char *value)
{
    pairs->items[pairs->count++] = (struct pair){ name, value };
}

static void
add_day(struct act *a, struct pairs *pairs, const char *field, const char *operation,
        struct date day)
{
    char iso[DATE_TEXT];

    if (!day.day)
        return;
    date_print(day, iso);
    add_pair(pairs, arena_print(a->arena, "%s.%s", field, operation), arena_copy(a->arena, iso));
}

static const char *
columns_of(struct act *a, const struct due_source *source, const struct ledger *l, const char *date)
{
    const char *names[] = { date, source->basis, source->who, source->what };
    struct buffer out = { .arena = a->arena };

    buffer_text(&out, l->titled_by ? l->titled_by : "id");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i] && field_of(l, names[i]) && !names_have(buffer_string(&out), names[i]))
            buffer_print(&out, " %s", names[i]);
    return buffer_string(&out);
}

static bool
gather_from(struct act *a, struct gathering *g, const struct due_source *source,
            const struct ledger *l)
{
    struct pair items[MOST_PAIRS];
    struct pairs pairs = { items, 0 };
    const struct field *date = first_of(a, l, source->date);
    char *rest = arena_copy(a->arena, source->open);
    struct list_request request;
    struct list list;

    if (!date || !access_may(a, l, DEED_READ, NULL) || !access_sees_always(a, l, date))
        return true;
    while (rest && *rest && pairs.count < MOST_PAIRS / 2) {
        char *value = strsep(&rest, "&"), *name = strsep(&value, "=");

        add_pair(&pairs, name, value ? value : "");
    }
    if (g->contract)
        add_pair(&pairs, "contract", arena_print(a->arena, "%lld", (long long)g->contract));
    add_pair(&pairs, arena_print(a->arena, "%s.empty", date->name), "false");
    if (date->type != FIELD_PERIOD) {
        add_day(a, &pairs, date->name, "ge", g->within.from);
        add_day(a, &pairs, date->name, "le", g->within.until);
    }
    add_pair(&pairs, "sort", date->name);
    if (!list_parse(a, l, &pairs, &request))
        return false;
    request.limit = MOST_OF_A_LEDGER;
    request.columns = columns_of(a, source, l, date->name);
    request.lean = true;
    if (!list_read(a, &request, &list))
        return false;
    g->out->more = g->out->more || list.next || list.late;
    for (size_t i = 0; i < list.count; i++)
        add_item(a, g, source, l, date, (const char *)list.rows + i * shape_of(l)->row_size);
    return true;
}

/* The condition under which a rule of a ledger runs. */
static const char *
running_condition(struct act *a, const struct ledger *l, const struct clock_rule *rule)
{
    struct buffer out = { .arena = a->arena };

    buffer_text(&out, "state.in=");
    for (const struct state *s = l->states->states; s->name; s++)
        if (!s->ended && !names_have(rule->met, s->name) && !names_have(rule->pauses, s->name))
            buffer_print(&out, "%s%s", out.data[out.length - 1] == '=' ? "" : ",", s->name);
    if (rule->done)
        buffer_print(&out, "&%s.empty=true", rule->done);
    return buffer_string(&out);
}

static const char *
code_of(const struct ledger *l)
{
    for (const struct field *f = l->fields; f->name; f++)
        if (f->code && !f->personal)
            return f->name;
    return NULL;
}

/* Lists are narrowed by the event that ends it, so its field may not be hidden. */
static bool
sees_done(struct act *a, const struct ledger *l, const struct clock_rule *rule)
{
    const struct field *done = list_field(l, rule->done);

    return done && access_sees_always(a, l, done);
}

/* What the first rule of a ledger is about its title says; others say it themselves. */
static bool
gather_clocked(struct act *a, struct gathering *g, const struct ledger *l)
{
    const struct clock_rule *rule = l->clocks;

    if (!l->path || !l->states)
        return true;
    for (; rule && rule->name; rule++) {
        struct due_source source = { .ledger = l->name,
                                     .date = rule->due                  ? rule->due
                                             : rule->kind == CLOCK_DATE ? rule->from
                                                                        : NULL,
                                     .clocked = true,
                                     .words = rule == l->clocks ? NULL : rule->label,
                                     .rule = rule == l->clocks ? NULL : rule->name,
                                     .basis = code_of(l),
                                     .who = list_field(l, "assignee") ? "assignee" : NULL };

        if (!source.date || (rule->done && !sees_done(a, l, rule)))
            continue;
        source.open = running_condition(a, l, rule);
        if (!gather_from(a, g, &source, l))
            return false;
    }
    return true;
}

static int
by_day(const void *left, const void *right)
{
    const struct due_item *l = left, *r = right;

    if (l->day.day != r->day.day)
        return (l->day.day > r->day.day) - (l->day.day < r->day.day);
    if (l->at.us != r->at.us)
        return (l->at.us > r->at.us) - (l->at.us < r->at.us);
    return (l->id > r->id) - (l->id < r->id);
}

bool
dues_read(struct act *a, int64_t contract, struct period within, struct due_items *out)
{
    struct gathering g = { .within = within, .contract = contract, .out = out };
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);

    *out = (struct due_items){ 0 };
    for (size_t i = 0; i < SOURCES; i++) {
        const struct ledger *l = ledger_find(sources[i].ledger);

        if (l && !gather_from(a, &g, &sources[i], l))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        if (!gather_clocked(a, &g, all[i]))
            return false;
    if (out->count)
        qsort(out->rows, out->count, sizeof *out->rows, by_day);
    return true;
}

const char *
due_left(struct act *a, const struct calendar *calendar, struct date day)
{
    struct date today = instant_date(a->now);
    int left;

    if (day.day < today.day)
        return arena_print(a->arena, "%d日の遅れ", today.day - day.day);
    if (day.day == today.day)
        return "今日まで";
    left = calendar_count(calendar, today, day);
    return arena_print(a->arena, "あと%d日", left > 0 ? left : day.day - today.day);
}

void
dues_mistakes(struct act *a, struct buffer *out)
{
    for (size_t i = 0; i < SOURCES; i++) {
        const struct due_source *s = &sources[i];
        const struct ledger *l = ledger_find(s->ledger);
        const char *names[] = { s->basis, s->who, s->what };
        struct gathering g = { .out = NEW(a->arena, struct due_items) };
        size_t faults = a->fault_count;

        if (!l)
            continue;
        if (!first_of(a, l, s->date))
            buffer_print(out, "%s has no field %s\n", s->ledger, s->date);
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            if (names[n] && !field_of(l, names[n]))
                buffer_print(out, "%s has no field %s\n", s->ledger, names[n]);
        if (!gather_from(a, &g, s, l))
            buffer_print(out, "%s: %s\n", s->ledger, a->last_fault->message);
        act_forgive(a, faults);
    }
}
