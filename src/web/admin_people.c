/*
 * Sessions and API tokens of everybody: who, since when, from where; administrators end one.
 */
#include "base/arena.h"
#include "ledger/history.h"
#include "store/act.h"
#include "store/query.h"
#include "web/address.h"
#include "web/admin.h"
#include "web/admin_page.h"
#include "web/token.h"

struct sign {
    int64_t id;
    int64_t user;
    const char *login;
    const char *title;
    struct instant created_at;
    struct instant seen_at; /* 0: not yet */
    struct instant ends_at;
    const char *address; /* of sessions */
    const char *agent;
    const char *purpose; /* of tokens */
    const char *scope;
};
struct signs {
    struct sign *rows;
    size_t count;
};

#define SIGN_COLUMNS                                                                               \
    COLUMN(struct sign, id), COLUMN(struct sign, user), COLUMN(struct sign, login),                \
        COLUMN(struct sign, title), COLUMN(struct sign, created_at), COLUMN(struct sign, ends_at)

static const struct query sessions_query = {
    .name = "admin.sessions",
    .sql = "SELECT s.id, s.\"user\", u.login, u.title, s.created_at, s.ends_at, s.seen_at,"
           " s.address, s.agent FROM session s JOIN \"user\" u ON u.id = s.\"user\""
           " WHERE s.ends_at > :now AND s.id < :before ORDER BY s.id DESC LIMIT :most",
    .row_size = sizeof(struct sign),
    .columns = COLUMNS(SIGN_COLUMNS, COLUMN(struct sign, seen_at), COLUMN(struct sign, address),
                       COLUMN(struct sign, agent)),
};

static const struct query tokens_query = {
    .name = "admin.tokens",
    .sql = "SELECT t.id, t.\"user\", u.login, u.title, t.created_at, t.ends_at, t.seen_at,"
           " t.title AS purpose, t.scope FROM token t JOIN \"user\" u ON u.id = t.\"user\""
           " WHERE t.ends_at > :now AND t.id < :before ORDER BY t.id DESC LIMIT :most",
    .row_size = sizeof(struct sign),
    .columns = COLUMNS(SIGN_COLUMNS, COLUMN(struct sign, seen_at), COLUMN(struct sign, purpose),
                       COLUMN(struct sign, scope)),
};

struct owner {
    int64_t user;
};
/* What to end, and whose it is. */
struct ending {
    int64_t id;
    const struct query *owner;
    const struct query *end;
    const char *action;
};

static const struct query session_owner = {
    .name = "admin.session_owner",
    .sql = "SELECT \"user\" FROM session WHERE id = :id",
    .row_size = sizeof(struct owner),
    .columns = COLUMNS(COLUMN(struct owner, user)),
};
static const struct query session_end = {
    .name = "admin.session_end",
    .sql = "DELETE FROM session WHERE id = :id",
};
static const struct query token_owner = {
    .name = "admin.token_owner",
    .sql = "SELECT \"user\" FROM token WHERE id = :id",
    .row_size = sizeof(struct owner),
    .columns = COLUMNS(COLUMN(struct owner, user)),
};
static const struct query token_drop = {
    .name = "admin.token_end",
    .sql = "DELETE FROM token WHERE id = :id",
};

static struct admin_row *
add_sign(struct admin_page *page, struct admin_block *b, const struct sign *it)
{
    struct admin_row *row = admin_row(b);
    struct admin_cell *who = admin_cell(row, it->title);

    who->note = it->login;
    who->href = arena_print(page->a->arena, "/core/users/%lld", (long long)it->user);
    admin_cell(row, admin_time(page, it->created_at));
    return row;
}

static void
add_end(struct act *a, struct admin_block *b, struct admin_row *row, const char *what,
        const struct sign *it)
{
    admin_act(b, row,
              (struct admin_act){
                  "終わらせる", arena_print(a->arena, "%s %lld番", it->login, (long long)it->id),
                  arena_print(a->arena, "/admin/%s/%lld/end", what, (long long)it->id) });
}

static void
go_on(struct act *a, const struct request *q, struct admin_block *b, const struct signs *list)
{
    if (list->count > ADMIN_ROWS)
        b->older =
            address_with(a, q->path, &q->query, "before",
                         arena_print(a->arena, "%lld", (long long)list->rows[ADMIN_ROWS - 1].id));
}

static bool
read_signs(struct act *a, const struct request *q, const struct query *query, struct signs *list)
{
    int64_t before = admin_before(q);

    return QUERY(a, query, *list, BIND(now, a->now), BIND(before, before ? before : INT64_MAX),
                 BIND(most, ADMIN_ROWS + 1));
}

bool
admin_sessions_show(struct act *a, const struct request *q, struct reply *r)
{
    static const struct admin_head heads[] = {
        { "利用者", "" },
        { "サインイン", "nowrap" },
        { "最後に使った", "nowrap" },
        { "終わる", "nowrap" },
        { "接続元", "nowrap" },
        { "ブラウザー", "" },
        { 0 },
    };
    struct admin_page page;
    struct admin_block *b;
    struct signs list;

    if (!read_signs(a, q, &sessions_query, &list))
        return false;
    admin_begin(a, q, &page, "全員のサインイン");
    b = admin_block(&page, "sessions", "サインインしている人");
    admin_table(b, heads, ADMIN_ROWS, "サインインしている人はいません。");
    for (size_t i = 0; i < list.count && i < ADMIN_ROWS; i++) {
        const struct sign *it = &list.rows[i];
        struct admin_row *row = add_sign(&page, b, it);

        admin_cell(row, admin_time(&page, it->seen_at))->note =
            it->id == a->session ? "この画面" : NULL;
        admin_cell(row, admin_time(&page, it->ends_at));
        admin_cell(row, it->address);
        admin_cell(row, it->agent);
        add_end(a, b, row, "sessions", it);
    }
    go_on(a, q, b, &list);
    b->after = "終わらせると、その人は次の操作でサインインし直しになります。";
    return admin_reply(q, r, &page);
}

bool
admin_tokens_show(struct act *a, const struct request *q, struct reply *r)
{
    static const struct admin_head heads[] = {
        { "利用者", "" },
        { "作った", "nowrap" },
        { "用途", "" },
        { "できること", "" },
        { "最後に使った", "nowrap" },
        { "終わる", "nowrap" },
        { 0 },
    };
    struct admin_page page;
    struct admin_block *b;
    struct signs list;

    if (!read_signs(a, q, &tokens_query, &list))
        return false;
    admin_begin(a, q, &page, "全員のAPIトークン");
    b = admin_block(&page, "tokens", "使えるトークン");
    admin_table(b, heads, ADMIN_ROWS,
                "使えるトークンはありません。tasuki token --user LOGIN で作れます。");
    for (size_t i = 0; i < list.count && i < ADMIN_ROWS; i++) {
        const struct sign *it = &list.rows[i];
        struct admin_row *row = add_sign(&page, b, it);

        admin_cell(row, *it->purpose ? it->purpose : "―");
        admin_cell(row, scope_words(a, it->scope));
        admin_cell(row, admin_time(&page, it->seen_at));
        admin_cell(row, admin_time(&page, it->ends_at));
        add_end(a, b, row, "tokens", &list.rows[i]);
    }
    go_on(a, q, b, &list);
    b->after = "終わらせたトークンを使うプログラムは、次の求めから断られます。";
    return admin_reply(q, r, &page);
}

static bool
end_work(struct act *a, void *with)
{
    const struct ending *e = with;
    struct owner owner;
    bool found;

    if (!query_first(a, e->owner, &owner, &found, BOUND(BIND(id, e->id))))
        return false;
    if (!found)
        return fail(a, FAULT_MISSING, NULL, "もう終わっています。");
    return query_run(a, e->end, NULL, BOUND(BIND(id, e->id))) &&
           history_event(a, "user", owner.user, e->action, NULL);
}

bool
admin_session_end(struct act *a, const struct request *q, struct reply *r)
{
    struct ending e = { q->id, &session_owner, &session_end, "session-end" };

    return act_write(a, end_work, &e) &&
           reply_redirect(a, q, r, "/admin/sessions", "サインインを終わらせました。");
}

bool
admin_token_end(struct act *a, const struct request *q, struct reply *r)
{
    struct ending e = { q->id, &token_owner, &token_drop, "token-end" };

    return act_write(a, end_work, &e) &&
           reply_redirect(a, q, r, "/admin/tokens", "トークンを終わらせました。");
}
