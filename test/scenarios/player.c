#include "player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "contract/contract.h"
#include "figures.h"
#include "ledger/clock.h"
#include "ledger/history.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "store/job.h"
#include "store/query.h"
#include "town.h"
#include "web/module.h"

enum { MOST_WORDS = 48, MOST_OPEN = 16, LINE = 2000 };

/* A record as somebody has it on the screen. */
struct opened {
    const struct citizen *by;
    int64_t id;
    struct record *row;
};

struct player {
    struct town town;
    const char *file;
    int line;
    const char *words[MOST_WORDS];
    size_t count;
    const struct act *refused; /* of the last step, until it was expected */
    struct opened opened[MOST_OPEN];
    size_t opened_count;
};

__attribute__((format(printf, 2, 3))) static void
wrong(const struct player *p, const char *format, ...)
{
    char text[4000];
    va_list list;

    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    fail_msg("%s:%d: %s", p->file, p->line, text);
}

/* The word at this place, "" behind the last one. */
static const char *
word(const struct player *p, size_t at)
{
    return at < p->count ? p->words[at] : "";
}

static bool
is(const struct player *p, size_t at, const char *text)
{
    return strcmp(word(p, at), text) == 0;
}

static void
split(struct player *p, const char *line)
{
    p->count = 0;
    for (;;) {
        size_t length;

        line += strspn(line, " \t\r\n");
        if (!*line || *line == '#')
            return;
        if (*line == '"')
            length = strcspn(++line, "\"");
        else
            length = strcspn(line, " \t\r\n");
        if (p->count == MOST_WORDS)
            wrong(p, "too many words");
        p->words[p->count++] = arena_slice(p->town.test->arena, line, length);
        line += length + (line[length] == '"');
    }
}

static struct instant
time_at(const struct player *p, size_t at)
{
    struct instant out = { 0 };
    char text[40];

    snprintf(text, sizeof text, "%.20sT%.8s:00+09:00", word(p, at), word(p, at + 1));
    if (!instant_parse(text, &out))
        wrong(p, "not a time: %s %s", word(p, at), word(p, at + 1));
    return out;
}

static const struct ledger *
ledger_at(const struct player *p, size_t at)
{
    const struct ledger *l = ledger_find(word(p, at));

    if (!l)
        wrong(p, "no such ledger: %s", word(p, at));
    return l;
}

static int64_t
id_at(const struct player *p, const struct ledger *l, size_t at)
{
    long wanted = strtol(word(p, at), NULL, 10);

    for (size_t i = 0; i < p->town.record_count; i++)
        if (p->town.records[i].ledger == l && --wanted == 0)
            return p->town.records[i].id;
    wrong(p, "no such record: %s %s", l->name, word(p, at));
    return 0;
}

static struct record *
stored(struct player *p, const struct ledger *l, int64_t id)
{
    struct act *a = town_console(&p->town);
    struct record *row = ledger_new(a, l);
    bool found = false;

    if (!shape_read(a, shape_of(l), id, true, row, &found) || !found)
        wrong(p, "the record cannot be read");
    return row;
}

/* --- steps ---------------------------------------------------------------------------- */

/* "@meeting 2" is the id of the second meeting, several of them with commas between. */
static const char *
value_of(struct player *p, const char *text)
{
    struct player inner = { .file = p->file, .line = p->line };

    if (*text != '@')
        return text;
    inner.town = p->town;
    split(&inner, text + 1);
    return arena_print(p->town.test->arena, "%lld",
                       (long long)id_at(&inner, ledger_at(&inner, 0), 1));
}

static bool
fill(struct player *p, struct act *a, const struct ledger *l, void *row, size_t from)
{
    struct pair *items = NEW_ARRAY(p->town.test->arena, MOST_WORDS, struct pair);
    struct pairs pairs = { items, 0 };

    for (size_t i = from; i + 1 < p->count; i += 2)
        items[pairs.count++] = (struct pair){ p->words[i], value_of(p, p->words[i + 1]) };
    if (from < p->count && (p->count - from) % 2)
        wrong(p, "a field without a value");
    return ledger_fill(a, l, row, &pairs);
}

static void
note(struct player *p, const struct ledger *l, int64_t id)
{
    for (size_t i = 0; i < p->town.record_count; i++)
        if (p->town.records[i].ledger == l && p->town.records[i].id == id)
            return;
    assert_true(p->town.record_count < MOST_RECORDS);
    p->town.records[p->town.record_count++] = (struct made){ l, id };
}

struct made_row {
    int64_t id;
};
struct made_rows {
    struct made_row *rows;
    size_t count;
};

/* What came about by the step besides: instalments of a plan, an inspection. */
static void
note_others(struct player *p)
{
    struct act *a = town_console(&p->town);

    for (const struct ledger *const *l = contract_module.ledgers; *l; l++) {
        struct sql *s = sql_new(a, "player.made");
        struct made_rows made;

        SQL(s, "SELECT id FROM ");
        sql_name(s, (*l)->name);
        SQL(s, " ORDER BY id");
        if (!sql_rows(a, s, COLUMNS(COLUMN(struct made_row, id)), sizeof *made.rows, &made.rows,
                      &made.count))
            wrong(p, "%s cannot be read", (*l)->name);
        for (size_t i = 0; i < made.count; i++)
            note(p, *l, made.rows[i].id);
    }
}

static bool
create(struct player *p, struct act *a, size_t at)
{
    const struct ledger *l = ledger_at(p, at);
    struct record *row = ledger_new(a, l);

    if (!fill(p, a, l, row, at + 1) || !ledger_create(a, l, row))
        return false;
    note(p, l, row->id);
    return true;
}

static struct opened *
opened_by(struct player *p, const struct citizen *by, int64_t id)
{
    for (size_t i = 0; i < p->opened_count; i++)
        if (p->opened[i].by == by && p->opened[i].id == id)
            return &p->opened[i];
    return NULL;
}

static bool
open_it(struct player *p, struct act *a, const struct citizen *by, size_t at)
{
    const struct ledger *l = ledger_at(p, at);
    int64_t id = id_at(p, l, at + 1);
    struct opened *it = opened_by(p, by, id);
    struct record *row = ledger_new(a, l);

    if (!ledger_read(a, l, id, false, row))
        return false;
    assert_true(p->opened_count < MOST_OPEN);
    if (!it)
        it = &p->opened[p->opened_count++];
    *it = (struct opened){ by, id, row };
    return true;
}

static bool
change(struct player *p, struct act *a, const struct citizen *by, const char *action, size_t at)
{
    const struct ledger *l = ledger_at(p, at);
    int64_t id = id_at(p, l, at + 1);
    struct opened *it = opened_by(p, by, id);
    struct record *row = it ? it->row : stored(p, l, id);

    if (it)
        it->by = NULL;
    if (!fill(p, a, l, row, at + 2))
        return false;
    return strcmp(action, "change") == 0 ? ledger_change(a, l, row)
                                         : ledger_move(a, l, action, row);
}

static bool
remove_it(struct player *p, struct act *a, size_t at)
{
    const struct ledger *l = ledger_at(p, at);
    int64_t id = id_at(p, l, at + 1);

    return ledger_remove(a, l, id, stored(p, l, id)->version);
}

static bool
write_entry(struct player *p, struct act *a, size_t at)
{
    const struct ledger *l = ledger_at(p, at + 1);
    struct record *row = stored(p, l, id_at(p, l, at + 2));
    enum entry_kind kind = is(p, at, "note")    ? ENTRY_NOTE
                           : is(p, at, "reply") ? ENTRY_ANSWER
                                                : ENTRY_MESSAGE;
    int64_t id;

    return entry_add(a, l, row, kind, word(p, at + 3), (struct instant){ 0 }, NULL, &id);
}

static bool
run_job(struct player *p, struct act *a, const char *name)
{
    a->origin = ORIGIN_JOB;
    for (const struct job_kind *const *kind = contract_module.jobs; *kind; kind++)
        if (strcmp((*kind)->name, name) == 0)
            return (*kind)->run(a, NULL);
    wrong(p, "no such job: %s", name);
    return false;
}

/* Records that hooks and jobs have made, in the order of their ids. */
static void
find_made(struct player *p, const struct ledger *l)
{
    struct list_request request;
    struct pairs none = { NULL, 0 };
    struct act *a = town_console(&p->town);
    struct list list;

    if (!list_parse(a, l, &none, &request))
        wrong(p, "the list cannot be read");
    request.limit = 1000;
    if (!list_read(a, &request, &list))
        wrong(p, "the list cannot be read");
    for (size_t i = list.count; i-- > 0;) {
        const struct record *it =
            (const void *)((const char *)list.rows + i * shape_of(l)->row_size);
        bool known = false;

        for (size_t k = 0; k < p->town.record_count; k++)
            known = known || p->town.records[k].id == it->id;
        assert_true(p->town.record_count < MOST_RECORDS);
        if (!known)
            p->town.records[p->town.record_count++] = (struct made){ l, it->id };
    }
    if (list.count != (size_t)strtol(word(p, 3), NULL, 10))
        wrong(p, "there are %zu records", list.count);
}

/* at DAY TIME as WHO VERB … */
static void
step(struct player *p)
{
    struct citizen *by;
    struct act *a;
    bool done;

    p->town.now = time_at(p, 1);
    if (is(p, 3, "run")) {
        a = town_console(&p->town);
        p->refused = run_job(p, a, word(p, 4)) ? NULL : a;
        return;
    }
    by = is(p, 3, "as") ? town_citizen(&p->town, word(p, 4)) : NULL;
    if (!by)
        wrong(p, "expected: at DAY TIME as ROLE:NAME …");
    a = town_act(&p->town, by);
    if (is(p, 5, "create"))
        done = create(p, a, 6);
    else if (is(p, 5, "open"))
        done = open_it(p, a, by, 6);
    else if (is(p, 5, "remove"))
        done = remove_it(p, a, 6);
    else if (is(p, 5, "write"))
        done = write_entry(p, a, 6);
    else
        done = change(p, a, by, word(p, 5), 6);
    p->refused = done ? NULL : a;
    if (done && !is(p, 5, "open"))
        note_others(p);
}

/* --- expectations ------------------------------------------------------------------------ */

static void
expect_refused(struct player *p)
{
    static const struct {
        const char *name;
        enum fault_kind kind;
    } kinds[] = { { "invalid", FAULT_INVALID },
                  { "clash", FAULT_CLASH },
                  { "stale", FAULT_STALE },
                  { "denied", FAULT_DENIED },
                  { "missing", FAULT_MISSING } };
    const struct fault *it = p->refused ? p->refused->faults : NULL;
    size_t at = 3;

    if (!it)
        wrong(p, "it was not refused");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is(p, 2, kinds[i].name) && it->kind != kinds[i].kind)
            wrong(p, "refused otherwise: %s", it->message);
    if (is(p, at, "at")) {
        if (!it->field || !is(p, at + 1, it->field))
            wrong(p, "refused at %s: %s", it->field ? it->field : "nothing", it->message);
        at += 2;
    }
    if (is(p, at, "saying") && !strstr(it->message, word(p, at + 1)))
        wrong(p, "it said: %s", it->message);
    p->refused = NULL;
}

static void
expect_clock(struct player *p)
{
    static const char *const states[] = { "running", "paused", "met", "breached" };
    const struct ledger *l = ledger_at(p, 4);
    struct act *a = town_console(&p->town);
    struct clock *clocks;
    struct clock *c = NULL;
    size_t count, at = 8;

    if (!clocks_read(a, l, id_at(p, l, 5), &clocks, &count))
        wrong(p, "clocks cannot be read");
    for (size_t i = 0; i < count; i++)
        if (is(p, 2, clocks[i].rule->name))
            c = &clocks[i];
    if (!c)
        wrong(p, "no clock %s", word(p, 2));
    if (!is(p, 7, states[c->state]))
        wrong(p, "the clock is %s", states[c->state]);
    if (is(p, at, "due")) {
        char due[INSTANT_TEXT];

        instant_print(c->due, due);
        if (c->due.us != time_at(p, at + 1).us)
            wrong(p, "the clock is due at %s", due);
        at += 3;
    }
    if (is(p, at, "saying") && !is(p, at + 1, clock_look(a, c).words))
        wrong(p, "the clock says %s", clock_look(a, c).words);
}

static void
expect_history(struct player *p)
{
    const struct ledger *l = ledger_at(p, 3);
    struct history_row *rows;
    size_t count;

    if (!history_list(town_console(&p->town), l, id_at(p, l, 4), 0, 1000, &rows, &count))
        wrong(p, "the history cannot be read");
    if (count != (size_t)strtol(word(p, 6), NULL, 10))
        wrong(p, "there are %zu rows", count);
}

static void
expect_field(struct player *p)
{
    const struct ledger *l = ledger_at(p, 1);
    struct record *row = stored(p, l, id_at(p, l, 2));
    const struct field *f = list_field(l, word(p, 3));
    struct act *a = town_console(&p->town);
    const char *shown, *plain;

    if (!f)
        wrong(p, "no field %s", word(p, 3));
    shown = field_text(a, f, record_at(a, l, f, row), STYLE_SHOWN);
    plain = field_text(a, f, record_at(a, l, f, row), STYLE_PLAIN);
    if (is(p, 4, "has") ? !strstr(shown, word(p, 5)) : !is(p, 5, shown) && !is(p, 5, plain))
        wrong(p, "%s is %s", f->name, shown);
}

static void
expect_figures(struct player *p)
{
    const struct ledger *l = ledger_at(p, 3);
    struct act *a = town_console(&p->town);
    struct invoice *record = ledger_new(a, l);
    struct invoice_figures figures;
    const char *text;

    if (!invoice_figures(a, id_at(p, l, 4), record, &figures))
        wrong(p, "no figures: %s", a->faults->message);
    text = figures_lines(a, &figures);
    if (!strstr(text, word(p, 6)))
        wrong(p, "the figures are\n%s", text);
}

static void
expect_sums(struct player *p)
{
    struct act *a = town_console(&p->town);
    const char *text = sums_lines(a, p->town.contracts[0].id);

    if (!*text || !strstr(text, word(p, 3)))
        wrong(p, "the sums are\n%s", *text ? text : a->faults->message);
}

static void
expect_delay(struct player *p)
{
    struct yen part = { strtoll(word(p, 3), NULL, 10) };
    struct date due = { 0 }, delivered = { 0 };
    const char *text;

    if (!date_parse(word(p, 4), &due) || !date_parse(word(p, 5), &delivered))
        wrong(p, "a delay lasts from a day to a day");
    text = delay_line(town_console(&p->town), p->town.contracts[0].id, part, due, delivered);
    if (!strstr(text, word(p, 7)))
        wrong(p, "the delay is %s", text);
}

static void
expect_found(struct player *p)
{
    struct citizen *by = town_citizen(&p->town, word(p, 1));
    const struct ledger *l = ledger_at(p, 7);
    struct pair pair = { "q", word(p, 5) };
    struct pairs pairs = { &pair, 1 };
    struct list_request request;
    struct list list;
    struct act *a;

    if (!by)
        wrong(p, "nobody: %s", word(p, 1));
    a = town_act(&p->town, by);
    if (!list_parse(a, l, &pairs, &request) || !list_read(a, &request, &list))
        wrong(p, "the search failed: %s", a->faults ? a->faults->message : "");
    if (list.count != (size_t)strtol(word(p, 3), NULL, 10))
        wrong(p, "%zu were found", list.count);
}

static void
expect(struct player *p)
{
    if (is(p, 1, "refused"))
        expect_refused(p);
    else if (is(p, 1, "clock"))
        expect_clock(p);
    else if (is(p, 1, "history"))
        expect_history(p);
    else if (is(p, 1, "figures"))
        expect_figures(p);
    else if (is(p, 1, "sums"))
        expect_sums(p);
    else if (is(p, 1, "delay"))
        expect_delay(p);
    else if (is(p, 2, "finds"))
        expect_found(p);
    else if (is(p, 2, "has") && is(p, 4, "records"))
        find_made(p, ledger_at(p, 1));
    else
        expect_field(p);
}

static void
set_calendar(struct player *p)
{
    const char *hours = "月-金 8:30-17:15", *special = "";

    for (size_t i = 1; i + 1 < p->count; i += 2) {
        if (is(p, i, "hours"))
            hours = word(p, i + 1);
        else if (is(p, i, "special"))
            special = word(p, i + 1);
        else
            wrong(p, "a calendar has hours and special days");
    }
    if (!town_calendar(&p->town, hours, special))
        wrong(p, "the calendar was refused");
}

static void
play_line(struct player *p)
{
    bool expecting = is(p, 0, "expect");

    if (p->refused && !(expecting && is(p, 1, "refused")))
        wrong(p, "the step before was refused: %s", p->refused->faults->message);
    if (expecting)
        expect(p);
    else if (is(p, 0, "at"))
        step(p);
    else if (is(p, 0, "calendar"))
        set_calendar(p);
    else if (!is(p, 0, "scenario"))
        wrong(p, "what is %s?", word(p, 0));
}

static void
close_file(void *file)
{
    fclose(file);
}

void
play(struct test *t, const char *name)
{
    struct player *p = NEW(t->arena, struct player);
    char line[LINE];
    FILE *file;

    p->file = arena_print(t->arena, "test/scenarios/%s.txt", name);
    file = fopen(p->file, "r");
    if (!file)
        fail_msg("%s cannot be read; run from the top folder", p->file);
    arena_defer(t->arena, close_file, file);
    town_open(t, &p->town);
    while (fgets(line, sizeof line, file)) {
        p->line++;
        split(p, line);
        if (p->count)
            play_line(p);
        town_rest(&p->town);
    }
    if (p->refused)
        wrong(p, "the last step was refused: %s", p->refused->faults->message);
}
