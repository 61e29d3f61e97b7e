#include "web/token.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/query.h"
#include "web/route.h"
#include "web/session.h"

static const struct query token_insert = {
    .name = "token.insert",
    .sql = "INSERT INTO token (hash, \"user\", created_at, ends_at, title, scope)"
           " VALUES (:hash, :user, :now, :ends, :title, :scope)",
};

static const struct query token_delete = {
    .name = "token.delete",
    .sql = "DELETE FROM token WHERE id = :id AND \"user\" = :user",
};

static const struct query tokens_of = {
    .name = "token.of_user",
    .sql = "SELECT id, title, scope, created_at, ends_at, seen_at FROM token"
           " WHERE \"user\" = :user AND ends_at > :now ORDER BY id DESC LIMIT 200",
    .row_size = sizeof(struct token_entry),
    .columns =
        (const struct column[]){
            { "id", offsetof(struct token_entry, id), COLUMN_INT },
            { "title", offsetof(struct token_entry, title), COLUMN_TEXT },
            { "scope", offsetof(struct token_entry, scope), COLUMN_TEXT },
            { "created_at", offsetof(struct token_entry, created), COLUMN_INSTANT },
            { "ends_at", offsetof(struct token_entry, ends), COLUMN_INSTANT },
            { "seen_at", offsetof(struct token_entry, seen), COLUMN_INSTANT },
            { 0 },
        },
};

struct tokens {
    struct token_entry *rows;
    size_t count;
};

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == ',';
}

/* The next word from `*at` on, or NULL. */
static const char *
next_word(struct arena *arena, const char **at)
{
    const char *from = *at;
    size_t length = 0;

    while (is_blank(*from))
        from++;
    while (from[length] && !is_blank(from[length]))
        length++;
    *at = from + length;
    return length ? arena_slice(arena, from, length) : NULL;
}

bool
scope_parse(struct act *a, const char *text, const char **scope)
{
    struct buffer out = { .arena = a->arena };
    const char *at = text ? text : "";
    const char *word = next_word(a->arena, &at);

    if (!word)
        word = "write";
    if (strcmp(word, "read") != 0 && strcmp(word, "write") != 0)
        return fail(a, FAULT_INVALID, "scope",
                    "範囲は read（読む）か write（読み書き）で始めてください。");
    buffer_text(&out, word);
    while ((word = next_word(a->arena, &at)) != NULL) {
        if (!ledger_find(word))
            return fail(a, FAULT_INVALID, "scope", "範囲にある「%s」という台帳はありません。",
                        text_cut(a->arena, word, 40));
        buffer_print(&out, " %s", word);
    }
    *scope = buffer_string(&out);
    return true;
}

/* 読み書き：問合せ、人 */
const char *
scope_words(struct act *a, const char *scope)
{
    struct buffer out = { .arena = a->arena };
    const char *at = scope + strcspn(scope, " ");
    bool first = true;

    buffer_text(&out, strncmp(scope, "read", 4) == 0 ? "読むだけ" : "読み書き");
    while (*at) {
        size_t length = strcspn(++at, " ");
        const char *name = arena_slice(a->arena, at, length);
        const struct ledger *l = ledger_find(name);

        buffer_text(&out, first ? "：" : "、");
        buffer_text(&out, l ? l->title : name);
        first = false;
        at += length;
    }
    return buffer_string(&out);
}

static bool
names_ledger(struct act *a, const char *names, const struct ledger *l)
{
    const char *word;

    while ((word = next_word(a->arena, &names)) != NULL)
        if (l && strcmp(word, l->name) == 0)
            return true;
    return false;
}

/* Ledgers as such, the specification and oneself: they tell what may be done, no contents. */
static bool
is_about_api(const struct request *q)
{
    return strcmp(q->route->path, "/api/v1/") == 0 || strcmp(q->route->path, "/api/v1") == 0 ||
           strcmp(q->route->path, "/api/v1/me") == 0 ||
           strcmp(q->route->path, "/api/openapi.json") == 0;
}

bool
token_allows(struct act *a, const struct request *q)
{
    const char *scope = q->session->scope, *rest;

    if (!q->session->by_token || !scope || !*scope)
        return true;
    rest = scope + strcspn(scope, " ");
    if (q->method != GET && strncmp(scope, "read", 4) == 0)
        return fail(a, FAULT_DENIED, NULL, "このトークンは読むためだけのものです。");
    if (*rest && !is_about_api(q) && !names_ledger(a, rest, q->ledger))
        return fail(a, FAULT_DENIED, NULL, "このトークンの範囲ではありません。");
    return true;
}

struct making {
    const struct token_wish *wish;
    const uint8_t *hash;
    struct instant ends;
    const char *scope;
    const char *title;
};

static bool
insert(struct act *a, void *with)
{
    const struct making *m = with;
    struct bytes hash = { m->hash, SHA256_BYTES };
    struct buffer detail = { .arena = a->arena };
    char day[DATE_TEXT];

    date_print(instant_date(m->ends), day);
    buffer_text(&detail, "{\"scope\":");
    json_text(&detail, m->scope);
    buffer_print(&detail, ",\"ends\":\"%s\"}", day);
    return query_run(a, &token_insert, NULL,
                     BOUND(BIND(hash, hash), BIND(user, m->wish->user), BIND(now, a->now),
                           BIND(ends, m->ends), BIND(title, m->title), BIND(scope, m->scope))) &&
           history_event(a, "user", m->wish->user, "token", buffer_string(&detail));
}

bool
token_make(struct act *a, const struct token_wish *wish, const char **token)
{
    const char *text = arena_print(a->arena, "tsk_%s", random_token(a->arena, 32));
    struct instant ends =
        instant_add(a->now, (struct minutes){ (int64_t)wish->days * DAY_MINUTES });
    uint8_t hash[SHA256_BYTES];
    struct making m = { .wish = wish,
                        .hash = hash,
                        .ends = ends,
                        .title = text_clean(a->arena, wish->title ? wish->title : "") };

    if (wish->days < 1 || wish->days > TOKEN_DAYS_MOST)
        return fail(a, FAULT_INVALID, "days", "トークンの日数は1から%dまでです。", TOKEN_DAYS_MOST);
    if (text_count(m.title) > TOKEN_TITLE_MOST)
        return fail(a, FAULT_INVALID, "title", "用途は%d文字までです。", TOKEN_TITLE_MOST);
    if (!scope_parse(a, wish->scope, &m.scope))
        return false;
    sha256(text, strlen(text), hash);
    if (!act_write(a, insert, &m))
        return false;
    *token = text;
    return true;
}

bool
token_list(struct act *a, int64_t user, struct token_entry **list, size_t *count)
{
    struct tokens found;

    if (!QUERY(a, &tokens_of, found, BIND(user, user), BIND(now, a->now)))
        return false;
    *list = found.rows;
    *count = found.count;
    return true;
}

struct ending {
    int64_t user;
    int64_t token;
};

static bool
end_work(struct act *a, void *with)
{
    const struct ending *e = with;
    int64_t changed = 0;

    if (!query_run(a, &token_delete, &changed, BOUND(BIND(id, e->token), BIND(user, e->user))))
        return false;
    if (!changed)
        return fail(a, FAULT_MISSING, NULL, "このトークンはもう終わっています。");
    return history_event(a, "user", e->user, "token-end", NULL);
}

bool
token_end(struct act *a, int64_t user, int64_t token)
{
    return act_write(a, end_work, &(struct ending){ user, token });
}
