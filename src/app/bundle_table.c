#include "app/bundle_table.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/must.h"
#include "ledger/field.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/seal.h"

enum { COLUMNS_MOST = 1024 };

bool
bundle_takes(const struct table *t)
{
    static const char *const left[] = {
        "session",
        "token",
        "attempt",
        "factor",
        "recovery",
        "identity",
        "job",
        "job_due",
        "outbox",
        "idempotency",
        "setting",
        "import",
        "import_part",
        /* Follow from the ledgers of addresses and names, and are made anew from them. */
        "free_range",
        "free_name",
        "name_counter",
    };

    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (strcmp(t->name, left[i]) == 0)
            return false;
    return true;
}

/* --- what a column is ---------------------------------------------------------------------- */

static bool
is_one_of(const char *name, const char *const *list)
{
    while (*list && strcmp(*list, name) != 0)
        list++;
    return *list != NULL;
}

static void
plain_part(const struct table *t, struct bundle_column *c)
{
    static const char *const persons[] = { "actor", "user", "owner", "organisation", NULL };

    c->refers = c->type == COLUMN_INT && is_one_of(c->name, persons);
    if (strcmp(t->name, "attachment") == 0 && strcmp(c->name, "hash") == 0)
        c->part = BUNDLE_BLOB;
    /* Made of the rows: whoever needs them computes them. */
    if (strcmp(t->name, "block") == 0 && strcmp(c->name, "leaves") == 0)
        c->part = BUNDLE_LEFT;
}

static void
ledger_part(const struct shape *s, struct bundle_column *c)
{
    for (size_t i = 0; i < s->field_count; i++) {
        const struct field_place *p = &s->places[i];

        if (p->key && strcmp(p->key, c->name) == 0)
            c->part = BUNDLE_LEFT;
        if (strcmp(p->columns[0].name, c->name) != 0)
            continue;
        c->refers = p->field->type == FIELD_REF || p->field->type == FIELD_REFS;
        c->place = p;
        if (p->field->secret)
            c->part = BUNDLE_LEFT;
        else if (p->field->personal)
            c->part = BUNDLE_PERSONAL;
        else if (p->field->type == FIELD_FILE)
            c->part = BUNDLE_BLOB;
    }
}

size_t
bundle_column(const struct bundle_table *t, const char *name)
{
    size_t i = 0;

    while (i < t->count && strcmp(t->columns[i].name, name) != 0)
        i++;
    return i;
}

void
bundle_table_read(struct act *a, const struct table *t, struct bundle_table *out)
{
    const struct ledger *l = ledger_find(t->name);

    *out = (struct bundle_table){ .table = t, .shape = l ? shape_of(l) : NULL };
    while (t->columns[out->count].name)
        out->count++;
    must(out->count <= COLUMNS_MOST);
    out->columns = NEW_ARRAY(a->arena, out->count + 1, struct bundle_column);
    out->blob = out->count;
    for (size_t i = 0; i < out->count; i++) {
        struct bundle_column *c = &out->columns[i];

        *c = (struct bundle_column){ .name = t->columns[i].name, .type = t->columns[i].type };
        plain_part(t, c);
        if (out->shape)
            ledger_part(out->shape, c);
        if (c->part == BUNDLE_BLOB && out->blob == out->count)
            out->blob = i;
    }
    out->id = bundle_column(out, "id");
    out->contract = bundle_column(out, "contract");
    out->blob_name =
        out->blob == out->count ? out->count
        : out->shape
            ? bundle_column(out, arena_print(a->arena, "%s_name", out->columns[out->blob].name))
            : bundle_column(out, "name");
}

/* --- rows ---------------------------------------------------------------------------------- */

struct raw {
    union {
        int64_t number;
        const char *text;
        struct bytes bytes;
    } is;
    int64_t none; /* asked for texts alone */
};

struct reading {
    const struct bundle_table *table;
    struct bundle_cell *cells;
    bool (*each)(void *with, const struct bundle_cell *cells);
    void *with;
    bool stopped;
};

/* Numbers of all kinds are read alike, so that 0 and none stay apart. */
static enum column_type
read_as(enum column_type type)
{
    return type == COLUMN_BYTES                         ? COLUMN_BYTES
           : type == COLUMN_TEXT || type == COLUMN_DATE ? COLUMN_TEXT
                                                        : COLUMN_OPEN;
}

static bool
see_row(void *with, const void *row)
{
    struct reading *r = with;
    const struct raw *raw = row;

    for (size_t i = 0; i < r->table->count; i++) {
        struct bundle_cell *cell = &r->cells[i];

        *cell = (struct bundle_cell){ 0 };
        switch (read_as(r->table->columns[i].type)) {
        case COLUMN_BYTES:
            cell->bytes = raw[i].is.bytes;
            cell->none = !cell->bytes.data;
            break;
        case COLUMN_TEXT:
            cell->text = raw[i].is.text;
            cell->none = raw[i].none != 0;
            break;
        case COLUMN_INT:
        case COLUMN_OPEN:
        case COLUMN_BOOL:
        case COLUMN_DATE:
        case COLUMN_INSTANT:
            cell->number = raw[i].is.number;
            cell->none = cell->number == NO_NUMBER;
            break;
        }
    }
    r->stopped = !r->each(r->with, r->cells);
    return !r->stopped;
}

bool
bundle_rows(struct act *a, const struct bundle_table *t,
            bool (*each)(void *with, const struct bundle_cell *cells), void *with)
{
    struct reading r = { .table = t, .each = each, .with = with };
    struct column *columns = NEW_ARRAY(a->arena, 2 * t->count + 1, struct column);
    struct sql *s = sql_new(a, "bundle.rows");
    size_t used = 0;

    r.cells = NEW_ARRAY(a->arena, t->count + 1, struct bundle_cell);
    SQL(s, "SELECT ");
    for (size_t i = 0; i < t->count; i++) {
        const char *name = t->columns[i].name;
        enum column_type type = read_as(t->columns[i].type);

        if (i > 0)
            SQL(s, ", ");
        sql_name(s, name);
        columns[used++] = (struct column){ name, i * sizeof(struct raw), type };
        if (type != COLUMN_TEXT)
            continue;
        SQL(s, ", CAST(CASE WHEN ");
        sql_name(s, name);
        SQL(s, " IS NULL THEN 1 ELSE 0 END AS bigint)");
        columns[used++] =
            (struct column){ "none", i * sizeof(struct raw) + offsetof(struct raw, none),
                             COLUMN_INT };
    }
    SQL(s, " FROM ");
    sql_name(s, t->table->name);
    /* The history in the order of its blocks, every other table in that of its key. */
    SQL(s, " ORDER BY ");
    if (bundle_column(t, "txid") < t->count)
        SQL(s, "\"txid\", ");
    sql_name(s, t->table->columns[0].name);
    return sql_each(a, s, columns, t->count * sizeof(struct raw), see_row, &r) && !r.stopped;
}

int64_t
bundle_number(const struct bundle_table *t, const struct bundle_cell *cells, size_t column)
{
    return column == t->count || cells[column].none ? 0 : cells[column].number;
}

int64_t
bundle_contract(const struct bundle_table *t, const struct bundle_cell *cells)
{
    return bundle_number(t, cells, t->contract);
}

/* --- lines --------------------------------------------------------------------------------- */

static bool
add_personal(struct act *a, const struct bundle_table *t, const struct bundle_cell *cells,
             size_t column, struct buffer *out)
{
    struct arena scratch = { 0 };
    struct act opening = *a;
    struct place place = { .contract = bundle_contract(t, cells),
                           .ledger = t->table->name,
                           .record = bundle_number(t, cells, t->id),
                           .field = t->columns[column].name };
    const char *text = "";
    bool good;

    opening.arena = &scratch;
    good = open_value(&opening, &place, cells[column].bytes, &text);
    json_text(out, text);
    arena_release(&scratch);
    return good || fail(a, FAULT_BROKEN, NULL,
                        "%sの記録 %lld の項目 %s を開けません。鍵がないか、書き換えられています。",
                        t->table->comment, (long long)place.record, place.field);
}

static void
add_hex(struct buffer *out, struct bytes bytes)
{
    const uint8_t *at = bytes.data;

    buffer_char(out, '"');
    for (size_t i = 0; i < bytes.size; i++)
        buffer_print(out, "%02x", at[i]);
    buffer_char(out, '"');
}

static void
add_value(struct buffer *out, const struct bundle_column *c, const struct bundle_cell *cell)
{
    if (read_as(c->type) == COLUMN_BYTES)
        add_hex(out, cell->bytes);
    else if (read_as(c->type) == COLUMN_TEXT)
        json_text(out, cell->text);
    else
        buffer_int(out, cell->number);
}

bool
bundle_line(struct act *a, const struct bundle_table *t, const struct bundle_cell *cells,
            const char *(*blob)(void *with, const struct bundle_cell *cells, size_t column),
            void *with, struct buffer *out)
{
    bool first = true;

    buffer_char(out, '{');
    for (size_t i = 0; i < t->count; i++) {
        const struct bundle_column *c = &t->columns[i];
        const char *file = NULL;

        if (cells[i].none || c->part == BUNDLE_LEFT)
            continue;
        if (c->part == BUNDLE_BLOB) {
            file = *cells[i].text ? blob(with, cells, i) : NULL;
            if (!file)
                continue;
        }
        json_key(out, c->name, first);
        first = false;
        if (c->part == BUNDLE_PERSONAL && !add_personal(a, t, cells, i, out))
            return false;
        if (c->part == BUNDLE_BLOB)
            json_text(out, file);
        else if (c->part == BUNDLE_PLAIN)
            add_value(out, c, &cells[i]);
    }
    buffer_text(out, "}\n");
    return true;
}
