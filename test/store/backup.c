#include "store/backup.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/blob.h"
#include "store/keyring.h"
#include "store/open.h"
#include "store/restore.h"
#include "store/seal.h"
#include "store/tests.h"
#include "store/thing.h"

static const struct table *const tables[] = { &thing_table };
static const struct backup_options options = { .tables = tables, .table_count = 1, .head = "" };

static const char *
archive_of(struct test *t)
{
    return arena_print(t->arena, "%s/archive", folder_for_test(t));
}

static struct act *
with_things(struct test *t, int count)
{
    struct store *store = things_for_test(t);

    for (int i = 1; i <= count; i++)
        assert_true(thing_write(store, i, arena_print(t->arena, "物%d", i)));
    return act_for_test(t, store);
}

static void
written(struct act *a, const char *path, struct backup_facts *facts)
{
    assert_true(backup_write(a, path, &options, facts));
}

/* A fresh store with the keys of `from` and the things' table. */
static struct act *
empty_with_keys(struct test *t, struct act *from, struct store_options *where)
{
    const char *copy = arena_print(t->arena, "%s/keys", folder_for_test(t));
    struct store *store;
    struct act *a;
    const char *why;

    *where = options_for_test(t);
    store = store_again(t, *where);
    things_make(t, store);
    assert_true(keyring_export(store_keyring(from->store), copy, NULL, &why));
    assert_true(keyring_import(store_keyring(store), copy, NULL, &why));
    a = act_for_test(t, store);
    return a;
}

static void
restored(struct act *a, const char *path)
{
    struct backup_facts facts;

    assert_true(restore_read(a, path, &options, &facts));
}

static struct thing_list
things_of(struct act *a)
{
    struct thing_list list;

    act_end(a);
    assert_true(query_rows(a, &thing_all, &list.rows, &list.count, sizeof *list.rows, UNBOUND));
    return list;
}

static void
a_backup_counts_what_it_holds(struct test *t)
{
    struct act *a = with_things(t, 5);
    struct backup_facts facts;
    char name[BLOB_NAME];

    assert_true(blob_write(a, 0, "blob", 4, name));
    written(a, archive_of(t), &facts);
    assert_int_equal(facts.blobs, 1);
    assert_true(facts.rows >= 5);
    assert_string_equal(facts.installation, store_installation(a->store));
}

static void
rows_come_back_as_they_were(struct test *t)
{
    struct act *a = with_things(t, 3);
    const char *path = archive_of(t);
    struct backup_facts facts;
    struct store_options where;
    struct act *to;
    struct thing_list before;
    struct thing_list after;

    written(a, path, &facts);
    to = empty_with_keys(t, a, &where);
    restored(to, path);
    before = things_of(a);
    after = things_of(to);
    assert_int_equal(after.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(after.rows[i].id, before.rows[i].id);
        assert_string_equal(after.rows[i].name, before.rows[i].name);
        assert_string_equal(after.rows[i].note, before.rows[i].note);
        assert_int_equal(after.rows[i].amount.yen, before.rows[i].amount.yen);
        assert_int_equal(after.rows[i].day.day, before.rows[i].day.day);
        assert_int_equal(after.rows[i].at.us, before.rows[i].at.us);
        assert_int_equal(after.rows[i].body.size, before.rows[i].body.size);
    }
}

static bool
add_awkward(struct act *a, void *with)
{
    struct thing thing = thing_of(1, "a\"b,\nc\"\",\"\n");

    (void)with;
    thing.note = "";
    thing.amount.yen = NO_NUMBER;
    thing.day.day = 0;
    thing.at.us = 0;
    thing.body = (struct bytes){ "\0\xff\n\"", 4 };
    return thing_add(a, &thing);
}

static void
awkward_values_come_back(struct test *t)
{
    struct act *a = with_things(t, 0);
    const char *path = archive_of(t);
    struct backup_facts facts;
    struct store_options where;
    struct act *to;
    struct thing got;

    assert_true(act_write(a, add_awkward, NULL));
    written(a, path, &facts);
    to = empty_with_keys(t, a, &where);
    restored(to, path);
    got = things_of(to).rows[0];
    assert_string_equal(got.name, "a\"b,\nc\"\",\"\n");
    assert_int_equal(got.amount.yen, NO_NUMBER);
    assert_int_equal(got.day.day, 0);
    assert_int_equal(got.at.us, 0);
    assert_memory_equal(got.body.data, "\0\xff\n\"", 4);
}

static void
a_restored_folder_is_the_same_installation(struct test *t)
{
    struct act *a = with_things(t, 1);
    const char *path = archive_of(t);
    struct place place = { 0, "person", 9, "name" };
    struct backup_facts facts;
    struct store_options where;
    struct bytes sealed;
    struct act *to;
    const char *text;

    assert_true(seal_value(a, &place, "青葉", &sealed));
    written(a, path, &facts);
    to = empty_with_keys(t, a, &where);
    restored(to, path);
    where.create = false;
    to = act_for_test(t, store_again(t, (struct store_options){ .folder = where.folder,
                                                                .database = where.database,
                                                                .reading = true }));
    assert_string_equal(store_installation(to->store), store_installation(a->store));
    assert_true(open_value(to, &place, sealed, &text));
}

static bool
take_id(struct act *a, void *with)
{
    return id_next(a, with);
}

static bool
take_id_beside(struct act *a, void *with)
{
    return act_write(a, take_id, with);
}

static void
ids_go_on_behind_the_restored_ones(struct test *t)
{
    struct act *a = with_things(t, 1);
    const char *path = archive_of(t);
    struct backup_facts facts;
    int64_t used = 0;
    int64_t next = 0;

    for (int i = 0; i < 5; i++)
        assert_true(act_write(a, take_id, &used));
    written(a, path, &facts);
    assert_true(restore_rehearse(a, path, &options, take_id_beside, &next, &facts));
    assert_true(next > used);
}

static bool
add_far_row(struct act *a, void *with)
{
    static const struct query add = {
        .name = "test.history",
        .sql = "INSERT INTO history (at, actor, session, origin, request, ledger, record, action,"
               " reason, detail, detail_hash, txid) VALUES ('', 0, 0, '', '', '', 0, '', '', '',"
               " :hash, 7000000)",
    };

    (void)with;
    return query_run(a, &add, NULL, BOUND(bind_bytes("hash", (struct bytes){ "", 1 })));
}

static void
transactions_go_on_behind_the_restored_ones(struct test *t)
{
    struct act *a = with_things(t, 1);
    const char *path = archive_of(t);
    struct backup_facts facts;
    struct store_options where;
    struct act *to;
    const char *base;

    assert_true(act_write(a, add_far_row, NULL));
    written(a, path, &facts);
    to = empty_with_keys(t, a, &where);
    restored(to, path);
    assert_true(setting_get(to, "history.txid_base", &base));
    assert_string_equal(base, "7000000");
}

static void
blobs_come_back(struct test *t)
{
    struct act *a = with_things(t, 0);
    const char *path = archive_of(t);
    struct backup_facts facts;
    struct store_options where;
    struct act *to;
    char name[BLOB_NAME];
    char *bytes;
    size_t size;

    assert_true(blob_write(a, 0, "blob", 4, name));
    written(a, path, &facts);
    to = empty_with_keys(t, a, &where);
    restored(to, path);
    assert_true(blob_get(to, 0, name, 100, &bytes, &size));
    assert_memory_equal(bytes, "blob", 4);
}

static void
a_folder_with_records_is_not_restored_into(struct test *t)
{
    struct act *a = with_things(t, 2);
    const char *path = archive_of(t);
    struct backup_facts facts;

    written(a, path, &facts);
    assert_false(restore_read(a, path, &options, &facts));
    assert_int_equal(act_fault_kind(a), FAULT_CLASH);
    assert_int_equal(things_of(a).count, 2);
}

static void
a_changed_archive_restores_nothing(struct test *t)
{
    struct act *a = with_things(t, 2);
    const char *path = archive_of(t);
    struct backup_facts facts;
    struct store_options where;
    struct act *to;

    written(a, path, &facts);
    change_byte(path, facts.bytes - 100);
    to = empty_with_keys(t, a, &where);
    assert_false(restore_read(to, path, &options, &facts));
    assert_int_equal(things_of(to).count, 0);
}

static void
a_cut_off_archive_is_found(struct test *t)
{
    struct act *a = with_things(t, 2);
    const char *path = archive_of(t);
    struct backup_facts facts;

    written(a, path, &facts);
    assert_int_equal(truncate(path, facts.bytes - 1), 0);
    assert_false(backup_verify(a, path, &facts));
}

static void
an_archive_without_its_key_says_so(struct test *t)
{
    struct act *a = with_things(t, 2);
    const char *path = archive_of(t);
    struct backup_facts facts;
    const char *why;

    written(a, path, &facts);
    assert_true(keyring_backup_drop(store_keyring(a->store), facts.id, &why));
    assert_false(backup_verify(a, path, &facts));
    assert_non_null(strstr(a->faults->message, "鍵がありません"));
}

static void
names_do_not_stand_in_the_archive(struct test *t)
{
    struct act *a = with_things(t, 2);
    const char *path = archive_of(t);
    struct backup_facts facts;
    char *bytes;
    size_t length;
    const char *why;

    written(a, path, &facts);
    assert_true(file_read(t->arena, path, 1 << 24, &bytes, &length, &why));
    assert_null(memmem(bytes, length, "物1", strlen("物1")));
}

static void
an_archive_is_never_written_over(struct test *t)
{
    struct act *a = with_things(t, 1);
    const char *path = archive_of(t);
    struct backup_facts facts;

    written(a, path, &facts);
    assert_false(backup_write(a, path, &options, &facts));
}

static void
a_failed_backup_leaves_no_file_and_no_key(struct test *t)
{
    struct act *a = with_things(t, 1);
    const char *path = arena_print(t->arena, "%s/no/such/folder", folder_for_test(t));
    struct backup_facts facts;
    struct backup_key *list;

    assert_false(backup_write(a, path, &options, &facts));
    assert_int_equal(keyring_backups(store_keyring(a->store), t->arena, &list), 0);
}

static bool
count_things(struct act *restored_act, void *with)
{
    *(size_t *)with = things_of(restored_act).count;
    return true;
}

static void
a_rehearsal_restores_beside_and_cleans_up(struct test *t)
{
    struct act *a = with_things(t, 4);
    const char *path = archive_of(t);
    struct backup_facts facts;
    size_t count = 0;

    written(a, path, &facts);
    assert_true(restore_rehearse(a, path, &options, count_things, &count, &facts));
    assert_int_equal(count, 4);
    assert_false(file_exists(arena_print(t->arena, "%s/rehearsal", store_folder(a->store))));
}

static void
custom_columns_come_back(struct test *t)
{
    struct act *a = with_things(t, 1);
    const char *path = archive_of(t);
    struct table wider = thing_table;
    struct table_column columns[32] = { 0 };
    const struct table *const list[] = { &wider };
    const struct backup_options custom = { .tables = list, .table_count = 1 };
    struct backup_facts facts;
    struct store_options where;
    struct act *to;
    size_t count = 0;
    bool current;

    for (; thing_table.columns[count].name; count++)
        columns[count] = thing_table.columns[count];
    columns[count] = (struct table_column){ "x_900", COLUMN_TEXT, .comment = "追加" };
    wider.columns = columns;
    assert_true(schema_apply(a->store, a, list, 1, NULL));
    assert_true(backup_write(a, path, &custom, &facts));
    to = empty_with_keys(t, a, &where);
    restored(to, path);
    assert_true(schema_is_current(to, list, 1, &current));
}

const struct test_case backup_tests[] = {
    CASE(a_backup_counts_what_it_holds),
    CASE(rows_come_back_as_they_were),
    CASE(awkward_values_come_back),
    CASE(a_restored_folder_is_the_same_installation),
    CASE(ids_go_on_behind_the_restored_ones),
    CASE(transactions_go_on_behind_the_restored_ones),
    CASE(blobs_come_back),
    CASE(a_folder_with_records_is_not_restored_into),
    CASE(a_changed_archive_restores_nothing),
    CASE(a_cut_off_archive_is_found),
    CASE(an_archive_without_its_key_says_so),
    CASE(names_do_not_stand_in_the_archive),
    CASE(an_archive_is_never_written_over),
    CASE(a_failed_backup_leaves_no_file_and_no_key),
    CASE(a_rehearsal_restores_beside_and_cleans_up),
    CASE(custom_columns_come_back),
    { 0 },
};
