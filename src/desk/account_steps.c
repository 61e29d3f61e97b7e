#include "desk/account_steps.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"
#include "desk/account_directory.h"

enum { ACCOUNT_DISABLE = 2, PARTS = 20 };

/* What a server of OpenLDAP takes for "for ever". */
#define LOCKED "000001010000Z"
/* A normal account, disabled: there is no password yet. */
#define NEW_CONTROL "514"

struct drawing {
    struct arena *arena;
    const struct account_wish *wish;
    struct account_operations *out;
    const char *dn;
};

static struct ldif_attribute
attribute_of(struct arena *arena, const char *name, const char *value)
{
    struct ldif_attribute it = { .name = name, .values = NEW(arena, struct ldif_value) };

    if (value) {
        it.values[0] = (struct ldif_value){ value, strlen(value) };
        it.count = 1;
    }
    return it;
}

static void
add(struct drawing *d, const char *words, const char *dn, enum ldif_deed deed,
    struct ldif_part *parts, size_t count)
{
    d->out->rows[d->out->count++] =
        (struct account_operation){ words,
                                    { .dn = dn, .deed = deed, .parts = parts, .count = count } };
}

static void
modify(struct drawing *d, const char *words, const char *dn, enum ldif_way way, const char *name,
       const char *value)
{
    struct ldif_part *part = NEW(d->arena, struct ldif_part);

    *part = (struct ldif_part){ way, attribute_of(d->arena, name, value) };
    add(d, words, dn, LDIF_MODIFY, part, 1);
}

/* --- groups --------------------------------------------------------------------------------- */

static bool
is_member(const struct account_group *group, const char *normal)
{
    for (size_t i = 0; normal && i < group->member_count; i++)
        if (strcmp(group->members[i], normal) == 0)
            return true;
    return false;
}

static bool
is_wanted(const struct account_side *side, const char *name)
{
    for (size_t i = 0; side && i < side->group_count; i++)
        if (strcasecmp(side->groups[i], name) == 0)
            return true;
    return false;
}

/* Into those the ledger names, out of the others: all others when `leave`. */
static void
draw_groups(struct drawing *d, bool join, bool leave)
{
    const struct account_picture *picture = d->wish->picture;
    const char *normal = ldif_dn_normal(d->arena, d->dn);

    for (size_t i = 0; i < picture->group_count; i++) {
        const struct account_group *group = &picture->groups[i];
        bool is = is_member(group, normal);
        bool wanted = join && is_wanted(d->wish->side, group->name);

        if (wanted && !is)
            modify(
                d,
                arena_print(d->arena, "%s をグループ %.60s に入れる", d->wish->login, group->name),
                group->dn, LDIF_PUT, d->wish->directory->member_attribute, d->dn);
        else if (is && !wanted && leave)
            modify(
                d,
                arena_print(d->arena, "%s をグループ %.60s から出す", d->wish->login, group->name),
                group->dn, LDIF_TAKE, d->wish->directory->member_attribute, d->dn);
    }
}

/* A group that the ledger names and the directory lacks is nobody's to invent. */
static void
look_for_groups(struct drawing *d)
{
    const struct account_side *side = d->wish->side;

    for (size_t i = 0; side && i < side->group_count; i++) {
        size_t g = 0;

        while (g < d->wish->picture->group_count &&
               strcasecmp(side->groups[i], d->wish->picture->groups[g].name) != 0)
            g++;
        if (g == d->wish->picture->group_count)
            d->out->why = arena_print(d->arena, "グループ「%.60s」はディレクトリにありません",
                                      side->groups[i]);
    }
}

/* --- the entry ------------------------------------------------------------------------------ */

static bool
is_active(const struct drawing *d)
{
    return strcmp(d->wish->directory->kind.code, "active") == 0;
}

static void
put(struct ldif_change *change, struct drawing *d, const char *name, const char *value)
{
    for (size_t i = 0; i < change->count; i++)
        if (strcasecmp(change->parts[i].attribute.name, name) == 0)
            return;
    if (value && *value && change->count < PARTS)
        change->parts[change->count++] =
            (struct ldif_part){ LDIF_PUT, attribute_of(d->arena, name, value) };
}

/* objectClass, one value for each word. */
static void
put_classes(struct ldif_change *change, struct drawing *d)
{
    char *left = arena_copy(d->arena, d->wish->directory->classes);
    struct ldif_attribute it = { .name = "objectClass",
                                 .values = NEW_ARRAY(d->arena, PARTS, struct ldif_value) };

    for (char *word; (word = strsep(&left, " ")) && it.count < PARTS;)
        if (*word)
            it.values[it.count++] = (struct ldif_value){ word, strlen(word) };
    change->parts[change->count++] = (struct ldif_part){ LDIF_PUT, it };
}

/* Without a password: nobody signs in before somebody has set one. */
static void
draw_add(struct drawing *d)
{
    const struct account_directory *of = d->wish->directory;
    const char *name = d->wish->display && *d->wish->display ? d->wish->display : d->wish->login;
    const char *rdn = is_active(d) ? "CN" : of->login_attribute;
    struct ldif_change change = { .deed = LDIF_ADD,
                                  .parts = NEW_ARRAY(d->arena, PARTS, struct ldif_part) };

    d->dn = arena_print(d->arena, "%s=%s,%s", rdn, ldif_dn_value(d->arena, d->wish->login),
                        of->user_base);
    put_classes(&change, d);
    put(&change, d, of->login_attribute, d->wish->login);
    if (is_active(d)) {
        put(&change, d, "cn", d->wish->login);
        put(&change, d, "userAccountControl", NEW_CONTROL);
    }
    put(&change, d, of->name_attribute, name);
    put(&change, d, "cn", name);
    put(&change, d, "sn", name);
    add(d,
        arena_print(d->arena,
                    is_active(d) ? "%s を無効のまま加える（パスワードを決めて有効にする）"
                                 : "%s を加える（パスワードは別に決める）",
                    d->wish->login),
        d->dn, LDIF_ADD, change.parts, change.count);
    draw_groups(d, true, false);
}

static void
draw_disabled(struct drawing *d, bool disabled)
{
    const struct account_directory *of = d->wish->directory;
    const char *name = account_disabled_attribute(of), *by = of->disabled_by.code;
    const char *words =
        arena_print(d->arena, disabled ? "%s を無効にする" : "%s を有効にする", d->wish->login);
    const char *now = name && *name ? ldif_first(d->wish->entry, name) : NULL;
    const char *value = NULL;

    if (!name || !*name) {
        d->out->why = "このディレクトリには、無効の表し方が決められていません";
        return;
    }
    if (strcmp(by, "control") == 0) {
        long long control = now ? strtoll(now, NULL, 10) : 0;

        if (!now) {
            d->out->why = "userAccountControl が読めません";
            return;
        }
        control = disabled ? control | ACCOUNT_DISABLE : control & ~(long long)ACCOUNT_DISABLE;
        value = arena_print(d->arena, "%lld", control);
    } else if (disabled) {
        value = strcmp(by, "locked") == 0 ? LOCKED : of->disabled_value;
    }
    if (strcmp(now ? now : "", value ? value : "") != 0)
        modify(d, words, d->dn, LDIF_SET, name, value);
}

void
account_steps(struct arena *arena, const struct account_wish *wish, struct account_operations *out)
{
    struct drawing d = { arena, wish, out, wish->entry ? wish->entry->dn : NULL };
    const char *remedy = wish->remedy ? wish->remedy : "none";

    *out = (struct account_operations){ 0 };
    out->rows = NEW_ARRAY(arena, wish->picture->group_count + 2, struct account_operation);
    if (strcmp(remedy, "add") == 0) {
        if (wish->entry)
            return;
        draw_add(&d);
        look_for_groups(&d);
    } else if (!wish->entry) {
        out->why = strcmp(remedy, "delete") == 0 ? NULL : "ディレクトリに見つかりません";
    } else if (strcmp(remedy, "enable") == 0 || strcmp(remedy, "disable") == 0) {
        draw_disabled(&d, *remedy == 'd');
    } else if (strcmp(remedy, "groups") == 0) {
        draw_groups(&d, true, true);
        look_for_groups(&d);
    } else if (strcmp(remedy, "delete") == 0 && is_active(&d)) {
        out->why = "Active Directory では、消したものを元の番号（SID）に戻せません。無効にします";
    } else if (strcmp(remedy, "delete") == 0) {
        draw_groups(&d, false, true);
        add(&d, arena_print(arena, "%s を消す", wish->login), d.dn, LDIF_DELETE, NULL, 0);
    }
}
