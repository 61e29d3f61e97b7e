#include "ledger/renewal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/blob.h"
#include "store/job.h"
#include "store/keyring.h"
#include "store/query.h"
#include "store/seal.h"
#include "store/store.h"

enum {
    VALUES_A_STEP = 200,
    BLOBS_A_STEP = 50,
    LOOKED_A_STEP = 5000,
    /* Other processes take a new key over each second; what they still write meanwhile
       under the one before would be met by nobody. */
    PATIENCE_SECONDS = 3,
};

static const char blob_stage[] = "blob";

/* --- beginning -------------------------------------------------------------------- */

static const char *
newest_id(struct act *a, int64_t contract)
{
    struct data_key_facts *keys;
    size_t count = keyring_data_keys(store_keyring(a->store), a->arena, contract, &keys);

    return count ? arena_print(a->arena, "%08" PRIx32, keys[0].id) : "";
}

/* The job's key holds the newest one's id: ordering it again does nothing. */
static bool
order(struct act *a, void *with)
{
    int64_t contract = *(const int64_t *)with;
    const char *input = arena_print(a->arena, "%" PRId64, contract);
    const char *key = arena_print(a->arena, "%s-%s", input, newest_id(a, contract));
    struct instant at = { a->now.us + PATIENCE_SECONDS * INT64_C(1000000) };

    return job_add(a, RENEWAL_JOB, key, input, at, NULL);
}

static bool
note(struct act *a, int64_t contract, const char *action)
{
    return history_event(a, contract ? "contract" : "", contract, action, NULL);
}

static bool
begin(struct act *a, void *with)
{
    return note(a, *(const int64_t *)with, "renew-key") && order(a, with);
}

bool
renewal_begin(struct act *a, int64_t contract)
{
    const char *why;

    act_slow(a);
    if (!keyring_renew(store_keyring(a->store), contract, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    return act_write(a, begin, &contract);
}

bool
renewal_tend(struct act *a, int64_t contract, int days)
{
    struct renewal_state state;

    if (!renewal_state(a, contract, &state) || !state.keys)
        return state.keys == 0 && !a->fault_count;
    if (days && date_add(instant_date(state.made), days).day <= instant_date(a->now).day)
        return renewal_begin(a, contract);
    return state.settled || act_write(a, order, &contract);
}

/* --- going through the values ------------------------------------------------------ */

struct renewal {
    struct job *job;
    int64_t contract;
    int64_t done;   /* sealed anew */
    int64_t closed; /* left, because they do not open */
    bool stopped;
};

/* One batch of one column; the work may run twice, so it leaves `after` alone. */
struct batch {
    struct renewal *renewal;
    const struct sealed_column *from;
    int64_t after;
    int64_t reached;
    int64_t done, closed;
    bool ended;
};

struct value {
    int64_t record;
    struct bytes sealed;
};
struct values {
    struct value *rows;
    size_t count;
};

static bool
keep_place(struct act *a, struct renewal *r, const char *stage, const char *at, int64_t done,
           int64_t closed)
{
    return job_cursor(a, r->job,
                      arena_print(a->arena, "%s %s %" PRId64 " %" PRId64, stage, at, r->done + done,
                                  r->closed + closed));
}

static const char *
stage_of(struct act *a, const struct sealed_column *from)
{
    return arena_print(a->arena, "%s.%s", from->table, from->column);
}

static bool
read_values(struct act *a, const struct batch *batch, struct values *out)
{
    const struct sealed_column *from = batch->from;
    struct sql *s = sql_new(a, "renewal.values");

    SQL(s, "SELECT ");
    sql_name(s, from->record);
    SQL(s, " AS record, ");
    sql_name(s, from->column);
    SQL(s, " AS sealed FROM ");
    sql_name(s, from->table);
    SQL(s, " WHERE ");
    sql_name(s, from->column);
    SQL(s, " IS NOT NULL AND ");
    sql_name(s, from->record);
    SQL(s, " > ");
    sql_value(s, bind_int("after", batch->after));
    if (from->contract) {
        SQL(s, " AND ");
        sql_name(s, from->contract);
        SQL(s, " = ");
        sql_value(s, bind_int("contract", batch->renewal->contract));
    }
    SQL(s, " ORDER BY 1 LIMIT ");
    sql_value(s, bind_int("most", VALUES_A_STEP));
    return sql_rows(a, s, COLUMNS(COLUMN(struct value, record), COLUMN(struct value, sealed)),
                    sizeof(struct value), &out->rows, &out->count);
}

static bool
write_value(struct act *a, const struct batch *batch, const struct value *value)
{
    const struct sealed_column *from = batch->from;
    struct sql *s = sql_new(a, "renewal.value");

    SQL(s, "UPDATE ");
    sql_name(s, from->table);
    SQL(s, " SET ");
    sql_name(s, from->column);
    SQL(s, " = ");
    sql_value(s, bind_bytes("sealed", value->sealed));
    SQL(s, " WHERE ");
    sql_name(s, from->record);
    SQL(s, " = ");
    sql_value(s, bind_int("record", value->record));
    return sql_run(a, s, NULL);
}

static bool
one_value(struct act *a, struct batch *batch, struct value *value)
{
    struct place place = { batch->renewal->contract, batch->from->ledger, value->record,
                           batch->from->field };
    size_t faults = a->fault_count;
    bool changed;

    if (!seal_again(a, &place, &value->sealed, &changed)) {
        act_forgive(a, faults);
        batch->closed++;
        return true;
    }
    if (!changed)
        return true;
    batch->done++;
    return write_value(a, batch, value);
}

static bool
some_values(struct act *a, void *with)
{
    struct batch *batch = with;
    struct values values;

    batch->done = batch->closed = 0;
    if (!read_values(a, batch, &values))
        return false;
    for (size_t i = 0; i < values.count; i++)
        if (!one_value(a, batch, &values.rows[i]))
            return false;
    batch->ended = values.count < VALUES_A_STEP;
    batch->reached = values.count ? values.rows[values.count - 1].record : batch->after;
    return keep_place(a, batch->renewal, stage_of(a, batch->from),
                      arena_print(a->arena, "%" PRId64, batch->reached), batch->done,
                      batch->closed);
}

static bool
column(struct act *a, struct renewal *r, const struct sealed_column *from, int64_t after)
{
    struct batch batch = { .renewal = r, .from = from, .after = after };

    while (!batch.ended) {
        struct arena_mark mark = arena_mark(a->arena);

        if (!job_progress(a, r->job, r->done, 0)) {
            r->stopped = true;
            return true;
        }
        if (!job_write(a, r->job, some_values, &batch))
            return false;
        r->done += batch.done;
        r->closed += batch.closed;
        batch.after = batch.reached;
        arena_reset(a->arena, mark);
    }
    return true;
}

/* --- and through the blobs --------------------------------------------------------- */

struct blobs {
    struct act *a;
    struct renewal *renewal;
    const char *after;
    const char *name;
    int64_t looked, changed;
    bool failed;
};

static bool
keep_blob(struct act *a, void *with)
{
    const struct blobs *b = with;

    return keep_place(a, b->renewal, blob_stage, b->name, 0, 0);
}

static bool
one_blob(void *with, const struct blob_file *file)
{
    struct blobs *b = with;
    struct renewal *r = b->renewal;
    struct arena_mark mark;
    size_t faults = b->a->fault_count;
    bool changed;

    if (strcmp(file->name, b->after) <= 0)
        return true;
    mark = arena_mark(b->a->arena);
    if (!blob_again(b->a, r->contract, file->name, &changed)) {
        r->closed++;
        act_forgive(b->a, faults);
    } else if (changed) {
        r->done++;
        b->changed++;
    }
    b->looked++;
    if (b->changed >= BLOBS_A_STEP || b->looked >= LOOKED_A_STEP) {
        b->changed = b->looked = 0;
        b->name = file->name;
        r->stopped = !job_progress(b->a, r->job, r->done, 0);
        b->failed = !r->stopped && !job_write(b->a, r->job, keep_blob, b);
    }
    arena_reset(b->a->arena, mark);
    return !r->stopped && !b->failed;
}

static bool
all_blobs(struct act *a, struct renewal *r, const char *after)
{
    struct blobs b = { .a = a, .renewal = r, .after = after };

    return blob_each(a, one_blob, &b) && !b.failed;
}

/* --- the job ------------------------------------------------------------------------ */

struct stages {
    struct sealed_column *list;
    size_t count;
};

static size_t
ledger_columns(const struct ledger *l, struct sealed_column *to)
{
    const struct shape *s = shape_of(l);
    size_t count = 0;

    for (size_t i = 0; i < s->field_count; i++)
        if (s->fields[i].personal) {
            const char *name = s->fields[i].name;

            if (to)
                to[count] =
                    (struct sealed_column){ l->name, name, "id", l->name, name, "contract" };
            count++;
        }
    return count;
}

static void
stages_of(struct act *a, int64_t contract, const struct sealed_column *others, struct stages *out)
{
    static const struct sealed_column outbox = { "outbox", "content", "id",
                                                 "outbox", "content", "contract" };
    size_t ledgers, most = 1;
    const struct ledger *const *all = ledgers_all(&ledgers);

    for (size_t i = 0; i < ledgers; i++)
        most += ledger_columns(all[i], NULL);
    for (const struct sealed_column *other = others; other && other->table; other++)
        most++;
    *out = (struct stages){ .list = NEW_ARRAY(a->arena, most, struct sealed_column) };
    for (size_t i = 0; i < ledgers; i++)
        out->count += ledger_columns(all[i], out->list + out->count);
    out->list[out->count++] = outbox;
    for (const struct sealed_column *other = others; other && other->table; other++)
        if (other->contract || contract == 0)
            out->list[out->count++] = *other;
}

static const char *
next_word(char **rest)
{
    char *word = *rest;

    *rest += strcspn(word, " ");
    if (**rest)
        *(*rest)++ = '\0';
    return word;
}

/* "stage position done closed"; the program may have other columns than when it was kept:
   then all is looked at again, which harms nothing. */
static size_t
resume(struct act *a, struct renewal *r, const struct stages *stages, const char **at)
{
    char *rest = arena_copy(a->arena, r->job->cursor);
    const char *stage = next_word(&rest), *position = next_word(&rest);
    size_t i;

    *at = "";
    for (i = 0; i < stages->count; i++)
        if (strcmp(stage_of(a, &stages->list[i]), stage) == 0)
            break;
    if (i == stages->count && strcmp(stage, blob_stage) != 0)
        return 0;
    *at = position;
    r->done = strtoll(rest, &rest, 10);
    r->closed = strtoll(rest, NULL, 10);
    return i;
}

static const char *
settled_name(struct act *a, int64_t contract)
{
    return arena_print(a->arena, "keys.settled.%" PRId64, contract);
}

static bool
finish(struct act *a, void *with)
{
    struct renewal *r = with;
    const char *left =
        r->closed ? arena_print(a->arena, "開けない %lld 件はそのままです。", (long long)r->closed)
                  : "";

    return job_cursor(a, r->job, "") &&
           job_result(a, r->job,
                      arena_print(a->arena, "%lld 件を新しい鍵で封じ直しました。%s",
                                  (long long)r->done, left)) &&
           setting_put(a, settled_name(a, r->contract), newest_id(a, r->contract)) &&
           note(a, r->contract, "seal-again");
}

bool
renewal_run(struct act *a, struct job *job, const struct sealed_column *others)
{
    struct renewal r = { .job = job, .contract = strtoll(job->input, NULL, 10) };
    struct keyring *ring = store_keyring(a->store);
    struct stages stages;
    const char *at, *why;
    size_t i;

    if (!keyring_refresh(ring, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    if (!keyring_get(ring, r.contract)) /* erased meanwhile */
        return true;
    stages_of(a, r.contract, others, &stages);
    i = resume(a, &r, &stages, &at);
    for (; i < stages.count; i++, at = "")
        if (!column(a, &r, &stages.list[i], strtoll(at, NULL, 10)) || r.stopped)
            return r.stopped;
    return all_blobs(a, &r, at) && (r.stopped || job_write(a, job, finish, &r));
}

bool
renewal_state(struct act *a, int64_t contract, struct renewal_state *out)
{
    struct data_key_facts *keys;
    const char *settled;

    *out = (struct renewal_state){ .contract = contract };
    out->keys = keyring_data_keys(store_keyring(a->store), a->arena, contract, &keys);
    if (out->keys)
        out->made = keys[0].made;
    if (!setting_get(a, settled_name(a, contract), &settled))
        return false;
    out->settled = out->keys <= 1 || strcmp(settled, newest_id(a, contract)) == 0;
    return true;
}
