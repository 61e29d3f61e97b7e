#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/must.h"
#include "base/process_confined.h"
#include "base/time.h"

enum {
    MOST_OUTPUT = 1024 * 1024,
    SECONDS = 30,
    PIECE = 64 * 1024,
    MOST_ENVIRONMENT = 32,
};

static const char program_path[] = "/usr/local/bin:/usr/bin:/bin";

/* One of the two outputs. */
struct stream {
    int ends[2]; /* ours, the program's; -1: closed */
    struct buffer bytes;
};

struct run {
    struct arena *arena;
    const struct process_order *order;
    size_t most;
    pid_t pid; /* 0: not started */
    int pidfd;
    int input;
    struct stream streams[2]; /* output, errors */
    bool timed_out;
    bool overflowed;
};

static bool
refuse(struct run *run, const char **why)
{
    *why =
        arena_print(run->arena, "%s を動かせません。%s", run->order->argv[0], system_reason(errno));
    return false;
}

static void
close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* The program's file: as given, or the first that may be run in our own PATH. */
static const char *
program_find(struct arena *arena, const char *name)
{
    const char *at = program_path;

    if (strchr(name, '/'))
        return access(name, X_OK) == 0 ? name : NULL;
    while (*at) {
        size_t length = strcspn(at, ":");
        const char *file = arena_print(arena, "%.*s/%s", (int)length, at, name);

        if (access(file, X_OK) == 0)
            return file;
        at += length + (at[length] == ':');
    }
    errno = ENOENT;
    return NULL;
}

static char *const *
environment_make(struct arena *arena, const char *const *more)
{
    char **all = NEW_ARRAY(arena, MOST_ENVIRONMENT + 1, char *);
    size_t count = 0;

    all[count++] = arena_print(arena, "PATH=%s", program_path);
    all[count++] = arena_copy(arena, "LANG=C.UTF-8");
    all[count++] = arena_copy(arena, "LC_ALL=C.UTF-8");
    all[count++] = arena_copy(arena, "TZ=JST-9");
    for (; more && *more; more++) {
        must(count < MOST_ENVIRONMENT);
        all[count++] = arena_copy(arena, *more);
    }
    return all;
}

/* Standard input is memory behind a descriptor: nothing to write while the program runs,
   and no signal when it does not read. */
static bool
streams_open(struct run *run, const char **why)
{
    const struct process_order *order = run->order;

    run->input = order->input_path ? open(order->input_path, O_RDONLY | O_CLOEXEC)
                                   : memfd_create("input", MFD_CLOEXEC);
    if (run->input < 0)
        return refuse(run, why);
    if (!order->input_path &&
        !file_write_all(run->input, order->input, order->input ? order->input_length : 0, why))
        return false;
    if (lseek(run->input, 0, SEEK_SET) != 0)
        return refuse(run, why);
    for (int i = 0; i < 2; i++)
        if (pipe2(run->streams[i].ends, O_CLOEXEC) != 0 ||
            fcntl(run->streams[i].ends[0], F_SETFL, O_NONBLOCK) != 0)
            return refuse(run, why);
    return true;
}

static void
attributes_set(posix_spawnattr_t *attributes)
{
    sigset_t none, all;

    sigemptyset(&none);
    sigfillset(&all);
    must(posix_spawnattr_setsigmask(attributes, &none) == 0);
    must(posix_spawnattr_setsigdefault(attributes, &all) == 0);
    must(posix_spawnattr_setpgroup(attributes, 0) == 0);
    must(posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                  POSIX_SPAWN_SETSIGDEF) == 0);
}

static void
actions_set(posix_spawn_file_actions_t *actions, const struct run *run)
{
    const char *folder = run->order->folder ? run->order->folder : "/";
    const int ends[] = { run->input, run->streams[0].ends[1], run->streams[1].ends[1] };
    int wrong = posix_spawn_file_actions_addchdir_np(actions, folder);

    for (int fd = 0; fd < 3; fd++)
        wrong |= posix_spawn_file_actions_adddup2(actions, ends[fd], fd);
    wrong |= posix_spawn_file_actions_addclosefrom_np(actions, 3);
    if (wrong)
        out_of_memory(); /* the only reason these calls know */
}

/* "tasuki-confined", folder, most memory, file, then the program's own arguments. */
static char *const *
confined_arguments(struct run *run, const char *file)
{
    const char *const *given = run->order->argv;
    const char **all;
    size_t count = 0;

    while (given[count])
        count++;
    all = NEW_ARRAY(run->arena, count + 5, const char *);
    all[0] = process_confined;
    all[1] = run->order->folder ? run->order->folder : "";
    all[2] = arena_print(run->arena, "%zu", run->order->most_memory);
    all[3] = file;
    memcpy(all + 4, given, count * sizeof(*all));
    return (char *const *)(uintptr_t)all;
}

static bool
start(struct run *run, const char **why)
{
    const char *file = program_find(run->arena, run->order->argv[0]);
    char *const *environment = environment_make(run->arena, run->order->environment);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;

    must(process_begun);
    if (!file)
        return refuse(run, why);
    if (!streams_open(run, why))
        return false;
    must(posix_spawn_file_actions_init(&actions) == 0 && posix_spawnattr_init(&attributes) == 0);
    attributes_set(&attributes);
    actions_set(&actions, run);
    errno = posix_spawn(&run->pid, "/proc/self/exe", &actions, &attributes,
                        confined_arguments(run, file), environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (errno) {
        run->pid = 0;
        return refuse(run, why);
    }
    for (int i = 0; i < 2; i++)
        close_end(&run->streams[i].ends[1]);
    run->pidfd = pidfd_open(run->pid, 0);
    return run->pidfd >= 0 || refuse(run, why);
}

/* Takes what is there without waiting. */
static void
stream_read(struct run *run, struct stream *stream)
{
    while (stream->ends[0] >= 0 && !run->overflowed) {
        char *room = buffer_room(&stream->bytes, PIECE);
        ssize_t got = read(stream->ends[0], room, PIECE);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0) {
            close_end(&stream->ends[0]);
            return;
        }
        stream->bytes.length += (size_t)got;
        if (stream->bytes.length > run->most) {
            stream->bytes.length = run->most;
            run->overflowed = true;
        }
        stream->bytes.data[stream->bytes.length] = '\0';
    }
}

/* Until the first process ends, the time is over or an output is too long. A closed output
   is no end: programs may close them and go on. */
static void
attend(struct run *run)
{
    int seconds = run->order->seconds ? run->order->seconds : SECONDS;
    int64_t limit = clock_ticks() + (int64_t)seconds * 1000000;
    bool ended = false;

    while (!ended && !run->overflowed) {
        int64_t left = limit - clock_ticks();
        struct pollfd waits[] = {
            { .fd = run->pidfd, .events = POLLIN },
            { .fd = run->streams[0].ends[0], .events = POLLIN },
            { .fd = run->streams[1].ends[0], .events = POLLIN },
        };

        run->timed_out = left <= 0;
        if (run->timed_out)
            return;
        if (poll(waits, 3, (int)((left + 999) / 1000)) < 0)
            continue;
        ended = waits[0].revents != 0;
        for (int i = 0; i < 2; i++)
            stream_read(run, &run->streams[i]);
    }
}

/* The group is ended before its first process is waited for, so its number cannot have
   gone to somebody else. Returns the status. */
static int
finish(struct run *run)
{
    int status = 0;

    if (run->pid) {
        kill(-run->pid, SIGKILL);
        while (waitpid(run->pid, &status, 0) < 0 && errno == EINTR)
            continue;
        for (int i = 0; i < 2; i++)
            stream_read(run, &run->streams[i]);
    }
    close_end(&run->pidfd);
    close_end(&run->input);
    for (int i = 0; i < 2; i++) {
        close_end(&run->streams[i].ends[0]);
        close_end(&run->streams[i].ends[1]);
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static char *
stream_take(struct run *run, struct stream *stream, size_t *length)
{
    char *bytes = arena_slice(run->arena, buffer_string(&stream->bytes), stream->bytes.length);

    *length = stream->bytes.length;
    buffer_release(&stream->bytes);
    return bytes;
}

bool
process_run(struct arena *arena, const struct process_order *order, struct process_result *out,
            const char **why)
{
    struct run run = {
        .arena = arena,
        .order = order,
        .most = order->most_output ? order->most_output : MOST_OUTPUT,
        .pidfd = -1,
        .input = -1,
        .streams = { { .ends = { -1, -1 } }, { .ends = { -1, -1 } } },
    };
    bool started = start(&run, why);

    if (started)
        attend(&run);
    *out = (struct process_result){ .status = finish(&run) };
    out->timed_out = run.timed_out;
    out->overflowed = run.overflowed;
    out->output = stream_take(&run, &run.streams[0], &out->output_length);
    out->errors = stream_take(&run, &run.streams[1], &out->errors_length);
    if (run.timed_out)
        *why = arena_print(arena, "%s が時間内に終わらないので止めました。", order->argv[0]);
    else if (run.overflowed)
        *why = arena_print(arena, "%s の出力が多すぎるので止めました。", order->argv[0]);
    return started && !run.timed_out && !run.overflowed;
}
