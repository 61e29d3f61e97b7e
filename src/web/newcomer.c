#include "web/newcomer.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"
#include "ledger/core/core.h"
#include "ledger/core/who.h"
#include "store/act.h"
#include "store/query.h"
#include "web/directory.h"

/* Of names, in columns; and of logins, in bytes, as the ledger of users has it. */
enum { TITLE_WIDTH = 60, NAME_WIDTH = 100, LOGIN_LEAST = 2, LOGIN_MOST = 60 };

struct group {
    int64_t id;
    const char *title;
    const char *role;
    int64_t within;
    int64_t section;
};
struct groups {
    struct group *rows;
    size_t count;
};

static const struct query all_groups = {
    .name = "newcomer.groups",
    .sql = "SELECT id, title, role, coalesce(within, 0) AS within, coalesce(section, 0) AS section"
           " FROM directory_group WHERE removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct group),
    .columns =
        COLUMNS(COLUMN(struct group, id), COLUMN(struct group, title), COLUMN(struct group, role),
                COLUMN(struct group, within), COLUMN(struct group, section)),
};

/* Also of those who were removed: such an account is not made a second time unless an
   administrator does. `roles` counts what was given by hand. */
struct account {
    int64_t id;
    int64_t there;
    int64_t roles;
};
static const struct query account_of = {
    .name = "newcomer.account",
    .sql = "SELECT u.id AS id, CASE WHEN u.removed_at IS NULL THEN 1 ELSE 0 END AS there,"
           " (SELECT count(*) FROM membership m WHERE m.\"user\" = u.id"
           " AND m.removed_at IS NULL AND coalesce(m.source, 0) = 0)"
           " + CASE WHEN u.administrator = :yes THEN 1 ELSE 0 END AS roles"
           " FROM \"user\" u WHERE u.login = :login ORDER BY there DESC, u.id DESC LIMIT 1",
    .row_size = sizeof(struct account),
    .columns = COLUMNS(COLUMN(struct account, id), COLUMN(struct account, there),
                       COLUMN(struct account, roles)),
};

struct given {
    int64_t id;
    int64_t version;
    int64_t source;
};
struct givens {
    struct given *rows;
    size_t count;
};
static const struct query given_roles = {
    .name = "newcomer.given",
    .sql = "SELECT id, version, source FROM membership WHERE \"user\" = :user AND source > 0"
           " AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct given),
    .columns = COLUMNS(COLUMN(struct given, id), COLUMN(struct given, version),
                       COLUMN(struct given, source)),
};

static bool
is_in(struct act *a, const struct newcomer *who, const struct group *group)
{
    for (size_t i = 0; i < who->group_count; i++)
        if (strcasecmp(who->groups[i], group->title) == 0 ||
            strcasecmp(directory_common_name(a->arena, who->groups[i]), group->title) == 0)
            return true;
    return false;
}

/* Of all groups with a role here, his own move to the front. */
static void
keep_his(struct act *a, const struct newcomer *who, struct groups *groups)
{
    size_t count = 0;

    for (size_t i = 0; i < groups->count; i++)
        if (is_in(a, who, &groups->rows[i]))
            groups->rows[count++] = groups->rows[i];
    groups->count = count;
}

/* A name as it can stand here; what cannot be read is none. */
static const char *
name_from(struct act *a, const char *text, int width)
{
    char *clean;

    if (!text || !utf8_valid(text, strlen(text)))
        return "";
    clean = text_clean(a->arena, text);
    for (char *c = clean; *c; c++)
        if (*c == '\n' || *c == '\t')
            *c = ' ';
    return text_cut(a->arena, clean, width);
}

/* An address that is none keeps nobody out. */
static void
set_mail(struct act *a, const struct newcomer *who, struct person *person)
{
    struct pair mail = { "mail", who->mail };
    size_t faults = a->fault_count;

    if (!who->mail || !utf8_valid(who->mail, strlen(who->mail)))
        return;
    if (!ledger_fill(a, &person_ledger, person, &(struct pairs){ &mail, 1 }))
        person->mail.text = "";
    act_forgive(a, faults);
}

static bool
make_account(struct act *a, const struct newcomer *who, int64_t *id)
{
    struct person *person = ledger_new(a, &person_ledger);
    struct user *user = ledger_new(a, &user_ledger);
    const char *title = name_from(a, who->title, TITLE_WIDTH);

    if (!*title)
        title = who->login;
    person->title = title;
    person->name = name_from(a, who->name, NAME_WIDTH);
    set_mail(a, who, person);
    user->login = who->login;
    user->title = title;
    if (!ledger_create(a, &person_ledger, person))
        return false;
    user->person.id = person->base.id;
    if (!ledger_create(a, &user_ledger, user))
        return false;
    *id = user->base.id;
    return true;
}

static bool
give(struct act *a, int64_t user, const struct group *group)
{
    struct membership_row *row = ledger_new(a, &membership_ledger);

    row->user.id = user;
    row->role.code = group->role;
    row->within.id = group->within;
    row->section.id = group->section;
    row->source.id = group->id;
    return ledger_create(a, &membership_ledger, row);
}

/* Roles of groups he has left go, those of new ones come. */
static bool
match_roles(struct act *a, int64_t user, const struct groups *his)
{
    bool *there = NEW_ARRAY(a->arena, his->count + 1, bool);
    struct givens given;

    if (!QUERY(a, &given_roles, given, BIND(user, user)))
        return false;
    for (size_t i = 0; i < given.count; i++) {
        size_t k = 0;

        while (k < his->count && his->rows[k].id != given.rows[i].source)
            k++;
        if (k < his->count)
            there[k] = true;
        else if (!ledger_remove(a, &membership_ledger, given.rows[i].id, given.rows[i].version))
            return false;
    }
    for (size_t k = 0; k < his->count; k++)
        if (!there[k] && !give(a, user, &his->rows[k]))
            return false;
    return true;
}

struct taking {
    const struct newcomer *who;
    int64_t *user;
};

static bool
take(struct act *a, void *with)
{
    const struct taking *t = with;
    struct account account = { 0 };
    struct groups groups;
    bool found;

    *t->user = 0;
    if (!query_rows(a, &all_groups, &groups.rows, &groups.count, sizeof *groups.rows, UNBOUND) ||
        !query_first(a, &account_of, &account, &found,
                     BOUND(BIND(login, t->who->login), BIND(yes, true))))
        return false;
    keep_his(a, t->who, &groups);
    if (found ? !account.there : groups.count == 0)
        return true;
    if (!found && !make_account(a, t->who, &account.id))
        return false;
    if (groups.count > 0 || account.roles > 0)
        *t->user = account.id;
    return match_roles(a, account.id, &groups);
}

static bool
take_down(struct act *system, void *with)
{
    return act_write(system, take, with);
}

/* Nobody is signed in yet: the installation itself writes this down. */
bool
newcomer_take(struct act *a, const struct newcomer *who, int64_t *user)
{
    struct taking taking = { who, user };

    *user = 0;
    if (strlen(who->login) < LOGIN_LEAST || strlen(who->login) > LOGIN_MOST)
        return true;
    return act_beside(a, who_console(), take_down, &taking);
}
