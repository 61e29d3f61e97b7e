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
    int64_t area;
    const char *role;
    struct date from;
    struct date until;
    int64_t known; /* the contract, 0 when it was removed */
    struct date over;
};
struct in_list {
    struct in_row *rows;
    size_t count;
};

static const struct query memberships_of = {
    .name = "membership.of_user",
    .sql = "SELECT m.within, m.section, coalesce(m.area, 0) AS area, m.role, m.\"from\", m.until,"
           " coalesce(c.id, 0) AS known, c.period_until AS over FROM membership m"
           " LEFT JOIN contract c ON c.id = m.within AND c.removed_at IS NULL"
           " WHERE m.\"user\" = :user AND m.removed_at IS NULL ORDER BY m.id",
    .row_size = sizeof(struct in_row),
    .columns = COLUMNS(COLUMN(struct in_row, within), COLUMN(struct in_row, section),
                       COLUMN(struct in_row, area), COLUMN(struct in_row, role),
                       COLUMN(struct in_row, from), COLUMN(struct in_row, until),
                       COLUMN(struct in_row, known), COLUMN(struct in_row, over)),
};

bool
membership_holds(const struct membership *m, struct date day)
{
    return (m->from.day == 0 || m->from.day <= day.day) &&
           (m->until.day == 0 || m->until.day >= day.day);
}

static void
end_by(struct membership *m, struct date day, enum membership_end ends)
{
    if (day.day == 0 || (m->until.day && m->until.day <= day.day))
        return;
    m->until = day;
    m->ends = ends;
}

static void
end_membership(struct membership *m, const struct in_row *row, const struct user_row *user)
{
    bool contractor = m->role == ROLE_LEAD || m->role == ROLE_OPERATOR;

    if (m->contract && !row->known)
        end_by(m, (struct date){ 1 }, ENDS_WITHOUT_CONTRACT);
    /* The client reads on after the work is done, when somebody has said until when. */
    if (contractor || !row->until.day)
        end_by(m, row->over, ENDS_WITH_CONTRACT);
    end_by(m, user->until, ENDS_WITH_USER);
}

static bool
load_memberships(struct act *a, const struct user_row *user, bool all, struct who *out)
{
    struct date today = instant_date(a->now);
    struct membership *in;
    struct in_list list;

    if (!QUERY(a, &memberships_of, list, BIND(user, user->id)))
        return false;
    in = NEW_ARRAY(a->arena, list.count + 1, struct membership);
    out->in = in;
    if (user->administrator) {
        in[out->count] = (struct membership){ .role = ROLE_ADMINISTRATOR };
        end_by(&in[out->count++], user->until, ENDS_WITH_USER);
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct in_row *row = &list.rows[i];
        struct membership *m = &in[out->count];

        *m = (struct membership){ .contract = row->within,
                                  .organisation = row->section,
                                  .zone = row->area,
                                  .from = row->from,
                                  .until = row->until };
        if (!role_parse(row->role, &m->role))
            continue;
        end_membership(m, row, user);
        out->count += all || membership_holds(m, today);
    }
    return true;
}

static bool
load(struct act *a, const struct user_row *user, bool found, struct who *out)
{
    struct date today = instant_date(a->now);

    /* Whoever has no account learns no more than who has one that has ended. */
    if (!found || user->gone || (user->until.day && user->until.day < today.day))
        return fail(a, FAULT_MISSING, NULL, "この利用者はいないか、使える期間を過ぎています。");
    *out = (struct who){
        .id = user->id, .person = user->person, .login = user->login, .title = user->title
    };
    return load_memberships(a, user, false, out) && who_generation(a, &out->generation);
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

bool
who_load_all(struct act *a, const char *login, struct who *out)
{
    struct user_row user;
    bool found;

    if (!query_first(a, &user_by_login, &user, &found,
                     BOUND(BIND(login, login), BIND(today, instant_date(a->now)))))
        return false;
    if (!found)
        return fail(a, FAULT_MISSING, "user", "「%s」という利用者はいません。", login);
    *out = (struct who){
        .id = user.id, .person = user.person, .login = user.login, .title = user.title
    };
    return load_memberships(a, &user, true, out);
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
who_generation(struct act *a, int64_t *generation)
{
    return generation_get(a, GENERATION_RIGHTS, generation);
}
