#include <string.h>

#include "base/log.h"
#include "base/must.h"
#include "store/parameter.h"
#include "store/sqlite.h"

enum { PROGRESS_STEPS = 1000 };

static void
enter(struct sqlite_link *link)
{
    if (!link->base.writer)
        pthread_mutex_lock(&link->mutex);
}

static void
leave(struct sqlite_link *link)
{
    if (!link->base.writer)
        pthread_mutex_unlock(&link->mutex);
}

/* The field of a broken unique rule: SQLite tells the columns, the index has the name. */
static bool
fail_doubled(struct act *a, struct sqlite_link *link)
{
    static const char find[] =
        "SELECT il.name FROM pragma_index_list(?1) il WHERE il.\"unique\" AND ?2 ="
        " (SELECT group_concat(?1 || '.' || ii.name, ', ') FROM pragma_index_info(il.name) ii)";
    const char *said = strstr(sqlite3_errmsg(link->db), "failed: ");
    const char *columns = arena_copy(a->arena, said ? said + strlen("failed: ") : "");
    const char *table = arena_slice(a->arena, columns, strcspn(columns, "."));
    const char *index = "";
    sqlite3_stmt *stmt = NULL;

    if (sqlite3_prepare_v2(link->db, find, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_bind_text(stmt, 2, columns, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        index = arena_copy(a->arena, (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return fail_unique(a, table, index);
}

bool
sqlite_fail(struct act *a, struct sqlite_link *link, const char *statement, int error)
{
    if (error == SQLITE_CONSTRAINT_UNIQUE || error == SQLITE_CONSTRAINT_PRIMARYKEY ||
        error == SQLITE_CONSTRAINT_ROWID)
        return fail_doubled(a, link);
    switch (error & 0xff) {
    case SQLITE_INTERRUPT:
        return fail(a, FAULT_BUSY, NULL,
                    "時間がかかりすぎたため、途中で止めました。"
                    "範囲をせまくして、もう一度お試しください。");
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_BUSY:
    case SQLITE_READONLY:
        log_line(LOG_ERROR, "database", "statement", statement, "said", sqlite3_errmsg(link->db),
                 NULL);
        link->hopeless = true;
        return link->base.writer
                   ? fail_unwritten(a)
                   : fail(a, FAULT_BUSY, NULL,
                          "読み取れませんでした。少し待ってからもう一度お試しください。");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        link->hopeless = true;
        fail_database(a, statement, sqlite3_errmsg(link->db));
        return fail(a, FAULT_BROKEN, NULL,
                    "データベースが壊れています。サーバーを止め、バックアップから戻してください。");
    default:
        return fail_database(a, statement, sqlite3_errmsg(link->db));
    }
}

static int
bind_one(sqlite3_stmt *stmt, int at, const struct bound *b)
{
    char date[DATE_TEXT];

    switch (b->type) {
    case COLUMN_INT:
    case COLUMN_BOOL:
        return sqlite3_bind_int64(stmt, at, b->number);
    case COLUMN_OPEN:
        return b->number == NO_NUMBER ? sqlite3_bind_null(stmt, at)
                                      : sqlite3_bind_int64(stmt, at, b->number);
    case COLUMN_INSTANT:
        return b->number ? sqlite3_bind_int64(stmt, at, b->number) : sqlite3_bind_null(stmt, at);
    case COLUMN_TEXT:
        return sqlite3_bind_text(stmt, at, b->text, -1, SQLITE_STATIC);
    case COLUMN_BYTES:
        return sqlite3_bind_blob64(stmt, at, b->text, b->size, SQLITE_STATIC);
    case COLUMN_DATE:
        if (!b->number)
            return sqlite3_bind_null(stmt, at);
        date_print((struct date){ (int32_t)b->number }, date);
        return sqlite3_bind_text(stmt, at, date, -1, SQLITE_TRANSIENT);
    }
    return SQLITE_MISUSE;
}

static int
bind_all(struct prepared *p, const struct bound *bounds)
{
    const struct bound *next = bounds;
    int error = SQLITE_OK;

    for (int i = 0; i < p->parameter_count && error == SQLITE_OK; i++) {
        const struct bound *b = next;

        if (!b || !b->name || strcmp(b->name, p->parameters[i]) != 0)
            b = bound_find(bounds, p->parameters[i]);
        error = bind_one(p->stmt, i + 1, b);
        next = b + 1;
    }
    return error;
}

static int
is_late(void *with)
{
    const struct sqlite_link *link = with;

    return link->until && clock_ticks() >= link->until;
}

static void
limit(struct sqlite_link *link, int64_t until)
{
    link->until = until;
    sqlite3_progress_handler(link->db, until ? PROGRESS_STEPS : 0, until ? is_late : NULL, link);
}

/* Columns are matched by position: the statement test of each module compares names. */
static int
columns_count(const struct column *columns)
{
    int count = 0;

    while (columns && columns[count].name)
        count++;
    return count;
}

bool
sqlite_begin(struct act *a, const struct statement *s, struct cursor *c)
{
    struct sqlite_link *link = (struct sqlite_link *)a->link;
    struct prepared *p = NULL;
    int error = SQLITE_INTERRUPT;

    enter(link);
    if (!link->cut)
        p = link_prepare(link, s, &error);
    if (p) {
        must(!s->columns || sqlite3_column_count(p->stmt) == columns_count(s->columns));
        must(link->base.writer || sqlite3_stmt_readonly(p->stmt));
        error = bind_all(p, s->bounds);
        if (error != SQLITE_OK)
            link_put_back(p);
        else if (s->until)
            limit(link, s->until);
    }
    c->state = p;
    leave(link);
    return error == SQLITE_OK || sqlite_fail(a, link, s->name, error);
}

static void
fill_one(sqlite3_stmt *stmt, int at, enum column_type type, struct arena *arena, char *member)
{
    int64_t number;

    switch (type) {
    case COLUMN_INT:
    case COLUMN_INSTANT:
        number = sqlite3_column_int64(stmt, at);
        memcpy(member, &number, sizeof(number));
        return;
    case COLUMN_OPEN:
        number = sqlite3_column_type(stmt, at) == SQLITE_NULL ? NO_NUMBER
                                                              : sqlite3_column_int64(stmt, at);
        memcpy(member, &number, sizeof(number));
        return;
    case COLUMN_BOOL:
        *(bool *)member = sqlite3_column_int64(stmt, at) != 0;
        return;
    case COLUMN_TEXT: {
        const char *text = (const char *)sqlite3_column_text(stmt, at);

        *(const char **)(void *)member =
            text ? arena_slice(arena, text, (size_t)sqlite3_column_bytes(stmt, at)) : "";
        return;
    }
    case COLUMN_BYTES: {
        bool none = sqlite3_column_type(stmt, at) == SQLITE_NULL;
        const void *data = none ? NULL : sqlite3_column_blob(stmt, at);
        struct bytes bytes = { .size = none ? 0 : (size_t)sqlite3_column_bytes(stmt, at) };

        if (!none)
            bytes.data = arena_slice(arena, data, bytes.size);
        memcpy(member, &bytes, sizeof(bytes));
        return;
    }
    case COLUMN_DATE: {
        const char *text = (const char *)sqlite3_column_text(stmt, at);
        struct date date = { 0 };

        if (text)
            date_parse(text, &date);
        memcpy(member, &date, sizeof(date));
        return;
    }
    }
}

bool
sqlite_next(struct act *a, struct cursor *c, struct arena *arena, void *row, bool *more)
{
    struct sqlite_link *link = (struct sqlite_link *)a->link;
    struct prepared *p = c->state;
    const struct column *columns = c->statement->columns;
    int error = SQLITE_INTERRUPT;

    *more = false;
    enter(link);
    if (!link->cut)
        error = sqlite3_step(p->stmt);
    if (error == SQLITE_ROW) {
        for (int i = 0; row && columns && columns[i].name; i++)
            fill_one(p->stmt, i, columns[i].type, arena, (char *)row + columns[i].offset);
        *more = true;
    } else if (error == SQLITE_DONE) {
        if (!sqlite3_stmt_readonly(p->stmt))
            c->changed = sqlite3_changes64(link->db);
    } else if (error == SQLITE_INTERRUPT && !link->cut) {
        c->late = is_late(link);
        if (c->late)
            error = SQLITE_DONE;
        else if (!link->base.writer)
            link_cut(link);
    }
    leave(link);
    return error == SQLITE_ROW || error == SQLITE_DONE ||
           sqlite_fail(a, link, c->statement->name, error);
}

void
sqlite_end(struct act *a, struct cursor *c)
{
    struct sqlite_link *link = (struct sqlite_link *)a->link;

    enter(link);
    if (c->statement->until)
        limit(link, 0);
    link_put_back(c->state);
    leave(link);
}

bool
sqlite_later(struct act *a, const struct statement *s)
{
    return statement_run(a, s, NULL);
}

bool
sqlite_script(struct act *a, const char *sql)
{
    struct sqlite_link *link = (struct sqlite_link *)a->link;
    int error;

    must(a->writing);
    error = sqlite3_exec(link->db, sql, NULL, NULL, NULL);
    return error == SQLITE_OK || sqlite_fail(a, link, "script", error);
}
