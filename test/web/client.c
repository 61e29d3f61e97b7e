#include "client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/buffer.h"

int
client_connect(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    struct timeval patience = { .tv_sec = 10 };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

static const char *
join_chunks(struct arena *arena, const char *at, size_t *length, bool *cut)
{
    struct buffer out = { .arena = arena };
    const char *end = at + *length;

    *cut = true;
    while (at < end) {
        char *stop;
        size_t size = strtoul(at, &stop, 16);

        stop = strstr(stop, "\r\n");
        if (!stop)
            break;
        if (size == 0) {
            *cut = false;
            break;
        }
        if ((size_t)(end - stop) < size + 4)
            break;
        buffer_add(&out, stop + 2, size);
        at = stop + 2 + size + 2;
    }
    *length = out.length;
    return buffer_string(&out);
}

struct answer
client_parse(struct arena *arena, char *text, size_t length)
{
    struct answer a = { .head = text, .body = "" };
    char *gap = strstr(text, "\r\n\r\n");
    const char *size;

    if (!gap || strncmp(text, "HTTP/1.1 ", 9) != 0)
        return a;
    *gap = '\0';
    a.status = (int)strtol(text + 9, NULL, 10);
    a.body = gap + 4;
    a.length = length - (size_t)(gap + 4 - text);
    if (strcasecmp(answer_header(arena, &a, "Transfer-Encoding"), "chunked") == 0)
        a.body = join_chunks(arena, a.body, &a.length, &a.cut);
    size = answer_header(arena, &a, "Content-Length");
    if (*size)
        a.cut = a.length < strtoul(size, NULL, 10);
    return a;
}

struct answer
client_ask(struct arena *arena, int port, const char *bytes, size_t length)
{
    struct buffer in = { .arena = arena };
    int fd = client_connect(port);
    struct answer a;
    ssize_t got;
    bool open;

    /* The server may answer and close before it has read everything. */
    while (length > 0 && (got = send(fd, bytes, length, MSG_NOSIGNAL)) > 0) {
        bytes += got;
        length -= (size_t)got;
    }
    while ((got = recv(fd, buffer_room(&in, 65536), 65536, 0)) > 0) {
        in.length += (size_t)got;
        in.data[in.length] = '\0';
    }
    open = got < 0 && errno == EAGAIN;
    close(fd);
    buffer_text(&in, "");
    a = client_parse(arena, in.data, in.length);
    a.open = open;
    return a;
}

const char *
answer_header(struct arena *arena, const struct answer *a, const char *name)
{
    size_t length = strlen(name);

    for (const char *line = strstr(a->head, "\r\n"); line; line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':') {
            const char *value = line + 2 + length + 1;

            value += strspn(value, " ");
            return arena_slice(arena, value, strcspn(value, "\r"));
        }
    return "";
}
