#include "web/admin.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "ledger/history.h"
#include "store/act.h"
#include "store/outbox.h"
#include "web/address.h"
#include "web/admin_page.h"
#include "web/smtp.h"

static const struct {
    const char *kind;
    const char *title;
} titles[] = { { "mail", "メール" }, { "directory", "ディレクトリ" }, { "webhook", "Webhook" } };

static const char *
kind_title(const char *kind)
{
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strcmp(titles[i].kind, kind) == 0)
            return titles[i].title;
    return kind;
}

static void
add_entry(struct admin_page *page, struct admin_block *b, const struct outbox_entry *it,
          bool given_up)
{
    struct act *a = page->a;
    struct admin_row *row = admin_row(b);

    admin_cell(row, kind_title(it->kind))->note =
        arena_print(a->arena, "%lld番", (long long)it->id);
    admin_cell(row, it->identifier);
    admin_cell(row, admin_time(page, it->created_at));
    admin_cell(row, arena_print(a->arena, "%lld回", (long long)it->tries));
    admin_cell(row, admin_time(page, given_up ? it->ended_at : it->next_at));
    admin_cell(row, it->message);
    if (given_up && admin_may_act(a))
        admin_act(b, row,
                  (struct admin_act){
                      "もう一度送る",
                      arena_print(a->arena, "%s %lld番", kind_title(it->kind), (long long)it->id),
                      arena_print(a->arena, "/admin/mail/%lld/again", (long long)it->id) });
}

/* Pages go on in the block of what was given up; what waits is short or a fault. */
static bool
fill(const struct request *q, struct admin_page *page, bool given_up)
{
    static const struct admin_head waiting_heads[] = {
        { "種類", "nowrap" },
        { "識別子", "" },
        { "作った時", "nowrap" },
        { "試した", "num" },
        { "次", "nowrap" },
        { "うまくいかない理由", "" },
        { 0 },
    };
    static const struct admin_head given_up_heads[] = {
        { "種類", "nowrap" },
        { "識別子", "" },
        { "作った時", "nowrap" },
        { "試した", "num" },
        { "あきらめた時", "nowrap" },
        { "理由", "" },
        { 0 },
    };
    struct act *a = page->a;
    struct admin_block *b = given_up ? admin_block(page, "given-up", "送れずにあきらめたもの")
                                     : admin_block(page, "waiting", "送るのを待つもの");
    struct outbox_entries list;

    if (!outbox_list(a, given_up, given_up ? admin_before(q) : 0, ADMIN_ROWS + 1, &list))
        return false;
    admin_table(b, given_up ? given_up_heads : waiting_heads, ADMIN_ROWS,
                given_up ? "ありません。" : "ありません。送るものができると、ここに出ます。");
    for (size_t i = 0; i < list.count && i < ADMIN_ROWS; i++)
        add_entry(page, b, &list.rows[i], given_up);
    if (given_up && list.count > ADMIN_ROWS)
        b->older =
            address_with(a, q->path, &q->query, "before",
                         arena_print(a->arena, "%lld", (long long)list.rows[ADMIN_ROWS - 1].id));
    if (!given_up && list.count > ADMIN_ROWS)
        b->after = "新しい50件だけを出しています。";
    return true;
}

bool
admin_mail_show(struct act *a, const struct request *q, struct reply *r)
{
    struct admin_page page;

    admin_begin(a, q, &page, "送信");
    if (!smtp_settings()->server.name)
        admin_warn(&page, "メールのサーバーが決まっていません。送るものはたまったままです。",
                   "tasuki.ini の [mail] に書いて、再起動してください。", NULL);
    page.summary = "外へ送るものです。宛先と中身は、ここには出しません。";
    return fill(q, &page, true) && fill(q, &page, false) && admin_reply(q, r, &page);
}

static bool
send_again(struct act *a, void *with)
{
    const struct request *q = with;

    return outbox_again(a, q->id) && history_event(a, "", q->id, "send-again", NULL);
}

bool
admin_mail_again(struct act *a, const struct request *q, struct reply *r)
{
    return act_write(a, send_again, (void *)(uintptr_t)q) &&
           reply_redirect(a, q, r, "/admin/mail", "もう一度送ります。");
}
