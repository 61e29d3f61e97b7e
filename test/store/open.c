#include "store/open.h"

#include <fcntl.h>
#include <ftw.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static void
run_on_server(const char *sql)
{
    PGconn *connection = PQconnectdb(getenv("TASUKI_TEST_DATABASE"));

    if (PQstatus(connection) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(connection));
    PQclear(PQexec(connection, sql));
    PQfinish(connection);
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
