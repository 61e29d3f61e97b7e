#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/tests.h"

static void
remove_folder(void *folder)
{
    const char *why;

    folder_remove(folder, &why);
}

/* A fresh folder that goes with the test. */
static const char *
folder_fresh(struct test *t)
{
    char *folder = arena_copy(t->arena, "/tmp/tasuki-file-XXXXXX");

    assert_non_null(mkdtemp(folder));
    arena_defer(t->arena, remove_folder, folder);
    return folder;
}

static int
entry_count(const char *folder)
{
    DIR *entries = opendir(folder);
    int count = 0;

    assert_non_null(entries);
    while (readdir(entries))
        count++;
    closedir(entries);
    return count - 2;
}

static void
what_is_written_is_read_with_its_mode(struct test *t)
{
    const char *folder = folder_fresh(t);
    const char *path = arena_print(t->arena, "%s/a", folder);
    struct stat facts;
    const char *why;
    size_t length;
    char *bytes;

    assert_true(file_write(path, "first", 5, 0640, &why));
    assert_true(file_write(path, "a\0b", 3, 0600, &why));
    assert_true(file_read(t->arena, path, 3, &bytes, &length, &why));
    assert_int_equal(length, 3);
    assert_memory_equal(bytes, "a\0b", 4);
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_int_equal(entry_count(folder), 1);
}

static void
an_empty_file_is_read(struct test *t)
{
    const char *path = arena_print(t->arena, "%s/a", folder_fresh(t));
    const char *why;
    size_t length = 1;
    char *bytes;

    assert_true(file_write(path, NULL, 0, 0600, &why));
    assert_true(file_read(t->arena, path, 0, &bytes, &length, &why));
    assert_int_equal(length, 0);
    assert_string_equal(bytes, "");
}

static void
a_larger_file_than_the_limit_is_refused(struct test *t)
{
    const char *path = arena_print(t->arena, "%s/a", folder_fresh(t));
    const char *why;
    size_t length;
    char *bytes;

    assert_true(file_write(path, "1234", 4, 0600, &why));
    assert_false(file_read(t->arena, path, 3, &bytes, &length, &why));
    assert_string_equal(why, "ファイルが大きすぎます。");
    /* Files of /proc say 0 bytes and have more. */
    assert_false(file_read(t->arena, "/proc/self/status", 10, &bytes, &length, &why));
}

static void
what_is_no_file_is_refused(struct test *t)
{
    const char *folder = folder_fresh(t);
    const char *pipe_path = arena_print(t->arena, "%s/pipe", folder);
    const char *why;
    size_t length;
    char *bytes;

    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    assert_false(file_read(t->arena, pipe_path, 10, &bytes, &length, &why));
    assert_string_equal(why, "ふつうのファイルではありません。");
    assert_false(file_read(t->arena, folder, 10, &bytes, &length, &why));
    assert_string_equal(why, "フォルダです。ファイルを指定してください。");
    assert_false(
        file_read(t->arena, arena_print(t->arena, "%s/x", folder), 10, &bytes, &length, &why));
    assert_string_equal(why, "ありません。場所と名前を確かめてください。");
}

static void
a_failed_write_leaves_nothing_behind(struct test *t)
{
    const char *folder = folder_fresh(t);
    const char *path = arena_print(t->arena, "%s/a", folder);
    const char *why;

    assert_int_equal(mkdir(path, 0700), 0);
    assert_false(file_write(path, "x", 1, 0600, &why));
    assert_string_equal(why, "フォルダです。ファイルを指定してください。");
    assert_int_equal(entry_count(folder), 1);
    assert_false(file_write(arena_print(t->arena, "%s/no/a", folder), "x", 1, 0600, &why));
}

static void
folders_are_made_with_their_parents(struct test *t)
{
    const char *folder = folder_fresh(t);
    const char *path = arena_print(t->arena, "%s/b/c/", folder);
    struct stat facts;
    const char *why;

    assert_true(folder_make(path, 0700, &why));
    assert_true(folder_make(path, 0755, &why));
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0700);
    assert_int_equal(stat(arena_print(t->arena, "%s/b", folder), &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0755);
    assert_true(file_exists(path));
    assert_int_equal(rmdir(path), 0);
    assert_false(file_exists(path));
}

static void
a_file_in_the_way_of_a_folder_is_told(struct test *t)
{
    const char *path = arena_print(t->arena, "%s/a", folder_fresh(t));
    const char *why;

    assert_true(file_write(path, "", 0, 0600, &why));
    assert_false(folder_make(path, 0700, &why));
    assert_string_equal(why, "途中にフォルダでないものがあります。");
    assert_false(folder_make(arena_print(t->arena, "%s/b", path), 0700, &why));
    assert_string_equal(why, "途中にフォルダでないものがあります。");
    assert_false(folder_make("", 0700, &why));
}

static void
a_folder_is_emptied_or_removed_and_what_a_link_shows_stays(struct test *t)
{
    const char *folder = folder_fresh(t);
    const char *inner = arena_print(t->arena, "%s/a/b", folder);
    const char *beside = arena_print(t->arena, "%s/beside", folder);
    const char *top = arena_print(t->arena, "%s/a", folder);
    const char *why = "";

    assert_true(folder_make(inner, 0700, &why) && folder_make(beside, 0700, &why));
    assert_true(file_write(arena_print(t->arena, "%s/kept", beside), "x", 1, 0600, &why));
    assert_int_equal(symlink(beside, arena_print(t->arena, "%s/link", inner)), 0);
    assert_true(folder_clear(top, &why));
    assert_int_equal(entry_count(top), 0);
    assert_true(folder_remove(top, &why));
    assert_true(folder_remove(top, &why));
    assert_int_equal(entry_count(folder), 1);
    assert_int_equal(entry_count(beside), 1);
}

static void
every_error_has_a_sentence(struct test *t)
{
    (void)t;
    for (int error = 0; error < 140; error++)
        assert_true(strlen(system_reason(error)) > 10);
    assert_string_equal(system_reason(ENOSPC),
                        "ディスクがいっぱいです。空きを作ってからやり直してください。");
}

const struct test_case file_tests[] = {
    CASE(what_is_written_is_read_with_its_mode),
    CASE(an_empty_file_is_read),
    CASE(a_larger_file_than_the_limit_is_refused),
    CASE(what_is_no_file_is_refused),
    CASE(a_failed_write_leaves_nothing_behind),
    CASE(folders_are_made_with_their_parents),
    CASE(a_file_in_the_way_of_a_folder_is_told),
    CASE(a_folder_is_emptied_or_removed_and_what_a_link_shows_stays),
    CASE(every_error_has_a_sentence),
    { 0 },
};
