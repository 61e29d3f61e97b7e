#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/inet.h"
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
compare_inet(const struct field *f, const void *left, const void *right)
{
    struct inet l = inet_at(left), r = inet_at(right);

    (void)f;
    return inet_compare(&l, &r);
}

static bool
parse_inet(struct act *a, const struct field *f, const char *text, void *at, const char **why)
{
    struct inet inet;

    (void)f;
    if (!inet_parse(a->arena, text, &inet, why))
        return false;
    memcpy(at, &inet, sizeof inet);
    return true;
}

static const char *
inet_text(struct act *a, const struct field *f, const void *at, enum field_style style)
{
    struct inet inet = inet_at(at);

    (void)f, (void)style;
    return inet_print(a->arena, &inet);
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
    .compare = compare_inet,
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
