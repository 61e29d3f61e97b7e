#include "desk/account_compare.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/wareki.h"

enum { NAMES_SHOWN = 10 };

struct comparing {
    struct arena *arena;
    const struct account_rules *rules;
    struct account_founds *out;
};

/* --- one account --------------------------------------------------------------------------- */

static bool
is_state(const struct account_side *side, const char *state)
{
    return side->state && strcmp(side->state, state) == 0;
}

bool
account_in_use(const struct account_side *side, struct date today)
{
    return is_state(side, "used") && !(side->ends_on.day && side->ends_on.day < today.day);
}

static bool
has_begun(const struct account_side *side, struct date today)
{
    return side->begins_on.day <= today.day;
}

static const char *
day_words(struct arena *arena, struct date day)
{
    return wareki_print(arena, day, WAREKI_SHORT);
}

static const char *
ledger_words(const struct comparing *c, const struct account_side *side)
{
    if (!side)
        return "記録なし";
    if (is_state(side, "removed"))
        return "削除";
    if (is_state(side, "stopped"))
        return "停止";
    return account_in_use(side, c->rules->today)
               ? "使用中"
               : arena_print(c->arena, "%sに終了", day_words(c->arena, side->ends_on));
}

static const char *
entry_words(const struct comparing *c, const struct account_entry *entry)
{
    const char *state = entry ? entry->disabled ? "無効" : "有効" : "なし";

    return entry && entry->sign_in.day ? arena_print(c->arena, "%s（最後のサインイン %s）", state,
                                                     day_words(c->arena, entry->sign_in))
                                       : state;
}

static void
add(const struct comparing *c, enum account_differs kind, const struct account_side *side,
    const struct account_entry *entry)
{
    c->out->rows[c->out->count++] = (struct account_found){
        .kind = kind,
        .side = side,
        .entry = entry,
        .ledger_says = ledger_words(c, side),
        .directory_says = entry_words(c, entry),
    };
}

/* Names of `from` that `other` lacks. */
static void
say_missing(struct buffer *out, const char *label, const char **from, size_t count,
            const char **other, size_t other_count)
{
    size_t lacking = 0;

    for (size_t i = 0; i < count; i++) {
        size_t k = 0;

        while (k < other_count && strcasecmp(from[i], other[k]) != 0)
            k++;
        if (k < other_count)
            continue;
        if (lacking < NAMES_SHOWN)
            buffer_print(out, "%s%.60s", lacking ? "、" : label, from[i]);
        lacking++;
    }
    if (lacking > NAMES_SHOWN)
        buffer_print(out, "、ほか%zu", lacking - NAMES_SHOWN);
}

static void
compare_groups(const struct comparing *c, const struct account_side *side,
               const struct account_entry *entry)
{
    struct buffer ours = { .arena = c->arena }, theirs = { .arena = c->arena };
    struct account_found *found;

    say_missing(&ours, "台帳だけ：", side->groups, side->group_count, entry->groups,
                entry->group_count);
    say_missing(&theirs, "ディレクトリだけ：", entry->groups, entry->group_count, side->groups,
                side->group_count);
    if (!ours.length && !theirs.length)
        return;
    add(c, ACCOUNT_MEMBER, side, entry);
    found = &c->out->rows[c->out->count - 1];
    found->ledger_says = ours.length ? buffer_string(&ours) : "―";
    found->directory_says = theirs.length ? buffer_string(&theirs) : "―";
}

static bool
is_idle(const struct comparing *c, const struct account_side *side,
        const struct account_entry *entry)
{
    return c->rules->idle_days > 0 && entry->sign_in.day &&
           entry->sign_in.day < c->rules->today.day - c->rules->idle_days &&
           side->begins_on.day < c->rules->today.day - c->rules->idle_days;
}

/* Both there. */
static void
compare_both(const struct comparing *c, const struct account_side *side,
             const struct account_entry *entry)
{
    bool used = account_in_use(side, c->rules->today);

    if (is_state(side, "removed")) {
        add(c, ACCOUNT_LEFT, side, entry);
        return;
    }
    if (used && has_begun(side, c->rules->today) && entry->disabled)
        add(c, ACCOUNT_OFF, side, entry);
    else if (!used && !entry->disabled)
        add(c, ACCOUNT_ON, side, entry);
    else if (used && !entry->disabled && is_idle(c, side, entry))
        add(c, ACCOUNT_IDLE, side, entry);
    if (used && c->rules->groups)
        compare_groups(c, side, entry);
}

/* --- all of them --------------------------------------------------------------------------- */

/* Of one name what is kept comes before what was removed, newer before older. */
static int
by_title(const void *one, const void *other)
{
    const struct account_side *left = one, *right = other;
    int order = strcasecmp(left->title, right->title);

    if (!order)
        order = (int)is_state(left, "removed") - (int)is_state(right, "removed");
    return order ? order : (left->id < right->id) - (left->id > right->id);
}

static int
by_login(const void *one, const void *other)
{
    const struct account_entry *left = one, *right = other;
    int order = strcasecmp(left->login, right->login);

    return order ? order : strcmp(left->dn, right->dn);
}

void
account_compare(struct arena *arena, struct account_side *sides, size_t side_count,
                struct account_entry *entries, size_t entry_count,
                const struct account_rules *rules, struct account_founds *out)
{
    struct comparing c = { arena, rules, out };
    size_t s = 0, e = 0;

    out->rows = NEW_ARRAY(arena, 2 * (side_count + entry_count) + 1, struct account_found);
    out->count = 0;
    if (side_count)
        qsort(sides, side_count, sizeof *sides, by_title);
    if (entry_count)
        qsort(entries, entry_count, sizeof *entries, by_login);
    while (s < side_count || e < entry_count) {
        int order = s == side_count    ? 1
                    : e == entry_count ? -1
                                       : strcasecmp(sides[s].title, entries[e].login);
        const struct account_side *side = order <= 0 ? &sides[s] : NULL;
        const struct account_entry *entry = order >= 0 ? &entries[e] : NULL;
        size_t same = 0;

        while (side && s < side_count && strcasecmp(sides[s].title, side->title) == 0)
            s++;
        for (; entry && e < entry_count && strcasecmp(entries[e].login, entry->login) == 0; e++)
            same++;
        if (same > 1)
            add(&c, ACCOUNT_TWICE, side, entry);
        else if (!side)
            add(&c, ACCOUNT_UNKNOWN, NULL, entry);
        else if (entry)
            compare_both(&c, side, entry);
        else if (account_in_use(side, rules->today) && has_begun(side, rules->today))
            add(&c, ACCOUNT_MISSING, side, NULL);
    }
}

/* --- the last sign-in ---------------------------------------------------------------------- */

static bool
all_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

struct date
account_sign_in(const char *text)
{
    static const int64_t between = INT64_C(11644473600); /* seconds from 1601 to 1970 */
    size_t length = text ? strlen(text) : 0;
    struct instant at = { 0 };

    if (length >= 15 && length <= 30 && all_digits(text, 14) && text[length - 1] == 'Z') {
        char iso[] = "0000-00-00T00:00:00Z";

        for (size_t to = 0, from = 0; from < 14; to++)
            if (iso[to] == '0')
                iso[to] = text[from++];
        if (!instant_parse(iso, &at))
            at.us = 0;
    } else if (length >= 12 && length <= 18 && all_digits(text, length)) {
        at.us = (strtoll(text, NULL, 10) / 10000000 - between) * 1000000;
    }
    return at.us > 0 ? instant_date(at) : (struct date){ 0 };
}
