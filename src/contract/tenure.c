#include "contract/tenure.h"

#include <string.h>

#include "contract/consequence.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

/* --- when it ends ---------------------------------------------------------------- */

struct role_end {
    struct date until;
    const char *state;
};
struct role_ends {
    struct role_end *rows;
    size_t count;
};

static const struct query role_ends_query = {
    .name = "tenure.roles",
    .sql = "SELECT until, state FROM assignment WHERE contract = :contract AND person = :person"
           " AND state IN ('active', 'left') AND removed_at IS NULL",
    .row_size = sizeof(struct role_end),
    .columns = COLUMNS(COLUMN(struct role_end, until), COLUMN(struct role_end, state)),
};

/* The last day, none when it is open. A role that was declared left has ended before today
   at the latest. */
static bool
last_day(struct act *a, int64_t contract, int64_t person, struct date *last)
{
    struct date yesterday = date_add(instant_date(a->now), -1);
    struct role_ends list;

    *last = yesterday;
    if (!QUERY(a, &role_ends_query, list, BIND(contract, contract), BIND(person, person)))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        const struct role_end *it = &list.rows[i];

        if (strcmp(it->state, "active") != 0)
            continue;
        if (!it->until.day) {
            *last = (struct date){ 0 };
            return true;
        }
        if (it->until.day > last->day)
            *last = it->until;
    }
    return true;
}

/* --- memberships ------------------------------------------------------------------- */

struct member {
    int64_t id;
    int64_t user;
    int64_t section;
    int64_t area;
    const char *role;
    struct date from;
    struct date until;
};
struct members {
    struct member *rows;
    size_t count;
};

static const struct query members_query = {
    .name = "tenure.members",
    .sql = "SELECT m.id AS id, m.\"user\" AS \"user\", m.section AS section,"
           " coalesce(m.area, 0) AS area, m.role AS role, m.\"from\" AS \"from\","
           " m.until AS until FROM membership m JOIN \"user\" u ON u.id = m.\"user\""
           " WHERE u.person = :person AND u.removed_at IS NULL AND m.within = :contract"
           " AND m.role IN ('lead', 'operator') AND m.removed_at IS NULL ORDER BY m.id",
    .row_size = sizeof(struct member),
    .columns = COLUMNS(COLUMN(struct member, id), COLUMN(struct member, user),
                       COLUMN(struct member, section), COLUMN(struct member, area),
                       COLUMN(struct member, role), COLUMN(struct member, from),
                       COLUMN(struct member, until)),
};

/* A membership keeps at least one day, also when that lies before it began: a removed one
   that a group of the directory had brought would come again at the next sign-in. Nobody
   lengthens his own, but who leaves may say so himself. */
static bool
end_member(struct act *a, const struct member *it, struct date last)
{
    const struct who *who = a->who;
    struct membership_row *row = ledger_new(a, &membership_ledger);
    bool shorter = last.day && (!it->until.day || it->until.day > last.day);
    bool good;

    if (!consequence_read(a, &membership_ledger, it->id, row))
        return false;
    row->until = last;
    if (last.day && row->from.day > last.day)
        row->from = last;
    if (it->user == who->id && shorter)
        a->who = who_console();
    good = ledger_change(a, &membership_ledger, row);
    a->who = who;
    return good;
}

bool
tenure_follow(struct act *a, int64_t contract, int64_t person, struct date was)
{
    struct members list;
    struct date last;

    if (!last_day(a, contract, person, &last) ||
        !QUERY(a, &members_query, list, BIND(contract, contract), BIND(person, person)))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        const struct member *it = &list.rows[i];
        bool later = last.day && (!it->until.day || it->until.day > last.day);
        bool moved = was.day && it->until.day == was.day && last.day != was.day;

        if ((later || moved) && !end_member(a, it, last))
            return false;
    }
    return true;
}

struct account {
    int64_t id;
};
struct accounts {
    struct account *rows;
    size_t count;
};

static const struct query accounts_query = {
    .name = "tenure.accounts",
    .sql = "SELECT id FROM \"user\" WHERE person = :person AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct account),
    .columns = COLUMNS(COLUMN(struct account, id)),
};

static bool
has_role(const struct members *list, int64_t user, const struct member *like, struct date day)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct member *it = &list->rows[i];

        if (it->user == user && strcmp(it->role, like->role) == 0 &&
            (!it->until.day || it->until.day >= day.day))
            return true;
    }
    return false;
}

static bool
give(struct act *a, int64_t contract, int64_t user, const struct member *like, struct date day)
{
    struct membership_row *row = ledger_new(a, &membership_ledger);

    row->user.id = user;
    row->within.id = contract;
    row->section.id = like->section;
    row->area = like->area;
    row->role.code = like->role;
    row->from = day;
    return ledger_create(a, &membership_ledger, row);
}

bool
tenure_hand_over(struct act *a, int64_t contract, int64_t from, int64_t to, struct date day,
                 int64_t *given, int64_t *accounts)
{
    struct members old, own;
    struct accounts list;

    *given = *accounts = 0;
    if (!QUERY(a, &members_query, old, BIND(contract, contract), BIND(person, from)) ||
        !QUERY(a, &members_query, own, BIND(contract, contract), BIND(person, to)) ||
        !QUERY(a, &accounts_query, list, BIND(person, to)))
        return false;
    *accounts = (int64_t)list.count;
    for (size_t u = 0; u < list.count; u++)
        for (size_t i = 0; i < old.count; i++) {
            /* What was over before the day is none of his any more. */
            bool over = old.rows[i].until.day && old.rows[i].until.day < date_add(day, -1).day;

            if (over || has_role(&own, list.rows[u].id, &old.rows[i], day))
                continue;
            if (!give(a, contract, list.rows[u].id, &old.rows[i], day))
                return false;
            ++*given;
        }
    return true;
}

struct everywhere {
    int64_t count;
};

static const struct query everywhere_query = {
    .name = "tenure.everywhere",
    .sql = "SELECT count(*) AS count FROM membership m JOIN \"user\" u ON u.id = m.\"user\""
           " WHERE u.person = :person AND u.removed_at IS NULL AND m.removed_at IS NULL"
           " AND coalesce(m.within, 0) = 0 AND m.role IN ('lead', 'operator')"
           " AND (m.until IS NULL OR m.until >= :today)",
    .row_size = sizeof(struct everywhere),
    .columns = COLUMNS(COLUMN(struct everywhere, count)),
};

bool
tenure_may_end(struct act *a, int64_t person, const char *field)
{
    struct everywhere row = { 0 };
    bool found;

    if (!query_first(a, &everywhere_query, &row, &found,
                     BOUND(BIND(person, person), BIND(today, instant_date(a->now)))))
        return false;
    return row.count == 0 ||
           fail(a, FAULT_CLASH, field,
                "この人には、すべての契約に及ぶ役割があります。システム管理者が契約ごとの役割に"
                "分けてから、もう一度操作します。");
}
