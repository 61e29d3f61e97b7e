#include "store/open.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "base/buffer.h"
#include "store/schema.h"

static int
remove_one(const char *path, const struct stat *found, int kind, struct FTW *place)
{
    (void)found;
    (void)kind;
    (void)place;
    return remove(path);
}

static void
remove_folder(void *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *
folder_for_test(struct test *t)
{
    const char *at = getenv("TMPDIR");
    char *folder = arena_print(t->arena, "%s/tasuki-test.XXXXXX", at ? at : "/tmp");

    assert_non_null(mkdtemp(folder));
    arena_defer(t->arena, remove_folder, folder);
    return folder;
}

void
change_byte(const char *path, off_t at)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    char byte;

    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte ^= 1;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

bool
test_is_postgres(void)
{
    return getenv("TASUKI_TEST_DATABASE") != NULL;
}

static PGconn *
connect_to(const char *url)
{
    PGconn *connection = PQconnectdb(url);

    if (PQstatus(connection) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(connection));
    return connection;
}

/* False when the server said no. */
static bool
try_on(PGconn *connection, const char *sql)
{
    PGresult *result = PQexec(connection, sql);
    bool done =
        PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;

    PQclear(result);
    return done;
}

static bool
run_on(const char *url, const char *sql)
{
    PGconn *connection = connect_to(url);
    bool done = try_on(connection, sql);

    PQfinish(connection);
    return done;
}

static void
run_on_server(const char *sql)
{
    (void)run_on(getenv("TASUKI_TEST_DATABASE"), sql);
}

static void
drop_schema(void *name)
{
    char sql[200];

    snprintf(sql, sizeof(sql),
             "SET client_min_messages = warning; DROP SCHEMA IF EXISTS %s CASCADE",
             (const char *)name);
    run_on_server(sql);
}

/* Tests of several programs share the server, so the name holds the process. */
static const char *
schema_for_test(struct test *t)
{
    static int number;
    const char *url = getenv("TASUKI_TEST_DATABASE");
    char *name = arena_print(t->arena, "t%d_%d", (int)getpid(), ++number);

    run_on_server(arena_print(t->arena, "CREATE SCHEMA %s", name));
    arena_defer(t->arena, drop_schema, name);
    return arena_print(t->arena, "%s%coptions=-csearch_path%%3D%s", url,
                       strchr(url, '?') ? '&' : '?', name);
}

struct store_options
options_for_test(struct test *t)
{
    return (struct store_options){
        .folder = folder_for_test(t),
        .database = test_is_postgres() ? schema_for_test(t) : NULL,
        .create = true,
    };
}

static void
close_store(void *store)
{
    store_close(store);
}

struct store *
store_again(struct test *t, struct store_options options)
{
    const char *why = NULL;
    struct store *store = store_open(t->arena, &options, &why);

    if (!store)
        fail_msg("%s", why);
    arena_defer(t->arena, close_store, store);
    return store;
}

struct store *
store_for_test(struct test *t)
{
    return store_again(t, options_for_test(t));
}

static void
end_act(void *act)
{
    act_end(act);
}

struct act *
act_for_test(struct test *t, struct store *store)
{
    struct act *a = NEW(t->arena, struct act);

    act_begin(a, store, t->arena, NULL, ORIGIN_COMMAND);
    arena_defer(t->arena, end_act, a);
    return a;
}

/* --- stores that are copies ------------------------------------------------------- */

/* A store with tables, made once. */
struct mould {
    struct mould *next;
    char *tables; /* what it has, as text */
    char folder[100];
    char *url; /* of its database; NULL on SQLite */
    struct copy *free;
};

/* A database made after a mould. A new one is some two thousand files, so what a test is
   through with is emptied for the next one, over a connection that has learnt its tables. */
struct copy {
    struct copy *next;
    struct mould *of;
    char *url;
    PGconn *connection;
};

static struct mould *moulds;

/* The test database's URL with another name in it. */
static char *
url_of(struct arena *arena, const char *name)
{
    const char *url = getenv("TASUKI_TEST_DATABASE"), *path = strchr(strstr(url, "://") + 3, '/');

    return arena_print(arena, "%.*s/%s%s", (int)(path - url), url, name, path + strcspn(path, "?"));
}

static const char *
name_of(struct arena *arena, const char *url)
{
    const char *path = strchr(strstr(url, "://") + 3, '/') + 1;

    return arena_slice(arena, path, strcspn(path, "?"));
}

static void
drop_database(void *url)
{
    struct arena arena = { 0 };

    run_on_server(arena_print(&arena, "DROP DATABASE IF EXISTS %s", name_of(&arena, url)));
    arena_release(&arena);
}

static void
drop_copy(struct copy *it)
{
    PQfinish(it->connection);
    drop_database(it->url);
    free(it->url);
    free(it);
}

static void
give_back(void *copy)
{
    struct copy *it = copy;

    it->next = it->of->free;
    it->of->free = it;
}

static void
remove_moulds(void)
{
    for (struct mould *it = moulds, *next; it; it = next) {
        next = it->next;
        remove_folder(it->folder);
        for (struct copy *copy = it->free, *after; copy; copy = after) {
            after = copy->next;
            drop_copy(copy);
        }
        if (it->url)
            drop_database(it->url);
        free(it->url);
        free(it->tables);
        free(it);
    }
}

static const char *
tables_text(struct arena *arena, const struct table *const *tables, size_t count)
{
    struct buffer text = { .arena = arena };

    for (size_t i = 0; i < count; i++) {
        const struct table_column *column = tables[i]->columns;
        const struct table_index *index = tables[i]->indexes;

        buffer_text(&text, tables[i]->name);
        for (; column->name; column++)
            buffer_print(&text, " %s %d", column->name, column->type);
        for (; index && index->name; index++)
            buffer_print(&text, " %s", index->name);
        buffer_char(&text, '\n');
    }
    return buffer_string(&text);
}

/* What a mould remembers of itself: its rows, where its sequences stand, and its shape. */
static const char keep_rows[] =
    "CREATE SCHEMA kept; DO $$ DECLARE t record; full_one boolean; BEGIN"
    " FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'tasuki'::regnamespace"
    " AND relkind = 'r' LOOP"
    " EXECUTE format('SELECT EXISTS (SELECT FROM tasuki.%I)', t.relname) INTO full_one;"
    " IF full_one THEN"
    " EXECUTE format('CREATE TABLE kept.%I AS TABLE tasuki.%I', t.relname, t.relname);"
    " END IF; END LOOP; END $$;"
    " CREATE VIEW kept.\" shape\" AS SELECT count(DISTINCT attrelid) AS tables,"
    " sum(attrelid::bigint) AS names, count(*) AS columns, sum(atttypid::bigint) AS types,"
    " count(*) FILTER (WHERE attnotnull) AS filled, sum(relchecks) AS checks,"
    " obj_description('tasuki'::regnamespace) AS said"
    " FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
    " WHERE relnamespace = 'tasuki'::regnamespace AND NOT attisdropped;"
    " CREATE TABLE kept.\" was\" AS TABLE kept.\" shape\";"
    " CREATE TABLE kept.\" sequence\" AS"
    " SELECT format('tasuki.%I', sequencename) AS name, last_value FROM pg_sequences WHERE schemaname = 'tasuki'";

/* Fails where a test has changed the tables themselves. Rows that were deleted still take their
   time in every scan, so what has grown is truncated, which costs files. */
static const char empty_copy[] =
    "SET session_replication_role = replica; DO $$ DECLARE t record; BEGIN"
    " ASSERT (SELECT s::text FROM kept.\" shape\" s) = (SELECT w::text FROM kept.\" was\" w);"
    " FOR t IN SELECT relname, pg_relation_size(oid) > 65536 AS large FROM pg_class"
    " WHERE relnamespace = 'tasuki'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0"
    " LOOP"
    " EXECUTE format(CASE WHEN t.large THEN 'TRUNCATE tasuki.%I CASCADE' ELSE 'DELETE FROM"
    " tasuki.%I' END, t.relname); END LOOP;"
    " FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'kept'::regnamespace"
    " AND relkind = 'r' AND relname NOT LIKE ' %' LOOP"
    " EXECUTE format('INSERT INTO tasuki.%I OVERRIDING SYSTEM VALUE TABLE kept.%I', t.relname,"
    " t.relname); END LOOP;"
    " PERFORM setval(name::regclass, coalesce(last_value, 1), last_value IS NOT NULL)"
    " FROM kept.\" sequence\"; END $$";

static struct mould *
make_mould(const char *text, const struct table *const *tables, size_t count)
{
    static int number;
    struct mould *it = calloc(1, sizeof *it);
    struct arena arena = { 0 };
    struct store_options options = { .folder = it->folder, .create = true };
    const char *why, *at = getenv("TMPDIR");
    struct store *store;
    struct act a;

    assert_non_null(it);
    snprintf(it->folder, sizeof it->folder, "%s/tasuki-mould.XXXXXX", at ? at : "/tmp");
    assert_non_null(mkdtemp(it->folder));
    if (test_is_postgres()) {
        const char *name = arena_print(&arena, "mould%d_%d", (int)getpid(), ++number);

        run_on_server(arena_print(&arena, "CREATE DATABASE %s", name));
        options.database = it->url = strdup(url_of(&arena, name));
    }
    store = store_open(&arena, &options, &why);
    assert_non_null(store);
    act_begin(&a, store, &arena, NULL, ORIGIN_COMMAND);
    assert_true(schema_apply(store, &a, tables, count, NULL));
    act_end(&a);
    store_close(store);
    if (it->url)
        assert_true(run_on(it->url, keep_rows));
    arena_release(&arena);
    it->tables = strdup(text);
    if (!moulds)
        atexit(remove_moulds);
    it->next = moulds;
    return moulds = it;
}

static const char *copied_from, *copied_to;

static int
copy_one(const char *path, const struct stat *found, int kind, struct FTW *place)
{
    char to[4096];
    int from_fd, to_fd;
    ssize_t got;

    (void)place;
    snprintf(to, sizeof to, "%s%s", copied_to, path + strlen(copied_from));
    if (kind == FTW_D)
        return mkdir(to, found->st_mode & 0777) == 0 || errno == EEXIST ? 0 : -1;
    if (!S_ISREG(found->st_mode))
        return 0;
    from_fd = open(path, O_RDONLY | O_CLOEXEC);
    to_fd = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, found->st_mode & 0777);
    do
        got = sendfile(to_fd, from_fd, NULL, 1 << 20);
    while (got > 0);
    close(from_fd);
    close(to_fd);
    return got == 0 ? 0 : -1;
}

static struct copy *
take_copy(struct mould *of)
{
    static int number;
    struct arena arena = { 0 };
    struct copy *it = of->free;
    const char *name;

    if (it) {
        of->free = it->next;
        if (try_on(it->connection, empty_copy))
            return it;
        drop_copy(it);
    }
    name = arena_print(&arena, "t%d_%d_copy", (int)getpid(), ++number);
    run_on_server(arena_print(&arena, "CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy", name,
                              name_of(&arena, of->url)));
    it = calloc(1, sizeof *it);
    assert_non_null(it);
    it->of = of;
    it->url = strdup(url_of(&arena, name));
    it->connection = connect_to(it->url);
    arena_release(&arena);
    return it;
}

struct store *
store_with(struct test *t, const struct table *const *tables, size_t count)
{
    const char *text = tables_text(t->arena, tables, count);
    struct store_options options = { .folder = folder_for_test(t) };
    struct mould *it = moulds;

    while (it && strcmp(it->tables, text) != 0)
        it = it->next;
    if (!it)
        it = make_mould(text, tables, count);
    copied_from = it->folder;
    copied_to = options.folder;
    assert_int_equal(nftw(it->folder, copy_one, 16, FTW_PHYS), 0);
    if (it->url) {
        struct copy *copy = take_copy(it);

        arena_defer(t->arena, give_back, copy);
        options.database = copy->url;
    }
    return store_again(t, options);
}
