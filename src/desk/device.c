#include "desk/device.h"

#include <string.h>

#include "contract/consequence.h"
#include "contract/erasure.h"
#include "contract/proposal.h"
#include "desk/kitting.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

const struct choice_item device_kinds[] = {
    { "pc", "パソコン", "PC|ノートPC|デスクトップ|ノートパソコン|端末" },
    { "tablet", "タブレット・スマートフォン", "タブレット|スマホ|スマートフォン|携帯電話" },
    { "server", "サーバー", "サーバ|仮想サーバー" },
    { "storage", "NAS・外付けディスク", "NAS|外付けディスク|HDD" },
    { "printer", "プリンター", "プリンタ" },
    { "copier", "複合機", "コピー機" },
    { "network", "通信機器", "スイッチ|ハブ|ルーター|ルータ|アクセスポイント" },
    { "display", "モニター", "モニタ|ディスプレイ" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field device_fields[] = {
    FIELD(struct device, number, "管理番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|番号|資産番号|機器番号|備品番号", .series = "D-{number:5}",
          .unique = true, .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct device, title, "品名", .also = "機器名|名称|機器名称", .required = true,
          .searched = true, .most = 100),
    FIELD(struct device, kind, "種類", .also = "機器種別|区分|分類", .required = true,
          .choices = device_kinds),
    FIELD(struct device, maker, "メーカー", .also = "メーカ|製造元|メーカー名", .searched = true,
          .most = 60),
    FIELD(struct device, model, "型番", .also = "型名|機種|機種名|モデル", .searched = true,
          .most = 60),
    FIELD(struct device, serial, "製造番号", .also = "シリアル番号|シリアル|S/N|シリアルNo",
          .code = true, .searched = true, .most = 60),
    FIELD(struct device, host, "コンピュータ名", .also = "ホスト名|コンピューター名|PC名|端末名",
          .code = true, .searched = true, .most = 60),
    FIELD(struct device, person, "使う人", .also = "使用者|利用者|職員名", .to = &person_ledger),
    FIELD(struct device, section, "使う課", .also = "課|課名|所属|部署|使用課|配置先",
          .to = &organisation_ledger),
    FIELD(struct device, place, "置き場所", .also = "設置場所|保管場所|場所", .searched = true,
          .most = 100),
    FIELD(struct device, bought_on, "取得日", .also = "購入日|導入日|納品日|取得年月日"),
    FIELD(struct device, supported_until, "保守の終わり",
          .help = "この日を過ぎると、メーカーの保守や更新が受けられません。",
          .also = "保守期限|サポート期限|サポート終了日|保守終了日"),
    FIELD(struct device, erasure, "消去の申請",
          .help =
              "データの残る機器を廃棄するときに、実施済の申請を選びます。証明書はそこにあります。",
          .to = &erasure_request_ledger),
    FIELD(struct device, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "stock", "在庫", "予備|保管|未使用", MARK_NEW },
    { "in_use", "使用中", "使用|稼働中|稼働|貸与中", MARK_WORK },
    { "repair", "修理中", "修理|故障", MARK_WAIT },
    { "returned", "返却", "返却済|回収", MARK_WAIT },
    { "disposed", "廃棄", "廃棄済|除却|除却済", MARK_DONE, .ended = true },
    { 0 },
};

static bool
check_hand_out(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return kitting_lets_out(a, (const struct device *)record);
}

/* What nobody had when it broke goes out for the first time. */
static bool
check_repaired(struct act *a, const struct record *before, struct record *record)
{
    const struct device *was = (const struct device *)before;

    return was->section.id || was->person.id || kitting_lets_out(a, (const struct device *)record);
}

static bool
stores_data(const struct device *it)
{
    static const char *const storing[] = { "pc", "tablet", "server", "storage", "copier" };

    for (size_t i = 0; i < sizeof storing / sizeof *storing; i++)
        if (it->kind.code && strcmp(it->kind.code, storing[i]) == 0)
            return true;
    return false;
}

static bool
check_dispose(struct act *a, const struct record *before, struct record *record)
{
    const struct device *it = (const struct device *)record;
    struct erasure_request *request = ledger_new(a, &erasure_request_ledger);

    (void)before;
    if (!stores_data(it))
        return true;
    if (!it->erasure.id)
        return fail(a, FAULT_INVALID, "erasure",
                    "データの残る機器です。消去の申請を選んでから廃棄にします。");
    if (!consequence_read(a, &erasure_request_ledger, it->erasure.id, request))
        return false;
    return state_is(&request->base, "done") || state_is(&request->base, "certified") ||
           fail(a, FAULT_CLASH, "erasure",
                "消去がまだ行われていません。実施済にしてから廃棄します。");
}

static const struct transition transitions[] = {
    { "hand_out", "渡す", "stock", "in_use", "section", CREW, .check = check_hand_out },
    { "take_back", "返却を受ける", "in_use", "returned", NULL, CREW },
    { "restock", "在庫に戻す", "returned repair", "stock", NULL, CREW },
    { "repair", "修理に出す", "stock in_use returned", "repair", NULL, CREW },
    { "repaired", "使用中に戻す", "repair", "in_use", "section", CREW, .check = check_repaired },
    { "dispose", "廃棄にする", "stock returned repair", "disposed", NULL, CREW,
      .check = check_dispose },
    { 0 },
};

static const struct states device_states = { state_rows, transitions };

static const struct view device_views[] = {
    { "in_use", "使用中", "使っている機器を、管理番号の順に並べます。", "state=in_use", "number" },
    { "stock", "在庫", "渡せる機器です。", "state=stock", "number" },
    { "away", "修理中・返却", "修理中と、返却を受けて整理を待つ機器です。",
      "state.in=repair,returned", "number" },
    { "expired", "保守切れ", "保守の終わりを過ぎて使っている機器です。",
      "state=in_use&supported_until.lt=today", "supported_until" },
    { "support", "保守の終わる順", "使っている機器を、保守の終わりの近い順に並べます。",
      "state=in_use", "supported_until" },
    { "all", "すべて", "廃棄したものも並べます。", "", "number" },
    { 0 },
};

static bool
check_device(struct act *a, const struct record *before, struct record *record)
{
    struct device *it = (struct device *)record;

    /* Who had it stands in the event. */
    if (before &&
        (state_reached(before, record, "returned") || state_reached(before, record, "stock") ||
         state_reached(before, record, "disposed"))) {
        it->person = (struct ref){ 0 };
        it->section = (struct ref){ 0 };
    }
    if (it->bought_on.day && it->supported_until.day && it->supported_until.day < it->bought_on.day)
        return fail(a, FAULT_INVALID, "supported_until", "保守の終わりが取得日より前です。");
    return true;
}

struct change {
    const struct device *was;
    const struct device *now;
};

static bool
follow_state(struct act *a, const struct device *was, const struct device *now)
{
    if (!was || state_reached(&was->base, &now->base, "stock"))
        return !state_is(&now->base, "stock") || kitting_begin(a, now);
    if (state_reached(&was->base, &now->base, "in_use"))
        return kitting_hand(a, now);
    return !state_reached(&was->base, &now->base, "disposed") ||
           kitting_drop(a, now, "機器を廃棄しました。");
}

static bool
follow(struct act *a, void *with)
{
    const struct change *c = with;

    return (!c->was || device_event_write(a, c->was, c->now)) && follow_state(a, c->was, c->now);
}

/* A list that is taken over brings devices that have long been set up. */
static bool
device_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct change change = { (const struct device *)before, (const struct device *)record };

    if (record->removed_at.us || (!before && a->origin != ORIGIN_PAGE && a->origin != ORIGIN_API))
        return true;
    return consequence_run(a, follow, &change);
}

const struct ledger device_ledger = {
    .name = "device",
    .title = "機器",
    .help = "庁内の機器の台帳です。渡した、返った、修理に出した、廃棄したことが、1件ずつ記録に残り"
            "ます。",
    .path = "/desk/devices",
    .icon = "pc",
    .row_size = sizeof(struct device),
    .fields = device_fields,
    .titled_by = "title",
    .listed = "number title kind state host section person place supported_until",
    .states = &device_states,
    .access = crew_access,
    .views = device_views,
    .keep_years = 5,
    .check = check_device,
    .after = device_changed,
};
