#include "base/inet.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum { KEY_SIZE = 48, FOUR_KEY = 21, SIX_KEY = 45 };

static bool
parse_four(struct arena *arena, const char *text, uint8_t *out, const char **why)
{
    static const char *const places[] = { "最初", "2番目", "3番目", "最後" };

    for (int part = 0; part < 4; part++) {
        int number = 0, digits = 0;

        for (; isdigit((unsigned char)*text) && digits < 4; digits++)
            number = number * 10 + (*text++ - '0');
        if (digits == 0 || digits > 3 || number > 255) {
            *why = arena_print(arena, "%sの数は 0から255までです。", places[part]);
            return false;
        }
        out[part] = (uint8_t)number;
        if (part < 3 && *text++ != '.') {
            *why = "IPアドレスは4つの数を点でつなぎます。例：192.0.2.10";
            return false;
        }
    }
    if (!*text)
        return true;
    *why = "IPアドレスの後に余分な文字があります。";
    return false;
}

static bool
parse_prefix(struct arena *arena, const char *text, int most, uint8_t *out, const char **why)
{
    int number = 0, digits = 0;

    for (; isdigit((unsigned char)*text) && digits < 4; digits++)
        number = number * 10 + (*text++ - '0');
    *out = (uint8_t)number;
    if (digits && !*text && number <= most)
        return true;
    *why = arena_print(arena, "/ の後の数は 0から%dまでです。", most);
    return false;
}

bool
inet_parse(struct arena *arena, const char *text, struct inet *out, const char **why)
{
    char *narrow = text_narrow(arena, text);
    char *slash = strchr(narrow, '/');
    struct inet inet = { .family = strchr(narrow, ':') ? 6 : 4 };
    int most = inet_bits(&inet);

    if (slash)
        *slash = '\0';
    if (inet.family == 4 && !parse_four(arena, narrow, inet.bytes, why))
        return false;
    if (inet.family == 6 && inet_pton(AF_INET6, narrow, inet.bytes) != 1) {
        *why = "IPv6アドレスが正しくありません。例：2001:db8::10";
        return false;
    }
    inet.prefix = (uint8_t)most;
    if (slash && !parse_prefix(arena, slash + 1, most, &inet.prefix, why))
        return false;
    *out = inet;
    return true;
}

int
inet_bits(const struct inet *inet)
{
    return inet->family == 6 ? 128 : 32;
}

bool
inet_is_host(const struct inet *inet)
{
    return inet->family && inet->prefix == inet_bits(inet);
}

const char *
inet_print_host(struct arena *arena, const struct inet *inet)
{
    char text[INET6_ADDRSTRLEN] = "";

    if (inet->family)
        inet_ntop(inet->family == 6 ? AF_INET6 : AF_INET, inet->bytes, text, sizeof text);
    return arena_copy(arena, text);
}

const char *
inet_print(struct arena *arena, const struct inet *inet)
{
    const char *host = inet_print_host(arena, inet);

    if (!inet->family || inet_is_host(inet))
        return host;
    return arena_print(arena, "%s/%d", host, inet->prefix);
}

const char *
inet_key(struct arena *arena, const struct inet *inet)
{
    const uint8_t *b = inet->bytes;
    char *text = arena_get(arena, KEY_SIZE);
    size_t o = 2;

    if (inet->family == 0)
        return "";
    if (inet->family == 4) {
        snprintf(text, KEY_SIZE, "4 %03d.%03d.%03d.%03d/%03d", b[0], b[1], b[2], b[3],
                 inet->prefix);
        return text;
    }
    snprintf(text, KEY_SIZE, "6 ");
    for (int i = 0; i < 16; i += 2, o += 5)
        snprintf(text + o, KEY_SIZE - o, "%02x%02x:", b[i], b[i + 1]);
    snprintf(text + o - 1, KEY_SIZE - o + 1, "/%03d", inet->prefix);
    return text;
}

bool
inet_unkey(const char *key, struct inet *out)
{
    struct inet inet = { 0 };
    const char *at = key + 2;

    if (strlen(key) == FOUR_KEY && *key == '4') {
        inet.family = 4;
        for (int i = 0; i < 4; i++, at += 4)
            inet.bytes[i] = (uint8_t)strtol(at, NULL, 10);
    } else if (strlen(key) == SIX_KEY && *key == '6') {
        inet.family = 6;
        for (int i = 0; i < 16; i += 2, at += 5) {
            long pair = strtol(at, NULL, 16);

            inet.bytes[i] = (uint8_t)(pair >> 8);
            inet.bytes[i + 1] = (uint8_t)pair;
        }
    } else {
        *out = (struct inet){ 0 };
        return *key == '\0';
    }
    inet.prefix = (uint8_t)strtol(at, NULL, 10);
    *out = inet;
    return true;
}

int
inet_compare(const struct inet *left, const struct inet *right)
{
    int bytes = memcmp(left->bytes, right->bytes, sizeof left->bytes);

    if (left->family != right->family)
        return left->family - right->family;
    return bytes ? bytes : left->prefix - right->prefix;
}

/* The bits behind the prefix all alike. */
static struct inet
filled(const struct inet *network, int prefix, bool ones)
{
    struct inet out = *network;
    int bits = inet_bits(network);

    for (int i = 0; i < bits / 8; i++) {
        int kept = prefix - i * 8;
        uint8_t mask = (uint8_t)(kept >= 8 ? 0xff : kept <= 0 ? 0 : 0xff << (8 - kept));

        out.bytes[i] = (uint8_t)((out.bytes[i] & mask) | (ones ? (uint8_t)~mask : 0));
    }
    return out;
}

struct inet
inet_first(const struct inet *network)
{
    struct inet out = filled(network, network->prefix, false);

    out.prefix = (uint8_t)inet_bits(network);
    return out;
}

struct inet
inet_last(const struct inet *network)
{
    struct inet out = filled(network, network->prefix, true);

    out.prefix = (uint8_t)inet_bits(network);
    return out;
}

struct inet
inet_within(const struct inet *inet, int prefix)
{
    struct inet out = filled(inet, prefix, false);

    out.prefix = (uint8_t)prefix;
    return out;
}

bool
inet_contains(const struct inet *outer, const struct inet *inner)
{
    struct inet of_outer, of_inner;

    if (!outer->family || outer->family != inner->family || inner->prefix < outer->prefix)
        return false;
    of_outer = filled(outer, outer->prefix, false);
    of_inner = filled(inner, outer->prefix, false);
    return memcmp(of_outer.bytes, of_inner.bytes, sizeof of_outer.bytes) == 0;
}

bool
inet_next(const struct inet *host, struct inet *out)
{
    struct inet next = *host;
    int at = inet_bits(host) / 8 - 1;

    while (at >= 0 && next.bytes[at] == 0xff)
        next.bytes[at--] = 0;
    if (at < 0)
        return false;
    next.bytes[at]++;
    *out = next;
    return true;
}

bool
inet_previous(const struct inet *host, struct inet *out)
{
    struct inet previous = *host;
    int at = inet_bits(host) / 8 - 1;

    while (at >= 0 && previous.bytes[at] == 0)
        previous.bytes[at--] = 0xff;
    if (at < 0)
        return false;
    previous.bytes[at]--;
    *out = previous;
    return true;
}

static uint64_t
word(const uint8_t *bytes, int count)
{
    uint64_t out = 0;

    for (int i = 0; i < count; i++)
        out = out << 8 | bytes[i];
    return out;
}

int64_t
inet_count(const struct inet *first, const struct inet *last)
{
    uint64_t span;

    if (first->family == 4)
        return (int64_t)(word(last->bytes, 4) - word(first->bytes, 4)) + 1;
    if (memcmp(first->bytes, last->bytes, 8) != 0)
        return INT64_MAX;
    span = word(last->bytes + 8, 8) - word(first->bytes + 8, 8);
    return span >= INT64_MAX ? INT64_MAX : (int64_t)span + 1;
}

struct inet
inet_add(const struct inet *host, uint32_t steps)
{
    uint64_t sum = word(host->bytes, 4) + steps;
    struct inet out = *host;

    if (sum > UINT32_MAX)
        sum = UINT32_MAX;
    for (int i = 0; i < 4; i++)
        out.bytes[i] = (uint8_t)(sum >> (24 - i * 8));
    return out;
}
