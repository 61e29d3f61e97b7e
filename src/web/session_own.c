/* One's own sessions: the list, and ending them. */

#include "base/arena.h"
#include "ledger/history.h"
#include "store/act.h"
#include "store/query.h"
#include "web/session.h"

struct entries {
    struct session_entry *rows;
    size_t count;
};

static const struct query sessions_of = {
    .name = "session.of_user",
    .sql = "SELECT id, created_at, seen_at, ends_at, address, agent FROM session"
           " WHERE \"user\" = :user AND half = :no AND ends_at > :now AND seen_at > :idle"
           " ORDER BY seen_at DESC, id DESC LIMIT 100",
    .row_size = sizeof(struct session_entry),
    .columns =
        (const struct column[]){
            { "id", offsetof(struct session_entry, id), COLUMN_INT },
            { "created_at", offsetof(struct session_entry, created), COLUMN_INSTANT },
            { "seen_at", offsetof(struct session_entry, seen), COLUMN_INSTANT },
            { "ends_at", offsetof(struct session_entry, ends), COLUMN_INSTANT },
            { "address", offsetof(struct session_entry, address), COLUMN_TEXT },
            { "agent", offsetof(struct session_entry, agent), COLUMN_TEXT },
            { 0 },
        },
};

static const struct query close_one = {
    .name = "session.close",
    .sql = "DELETE FROM session WHERE \"user\" = :user AND id = :id",
};

static const struct query close_others = {
    .name = "session.close_others",
    .sql = "DELETE FROM session WHERE \"user\" = :user AND id <> :keep",
};

bool
session_list(struct act *a, const struct request *q, int64_t user, struct session_entry **list,
             size_t *count)
{
    const struct session_rules *rules = session_rules(q);
    int minutes = a->who->id == user ? session_idle(rules, a->who) : rules->idle;
    struct instant idle = instant_add(a->now, (struct minutes){ -minutes });
    struct entries found;

    if (!QUERY(a, &sessions_of, found, BIND(user, user), BIND(no, false), BIND(now, a->now),
               BIND(idle, idle)))
        return false;
    *list = found.rows;
    *count = found.count;
    return true;
}

bool
session_close(struct act *a, int64_t user, int64_t session, int64_t keep)
{
    int64_t changed = 0;

    if (session ? !query_run(a, &close_one, &changed, BOUND(BIND(user, user), BIND(id, session)))
                : !query_run(a, &close_others, &changed, BOUND(BIND(user, user), BIND(keep, keep))))
        return false;
    if (session && !changed)
        return fail(a, FAULT_MISSING, NULL, "このサインインはもう終わっています。");
    /* Live streams look after their sessions when they see this row. */
    return !changed ||
           history_event(a, "user", user, "session-end",
                         arena_print(a->arena, "{\"sessions\":%lld}", (long long)changed));
}
