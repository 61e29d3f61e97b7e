#include "ledger/core/who.h"

#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "ledger/core/generation.h"
#include "store/act.h"
#include "store/query.h"

static const struct {
    const char *name;
    const char *title;
} roles[ROLES] = {
    [ROLE_NONE] = { "none", "役割なし" },
    [ROLE_ADMINISTRATOR] = { "administrator", "システム管理者" },
    [ROLE_LEAD] = { "lead", "受託者（責任者）" },
    [ROLE_OPERATOR] = { "operator", "受託者（担当）" },
    [ROLE_OFFICER] = { "officer", "発注者（担当）" },
    [ROLE_APPROVER] = { "approver", "発注者（決裁）" },
    [ROLE_PARTICIPANT] = { "participant", "参加団体" },
    [ROLE_REQUESTER] = { "requester", "依頼する職員" },
    [ROLE_AUTHOR] = { "author", "執筆者" },
    [ROLE_MEMBER] = { "member", "会員" },
    [ROLE_AUDITOR] = { "auditor", "監査" },
};

const char *
role_name(enum role role)
{
    must((size_t)role < ROLES);
    return roles[role].name;
}

const char *
role_title(enum role role)
{
    must((size_t)role < ROLES);
    return roles[role].title;
}

bool
role_parse(const char *name, enum role *out)
{
    for (size_t i = ROLE_NONE + 1; i < ROLES; i++)
        if (strcmp(roles[i].name, name) == 0) {
            *out = (enum role)i;
            return true;
        }
    return false;
}

struct user_row {
    int64_t id;
    const char *login;
    const char *title;
    int64_t person;
    struct date until;
    bool administrator;
    int64_t gone; /* the person has left */
};

#define USER_COLUMNS                                                                               \
    COLUMNS(COLUMN(struct user_row, id), COLUMN(struct user_row, login),                           \
            COLUMN(struct user_row, title), COLUMN(struct user_row, person),                       \
            COLUMN(struct user_row, until), COLUMN(struct user_row, administrator),                \
            COLUMN(struct user_row, gone))

/* Counted, so that it is a whole number on both databases. */
#define USER_SQL                                                                                   \
    "SELECT u.id AS id, u.login AS login, u.title AS title, u.person AS person,"                   \
    " u.until AS until, u.administrator AS administrator,"                                         \
    " (SELECT count(*) FROM person p WHERE p.id = u.person"                                        \
    " AND (p.removed_at IS NOT NULL OR p.until < :today)) AS gone FROM \"user\" u"

static const struct query user_by_id = {
    .name = "user.by_id",
    .sql = USER_SQL " WHERE u.id = :id AND u.removed_at IS NULL",
    .row_size = sizeof(struct user_row),
    .columns = USER_COLUMNS,
};

static const struct query user_by_login = {
    .name = "user.by_login",
    .sql = USER_SQL " WHERE u.login = :login AND u.removed_at IS NULL",
    .row_size = sizeof(struct user_row),
    .columns = USER_COLUMNS,
};

struct in_row {
    int64_t within;
    int64_t section;
    const char *role;
    struct date from;
    struct date until;
    struct date ended; /* last day of the contract */
};
struct in_list {
    struct in_row *rows;
    size_t count;
};

static const struct query memberships_of = {
    .name = "membership.of_user",
    .sql =
        "SELECT m.within AS within, m.section AS section, m.role AS role, m.\"from\" AS \"from\","
        " m.until AS until, c.period_until AS ended FROM membership m"
        " LEFT JOIN contract c ON c.id = m.within"
        " WHERE m.\"user\" = :user AND m.removed_at IS NULL AND c.removed_at IS NULL"
        " ORDER BY m.id",
    .row_size = sizeof(struct in_row),
    .columns = COLUMNS(COLUMN(struct in_row, within), COLUMN(struct in_row, section),
                       COLUMN(struct in_row, role), COLUMN(struct in_row, from),
                       COLUMN(struct in_row, until), COLUMN(struct in_row, ended)),
};

static bool
is_valid(struct date from, struct date until, struct date today)
{
    return (from.day == 0 || from.day <= today.day) && (until.day == 0 || until.day >= today.day);
}

/* With the contract ends what was given for doing its work. The client and the auditor keep
   reading what remains for the years it has to be kept, until their own membership ends. */
static bool
ends_with_contract(enum role role)
{
    return role != ROLE_OFFICER && role != ROLE_APPROVER && role != ROLE_AUDITOR;
}

static bool
load_memberships(struct act *a, const struct user_row *user, struct who *out)
{
    struct date today = instant_date(a->now);
    struct membership *in;
    struct in_list list;

    if (!QUERY(a, &memberships_of, list, BIND(user, user->id)))
        return false;
    in = NEW_ARRAY(a->arena, list.count + 1, struct membership);
    out->in = in;
    if (user->administrator)
        in[out->count++] = (struct membership){ .role = ROLE_ADMINISTRATOR };
    for (size_t i = 0; i < list.count; i++) {
        const struct in_row *row = &list.rows[i];
        enum role role;

        if (is_valid(row->from, row->until, today) && role_parse(row->role, &role) &&
            (!ends_with_contract(role) || is_valid((struct date){ 0 }, row->ended, today)))
            in[out->count++] = (struct membership){ .contract = row->within,
                                                    .organisation = row->section,
                                                    .role = role,
                                                    .from = row->from,
                                                    .until = row->until };
    }
    return true;
}

static bool
load(struct act *a, const struct user_row *user, bool found, struct who *out)
{
    /* Whoever has no account learns no more than who has one that has ended. */
    if (!found || user->gone || !is_valid((struct date){ 0 }, user->until, instant_date(a->now)))
        return fail(a, FAULT_MISSING, NULL, "この利用者はいないか、使える期間を過ぎています。");
    *out = (struct who){
        .id = user->id, .person = user->person, .login = user->login, .title = user->title
    };
    return load_memberships(a, user, out) && who_generation(a, &out->generation);
}

bool
who_load(struct act *a, int64_t user, struct who *out)
{
    struct user_row row;
    bool found;

    return query_first(a, &user_by_id, &row, &found,
                       BOUND(BIND(id, user), BIND(today, instant_date(a->now)))) &&
           load(a, &row, found, out);
}

bool
who_by_login(struct act *a, const char *login, struct who *out)
{
    struct user_row row;
    bool found;

    return query_first(a, &user_by_login, &row, &found,
                       BOUND(BIND(login, login), BIND(today, instant_date(a->now)))) &&
           load(a, &row, found, out);
}

const struct who *
who_console(void)
{
    static const struct membership in[] = { { .role = ROLE_LEAD }, { .role = ROLE_ADMINISTRATOR } };
    static const struct who console = {
        .id = WHO_CONSOLE, .login = "console", .title = "コンソール", .in = in, .count = 2
    };

    return &console;
}

const struct who *
who_guest(void)
{
    static const struct who guest = { .login = "", .title = "" };

    return &guest;
}

bool
who_has(const struct who *who, enum role role, int64_t contract)
{
    for (size_t i = 0; i < who->count; i++)
        if (who->in[i].role == role &&
            (who->in[i].contract == 0 || who->in[i].contract == contract))
            return true;
    return false;
}

bool
who_generation(struct act *a, int64_t *generation)
{
    return generation_get(a, GENERATION_RIGHTS, generation);
}
