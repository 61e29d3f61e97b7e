#include "base/log.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/tests.h"

/* Where the log goes during a test, and what came there. */
static int
catch_log(enum log_level least)
{
    int fd = memfd_create("log", MFD_CLOEXEC);

    assert_true(fd >= 0);
    log_open(fd, least);
    return fd;
}

static const char *
caught(struct test *t, int fd)
{
    off_t size = lseek(fd, 0, SEEK_END);
    char *text = arena_get(t->arena, (size_t)size + 1);

    assert_int_equal(pread(fd, text, (size_t)size, 0), size);
    close(fd);
    log_open(STDERR_FILENO, LOG_INFO);
    return text;
}

static void
a_line_has_time_level_event_and_pairs(struct test *t)
{
    int fd = catch_log(LOG_INFO);
    const char *line;

    log_line(LOG_WARN, "request", "method", "GET", "path", "/desk/inquiries", NULL);
    line = caught(t, fd);
    assert_string_equal(line + 32, " level=warn event=request method=GET path=/desk/inquiries\n");
    assert_memory_equal(line + 10, "T", 1);
    assert_memory_equal(line + 26, "+09:00", 6);
}

static void
values_that_are_not_plain_are_quoted(struct test *t)
{
    int fd = catch_log(LOG_INFO);

    log_line(LOG_INFO, "x", "a", "", "b", "1 2", "c", "\"\\", "d", "a=b", "e", "件名", NULL);
    assert_string_equal(caught(t, fd) + 32,
                        " level=info event=x a=\"\" b=\"1 2\" c=\"\\\"\\\\\" d=\"a=b\" e=件名\n");
}

static void
nothing_from_outside_begins_a_line(struct test *t)
{
    int fd = catch_log(LOG_INFO);

    log_line(LOG_INFO, "x", "a", "1\n2026 level=error\r\t\x1b[2J", "b", "\xff\xc2\x85", "c",
             "\xE2\x80\xAE漢\xE2\x80\xA8", NULL);
    assert_string_equal(
        caught(t, fd) + 32,
        " level=info event=x a=\"1\\n2026 level=error\\r\\t\\x1b[2J\" b=\"\\xff\\xc2\\x85\""
        " c=\"\\xe2\\x80\\xae漢\\xe2\\x80\\xa8\"\n");
}

static void
a_missing_value_leaves_out_its_key(struct test *t)
{
    int fd = catch_log(LOG_INFO);

    log_line(LOG_INFO, "x", "a", (const char *)NULL, "b", "1", NULL);
    assert_string_equal(caught(t, fd) + 32, " level=info event=x b=1\n");
}

static void
lines_below_the_level_are_dropped(struct test *t)
{
    int fd = catch_log(LOG_ERROR);

    assert_false(log_wanted(LOG_WARN));
    assert_true(log_wanted(LOG_ERROR));
    log_line(LOG_WARN, "x", NULL);
    assert_string_equal(caught(t, fd), "");
}

static void
a_long_line_is_cut_between_characters(struct test *t)
{
    char value[3 * LOG_LINE + 1] = "";
    int fd = catch_log(LOG_INFO);
    const char *line;

    for (int i = 0; i < LOG_LINE; i++)
        memcpy(value + i * 3, i ? "漢" : "- -", 3);
    log_line(LOG_INFO, "x", "a", value, "b", "1", NULL);
    line = caught(t, fd);
    assert_true(strlen(line) <= LOG_LINE && strlen(line) > LOG_LINE - 8);
    assert_string_equal(line + strlen(line) - 7, "漢…\n");
}

static void *
write_lines(void *number)
{
    for (int i = 0; i < 500; i++)
        log_line(LOG_INFO, "x", "from", number, NULL);
    return NULL;
}

static void
lines_of_threads_do_not_mix(struct test *t)
{
    int fd = catch_log(LOG_INFO);
    pthread_t one, two;
    const char *line;
    int count = 0;

    assert_int_equal(pthread_create(&one, NULL, write_lines, "one"), 0);
    assert_int_equal(pthread_create(&two, NULL, write_lines, "two"), 0);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    for (line = caught(t, fd); *line; count++) {
        assert_memory_equal(line + 32, " level=info event=x from=", 25);
        line += 32 + 25 + 4;
    }
    assert_int_equal(count, 1000);
}

static void
levels_are_read_by_name(struct test *t)
{
    enum log_level level;

    (void)t;
    assert_true(log_level_parse("debug", &level));
    assert_int_equal(level, LOG_DEBUG);
    assert_false(log_level_parse("Debug", &level));
}

const struct test_case log_tests[] = {
    CASE(a_line_has_time_level_event_and_pairs),
    CASE(values_that_are_not_plain_are_quoted),
    CASE(nothing_from_outside_begins_a_line),
    CASE(a_missing_value_leaves_out_its_key),
    CASE(lines_below_the_level_are_dropped),
    CASE(a_long_line_is_cut_between_characters),
    CASE(lines_of_threads_do_not_mix),
    CASE(levels_are_read_by_name),
    { 0 },
};
