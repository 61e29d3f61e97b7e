#include "store/store.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/open.h"
#include "store/tests.h"
#include "store/thing.h"

static const char *
refusal(struct test *t, struct store_options options)
{
    const char *why = NULL;

    assert_null(store_open(t->arena, &options, &why));
    assert_non_null(why);
    return why;
}

static void
a_folder_that_is_not_empty_is_not_initialised(struct test *t)
{
    struct store_options options = options_for_test(t);
    int fd = open(arena_print(t->arena, "%s/x", options.folder), O_CREAT | O_WRONLY, 0600);

    assert_true(fd >= 0);
    close(fd);
    assert_non_null(strstr(refusal(t, options), "空ではありません"));
}

static void
the_folder_is_for_its_owner_only(struct test *t)
{
    struct store *store = store_for_test(t);
    struct stat found;

    assert_int_equal(stat(store_folder(store), &found), 0);
    assert_int_equal(found.st_mode & 0777, 0700);
}

static void
the_installation_keeps_its_name(struct test *t)
{
    struct store_options options = options_for_test(t);
    struct store *store = store_again(t, options);

    options.create = false;
    assert_string_equal(store_installation(store), store_installation(store_again(t, options)));
}

static void
a_missing_keyring_is_refused(struct test *t)
{
    struct store_options options = options_for_test(t);
    const char *why = NULL;
    struct store *store = store_open(t->arena, &options, &why);

    assert_non_null(store);
    store_close(store);
    options.create = false;
    assert_int_equal(rename(arena_print(t->arena, "%s/keys", options.folder),
                            arena_print(t->arena, "%s/away", options.folder)),
                     0);
    refusal(t, options);
}

static void
a_setting_comes_back(struct test *t)
{
    struct act *a = act_for_test(t, store_for_test(t));
    const char *value;

    assert_true(setting_put(a, "name", "一"));
    assert_true(setting_put(a, "name", "二"));
    assert_true(setting_get(a, "name", &value));
    assert_string_equal(value, "二");
}

static void
an_unknown_setting_is_empty(struct test *t)
{
    struct act *a = act_for_test(t, store_for_test(t));
    const char *value;

    assert_true(setting_get(a, "nothing", &value));
    assert_string_equal(value, "");
}

enum { THREADS = 4, EACH = 50 };

struct taker {
    struct store *store;
    int64_t ids[EACH];
};

static void *
take_ids(void *with)
{
    struct taker *taker = with;

    for (int i = 0; i < EACH; i++) {
        struct arena arena = { 0 };
        struct act a;

        act_begin(&a, taker->store, &arena, NULL, ORIGIN_COMMAND);
        if (!id_next(&a, &taker->ids[i]))
            taker->ids[i] = -1;
        act_end(&a);
        arena_release(&arena);
    }
    return NULL;
}

static int
compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

static void
ids_are_never_given_twice(struct test *t)
{
    static struct taker takers[THREADS];
    int64_t all[THREADS * EACH];
    pthread_t threads[THREADS];
    struct store *store = store_for_test(t);

    for (int i = 0; i < THREADS; i++) {
        takers[i].store = store;
        assert_int_equal(pthread_create(&threads[i], NULL, take_ids, &takers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        memcpy(all + (ptrdiff_t)i * EACH, takers[i].ids, sizeof(takers[i].ids));
    }
    qsort(all, THREADS * EACH, sizeof(*all), compare);
    assert_true(all[0] > 0);
    for (int i = 1; i < THREADS * EACH; i++)
        assert_true(all[i] > all[i - 1]);
}

static void
ids_go_on_after_opening_again(struct test *t)
{
    struct store_options options = options_for_test(t);
    const char *why = NULL;
    struct store *store = store_open(t->arena, &options, &why);
    struct act a;
    int64_t before;
    int64_t after;

    act_begin(&a, store, t->arena, NULL, ORIGIN_COMMAND);
    assert_true(id_next(&a, &before));
    act_end(&a);
    store_close(store);
    options.create = false;
    assert_true(id_next(act_for_test(t, store_again(t, options)), &after));
    assert_true(after > before);
}

static void
an_id_carries_its_site(struct test *t)
{
    struct act *a = act_for_test(t, store_for_test(t));
    int64_t id;

    assert_true(setting_put(a, "site", "5"));
    assert_true(id_next(a, &id));
    assert_int_equal(id >> 40, 5);
    assert_true((id & ((INT64_C(1) << 40) - 1)) > 0);
}

static bool
count_up(struct act *a, void *with)
{
    return counter_next(a, "R8", true, with);
}

static bool
count_up_and_refuse(struct act *a, void *with)
{
    return count_up(a, with) && fail(a, FAULT_INVALID, NULL, "だめ");
}

static void
a_gapless_counter_has_no_gap_after_a_refusal(struct test *t)
{
    struct act *a = act_for_test(t, store_for_test(t));
    int64_t number = 0;

    assert_true(act_write(a, count_up, &number));
    assert_int_equal(number, 1);
    assert_false(act_write(a, count_up_and_refuse, &number));
    assert_true(act_write(a, count_up, &number));
    assert_int_equal(number, 2);
}

static void
a_reading_store_does_not_write(struct test *t)
{
    struct store_options options = options_for_test(t);
    struct act *a;

    store_again(t, options);
    options.create = false;
    options.reading = true;
    a = act_for_test(t, store_again(t, options));
    assert_false(setting_put(a, "name", "x"));
    assert_non_null(strstr(a->faults->message, "読み取り専用"));
}

static void
a_reading_act_sees_one_moment(struct test *t)
{
    struct store *store = things_for_test(t);
    struct act *a = act_for_test(t, store);
    struct thing_list list;

    a->patient = true;
    assert_true(QUERY(a, &thing_all, list, { 0 }));
    assert_true(thing_write(store, 1, "あと"));
    assert_true(QUERY(a, &thing_all, list, { 0 }));
    assert_int_equal(list.count, 0);
}

static void
an_act_reads_what_it_wrote(struct test *t)
{
    struct act *a = act_for_test(t, things_for_test(t));
    struct thing it = thing_of(1, "一");
    struct thing_list list;

    assert_true(QUERY(a, &thing_all, list, { 0 }));
    assert_true(act_write(a, thing_add, &it));
    assert_true(QUERY(a, &thing_all, list, { 0 }));
    assert_int_equal(list.count, 1);
}

static bool
add_and_refuse(struct act *a, void *with)
{
    return thing_add(a, with) && fail(a, FAULT_INVALID, "name", "名前が正しくありません。");
}

static void
a_refused_act_changes_nothing_and_keeps_its_reason(struct test *t)
{
    struct store *store = things_for_test(t);
    struct act *a = act_for_test(t, store);
    struct thing it = thing_of(1, "一");

    assert_false(act_write(a, add_and_refuse, &it));
    assert_int_equal(a->fault_count, 1);
    assert_string_equal(a->faults->field, "name");
    assert_int_equal(things_count(store), 0);
}

static bool
write_inside(struct act *a, void *with)
{
    return act_write(a, thing_add, with);
}

static void
writing_inside_writing_is_the_same_transaction(struct test *t)
{
    struct store *store = things_for_test(t);
    struct thing it = thing_of(1, "一");
    struct store_numbers before = store_numbers(store);

    assert_true(act_write(act_for_test(t, store), write_inside, &it));
    assert_int_equal(store_numbers(store).acts, before.acts + 1);
}

const struct test_case store_tests[] = {
    CASE(a_folder_that_is_not_empty_is_not_initialised),
    CASE(the_folder_is_for_its_owner_only),
    CASE(the_installation_keeps_its_name),
    CASE(a_missing_keyring_is_refused),
    CASE(a_setting_comes_back),
    CASE(an_unknown_setting_is_empty),
    CASE(ids_are_never_given_twice),
    CASE(ids_go_on_after_opening_again),
    CASE(an_id_carries_its_site),
    CASE(a_gapless_counter_has_no_gap_after_a_refusal),
    CASE(a_reading_store_does_not_write),
    CASE(a_reading_act_sees_one_moment),
    CASE(an_act_reads_what_it_wrote),
    CASE(a_refused_act_changes_nothing_and_keeps_its_reason),
    CASE(writing_inside_writing_is_the_same_transaction),
    { 0 },
};
