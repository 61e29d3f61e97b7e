#include "store/sqlite.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/open.h"
#include "store/tests.h"
#include "store/thing.h"

enum { NEWER = 999 };

/* A folder with a hundred things in it and nobody there. */
static struct store_options
closed_store(struct test *t, bool (*last)(struct act *, void *))
{
    struct store_options options = options_for_test(t);
    struct arena arena = { 0 };
    const char *why = NULL;
    struct store *store = store_open(&arena, &options, &why);
    const struct table *const tables[] = { &thing_table };
    struct act a;

    assert_non_null(store);
    act_begin(&a, store, &arena, NULL, ORIGIN_COMMAND);
    assert_true(schema_apply(store, &a, tables, 1, NULL));
    for (int i = 1; i <= 100; i++)
        assert_true(thing_write(store, i, arena_print(&arena, "名前%d", i)));
    if (last)
        assert_true(act_write(&a, last, NULL));
    act_end(&a);
    store_close(store);
    arena_release(&arena);
    options.create = false;
    return options;
}

static const char *
database_of(struct test *t, struct store_options options)
{
    return arena_print(t->arena, "%s/tasuki.db", options.folder);
}

static const char *
refusal(struct test *t, struct store_options options)
{
    const char *why = NULL;

    assert_null(store_open(t->arena, &options, &why));
    return why;
}

static void
overwrite(const char *path, off_t at, size_t length)
{
    char noise[4096];
    int fd = open(path, O_WRONLY);

    assert_true(fd >= 0 && length <= sizeof(noise));
    memset(noise, 0x5a, sizeof(noise));
    assert_int_equal(pwrite(fd, noise, length, at), length);
    close(fd);
}

static void
everything_is_there_after_opening_again(struct test *t)
{
    assert_int_equal(things_count(store_again(t, closed_store(t, NULL))), 100);
}

static void
the_database_is_for_its_owner_only(struct test *t)
{
    struct store_options options = closed_store(t, NULL);
    struct stat found;

    assert_int_equal(stat(database_of(t, options), &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
}

static bool
make_newer(struct act *a, void *with)
{
    (void)with;
    return a->store->engine->schema_put(a, NEWER);
}

static void
a_newer_database_is_refused(struct test *t)
{
    const char *why = refusal(t, closed_store(t, make_newer));

    assert_non_null(strstr(why, "新しい版"));
    assert_non_null(strstr(why, "999"));
}

static void
a_database_with_a_wrong_head_is_damaged(struct test *t)
{
    struct store_options options = closed_store(t, NULL);

    overwrite(database_of(t, options), 0, 16);
    assert_non_null(strstr(refusal(t, options), "壊れています"));
}

static void
a_database_whose_head_differs_in_one_byte_is_damaged(struct test *t)
{
    struct store_options options = closed_store(t, NULL);

    overwrite(database_of(t, options), 20, 1);
    assert_non_null(strstr(refusal(t, options), "壊れています"));
}

static void
a_database_with_a_wrong_first_page_is_damaged(struct test *t)
{
    struct store_options options = closed_store(t, NULL);

    overwrite(database_of(t, options), 100, 3900);
    assert_non_null(strstr(refusal(t, options), "壊れています"));
}

static void
a_cut_database_is_damaged(struct test *t)
{
    struct store_options options = closed_store(t, NULL);

    assert_int_equal(truncate(database_of(t, options), 8192), 0);
    assert_non_null(strstr(refusal(t, options), "壊れています"));
}

static void
an_empty_database_file_is_damaged(struct test *t)
{
    struct store_options options = closed_store(t, NULL);

    assert_int_equal(truncate(database_of(t, options), 0), 0);
    assert_non_null(strstr(refusal(t, options), "壊れています"));
}

static bool
make_foreign(struct act *a, void *with)
{
    (void)with;
    return a->store->engine->script(a, "PRAGMA application_id=7");
}

static void
the_database_of_another_program_is_refused(struct test *t)
{
    const char *why = refusal(t, closed_store(t, make_foreign));

    assert_non_null(strstr(why, "tasuki のデータベースではありません"));
}

static void
a_folder_without_a_database_says_how_to_make_one(struct test *t)
{
    struct store_options options = { .folder = folder_for_test(t) };

    assert_non_null(strstr(refusal(t, options), "tasuki init"));
}

static const struct query find_root = {
    .name = "root",
    .sql = "SELECT rootpage FROM sqlite_master WHERE name = 'thing'",
    .row_size = sizeof(int64_t),
    .columns = (const struct column[]){ { "rootpage", 0, COLUMN_INT }, { 0 } },
};

static int64_t
root_page(struct store *store)
{
    struct arena arena = { 0 };
    struct act a;
    int64_t page = 0;
    bool found;

    act_begin(&a, store, &arena, NULL, ORIGIN_COMMAND);
    assert_true(query_first(&a, &find_root, &page, &found, UNBOUND));
    act_end(&a);
    arena_release(&arena);
    return page;
}

static void
damage_that_shows_later_breaks_the_act_only(struct test *t)
{
    struct store_options options = closed_store(t, NULL);
    struct store *store = store_again(t, options);
    struct act *a = act_for_test(t, store);
    struct thing_list list;
    const char *value;

    overwrite(database_of(t, options), (off_t)(root_page(store) - 1) * 4096, 4096);
    assert_false(QUERY(a, &thing_all, list, { 0 }));
    assert_int_equal(act_fault_kind(a), FAULT_BROKEN);
    assert_true(setting_get(a, "installation", &value));
}

static void
a_folder_is_served_once(struct test *t)
{
    struct store_options options = closed_store(t, NULL);
    struct store *first = store_again(t, options);
    struct store *second = store_again(t, options);
    const char *why = NULL;

    assert_true(store_serve(first, &why));
    assert_false(store_serve(second, &why));
    assert_non_null(strstr(why, "別の tasuki"));
}

/* A child that opens the folder by itself once it is told, and reports what was answered. */
static pid_t
child_that_writes(struct store_options options, int from, int count, int go, int answers)
{
    pid_t child = fork();
    struct arena arena = { 0 };
    struct store *store;
    const char *why = NULL;
    char byte;

    assert_true(child >= 0);
    if (child)
        return child;
    if (read(go, &byte, 1) != 1)
        _exit(9);
    store = store_open(&arena, &options, &why);
    if (!store)
        _exit(8);
    for (int32_t i = from; i < from + count; i++) {
        if (!thing_write(store, i, arena_print(&arena, "子%d", i)))
            _exit(7);
        if (write(answers, &i, sizeof(i)) != sizeof(i))
            _exit(6);
    }
    store_close(store);
    _exit(0);
}

static void
start(int go[2])
{
    assert_int_equal(write(go[1], "x", 1), 1);
}

static int
status_of(pid_t child)
{
    int status = 0;

    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

static void
another_process_writes_by_the_seat(struct test *t)
{
    struct store_options options = closed_store(t, NULL);
    int go[2];
    int answers[2];
    const char *why = NULL;
    struct store *store;
    pid_t child;

    assert_int_equal(pipe(go) | pipe(answers), 0);
    child = child_that_writes(options, 1000, 50, go[0], answers[1]);
    store = store_again(t, options);
    assert_true(store_serve(store, &why));
    start(go);
    for (int i = 0; i < 50; i++)
        assert_true(thing_write(store, 2000 + i, arena_print(t->arena, "親%d", i)));
    assert_int_equal(status_of(child), 0);
    assert_int_equal(things_count(store), 200);
}

static void
two_commands_take_turns_without_a_server(struct test *t)
{
    struct store_options options = closed_store(t, NULL);
    int go[2];
    int answers[2];
    pid_t children[2];

    assert_int_equal(pipe(go) | pipe(answers), 0);
    children[0] = child_that_writes(options, 1000, 30, go[0], answers[1]);
    children[1] = child_that_writes(options, 2000, 30, go[0], answers[1]);
    start(go);
    start(go);
    assert_int_equal(status_of(children[0]), 0);
    assert_int_equal(status_of(children[1]), 0);
    assert_int_equal(things_count(store_again(t, options)), 160);
}

static void
what_was_answered_outlives_a_kill(struct test *t)
{
    struct store_options options = closed_store(t, NULL);
    struct thing_list list;
    struct act *a;
    int go[2];
    int answers[2];
    int32_t last = 0;
    int32_t answered;
    pid_t child;

    assert_int_equal(pipe(go) | pipe(answers), 0);
    child = child_that_writes(options, 1000, 1000000, go[0], answers[1]);
    close(answers[1]);
    start(go);
    for (int i = 0; i < 40 && read(answers[0], &answered, sizeof(answered)) > 0; i++)
        last = answered;
    kill(child, SIGKILL);
    assert_int_equal(status_of(child), 100 + SIGKILL);
    while (read(answers[0], &answered, sizeof(answered)) == sizeof(answered))
        last = answered;
    a = act_for_test(t, store_again(t, options));
    assert_true(QUERY(a, &thing_all, list, { 0 }));
    assert_true(last >= 1000);
    assert_true(list.count == (size_t)(100 + last - 999) ||
                list.count == (size_t)(101 + last - 999));
}

static void
another_process_is_noticed_by_the_version(struct test *t)
{
    struct store_options options = closed_store(t, NULL);
    struct store *first = store_again(t, options);
    struct store *second = store_again(t, options);
    int64_t before = store_version(first);

    assert_int_equal(store_version(first), before);
    assert_true(thing_write(second, 500, "他"));
    assert_true(store_version(first) != before);
}

static void
own_writing_changes_the_version(struct test *t)
{
    struct store *store = things_for_test(t);
    int64_t before = store_version(store);

    assert_true(thing_write(store, 1, "一"));
    assert_true(store_version(store) != before);
}

static const struct query add_history = {
    .name = "history.add",
    .sql = "INSERT INTO history (ledger) VALUES ('thing')",
};

static bool
remember(struct act *a, void *with)
{
    (void)with;
    return query_run(a, &add_history, NULL, UNBOUND);
}

static void
hear(void *with, int64_t seq)
{
    *(_Atomic int64_t *)with = seq;
}

static void
wait_for(_Atomic int64_t *number, int64_t wanted)
{
    for (int i = 0; i < 300 && *number != wanted; i++)
        usleep(10000);
    assert_int_equal(*number, wanted);
}

static void
listeners_hear_of_own_rows(struct test *t)
{
    struct store *store = things_for_test(t);
    _Atomic int64_t *heard = NEW(t->arena, _Atomic int64_t);

    store_listen(store, hear, (void *)heard);
    assert_true(act_write(act_for_test(t, store), remember, NULL));
    wait_for(heard, 1);
}

static void
listeners_hear_of_rows_of_other_processes(struct test *t)
{
    struct store_options options = closed_store(t, NULL);
    struct store *first = store_again(t, options);
    struct store *second = store_again(t, options);
    _Atomic int64_t *heard = NEW(t->arena, _Atomic int64_t);

    store_listen(first, hear, (void *)heard);
    assert_true(act_write(act_for_test(t, second), remember, NULL));
    wait_for(heard, 1);
}

const struct test_case sqlite_tests[] = {
    CASE(everything_is_there_after_opening_again),
    CASE(the_database_is_for_its_owner_only),
    CASE(a_newer_database_is_refused),
    CASE(a_database_with_a_wrong_head_is_damaged),
    CASE(a_database_whose_head_differs_in_one_byte_is_damaged),
    CASE(a_database_with_a_wrong_first_page_is_damaged),
    CASE(a_cut_database_is_damaged),
    CASE(an_empty_database_file_is_damaged),
    CASE(the_database_of_another_program_is_refused),
    CASE(a_folder_without_a_database_says_how_to_make_one),
    CASE(damage_that_shows_later_breaks_the_act_only),
    CASE(a_folder_is_served_once),
    CASE(another_process_writes_by_the_seat),
    CASE(two_commands_take_turns_without_a_server),
    CASE(what_was_answered_outlives_a_kill),
    CASE(another_process_is_noticed_by_the_version),
    CASE(own_writing_changes_the_version),
    CASE(listeners_hear_of_own_rows),
    CASE(listeners_hear_of_rows_of_other_processes),
    { 0 },
};
