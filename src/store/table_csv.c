#include "store/table_csv.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "store/act.h"

enum { PART = 1024 * 1024, COLUMNS_MOST = 1024 };

/* A row while it is read: one cell for each column, and whether it is NULL, asked for
   texts alone, since numbers and bytes say it themselves. */
struct cell {
    union {
        int64_t number;
        const char *text;
        struct bytes bytes;
    } is;
    int64_t null;
};

struct writing {
    struct act *act;
    const struct column *columns;
    size_t count;
    bool (*part)(struct act *a, void *with, const struct buffer *rows);
    void *with;
    struct buffer rows;
    int64_t written;
    bool failed;
};

/* Numbers of all kinds are read alike, so that 0 and none stay apart. */
static enum column_type
read_as(enum column_type type)
{
    switch (type) {
    case COLUMN_INT:
    case COLUMN_OPEN:
    case COLUMN_BOOL:
    case COLUMN_INSTANT:
        return COLUMN_OPEN;
    case COLUMN_TEXT:
    case COLUMN_DATE:
        return COLUMN_TEXT;
    case COLUMN_BYTES:
        return COLUMN_BYTES;
    }
    return COLUMN_TEXT;
}

void
table_csv_heading(const struct table *t, struct buffer *out)
{
    for (const struct table_column *c = t->columns; c->name; c++)
        buffer_print(out, "%s%s", c == t->columns ? "" : ",", c->name);
    buffer_char(out, '\n');
}

static void
add_text(struct buffer *out, const char *text)
{
    buffer_char(out, '"');
    for (const char *quote; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
        buffer_add(out, text, (size_t)(quote - text));
        buffer_text(out, "\"\"");
    }
    buffer_text(out, text);
    buffer_char(out, '"');
}

static void
add_bytes(struct buffer *out, struct bytes bytes)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *from = bytes.data;
    char *to = buffer_room(out, 2 * bytes.size + 1);

    *to++ = 'x';
    for (size_t i = 0; i < bytes.size; i++) {
        *to++ = digits[from[i] >> 4];
        *to++ = digits[from[i] & 15];
    }
    *to = '\0';
    out->length += 2 * bytes.size + 1;
}

static bool
hand_on(struct writing *w)
{
    w->failed = w->rows.length > 0 && !w->part(w->act, w->with, &w->rows);
    buffer_clear(&w->rows);
    return !w->failed;
}

static bool
add_row(void *with, const void *row)
{
    struct writing *w = with;
    const struct cell *cells = row;

    for (size_t i = 0, column = 0; i < w->count; i++, column++) {
        enum column_type type = w->columns[column].type;

        if (i > 0)
            buffer_char(&w->rows, ',');
        if (type == COLUMN_OPEN && cells[i].is.number != NO_NUMBER)
            buffer_int(&w->rows, cells[i].is.number);
        if (type == COLUMN_BYTES && cells[i].is.bytes.data)
            add_bytes(&w->rows, cells[i].is.bytes);
        if (type == COLUMN_TEXT && cells[i].null == 0)
            add_text(&w->rows, cells[i].is.text);
        column += type == COLUMN_TEXT;
    }
    buffer_char(&w->rows, '\n');
    w->written++;
    return w->rows.length < PART || hand_on(w);
}

static struct sql *
select_all(struct act *a, const struct table *t, struct writing *w)
{
    struct sql *s = sql_new(a, "backup.rows");
    struct column *columns = NEW_ARRAY(a->arena, 2 * COLUMNS_MOST + 1, struct column);
    size_t used = 0;

    SQL(s, "SELECT ");
    for (const struct table_column *c = t->columns; c->name; c++, w->count++) {
        size_t at = w->count * sizeof(struct cell);

        must(w->count < COLUMNS_MOST);
        if (w->count > 0)
            SQL(s, ", ");
        sql_name(s, c->name);
        columns[used++] = (struct column){ c->name, at, read_as(c->type) };
        if (columns[used - 1].type != COLUMN_TEXT)
            continue;
        SQL(s, ", CAST(CASE WHEN ");
        sql_name(s, c->name);
        SQL(s, " IS NULL THEN 1 ELSE 0 END AS bigint)");
        columns[used++] = (struct column){ "none", at + offsetof(struct cell, null), COLUMN_INT };
    }
    SQL(s, " FROM ");
    sql_name(s, t->name);
    SQL(s, " ORDER BY ");
    sql_name(s, t->columns[0].name);
    w->columns = columns;
    return s;
}

bool
table_csv_write(struct act *a, const struct table *t,
                bool (*part)(struct act *a, void *with, const struct buffer *rows), void *with,
                int64_t *count)
{
    struct writing w = { .act = a, .part = part, .with = with };
    struct sql *s = select_all(a, t, &w);
    bool done = sql_each(a, s, w.columns, w.count * sizeof(struct cell), add_row, &w) &&
                !w.failed && hand_on(&w);

    buffer_release(&w.rows);
    *count = w.written;
    return done;
}

int64_t
table_csv_count(const char *bytes, size_t length)
{
    int64_t lines = 0;
    bool quoted = false;

    for (size_t i = 0; i < length; i++) {
        quoted ^= bytes[i] == '"';
        lines += bytes[i] == '\n' && !quoted;
    }
    return lines;
}

/* A part while it is put back. Texts are unquoted in place. */
struct inserting {
    struct act *act;
    const struct table *table;
    const struct table_column *columns[COLUMNS_MOST];
    size_t count;
    char *at;
    char *end;
    int64_t line;
};

static bool
unreadable(const struct inserting *in)
{
    return fail(in->act, FAULT_BROKEN, NULL,
                "バックアップの表 %s の %" PRId64 " 行目を読み取れません。", in->table->name,
                in->line);
}

static const struct table_column *
column_named(const struct table *t, const char *name)
{
    for (const struct table_column *c = t->columns; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static bool
read_heading(struct inserting *in)
{
    char *end = memchr(in->at, '\n', (size_t)(in->end - in->at));

    in->line = 1;
    if (!end)
        return unreadable(in);
    *end = '\0';
    for (char *name = in->at; name;) {
        char *comma = strchr(name, ',');

        if (comma)
            *comma = '\0';
        if (in->count == COLUMNS_MOST)
            return unreadable(in);
        in->columns[in->count] = column_named(in->table, name);
        if (!in->columns[in->count++])
            return fail(in->act, FAULT_BROKEN, NULL,
                        "バックアップの表 %s に、このプログラムが知らない列 %s があります。"
                        "新しい版のプログラムで戻してください。",
                        in->table->name, name);
        name = comma ? comma + 1 : NULL;
    }
    in->at = end + 1;
    return true;
}

/* From behind the opening quote to behind the closing one; NULL without a closing one. */
static char *
unquote(struct inserting *in)
{
    char *text = in->at;
    char *out = text;

    for (char *at = text; at < in->end; at++) {
        if (*at == '"' && at + 1 < in->end && at[1] != '"') {
            *out = '\0';
            in->at = at + 1;
            return text;
        }
        at += *at == '"';
        *out++ = *at;
    }
    return NULL;
}

static int
digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
read_bytes(struct inserting *in, struct bytes *bytes)
{
    uint8_t *out = (uint8_t *)in->at;

    if (*in->at != 'x')
        return false;
    bytes->data = out;
    for (in->at++; in->at + 1 < in->end && digit(*in->at) >= 0; in->at += 2) {
        if (digit(in->at[1]) < 0)
            return false;
        *out++ = (uint8_t)(digit(in->at[0]) << 4 | digit(in->at[1]));
    }
    bytes->size = (size_t)(out - (const uint8_t *)bytes->data);
    return true;
}

static bool
read_number(struct inserting *in, int64_t *number)
{
    char *end;

    if (*in->at != '-' && digit(*in->at) < 0)
        return false;
    *number = strtoll(in->at, &end, 10);
    in->at = end;
    return true;
}

/* One cell up to its comma or line end, which stays. */
static bool
read_cell(struct inserting *in, enum column_type type, struct bound *value)
{
    bool null = in->at < in->end && (*in->at == ',' || *in->at == '\n');
    struct bytes bytes = { 0 };

    *value = (struct bound){ .type = type };
    if (type == COLUMN_OPEN) {
        value->number = NO_NUMBER;
        return null || read_number(in, &value->number);
    }
    if (type == COLUMN_BYTES) {
        if (!null && !read_bytes(in, &bytes))
            return false;
        value->text = bytes.data;
        value->size = bytes.size;
        return true;
    }
    if (null)
        return true;
    if (*in->at++ != '"')
        return false;
    value->text = unquote(in);
    return value->text != NULL;
}

static bool
insert_row(struct inserting *in)
{
    struct sql *s = sql_new(in->act, "restore.row");

    SQL(s, "INSERT INTO ");
    sql_name(s, in->table->name);
    SQL(s, " (");
    for (size_t i = 0; i < in->count; i++) {
        if (i > 0)
            SQL(s, ", ");
        sql_name(s, in->columns[i]->name);
    }
    SQL(s, ") VALUES (");
    for (size_t i = 0; i < in->count; i++) {
        bool last = i + 1 == in->count;
        struct bound value;

        if (!read_cell(in, read_as(in->columns[i]->type), &value) || in->at >= in->end ||
            *in->at++ != (last ? '\n' : ','))
            return unreadable(in);
        if (i > 0)
            SQL(s, ", ");
        sql_value(s, value);
    }
    SQL(s, ")");
    return sql_later(in->act, s);
}

bool
table_csv_insert(struct act *a, const struct table *t, const char *bytes, size_t length,
                 int64_t *rows)
{
    struct inserting in = { .act = a, .table = t };

    must(a->writing);
    in.at = arena_slice(a->arena, bytes, length); /* work may run again */
    in.end = in.at + length;
    *rows = 0;
    if (!read_heading(&in))
        return false;
    for (; in.at < in.end; ++*rows) {
        in.line++;
        if (!insert_row(&in))
            return false;
    }
    return true;
}
