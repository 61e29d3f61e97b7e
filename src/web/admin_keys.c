#include "web/admin.h"

#include "base/arena.h"
#include "ledger/renewal.h"
#include "ledger/rotation.h"
#include "store/act.h"
#include "store/keyring.h"
#include "store/query.h"
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

struct contract_row {
    int64_t id;
    const char *number;
    const char *title;
};

static const struct query contract_query = {
    .name = "admin.contract",
    .sql = "SELECT id, number, title FROM contract WHERE id = :id",
    .row_size = sizeof(struct contract_row),
    .columns = COLUMNS(COLUMN(struct contract_row, id), COLUMN(struct contract_row, number),
                       COLUMN(struct contract_row, title)),
};

static const char *
standing(struct act *a, const struct renewal_state *state)
{
    if (state->keys <= 1)
        return "";
    if (!state->settled)
        return "封じ直しています";
    return arena_print(a->arena, "前の鍵 %zu個は履歴だけ", state->keys - 1);
}

/* One contract; 0 is what belongs to none. A key may be there before its contract. */
static bool
add_contract(struct admin_page *page, struct admin_block *b, int64_t id)
{
    struct act *a = page->a;
    struct renewal_state state;
    struct contract_row it = { .number = "全体", .title = "利用者、二要素認証など" };
    struct admin_row *row;
    bool found = true;

    if (id && !query_first(a, &contract_query, &it, &found, BOUND(bind_int("id", id))))
        return false;
    if (!found)
        return true;
    if (!renewal_state(a, id, &state))
        return false;
    row = admin_row(b);
    admin_cell(row, it.number)->note = it.title;
    admin_cell(row, admin_time(page, state.made));
    admin_cell(row, standing(a, &state));
    if (admin_may_act(a))
        admin_act(
            b, row,
            (struct admin_act){ "新しくする", it.number,
                                id ? arena_print(a->arena, "/admin/keys/%lld/renew", (long long)id)
                                   : "/admin/keys/renew" });
    return true;
}

/* The whole first, then contracts from the newest. */
static bool
fill_contracts(struct admin_page *page, const struct request *q, const int64_t *contracts,
               size_t count)
{
    static const struct admin_head heads[] = {
        { "契約", "" }, { "今の鍵を作った日時", "nowrap" }, { "様子", "" }, { 0 }
    };
    struct admin_block *b = admin_block(page, "contracts", "契約の鍵");
    int64_t before = admin_before(q);
    size_t shown = 0;

    admin_table(b, heads, ADMIN_ROWS + 1, "契約の鍵はまだありません。");
    b->after = "鍵を新しくすると、これまでの値と添付を裏で封じ直します。履歴の内容は前の鍵で"
               "読むので、前の鍵も契約を消すまで残します。";
    if (!before && !add_contract(page, b, 0))
        return false;
    for (size_t i = count; i-- > 0 && contracts[i];) {
        if (before && contracts[i] >= before)
            continue;
        if (shown++ == ADMIN_ROWS) {
            b->older =
                arena_print(page->a->arena, "/admin/keys?before=%lld", (long long)contracts[i + 1]);
            break;
        }
        if (!add_contract(page, b, contracts[i]))
            return false;
    }
    return true;
}

bool
admin_keys_show(struct act *a, const struct request *q, struct reply *r)
{
    struct keyring *ring = store_keyring(a->store);
    struct admin_page page;
    struct admin_block *b;
    struct backup_key *backups;
    int64_t *contracts;
    size_t count, contract_count = keyring_contracts(ring, a->arena, &contracts);
    const char *lines;

    admin_begin(a, q, &page, "鍵");
    page.summary = "鍵の数と場所です。鍵そのものは、どこにも出しません。";
    if (!keyring_copies(ring, a->arena, &lines))
        return fail(a, FAULT_BROKEN, NULL, "鍵の写しの一覧 (keys/copies) が読めません。");
    b = admin_block(&page, "keys", "鍵の様子");
    admin_fact(b, "マスター鍵の場所", keyring_source(ring));
    admin_fact(b, "契約などの鍵", arena_print(a->arena, "%zu個", contract_count));
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
    if (!fill_contracts(&page, q, contracts, contract_count))
        return false;
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

bool
admin_key_renew(struct act *a, const struct request *q, struct reply *r)
{
    if (!keyring_get(store_keyring(a->store), q->id))
        return fail(a, FAULT_MISSING, NULL, "この契約の鍵はありません。");
    return renewal_begin(a, q->id) &&
           reply_redirect(a, q, r, "/admin/keys",
                          "鍵を新しくしました。これまでの値は裏で封じ直します。");
}
