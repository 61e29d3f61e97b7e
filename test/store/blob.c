#include "store/blob.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/keyring.h"
#include "store/open.h"
#include "store/tests.h"

static struct act *
act_with_contract(struct test *t)
{
    struct store *store = store_for_test(t);
    const char *why;

    assert_true(keyring_ensure(store_keyring(store), 3, &why));
    return act_for_test(t, store);
}

static char *
pattern(struct test *t, size_t size)
{
    char *bytes = arena_get(t->arena, size);

    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(i * 7 + i / 251);
    return bytes;
}

static const char *
path_of(struct act *a, const char *name)
{
    return arena_print(a->arena, "%s/blobs/%.2s/%s", store_folder(a->store), name, name);
}

static void
written_and_read(struct test *t, size_t size)
{
    struct act *a = act_with_contract(t);
    char *bytes = pattern(t, size);
    char name[BLOB_NAME];
    char *read;
    size_t got;

    assert_true(blob_write(a, 3, bytes, size, name));
    assert_true(blob_get(a, 3, name, 10000000, &read, &got));
    assert_int_equal(got, size);
    assert_memory_equal(read, bytes, size);
}

static void
an_empty_blob_comes_back(struct test *t)
{
    written_and_read(t, 0);
}

static void
a_small_blob_comes_back(struct test *t)
{
    written_and_read(t, 5);
}

static void
a_blob_of_exactly_one_chunk_comes_back(struct test *t)
{
    written_and_read(t, 65536);
}

static void
a_blob_of_many_chunks_comes_back(struct test *t)
{
    written_and_read(t, 65536 * 5 + 17);
}

static void
the_content_does_not_stand_in_the_file(struct test *t)
{
    struct act *a = act_with_contract(t);
    char name[BLOB_NAME];
    char *file;
    size_t length;
    const char *why;

    assert_true(blob_write(a, 3, "meeting minutes", 15, name));
    assert_true(file_read(a->arena, path_of(a, name), 1000, &file, &length, &why));
    assert_null(memmem(file, length, "minutes", 7));
}

static void
the_same_content_has_one_file_in_a_contract(struct test *t)
{
    struct act *a = act_with_contract(t);
    char one[BLOB_NAME];
    char other[BLOB_NAME];

    assert_true(blob_write(a, 3, "same", 4, one));
    assert_true(blob_write(a, 3, "same", 4, other));
    assert_string_equal(one, other);
}

static void
the_same_content_has_other_names_in_other_contracts(struct test *t)
{
    struct act *a = act_with_contract(t);
    char one[BLOB_NAME];
    char other[BLOB_NAME];

    assert_true(blob_write(a, 3, "same", 4, one));
    assert_true(blob_write(a, 0, "same", 4, other));
    assert_string_not_equal(one, other);
}

static void
reading_may_begin_anywhere(struct test *t)
{
    struct act *a = act_with_contract(t);
    char *bytes = pattern(t, 200000);
    struct blob_reader *r;
    char name[BLOB_NAME];
    char read[100];
    size_t got;

    assert_true(blob_write(a, 3, bytes, 200000, name));
    assert_true(blob_open(a, 3, name, &r));
    blob_seek(r, 131000);
    assert_true(blob_read(a, r, read, sizeof read, &got));
    assert_memory_equal(read, bytes + 131000, sizeof read);
}

static void
a_cut_off_blob_is_found(struct test *t)
{
    struct act *a = act_with_contract(t);
    char name[BLOB_NAME];
    char *read;
    size_t got;

    assert_true(blob_write(a, 3, pattern(t, 200000), 200000, name));
    assert_int_equal(truncate(path_of(a, name), 24 + 65536 + 28), 0);
    assert_false(blob_get(a, 3, name, 10000000, &read, &got));
}

static void
a_changed_blob_is_found(struct test *t)
{
    struct act *a = act_with_contract(t);
    char name[BLOB_NAME];
    char *read;
    size_t got;

    assert_true(blob_write(a, 3, pattern(t, 1000), 1000, name));
    change_byte(path_of(a, name), 500);
    assert_false(blob_get(a, 3, name, 10000000, &read, &got));
    assert_int_equal(act_fault_kind(a), FAULT_BROKEN);
}

static void
too_much_is_refused_and_leaves_nothing(struct test *t)
{
    struct arena scratch = { 0 };
    struct store *store = store_for_test(t);
    struct act a;
    struct blob_writer *w;
    const char *folder = arena_print(t->arena, "%s/blobs/new", store_folder(store));

    act_begin(&a, store, &scratch, NULL, ORIGIN_PAGE);
    assert_true(blob_begin(&a, 0, 10, &w));
    assert_true(blob_add(&a, w, "123456", 6));
    assert_false(blob_add(&a, w, "12345", 5));
    assert_int_equal(act_fault_kind(&a), FAULT_LARGE);
    act_end(&a);
    arena_release(&scratch);
    assert_int_equal(rmdir(folder), 0); /* works only when empty */
}

static void
a_name_that_is_no_name_is_missing(struct test *t)
{
    struct act *a = act_with_contract(t);
    struct blob_reader *r;

    assert_false(blob_open(a, 3, "../../tasuki.db", &r));
    assert_int_equal(act_fault_kind(a), FAULT_MISSING);
}

static bool
count_one(void *with, const struct blob_file *file)
{
    (void)file;
    ++*(int *)with;
    return true;
}

static void
removed_blobs_are_gone_and_others_stay(struct test *t)
{
    struct act *a = act_with_contract(t);
    char one[BLOB_NAME];
    char other[BLOB_NAME];
    int count = 0;

    assert_true(blob_write(a, 3, "1", 1, one) && blob_write(a, 3, "2", 1, other));
    assert_true(blob_remove(a, one) && blob_remove(a, one));
    assert_false(blob_exists(a, one));
    assert_true(blob_each(a, count_one, &count));
    assert_int_equal(count, 1);
}

static bool
is_same_file(struct act *a, const char *name, ino_t before)
{
    struct stat st;

    assert_int_equal(stat(path_of(a, name), &st), 0);
    return st.st_ino == before;
}

static void
a_blob_is_read_before_and_after_its_key_is_renewed(struct test *t)
{
    enum { SIZE = 200000 };
    struct act *a = act_with_contract(t);
    char *bytes = pattern(t, SIZE), *read;
    char name[BLOB_NAME];
    const char *why;
    struct stat st;
    size_t got;
    bool changed;

    assert_true(blob_write(a, 3, bytes, SIZE, name));
    assert_int_equal(stat(path_of(a, name), &st), 0);
    assert_true(keyring_renew(store_keyring(a->store), 3, &why));
    assert_true(blob_get(a, 3, name, 10000000, &read, &got));
    assert_true(blob_again(a, 3, name, &changed) && changed);
    assert_false(is_same_file(a, name, st.st_ino));
    assert_true(blob_get(a, 3, name, 10000000, &read, &got));
    assert_int_equal(got, SIZE);
    assert_memory_equal(read, bytes, SIZE);
    assert_true(blob_again(a, 3, name, &changed) && !changed);
}

static void
a_writer_keeps_its_key_when_another_comes(struct test *t)
{
    struct act *a = act_with_contract(t);
    struct blob_writer *w;
    char name[BLOB_NAME];
    const char *why;
    char *read;
    size_t got;

    assert_true(blob_begin(a, 3, 1000, &w));
    assert_true(keyring_renew(store_keyring(a->store), 3, &why));
    assert_true(blob_add(a, w, "abc", 3) && blob_end(a, w, name, NULL));
    assert_true(blob_get(a, 3, name, 100, &read, &got));
    assert_string_equal(read, "abc");
}

static void
a_blob_of_another_contract_is_not_touched(struct test *t)
{
    struct act *a = act_with_contract(t);
    char name[BLOB_NAME];
    const char *why;
    bool changed;

    assert_true(keyring_ensure(store_keyring(a->store), 4, &why));
    assert_true(blob_write(a, 3, "abc", 3, name));
    assert_true(keyring_renew(store_keyring(a->store), 3, &why));
    assert_true(keyring_renew(store_keyring(a->store), 4, &why));
    assert_true(blob_again(a, 4, name, &changed));
    assert_false(changed);
}

const struct test_case blob_tests[] = {
    CASE(a_blob_is_read_before_and_after_its_key_is_renewed),
    CASE(a_writer_keeps_its_key_when_another_comes),
    CASE(a_blob_of_another_contract_is_not_touched),
    CASE(an_empty_blob_comes_back),
    CASE(a_small_blob_comes_back),
    CASE(a_blob_of_exactly_one_chunk_comes_back),
    CASE(a_blob_of_many_chunks_comes_back),
    CASE(the_content_does_not_stand_in_the_file),
    CASE(the_same_content_has_one_file_in_a_contract),
    CASE(the_same_content_has_other_names_in_other_contracts),
    CASE(reading_may_begin_anywhere),
    CASE(a_cut_off_blob_is_found),
    CASE(a_changed_blob_is_found),
    CASE(too_much_is_refused_and_leaves_nothing),
    CASE(a_name_that_is_no_name_is_missing),
    CASE(removed_blobs_are_gone_and_others_stay),
    { 0 },
};
