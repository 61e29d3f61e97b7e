/* Both sides as they are now: the directory over LDAP, the ledger from the database. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/digits.h"
#include "base/text.h"
#include "desk/account.h"
#include "desk/account_compare.h"
#include "desk/account_directory.h"
#include "store/act.h"
#include "store/query.h"
#include "web/directory_link.h"

enum { MOST_ACCOUNTS = 50000, MOST_TEXT = 250 /* bytes */, ACCOUNT_DISABLE = 2 };

/* --- the directory ------------------------------------------------------------------------- */

static const struct desk_directory *directories;
static size_t directory_count;

void
desk_directories_set(const struct desk_directory *list, size_t count)
{
    directories = list;
    directory_count = count;
}

const struct desk_directory *
desk_directory(const char *layer)
{
    for (size_t i = 0; layer && i < directory_count; i++)
        if (directories[i].reading.url && strcmp(directories[i].layer, layer) == 0)
            return &directories[i];
    return NULL;
}

static bool
is_disabled(const struct account_directory *it, const struct ldif_entry *entry)
{
    const char *name = account_disabled_attribute(it), *value;

    value = name && *name ? ldif_first(entry, name) : NULL;
    if (!value)
        return false;
    if (strcmp(it->disabled_by.code, "control") == 0)
        return (strtoll(value, NULL, 10) & ACCOUNT_DISABLE) != 0;
    return strcmp(it->disabled_by.code, "locked") == 0 ||
           strcasecmp(value, it->disabled_value) == 0;
}

/* Whoever writes a directory writes what he likes: one line that a record takes. */
static const char *
one_line(struct act *a, const char *text, size_t most)
{
    char *out = text_clean(a->arena, digits_mask_my_number(a->arena, text ? text : ""));
    size_t length = strlen(out);

    while (length > most || (length && ((unsigned char)out[length] & 0xc0) == 0x80))
        length--;
    out[length] = '\0';
    for (char *c = out; *c; c++)
        if (*c == '\n' || *c == '\t')
            *c = ' ';
    return out;
}

/* Entries without a name that could be an account's are passed over: they are none. */
static void
take_users(struct act *a, const struct account_directory *it, const struct directory_listing *list,
           struct account_picture *out)
{
    out->entries = NEW_ARRAY(a->arena, list->count + 1, struct account_entry);
    for (size_t i = 0; i < list->count; i++) {
        const struct ldif_entry *from = &list->entries[i];
        const char *login = one_line(a, ldif_first(from, it->login_attribute), MOST_TEXT);
        const char *display = one_line(a, ldif_first(from, it->name_attribute), MOST_TEXT);
        const char *sign_in =
            it->sign_in_attribute ? ldif_first(from, it->sign_in_attribute) : NULL;

        if (*login)
            out->entries[out->count++] = (struct account_entry){
                .dn = from->dn,
                .login = login,
                .display = display,
                .disabled = is_disabled(it, from),
                .sign_in = account_sign_in(sign_in),
            };
    }
}

/* The first value of the name, "cn=desk,…": what a ledger calls the group. */
static const char *
group_name(struct act *a, const struct ldif_entry *from)
{
    const char *name = ldif_first(from, "cn");

    return one_line(a, name ? name : directory_common_name(a->arena, from->dn), MOST_TEXT);
}

/* Of groups with more than some 1,500 people Active Directory gives a part only. */
static bool
is_partial(const struct ldif_entry *from, const char *member)
{
    size_t length = strlen(member);

    for (size_t i = 0; i < from->count; i++)
        if (strncasecmp(from->attributes[i].name, member, length) == 0 &&
            strncasecmp(from->attributes[i].name + length, ";range=", 7) == 0)
            return true;
    return false;
}

static bool
take_groups(struct act *a, const struct account_directory *it, const struct directory_listing *list,
            struct account_picture *out)
{
    out->groups = NEW_ARRAY(a->arena, list->count + 1, struct account_group);
    for (size_t i = 0; i < list->count; i++) {
        const struct ldif_entry *from = &list->entries[i];
        const struct ldif_attribute *members = ldif_attribute(from, it->member_attribute);
        struct account_group *group = &out->groups[out->group_count++];

        group->dn = from->dn;
        group->name = group_name(a, from);
        if (is_partial(from, it->member_attribute))
            return fail(a, FAULT_BROKEN, NULL,
                        "グループ「%s」は人が多く、サーバーが一部しか返しません。"
                        "グループの突合をやめるか、探し方から外します。",
                        group->name);
        group->members = NEW_ARRAY(a->arena, members ? members->count + 1 : 1, const char *);
        for (size_t m = 0; members && m < members->count; m++) {
            const char *dn = ldif_dn_normal(a->arena, members->values[m].bytes);

            if (dn && *dn)
                group->members[group->member_count++] = dn;
        }
    }
    return true;
}

struct belonging {
    const char *member;
    const char *group;
};

static int
by_member(const void *one, const void *other)
{
    const struct belonging *left = one, *right = other;
    int order = strcmp(left->member, right->member);

    return order ? order : strcasecmp(left->group, right->group);
}

/* From who is in a group to which groups one is in. */
static void
give_groups(struct act *a, struct account_picture *it)
{
    struct belonging *all;
    size_t count = 0, room = 0;

    for (size_t g = 0; g < it->group_count; g++)
        room += it->groups[g].member_count;
    all = NEW_ARRAY(a->arena, room + 1, struct belonging);
    for (size_t g = 0; g < it->group_count; g++)
        for (size_t m = 0; m < it->groups[g].member_count; m++)
            all[count++] = (struct belonging){ it->groups[g].members[m], it->groups[g].name };
    if (count)
        qsort(all, count, sizeof *all, by_member);
    for (size_t i = 0; i < it->count; i++) {
        const char *dn = ldif_dn_normal(a->arena, it->entries[i].dn);
        size_t low = 0, high = count, end;

        while (dn && low < high) {
            size_t middle = low + (high - low) / 2;

            if (strcmp(all[middle].member, dn) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        for (end = low; dn && end < count && strcmp(all[end].member, dn) == 0; end++)
            continue;
        it->entries[i].groups = NEW_ARRAY(a->arena, end - low + 1, const char *);
        for (; low < end; low++)
            it->entries[i].groups[it->entries[i].group_count++] = all[low].group;
    }
}

bool
account_directory_read(struct act *a, const struct account_directory *it,
                       struct directory_link *link, struct account_picture *out)
{
    const char *disabled = account_disabled_attribute(it);
    const char *const user[] = { it->login_attribute, it->name_attribute,
                                 it->sign_in_attribute ? it->sign_in_attribute : "cn",
                                 disabled && *disabled ? disabled : "cn", NULL };
    const char *const group[] = { "cn", it->member_attribute, NULL };
    struct directory_listing users, groups = { 0 };
    const char *why = "";

    act_slow(a);
    *out = (struct account_picture){ 0 };
    if (!directory_link_list(link, it->user_base, it->user_filter, user, &users, &why) ||
        (it->groups_kept &&
         !directory_link_list(link, it->group_base, it->group_filter, group, &groups, &why)))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    take_users(a, it, &users, out);
    if (!take_groups(a, it, &groups, out))
        return false;
    give_groups(a, out);
    return true;
}

/* --- the ledger ---------------------------------------------------------------------------- */

struct side_row {
    int64_t id;
    const char *title;
    const char *state;
    struct date begins_on;
    struct date ends_on;
    const char *member_of;
};
struct side_rows {
    struct side_row *rows;
    size_t count;
};

static const struct query sides_query = {
    .name = "account.sides",
    .sql = "SELECT id, title, state, begins_on, ends_on, member_of FROM account"
           " WHERE contract = :contract AND layer = :layer AND removed_at IS NULL"
           " ORDER BY id LIMIT :most",
    .row_size = sizeof(struct side_row),
    .columns = COLUMNS(COLUMN(struct side_row, id), COLUMN(struct side_row, title),
                       COLUMN(struct side_row, state), COLUMN(struct side_row, begins_on),
                       COLUMN(struct side_row, ends_on), COLUMN(struct side_row, member_of)),
};

bool
account_sides_read(struct act *a, const struct account_directory *it, struct account_side **out,
                   size_t *count)
{
    struct side_rows list;

    if (!QUERY(a, &sides_query, list, BIND(contract, it->base.contract),
               BIND(layer, it->layer.code), bind_int("most", MOST_ACCOUNTS + 1)))
        return false;
    if (list.count > MOST_ACCOUNTS)
        return fail(a, FAULT_LARGE, NULL, "アカウントが%d件を超えるため、突き合わせられません。",
                    MOST_ACCOUNTS);
    *out = NEW_ARRAY(a->arena, list.count + 1, struct account_side);
    *count = list.count;
    for (size_t i = 0; i < list.count; i++) {
        const struct side_row *row = &list.rows[i];
        struct account_groups groups = account_groups(a, row->member_of);

        (*out)[i] = (struct account_side){
            .id = row->id,
            .title = row->title,
            .state = row->state,
            .begins_on = row->begins_on,
            .ends_on = row->ends_on,
            .groups = groups.names,
            .group_count = groups.count,
        };
    }
    return true;
}
