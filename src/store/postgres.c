#include "store/postgres.h"

#include <stdlib.h>

#include "base/must.h"
#include "store/schema.h"

enum { OLDEST_SERVER = 130000 };

static bool
ask(PGconn *conn, const char *sql, int64_t *number)
{
    PGresult *result = PQexec(conn, sql);
    bool done = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;

    *number = 0;
    if (done)
        *number = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return done;
}

/* What an `init` left that was cut short has tables, but no installation. */
static bool
make_schema(PGconn *conn, const char **why)
{
    int64_t schema, filled, tables;

    if (!ask(conn, "SELECT count(current_schema())", &schema))
        return false;
    if (schema == 0)
        PQclear(PQexec(conn, "CREATE SCHEMA tasuki"));
    if (!ask(conn,
             "SELECT count(*) FROM pg_class WHERE relnamespace ="
             " current_schema()::regnamespace",
             &tables))
        return false;
    if (tables == 0)
        return true;
    if (!ask(conn, "SELECT count(*) FROM setting WHERE name = 'installation'", &filled) ||
        filled > 0) {
        *why = "このデータベースにはすでにデータがあります。"
               "空のデータベースを指定してください。";
        return false;
    }
    PQclear(PQexec(conn, "DROP SCHEMA tasuki CASCADE; CREATE SCHEMA tasuki"));
    return ask(conn, "SELECT 1 WHERE to_regclass('setting') IS NULL", &tables);
}

static bool
check_schema(PGconn *conn, struct arena *arena, const char **why)
{
    int64_t number;

    if (!ask(conn, "SELECT count(*) FROM (SELECT to_regclass('setting') r) s WHERE r IS NOT NULL",
             &number))
        return false;
    if (number == 0) {
        *why = "このデータベースはまだ準備されていません。"
               "初めてのときは tasuki init --database URL で作ります。";
        return false;
    }
    if (!ask(conn,
             "SELECT coalesce(substring(obj_description(current_schema()::regnamespace,"
             " 'pg_namespace') FROM '^tasuki ([0-9]+)$'), '0')",
             &number))
        return false;
    if (number <= schema_version())
        return true;
    *why = arena_print(arena,
                       "このプログラムより新しい版で作られたデータベースです"
                       "（データベース %lld、プログラム %d）。新しい版の tasuki を使ってください。",
                       (long long)number, schema_version());
    return false;
}

static bool
check(PGconn *conn, bool create, struct arena *arena, const char **why)
{
    int64_t utf8;

    if (PQserverVersion(conn) < OLDEST_SERVER) {
        *why = "PostgreSQL の版が古すぎます。13 以上のサーバーを使ってください。";
        return false;
    }
    if (!ask(conn,
             "SELECT count(*) FROM pg_database WHERE datname = current_database()"
             " AND pg_encoding_to_char(encoding) = 'UTF8'",
             &utf8))
        return false;
    if (!utf8) {
        *why = "データベースの文字コードが UTF-8 ではありません。"
               "ENCODING 'UTF8' で作り直してください。";
        return false;
    }
    return create ? make_schema(conn, why) : check_schema(conn, arena, why);
}

static void
init(struct postgres *p, struct store *store, const struct store_options *options)
{
    pthread_condattr_t monotonic;

    p->store = store;
    p->url = arena_copy(&store->arena, options->database);
    p->most = options->readers > 1 ? options->readers : MOST_LINKS;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&p->change, &monotonic);
    pthread_cond_init(&p->watch_change, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&p->mutex, NULL);
    pthread_mutex_init(&p->number_mutex, NULL);
    pthread_mutex_init(&p->watch_mutex, NULL);
    store->state = p;
}

static void
postgres_close(struct store *store)
{
    struct postgres *p = store->state;

    postgres_watch_stop(p);
    postgres_pool_release(p);
    link_free(p->side);
    arena_release(&p->number_arena);
    pthread_cond_destroy(&p->change);
    pthread_cond_destroy(&p->watch_change);
    pthread_mutex_destroy(&p->mutex);
    pthread_mutex_destroy(&p->number_mutex);
    pthread_mutex_destroy(&p->watch_mutex);
    free(p);
    store->state = NULL;
}

static bool
postgres_open(struct store *store, const struct store_options *options, struct arena *arena,
              const char **why)
{
    struct postgres *p = calloc(1, sizeof(*p));
    PGconn *conn;
    bool done;

    if (!p)
        out_of_memory();
    init(p, store, options);
    *why = "データベースとつながりません。URL と、サーバーが動いているかを確かめてください。";
    conn = postgres_connect(p);
    if (conn)
        *why = "データベースを調べられません。権限を確かめてください。";
    done = conn && check(conn, options->create, arena, why);
    PQfinish(conn);
    if (!done)
        postgres_close(store);
    return done;
}

static bool
serve(struct store *store, struct arena *arena, const char **why)
{
    (void)arena;
    if (postgres_watch_start(store->state))
        return true;
    *why = "スレッドを始められません。メモリーの空きを確かめてください。";
    return false;
}

/* Answers are not kept by version here: other nodes write too. */
static int64_t
version(struct store *store)
{
    (void)store;
    return 0;
}

struct number {
    int64_t number;
};

static const struct query number_query = {
    .name = "schema.number",
    .sql = "SELECT coalesce(substring(obj_description(current_schema()::regnamespace,"
           " 'pg_namespace') FROM '^tasuki ([0-9]+)$')::bigint, 0)",
    .row_size = sizeof(struct number),
    .columns = COLUMNS(COLUMN(struct number, number)),
};

static bool
schema_get(struct act *a, int *schema)
{
    struct number row;
    bool found;

    if (!query_first(a, &number_query, &row, &found, UNBOUND))
        return false;
    *schema = (int)row.number;
    return true;
}

static bool
schema_put(struct act *a, int schema)
{
    return postgres_script(a, arena_print(a->arena,
                                          "DO $$ BEGIN EXECUTE format('COMMENT ON SCHEMA %%I IS"
                                          " ''tasuki %d''', current_schema()); END $$",
                                          schema));
}

const struct engine *
postgres_engine(void)
{
    static const struct engine engine = {
        .open = postgres_open,
        .close = postgres_close,
        .serve = serve,
        .version = version,
        .take = postgres_take,
        .give = postgres_give,
        .write = postgres_write,
        .begin = postgres_begin,
        .next = postgres_next,
        .end = postgres_end,
        .later = postgres_later,
        .script = postgres_script,
        .id = postgres_id,
        .counter = postgres_counter,
        .apart = postgres_apart,
        .schema_get = schema_get,
        .schema_put = schema_put,
    };

    return &engine;
}
