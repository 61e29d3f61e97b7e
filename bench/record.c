/*
 * Stands between the product and SQLite (LD_PRELOAD) and writes down what its writer
 * executes, into the file BENCH_STATEMENTS. So the bare program that the product is
 * compared with always executes the very same SQL with the same values.
 *
 * Only connections that may write are recorded. Values are noted when they are bound,
 * a statement at its first step.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "statements.h"

enum { MOST_STATEMENTS = 4096, MOST_VALUES = 64 };

struct value {
    char kind;
    int64_t number;
    char *bytes;
    uint32_t length;
};

struct statement {
    sqlite3_stmt *stmt;
    bool running;
    int count;
    struct value values[MOST_VALUES];
};

static struct statement *table;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static FILE *out;

/* Statements are prepared once and kept, so a table that only grows will do. */
static struct statement *
find(sqlite3_stmt *stmt)
{
    size_t at = ((uintptr_t)stmt >> 4) % MOST_STATEMENTS;

    if (!table)
        table = calloc(MOST_STATEMENTS, sizeof(*table));
    while (table[at].stmt && table[at].stmt != stmt)
        at = (at + 1) % MOST_STATEMENTS;
    table[at].stmt = stmt;
    return &table[at];
}

#define REAL(name) (__extension__(__typeof__(&name)) dlsym(RTLD_NEXT, #name))

/* SQLite calls its own functions too (for FTS5 and sqlite3_exec); what the product asks for
   comes from outside of the library. */
static bool
is_inside(void *caller)
{
    static void *library;
    Dl_info info;

    if (!library && dladdr(dlsym(RTLD_NEXT, "sqlite3_step"), &info))
        library = info.dli_fbase;
    return dladdr(caller, &info) && info.dli_fbase == library;
}

static bool
is_recorded(sqlite3_stmt *stmt, void *caller)
{
    return stmt && getenv("BENCH_STATEMENTS") && !is_inside(caller) &&
           sqlite3_db_readonly(sqlite3_db_handle(stmt), "main") == 0;
}

#define RECORDED(stmt) is_recorded(stmt, __builtin_return_address(0))

static void
note(sqlite3_stmt *stmt, int at, char kind, int64_t number, const void *bytes, size_t length)
{
    struct statement *s;
    struct value *v;

    if (at < 1 || at > MOST_VALUES)
        return;
    pthread_mutex_lock(&mutex);
    s = find(stmt);
    v = &s->values[at - 1];
    free(v->bytes);
    *v = (struct value){ kind, number, NULL, (uint32_t)length };
    if (bytes) {
        v->bytes = malloc(length + 1);
        memcpy(v->bytes, bytes, length);
    }
    if (at > s->count)
        s->count = at;
    pthread_mutex_unlock(&mutex);
}

static void
put(const void *bytes, size_t length)
{
    if (length && fwrite(bytes, 1, length, out) != length)
        abort();
}

static void
write_statement(const struct statement *s)
{
    const char *sql = sqlite3_sql(s->stmt);
    uint32_t length = (uint32_t)strlen(sql);
    uint32_t count = (uint32_t)s->count;

    if (!out && !(out = fopen(getenv("BENCH_STATEMENTS"), "ae")))
        abort();
    put(&length, sizeof(length));
    put(sql, length);
    put(&count, sizeof(count));
    for (int i = 0; i < s->count; i++) {
        const struct value *v = &s->values[i];
        char kind = v->kind ? v->kind : VALUE_NULL;

        put(&kind, 1);
        if (kind == VALUE_INT)
            put(&v->number, sizeof(v->number));
        if (kind == VALUE_TEXT || kind == VALUE_BLOB) {
            put(&v->length, sizeof(v->length));
            put(v->bytes, v->length);
        }
    }
    if (strcmp(sql, "COMMIT") == 0)
        fflush(out);
}

int
sqlite3_bind_int64(sqlite3_stmt *stmt, int at, sqlite3_int64 number)
{
    if (RECORDED(stmt))
        note(stmt, at, VALUE_INT, number, NULL, 0);
    return REAL(sqlite3_bind_int64)(stmt, at, number);
}

int
sqlite3_bind_null(sqlite3_stmt *stmt, int at)
{
    if (RECORDED(stmt))
        note(stmt, at, VALUE_NULL, 0, NULL, 0);
    return REAL(sqlite3_bind_null)(stmt, at);
}

int
sqlite3_bind_text(sqlite3_stmt *stmt, int at, const char *text, int length, void (*end)(void *))
{
    if (RECORDED(stmt))
        note(stmt, at, text ? VALUE_TEXT : VALUE_NULL, 0, text,
             !text        ? 0
             : length < 0 ? strlen(text)
                          : (size_t)length);
    return REAL(sqlite3_bind_text)(stmt, at, text, length, end);
}

int
sqlite3_bind_blob64(sqlite3_stmt *stmt, int at, const void *bytes, sqlite3_uint64 length,
                    void (*end)(void *))
{
    if (RECORDED(stmt))
        note(stmt, at, bytes ? VALUE_BLOB : VALUE_NULL, 0, bytes, bytes ? (size_t)length : 0);
    return REAL(sqlite3_bind_blob64)(stmt, at, bytes, length, end);
}

int
sqlite3_clear_bindings(sqlite3_stmt *stmt)
{
    if (RECORDED(stmt)) {
        pthread_mutex_lock(&mutex);
        for (struct statement *s = find(stmt); s->count; s->count--) {
            free(s->values[s->count - 1].bytes);
            s->values[s->count - 1] = (struct value){ 0 };
        }
        pthread_mutex_unlock(&mutex);
    }
    return REAL(sqlite3_clear_bindings)(stmt);
}

int
sqlite3_step(sqlite3_stmt *stmt)
{
    int status;

    if (!RECORDED(stmt))
        return REAL(sqlite3_step)(stmt);
    pthread_mutex_lock(&mutex);
    if (!find(stmt)->running)
        write_statement(find(stmt));
    find(stmt)->running = true;
    pthread_mutex_unlock(&mutex);
    status = REAL(sqlite3_step)(stmt);
    if (status != SQLITE_ROW)
        find(stmt)->running = false;
    return status;
}

int
sqlite3_reset(sqlite3_stmt *stmt)
{
    if (RECORDED(stmt))
        find(stmt)->running = false;
    return REAL(sqlite3_reset)(stmt);
}

int
sqlite3_finalize(sqlite3_stmt *stmt)
{
    if (RECORDED(stmt)) {
        struct statement *s;

        pthread_mutex_lock(&mutex);
        s = find(stmt);
        s->running = false;
        s->count = 0;
        pthread_mutex_unlock(&mutex);
    }
    return REAL(sqlite3_finalize)(stmt);
}
