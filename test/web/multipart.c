#include "web/multipart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"
#include "web/route.h"

#define BOUNDARY "--B\r\n"
#define NAMED "Content-Disposition: form-data; name="

struct read {
    bool good;
    enum fault_kind kind;
    struct pairs form;
    struct upload *uploads;
    size_t count;
};

/* Fed in pieces of `step` bytes: the pieces must make no difference. */
static struct read
read_in(struct arena *arena, const char *text, size_t step, const char *folder)
{
    struct multipart *m = multipart_begin(arena, "B", folder);
    size_t length = strlen(text);
    struct read r = { .good = true };

    for (size_t at = 0; r.good && at < length; at += step)
        r.good = multipart_add(m, text + at, length - at < step ? length - at : step);
    r.good = r.good && multipart_end(m, &r.form, &r.uploads, &r.count);
    multipart_why(m, &r.kind);
    return r;
}

static struct read
read_whole(struct test *t, const char *text)
{
    struct read whole = read_in(t->arena, text, 100000, NULL);
    struct read bytes = read_in(t->arena, text, 1, NULL);

    assert_int_equal(whole.good, bytes.good);
    return whole;
}

static void
fields_and_files_are_told_apart(struct test *t)
{
    struct read r =
        read_whole(t, BOUNDARY NAMED "\"a\"\r\n\r\n値1\r\n" BOUNDARY NAMED
                                     "\"f\"; filename=\"C:\\x\\表.csv\"\r\n"
                                     "Content-Type: text/csv\r\n\r\n1,2\r\n\r\n--B--\r\n");

    assert_true(r.good);
    assert_int_equal(r.form.count, 1);
    assert_string_equal(r.form.items[0].value, "値1");
    assert_int_equal(r.count, 1);
    assert_string_equal(r.uploads[0].name, "表.csv");
    assert_int_equal(r.uploads[0].size, 5);
}

static void
what_looks_like_a_boundary_belongs_to_the_content(struct test *t)
{
    struct read r = read_whole(t, BOUNDARY NAMED "\"a\"\r\n\r\n\r\n--C\r\n-\r\n--\r\n--B--\r\n");

    assert_true(r.good);
    assert_string_equal(r.form.items[0].value, "\r\n--C\r\n-\r\n--");
}

static void
an_empty_part_is_an_empty_field(struct test *t)
{
    struct read r = read_whole(t, BOUNDARY NAMED "\"a\"\r\n\r\n\r\n--B--");

    assert_true(r.good);
    assert_string_equal(r.form.items[0].value, "");
}

static void
a_file_control_left_empty_is_no_upload(struct test *t)
{
    struct read r = read_whole(t, BOUNDARY NAMED "\"f\"; filename=\"\"\r\n\r\n\r\n--B--\r\n");

    assert_true(r.good);
    assert_int_equal(r.count, 0);
}

static void
a_missing_end_is_refused(struct test *t)
{
    assert_false(read_whole(t, BOUNDARY NAMED "\"a\"\r\n\r\nx").good);
    assert_false(read_whole(t, BOUNDARY).good);
    assert_false(read_whole(t, "").good);
}

static void
text_around_the_parts_is_refused(struct test *t)
{
    assert_false(read_whole(t, "hello\r\n" BOUNDARY NAMED "\"a\"\r\n\r\nx\r\n--B--\r\n").good);
    assert_false(read_whole(t, BOUNDARY NAMED "\"a\"\r\n\r\nx\r\n--B\r--\r\n").good);
}

static void
a_part_without_a_name_is_refused(struct test *t)
{
    assert_false(read_whole(t, BOUNDARY "X: y\r\n\r\nx\r\n--B--\r\n").good);
    assert_false(read_whole(t, BOUNDARY NAMED "\"\"\r\n\r\nx\r\n--B--\r\n").good);
    assert_false(
        read_whole(t, BOUNDARY "Content-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--B--")
            .good);
}

static void
a_field_that_is_no_utf8_is_refused(struct test *t)
{
    assert_false(read_whole(t, BOUNDARY NAMED "\"a\"\r\n\r\n\x8f\x91\r\n--B--\r\n").good);
}

static void
a_field_that_is_too_large_is_refused_as_large(struct test *t)
{
    char *text = arena_get(t->arena, MULTIPART_FIELD_SIZE + 300);
    int head = snprintf(text, 100, "%s", BOUNDARY NAMED "\"a\"\r\n\r\n");
    struct read r;

    memset(text + head, 'x', MULTIPART_FIELD_SIZE + 100);
    r = read_in(t->arena, text, 4096, NULL);
    assert_false(r.good);
    assert_int_equal(r.kind, FAULT_LARGE);
}

static void
a_file_is_private_and_gone_with_its_arena(struct test *t)
{
    char folder[] = "/tmp/tasuki-test.XXXXXX";
    struct arena arena = { 0 };
    struct stat found;
    struct read r;
    char *path;

    assert_non_null(mkdtemp(folder));
    r = read_in(&arena, BOUNDARY NAMED "\"f\"; filename=\"x\"\r\n\r\nabc\r\n--B--\r\n", 7, folder);
    assert_true(r.good);
    path = arena_copy(t->arena, r.uploads[0].path);
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
    assert_int_equal(found.st_size, 3);
    arena_release(&arena);
    assert_int_not_equal(stat(path, &found), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void
the_boundary_is_read_with_and_without_quotes(struct test *t)
{
    assert_string_equal(multipart_boundary(t->arena, "multipart/form-data; boundary=ab--c"),
                        "ab--c");
    assert_string_equal(
        multipart_boundary(t->arena, "multipart/form-data; charset=utf-8; boundary=\"a b\"")
            ? "some"
            : "none",
        "none");
    assert_string_equal(multipart_boundary(t->arena, "multipart/form-data; boundary=\"ab\""), "ab");
    assert_null(multipart_boundary(t->arena, "multipart/form-data"));
}

const struct test_case multipart_tests[] = {
    CASE(fields_and_files_are_told_apart),
    CASE(what_looks_like_a_boundary_belongs_to_the_content),
    CASE(an_empty_part_is_an_empty_field),
    CASE(a_file_control_left_empty_is_no_upload),
    CASE(a_missing_end_is_refused),
    CASE(text_around_the_parts_is_refused),
    CASE(a_part_without_a_name_is_refused),
    CASE(a_field_that_is_no_utf8_is_refused),
    CASE(a_field_that_is_too_large_is_refused_as_large),
    CASE(a_file_is_private_and_gone_with_its_arena),
    CASE(the_boundary_is_read_with_and_without_quotes),
    { 0 },
};
