/* Writing, seat by seat: each transaction has its rows, their part and the count. */

#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/import_entry.h"
#include "ledger/import_parts.h"
#include "ledger/personal.h"
#include "ledger/type.h"
#include "ledger/write.h"
#include "store/job.h"
#include "store/store.h"

struct seat {
    struct import_plan *plan;
    struct batch *batch;
    struct job *job;
    struct import_entry entry; /* as it was when the seat began */
    struct import_entry next;  /* as it is after it */
    size_t from;
    size_t limit; /* not beyond this one */
    size_t until; /* the first not done */
    size_t failed;
    bool single; /* one row a transaction */
};

/* --- what is needed to take it back ------------------------------------------------------ */

/* Ids that follow each other as 12-15. */
struct ranges {
    struct buffer text;
    int64_t first;
    int64_t last;
};

static void
end_range(struct ranges *r)
{
    if (!r->first)
        return;
    if (r->text.length)
        buffer_char(&r->text, ' ');
    buffer_int(&r->text, r->first);
    if (r->last != r->first) {
        buffer_char(&r->text, '-');
        buffer_int(&r->text, r->last);
    }
}

static void
add_id(struct ranges *r, int64_t id)
{
    if (r->first && id == r->last + 1) {
        r->last = id;
        return;
    }
    end_range(r);
    r->first = r->last = id;
}

static bool
value_json(struct act *a, const struct import_plan *plan, const struct field *f,
           const struct record *row, struct buffer *out)
{
    const void *at = record_at(a, plan->l, f, row);
    const char *text = "", *sealed;

    if (f->type == FIELD_REF) {
        buffer_int(out, ((const struct ref *)at)->id);
        return true;
    }
    if (f->type == FIELD_REFS)
        text = refs_store(a, at);
    else if (!field_is_empty(f, at))
        text = field_text(a, f, at, STYLE_PLAIN);
    if (!f->personal || !*text) {
        json_text(out, text);
        return true;
    }
    if (!personal_seal(a, plan->l, row, f, text, &sealed))
        return false;
    buffer_text(out, "{\"sealed\":");
    json_text(out, sealed);
    buffer_char(out, '}');
    return true;
}

/* {"id":12,"version":3,"state":"received","before":{"title":"…"}} */
static bool
change_json(struct act *a, const struct import_plan *plan, const struct item *item,
            struct buffer *out)
{
    bool first = true;

    buffer_text(out, out->length ? ",{" : "{");
    json_key(out, "id", true);
    buffer_int(out, item->before->id);
    json_key(out, "version", false);
    buffer_int(out, item->record->version);
    json_key(out, "state", false);
    json_text(out, item->before->state);
    json_key(out, "before", false);
    buffer_char(out, '{');
    for (size_t i = 0; i < plan->shape->field_count; i++) {
        const struct field *f = &plan->shape->fields[i];

        if (f->secret || field_compare(f, record_at(a, plan->l, f, item->before),
                                       record_at(a, plan->l, f, item->record)) == 0)
            continue;
        json_key(out, f->name, first);
        first = false;
        if (!value_json(a, plan, f, item->before, out))
            return false;
    }
    buffer_text(out, "}}");
    return true;
}

/* --- one transaction --------------------------------------------------------------------- */

static bool
write_item(struct act *a, struct seat *s, struct item *item, struct ranges *created,
           struct buffer *changed)
{
    const struct import_plan *plan = s->plan;

    if (!item->before) {
        if (!ledger_create(a, plan->l, item->record))
            return false;
        add_id(created, item->record->id);
        s->next.added++;
        return true;
    }
    if (!ledger_change(a, plan->l, item->record))
        return false;
    s->next.changed++;
    return change_json(a, plan, item, changed);
}

static bool
keep_part(struct act *a, struct seat *s, struct ranges *created, struct buffer *changed)
{
    struct import_part part = { .import = s->entry.id,
                                .contract = s->entry.contract,
                                .until = s->next.done };

    end_range(created);
    if (!created->text.length && !changed->length)
        return true;
    part.created = buffer_string(&created->text);
    part.changed = changed->length ? arena_print(a->arena, "[%s]", buffer_string(changed)) : "";
    return import_part_add(a, &part);
}

/* The transaction may run a second time. */
static void
restore_rows(const struct seat *s)
{
    for (size_t i = s->from; i < s->limit; i++) {
        struct item *item = &s->batch->items[i];

        memcpy(item->record, item->saved, s->plan->shape->row_size);
    }
}

/* Where the transaction ends at the latest: a turn has hardly time for more rows, and what
   they need is asked for at its beginning. */
static size_t
last_row(const struct seat *s, int64_t turn)
{
    size_t most = s->single ? 1 : turn ? (size_t)(turn / ROW_US) : MOST_ROWS;

    return s->limit - s->from > most ? s->from + most : s->limit;
}

static bool
work(struct act *a, void *with)
{
    struct seat *s = with;
    struct ranges created = { .text = { .arena = a->arena } };
    struct buffer changed = { .arena = a->arena };
    int64_t turn = store_turn(a), start = clock_ticks();
    size_t limit = last_row(s, turn);

    s->next = s->entry;
    restore_rows(s);
    if (!s->single && !batch_ahead(s->plan, s->batch, a, s->from, limit))
        return false;
    for (s->until = s->from; s->until < limit; s->until++) {
        struct item *item = &s->batch->items[s->until];

        if (turn && s->until > s->from && clock_ticks() - start > turn)
            break;
        s->next.done = item->row;
        if (item->wrong)
            s->next.wrong++;
        else if (item->kind == IMPORT_UNCHANGED)
            s->next.unchanged++;
        else if (!write_item(a, s, item, &created, &changed)) {
            s->failed = s->until;
            return false;
        }
    }
    return keep_part(a, s, &created, &changed) && import_entry_step(a, &s->entry, &s->next);
}

static bool
run_seat(struct seat *s)
{
    s->failed = s->limit;
    if (s->job ? job_write(&s->batch->act, s->job, work, s) : act_write(&s->batch->act, work, s)) {
        s->entry = s->next;
        s->from = s->until;
        return true;
    }
    return false;
}

/* --- batches ------------------------------------------------------------------------------- */

/* A row has become wrong since it was checked. Those before it are written; with the good
   ones only it is passed over, else it stops the import. */
static bool
meet_wrong(struct seat *s, const struct import_request *request, bool *stopped)
{
    struct item *item = &s->batch->items[s->failed];
    size_t wrong = s->failed;

    if (!faults_take(s->plan, &s->batch->act, 0, item))
        return false;
    faults_keep(s->plan, item);
    plan_set_bad(s->plan, item->row);
    if (request->good_only)
        return true;
    *stopped = true;
    for (s->limit = wrong; s->from < wrong;)
        if (!run_seat(s))
            return false;
    return true;
}

static void
choose_kinds(struct seat *s)
{
    const struct import_plan *plan = s->plan;
    struct act *a = &s->batch->act;

    for (size_t i = 0; i < s->batch->count; i++) {
        struct item *item = &s->batch->items[i];

        item->kind = IMPORT_NEW;
        if (item->before)
            item->kind = writing_differs(a, plan->shape, item->before, item->record)
                             ? IMPORT_CHANGED
                             : IMPORT_UNCHANGED;
        else if (!*item->code && plan->again)
            item->kind = IMPORT_UNCHANGED;
        item->saved = arena_get(a->arena, plan->shape->row_size);
        memcpy(item->saved, item->record, plan->shape->row_size);
    }
}

/* Rows that can be read no more as they could when they were checked. */
static void
find_wrong(struct seat *s, const struct import_request *request, bool *stopped)
{
    for (size_t i = 0; i < s->limit; i++) {
        struct item *item = &s->batch->items[i];

        if (!item->wrong || plan_is_bad(s->plan, item->row))
            continue;
        faults_keep(s->plan, item);
        plan_set_bad(s->plan, item->row);
        if (request->good_only)
            continue;
        s->limit = i;
        *stopped = true;
    }
}

/* PostgreSQL tells of a broken rule when it pleases, at the latest at the commit. With one
   row a transaction it can only be that row. */
static bool
goes_single(struct seat *s)
{
    struct act *a = &s->batch->act;

    if (store_kind(a->store) != STORE_POSTGRES || act_fault_kind(a) != FAULT_CLASH)
        return false;
    if (s->single) {
        s->failed = s->from;
        return false;
    }
    act_forgive(a, 0);
    s->single = true;
    return true;
}

/* Read here, where it is kept for others, the calendar need not be read in each transaction. */
static bool
read_calendar(struct seat *s)
{
    const struct calendar *calendar;

    return !s->plan->l->clocks || contract_calendar(&s->batch->act, s->plan->contract, &calendar);
}

static bool
write_batch(struct seat *s, const struct import_request *request, bool *stopped)
{
    if (!batch_fill(s->plan, s->batch) || !read_calendar(s))
        return false;
    choose_kinds(s);
    s->from = 0;
    s->limit = s->batch->count;
    find_wrong(s, request, stopped);
    s->single = false;
    while (s->from < s->limit) {
        if (run_seat(s) || goes_single(s))
            continue;
        /* Not a row but the work itself: the count, the lease, the database. */
        if (s->failed == s->limit || !meet_wrong(s, request, stopped))
            return false;
        if (*stopped)
            break;
    }
    return true;
}

static bool
pass_over(struct import_plan *plan, int64_t done)
{
    struct sheet_row row;
    bool failed = false;

    if (!sheet_start(plan->act, plan->sheet))
        return false;
    for (int64_t i = 0; i < done && sheet_next(plan->act, plan->sheet, &row, &failed);)
        i = row.row;
    return !failed;
}

static bool
goes_on(const struct seat *s, const struct import_request *request)
{
    if (s->job && !job_progress(&s->batch->act, s->job, s->entry.done, s->entry.rows))
        return false;
    return !request->progress || request->progress(request->with, s->entry.done, s->entry.rows);
}

static bool
write_rows(struct act *a, struct seat *s, const struct import_request *request, bool *stopped)
{
    bool failed = false;

    if (!pass_over(s->plan, s->entry.done))
        return false;
    while (!*stopped && batch_next(s->plan, s->batch, &failed)) {
        failed = !write_batch(s, request, stopped);
        if (failed && s->batch->act.faults)
            fail(a, act_fault_kind(&s->batch->act), NULL, "%s", s->batch->act.faults->message);
        if (failed)
            break;
        if (!*stopped && !goes_on(s, request)) {
            /* A job that lost its turn leaves the entry as it is, to be gone on with. */
            *stopped = !s->job || !job_stopped(s->job);
            failed = !*stopped && fail(a, FAULT_BUSY, NULL, "取込みを途中で止めました。");
            failed = failed || !*stopped;
            break;
        }
        batch_end(s->batch);
    }
    batch_end(s->batch);
    return !failed;
}

/* --- beginning and end ---------------------------------------------------------------------- */

static bool
begin(struct act *a, void *with)
{
    struct seat *s = with;

    if (s->entry.id)
        return import_entry_put(a, &s->entry);
    return import_entry_add(a, &s->entry, &s->entry.id);
}

static bool
open_entry(struct act *a, struct seat *s, const struct import_request *request)
{
    struct import_plan *plan = s->plan;
    struct import_result *r = plan->result;
    int64_t id = request->import ? request->import : plan->again ? 0 : plan->entry;

    s->entry = (struct import_entry){ .ledger = plan->l->name,
                                      .contract = plan->contract,
                                      .name = plan->sheet->name,
                                      .hash = plan->sheet->hash,
                                      .blob = "",
                                      .tab = plan->sheet->tab,
                                      .created_at = a->now };
    if (id && !import_entry_get(a, id, &s->entry))
        return false;
    s->entry.mapping = mapping_json(a, plan->mapping);
    s->entry.state = IMPORT_WRITING;
    s->entry.rows = plan->sheet->rows;
    s->entry.actor = a->who->id;
    s->entry.good = request->good_only;
    s->entry.result = "";
    if (!act_write(a, begin, s))
        return false;
    r->import = s->entry.id;
    return true;
}

static const char *
event_json(struct act *a, const struct import_entry *e)
{
    struct buffer out = { .arena = a->arena };

    buffer_print(&out,
                 "{\"import\":%lld,\"rows\":%lld,\"new\":%lld,\"changed\":%lld,"
                 "\"unchanged\":%lld,\"wrong\":%lld",
                 (long long)e->id, (long long)e->rows, (long long)e->added, (long long)e->changed,
                 (long long)e->unchanged, (long long)e->wrong);
    json_key(&out, "file", false);
    json_text(&out, e->name);
    json_key(&out, "sha256", false);
    json_text(&out, e->hash);
    buffer_char(&out, '}');
    return buffer_string(&out);
}

static bool
finish(struct act *a, void *with)
{
    struct seat *s = with;

    return import_entry_put(a, &s->entry) &&
           (s->entry.state != IMPORT_DONE ||
            history_event(a, s->entry.ledger, 0, "import", event_json(a, &s->entry)));
}

static bool
close_entry(struct act *a, struct seat *s, enum import_state state)
{
    struct import_result *r = s->plan->result;
    struct buffer json = { .arena = a->arena };
    enum origin origin = a->origin;
    const char *request = a->request;
    bool written;

    s->entry.state = r->state = state;
    s->entry.ended_at = instant_now();
    r->added = s->entry.added;
    r->changed = s->entry.changed;
    r->unchanged = s->entry.unchanged;
    r->wrong = s->entry.wrong;
    import_json(&json, r);
    s->entry.result = buffer_string(&json);
    a->origin = ORIGIN_IMPORT;
    a->request = s->plan->request;
    written = act_write(a, finish, s);
    a->origin = origin;
    a->request = request;
    return written;
}

static bool
has_personal(const struct import_plan *plan)
{
    for (size_t i = 0; i < plan->shape->declared; i++)
        if (plan->shape->fields[i].personal)
            return true;
    return false;
}

/* Nothing would change: no number, no event. */
static bool
is_idle(const struct import_plan *plan, const struct import_request *request)
{
    const struct import_result *r = plan->result;

    if (request->import)
        return plan->again;
    return r->added + r->changed == 0 && !plan->done;
}

bool
import_run(struct act *a, struct import_plan *plan, const struct import_request *request,
           struct job *job)
{
    struct import_result *r = plan->result;
    struct batch b = { 0 };
    struct seat s = { .plan = plan, .batch = &b, .job = job };
    bool stopped = false;

    if (plan->missing_count || (r->fault_count && !request->good_only)) {
        r->state = IMPORT_REFUSED;
        return true;
    }
    if (is_idle(plan, request)) {
        r->state = IMPORT_DONE;
        r->import = plan->entry;
        return true;
    }
    if ((has_personal(plan) && !personal_ensure(a, plan->contract)) || !open_entry(a, &s, request))
        return false;
    plan->writing = true;
    plan->request = arena_print(a->arena, "import-%lld", (long long)s.entry.id);
    act_end(a);
    if (!write_rows(a, &s, request, &stopped))
        return false;
    return close_entry(a, &s, stopped ? IMPORT_STOPPED : IMPORT_DONE);
}
