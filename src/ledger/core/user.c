#include "ledger/core/user.h"

#include "ledger/core/core.h"
#include "ledger/history.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

struct password_row {
    const char *password;
};

static const struct query password_of = {
    .name = "user.password_of",
    .sql = "SELECT coalesce(password, '') AS password FROM \"user\""
           " WHERE id = :id AND removed_at IS NULL",
    .row_size = sizeof(struct password_row),
    .columns = COLUMNS(COLUMN(struct password_row, password)),
};

/* The version goes up, so that a form opened before does not put the old one back. */
static const struct query password_set = {
    .name = "user.password_set",
    .sql = "UPDATE \"user\" SET password = :password, version = version + 1, changed_at = :now"
           " WHERE id = :id AND removed_at IS NULL",
};

bool
user_password(struct act *a, int64_t user, const char **hash)
{
    struct password_row row = { "" };
    bool found;

    if (!query_first(a, &password_of, &row, &found, BOUND(BIND(id, user))))
        return false;
    *hash = found ? row.password : "";
    return true;
}

bool
user_set_password(struct act *a, int64_t user, const char *hash)
{
    int64_t changed = 0;

    if (!query_run(a, &password_set, &changed,
                   BOUND(BIND(password, hash), BIND(now, a->now), BIND(id, user))))
        return false;
    if (!changed)
        return fail(a, FAULT_MISSING, NULL, "この利用者はいません。");
    return history_event(a, "user", user, "password", NULL);
}

static bool
read_user(struct act *a, int64_t id, struct user **out)
{
    bool found;

    *out = ledger_new(a, &user_ledger);
    if (!shape_read(a, shape_of(&user_ledger), id, false, *out, &found))
        return false;
    return found || fail(a, FAULT_MISSING, NULL, "この利用者はいません。");
}

bool
user_quiet(struct act *a, int64_t user, bool *quiet)
{
    struct user *it;

    if (!read_user(a, user, &it))
        return false;
    *quiet = it->quiet;
    return true;
}

/* Along the one road, so that the history says who set it. */
bool
user_set_quiet(struct act *a, int64_t user, bool quiet)
{
    struct user *it;

    if (!read_user(a, user, &it))
        return false;
    if (it->quiet == quiet)
        return true;
    it->quiet = quiet;
    return ledger_keep(a, &user_ledger, NULL, it);
}
