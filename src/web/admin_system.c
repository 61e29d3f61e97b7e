#include "web/admin.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "base/version.h"
#include "store/act.h"
#include "store/job.h"
#include "store/keyring.h"
#include "web/admin_page.h"
#include "web/admin_state.h"
#include "web/node.h"
#include "web/view_count.h"
#include "web/worker.h"

static const char *
number(struct act *a, int64_t value)
{
    return grouped_number(a, value);
}

static const char *
sandbox_words(const struct server *s)
{
    if (!s)
        return "わかりません";
    if (s->held.files && s->held.calls)
        return "データの外へ書けず、要らない呼出しができないようにしています";
    if (!s->held.files && !s->held.calls)
        return "働いていません";
    return s->held.files ? "データの外へは書けません。呼出しは絞っていません"
                         : "要らない呼出しはできません。書込み先は絞っていません";
}

static const char *
tls_words(const struct admin_page *page, const struct server *s, const struct admin_state *state)
{
    if (!s || !s->secure)
        return "なし";
    if (!s->certificate)
        return "前に立つ中継が行う（証明書の期限は中継で確かめてください）";
    return state->has_until ? arena_print(page->a->arena, "このプログラムが行う　証明書は%sまで",
                                          admin_time(page, state->until))
                            : "このプログラムが行う";
}

static void
fill_program(struct admin_page *page, const struct server *s, const struct admin_state *state)
{
    struct act *a = page->a;
    struct admin_block *b = admin_block(page, "program", "プログラム");
    char now[INSTANT_TEXT];

    instant_print(a->now, now);
    admin_fact(b, "版", TASUKI_VERSION);
    admin_fact(b, "動いている時間",
               s ? admin_span(a, (a->now.us - s->started.us) / 1000000) : "わかりません");
    admin_fact(b, "今の時刻", arena_print(a->arena, "%s（日本標準時、+09:00）", now));
    admin_fact(b, "TLS", tls_words(page, s, state));
    admin_fact(b, "囲い", sandbox_words(s));
    admin_fact(b, "マスター鍵の場所", keyring_source(store_keyring(a->store)));
    admin_fact(b, "メモリ", admin_bytes(a, state->resources.resident));
    if (!s)
        return;
    admin_fact(b, "働いている係",
               arena_print(a->arena, "%lld（待っている求め %lld）",
                           (long long)workers_busy(s->workers),
                           (long long)workers_waiting(s->workers)));
    admin_fact(b, "混んで断った求め",
               arena_print(a->arena, "%s（始めてから）", number(a, s->metrics.refused)));
}

static void
fill_database(struct admin_page *page, const struct admin_state *s)
{
    struct act *a = page->a;
    struct admin_block *b = admin_block(page, "database", "データベース");
    bool sqlite = store_kind(a->store) == STORE_SQLITE;

    admin_fact(b, "種類", sqlite ? "SQLite（データのフォルダーの中）" : "PostgreSQL");
    admin_fact(b, "大きさ", admin_bytes(a, s->database));
    if (sqlite)
        admin_fact(b, "書込みの記録（WAL）",
                   s->resources.wal < 0 ? "ありません" : admin_bytes(a, s->resources.wal));
    admin_fact(b, "データの置き場所の空き",
               arena_print(a->arena, "%s（全体 %s）", admin_bytes(a, s->resources.disk_free),
                           admin_bytes(a, s->resources.disk)));
    admin_fact(b, "書込み",
               arena_print(a->arena, "%s件を%s組で（始めてから）", number(a, s->store.acts),
                           number(a, s->store.groups)));
    admin_fact(b, "やり直した書込み", number(a, s->store.retries));
    admin_fact(b, "長すぎて切った読出し", number(a, s->store.readers_cut));
}

static void
fill_seal(struct admin_page *page, const struct admin_state *s)
{
    struct act *a = page->a;
    struct admin_block *b = admin_block(page, "seal", "履歴の封印");

    admin_fact(b, "最後の封印",
               s->has_block ? arena_print(a->arena, "%lld号　%s", (long long)s->block.number,
                                          admin_time(page, s->block.sealed_at))
                            : "まだありません");
    if (s->has_block)
        admin_fact(b, "その値",
                   arena_print(a->arena, "%lld:%s", (long long)s->block.number,
                               hex_print(a->arena, s->block.hash.data, s->block.hash.size)));
    admin_fact(b, "まだ封印していない行", number(a, s->unsealed));
    b->after = "この値を紙や別の機械に控えておくと、後から履歴が書き換えられていないことを"
               "確かめられます。";
}

static bool
fill_backup(struct admin_page *page, const struct admin_state *s)
{
    struct act *a = page->a;
    struct admin_block *b = admin_block(page, "backup", "控え");
    struct job_rows jobs;

    if (!jobs_list(a, "backup", -1, 0, 1, &jobs))
        return false;
    admin_fact(b, "最後の控え",
               s->backup.name
                   ? arena_print(a->arena, "%s　%s　%s", s->backup.name,
                                 admin_time(page, s->backup.at), admin_bytes(a, s->backup.bytes))
                   : "まだありません");
    if (s->backup.name)
        admin_fact(b, "確かめ", "書いたあと全部を読み返し、同じであることを確かめてあります");
    admin_fact(b, "残っている控え", arena_print(a->arena, "%lld個", (long long)s->backup.count));
    if (jobs.count)
        admin_fact(b, "最後のジョブ",
                   arena_print(a->arena, "%s　%s　%s",
                               job_state_title((enum job_state)jobs.rows[0].state),
                               admin_time(page, jobs.rows[0].ended_at),
                               jobs.rows[0].state == JOB_FAILED ? jobs.rows[0].message : ""));
    b->after = "控えと鍵の写しを別の場所へ移すことは、運用で行います。戻せることは "
               "tasuki restore ARCHIVE --rehearse で確かめられます。";
    return true;
}

bool
admin_system_show(struct act *a, const struct request *q, struct reply *r)
{
    struct admin_page page;
    struct admin_state state;

    admin_begin(a, q, &page, "システムの状態");
    if (!admin_state_read(a, q, false, &state))
        return false;
    admin_state_warn(q, &state, &page);
    if (!page.warning_count)
        page.summary = "気をつけることはありません。";
    fill_program(&page, q->server, &state);
    fill_database(&page, &state);
    fill_seal(&page, &state);
    return fill_backup(&page, &state) && admin_reply(q, r, &page);
}
