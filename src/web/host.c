#include "web/host.h"

#include <string.h>
#include <strings.h>

#include <arpa/inet.h>

#include "base/arena.h"

enum { HOSTS_MOST = 100, HOST_LENGTH = 255 };

/* The length of the name in NAME, NAME:PORT, [V6] or [V6]:PORT; 0 when it is none. */
static size_t
name_length(const char *host)
{
    size_t length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    const char *rest;

    if (length > strlen(host))
        return 0;
    rest = host + length;
    if (*rest == ':' && rest[1 + strspn(rest + 1, "0123456789")] == '\0')
        return length;
    return *rest ? 0 : length;
}

static void
host_add(struct hosts *hosts, struct arena *arena, const char *host)
{
    if (hosts->count < HOSTS_MOST)
        hosts->names[hosts->count++] = arena_slice(arena, host, name_length(host));
}

void
hosts_init(struct hosts *hosts, struct arena *arena, const char *listen, const char *const *names,
           const char *const *proxies)
{
    hosts->names = NEW_ARRAY(arena, HOSTS_MOST, const char *);
    hosts->count = 0;
    hosts->proxies = proxies;
    host_add(hosts, arena, "localhost");
    host_add(hosts, arena, "127.0.0.1");
    host_add(hosts, arena, "[::1]");
    host_add(hosts, arena, listen);
    for (size_t i = 0; names && names[i]; i++)
        host_add(hosts, arena, names[i]);
}

bool
host_allowed(const struct hosts *hosts, const char *host)
{
    size_t length = host ? name_length(host) : 0;

    if (length == 0 || length > HOST_LENGTH)
        return false;
    for (size_t i = 0; i < hosts->count; i++)
        if (strlen(hosts->names[i]) == length && strncasecmp(hosts->names[i], host, length) == 0)
            return true;
    return false;
}

bool
origin_is_host(const char *origin, const char *host)
{
    if (strncmp(origin, "https://", 8) == 0)
        origin += 8;
    else if (strncmp(origin, "http://", 7) == 0)
        origin += 7;
    else
        return false;
    return host && strcasecmp(origin, host) == 0;
}

bool
origin_allowed(const char *origin, const char *fetch_site, const char *host, bool required)
{
    if (origin && !origin_is_host(origin, host))
        return false;
    if (fetch_site && strcmp(fetch_site, "same-origin") != 0 && strcmp(fetch_site, "none") != 0)
        return false;
    return origin || fetch_site || !required;
}

bool
host_is_proxy(const struct hosts *hosts, const char *address)
{
    for (size_t i = 0; hosts->proxies && hosts->proxies[i]; i++)
        if (strcmp(hosts->proxies[i], address) == 0)
            return true;
    return false;
}

/* An address without quotes, brackets and port; NULL when it is none. */
static const char *
address(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_slice(arena, text, length);
    unsigned char bytes[16];
    char *end;

    copy += strspn(copy, " \t\"");
    copy[strcspn(copy, " \t\"")] = '\0';
    if (*copy == '[') {
        copy++;
        copy[strcspn(copy, "]")] = '\0';
    } else if ((end = strchr(copy, ':')) && !strchr(end + 1, ':')) {
        *end = '\0';
    }
    if (inet_pton(AF_INET, copy, bytes) == 1 || inet_pton(AF_INET6, copy, bytes) == 1)
        return copy;
    return NULL;
}

/* The value of `name=` in one element of Forwarded, up to ; or the end. */
static const char *
element_value(const char *element, size_t length, const char *name, size_t *value_length)
{
    size_t name_size = strlen(name);

    for (size_t i = 0; i + name_size < length; i++) {
        bool begins = i == 0 || element[i - 1] == ';' || element[i - 1] == ' ';

        if (begins && strncasecmp(element + i, name, name_size) == 0) {
            const char *value = element + i + name_size;
            const char *end = memchr(value, ';', length - i - name_size);

            *value_length = end ? (size_t)(end - value) : length - i - name_size;
            return value;
        }
    }
    return NULL;
}

/* From the right, the first address that is no proxy of ours: what stands left of it was
   written by others and may be anything. */
static const char *
first_stranger(const struct hosts *hosts, struct arena *arena, const char *list, bool elements,
               const char *peer)
{
    size_t end = strlen(list);

    while (end > 0) {
        size_t start = end;
        const char *piece, *found;
        size_t length;

        while (start > 0 && list[start - 1] != ',')
            start--;
        piece = list + start;
        length = end - start;
        if (elements)
            piece = element_value(piece, length, "for=", &length);
        found = piece ? address(arena, piece, length) : NULL;
        if (!found)
            return peer;
        peer = found;
        if (!host_is_proxy(hosts, found))
            return peer;
        end = start ? start - 1 : 0;
    }
    return peer;
}

const char *
client_address(const struct hosts *hosts, struct arena *arena, const struct forwarded *f,
               bool *secure)
{
    size_t length;
    const char *proto;

    if (!host_is_proxy(hosts, f->peer))
        return f->peer;
    if (f->proto && strcasecmp(f->proto, "https") == 0)
        *secure = true;
    if (f->list)
        return first_stranger(hosts, arena, f->list, false, f->peer);
    if (!f->forwarded)
        return f->peer;
    proto = strrchr(f->forwarded, ',');
    proto = proto ? proto + 1 : f->forwarded;
    proto = element_value(proto, strlen(proto), "proto=", &length);
    if (proto && length == 5 && strncasecmp(proto, "https", 5) == 0)
        *secure = true;
    return first_stranger(hosts, arena, f->forwarded, true, f->peer);
}
