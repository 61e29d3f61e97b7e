#include "store/keyring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/open.h"
#include "store/tests.h"

static struct keyring *
create(struct test *t, const char *folder)
{
    const char *why = NULL;
    struct keyring *ring = keyring_create(t->arena, folder, &why);

    assert_non_null(ring);
    return ring;
}

static struct keyring *
open_again(struct test *t, const char *folder)
{
    const char *why = NULL;
    struct keyring *ring = keyring_open(t->arena, folder, &why);

    assert_non_null(ring);
    return ring;
}

static void
assert_same_search_key(struct keyring *one, struct keyring *other, int64_t contract)
{
    uint8_t search[KEY_BYTES];

    memcpy(search, keyring_get(one, contract)->search, KEY_BYTES);
    assert_memory_equal(search, keyring_get(other, contract)->search, KEY_BYTES);
}

static void
a_new_keyring_opens_again_with_the_same_keys(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct keyring *ring = create(t, folder);
    const char *why;

    assert_true(keyring_ensure(ring, 7, &why));
    assert_same_search_key(ring, open_again(t, folder), 7);
}

static void
a_contract_without_key_has_none(struct test *t)
{
    assert_null(keyring_get(create(t, folder_for_test(t)), 12));
}

static void
a_missing_master_is_refused_and_not_made(struct test *t)
{
    const char *folder = folder_for_test(t);
    const char *master = arena_print(t->arena, "%s/keys/master", folder);
    const char *why = NULL;

    create(t, folder);
    assert_int_equal(unlink(master), 0);
    assert_null(keyring_open(t->arena, folder, &why));
    assert_false(file_exists(master));
}

static void
a_wrong_master_is_refused(struct test *t)
{
    const char *folder = folder_for_test(t);
    const char *why = NULL;
    const char *other = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";

    create(t, folder);
    assert_true(file_write(arena_print(t->arena, "%s/keys/master", folder), other, strlen(other),
                           0600, &why));
    assert_null(keyring_open(t->arena, folder, &why));
    assert_non_null(strstr(why, "マスター鍵が違う"));
}

static void
a_master_that_others_may_read_is_refused(struct test *t)
{
    const char *folder = folder_for_test(t);
    const char *why = NULL;

    create(t, folder);
    chmod(arena_print(t->arena, "%s/keys/master", folder), 0644);
    assert_null(keyring_open(t->arena, folder, &why));
    assert_non_null(strstr(why, "chmod 600"));
}

static void
files_of_two_keys_cannot_be_swapped(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct keyring *ring = create(t, folder);
    const char *why = NULL;

    assert_true(keyring_ensure(ring, 1, &why) && keyring_ensure(ring, 2, &why));
    assert_int_equal(rename(arena_print(t->arena, "%s/keys/contract-1", folder),
                            arena_print(t->arena, "%s/keys/contract-2", folder)),
                     0);
    assert_null(keyring_open(t->arena, folder, &why));
}

static void
a_master_from_the_environment_leaves_no_file(struct test *t)
{
    const char *folder = folder_for_test(t);

    setenv("TASUKI_MASTER_KEY", "00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff",
           1);
    create(t, folder);
    open_again(t, folder);
    unsetenv("TASUKI_MASTER_KEY");
    assert_false(file_exists(arena_print(t->arena, "%s/keys/master", folder)));
}

static void
a_key_made_by_another_process_is_found(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct keyring *ring = create(t, folder);
    const char *why;

    assert_true(keyring_ensure(open_again(t, folder), 5, &why));
    assert_non_null(keyring_get(ring, 5));
}

static void
two_rings_of_one_folder_make_one_key(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct keyring *one = create(t, folder);
    struct keyring *other = open_again(t, folder);
    const char *why;

    assert_true(keyring_ensure(one, 5, &why) && keyring_ensure(other, 5, &why));
    assert_same_search_key(one, other, 5);
}

static void
a_dropped_key_is_gone_for_every_ring(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct keyring *ring = create(t, folder);
    struct keyring *other;
    const char *why;

    assert_true(keyring_ensure(ring, 5, &why));
    other = open_again(t, folder);
    assert_non_null(keyring_get(other, 5));
    assert_true(keyring_drop(ring, 5, &why));
    assert_null(keyring_get(ring, 5));
    assert_true(keyring_refresh(other, &why));
    assert_null(keyring_get(other, 5));
}

static void
rotation_keeps_the_keys_and_changes_the_master(struct test *t)
{
    const char *folder = folder_for_test(t);
    const char *master = arena_print(t->arena, "%s/keys/master", folder);
    struct keyring *ring = create(t, folder);
    char *before;
    char *after;
    size_t length;
    const char *why;

    assert_true(keyring_ensure(ring, 5, &why));
    assert_true(file_read(t->arena, master, 100, &before, &length, &why));
    assert_true(keyring_rotate(ring, NULL, &why));
    assert_true(file_read(t->arena, master, 100, &after, &length, &why));
    assert_string_not_equal(before, after);
    assert_same_search_key(ring, open_again(t, folder), 5);
}

static void
a_ring_follows_the_rotation_of_another(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct keyring *ring = create(t, folder);
    struct keyring *other = open_again(t, folder);
    const char *why;

    assert_true(keyring_rotate(ring, NULL, &why));
    assert_true(keyring_ensure(other, 9, &why));
    assert_same_search_key(other, open_again(t, folder), 9);
}

static void
rotation_interrupted_between_the_renames_is_finished(struct test *t)
{
    const char *folder = folder_for_test(t);
    const char *keys = arena_print(t->arena, "%s/keys", folder);
    struct keyring *ring = create(t, folder);

    assert_int_equal(rename(keys, arena_print(t->arena, "%s.new", keys)), 0);
    assert_int_equal(mkdir(arena_print(t->arena, "%s.old", keys), 0700), 0);
    assert_same_search_key(ring, open_again(t, folder), 0);
    assert_false(file_exists(arena_print(t->arena, "%s.old", keys)));
}

static void
backup_keys_are_kept_and_dropped_by_id(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct keyring *ring = create(t, folder);
    struct backup_key made;
    struct backup_key *list;
    struct seal_key key;
    const char *why;

    assert_true(keyring_backup_make(ring, &made, &why));
    assert_int_equal(keyring_backups(open_again(t, folder), t->arena, &list), 1);
    assert_string_equal(list[0].id, made.id);
    assert_true(keyring_backup_get(ring, made.id, &key));
    seal_key_release(&key);
    assert_true(keyring_backup_drop(ring, made.id, &why));
    assert_false(keyring_backup_get(ring, made.id, &key));
}

static void
export_and_import(struct test *t, const char *passphrase)
{
    struct keyring *ring = create(t, folder_for_test(t));
    struct keyring *other = create(t, folder_for_test(t));
    const char *file = arena_print(t->arena, "%s/copy", folder_for_test(t));
    const char *why;

    assert_true(keyring_ensure(ring, 5, &why));
    assert_true(keyring_export(ring, file, passphrase, &why));
    assert_true(keyring_import(other, file, passphrase, &why));
    assert_same_search_key(ring, other, 0);
    assert_same_search_key(ring, other, 5);
}

static void
an_exported_keyring_can_be_imported(struct test *t)
{
    export_and_import(t, NULL);
}

static void
an_exported_keyring_opens_with_its_passphrase(struct test *t)
{
    export_and_import(t, "春はあけぼの");
}

static void
a_wrong_passphrase_opens_no_copy(struct test *t)
{
    struct keyring *ring = create(t, folder_for_test(t));
    const char *file = arena_print(t->arena, "%s/copy", folder_for_test(t));
    const char *why;

    assert_true(keyring_export(ring, file, "正しい", &why));
    assert_false(keyring_import(ring, file, "違う", &why));
    assert_non_null(strstr(why, "パスフレーズ"));
}

static void
a_changed_copy_is_refused(struct test *t)
{
    struct keyring *ring = create(t, folder_for_test(t));
    const char *file = arena_print(t->arena, "%s/copy", folder_for_test(t));
    char *bytes;
    size_t length;
    const char *why;

    assert_true(keyring_export(ring, file, NULL, &why));
    assert_true(file_read(t->arena, file, 10000, &bytes, &length, &why));
    bytes[length - 40] ^= 1;
    assert_true(file_write(file, bytes, length, 0600, &why));
    assert_false(keyring_import(ring, file, NULL, &why));
}

static void
every_exported_copy_is_noted(struct test *t)
{
    struct keyring *ring = create(t, folder_for_test(t));
    const char *file = arena_print(t->arena, "%s/copy", folder_for_test(t));
    const char *lines;
    const char *why;

    assert_true(keyring_export(ring, file, NULL, &why));
    assert_true(keyring_rotate(ring, NULL, &why));
    assert_true(keyring_copies(ring, t->arena, &lines));
    assert_non_null(strstr(lines, file));
}

static void
a_copy_is_never_written_over_a_file(struct test *t)
{
    struct keyring *ring = create(t, folder_for_test(t));
    const char *file = arena_print(t->arena, "%s/copy", folder_for_test(t));
    const char *why;

    assert_true(keyring_export(ring, file, NULL, &why));
    assert_false(keyring_export(ring, file, NULL, &why));
}

static void
many_contracts_keep_their_own_keys(struct test *t)
{
    struct keyring *ring = create(t, folder_for_test(t));
    uint8_t first[KEY_BYTES];
    const char *why;

    for (int64_t i = 1; i <= 600; i++)
        assert_true(keyring_ensure(ring, i, &why));
    memcpy(first, keyring_get(ring, 1)->search, KEY_BYTES);
    for (int64_t i = 1; i <= 600; i++)
        assert_int_equal(keyring_get(ring, i)->contract, i);
    assert_memory_equal(first, keyring_get(ring, 1)->search, KEY_BYTES);
}

static void
a_renewed_key_seals_and_the_first_still_opens(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct keyring *ring = create(t, folder), *other = open_again(t, folder);
    uint32_t first, second;
    const char *why;

    assert_true(keyring_ensure(ring, 5, &why));
    first = keyring_get(ring, 5)->newest->id;
    assert_true(keyring_renew(ring, 5, &why));
    second = keyring_get(ring, 5)->newest->id;
    assert_int_not_equal(second, first);
    assert_int_equal(keyring_get_by_id(ring, 5, first)->id, first);
    assert_null(keyring_get_by_id(ring, 5, first ^ second ^ 1));
    /* another process finds it by its id, and seals with it from then on */
    assert_int_equal(keyring_get_by_id(other, 5, second)->id, second);
    assert_int_equal(keyring_get(other, 5)->newest->id, second);
}

static void
renewing_changes_neither_search_nor_equality(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct keyring *ring = create(t, folder);
    uint8_t search[KEY_BYTES], equality[KEY_BYTES];
    const char *why;

    assert_true(keyring_ensure(ring, 5, &why));
    memcpy(search, keyring_get(ring, 5)->search, KEY_BYTES);
    memcpy(equality, keyring_get(ring, 5)->equality, KEY_BYTES);
    assert_true(keyring_renew(ring, 5, &why));
    assert_memory_equal(search, keyring_get(ring, 5)->search, KEY_BYTES);
    assert_memory_equal(equality, keyring_get(ring, 5)->equality, KEY_BYTES);
}

static void
a_contract_without_key_is_not_renewed(struct test *t)
{
    const char *why = NULL;

    assert_false(keyring_renew(create(t, folder_for_test(t)), 5, &why));
    assert_non_null(why);
}

static void
renewed_keys_are_rotated_copied_and_counted(struct test *t)
{
    const char *folder = folder_for_test(t);
    const char *file = arena_print(t->arena, "%s/copy", folder_for_test(t));
    struct keyring *ring = create(t, folder), *other = create(t, folder_for_test(t));
    struct data_key_facts *facts;
    int64_t *contracts;
    const char *why;

    assert_true(keyring_ensure(ring, 5, &why));
    assert_true(keyring_renew(ring, 5, &why) && keyring_renew(ring, 5, &why));
    assert_true(keyring_rotate(ring, NULL, &why));
    assert_true(keyring_export(ring, file, NULL, &why));
    assert_true(keyring_import(other, file, NULL, &why));
    assert_int_equal(keyring_contracts(other, t->arena, &contracts), 2);
    assert_int_equal(keyring_data_keys(other, t->arena, 5, &facts), 3);
    assert_true(facts[0].made.us > facts[1].made.us && facts[1].made.us > facts[2].made.us);
    for (size_t i = 0; i < 3; i++)
        assert_non_null(keyring_get_by_id(other, 5, facts[i].id));
    assert_int_equal(keyring_get(other, 5)->newest->id, facts[0].id);
}

static void
dropping_a_contract_drops_all_its_keys(struct test *t)
{
    const char *folder = folder_for_test(t);
    struct keyring *ring = create(t, folder), *other = open_again(t, folder);
    struct data_key_facts *facts;
    uint32_t id;
    const char *why;

    assert_true(keyring_ensure(ring, 5, &why) && keyring_ensure(ring, 6, &why));
    /* made by another process: the ring that drops has not heard of it */
    assert_true(keyring_renew(other, 5, &why));
    id = keyring_get(other, 5)->newest->id;
    assert_true(keyring_drop(ring, 5, &why));
    assert_null(keyring_get_by_id(ring, 5, id));
    assert_null(keyring_get(open_again(t, folder), 5));
    assert_int_equal(keyring_data_keys(open_again(t, folder), t->arena, 5, &facts), 0);
    assert_non_null(keyring_get(ring, 6));
}

const struct test_case keyring_tests[] = {
    CASE(a_new_keyring_opens_again_with_the_same_keys),
    CASE(a_contract_without_key_has_none),
    CASE(a_missing_master_is_refused_and_not_made),
    CASE(a_wrong_master_is_refused),
    CASE(a_master_that_others_may_read_is_refused),
    CASE(files_of_two_keys_cannot_be_swapped),
    CASE(a_master_from_the_environment_leaves_no_file),
    CASE(a_key_made_by_another_process_is_found),
    CASE(two_rings_of_one_folder_make_one_key),
    CASE(a_dropped_key_is_gone_for_every_ring),
    CASE(rotation_keeps_the_keys_and_changes_the_master),
    CASE(a_ring_follows_the_rotation_of_another),
    CASE(rotation_interrupted_between_the_renames_is_finished),
    CASE(backup_keys_are_kept_and_dropped_by_id),
    CASE(an_exported_keyring_can_be_imported),
    CASE(an_exported_keyring_opens_with_its_passphrase),
    CASE(a_wrong_passphrase_opens_no_copy),
    CASE(a_changed_copy_is_refused),
    CASE(every_exported_copy_is_noted),
    CASE(a_copy_is_never_written_over_a_file),
    CASE(many_contracts_keep_their_own_keys),
    CASE(a_renewed_key_seals_and_the_first_still_opens),
    CASE(renewing_changes_neither_search_nor_equality),
    CASE(a_contract_without_key_is_not_renewed),
    CASE(renewed_keys_are_rotated_copied_and_counted),
    CASE(dropping_a_contract_drops_all_its_keys),
    { 0 },
};
