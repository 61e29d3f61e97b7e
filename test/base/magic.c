#include "base/magic.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "tests.h"

#define FILES "test/data/files/"

static void
remove_file(void *path)
{
    unlink(path);
}

/* A file of these bytes, gone with the test. */
static const char *
file_of(struct test *t, const void *bytes, size_t length)
{
    char *path = arena_copy(t->arena, "/tmp/tasuki-magic.XXXXXX");
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    close(fd);
    arena_defer(t->arena, remove_file, path);
    return path;
}

static enum magic
magic_bytes(struct test *t, const char *bytes, size_t length, const char *name)
{
    const char *why;

    return magic_of(t->arena, file_of(t, bytes, length), name, &why);
}

#define MAGIC(bytes, name) magic_bytes(t, bytes, sizeof(bytes) - 1, name)

static void
kinds_are_known_by_their_content(struct test *t)
{
    const char *why;

    assert_int_equal(MAGIC("%PDF-1.4\n", "a.pdf"), MAGIC_PDF);
    assert_int_equal(MAGIC("\x89PNG\r\n\x1A\n....", "a.PNG"), MAGIC_PNG);
    assert_int_equal(MAGIC("\xFF\xD8\xFF\xE0....", "a.jpeg"), MAGIC_JPEG);
    assert_int_equal(MAGIC("GIF89a....", "a.gif"), MAGIC_GIF);
    assert_int_equal(MAGIC("RIFF\x10\0\0\0WEBPVP8 ", "a.webp"), MAGIC_WEBP);
    assert_int_equal(MAGIC("a,b\r\n1,2\r\n", "表.csv"), MAGIC_CSV);
    assert_int_equal(MAGIC("\x93\xFA\x96\x7B\r\n", "a.txt"), MAGIC_TEXT);
    assert_int_equal(magic_of(t->arena, FILES "plain.docx", "a.docx", &why), MAGIC_WORD);
    assert_int_equal(magic_of(t->arena, FILES "plain.xlsx", "a.xlsx", &why), MAGIC_EXCEL);
    assert_int_equal(magic_of(t->arena, FILES "number.pptx", "a.pptx", &why), MAGIC_POWERPOINT);
}

static void
a_name_must_fit_the_content(struct test *t)
{
    const char *why;

    assert_int_equal(MAGIC("%PDF-1.4\n", "a.png"), MAGIC_NONE);
    assert_int_equal(MAGIC("%PDF-1.4\n", "a.pdf.exe"), MAGIC_NONE);
    assert_int_equal(MAGIC("%PDF-1.4\n", "a"), MAGIC_NONE);
    assert_int_equal(MAGIC("GIF89a....", "a.txt"), MAGIC_NONE);
    assert_int_equal(magic_of(t->arena, FILES "plain.xlsx", "a.docx", &why), MAGIC_NONE);
}

static void
what_runs_or_hides_is_refused(struct test *t)
{
    const char *why;

    assert_int_equal(MAGIC("MZ\x90\0\3\0\0\0", "a.txt"), MAGIC_NONE);
    assert_int_equal(MAGIC("\x7F"
                           "ELF\2\1\1",
                           "a.pdf"),
                     MAGIC_NONE);
    assert_int_equal(MAGIC("#!/bin/sh\nls\n", "a.txt"), MAGIC_NONE);
    assert_int_equal(MAGIC("<!doctype html><script>", "a.html"), MAGIC_NONE);
    assert_int_equal(MAGIC("<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"), MAGIC_NONE);
    assert_int_equal(MAGIC("@echo off\r\n", "a.bat"), MAGIC_NONE);
    assert_int_equal(MAGIC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a.xls"), MAGIC_NONE);
    assert_int_equal(MAGIC("abc\0def", "a.txt"), MAGIC_NONE);
    assert_int_equal(MAGIC("", "a.txt"), MAGIC_NONE);
    assert_int_equal(magic_of(t->arena, FILES "other.zip", "a.zip", &why), MAGIC_NONE);
    assert_int_equal(magic_of(t->arena, FILES "macro.docx", "a.docx", &why), MAGIC_NONE);
    assert_non_null(strstr(why, "マクロ"));
    assert_int_equal(magic_of(t->arena, FILES "bomb.docx", "a.docx", &why), MAGIC_NONE);
    assert_non_null(strstr(why, "大きくなりすぎます"));
}

static bool
count_lines(void *with, const char *text, int64_t line)
{
    int64_t *last = with;

    assert_true(line >= *last);
    for (*last = line; (text = strchr(text, '\n')) != NULL; text++)
        ++*last;
    return true;
}

static void
long_texts_come_in_pieces_of_whole_lines(struct test *t)
{
    enum { LINES = 40000 };
    struct buffer b = { .arena = t->arena };
    int64_t last = 1;
    const char *why;

    for (int i = 0; i < LINES; i++)
        buffer_text(&b, "\x83\x65\x83\x58\x83\x67,0123456789,abcdefghijklmnopqrstuvwxyz,,,,,\r\n");
    assert_true(magic_text(file_of(t, b.data, b.length), count_lines, &last, &why));
    assert_int_equal(last, LINES + 1);
}

const struct test_case magic_tests[] = {
    CASE(kinds_are_known_by_their_content),
    CASE(a_name_must_fit_the_content),
    CASE(what_runs_or_hides_is_refused),
    CASE(long_texts_come_in_pieces_of_whole_lines),
    { 0 },
};
