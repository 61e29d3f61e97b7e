#include "web/admin.h"

#include "base/arena.h"
#include "ledger/rotation.h"
#include "store/act.h"
#include "store/keyring.h"
#include "store/store.h"
#include "web/admin_page.h"

static const char *
newest(const struct admin_page *page, const struct backup_key *keys, size_t count)
{
    struct instant at = { 0 };

    for (size_t i = 0; i < count; i++)
        if (keys[i].made.us > at.us)
            at = keys[i].made;
    return admin_time(page, at);
}

/* Lines of the list of copies: when, and where they were written to. */
static void
fill_copies(struct admin_page *page, const char *lines)
{
    static const struct admin_head heads[] = { { "書き出した鍵の写し", "" }, { 0 } };
    struct admin_block *b = admin_block(page, "copies", "鍵の写し");
    const char *end;
    size_t count = 0;

    for (const char *c = lines; *c; c++)
        count += *c == '\n';
    admin_table(b, heads, count + 1,
                "まだ書き出していません。控えを別の機械で開くには鍵の写しが要ります。"
                "tasuki backup --keyring FILE で書き出せます。");
    for (; *lines && b->row_count <= count; lines = *end ? end + 1 : end) {
        end = lines;
        while (*end && *end != '\n')
            end++;
        if (end > lines)
            admin_cell(admin_row(b), arena_slice(page->a->arena, lines, (size_t)(end - lines)));
    }
    b->after = "契約を消すときは、ここに出ている写しも運用で消してください。";
}

bool
admin_keys_show(struct act *a, const struct request *q, struct reply *r)
{
    struct keyring *ring = store_keyring(a->store);
    struct admin_page page;
    struct admin_block *b;
    struct backup_key *backups;
    int64_t *contracts;
    size_t count;
    const char *lines;

    admin_begin(a, q, &page, "鍵");
    page.summary = "鍵の数と場所です。鍵そのものは、どこにも出しません。";
    if (!keyring_copies(ring, a->arena, &lines))
        return fail(a, FAULT_BROKEN, NULL, "鍵の写しの一覧 (keys/copies) が読めません。");
    b = admin_block(&page, "keys", "鍵の様子");
    admin_fact(b, "マスター鍵の場所", keyring_source(ring));
    admin_fact(b, "契約などの鍵",
               arena_print(a->arena, "%zu個", keyring_contracts(ring, a->arena, &contracts)));
    count = keyring_backups(ring, a->arena, &backups);
    admin_fact(b, "控えの鍵",
               arena_print(a->arena, "%zu個　最後 %s", count, newest(&page, backups, count)));
    if (keyring_keeps_master(ring))
        b->after = "マスター鍵を替えると、ほかの鍵を包み直します。記録も控えもそのまま使えます。";
    else
        b->after = "マスター鍵は外から渡されています。tasuki keys --rotate --master-file FILE で"
                   "替え、渡す側も替えてください。";
    if (keyring_keeps_master(ring) && admin_may_act(a))
        b->act = (struct admin_act){ "マスター鍵を替える", NULL, "/admin/keys/rotate" };
    fill_copies(&page, lines);
    return admin_reply(q, r, &page);
}

bool
admin_keys_rotate(struct act *a, const struct request *q, struct reply *r)
{
    struct keyring *ring = store_keyring(a->store);

    if (!keyring_keeps_master(ring))
        return fail(a, FAULT_CLASH, NULL,
                    "マスター鍵は外から渡されています。tasuki keys --rotate で替えてください。");
    return rotation_run(a, NULL) &&
           reply_redirect(a, q, r, "/admin/keys", "マスター鍵を替え、すべての鍵を包み直しました。");
}
