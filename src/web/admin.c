#include "web/admin.h"

#include "base/arena.h"
#include "ledger/core/core.h"
#include "ledger/custom.h"
#include "store/act.h"
#include "store/keyring.h"
#include "web/admin_page.h"
#include "web/admin_state.h"
#include "web/node.h"
#include "web/view_count.h"

static const struct admin_head heads[] = { { "項目", "" }, { "今の様子", "" }, { 0 } };

static const char *
many(struct act *a, int64_t number, const char *unit)
{
    return arena_print(a->arena, "%s%s", grouped_number(a, number), unit);
}

static void
line(struct admin_block *b, const char *title, const char *href, const char *state)
{
    struct admin_row *row = admin_row(b);

    admin_cell(row, title)->href = href;
    admin_cell(row, state);
}

/* A ledger with pages of its own, for who may read it. */
static void
ledger_line(struct admin_block *b, const struct ledger *l, const char *state)
{
    if (l->path && access_may(b->a, l, DEED_READ, NULL))
        line(b, l->title, l->path, state);
}

static void
fill_people(struct admin_page *page, const struct admin_counts *n)
{
    struct act *a = page->a;
    struct admin_block *b = admin_block(page, "people", "人と役割");
    const char *users = many(a, n->users, "人");

    admin_table(b, heads, 8, NULL);
    if (n->ended_users)
        users =
            arena_print(a->arena, "%s（うち終わった人 %s）", users, many(a, n->ended_users, "人"));
    ledger_line(b, &user_ledger, users);
    line(b, "二要素認証", NULL,
         n->no_factor ? arena_print(a->arena, "使っていない人が%s", many(a, n->no_factor, "人"))
                      : "全員が使っています");
    ledger_line(b, &membership_ledger, many(a, n->memberships, "件"));
    if (!admin_may_act(a))
        return;
    line(b, "全員のサインイン", "/admin/sessions", many(a, n->sessions, "件"));
    line(b, "全員のAPIトークン", "/admin/tokens", many(a, n->tokens, "件"));
}

static void
fill_settings(struct admin_page *page, const struct admin_counts *n)
{
    struct act *a = page->a;
    struct admin_block *b = admin_block(page, "settings", "台帳の設定");

    admin_table(b, heads, 8, NULL);
    ledger_line(b, &calendar_ledger, many(a, n->calendars, "件"));
    ledger_line(b, &holiday_ledger, many(a, n->holidays, "件"));
    ledger_line(b, &series_ledger, many(a, n->series, "件"));
    ledger_line(b, &custom_ledger, many(a, n->custom, "件"));
}

static void
fill_running(struct admin_page *page, const struct admin_state *s)
{
    struct act *a = page->a;
    struct admin_block *b = admin_block(page, "running", "動きと守り");

    admin_table(b, heads, 8, NULL);
    line(b, "システムの状態", "/admin/system",
         page->warning_count ? many(a, (int64_t)page->warning_count, "件の注意")
                             : "注意はありません");
    line(b, "ジョブ", "/admin/jobs",
         arena_print(a->arena, "実行中 %lld、待ち %lld、失敗 %lld（7日）",
                     (long long)s->jobs.running, (long long)s->jobs.waiting,
                     (long long)s->jobs.failed));
    line(b, "控え", "/admin/system#backup",
         s->backup.name ? arena_print(a->arena, "最後は %s", admin_time(page, s->backup.at))
                        : "まだありません");
    line(b, "送信", "/admin/mail",
         arena_print(a->arena, "待ち %lld、あきらめ %lld", (long long)s->mail_waiting,
                     (long long)s->mail_given_up));
    line(b, "鍵", "/admin/keys",
         arena_print(a->arena, "マスター鍵は%s", keyring_source(store_keyring(a->store))));
    line(b, "履歴", "/history",
         s->has_block ? arena_print(a->arena, "封印 %lld号、%s", (long long)s->block.number,
                                    admin_time(page, s->block.sealed_at))
                      : "まだ封印がありません");
}

static bool
show(struct act *a, const struct request *q, struct reply *r)
{
    struct admin_page page;
    struct admin_state state;

    admin_begin(a, q, &page, "管理");
    page.is_index = true;
    page.summary = "利用者、設定、動きを扱います。記録の中身はここには出ません。";
    if (!admin_state_read(a, q, true, &state))
        return false;
    admin_state_warn(q, &state, &page);
    fill_people(&page, &state.counts);
    fill_settings(&page, &state.counts);
    fill_running(&page, &state);
    return admin_reply(q, r, &page);
}

const struct route admin_routes[] = {
    { GET, "/admin", show, .may = MAY_OVERSEER },
    { GET, "/admin/system", admin_system_show, .may = MAY_OVERSEER },
    { GET, "/admin/jobs", admin_jobs_show, .may = MAY_OVERSEER },
    { POST, "/admin/jobs/{id}/cancel", admin_job_cancel, .may = MAY_ADMINISTRATOR },
    { POST, "/admin/jobs/{id}/again", admin_job_again, .may = MAY_ADMINISTRATOR },
    { GET, "/admin/mail", admin_mail_show, .may = MAY_OVERSEER },
    { POST, "/admin/mail/{id}/again", admin_mail_again, .may = MAY_ADMINISTRATOR },
    { GET, "/admin/keys", admin_keys_show, .may = MAY_OVERSEER },
    { POST, "/admin/keys/rotate", admin_keys_rotate, .may = MAY_ADMINISTRATOR },
    { POST, "/admin/keys/renew", admin_key_renew, .may = MAY_ADMINISTRATOR },
    { POST, "/admin/keys/{id}/renew", admin_key_renew, .may = MAY_ADMINISTRATOR },
    { GET, "/admin/sessions", admin_sessions_show, .may = MAY_ADMINISTRATOR },
    { POST, "/admin/sessions/{id}/end", admin_session_end, .may = MAY_ADMINISTRATOR },
    { GET, "/admin/tokens", admin_tokens_show, .may = MAY_ADMINISTRATOR },
    { POST, "/admin/tokens/{id}/end", admin_token_end, .may = MAY_ADMINISTRATOR },
    { 0 },
};
