#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "store/sqlite.h"
#include "store/words_tokenizer.h"

enum { BUSY_MS = 5000 };

/* The readers' pages come from the mapping, so their own cache may be small. The writer
   never checkpoints inside COMMIT: acts would wait for it. */
static const char writer_settings[] =
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA wal_autocheckpoint=0;"
    "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-8000;PRAGMA temp_store=MEMORY;"
    "PRAGMA trusted_schema=OFF;PRAGMA cell_size_check=ON;";
static const char reader_settings[] =
    "PRAGMA query_only=ON;PRAGMA mmap_size=2147418112;PRAGMA cache_size=-1000;"
    "PRAGMA temp_store=MEMORY;PRAGMA trusted_schema=OFF;";

static int
note_pages(void *with, sqlite3 *db, const char *name, int pages)
{
    struct sqlite *s = with;

    (void)db;
    (void)name;
    s->mover.wal_pages = pages;
    return SQLITE_OK;
}

static int
prepare_own(struct sqlite_link *link)
{
    const struct {
        sqlite3_stmt **stmt;
        const char *sql;
    } own[] = {
        { &link->begin, link->base.writer ? "BEGIN IMMEDIATE" : "BEGIN" },
        { &link->commit, "COMMIT" },
        { &link->rollback, "ROLLBACK" },
        { &link->savepoint, "SAVEPOINT act" },
        { &link->undo, "ROLLBACK TO act" },
        { &link->release, "RELEASE act" },
    };
    int error = SQLITE_OK;

    for (size_t i = 0; i < sizeof(own) / sizeof(*own) && error == SQLITE_OK; i++)
        error = sqlite3_prepare_v3(link->db, own[i].sql, -1, SQLITE_PREPARE_PERSISTENT, own[i].stmt,
                                   NULL);
    return error;
}

struct sqlite_link *
link_open(struct sqlite *s, bool writer, int *error)
{
    struct sqlite_link *link = calloc(1, sizeof(*link));
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                (writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);

    if (!link)
        out_of_memory();
    link->base.store = s->store;
    link->base.writer = writer;
    pthread_mutex_init(&link->mutex, NULL);
    *error = sqlite3_open_v2(s->path, &link->db, flags, NULL);
    if (*error == SQLITE_OK) {
        sqlite3_extended_result_codes(link->db, 1);
        sqlite3_busy_timeout(link->db, BUSY_MS);
        if (!words_tokenizer_add(link->db))
            *error = SQLITE_ERROR;
    }
    if (*error == SQLITE_OK)
        *error =
            sqlite3_exec(link->db, writer ? writer_settings : reader_settings, NULL, NULL, NULL);
    if (*error == SQLITE_OK)
        *error = prepare_own(link);
    if (*error == SQLITE_OK && writer)
        sqlite3_wal_hook(link->db, note_pages, s);
    if (*error == SQLITE_OK)
        return link;
    s->open_error = *error;
    link_close(link);
    return NULL;
}

static void
forget(struct prepared *p)
{
    sqlite3_finalize(p->stmt);
    free(p->parameters);
    free(p);
}

void
link_close(struct sqlite_link *link)
{
    if (!link)
        return;
    for (size_t i = 0; i < STATEMENT_BUCKETS; i++)
        while (link->buckets[i]) {
            struct prepared *p = link->buckets[i];

            link->buckets[i] = p->chain;
            forget(p);
        }
    sqlite3_finalize(link->begin);
    sqlite3_finalize(link->commit);
    sqlite3_finalize(link->rollback);
    sqlite3_finalize(link->savepoint);
    sqlite3_finalize(link->undo);
    sqlite3_finalize(link->release);
    sqlite3_close_v2(link->db);
    pthread_mutex_destroy(&link->mutex);
    free(link);
}

static uint64_t
hash_of(const struct statement *s)
{
    uint64_t hash = 14695981039346656037u;

    if (s->query)
        return ((uint64_t)(uintptr_t)s->query * 0x9e3779b97f4a7c15u) >> 20;
    for (const char *at = s->sql; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    return hash ^ (hash >> 32);
}

static bool
is_same(const struct prepared *p, const struct statement *s, uint64_t hash)
{
    if (p->hash != hash || p->query != s->query)
        return false;
    return s->query ? p->sql == s->sql : !strcmp(p->sql, s->sql);
}

static void
unlink_dynamic(struct sqlite_link *link, struct prepared *p)
{
    *(p->newer ? &p->newer->older : &link->newest) = p->older;
    *(p->older ? &p->older->newer : &link->oldest) = p->newer;
    p->newer = NULL;
    p->older = NULL;
}

static void
make_newest(struct sqlite_link *link, struct prepared *p)
{
    p->older = link->newest;
    if (link->newest)
        link->newest->newer = p;
    link->newest = p;
    if (!link->oldest)
        link->oldest = p;
}

static void
drop_oldest(struct sqlite_link *link)
{
    struct prepared *p = link->oldest;
    struct prepared **at;

    while (p && p->busy)
        p = p->newer;
    if (!p)
        return;
    unlink_dynamic(link, p);
    for (at = &link->buckets[p->hash % STATEMENT_BUCKETS]; *at != p; at = &(*at)->chain)
        ;
    *at = p->chain;
    link->dynamic--;
    forget(p);
}

/* SQLite frees its names when it prepares a statement again after a schema change, so
   they are copied, behind the array that points to them. */
static void
keep_names(struct prepared *p)
{
    size_t size = 0;
    char *at;

    p->parameter_count = sqlite3_bind_parameter_count(p->stmt);
    for (int i = 1; i <= p->parameter_count; i++) {
        const char *name = sqlite3_bind_parameter_name(p->stmt, i);

        must(name && *name == ':'); /* parameters of statements have names */
        size += sizeof(*p->parameters) + strlen(name);
    }
    p->parameters = malloc(size + 1);
    if (!p->parameters)
        out_of_memory();
    at = (char *)(p->parameters + p->parameter_count);
    for (int i = 0; i < p->parameter_count; i++) {
        const char *name = sqlite3_bind_parameter_name(p->stmt, i + 1) + 1;

        p->parameters[i] = memcpy(at, name, strlen(name) + 1);
        at += strlen(name) + 1;
    }
}

static struct prepared *
prepare(struct sqlite_link *link, const struct statement *s, uint64_t hash, int *error)
{
    size_t length = strlen(s->sql);
    struct prepared *p = calloc(1, sizeof(*p) + (s->query ? 0 : length + 1));

    if (!p)
        out_of_memory();
    p->query = s->query;
    p->hash = hash;
    p->sql = s->query ? s->sql : memcpy(p + 1, s->sql, length + 1);
    *error = sqlite3_prepare_v3(link->db, s->sql, (int)length + 1, SQLITE_PREPARE_PERSISTENT,
                                &p->stmt, NULL);
    if (*error != SQLITE_OK || !p->stmt) {
        *error = *error == SQLITE_OK ? SQLITE_MISUSE : *error;
        free(p);
        return NULL;
    }
    keep_names(p);
    return p;
}

/* A statement that is under way already (a query inside its own rows) is prepared a
   second time. */
struct prepared *
link_prepare(struct sqlite_link *link, const struct statement *s, int *error)
{
    uint64_t hash = hash_of(s);
    struct prepared **bucket = &link->buckets[hash % STATEMENT_BUCKETS];
    struct prepared *p = *bucket;

    *error = SQLITE_OK;
    while (p && !(is_same(p, s, hash) && !p->busy))
        p = p->chain;
    if (p && !p->query && p != link->newest) {
        unlink_dynamic(link, p);
        make_newest(link, p);
    }
    if (!p) {
        p = prepare(link, s, hash, error);
        if (!p)
            return NULL;
        p->chain = *bucket;
        *bucket = p;
        p->busy = true;
        if (!p->query) {
            make_newest(link, p);
            if (++link->dynamic > DYNAMIC_STATEMENTS)
                drop_oldest(link);
        }
    }
    p->busy = true;
    return p;
}

void
link_put_back(struct prepared *p)
{
    sqlite3_reset(p->stmt);
    sqlite3_clear_bindings(p->stmt);
    p->busy = false;
}

int
link_do(sqlite3_stmt *stmt)
{
    int error = sqlite3_step(stmt);

    sqlite3_reset(stmt);
    return error == SQLITE_DONE || error == SQLITE_ROW ? SQLITE_OK : error;
}

/* One number by a plain statement; -1 when it cannot be had. */
int64_t
link_number(struct sqlite_link *link, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t number = -1;

    if (sqlite3_prepare_v2(link->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return number;
}
