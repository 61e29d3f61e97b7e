#include "base/process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/tests.h"
#include "base/time.h"

static bool
shell_for(struct test *t, const char *script, int seconds, struct process_result *out,
          const char **why)
{
    const char *argv[] = { "sh", "-c", script, NULL };
    const struct process_order order = { .argv = argv, .seconds = seconds, .most_output = 1000 };

    return process_run(t->arena, &order, out, why);
}

static bool
shell(struct test *t, const char *script, struct process_result *out, const char **why)
{
    return shell_for(t, script, 0, out, why);
}

static void
output_errors_and_status_come_back(struct test *t)
{
    struct process_result out;
    const char *why;

    assert_true(shell(t, "echo 出力; echo 誤り >&2; exit 3", &out, &why));
    assert_string_equal(out.output, "出力\n");
    assert_int_equal(out.output_length, 7);
    assert_string_equal(out.errors, "誤り\n");
    assert_int_equal(out.status, 3);
}

static void
arguments_are_not_interpreted(struct test *t)
{
    const char *argv[] = { "printf", "%s", "$(id) ; 'x' *", NULL };
    const struct process_order order = { .argv = argv };
    struct process_result out;
    const char *why;

    assert_true(process_run(t->arena, &order, &out, &why));
    assert_string_equal(out.output, "$(id) ; 'x' *");
}

static void
input_of_any_size_reaches_the_program(struct test *t)
{
    const char *argv[] = { "wc", "-c", NULL };
    const struct process_order order = {
        .argv = argv,
        .input = arena_get(t->arena, 3000000),
        .input_length = 3000000,
    };
    struct process_result out;
    const char *why;

    assert_true(process_run(t->arena, &order, &out, &why));
    assert_string_equal(out.output, "3000000\n");
}

static void
input_that_nobody_reads_does_no_harm(struct test *t)
{
    const char *argv[] = { "true", NULL };
    const struct process_order order = {
        .argv = argv,
        .input = arena_get(t->arena, 3000000),
        .input_length = 3000000,
    };
    struct process_result out;
    const char *why;

    assert_true(process_run(t->arena, &order, &out, &why));
    assert_int_equal(out.status, 0);
}

/* Ended, also when nobody has asked for its status yet. */
static bool
is_ended(struct test *t, const char *pid)
{
    const char *path = arena_print(t->arena, "/proc/%.*s/stat", (int)strcspn(pid, "\n"), pid);
    const char *why;
    size_t length;
    char *facts;

    return !file_read(t->arena, path, 10000, &facts, &length, &why) || strstr(facts, ") Z");
}

static void
a_program_that_takes_too_long_is_ended_with_its_children(struct test *t)
{
    struct process_result out;
    const char *why;

    assert_false(shell_for(t, "sleep 60 & echo $!; wait", 2, &out, &why));
    assert_true(out.timed_out);
    assert_string_equal(why, "sh が時間内に終わらないので止めました。");
    for (int i = 0; i < 1000 && !is_ended(t, out.output); i++)
        usleep(10000);
    assert_true(is_ended(t, out.output));
}

static void
children_left_behind_are_ended_and_not_waited_for(struct test *t)
{
    struct process_result out;
    const char *why;

    /* Waiting for it would take until the time is over. */
    assert_true(shell(t, "sleep 60 & echo done", &out, &why));
    assert_string_equal(out.output, "done\n");
}

static void
a_program_that_writes_too_much_is_ended(struct test *t)
{
    struct process_result out;
    const char *why;

    assert_false(shell(t, "yes", &out, &why));
    assert_true(out.overflowed);
    assert_int_equal(out.output_length, 1000);
    assert_string_equal(why, "sh の出力が多すぎるので止めました。");
}

static void
a_program_that_is_missing_is_told(struct test *t)
{
    const char *argv[] = { "no-such-program", NULL };
    const struct process_order order = { .argv = argv };
    struct process_result out;
    const char *why;

    assert_false(process_run(t->arena, &order, &out, &why));
    assert_string_equal(
        why, "no-such-program を動かせません。ありません。場所と名前を確かめてください。");
    argv[0] = "/etc/passwd";
    assert_false(process_run(t->arena, &order, &out, &why));
    assert_non_null(strstr(why, "権限がありません"));
}

static void
the_environment_is_fixed(struct test *t)
{
    const char *argv[] = { "env", NULL };
    const char *more[] = { "A=1", NULL };
    const struct process_order order = { .argv = argv, .environment = more };
    struct process_result out;
    const char *why;

    setenv("SECRET", "1", 1);
    assert_true(process_run(t->arena, &order, &out, &why));
    assert_string_equal(out.output, "PATH=/usr/local/bin:/usr/bin:/bin\nLANG=C.UTF-8\n"
                                    "LC_ALL=C.UTF-8\nTZ=JST-9\nA=1\n");
    unsetenv("SECRET");
}

static void
no_descriptor_is_inherited(struct test *t)
{
    struct process_result out;
    int leak = fcntl(STDERR_FILENO, F_DUPFD, 100); /* without close-on-exec */
    const char *why;

    assert_true(leak >= 0);
    assert_true(shell(t, "ls /proc/$$/fd | tr '\\n' ' '; pwd", &out, &why));
    close(leak);
    assert_null(strstr(out.output, arena_print(t->arena, " %d ", leak)));
    assert_non_null(strstr(out.output, "/\n"));
}

static void
a_signal_that_ends_the_program_is_seen(struct test *t)
{
    struct process_result out;
    const char *why;

    assert_true(shell(t, "kill -TERM $$", &out, &why));
    assert_int_equal(out.status, 128 + SIGTERM);
}

static void
a_program_has_no_network(struct test *t)
{
    struct process_result out;
    const char *why;

    assert_true(
        shell(t, "perl -MSocket -e 'socket(S, PF_INET, SOCK_STREAM, 0) or exit 7'", &out, &why));
    assert_int_equal(out.status, 7);
}

static void
a_program_writes_nowhere_but_in_its_folder(struct test *t)
{
    char own[] = "/tmp/process-XXXXXX", other[] = "/tmp/process-XXXXXX";
    const char *argv[] = { "sh", "-c", NULL, NULL };
    const struct process_order order = { .argv = argv, .folder = own };
    struct process_result out;
    const char *why;

    assert_non_null(mkdtemp(own));
    assert_non_null(mkdtemp(other));
    argv[2] = "echo 1 > here && cat here && rm here";
    assert_true(process_run(t->arena, &order, &out, &why));
    assert_string_equal(out.output, "1\n");
    argv[2] = arena_print(t->arena, "echo 1 > %s/there", other);
    assert_true(process_run(t->arena, &order, &out, &why));
    assert_int_not_equal(out.status, 0);
    argv[2] = arena_print(t->arena, "ls %s", other);
    assert_true(process_run(t->arena, &order, &out, &why));
    assert_int_not_equal(out.status, 0);
    assert_int_equal(rmdir(own), 0);
    assert_int_equal(rmdir(other), 0);
}

const struct test_case process_tests[] = {
    CASE(output_errors_and_status_come_back),
    CASE(arguments_are_not_interpreted),
    CASE(input_of_any_size_reaches_the_program),
    CASE(input_that_nobody_reads_does_no_harm),
    CASE(a_program_that_takes_too_long_is_ended_with_its_children),
    CASE(children_left_behind_are_ended_and_not_waited_for),
    CASE(a_program_that_writes_too_much_is_ended),
    CASE(a_program_that_is_missing_is_told),
    CASE(the_environment_is_fixed),
    CASE(no_descriptor_is_inherited),
    CASE(a_signal_that_ends_the_program_is_seen),
    CASE(a_program_has_no_network),
    CASE(a_program_writes_nowhere_but_in_its_folder),
    { 0 },
};
