#include "web/proxy_line.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <arpa/inet.h>

enum {
    LINE_MOST = 107, /* of version 1, with CR LF */
    ADDRESS_MOST = 46,
    HEAD = 16, /* of version 2 */
};

static const unsigned char signature[12] = "\r\n\r\n\0\r\nQUIT\n";

static void
set_4(struct sockaddr_storage *out, const void *address, uint16_t port)
{
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port) };

    memcpy(&in.sin_addr, address, 4);
    memcpy(out, &in, sizeof(in));
}

static void
set_6(struct sockaddr_storage *out, const void *address, uint16_t port)
{
    struct sockaddr_in6 in = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

    memcpy(&in.sin6_addr, address, 16);
    memcpy(out, &in, sizeof(in));
}

/* --- version 1 ------------------------------------------------------------------ */

/* The next word up to one space or the end of the line, moving on. */
static bool
take_word(const char **at, const char *end, char *out, size_t size)
{
    const char *from = *at;
    size_t length;

    while (*at < end && **at != ' ')
        (*at)++;
    length = (size_t)(*at - from);
    if (length == 0 || length >= size)
        return false;
    memcpy(out, from, length);
    out[length] = '\0';
    *at += *at < end;
    return true;
}

static bool
read_port(const char *text, uint16_t *port)
{
    unsigned number = 0;

    for (const char *c = text; *c; c++) {
        if (*c < '0' || *c > '9' || number > 65535)
            return false;
        number = number * 10 + (unsigned)(*c - '0');
    }
    *port = (uint16_t)number;
    return number <= 65535;
}

static bool
read_words(const char *at, const char *end, bool six, struct sockaddr_storage *client)
{
    char source[ADDRESS_MOST], target[ADDRESS_MOST], from[6], to[6];
    unsigned char bytes[16], other[16];
    int family = six ? AF_INET6 : AF_INET;
    uint16_t port, other_port;

    if (!take_word(&at, end, source, sizeof(source)) ||
        !take_word(&at, end, target, sizeof(target)) || !take_word(&at, end, from, sizeof(from)) ||
        !take_word(&at, end, to, sizeof(to)) || at != end || !read_port(from, &port) ||
        !read_port(to, &other_port) || inet_pton(family, source, bytes) != 1 ||
        inet_pton(family, target, other) != 1)
        return false;
    if (six)
        set_6(client, bytes, port);
    else
        set_4(client, bytes, port);
    return true;
}

static enum proxy_line
parse_line(const char *text, size_t count, size_t *length, struct sockaddr_storage *client)
{
    const char *end = memchr(text, '\n', count < LINE_MOST ? count : LINE_MOST);
    static const char four[] = "PROXY TCP4 ", six[] = "PROXY TCP6 ", unknown[] = "PROXY UNKNOWN";
    bool is_six;

    if (!end)
        return count < LINE_MOST ? PROXY_LINE_MORE : PROXY_LINE_WRONG;
    *length = (size_t)(end - text) + 1;
    if (*length < 2 || end[-1] != '\r')
        return PROXY_LINE_WRONG;
    end--;
    if ((size_t)(end - text) >= sizeof(unknown) - 1 &&
        memcmp(text, unknown, sizeof(unknown) - 1) == 0)
        return PROXY_LINE_GOOD;
    if ((size_t)(end - text) < sizeof(six))
        return PROXY_LINE_WRONG;
    is_six = memcmp(text, six, sizeof(six) - 1) == 0;
    if (!is_six && memcmp(text, four, sizeof(four) - 1) != 0)
        return PROXY_LINE_WRONG;
    return read_words(text + sizeof(six) - 1, end, is_six, client) ? PROXY_LINE_GOOD
                                                                   : PROXY_LINE_WRONG;
}

/* --- version 2 ------------------------------------------------------------------ */

static uint16_t
number_at(const unsigned char *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static enum proxy_line
parse_binary(const unsigned char *bytes, size_t count, size_t *length,
             struct sockaddr_storage *client)
{
    size_t size;

    if (count < HEAD)
        return PROXY_LINE_MORE;
    size = number_at(bytes + 14);
    *length = HEAD + size;
    if (bytes[12] >> 4 != 2 || (bytes[12] & 15) > 1 || *length > PROXY_LINE_MOST)
        return PROXY_LINE_WRONG;
    if (count < *length)
        return PROXY_LINE_MORE;
    if ((bytes[12] & 15) == 0 || bytes[13] == 0)
        return PROXY_LINE_GOOD;
    if (bytes[13] == 0x11 && size >= 12)
        set_4(client, bytes + HEAD, number_at(bytes + HEAD + 8));
    else if (bytes[13] == 0x21 && size >= 36)
        set_6(client, bytes + HEAD, number_at(bytes + HEAD + 32));
    else
        return PROXY_LINE_WRONG;
    return PROXY_LINE_GOOD;
}

enum proxy_line
proxy_line_parse(const void *bytes, size_t count, size_t *length, struct sockaddr_storage *client)
{
    static const char word[] = "PROXY ";
    size_t shown = count < sizeof(signature) ? count : sizeof(signature);
    size_t said = count < sizeof(word) - 1 ? count : sizeof(word) - 1;

    *client = (struct sockaddr_storage){ .ss_family = AF_UNSPEC };
    *length = 0;
    if (count == 0)
        return PROXY_LINE_MORE;
    if (memcmp(bytes, signature, shown) == 0)
        return shown < sizeof(signature) ? PROXY_LINE_MORE
                                         : parse_binary(bytes, count, length, client);
    if (memcmp(bytes, word, said) == 0)
        return parse_line(bytes, count, length, client);
    return PROXY_LINE_WRONG;
}
