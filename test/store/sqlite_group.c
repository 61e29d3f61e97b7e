#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "store/open.h"
#include "store/sqlite.h"
#include "store/tests.h"
#include "store/thing.h"
#include "store/words.h"

enum { WRITERS = 12, PAGE_ROOM = 4 };

struct writer {
    struct store *store;
    bool (*work)(struct act *, void *);
    bool soon;
    struct thing thing;
    struct arena arena;
    struct act act;
    pthread_t thread;
    bool done;
};

static void *
write_one(void *with)
{
    struct writer *w = with;

    act_begin(&w->act, w->store, &w->arena, NULL, ORIGIN_COMMAND);
    w->done = (w->soon ? act_write_soon : act_write)(&w->act, w->work, &w->thing);
    act_end(&w->act);
    return NULL;
}

static int
waiting_count(struct sqlite *s)
{
    int count = 0;

    pthread_mutex_lock(&s->queue_mutex);
    for (struct waiting *w = s->first; w; w = w->next)
        count++;
    pthread_mutex_unlock(&s->queue_mutex);
    return count;
}

/* Holds the writer until all others wait, and longer than a group may last, so that they
   all come into the next one. */
static bool
hold_the_writer(struct act *a, void *with)
{
    (void)with;
    while (waiting_count(a->store->state) < WRITERS)
        usleep(1000);
    usleep(40 * 1000);
    return true;
}

/* The same within the time of a group. */
static bool
hold_the_writer_shortly(struct act *a, void *with)
{
    (void)with;
    while (waiting_count(a->store->state) < WRITERS)
        usleep(100);
    return true;
}

/* Runs one act in each of WRITERS threads, all in one group. */
static struct writer *
write_behind(struct test *t, struct store *store, bool (*work)(struct act *, void *), bool soon)
{
    struct writer *all = NEW_ARRAY(t->arena, WRITERS, struct writer);
    struct writer holder = { .store = store, .soon = soon };

    holder.work = soon ? hold_the_writer_shortly : hold_the_writer;
    assert_int_equal(pthread_create(&holder.thread, NULL, write_one, &holder), 0);
    usleep(5000);
    for (int i = 0; i < WRITERS; i++) {
        all[i].store = store;
        all[i].work = work;
        all[i].thing = thing_of(i + 1, arena_print(t->arena, "名前%d", i));
        assert_int_equal(pthread_create(&all[i].thread, NULL, write_one, &all[i]), 0);
    }
    pthread_join(holder.thread, NULL);
    arena_release(&holder.arena);
    for (int i = 0; i < WRITERS; i++)
        pthread_join(all[i].thread, NULL);
    return all;
}

static struct writer *
write_together(struct test *t, struct store *store, bool (*work)(struct act *, void *))
{
    return write_behind(t, store, work, false);
}

static void
release_all(struct writer *all)
{
    for (int i = 0; i < WRITERS; i++)
        arena_release(&all[i].arena);
}

static void
acts_that_wait_share_one_commit(struct test *t)
{
    struct store *store = things_for_test(t);
    int64_t before = store_numbers(store).groups;
    struct writer *all = write_together(t, store, thing_add);

    assert_int_equal(store_numbers(store).groups, before + 2);
    assert_int_equal(things_count(store), WRITERS);
    release_all(all);
}

static bool
refuse_odd(struct act *a, void *with)
{
    const struct thing *it = with;

    return thing_add(a, with) && (it->id % 2 == 0 || fail(a, FAULT_INVALID, NULL, "奇数です。"));
}

static void
an_act_that_refuses_leaves_the_others(struct test *t)
{
    struct store *store = things_for_test(t);
    struct writer *all = write_together(t, store, refuse_odd);

    assert_int_equal(things_count(store), WRITERS / 2);
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(all[i].done, all[i].thing.id % 2 == 0);
        assert_int_equal(all[i].act.fault_count, all[i].done ? 0 : 1);
    }
    release_all(all);
}

static bool
set_room(struct act *a, void *with)
{
    int64_t more = *(const int64_t *)with;
    struct sqlite *s = a->store->state;
    int64_t pages = link_number(s->writer, "PRAGMA page_count");

    return a->store->engine->script(
        a, arena_print(a->arena, "PRAGMA max_page_count=%d", (int)(pages + more)));
}

static void
leave_room(struct test *t, struct store *store, int64_t pages)
{
    assert_true(act_write(act_for_test(t, store), set_room, &pages));
}

static bool
add_big(struct act *a, void *with)
{
    struct thing it = *(struct thing *)with;

    it.body.size = 4096 * PAGE_ROOM * 4;
    it.body.data = arena_get(a->arena, it.body.size);
    return thing_add(a, &it);
}

/* The last of the group fills more than the room that is left. */
static bool
add_last_big(struct act *a, void *with)
{
    static _Atomic int added;

    return ++added % WRITERS ? thing_add(a, with) : add_big(a, with);
}

static void
a_full_disk_answers_the_whole_group_with_503(struct test *t)
{
    struct store *store = things_for_test(t);
    struct writer *all;

    leave_room(t, store, PAGE_ROOM);
    all = write_together(t, store, add_last_big);
    for (int i = 0; i < WRITERS; i++) {
        assert_false(all[i].done);
        assert_int_equal(all[i].act.fault_count, 1);
        assert_int_equal(fault_face(act_fault_kind(&all[i].act))->http, 503);
    }
    assert_int_equal(things_count(store), 0);
    release_all(all);
}

static void
after_a_full_disk_writing_goes_on(struct test *t)
{
    struct store *store = things_for_test(t);
    struct thing big = thing_of(7, "大");

    leave_room(t, store, PAGE_ROOM);
    assert_false(act_write(act_for_test(t, store), add_big, &big));
    leave_room(t, store, 100000);
    assert_true(act_write(act_for_test(t, store), add_big, &big));
    assert_int_equal(things_count(store), 1);
}

static bool
take_id_and_fill(struct act *a, void *with)
{
    struct thing big = thing_of(7, "大");

    return id_next(a, with) && add_big(a, &big);
}

static void
ids_of_a_lost_group_are_not_given_again(struct test *t)
{
    struct store *store = things_for_test(t);
    int64_t lost = 0;
    int64_t next = 0;

    leave_room(t, store, PAGE_ROOM);
    assert_false(act_write(act_for_test(t, store), take_id_and_fill, &lost));
    leave_room(t, store, 100000);
    assert_true(id_next(act_for_test(t, store), &next));
    assert_true(lost > 0 && next > lost);
}

static const char *
scope_of_all(struct arena *arena)
{
    struct buffer scope = { .arena = arena };

    words_scope(&scope, SCOPE_LEDGER, 1);
    return buffer_string(&scope);
}

static bool
index_thing(struct act *a, void *with)
{
    const struct thing *it = with;
    struct words none = { "", "" };
    struct words now = { it->name, scope_of_all(a->arena) };

    return words_put(a, it->id, none, now) && refuse_odd(a, with);
}

static void
words_of_a_group_are_found_after_it(struct test *t)
{
    struct store *store = things_for_test(t);
    struct writer *all = write_together(t, store, index_thing);
    const char *const scope[] = { scope_of_all(t->arena), NULL };
    struct words_query query = { .text = "名前", .scope = scope, .most = 50 };
    int64_t ids[50];
    size_t count = 50;

    assert_true(words_find(act_for_test(t, store), &query, ids, &count));
    assert_int_equal(count, WRITERS / 2);
    release_all(all);
}

static void
what_waits_at_the_end_is_still_written(struct test *t)
{
    struct store_options options = options_for_test(t);
    const char *why = NULL;
    struct store *store = store_open(t->arena, &options, &why);

    things_make(t, store);
    assert_true(thing_write(store, 1, "一"));
    store_close(store);
    options.create = false;
    assert_int_equal(things_count(store_again(t, options)), 1);
}

static off_t
wal_size(struct test *t, struct store *store)
{
    struct stat found = { 0 };

    stat(arena_print(t->arena, "%s/tasuki.db-wal", store_folder(store)), &found);
    return found.st_size;
}

static void
the_wal_is_emptied_when_nothing_happens(struct test *t)
{
    struct store *store = things_for_test(t);

    assert_true(thing_write(store, 1, "一"));
    for (int i = 0; i < 300 && wal_size(t, store) > 0; i++)
        usleep(10000);
    assert_int_equal(wal_size(t, store), 0);
}

static bool
waits_for_the_disk(struct store *store)
{
    return link_number(((struct sqlite *)store->state)->writer, "PRAGMA synchronous") == 2;
}

static void
only_a_write_that_may_be_late_does_not_wait_for_the_disk(struct test *t)
{
    struct store *store = things_for_test(t);
    struct thing it = thing_of(1, "一");

    assert_true(act_write_soon(act_for_test(t, store), thing_add, &it));
    assert_false(waits_for_the_disk(store));
    assert_int_equal(things_count(store), 1);
    assert_true(thing_write(store, 2, "二"));
    assert_true(waits_for_the_disk(store));
    assert_int_equal(things_count(store), 2);
}

static void
who_waits_for_the_disk_joins_no_group_that_does_not(struct test *t)
{
    struct store *store = things_for_test(t);
    struct writer *all = write_behind(t, store, thing_add, true);

    assert_true(waits_for_the_disk(store));
    assert_int_equal(things_count(store), WRITERS);
    release_all(all);
}

const struct test_case sqlite_group_tests[] = {
    CASE(acts_that_wait_share_one_commit),
    CASE(an_act_that_refuses_leaves_the_others),
    CASE(a_full_disk_answers_the_whole_group_with_503),
    CASE(after_a_full_disk_writing_goes_on),
    CASE(ids_of_a_lost_group_are_not_given_again),
    CASE(words_of_a_group_are_found_after_it),
    CASE(what_waits_at_the_end_is_still_written),
    CASE(the_wal_is_emptied_when_nothing_happens),
    CASE(only_a_write_that_may_be_late_does_not_wait_for_the_disk),
    CASE(who_waits_for_the_disk_joins_no_group_that_does_not),
    { 0 },
};
