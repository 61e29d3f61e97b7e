#include "base/clamd.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/utf8.h"

enum { SECONDS = 120, CONNECT_SECONDS = 5, PIECE = 64 * 1024, ANSWER = 1024 };

static bool
refuse(struct arena *arena, const char *address, const char *doing, const char **why)
{
    *why = arena_print(arena, "ウイルス検査（clamd、%s）%s。%s", address, doing,
                       errno ? system_reason(errno) : "");
    return false;
}

/* --- connecting ------------------------------------------------------------------------ */

static bool
connect_within(int fd, const struct sockaddr *address, socklen_t length)
{
    struct pollfd wait = { .fd = fd, .events = POLLOUT };
    int error = 0;
    socklen_t size = sizeof error;

    if (connect(fd, address, length) == 0)
        return true;
    if (errno != EINPROGRESS)
        return false;
    if (poll(&wait, 1, CONNECT_SECONDS * 1000) != 1) {
        errno = ETIMEDOUT;
        return false;
    }
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    errno = error;
    return error == 0;
}

static int
socket_connect(int family, const struct sockaddr *address, socklen_t length)
{
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd >= 0 && !connect_within(fd, address, length)) {
        int error = errno;

        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

static int
connect_path(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, strlen(path));
    return socket_connect(AF_UNIX, (const struct sockaddr *)&address, sizeof address);
}

static int
connect_host(struct arena *arena, const char *text)
{
    const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
    const char *colon = strrchr(text, ':');
    struct addrinfo *list = NULL;
    int fd = -1;

    errno = EINVAL;
    if (!colon || getaddrinfo(arena_slice(arena, text, (size_t)(colon - text)), colon + 1, &hints,
                              &list) != 0)
        return -1;
    for (const struct addrinfo *it = list; it && fd < 0; it = it->ai_next)
        fd = socket_connect(it->ai_family, it->ai_addr, it->ai_addrlen);
    freeaddrinfo(list);
    return fd;
}

/* --- talking --------------------------------------------------------------------------- */

/* From here on waits are the kernel's, with its own limits. */
static void
set_patience(int fd, int seconds)
{
    const struct timeval limit = { .tv_sec = seconds };

    fcntl(fd, F_SETFL, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

static bool
send_all(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length) {
        ssize_t sent = send(fd, at, length, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        at += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* Each piece goes with its length before it; no bytes end the stream. */
static bool
send_piece(int fd, const char *bytes, size_t length)
{
    const uint8_t head[] = { (uint8_t)(length >> 24), (uint8_t)(length >> 16),
                             (uint8_t)(length >> 8), (uint8_t)length };

    return send_all(fd, head, sizeof head) && send_all(fd, bytes, length);
}

/* clamd hangs up when a stream is longer than it wants, and says so before: a failed send
   is therefore not yet the answer. */
static bool
send_stream(struct arena *arena, int fd, const struct clamd_order *order, bool *unread)
{
    static const char command[] = "zINSTREAM";
    char *piece = arena_get(arena, PIECE);
    size_t got;

    if (!send_all(fd, command, sizeof command))
        return false;
    do {
        if (!order->read(order->with, piece, PIECE, &got)) {
            *unread = true;
            return false;
        }
        if (!send_piece(fd, piece, got))
            return false;
    } while (got);
    return true;
}

static const char *
read_answer(struct arena *arena, int fd)
{
    char *answer = arena_get(arena, ANSWER + 1);
    size_t length = 0;
    ssize_t got;

    while (length < ANSWER && (!length || answer[length - 1])) {
        got = recv(fd, answer + length, ANSWER - length, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    answer[length] = '\0';
    answer[utf8_valid_length(answer, strlen(answer))] = '\0';
    return answer;
}

static bool
understand(struct arena *arena, const char *address, const char *answer, const char **found,
           const char **why)
{
    static const char stream[] = "stream: ";
    const char *text =
        strncmp(answer, stream, sizeof stream - 1) == 0 ? answer + sizeof stream - 1 : answer;
    const char *word = strrchr(text, ' ');

    *found = NULL;
    if (strcmp(text, "OK") == 0)
        return true;
    if (word && strcmp(word, " FOUND") == 0) {
        *found = arena_slice(arena, text, (size_t)(word - text));
        return true;
    }
    errno = 0;
    if (strstr(text, "size limit exceeded"))
        return refuse(arena, address,
                      "の上限（StreamMaxLength）より大きいファイルです。上限を上げてください", why);
    if (*text)
        return refuse(arena, address, "ができませんでした", why);
    return refuse(arena, address, "の答えがありません", why);
}

bool
clamd_scan(struct arena *arena, const struct clamd_order *order, const char **found,
           const char **why)
{
    bool unread = false;
    bool good;
    int fd =
        *order->address == '/' ? connect_path(order->address) : connect_host(arena, order->address);

    *found = NULL;
    if (fd < 0)
        return refuse(arena, order->address, "に届きません", why);
    set_patience(fd, order->seconds ? order->seconds : SECONDS);
    send_stream(arena, fd, order, &unread);
    good = !unread && understand(arena, order->address, read_answer(arena, fd), found, why);
    if (unread)
        *why = NULL;
    close(fd);
    return good;
}
