#include "app/keys_job.h"

#include <string.h>

#include "app/commands.h"
#include "base/file.h"
#include "ledger/core/who.h"
#include "ledger/rotation.h"
#include "store/job.h"
#include "store/open.h"
#include "store/schema.h"
#include "store/store.h"
#include "tests.h"

enum { LONG_AGO = 400 };

static struct store *
house_for_test(struct test *t, const char *settings)
{
    struct store *store = store_for_test(t);
    const struct table *const *tables;
    const char *why;
    size_t count;

    modules_begin();
    tables = modules_tables(t->arena, &count);
    assert_true(schema_apply(store, act_for_test(t, store), tables, count, NULL));
    assert_true(file_write(arena_print(t->arena, "%s/tasuki.ini", store_folder(store)), settings,
                           strlen(settings), 0600, &why));
    return store;
}

/* So long ago was the last change. */
static bool
age(struct act *a, void *with)
{
    int64_t us = a->now.us - *(int *)with * INT64_C(86400000000);

    return setting_put(a, "keys.rotated", arena_print(a->arena, "%lld", (long long)us));
}

static bool
order(struct act *a, void *with)
{
    (void)with;
    return job_add(a, keys_job.name, NULL, NULL, (struct instant){ 0 }, NULL);
}

/* Runs the job; whether the master became another one. */
static bool
is_changed(struct test *t, struct store *store)
{
    static const struct job_kind *const kinds[] = { &keys_job, NULL };
    const char *path = arena_print(t->arena, "%s/keys/master", store_folder(store));
    struct job_options options = { .kinds = kinds, .who = who_console() };
    char *before, *after;
    const char *why;
    size_t length;
    int count;

    assert_true(file_read(t->arena, path, 1000, &before, &length, &why));
    assert_true(act_write(act_for_test(t, store), order, NULL));
    assert_true(job_run_due(store, &options, 1, &count));
    assert_int_equal(count, 1);
    assert_true(file_read(t->arena, path, 1000, &after, &length, &why));
    return strcmp(before, after) != 0;
}

static void
a_master_of_a_year_is_changed_once(struct test *t)
{
    struct store *store = house_for_test(t, "");
    int days = LONG_AGO;

    assert_true(act_write(act_for_test(t, store), age, &days));
    assert_true(is_changed(t, store));
    assert_false(is_changed(t, store));
}

static void
a_young_master_stays(struct test *t)
{
    struct store *store = house_for_test(t, "");
    int days = 300;

    assert_false(is_changed(t, store));
    assert_true(act_write(act_for_test(t, store), age, &days));
    assert_false(is_changed(t, store));
}

static void
an_installation_sets_its_own_days(struct test *t)
{
    struct store *store = house_for_test(t, "[keys]\nrotate-days = 0\n");
    int days = LONG_AGO;

    assert_true(act_write(act_for_test(t, store), age, &days));
    assert_false(is_changed(t, store));
}

const struct test_case keys_job_tests[] = {
    CASE(a_master_of_a_year_is_changed_once),
    CASE(a_young_master_stays),
    CASE(an_installation_sets_its_own_days),
    { 0 },
};
