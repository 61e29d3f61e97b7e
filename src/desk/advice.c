#include "desk/advice.h"

#include "contract/consequence.h"
#include "desk/inquiry.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR };

static const struct choice_item topics[] = {
    { "improvement", "業務の改善", "改善|業務改善|効率化" },
    { "system", "新しいシステム", "システム導入|調達|更改" },
    { "open_data", "オープンデータ", "公開データ" },
    { "portal", "庁内ポータル", "ポータル|庁内Web" },
    { "security", "セキュリティ", "情報セキュリティ" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field advice_fields[] = {
    FIELD(struct advice, number, "番号", .series = "J{era}-{number:4}", .fixed = true,
          .unique = true, .searched = true),
    FIELD(struct advice, title, "件名", .also = "相談件名|相談の件名", .required = true,
          .searched = true, .most = 200),
    FIELD(struct advice, topic, "分野", .also = "区分|種類|分類", .required = true,
          .choices = topics),
    FIELD(struct advice, asked_on, "相談を受けた日", .help = "空けると今日です。",
          .also = "相談日|受付日|日付", .counted = true),
    FIELD(struct advice, section, "相談した課", .also = "課|所属|部署|相談元",
          .to = &organisation_ledger),
    FIELD(struct advice, person, "相談した人", .also = "相談者|職員名", .to = &person_ledger,
          .instead = "person_name"),
    FIELD(struct advice, person_name, "相談した人（名簿にない）", .personal = true, .most = 100),
    FIELD(struct advice, question, "相談の内容", .also = "相談内容|質問|内容", .required = true,
          .searched = true, .most = 10000),
    FIELD(struct advice, answer, "助言", .also = "回答|助言内容", .searched = true, .most = 10000),
    FIELD(
        struct advice, effects, "情報基盤への影響",
        .help =
            "ネットワーク、サーバー、容量、セキュリティへの影響を書きます。なければ「なし」です。",
        .also = "影響|基盤への影響", .searched = true, .most = 4000),
    FIELD(struct advice, adviser, "助言した人", .help = "空けると、助言済にした人です。",
          .also = "担当|対応者", .to = &person_ledger),
    FIELD(struct advice, answered_on, "助言した日", .also = "回答日"),
    FIELD(struct advice, look_on, "その後を尋ねる日", .also = "確認予定日"),
    FIELD(struct advice, outcome, "その後", .also = "結果", .searched = true, .most = 4000),
    FIELD(struct advice, inquiry, "問合せ", .to = &inquiry_ledger),
    { 0 },
};

static const struct state state_rows[] = {
    { "asked", "相談中", "受付|検討中", MARK_NEW },
    { "advised", "助言済", "回答済", MARK_SOLVED },
    { "closed", "完了", "終了", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "advise", "助言済にする", "asked", "advised", "answer effects", CREW, .asks = "look_on" },
    { "close", "完了にする", "advised", "closed", NULL, CREW, .asks = "outcome" },
    { "reopen", "相談中に戻す", "advised closed", "asked", NULL, CREW },
    { 0 },
};

static const struct states advice_states = { state_rows, transitions };

static const struct view advice_views[] = {
    { "open", "相談中", "答えていない相談を、古い順に並べます。", "state=asked", "asked_on" },
    { "look", "その後を尋ねる", "尋ねる日の来た相談です。", "state=advised&look_on.le=today",
      "look_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_advice(struct act *a, const struct record *before, struct record *record)
{
    struct advice *it = (struct advice *)record;
    struct date today = instant_date(a->now);

    if (!it->asked_on.day)
        it->asked_on = today;
    if (it->asked_on.day > today.day)
        return fail(a, FAULT_INVALID, "asked_on", "相談を受けた日が今日より後です。");
    if (state_reached(before, record, "advised")) {
        if (!it->answered_on.day)
            it->answered_on = today;
        if (!it->adviser.id)
            it->adviser.id = actor_person(a);
    }
    return !it->answered_on.day || it->answered_on.day >= it->asked_on.day ||
           fail(a, FAULT_INVALID, "answered_on", "助言した日が相談を受けた日より前です。");
}

const struct ledger advice_ledger = {
    .name = "advice",
    .title = "相談・助言",
    .help = "業務の改善や新しいシステムの相談と、その助言、情報基盤への影響の記録です。",
    .path = "/desk/advices",
    .icon = "talk",
    .row_size = sizeof(struct advice),
    .fields = advice_fields,
    .titled_by = "title",
    .listed = "number title state topic asked_on section adviser answered_on look_on",
    .states = &advice_states,
    .access = desk_people_access,
    .views = advice_views,
    .keep_years = 5,
    .check = check_advice,
};
