#include "store/seat.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/must.h"
#include "base/time.h"

enum { TRY_MS = 3, QUEUE = 128 };

static const char socket_name[] = "tasuki.sock";

struct seat {
    int folder;
    int lock;
    int listener;   /* the server's */
    int connection; /* to the server, while the seat is ours */
    bool locked;
};

struct seat *
seat_open(const char *folder)
{
    struct seat *seat = malloc(sizeof(*seat));

    if (!seat)
        out_of_memory();
    *seat = (struct seat){ .listener = -1, .connection = -1, .lock = -1 };
    seat->folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (seat->folder >= 0)
        seat->lock = openat(seat->folder, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (seat->lock >= 0)
        return seat;
    seat_close(seat);
    return NULL;
}

void
seat_close(struct seat *seat)
{
    if (!seat)
        return;
    if (seat->listener >= 0) {
        unlinkat(seat->folder, socket_name, 0);
        close(seat->listener);
    }
    if (seat->connection >= 0)
        close(seat->connection);
    if (seat->lock >= 0)
        close(seat->lock);
    if (seat->folder >= 0)
        close(seat->folder);
    free(seat);
}

/* By way of the open folder, since a socket's address holds only 107 bytes. */
static struct sockaddr_un
address_of(const struct seat *seat)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/%s", seat->folder,
             socket_name);
    return address;
}

static int
connect_to_server(const struct seat *seat)
{
    struct sockaddr_un address = address_of(seat);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address))) {
        int error = errno;

        close(fd);
        fd = -1;
        errno = error;
    }
    return fd;
}

static void
sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
}

static bool
try_lock(struct seat *seat)
{
    seat->locked = !flock(seat->lock, LOCK_EX | LOCK_NB);
    return seat->locked;
}

static bool
listen_here(struct seat *seat)
{
    struct sockaddr_un address = address_of(seat);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    unlinkat(seat->folder, socket_name, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
        fchmodat(seat->folder, socket_name, 0600, 0) || listen(fd, QUEUE)) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    seat->listener = fd;
    return true;
}

bool
seat_serve(struct seat *seat, int ms, const char **why)
{
    int64_t until = clock_ticks() + ms * INT64_C(1000);

    while (!try_lock(seat)) {
        int fd = connect_to_server(seat);

        if (fd >= 0)
            close(fd);
        if (fd >= 0 || clock_ticks() > until) {
            *why = "このデータフォルダは別の tasuki が使っています。"
                   "先にそちらを止めてください。";
            return false;
        }
        sleep_ms(TRY_MS);
    }
    if (listen_here(seat))
        return true;
    flock(seat->lock, LOCK_UN);
    seat->locked = false;
    *why = "データフォルダに tasuki.sock を作れません。"
           "フォルダの書き込み権限を確かめてください。";
    return false;
}

int
seat_listener(const struct seat *seat)
{
    return seat->listener;
}

static int
remaining_ms(int64_t until)
{
    int64_t left = (until - clock_ticks()) / 1000;

    return left > 0 ? (int)left : 0;
}

/* False also when the server ended before it came to us. */
static bool
wait_for_grant(int fd, int64_t until)
{
    struct pollfd seen = { .fd = fd, .events = POLLIN };
    char byte;

    while (poll(&seen, 1, remaining_ms(until)) < 0)
        if (errno != EINTR)
            return false;
    return read(fd, &byte, 1) == 1;
}

bool
seat_take(struct seat *seat, int ms)
{
    int64_t until = clock_ticks() + ms * INT64_C(1000);

    if (seat->listener >= 0)
        return true;
    do {
        int fd = connect_to_server(seat);

        if (fd >= 0 && wait_for_grant(fd, until)) {
            seat->connection = fd;
            return true;
        }
        if (fd >= 0)
            close(fd);
        else if ((errno == ENOENT || errno == ECONNREFUSED) && try_lock(seat))
            return true;
        sleep_ms(TRY_MS);
    } while (clock_ticks() < until);
    return false;
}

void
seat_give(struct seat *seat)
{
    if (seat->listener >= 0)
        return;
    if (seat->connection >= 0)
        close(seat->connection);
    seat->connection = -1;
    if (seat->locked)
        flock(seat->lock, LOCK_UN);
    seat->locked = false;
}

bool
seat_alone(const struct seat *seat)
{
    return seat->locked && seat->listener < 0;
}

bool
seat_grant(int connection)
{
    struct pollfd seen = { .fd = connection, .events = POLLIN | POLLRDHUP };
    int64_t until = clock_ticks() + SEAT_MS * INT64_C(1000);
    int ready = 1;

    if (send(connection, "", 1, MSG_NOSIGNAL) == 1)
        do
            ready = poll(&seen, 1, remaining_ms(until));
        while (ready < 0 && errno == EINTR);
    close(connection);
    return ready != 0;
}
