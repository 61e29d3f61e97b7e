#include "contract/information.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "contract/information_event.h"
#include "contract/medium.h"
#include "contract/proposal.h"
#include "contract/receipt.h"
#include "contract/workplace.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MOST_COUNT = 100000000 };

const struct choice_item information_classes[] = {
    { "class_3", "機密性3", "3|機密性３|高" },
    { "class_2", "機密性2", "2|機密性２|中" },
    { "class_1", "機密性1", "1|機密性１|低" },
    { 0 },
};

const struct choice_item information_forms[] = {
    { "paper", "紙", "書類|文書|帳票" },
    { "data", "データ", "電子データ|ファイル|電磁的記録" },
    { "usb", "USBメモリ", "USB|USBメモリー" },
    { "disk", "外付けディスク", "HDD|SSD|ハードディスク" },
    { "optical", "CD・DVD", "CD|DVD|光ディスク|CD-R|DVD-R" },
    { "equipment", "機器", "PC|パソコン|サーバ|サーバー" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct choice_item origins[] = {
    { "received", "受領", "受取|貸与|提供" },
    { "made", "作成", "生成|収集" },
    { "copied", "複写", "複製|コピー" },
    { 0 },
};

static const struct field information_item_fields[] = {
    FIELD(struct information_item, number, "台帳番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|番号|管理番号", .series = "R{era}-{number:4}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct information_item, title, "情報の名称", .also = "名称|情報名|資料名|情報資産",
          .required = true, .searched = true, .most = 200),
    FIELD(struct information_item, confidentiality, "機密性", .also = "機密性の分類|区分|格付け",
          .required = true, .choices = information_classes),
    FIELD(struct information_item, personal_data, "個人情報を含む", .also = "個人情報"),
    FIELD(struct information_item, origin, "受領・作成の別", .also = "受領・作成|区別",
          .required = true, .settled = true, .choices = origins),
    FIELD(struct information_item, form, "媒体の種類", .also = "媒体|媒体名|形態", .required = true,
          .choices = information_forms),
    FIELD(struct information_item, medium, "保管する媒体・機器", .to = &medium_ledger),
    FIELD(struct information_item, quantity, "はじめの数量", .also = "数量|件数|個数",
          .required = true, .settled = true, .least = 1, .most = MOST_COUNT),
    FIELD(struct information_item, unit, "単位", .help = "例：件、枚、個", .most = 20),
    FIELD(struct information_item, kept, "いまの数量", .fixed = true),
    FIELD(struct information_item, away, "持出中の数量", .fixed = true),
    FIELD(struct information_item, giver, "受領元", .also = "提供元|貸与元|受渡し元",
          .to = &organisation_ledger, .instead = "giver_name"),
    FIELD(struct information_item, giver_name, "受領元（未登録）", .searched = true, .most = 100),
    FIELD(struct information_item, came_on, "受領・作成の日",
          .also = "受領日|作成日|年月日|受領年月日", .required = true, .settled = true),
    FIELD(struct information_item, person, "管理する人", .also = "担当者|管理者|取扱者",
          .required = true, .to = &person_ledger),
    FIELD(struct information_item, workplace, "保管する作業場所", .to = &workplace_ledger),
    FIELD(struct information_item, place, "保管場所", .help = "例：2階　施錠キャビネットA",
          .also = "場所|保管先", .searched = true, .most = 200),
    FIELD(struct information_item, purpose, "利用の目的", .also = "目的|使用目的", .most = 300),
    FIELD(struct information_item, return_by, "返す期限", .also = "返還期限|返却期限"),
    FIELD(struct information_item, receipt, "受領書・預り証", .to = &receipt_ledger),
    FIELD(struct information_item, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state item_state_rows[] = {
    { "kept", "保管中", "保管|使用中", MARK_WORK },
    { "away", "持出中", "持出", MARK_WAIT },
    { "returned", "返還済", "返還|返却済|返却", MARK_DONE, .ended = true },
    { "erased", "消去済", "消去|廃棄|廃棄済|削除", MARK_DONE, .ended = true },
    { 0 },
};

/* Events move it (contract/information_event.h); nobody does by a button. */
static const struct transition no_transitions[] = { { 0 } };

static const struct states item_states = { item_state_rows, no_transitions };

static const struct view information_item_views[] = {
    { "kept", "保管中・持出中", "いま預かっている、または作って持っている情報です。",
      "state.in=kept,away", "number" },
    { "late", "返していない情報", "返す期限を過ぎて、まだ手元にある情報です。",
      "state.in=kept,away&return_by.lt=today", "return_by" },
    { "received", "受領した情報の残り", "発注者から受け取り、まだ返しも消しもしていない情報です。",
      "state.in=kept,away&origin=received", "came_on" },
    { "away", "持出中", "作業場所の外にある情報です。", "state=away", "number" },
    { "done", "返還済・消去済", "新しい順に並べます。", "state.in=returned,erased", "-id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_item(struct act *a, const struct record *before, struct record *record)
{
    struct information_item *it = (struct information_item *)record;
    const struct information_item *was = (const struct information_item *)before;
    struct ref old = was ? was->workplace : (struct ref){ 0 };
    bool good = true;

    if (!before) {
        /* One that is taken over may have been given back already. */
        bool here = state_is(record, "kept") || state_is(record, "away");

        it->kept = here ? it->quantity : 0;
        it->away = state_is(record, "away") ? it->quantity : 0;
        if (it->origin.code && strcmp(it->origin.code, "copied") == 0 &&
            a->origin != ORIGIN_IMPORT && a->origin != ORIGIN_JOB)
            good = fail(a, FAULT_INVALID, "origin",
                        "複写は、もとの情報の「情報の動き」に書きます。承認された申請が要ります。");
    }
    if (it->came_on.day > instant_date(a->now).day)
        good = fail(a, FAULT_INVALID, "came_on", "受領・作成の日が今日より後です。");
    if (it->return_by.day && it->return_by.day < it->came_on.day)
        good = fail(a, FAULT_INVALID, "return_by", "返す期限が受領・作成の日より前です。");
    if (!before && it->origin.code && strcmp(it->origin.code, "received") == 0 && !it->giver.id &&
        !(it->giver_name && *it->giver_name))
        good = fail(a, FAULT_INVALID, "giver", "受領した情報は、受領元を書きます。");
    return proposal_approved(a, &workplace_ledger, old, it->workplace, "workplace") && good;
}

static bool
write_first(struct act *a, void *with)
{
    const struct information_item *it = with;
    struct information_event *event = ledger_new(a, &information_event_ledger);

    event->base.contract = it->base.contract;
    event->item.id = it->base.id;
    event->kind.code = it->origin.code;
    event->day = it->came_on;
    event->quantity = it->quantity;
    event->person.id = it->person.id;
    event->workplace.id = it->workplace.id;
    event->place = it->place;
    return ledger_create(a, &information_event_ledger, event);
}

static bool
item_changed(struct act *a, const struct record *before, const struct record *record)
{
    struct information_item it = *(const struct information_item *)record;

    return before || consequence_run(a, write_first, &it);
}

const struct ledger information_item_ledger = {
    .name = "information_item",
    .title = "情報台帳",
    .help =
        "受け取った情報と作った情報の台帳です。写す、持ち出す、返す、消すは「情報の動き」に書くと"
        "、数量と状態がここに反映します。",
    .path = "/contract/information_items",
    .icon = "lock",
    .row_size = sizeof(struct information_item),
    .fields = information_item_fields,
    .titled_by = "title",
    .listed = "number title confidentiality form state kept unit came_on person return_by",
    .states = &item_states,
    .access = crew_access,
    .views = information_item_views,
    .keep_years = 5,
    .check = check_item,
    .after = item_changed,
};
