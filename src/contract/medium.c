#include "contract/medium.h"

#include <string.h>

#include "contract/consequence.h"
#include "contract/proposal.h"
#include "contract/workplace.h"
#include "ledger/core/core.h"
#include "store/act.h"

const struct choice_item medium_kinds[] = {
    { "pc", "パソコン", "PC|ノートPC|デスクトップ|端末" },
    { "server", "サーバー", "サーバ|仮想サーバー" },
    { "tablet", "タブレット・スマートフォン", "タブレット|スマホ|携帯電話|スマートフォン" },
    { "usb", "USBメモリ", "USB|USBメモリー" },
    { "disk", "外付けディスク", "HDD|SSD|NAS" },
    { "optical", "CD・DVD", "CD|DVD|光ディスク" },
    { "network", "通信機器", "ルータ|ルーター|スイッチ|ハブ" },
    { "tool", "診断・測定の機器", "診断ツール|測定器" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct choice_item ownerships[] = {
    { "contractor", "受託者の所有", "自社|会社|受託者" },
    { "client", "発注者からの貸与", "貸与|発注者" },
    { "lease", "リース・レンタル", "リース|レンタル" },
    { "subcontractor", "再委託先の所有", "再委託先" },
    { 0 },
};

static const struct field medium_fields[] = {
    FIELD(struct medium, number, "管理番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|番号|資産番号|機器番号", .series = "M-{number:4}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct medium, title, "品名", .also = "機器名|名称|型番|媒体名", .required = true,
          .searched = true, .most = 100),
    FIELD(struct medium, kind, "種類", .also = "機器種別|媒体の種類", .required = true,
          .choices = medium_kinds),
    FIELD(struct medium, ownership, "所有の別",
          .help = "個人の持ち物は業務に使えないので、登録できません。", .also = "所有|所有区分",
          .required = true, .choices = ownerships),
    FIELD(struct medium, keeper, "所有する組織", .also = "所有者名|所有会社", .required = true,
          .to = &organisation_ledger),
    FIELD(struct medium, serial, "製造番号", .also = "シリアル番号|シリアル|S/N", .code = true,
          .searched = true, .most = 60),
    FIELD(struct medium, host, "コンピュータ名", .also = "ホスト名|コンピューター名",
          .searched = true, .most = 60),
    FIELD(struct medium, encrypted, "暗号化している", .also = "暗号化"),
    FIELD(struct medium, software, "ソフトウェア",
          .help = "入っているものを1行に1つ、版とともに書きます。",
          .also = "ソフト|インストールソフト|ソフトウェア一覧", .searched = true, .most = 10000),
    FIELD(struct medium, antivirus, "ウイルス対策", .help = "ソフトの名前と、更新の方法です。",
          .also = "ウイルス対策ソフト", .most = 100),
    FIELD(struct medium, person, "使う人", .also = "使用者|利用者|担当者", .to = &person_ledger),
    FIELD(struct medium, workplace, "作業場所", .to = &workplace_ledger),
    FIELD(struct medium, place, "置き場所", .also = "保管場所|設置場所|場所", .searched = true,
          .most = 200),
    FIELD(struct medium, from, "使い始めた日", .also = "使用開始日|導入日|開始日"),
    FIELD(struct medium, until, "使い終わった日", .also = "使用終了日|返却日|廃棄日"),
    FIELD(struct medium, checked_on, "点検日", .fixed = true,
          .help = "いちばん新しい点検の日です。"),
    FIELD(struct medium, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "in_use", "使用中", "使用|稼働中", MARK_WORK },
    { "stored", "保管", "予備|保管中", MARK_NEW },
    { "away", "持出中", "持出", MARK_WAIT },
    { "lost", "所在不明", "紛失", MARK_WAIT },
    { "returned", "返却済", "返却|返還済", MARK_DONE, .ended = true },
    { "disposed", "廃棄済", "廃棄|消去済", MARK_DONE, .ended = true },
    { 0 },
};

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

/* Disposing goes by an application (contract/erasure.h), carrying by a carry request. */
static const struct transition transitions[] = {
    { "store", "保管にする", "in_use", "stored", NULL, CREW },
    { "use", "使用中にする", "stored", "in_use", NULL, CREW },
    { "lose", "所在不明にする", "in_use stored away", "lost", NULL, CREW },
    { "find", "見つかった", "lost", "stored", NULL, CREW },
    { "give_back", "返却済にする", "in_use stored", "returned", "until", 1 << ROLE_LEAD },
    { 0 },
};

static const struct states medium_states = { state_rows, transitions };

static const struct view medium_views[] = {
    { "here", "使用中・保管", "いま業務に使っている、または保管している機器と媒体です。",
      "state.in=in_use,stored,away,lost", "number" },
    { "away", "持出中", "作業場所の外にある機器と媒体です。", "state=away", "number" },
    { "plain", "暗号化していないもの", "暗号化していない、使用中と保管のものです。",
      "state.in=in_use,stored,away&encrypted=false", "number" },
    { "all", "すべて", "管理番号の順に並べます。", "", "number" },
    { 0 },
};

static bool
check_medium(struct act *a, const struct record *before, struct record *record)
{
    const struct medium *it = (const struct medium *)record;
    const struct medium *was = (const struct medium *)before;
    struct ref old = was ? was->workplace : (struct ref){ 0 };

    if (it->until.day && it->until.day < it->from.day)
        return fail(a, FAULT_INVALID, "until", "使い終わった日が使い始めた日より前です。");
    return proposal_approved(a, &workplace_ledger, old, it->workplace, "workplace");
}

const struct ledger medium_ledger = {
    .name = "medium",
    .title = "媒体・機器台帳",
    .help =
        "業務に使うパソコン、媒体、機器の台帳です。個人の持ち物は使えません。持ち出しは申請します。",
    .path = "/contract/media",
    .icon = "pc",
    .row_size = sizeof(struct medium),
    .fields = medium_fields,
    .titled_by = "title",
    .listed = "number title kind ownership state person place encrypted checked_on",
    .states = &medium_states,
    .access = crew_access,
    .views = medium_views,
    .keep_years = 5,
    .check = check_medium,
};
