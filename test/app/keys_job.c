#include "app/keys_job.h"

#include <string.h>

#include "app/commands.h"
#include "base/file.h"
#include "ledger/core/who.h"
#include "ledger/renewal.h"
#include "ledger/rotation.h"
#include "store/job.h"
#include "store/key.h"
#include "store/open.h"
#include "store/schema.h"
#include "store/store.h"
#include "tests.h"
#include "web/factor.h"

enum { LONG_AGO = 400 };

static struct store *
house_for_test(struct test *t, const char *settings)
{
    struct store *store;
    const struct table *const *tables;
    const char *why;
    size_t count;

    modules_begin();
    tables = modules_tables(t->arena, &count);
    store = store_with(t, tables, count);
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

/* Puts an old key in the place of the contract's own. */
static void
make_old(struct test *t, struct store *store, int64_t contract, int days)
{
    struct key key;
    const char *why;

    (void)t;
    key_make(&key, KEY_CONTRACT, contract);
    key.made.us -= days * INT64_C(86400000000);
    assert_true(keyring_put_key(store_keyring(store), &key, &why));
}

static size_t
keys_after(struct test *t, const char *settings)
{
    struct store *store = house_for_test(t, settings);
    struct data_key_facts *facts;

    make_old(t, store, 7, LONG_AGO);
    is_changed(t, store);
    is_changed(t, store);
    return keyring_data_keys(store_keyring(store), t->arena, 7, &facts);
}

static void
a_contracts_key_of_a_year_is_renewed_once(struct test *t)
{
    assert_int_equal(keys_after(t, ""), 2);
}

static void
a_contracts_key_is_left_where_nothing_is_changed_by_itself(struct test *t)
{
    assert_int_equal(keys_after(t, "[keys]\nrotate-days = 0\n"), 1);
}

static bool
prepare_factor(struct act *a, int64_t user)
{
    struct factor factor;

    return factor_prepare(a, user) && factor_read(a, user, &factor) && factor.secret;
}

struct secret_row {
    struct bytes secret;
};

static const struct query secret_query = {
    .name = "test.secret",
    .sql = "SELECT secret FROM factor",
    .row_size = sizeof(struct secret_row),
    .columns = COLUMNS(COLUMN(struct secret_row, secret)),
};

static void
second_factors_are_sealed_anew_with_the_key_of_the_whole(struct test *t)
{
    static const struct job_kind *const kinds[] = { &renewal_job, NULL };
    struct job_options options = { .kinds = kinds, .who = who_console() };
    struct store *store = house_for_test(t, "");
    struct act *a = act_for_test(t, store);
    struct secret_row before, after;
    struct factor factor;
    bool found;
    int ran;

    assert_true(prepare_factor(a, 12));
    assert_true(query_first(a, &secret_query, &before, &found, UNBOUND) && found);
    act_end(a);
    a->who = who_console();
    a->now.us -= 10000000; /* the job waits a moment for other processes */
    assert_true(renewal_begin(a, 0));
    assert_true(job_run_due(store, &options, 1, &ran));
    assert_int_equal(ran, 1);
    a = act_for_test(t, store);
    assert_true(query_first(a, &secret_query, &after, &found, UNBOUND) && found);
    assert_memory_not_equal(before.secret.data, after.secret.data, 5);
    assert_true(factor_read(a, 12, &factor) && factor.secret);
}

const struct test_case keys_job_tests[] = {
    CASE(a_master_of_a_year_is_changed_once),
    CASE(a_young_master_stays),
    CASE(an_installation_sets_its_own_days),
    CASE(a_contracts_key_of_a_year_is_renewed_once),
    CASE(a_contracts_key_is_left_where_nothing_is_changed_by_itself),
    CASE(second_factors_are_sealed_anew_with_the_key_of_the_whole),
    { 0 },
};
