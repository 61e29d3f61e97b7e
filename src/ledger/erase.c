#include "ledger/erase.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"
#include "store/schema.h"

enum { BATCH = 500, SAMPLES_A_COLUMN = 3, SAMPLES_MOST = 60, SAMPLE_LEAST = 24 };

struct number {
    int64_t n;
};
struct numbers {
    struct number *rows;
    size_t count;
};
static const struct column number_columns[] = { { "n", 0, COLUMN_INT }, { 0 } };

struct text {
    const char *text;
};
struct texts {
    struct text *rows;
    size_t count;
};
static const struct column text_columns[] = { { "text", 0, COLUMN_TEXT }, { 0 } };

static bool
has_column(const struct table *table, const char *name)
{
    for (const struct table_column *c = table->columns; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return true;
    return false;
}

/* All but the contract's own head. */
static bool
is_concerned(const struct table *table)
{
    return has_column(table, "contract") && strcmp(table->name, contract_ledger.name) != 0;
}

static void
of_contract(struct sql *s, const struct table *table, const char *alias, int64_t contract)
{
    SQL(s, " FROM ");
    sql_name(s, table->name);
    SQL(s, " AS ");
    sql_name(s, alias);
    SQL(s, " WHERE ");
    sql_column(s, alias, "contract");
    SQL(s, " = ");
    sql_value(s, bind_int(NULL, contract));
}

static bool
count_rows(struct act *a, const struct table *table, int64_t contract, int64_t *rows)
{
    struct sql *s = sql_new(a, "erase.count");
    bool found;

    *rows = 0;
    SQL(s, "SELECT count(*) AS \"n\"");
    of_contract(s, table, "t", contract);
    return sql_first(a, s, number_columns, rows, &found);
}

static bool
count_details(struct act *a, const struct table *table, int64_t contract, int64_t *details)
{
    struct sql *s = sql_new(a, "erase.details");
    int64_t count = 0;
    bool found;

    SQL(s, "SELECT count(*) AS \"n\" FROM history AS h WHERE h.\"detail\" <> '' AND h.\"record\""
           " IN (SELECT t.\"id\"");
    of_contract(s, table, "t", contract);
    SQL(s, ")");
    if (!sql_first(a, s, number_columns, &count, &found))
        return false;
    *details += count;
    return true;
}

/* The values of a text column, each once, that no other contract has too; short ones may
   stand elsewhere rightly. */
static bool
read_texts(struct act *a, const struct table *table, const char *column, int64_t contract,
           int least, int64_t most, struct texts *out)
{
    struct sql *s = sql_new(a, "erase.texts");

    SQL(s, "SELECT DISTINCT ");
    sql_column(s, "t", column);
    SQL(s, " AS \"text\"");
    of_contract(s, table, "t", contract);
    SQL(s, " AND length(");
    sql_column(s, "t", column);
    SQL(s, ") >= ");
    sql_value(s, bind_int(NULL, least));
    SQL(s, " AND ");
    sql_column(s, "t", column);
    SQL(s, " NOT IN (SELECT ");
    sql_column(s, "o", column);
    SQL(s, " FROM ");
    sql_name(s, table->name);
    SQL(s, " AS o WHERE o.\"contract\" <> ");
    sql_value(s, bind_int(NULL, contract));
    SQL(s, " AND ");
    sql_column(s, "o", column);
    SQL(s, " IS NOT NULL) LIMIT ");
    sql_value(s, bind_int(NULL, most));
    return sql_rows(a, s, text_columns, sizeof(struct text), &out->rows, &out->count);
}

static void
add_texts(struct act *a, const struct texts *found, const char ***list, size_t *count)
{
    const char **all = NEW_ARRAY(a->arena, *count + found->count + 1, const char *);

    if (*count)
        memcpy(all, *list, *count * sizeof(*all));
    for (size_t i = 0; i < found->count; i++)
        all[(*count)++] = found->rows[i].text;
    *list = all;
}

static bool
names_a_blob(const struct table *table, const char *column)
{
    const struct ledger *l = ledger_find(table->name);
    const struct field *f = l ? shape_field(shape_of(l), column) : NULL;

    return l ? f && f->type == FIELD_FILE : strcmp(column, "blob") == 0;
}

/* Names of files, and some texts to look for afterwards. */
static bool
look_into(struct act *a, const struct table *table, struct erasure *out)
{
    for (const struct table_column *c = table->columns; c->name; c++) {
        bool blob = c->type == COLUMN_TEXT && names_a_blob(table, c->name);
        /* The hash of an imported file stands in the history rightly. */
        bool sample = c->type == COLUMN_TEXT && !blob && strcmp(c->name, "hash") != 0 &&
                      out->sample_count < SAMPLES_MOST;
        struct texts found;

        if (!blob && !sample)
            continue;
        if (!read_texts(a, table, c->name, out->contract, blob ? 1 : SAMPLE_LEAST,
                        blob ? INT64_MAX : SAMPLES_A_COLUMN, &found))
            return false;
        if (blob)
            add_texts(a, &found, &out->blobs, &out->blob_count);
        else
            add_texts(a, &found, &out->samples, &out->sample_count);
    }
    return true;
}

static bool
look_at(struct act *a, const struct table *table, struct erasure *out)
{
    int64_t rows;

    if (!count_rows(a, table, out->contract, &rows) || rows == 0)
        return a->faults == NULL;
    out->tables[out->count++] = (struct erased_table){ table, rows };
    out->rows += rows;
    return look_into(a, table, out) &&
           (!ledger_find(table->name) || count_details(a, table, out->contract, &out->details));
}

bool
erase_look(struct act *a, int64_t contract, const struct table *const *tables, size_t count,
           struct erasure *out)
{
    struct contract *head = ledger_new(a, &contract_ledger);
    bool found;

    *out = (struct erasure){ .contract = contract };
    if (!shape_read(a, shape_of(&contract_ledger), contract, false, head, &found))
        return false;
    if (!found)
        return fail(a, FAULT_MISSING, "contract", "契約 %lld はありません。", (long long)contract);
    out->number = head->number;
    out->title = head->title;
    out->tables = NEW_ARRAY(a->arena, count + 1, struct erased_table);
    for (size_t i = 0; i < count; i++)
        if (is_concerned(tables[i]) && !look_at(a, tables[i], out))
            return false;
    return true;
}

/* --- deleting ------------------------------------------------------------------- */

struct batch {
    const struct table *table;
    int64_t contract;
    int64_t gone; /* rows of the last run */
};

/* The next rows of the table, in their order. */
static bool
next_ids(struct act *a, const struct batch *batch, struct numbers *ids)
{
    struct sql *s = sql_new(a, "erase.ids");

    SQL(s, "SELECT t.\"id\" AS \"n\"");
    of_contract(s, batch->table, "t", batch->contract);
    SQL(s, " ORDER BY t.\"id\" LIMIT ");
    sql_value(s, bind_int(NULL, BATCH));
    return sql_rows(a, s, number_columns, sizeof(struct number), &ids->rows, &ids->count);
}

static bool
next_details(struct act *a, const struct batch *batch, int64_t last, struct numbers *seqs)
{
    struct sql *s = sql_new(a, "erase.seqs");

    SQL(s, "SELECT h.\"seq\" AS \"n\" FROM history AS h WHERE h.\"detail\" <> '' AND h.\"record\""
           " IN (SELECT t.\"id\"");
    of_contract(s, batch->table, "t", batch->contract);
    SQL(s, " AND t.\"id\" <= ");
    sql_value(s, bind_int(NULL, last));
    SQL(s, ") ORDER BY h.\"seq\"");
    return sql_rows(a, s, number_columns, sizeof(struct number), &seqs->rows, &seqs->count);
}

static bool
empty_details(struct act *a, const struct batch *batch, int64_t last)
{
    struct sql *s = sql_new(a, "erase.empty");

    SQL(s, "UPDATE history SET \"detail\" = '' WHERE \"detail\" <> '' AND \"record\""
           " IN (SELECT t.\"id\"");
    of_contract(s, batch->table, "t", batch->contract);
    SQL(s, " AND t.\"id\" <= ");
    sql_value(s, bind_int(NULL, last));
    SQL(s, ")");
    return sql_run(a, s, NULL);
}

static bool
delete_rows(struct act *a, const struct batch *batch, int64_t last)
{
    struct sql *s = sql_new(a, "erase.delete");

    SQL(s, "DELETE FROM ");
    sql_name(s, batch->table->name);
    SQL(s, " WHERE \"contract\" = ");
    sql_value(s, bind_int(NULL, batch->contract));
    SQL(s, " AND \"id\" <= ");
    sql_value(s, bind_int(NULL, last));
    return sql_run(a, s, NULL);
}

/* {"rows":[5,[8,20]]}: numbers, or first and last. */
static bool
declare(struct act *a, const struct batch *batch, const struct numbers *seqs)
{
    struct buffer out = { .arena = a->arena };

    if (seqs->count == 0)
        return true;
    buffer_text(&out, "{\"rows\":[");
    for (size_t i = 0; i < seqs->count; i++) {
        size_t first = i;

        while (i + 1 < seqs->count && seqs->rows[i + 1].n == seqs->rows[i].n + 1)
            i++;
        if (first)
            buffer_char(&out, ',');
        if (i == first)
            buffer_print(&out, "%lld", (long long)seqs->rows[i].n);
        else
            buffer_print(&out, "[%lld,%lld]", (long long)seqs->rows[first].n,
                         (long long)seqs->rows[i].n);
    }
    buffer_text(&out, "]}");
    return history_event(a, contract_ledger.name, batch->contract, "erase", buffer_string(&out));
}

static bool
erase_batch(struct act *a, void *with)
{
    struct batch *batch = with;
    struct numbers ids, seqs = { NULL, 0 };
    int64_t last;

    batch->gone = 0;
    if (!next_ids(a, batch, &ids))
        return false;
    if (ids.count == 0)
        return true;
    last = ids.rows[ids.count - 1].n;
    if (ledger_find(batch->table->name) &&
        (!next_details(a, batch, last, &seqs) || !empty_details(a, batch, last)))
        return false;
    if (!delete_rows(a, batch, last) || !declare(a, batch, &seqs))
        return false;
    batch->gone = (int64_t)ids.count;
    return true;
}

bool
erase_rows(struct act *a, const struct erasure *what, void (*told)(void *with, int64_t rows),
           void *with)
{
    int64_t gone = 0;

    for (size_t i = 0; i < what->count; i++) {
        struct batch batch = { what->tables[i].table, what->contract, 0 };

        do {
            struct arena_mark mark = arena_mark(a->arena);

            if (!act_write(a, erase_batch, &batch))
                return false;
            arena_reset(a->arena, mark);
            gone += batch.gone;
            told(with, gone);
        } while (batch.gone);
    }
    return true;
}

bool
erase_left(struct act *a, const struct erasure *what, int64_t *rows)
{
    *rows = 0;
    for (size_t i = 0; i < what->count; i++) {
        int64_t left;

        if (!count_rows(a, what->tables[i].table, what->contract, &left))
            return false;
        *rows += left;
    }
    return true;
}
