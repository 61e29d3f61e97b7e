#include "base/config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/tests.h"

static const char *const levels[] = { "info", "debug", NULL };
static const struct config_option options[] = {
    { "server", "listen", CONFIG_TEXT, "127.0.0.1:8080", .least = 1, .most = 60,
      .help = "受け付ける番地とポート。" },
    { "server", "threads", CONFIG_NUMBER, "2", .least = 1, .most = 64 },
    { "server", "proxy", CONFIG_FLAG },
    { "log", "level", CONFIG_CHOICE, "info", .choices = levels },
    { "log", "note", CONFIG_TEXT },
    { 0 },
};

static void
file_remove(void *path)
{
    unlink(path);
}

static const char *
written(struct test *t, const char *bytes, size_t length)
{
    char *path = arena_copy(t->arena, "/tmp/tasuki-config-XXXXXX");
    const char *why;
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_true(file_write_all(fd, bytes, length, &why));
    close(fd);
    arena_defer(t->arena, file_remove, path);
    return path;
}

/* The reason without the path before it. */
static const char *
reason(struct test *t, const char *bytes, size_t length)
{
    const char *path = written(t, bytes, length);
    struct config config;
    const char *why = "";

    if (config_read(&config, t->arena, path, options, &why))
        fail_msg("accepted: %s", bytes);
    assert_memory_equal(why, path, strlen(path));
    return why + strlen(path);
}

static void
values_of_the_file_go_before_initial_ones(struct test *t)
{
    static const char text[] = "\xEF\xBB\xBF; 注\r\n[server]\r\nthreads = 8\r\n\r\n[log]\n"
                               "note = a=b: 日本 ; 注\nlevel=debug\n   \n[server]\nproxy = yes";
    struct config config;
    const char *why;

    assert_true(config_read(&config, t->arena, written(t, text, strlen(text)), options, &why));
    assert_string_equal(config_text(&config, "server", "listen"), "127.0.0.1:8080");
    assert_int_equal(config_number(&config, "server", "threads"), 8);
    assert_true(config_flag(&config, "server", "proxy"));
    assert_string_equal(config_text(&config, "log", "level"), "debug");
    assert_string_equal(config_text(&config, "log", "note"), "a=b: 日本");
}

static void
a_missing_file_means_initial_values(struct test *t)
{
    struct config config;
    const char *why;

    assert_true(config_read(&config, t->arena, "/nonexistent/tasuki.ini", options, &why));
    assert_int_equal(config_number(&config, "server", "threads"), 2);
    assert_false(config_flag(&config, "server", "proxy"));
    assert_string_equal(config_text(&config, "log", "note"), "");
}

static void
faults_are_told_with_file_and_line(struct test *t)
{
    static const struct {
        const char *text;
        const char *why;
    } rows[] = {
        { "[serve]\nlisten = x\n", ":2: [serve] という区分はありません。" },
        { "[server]\n\nlisen = x\n", ":3: [server] に「lisen」という項目はありません。" },
        { "listen = x\n", ":1: [] という区分はありません。" },
        { "[server]\nthreads = 0\n", ":2: [server] の threads は1 から 64 までの整数にします。" },
        { "[server]\nthreads = 1x\n", ":2: [server] の threads は1 から 64 までの整数にします。" },
        { "[server]\nproxy = true\n", ":2: [server] の proxy はyes か no にします。" },
        { "[log]\nlevel = all\n", ":2: [log] の level はinfo、debug のどれかにします。" },
        { "[server]\nlisten =\n", ":2: [server] の listen は空にはできません。" },
        { "[log]\nnote=a\nnote=b\n", ":3: [log] の note が2回あります。1つにします。" },
        { "[log]\nnote\n", ":2: 「名前 = 値」か「[区分]」の形にします。" },
        { "[log\nnote=a\n", ":1: 「名前 = 値」か「[区分]」の形にします。" },
        { "[log]\nnote=a\n b\n", ":3: 行の始めに空白を置けません。" },
        { "[log]\nnote=\xff\n",
          ":2: UTF-8 でない文字があります。文字コードを UTF-8 にして保存してください。" },
        { "[log]\nnote=a\nbroken\n[x]\n", ":3: 「名前 = 値」か「[区分]」の形にします。" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(reason(t, rows[i].text, strlen(rows[i].text)), rows[i].why);
}

static void
lines_the_library_would_cut_are_refused(struct test *t)
{
    struct buffer b = { .arena = t->arena };

    buffer_text(&b, "[log]\nnote=");
    for (int i = 0; i < 300; i++)
        buffer_char(&b, 'a');
    assert_string_equal(reason(t, b.data, b.length), ":2: 1行が長すぎます。");
    assert_string_equal(reason(t, "[log]\nnote=a\0b\n", 15),
                        ":1: NUL があります。設定ファイルではないようです。");
}

static void
a_folder_in_its_place_is_told(struct test *t)
{
    struct config config;
    const char *why;

    assert_false(config_read(&config, t->arena, "/tmp", options, &why));
    assert_string_equal(why, "/tmp: フォルダです。ファイルを指定してください。");
}

static void
values_of_the_command_line_are_checked_too(struct test *t)
{
    struct config config;
    const char *why;

    assert_true(config_read(&config, t->arena, "/nonexistent/tasuki.ini", options, &why));
    assert_true(config_set(&config, "server", "threads", "64", &why));
    assert_int_equal(config_number(&config, "server", "threads"), 64);
    assert_false(config_set(&config, "server", "threads", "65", &why));
    assert_int_equal(config_number(&config, "server", "threads"), 64);
}

static void
the_sample_sets_nothing(struct test *t)
{
    struct buffer b = { .arena = t->arena };
    struct config config;
    const char *why;

    config_sample(&b, options);
    assert_string_equal(buffer_string(&b),
                        "[server]\n# 受け付ける番地とポート。\n# listen = 127.0.0.1:8080\n"
                        "# threads = 2\n# proxy = no\n\n[log]\n# level = info\n# note = \n");
    assert_true(config_read(&config, t->arena, written(t, b.data, b.length), options, &why));
}

const struct test_case config_tests[] = {
    CASE(values_of_the_file_go_before_initial_ones),
    CASE(a_missing_file_means_initial_values),
    CASE(faults_are_told_with_file_and_line),
    CASE(lines_the_library_would_cut_are_refused),
    CASE(a_folder_in_its_place_is_told),
    CASE(values_of_the_command_line_are_checked_too),
    CASE(the_sample_sets_nothing),
    { 0 },
};
