#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/tests.h"

/* What the process in the sandbox tries, each in a process of its own. The number is the
   answer: 0 when it could be done, else errno. */
struct attempt {
    char inside[40];
    char outside[40];
};

static int
said(bool done)
{
    return done ? 0 : errno;
}

static int
write_at(const char *folder)
{
    char path[80];

    snprintf(path, sizeof(path), "%s/file", folder);
    return said(open(path, O_WRONLY | O_CREAT, 0600) >= 0);
}

static int
write_inside(const struct attempt *t)
{
    return write_at(t->inside);
}

static int
write_outside(const struct attempt *t)
{
    return write_at(t->outside);
}

static int
move_outside(const struct attempt *t)
{
    char from[80], to[80];

    write_at(t->inside);
    snprintf(from, sizeof(from), "%s/file", t->inside);
    snprintf(to, sizeof(to), "%s/file", t->outside);
    return said(rename(from, to) == 0);
}

static int
start_shell(const struct attempt *t)
{
    (void)t;
    execl("/bin/sh", "sh", "-c", "exit 0", (char *)NULL);
    return errno;
}

static int
start_allowed(const struct attempt *t)
{
    (void)t;
    execl("/usr/bin/true", "true", (char *)NULL);
    return errno;
}

static int
open_raw_socket(const struct attempt *t)
{
    (void)t;
    return said(socket(AF_PACKET, SOCK_RAW, 0) >= 0);
}

static int
open_socket(const struct attempt *t)
{
    (void)t;
    return said(socket(AF_INET, SOCK_STREAM, 0) >= 0);
}

static int
mount_something(const struct attempt *t)
{
    return said(mount("none", t->inside, "tmpfs", 0, "") == 0);
}

static int
set_clock(const struct attempt *t)
{
    const struct timespec now = { 0 };

    (void)t;
    return said(clock_settime(CLOCK_REALTIME, &now) == 0);
}

static int
read_system(const struct attempt *t)
{
    (void)t;
    return said(open("/etc/passwd", O_RDONLY) >= 0);
}

static int
in_sandbox(int (*attempt)(const struct attempt *))
{
    struct attempt with = { "/tmp/sandbox-in-XXXXXX", "/tmp/sandbox-out-XXXXXX" };
    static const char *const programs[] = { "/usr/bin/true", NULL };
    const char *writable[] = { with.inside, NULL };
    const struct sandbox_order order = { .writable = writable, .programs = programs };
    char path[80];
    int status;
    pid_t pid;

    assert_non_null(mkdtemp(with.inside));
    assert_non_null(mkdtemp(with.outside));
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct sandbox_held held;
        const char *why;

        if (!sandbox_enter(&order, &held, &why) || !held.files || !held.calls)
            _exit(250);
        _exit(attempt(&with));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    snprintf(path, sizeof(path), "%s/file", with.inside);
    unlink(path);
    snprintf(path, sizeof(path), "%s/file", with.outside);
    unlink(path);
    assert_int_equal(rmdir(with.inside), 0);
    assert_int_equal(rmdir(with.outside), 0);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
its_own_folder_can_be_written(struct test *t)
{
    (void)t;
    assert_int_equal(in_sandbox(write_inside), 0);
}

static void
nothing_is_written_elsewhere(struct test *t)
{
    (void)t;
    assert_int_equal(in_sandbox(write_outside), EACCES);
    assert_int_not_equal(in_sandbox(move_outside), 0);
}

static void
no_shell_is_started(struct test *t)
{
    (void)t;
    assert_int_equal(in_sandbox(start_shell), EACCES);
}

static void
the_named_programs_are_started(struct test *t)
{
    (void)t;
    assert_int_equal(in_sandbox(start_allowed), 0);
}

static void
sockets_of_the_internet_are_there_raw_ones_are_not(struct test *t)
{
    (void)t;
    assert_int_equal(in_sandbox(open_socket), 0);
    assert_int_equal(in_sandbox(open_raw_socket), ENOSYS);
}

static void
calls_of_an_administrator_are_not_there(struct test *t)
{
    (void)t;
    assert_int_equal(in_sandbox(mount_something), ENOSYS);
    assert_int_equal(in_sandbox(set_clock), ENOSYS);
}

static void
the_system_can_be_read(struct test *t)
{
    (void)t;
    assert_int_equal(in_sandbox(read_system), 0);
}

static void
a_folder_that_is_not_there_is_refused(struct test *t)
{
    static const char *const writable[] = { "/tmp/no-such-folder-of-tasuki", NULL };
    const struct sandbox_order order = { .writable = writable };
    int status;
    pid_t pid = fork();

    (void)t;
    assert_true(pid >= 0);
    if (pid == 0) {
        struct sandbox_held held;
        const char *why;

        _exit(sandbox_enter(&order, &held, &why) ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), 1);
}

const struct test_case sandbox_tests[] = {
    CASE(its_own_folder_can_be_written),
    CASE(nothing_is_written_elsewhere),
    CASE(no_shell_is_started),
    CASE(the_named_programs_are_started),
    CASE(sockets_of_the_internet_are_there_raw_ones_are_not),
    CASE(calls_of_an_administrator_are_not_there),
    CASE(the_system_can_be_read),
    CASE(a_folder_that_is_not_there_is_refused),
    { 0 },
};
