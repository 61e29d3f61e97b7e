/* What is lent: kinds, and the things of each. */
#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/capacity.h"
#include "desk/loan.h"
#include "desk/raise.h"
#include "store/act.h"
#include "store/query.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, MOST_BUFFER = 7 * DAY_MINUTES };

/* --- kinds ------------------------------------------------------------------------------- */

static const struct choice_item categories[] = {
    { "training_pc", "研修用パソコン", "研修用PC|研修PC|研修用端末" },
    { "meeting", "Web会議端末", "Web会議用端末|テレビ会議" },
    { "paperless", "ペーパーレス会議端末", "ペーパーレス端末|タブレット" },
    { "projector", "プロジェクター・モニター", "プロジェクタ|モニタ|ディスプレイ" },
    { "network", "通信機器", "モバイルルーター|ルーター|Wi-Fi" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field loan_kind_fields[] = {
    FIELD(struct loan_kind, title, "名称", .help = "例：研修用ノートパソコン",
          .also = "貸出品|品名|貸出品の種類", .required = true, .unique = true, .searched = true,
          .most = 100),
    FIELD(struct loan_kind, category, "分類", .also = "区分", .required = true,
          .choices = categories),
    FIELD(struct loan_kind, preparation, "準備の時間",
          .help = "貸出の前に要る時間（分）です。その間は、ほかに貸しません。", .also = "準備時間",
          .least = 0, .most = MOST_BUFFER),
    FIELD(struct loan_kind, checking, "返却後の確認の時間",
          .help = "返却の後に要る時間（分）です。その間は、ほかに貸しません。",
          .also = "確認時間|返却確認時間", .least = 0, .most = MOST_BUFFER),
    FIELD(struct loan_kind, usable, "貸せる台数", .fixed = true,
          .help = "使用可と貸出中の貸出品の数です。"),
    FIELD(struct loan_kind, guidance, "申請する人への案内", .also = "案内|注意事項", .most = 4000),
    FIELD(struct loan_kind, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

const struct access loan_kind_access[] = {
    { ROLE_LEAD, CREW_KEEP, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_KEEP, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view loan_kind_views[] = {
    { "all", "すべて", "名称の順に並べます。", "", "title" },
    { 0 },
};

static bool
check_kind(struct act *a, const struct record *before, struct record *record)
{
    struct loan_kind *it = (struct loan_kind *)record;

    (void)a;
    capacity_times(&it->preparation, &it->checking);
    if (!before)
        it->usable = 0;
    return true;
}

/* Things went out of use that were promised: somebody has to find others, or say so. */
static bool
kind_changed(struct act *a, const struct record *before, const struct record *record)
{
    const struct loan_kind *it = (const struct loan_kind *)record;
    const struct loan_kind *was = (const struct loan_kind *)before;
    struct raised raised = { .kind = "貸出" };
    struct capacity capacity;
    int64_t promised;

    if (!was || it->usable >= was->usable)
        return true;
    if (!loan_capacity(a, it, 0, a->now, &capacity))
        return false;
    promised = capacity_peak(&capacity, a->now, (struct instant){ INT64_MAX });
    if (promised <= it->usable)
        return true;
    raised.title = arena_print(a->arena, "貸出品の不足：%s", it->title);
    raised.body = arena_print(a->arena,
                              "貸せる台数が%lld台になりましたが、同じ時間に%lld台を約束しています。"
                              "代わりを用意するか、申請した方と時間を調整してください。",
                              (long long)it->usable, (long long)promised);
    return inquiry_raise(a, &loan_kind_ledger, record, &raised);
}

const struct ledger loan_kind_ledger = {
    .name = "loan_kind",
    .title = "貸出品の種類",
    .help = "貸し出すものの種類です。申請は種類に対して行い、どの1台かは渡すときに決めます。",
    .path = "/desk/loan_kinds",
    .icon = "pack",
    .row_size = sizeof(struct loan_kind),
    .fields = loan_kind_fields,
    .titled_by = "title",
    .listed = "title category usable preparation checking",
    .access = loan_kind_access,
    .views = loan_kind_views,
    .keep_years = 5,
    .check = check_kind,
    .after = kind_changed,
};

/* --- things ------------------------------------------------------------------------------ */

static const struct field loan_unit_fields[] = {
    FIELD(struct loan_unit, number, "管理番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|番号|資産番号", .series = "L-{number:4}", .unique = true, .code = true,
          .searched = true, .settled = true, .most = 40),
    FIELD(struct loan_unit, kind, "種類", .also = "貸出品の種類|貸出品", .required = true,
          .settled = true, .part = true, .to = &loan_kind_ledger),
    FIELD(struct loan_unit, serial, "製造番号", .also = "シリアル番号|シリアル|S/N", .code = true,
          .searched = true, .most = 60),
    FIELD(struct loan_unit, accessories, "付属品",
          .help = "1行に1つ書きます。渡すときと返却のときに、これで確かめます。",
          .also = "附属品|付属品一覧", .searched = true, .most = 2000),
    FIELD(struct loan_unit, place, "置き場所", .also = "保管場所|場所", .searched = true,
          .most = 100),
    FIELD(struct loan_unit, notes, "備考", .also = "故障の内容", .searched = true, .most = 4000),
    { 0 },
};

static const struct state unit_state_rows[] = {
    { "available", "使用可", "可|在庫|正常", MARK_SOLVED },
    { "lent", "貸出中", "貸出", MARK_WORK },
    { "repair", "修理中", "修理|故障", MARK_WAIT },
    { "disposed", "廃棄", "廃棄済|除却", MARK_DONE, .ended = true },
    { 0 },
};

/* It is lent and comes back by its loan. */
static const struct transition unit_transitions[] = {
    { "repair", "修理に出す", "available", "repair", "notes", CREW },
    { "repaired", "使用可に戻す", "repair", "available", NULL, CREW },
    { "dispose", "廃棄にする", "available repair", "disposed", "notes", CREW },
    { 0 },
};

static const struct states loan_unit_states = { unit_state_rows, unit_transitions };

static const struct view loan_unit_views[] = {
    { "here", "使用可・貸出中", "いま貸し出しに使っているものです。", "state.in=available,lent",
      "number" },
    { "repair", "修理中", "修理に出しているものです。", "state=repair", "number" },
    { "all", "すべて", "管理番号の順に並べます。", "", "number" },
    { 0 },
};

struct usable {
    int64_t count;
};

static const struct query usable_query = {
    .name = "loan_unit.usable",
    .sql = "SELECT count(*) AS count FROM loan_unit WHERE kind = :kind"
           " AND state IN ('available', 'lent') AND removed_at IS NULL",
    .row_size = sizeof(struct usable),
    .columns = COLUMNS(COLUMN(struct usable, count)),
};

static bool
count_usable(struct act *a, void *with)
{
    const struct loan_unit *it = with;
    struct loan_kind *kind = ledger_new(a, &loan_kind_ledger);
    struct usable usable;
    bool found;

    if (!consequence_read(a, &loan_kind_ledger, it->kind.id, kind) ||
        !query_first(a, &usable_query, &usable, &found, BOUND(BIND(kind, it->kind.id))))
        return false;
    kind->usable = usable.count;
    return ledger_keep(a, &loan_kind_ledger, NULL, kind);
}

static bool
unit_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct loan_unit it = *(const struct loan_unit *)record;

    return (before && strcmp(before->state, record->state) == 0) ||
           consequence_run(a, count_usable, &it);
}

const struct ledger loan_unit_ledger = {
    .name = "loan_unit",
    .title = "貸出品",
    .help = "貸し出すもの1つずつの台帳です。修理中と廃棄のものは、貸せる台数に入りません。",
    .path = "/desk/loan_units",
    .icon = "pc",
    .row_size = sizeof(struct loan_unit),
    .fields = loan_unit_fields,
    .titled_by = "number",
    .listed = "number kind state place serial",
    .states = &loan_unit_states,
    .access = crew_access,
    .views = loan_unit_views,
    .keep_years = 5,
    .after = unit_changed,
};
