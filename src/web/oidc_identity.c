#include "web/oidc_identity.h"

#include <string.h>

#include "store/act.h"
#include "store/query.h"

struct identity {
    const char *password;
    const char *subject; /* "": nobody came yet */
};

static const struct query identity_find = {
    .name = "identity.find",
    .sql = "SELECT coalesce(u.password, '') AS password, coalesce(i.subject, '') AS subject"
           " FROM \"user\" u LEFT JOIN identity i ON i.\"user\" = u.id AND i.issuer = :issuer"
           " WHERE u.login = :login AND u.removed_at IS NULL",
    .row_size = sizeof(struct identity),
    .columns = COLUMNS(COLUMN(struct identity, password), COLUMN(struct identity, subject)),
};

static const struct query identity_insert = {
    .name = "identity.insert",
    .sql = "INSERT INTO identity (\"user\", issuer, subject, made_at)"
           " VALUES (:user, :issuer, :subject, :now) ON CONFLICT (\"user\", issuer) DO NOTHING",
};

struct kept {
    const char *subject;
};
static const struct query identity_of = {
    .name = "identity.of",
    .sql = "SELECT subject FROM identity WHERE \"user\" = :user AND issuer = :issuer",
    .row_size = sizeof(struct kept),
    .columns = COLUMNS(COLUMN(struct kept, subject)),
};

static bool
refuse(struct act *a)
{
    return fail(a, FAULT_DENIED, NULL,
                "この利用者IDは、前に別の方が使っていました。管理者に連絡してください。");
}

bool
identity_allows(struct act *a, const char *login, const char *issuer, const char *subject)
{
    struct identity row;
    bool found;

    if (!query_first(a, &identity_find, &row, &found,
                     BOUND(BIND(login, login), BIND(issuer, issuer))))
        return false;
    if (found && *row.password)
        return fail(a, FAULT_DENIED, NULL,
                    "この利用者IDのパスワードはここにあります。利用者IDとパスワードでサインイン"
                    "してください。");
    return !found || !*row.subject || strcmp(row.subject, subject) == 0 || refuse(a);
}

struct keeping {
    int64_t user;
    const char *issuer;
    const char *subject;
};

/* Asked again: two may come at once. */
static bool
keep(struct act *a, void *with)
{
    const struct keeping *k = with;
    struct kept row;
    bool found;

    if (!query_run(a, &identity_insert, NULL,
                   BOUND(BIND(user, k->user), BIND(issuer, k->issuer), BIND(subject, k->subject),
                         BIND(now, a->now))) ||
        !query_first(a, &identity_of, &row, &found,
                     BOUND(BIND(user, k->user), BIND(issuer, k->issuer))))
        return false;
    return (found && strcmp(row.subject, k->subject) == 0) || refuse(a);
}

bool
identity_keep(struct act *a, int64_t user, const char *issuer, const char *subject)
{
    return act_write(a, keep, &(struct keeping){ user, issuer, subject });
}
