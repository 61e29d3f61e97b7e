#include "ledger/clock.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/must.h"
#include "ledger/core/core.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "store/schema.h"

static const struct table_column clock_columns[] = {
    { "id", COLUMN_INT, true, "番号" },
    { "contract", COLUMN_INT, true, "契約" },
    { "ledger", COLUMN_TEXT, true, "台帳" },
    { "record", COLUMN_INT, true, "記録" },
    { "rule", COLUMN_TEXT, true, "きまり" },
    { "state", COLUMN_INT, true, "状態（0 計時中、1 停止中、2 達成、3 超過）" },
    { "started", COLUMN_INSTANT, false, "開始" },
    { "due", COLUMN_INSTANT, false, "期限" },
    { "resumed", COLUMN_INSTANT, false, "再開" },
    { "ended", COLUMN_INSTANT, false, "終了" },
    { "used", COLUMN_INT, true, "再開までに使った営業時間（分）" },
    { 0 },
};

static const struct table_index clock_indexes[] = {
    { "clock_record", "record", NULL, false },
    { "clock_running", "due", "state = 0", false },
    { "clock_open", "contract, record", "ended IS NULL", false },
    { 0 },
};

const struct table clock_table = { "clock", "期限の時計", clock_columns, clock_indexes,
                                   .serial = true };

struct stored {
    int64_t id;
    int64_t contract;
    const char *ledger;
    int64_t record;
    const char *rule;
    int64_t state;
    struct instant started;
    struct instant due;
    struct instant resumed;
    struct instant ended;
    int64_t used;
};
struct stored_list {
    struct stored *rows;
    size_t count;
};

#define STORED_COLUMNS                                                                             \
    COLUMNS(                                                                                       \
        COLUMN(struct stored, id), COLUMN(struct stored, contract), COLUMN(struct stored, ledger), \
        COLUMN(struct stored, record), COLUMN(struct stored, rule), COLUMN(struct stored, state),  \
        COLUMN(struct stored, started), COLUMN(struct stored, due),                                \
        COLUMN(struct stored, resumed), COLUMN(struct stored, ended), COLUMN(struct stored, used))
#define STORED_NAMES "id, contract, ledger, record, rule, state, started, due, resumed, ended, used"

static const struct query record_query = {
    .name = "clock.record",
    .sql = "SELECT " STORED_NAMES " FROM clock WHERE record = :record ORDER BY id",
    .row_size = sizeof(struct stored),
    .columns = STORED_COLUMNS,
};
static const struct query insert_query = {
    .name = "clock.insert",
    .sql = "INSERT INTO clock (contract, ledger, record, rule, state, started, due, resumed, ended,"
           " used) VALUES (:contract, :ledger, :record, :rule,"
           " :state, :started, :due, :resumed, :ended, :used)",
};
static const struct query update_query = {
    .name = "clock.update",
    .sql = "UPDATE clock SET contract = :contract, state = :state, started = :started, due = :due,"
           " resumed = :resumed, ended = :ended, used = :used WHERE id = :id",
};

static const struct clock_rule *
rule_find(const struct ledger *l, const char *name)
{
    for (const struct clock_rule *it = l->clocks; it && it->name; it++)
        if (strcmp(it->name, name) == 0)
            return it;
    return NULL;
}

/* Rows of rules that are no longer declared are passed over. */
static size_t
to_clocks(struct act *a, const struct ledger *l, const struct stored_list *list, struct clock **out)
{
    struct clock *clocks = NEW_ARRAY(a->arena, list->count, struct clock);
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++) {
        const struct stored *it = &list->rows[i];
        const struct clock_rule *rule = rule_find(l, it->rule);

        must(it->state >= 0 && it->state < CLOCK_STATES);
        if (rule)
            clocks[count++] = (struct clock){ .id = it->id,
                                              .contract = it->contract,
                                              .record = it->record,
                                              .rule = rule,
                                              .state = (enum clock_state)it->state,
                                              .started = it->started,
                                              .due = it->due,
                                              .resumed = it->resumed,
                                              .ended = it->ended,
                                              .used = { it->used } };
    }
    *out = clocks;
    return count;
}

bool
clocks_read(struct act *a, const struct ledger *l, int64_t record, struct clock **out,
            size_t *count)
{
    struct stored_list list;

    if (!QUERY(a, &record_query, list, BIND(record, record)))
        return false;
    *count = to_clocks(a, l, &list, out);
    return true;
}

struct instant
clock_due(const struct calendar *calendar, const struct clock_rule *rule, struct instant from)
{
    static const struct deadline_rule days_rule = { .roll = ROLL_FORWARD };
    struct date day = instant_date(from);

    switch (rule->kind) {
    case CLOCK_BUSINESS_MINUTES:
        return calendar_due(calendar, from, (struct minutes){ rule->span });
    case CLOCK_BUSINESS_DAYS:
        day = calendar_business_days(calendar, day, (int)rule->span);
        break;
    case CLOCK_DAYS:
        day = deadline_days(calendar, day, (int)rule->span, days_rule);
        break;
    case CLOCK_MINUTES:
        return instant_add(from, (struct minutes){ rule->span });
    case CLOCK_DATE:
        return instant_make(date_add(day, 1), 0);
    }
    return calendar_end_of_day(calendar, day);
}

/* The time in a field, of a date its beginning; none when it is empty. */
static struct instant
time_in(struct act *a, const struct ledger *l, const char *name, const struct record *record)
{
    const struct field *f = shape_field(shape_of(l), name);
    const void *at;

    must(f && (f->type == FIELD_TIME || f->type == FIELD_DATE));
    at = record_at(a, l, f, record);
    if (f->type == FIELD_TIME)
        return *(const struct instant *)at;
    if (!((const struct date *)at)->day)
        return (struct instant){ 0 };
    return instant_make(*(const struct date *)at, 0);
}

struct instant
clock_rule_from(struct act *a, const struct ledger *l, const struct clock_rule *rule,
                const struct record *record)
{
    return rule->from ? time_in(a, l, rule->from, record) : record->created_at;
}

/* A day without hours is in time on its last day: it counts as just begun, a moment after
   the midnight that ends the day before. */
struct instant
clock_rule_done(struct act *a, const struct ledger *l, const struct clock_rule *rule,
                const struct record *record)
{
    struct instant done = { 0 };

    if (rule->done)
        done = time_in(a, l, rule->done, record);
    if (done.us && shape_field(shape_of(l), rule->done)->type == FIELD_DATE)
        done.us++;
    return done;
}

/* The minutes the record itself allows, 0 for the rule's own. */
static int64_t
rule_within(struct act *a, const struct ledger *l, const struct clock_rule *rule,
            const struct record *record)
{
    const struct field *f = rule->within ? shape_field(shape_of(l), rule->within) : NULL;
    const struct minutes *at;

    if (!f)
        return 0;
    must(f->type == FIELD_MINUTES);
    at = record_at(a, l, f, record);
    return at->minutes > 0 ? at->minutes : 0;
}

static struct instant *
due_place(const struct ledger *l, const struct clock_rule *rule, const struct record *record)
{
    const struct field *f = shape_field(shape_of(l), rule->due);

    must(f && f->type == FIELD_TIME && f->fixed);
    return (struct instant *)((uintptr_t)record + f->offset);
}

struct instant
clock_rule_due(const struct ledger *l, const struct clock_rule *rule, const struct record *record)
{
    const struct field *f;
    const struct date *day;

    if (rule->due)
        return *due_place(l, rule, record);
    f = rule->kind == CLOCK_DATE ? shape_field(shape_of(l), rule->from) : NULL;
    if (!f || f->type != FIELD_DATE)
        return (struct instant){ 0 };
    day = (const struct date *)((uintptr_t)record + f->offset);
    return day->day ? clock_due(&calendar_office, rule, instant_make(*day, 0))
                    : (struct instant){ 0 };
}

static struct minutes
whole_span(const struct calendar *calendar, const struct clock *c)
{
    return calendar_between(calendar, c->started, clock_due(calendar, c->rule, c->started));
}

/* The due time of a clock that runs, from where it last went on. */
static struct instant
running_due(const struct calendar *calendar, const struct clock *c)
{
    struct minutes left;

    if (c->span)
        return instant_add(c->started, (struct minutes){ c->span });
    if (c->resumed.us == c->started.us)
        return clock_due(calendar, c->rule, c->started);
    left.minutes = whole_span(calendar, c).minutes - c->used.minutes;
    return calendar_due(calendar, c->resumed, left);
}

/* Sees to it that the state says what due and ended say; `now` for open clocks. */
static void
settle(const struct calendar *calendar, struct clock *c, struct instant now)
{
    struct instant end = c->ended.us ? c->ended : now;

    if (c->state == CLOCK_PAUSED)
        return;
    if (c->due.us || !c->ended.us)
        c->due = running_due(calendar, c);
    if (c->ended.us)
        c->state = c->due.us && end.us > c->due.us ? CLOCK_BREACHED : CLOCK_MET;
    else if (end.us <= c->due.us)
        c->state = CLOCK_RUNNING;
}

/* The event it counts from was corrected: what had been used grows or shrinks with it. */
static void
move_start(const struct calendar *calendar, struct clock *c, struct instant from,
           struct instant now)
{
    if (c->resumed.us == c->started.us)
        c->resumed = from;
    else
        c->used.minutes += calendar_between(calendar, from, c->started).minutes;
    c->started = from;
    settle(calendar, c, now);
}

static void
end(struct clock *c, struct instant when)
{
    c->ended = when;
    c->state = c->due.us && when.us > c->due.us ? CLOCK_BREACHED : CLOCK_MET;
}

/* The dated event decides, whatever was thought of the clock before. */
static void
follow_event(const struct calendar *calendar, struct clock *c, struct instant done,
             const char *state, struct instant now)
{
    if (done.us) {
        end(c, done);
    } else if (c->ended.us && c->started.us && !names_have(c->rule->met, state)) {
        c->ended = (struct instant){ 0 };
        c->state = CLOCK_RUNNING;
        settle(calendar, c, now);
    }
}

/* What it counted from is gone: it is nobody's deadline any more. */
static void
withdraw(struct clock *c, struct instant now)
{
    c->started = c->due = (struct instant){ 0 };
    c->resumed = c->ended = now;
    c->used.minutes = 0;
    c->state = CLOCK_MET;
}

static void
take_up(const struct calendar *calendar, struct clock *c, struct instant from)
{
    c->started = c->resumed = from;
    c->ended = (struct instant){ 0 };
    c->state = CLOCK_RUNNING;
    c->due = running_due(calendar, c);
}

/* Lets the state of the record act on the clock. */
static void
follow(const struct calendar *calendar, struct clock *c, const char *state, struct instant now)
{
    bool late = c->due.us && now.us > c->due.us;

    if (c->ended.us)
        return;
    if (names_have(c->rule->met, state)) {
        if (c->state == CLOCK_PAUSED)
            c->resumed = now;
        c->ended = now;
        c->state = c->state == CLOCK_BREACHED || late ? CLOCK_BREACHED : CLOCK_MET;
    } else if (names_have(c->rule->pauses, state)) {
        if (c->state != CLOCK_RUNNING || late)
            return;
        c->used.minutes += calendar_between(calendar, c->resumed, now).minutes;
        c->due = (struct instant){ 0 };
        c->state = CLOCK_PAUSED;
    } else if (c->state == CLOCK_PAUSED) {
        c->resumed = now;
        c->state = CLOCK_RUNNING;
        c->due = running_due(calendar, c);
    }
}

/* Each due field shows what ends first among the open clocks that name it, else what
   the last one had. */
static void
mirror(const struct ledger *l, const struct clock_plan *plan, struct record *record)
{
    for (const struct clock_rule *rule = l->clocks; rule->name; rule++) {
        struct instant open = { 0 };
        struct instant closed = { 0 };
        bool paused = false;

        if (!rule->due)
            continue;
        for (size_t i = 0; i < plan->count; i++) {
            const struct clock *c = &plan->clocks[i];

            if (!c->rule->due || strcmp(c->rule->due, rule->due) != 0)
                continue;
            paused = paused || c->state == CLOCK_PAUSED;
            if (!c->ended.us && c->due.us && (!open.us || c->due.us < open.us))
                open = c->due;
            if (c->ended.us && c->due.us > closed.us)
                closed = c->due;
        }
        *due_place(l, rule, record) = open.us || paused ? open : closed;
    }
}

static struct clock *
clock_of(const struct clock_plan *plan, const struct clock_rule *rule)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->clocks[i].rule == rule)
            return &plan->clocks[i];
    return NULL;
}

/* Adds the clocks that begin now; one that begins ended is not begun at all. */
static void
begin(struct act *a, const struct ledger *l, const struct calendar *calendar,
      const struct record *record, struct clock_plan *plan)
{
    for (const struct clock_rule *rule = l->clocks; rule->name; rule++) {
        struct instant from = clock_rule_from(a, l, rule, record);
        struct clock *c = &plan->clocks[plan->count];

        if (!from.us || clock_of(plan, rule) || names_have(rule->met, record->state))
            continue;
        /* An import of what ended long ago is not judged after the fact. */
        if (a->origin == ORIGIN_IMPORT && clock_rule_done(a, l, rule, record).us)
            continue;
        *c = (struct clock){ .contract = record->contract,
                             .record = record->id,
                             .rule = rule,
                             .span = rule_within(a, l, rule, record),
                             .started = from,
                             .resumed = from };
        c->due = running_due(calendar, c);
        plan->count++;
    }
}

/* A stored clock after its record: another start, another span, or none at all. */
static void
move_on(struct act *a, const struct ledger *l, const struct calendar *calendar,
        const struct record *record, struct clock *c)
{
    struct instant from = clock_rule_from(a, l, c->rule, record);

    c->contract = record->contract;
    c->span = rule_within(a, l, c->rule, record);
    if (!from.us) {
        if (!c->ended.us)
            withdraw(c, a->now);
    } else if (!c->started.us) {
        take_up(calendar, c, from);
    } else if (from.us != c->started.us || c->rule->within) {
        move_start(calendar, c, from, a->now);
    }
}

static bool
moves_clocks(struct act *a, const struct ledger *l, const struct record *before,
             const struct record *record)
{
    if (!before || strcmp(before->state, record->state) != 0)
        return true;
    for (const struct clock_rule *rule = l->clocks; rule->name; rule++)
        if (clock_rule_from(a, l, rule, before).us != clock_rule_from(a, l, rule, record).us ||
            clock_rule_done(a, l, rule, before).us != clock_rule_done(a, l, rule, record).us ||
            rule_within(a, l, rule, before) != rule_within(a, l, rule, record))
            return true;
    return before->contract != record->contract;
}

static size_t
rules_of(const struct ledger *l)
{
    size_t count = 0;

    while (l->clocks && l->clocks[count].name)
        count++;
    return count;
}

bool
clocks_plan(struct act *a, const struct ledger *l, const struct record *before,
            struct record *record, struct clock_plan *plan)
{
    const struct calendar *calendar;
    struct clock *stored = NULL;
    size_t rules = rules_of(l);

    *plan = (struct clock_plan){ 0 };
    if (!rules)
        return true;
    if (!moves_clocks(a, l, before, record)) {
        for (const struct clock_rule *rule = l->clocks; rule->name; rule++)
            if (rule->due)
                *due_place(l, rule, record) = *due_place(l, rule, before);
        return true;
    }
    if (!contract_calendar(a, record->contract, &calendar) ||
        (before && !clocks_read(a, l, record->id, &stored, &plan->stored)))
        return false;
    plan->clocks = NEW_ARRAY(a->arena, plan->stored + rules, struct clock);
    for (plan->count = 0; plan->count < plan->stored; plan->count++) {
        plan->clocks[plan->count] = stored[plan->count];
        move_on(a, l, calendar, record, &plan->clocks[plan->count]);
    }
    begin(a, l, calendar, record, plan);
    for (size_t i = 0; i < plan->count; i++) {
        struct clock *c = &plan->clocks[i];

        if (c->rule->done)
            follow_event(calendar, c, clock_rule_done(a, l, c->rule, record), record->state,
                         a->now);
        if (!c->rule->done || !c->ended.us)
            follow(calendar, c, record->state, a->now);
    }
    mirror(l, plan, record);
    return true;
}

static bool
keep(struct act *a, const struct ledger *l, const struct clock *c, bool stored)
{
    struct bound bounds[] = {
        bind_int("contract", c->contract),
        bind_int("state", c->state),
        bind_instant("started", c->started),
        bind_instant("due", c->due),
        bind_instant("resumed", c->resumed),
        bind_instant("ended", c->ended),
        bind_int("used", c->used.minutes),
        bind_int("id", c->id),
        { 0 },
        { 0 },
        { 0 },
    };

    if (stored)
        return query_later(a, &update_query, bounds);
    bounds[7] = bind_text("ledger", l->name);
    bounds[8] = bind_int("record", c->record);
    bounds[9] = bind_text("rule", c->rule->name);
    return query_later(a, &insert_query, bounds);
}

bool
clocks_keep(struct act *a, const struct ledger *l, const struct clock_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        if (!keep(a, l, &plan->clocks[i], i < plan->stored))
            return false;
    return true;
}

bool
clocks_again(struct act *a, const struct ledger *l, struct record *record, struct clock_plan *plan)
{
    const struct calendar *calendar;

    *plan = (struct clock_plan){ 0 };
    if (!contract_calendar(a, record->contract, &calendar) ||
        !clocks_read(a, l, record->id, &plan->clocks, &plan->stored))
        return false;
    plan->count = plan->stored;
    for (size_t i = 0; i < plan->count; i++) {
        plan->clocks[i].span = rule_within(a, l, plan->clocks[i].rule, record);
        if (!plan->clocks[i].ended.us)
            settle(calendar, &plan->clocks[i], a->now);
    }
    mirror(l, plan, record);
    return true;
}
