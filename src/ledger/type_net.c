#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "ledger/type.h"
#include "store/act.h"

static struct inet
inet_at(const void *at)
{
    struct inet inet;

    memcpy(&inet, at, sizeof inet);
    return inet;
}

static bool
inet_empty(const void *at)
{
    return inet_at(at).family == 0;
}

static int
inet_compare(const struct field *f, const void *left, const void *right)
{
    struct inet l = inet_at(left), r = inet_at(right);
    int bytes = memcmp(l.bytes, r.bytes, sizeof l.bytes);

    (void)f;
    if (l.family != r.family)
        return l.family - r.family;
    return bytes ? bytes : l.prefix - r.prefix;
}

static bool
parse_four(struct act *a, const char *text, uint8_t *out, const char **why)
{
    static const char *const places[] = { "最初", "2番目", "3番目", "最後" };
    int part = 0;

    for (; part < 4; part++) {
        int number = 0, digits = 0;

        for (; isdigit((unsigned char)*text) && digits < 4; digits++)
            number = number * 10 + (*text++ - '0');
        if (digits == 0 || digits > 3 || number > 255)
            return type_refuse(a, why, "%sの数は 0から255までです。", places[part]);
        out[part] = (uint8_t)number;
        if (part < 3 && *text++ != '.')
            return type_refuse(a, why, "IPアドレスは4つの数を点でつなぎます。例：192.0.2.10");
    }
    if (*text)
        return type_refuse(a, why, "IPアドレスの後に余分な文字があります。");
    return true;
}

static bool
parse_prefix(struct act *a, const char *text, int most, uint8_t *out, const char **why)
{
    int number = 0, digits = 0;

    for (; isdigit((unsigned char)*text) && digits < 4; digits++)
        number = number * 10 + (*text++ - '0');
    if (digits == 0 || *text || number > most)
        return type_refuse(a, why, "/ の後の数は 0から%dまでです。", most);
    *out = (uint8_t)number;
    return true;
}

static bool
parse_inet(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    char *narrow = text_narrow(a->arena, text);
    char *slash = strchr(narrow, '/');
    struct inet inet = { .family = strchr(narrow, ':') ? 6 : 4 };
    int most = inet.family == 6 ? 128 : 32;

    (void)f;
    if (slash)
        *slash = '\0';
    if (inet.family == 4 && !parse_four(a, narrow, inet.bytes, why))
        return false;
    if (inet.family == 6 && inet_pton(AF_INET6, narrow, inet.bytes) != 1)
        return type_refuse(a, why, "IPv6アドレスが正しくありません。例：2001:db8::10");
    inet.prefix = (uint8_t)most;
    if (slash && !parse_prefix(a, slash + 1, most, &inet.prefix, why))
        return false;
    memcpy(at, &inet, sizeof inet);
    return true;
}

static const char *
inet_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    struct inet inet = inet_at(at);
    char text[INET6_ADDRSTRLEN] = "";

    (void)f, (void)style;
    inet_ntop(inet.family == 6 ? AF_INET6 : AF_INET, inet.bytes, text, sizeof text);
    if (inet.prefix == (inet.family == 6 ? 128 : 32))
        return arena_copy(a->arena, text);
    return arena_print(a->arena, "%s/%d", text, inet.prefix);
}

/* "4 192.000.002.010/032": family first, numbers of one width, so that text order is the
   order of addresses and people still read it in the table. */
const char *
inet_store(struct act *a, const struct inet *inet)
{
    const uint8_t *b = inet->bytes;
    char *text = arena_get(a->arena, 48);
    size_t o = 2;

    if (inet->family == 0)
        return "";
    if (inet->family == 4) {
        snprintf(text, 48, "4 %03d.%03d.%03d.%03d/%03d", b[0], b[1], b[2], b[3], inet->prefix);
        return text;
    }
    snprintf(text, 48, "6 ");
    for (int i = 0; i < 16; i += 2, o += 5)
        snprintf(text + o, 48 - o, "%02x%02x:", b[i], b[i + 1]);
    snprintf(text + o - 1, 48 - o + 1, "/%03d", inet->prefix);
    return text;
}

bool
inet_load(const char *stored, struct inet *out)
{
    struct inet inet = { 0 };
    const char *at = stored + 2;

    if (strlen(stored) == 21 && *stored == '4') {
        inet.family = 4;
        for (int i = 0; i < 4; i++, at += 4)
            inet.bytes[i] = (uint8_t)strtol(at, NULL, 10);
    } else if (strlen(stored) == 45 && *stored == '6') {
        inet.family = 6;
        for (int i = 0; i < 16; i += 2, at += 5) {
            long pair = strtol(at, NULL, 16);

            inet.bytes[i] = (uint8_t)(pair >> 8);
            inet.bytes[i + 1] = (uint8_t)pair;
        }
    } else {
        *out = (struct inet){ 0 };
        return *stored == '\0';
    }
    inet.prefix = (uint8_t)strtol(at, NULL, 10);
    *out = inet;
    return true;
}

static bool
parse_mac(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    const char *narrow = text_narrow(a->arena, text);
    char *mac = arena_get(a->arena, 18);
    int digits = 0;

    (void)f;
    for (const char *c = narrow; *c; c++) {
        if (strchr(":-. ", *c))
            continue;
        if (!isxdigit((unsigned char)*c) || digits == 12)
            return type_refuse(a, why, "MACアドレスは16進数12桁で書きます。例：00-00-5E-00-53-01");
        mac[digits / 2 * 3 + digits % 2] = (char)tolower((unsigned char)*c);
        if (digits % 2 == 1 && digits < 11)
            mac[digits / 2 * 3 + 2] = ':';
        digits++;
    }
    if (digits != 12)
        return type_refuse(a, why, "MACアドレスは16進数12桁です。いま %d桁です。", digits);
    memcpy(at, &mac, sizeof mac);
    return true;
}

const struct type type_inet = {
    .title = "IPアドレス",
    .size = sizeof(struct inet),
    .column = COLUMN_TEXT,
    .parse = parse_inet,
    .text = inet_text,
    .empty = inet_empty,
    .compare = inet_compare,
    .json = type_json_text,
};
const struct type type_mac = {
    .title = "MACアドレス",
    .size = sizeof(struct mac),
    .column = COLUMN_TEXT,
    .parse = parse_mac,
    .text = type_pointer_text,
    .empty = type_pointer_empty,
    .compare = type_pointer_compare,
    .copy = type_pointer_copy,
    .json = type_json_text,
};
