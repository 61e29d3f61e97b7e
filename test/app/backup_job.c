#include "app/backup.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "app/commands.h"
#include "base/file.h"
#include "ledger/core/who.h"
#include "store/backup.h"
#include "store/job.h"
#include "store/keyring.h"
#include "store/open.h"
#include "store/schema.h"
#include "tests.h"

static struct store *
house_for_test(struct test *t)
{
    const struct table *const *tables;
    size_t count;

    modules_begin();
    tables = modules_tables(t->arena, &count);
    return store_with(t, tables, count);
}

static void
settings(struct test *t, struct store *store, const char *text)
{
    const char *why;

    assert_true(file_write(arena_print(t->arena, "%s/tasuki.ini", store_folder(store)), text,
                           strlen(text), 0600, &why));
}

static bool
order(struct act *a, void *with)
{
    (void)with;
    return job_add(a, backup_job.name, NULL, NULL, (struct instant){ 0 }, NULL);
}

/* The job as it stands after one try. */
static struct job_row
ran(struct test *t, struct store *store)
{
    static const struct job_kind *const kinds[] = { &backup_job, NULL };
    struct job_options options = { .kinds = kinds, .who = who_console() };
    struct job_rows rows;
    int count;

    assert_true(act_write(act_for_test(t, store), order, NULL));
    assert_true(job_run_due(store, &options, 1, &count));
    assert_int_equal(count, 1);
    assert_true(jobs_list(act_for_test(t, store), backup_job.name, -1, 0, 1, &rows));
    return rows.rows[0];
}

static const char *
path_of(struct test *t, struct store *store, const char *name)
{
    return arena_print(t->arena, "%s/backups/%s", store_folder(store), name);
}

/* An archive as an earlier night left it. */
static void
archive_of_night(struct test *t, struct store *store, const char *name)
{
    struct act *a = act_for_test(t, store);
    struct backup_options options;
    struct backup_facts facts;
    const char *why;

    assert_true(folder_make(path_of(t, store, ""), 0700, &why));
    assert_true(backup_whole(a, &options));
    assert_true(backup_write(a, path_of(t, store, name), &options, &facts));
}

/* The last name in the folder, NULL when there is none. */
static const char *
newest(struct test *t, struct store *store)
{
    DIR *folder = opendir(path_of(t, store, ""));
    const char *found = NULL;

    assert_non_null(folder);
    for (const struct dirent *it; (it = readdir(folder)) != NULL;)
        if (it->d_name[0] != '.' && (!found || strcmp(it->d_name, found) > 0))
            found = arena_copy(t->arena, it->d_name);
    closedir(folder);
    return found;
}

static size_t
keys(struct test *t, struct store *store)
{
    struct backup_key *list;

    return keyring_backups(store_keyring(store), t->arena, &list);
}

static void
a_night_leaves_an_archive_that_verifies(struct test *t)
{
    struct store *store = house_for_test(t);
    struct backup_facts facts;
    struct job_row job = ran(t, store);
    const char *name = newest(t, store);

    assert_int_equal(job.state, JOB_DONE);
    assert_non_null(name);
    assert_true(backup_verify(act_for_test(t, store), path_of(t, store, name), &facts));
    assert_non_null(strstr(job.result, name));
    assert_non_null(
        strstr(job.result, arena_print(t->arena, "%lld バイト", (long long)facts.bytes)));
}

static void
nobody_else_can_look_into_the_folder(struct test *t)
{
    struct store *store = house_for_test(t);
    struct stat st;

    ran(t, store);
    assert_int_equal(stat(path_of(t, store, ""), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
}

static void
archives_beyond_the_limit_go_with_their_keys(struct test *t)
{
    struct store *store = house_for_test(t);

    settings(t, store, "[backup]\nkeep = 2\n");
    archive_of_night(t, store, "20200101-020000.backup");
    archive_of_night(t, store, "20200102-020000.backup");
    archive_of_night(t, store, "20200103-020000.backup");
    assert_int_equal(ran(t, store).state, JOB_DONE);
    assert_false(file_exists(path_of(t, store, "20200101-020000.backup")));
    assert_false(file_exists(path_of(t, store, "20200102-020000.backup")));
    assert_true(file_exists(path_of(t, store, "20200103-020000.backup")));
    assert_int_equal(keys(t, store), 2);
}

static void
files_of_other_names_stay(struct test *t)
{
    struct store *store = house_for_test(t);

    settings(t, store, "[backup]\nkeep = 1\n");
    archive_of_night(t, store, "20200101-020000.backup");
    archive_of_night(t, store, "before-update.backup");
    assert_int_equal(ran(t, store).state, JOB_DONE);
    assert_false(file_exists(path_of(t, store, "20200101-020000.backup")));
    assert_true(file_exists(path_of(t, store, "before-update.backup")));
    assert_int_equal(keys(t, store), 2);
}

static void
what_a_killed_night_left_is_cleared(struct test *t)
{
    struct store *store = house_for_test(t);

    archive_of_night(t, store, "20200101-020000.backup.part");
    assert_int_equal(ran(t, store).state, JOB_DONE);
    assert_false(file_exists(path_of(t, store, "20200101-020000.backup.part")));
}

static void
a_house_may_do_without(struct test *t)
{
    struct store *store = house_for_test(t);
    struct job_row job;

    settings(t, store, "[backup]\ndaily = no\n");
    job = ran(t, store);
    assert_int_equal(job.state, JOB_DONE);
    assert_string_equal(job.result, "tasuki.ini により取りませんでした。");
    assert_false(file_exists(path_of(t, store, "")));
}

static void
a_failure_is_told_with_its_reason(struct test *t)
{
    struct store *store = house_for_test(t);
    const char *why;
    struct job_row job;

    assert_true(
        file_write(arena_print(t->arena, "%s/backups", store_folder(store)), "", 0, 0600, &why));
    job = ran(t, store);
    assert_int_equal(job.state, JOB_WAITING);
    assert_non_null(strstr(job.message, "/backups: "));
    assert_int_equal(keys(t, store), 0);
}

const struct test_case backup_job_tests[] = {
    CASE(a_night_leaves_an_archive_that_verifies),
    CASE(nobody_else_can_look_into_the_folder),
    CASE(archives_beyond_the_limit_go_with_their_keys),
    CASE(files_of_other_names_stay),
    CASE(what_a_killed_night_left_is_cleared),
    CASE(a_house_may_do_without),
    CASE(a_failure_is_told_with_its_reason),
    { 0 },
};
