#include "desk/rights.h"
#include "desk/vendor_case.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MOST_DAYS = 90 };

static const struct field support_desk_fields[] = {
    FIELD(struct support_desk, title, "製品・システム", .also = "製品名|システム名|対象",
          .required = true, .searched = true, .unique = true, .code = true, .most = 100),
    FIELD(struct support_desk, vendor, "業者", .also = "保守業者|会社名|ベンダー",
          .to = &organisation_ledger, .instead = "vendor_name"),
    FIELD(struct support_desk, vendor_name, "業者（未登録）",
          .help = "組織の台帳にない業者の名前です。", .searched = true, .most = 100),
    FIELD(struct support_desk, contract_number, "保守契約の番号",
          .also = "契約番号|サポート番号|顧客番号", .searched = true, .most = 60),
    FIELD(struct support_desk, period, "保守の期間", .also = "契約期間|保守期間"),
    FIELD(struct support_desk, hours, "受付時間", .help = "例：平日 9:00から17:30まで",
          .also = "対応時間", .most = 100),
    FIELD(struct support_desk, phone, "電話", .also = "電話番号|TEL"),
    FIELD(struct support_desk, mail, "メール", .also = "メールアドレス|mail"),
    FIELD(struct support_desk, url, "受付の画面", .also = "URL|サイト"),
    FIELD(
        struct support_desk, answer_days, "回答までの営業日",
        .help =
            "引き継いだ日の後、何営業日のうちに答える約束かを書きます。空けると期限はありません。",
        .also = "回答期限|回答日数", .least = 0, .most = MOST_DAYS),
    FIELD(struct support_desk, notes, "備考", .help = "連絡の前に集める記録、切り分けの手順など。",
          .searched = true, .most = 4000),
    { 0 },
};

static const struct view support_desk_views[] = {
    { "all", "すべて", "製品の順に並べます。", "", "title" },
    { 0 },
};

const struct ledger support_desk_ledger = {
    .name = "support_desk",
    .title = "保守窓口",
    .help = "製品やシステムごとの、保守業者の連絡先と契約です。",
    .path = "/desk/support_desks",
    .icon = "tel",
    .row_size = sizeof(struct support_desk),
    .fields = support_desk_fields,
    .titled_by = "title",
    .listed = "title vendor vendor_name hours phone answer_days period",
    .access = desk_access,
    .views = support_desk_views,
    .keep_years = 5,
};
