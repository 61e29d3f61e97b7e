#include "contract/interference.h"

#include <string.h>

#include "contract/event_rights.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct choice_item kinds[] = {
    { "obstruction", "妨害", "業務妨害" },
    { "intervention", "不当介入", "介入|暴力団等による不当介入" },
    { "demand", "不当な要求", "不当要求" },
    { "threat", "暴力・脅迫", "暴力|脅迫|威迫" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field interference_fields[] = {
    FIELD(struct interference, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|管理番号", .series = "F{era}-{number:3}", .unique = true, .code = true,
          .searched = true, .settled = true, .most = 40),
    FIELD(struct interference, title, "件名", .help = "相手の名前は「相手方」に書きます。",
          .also = "表題|概要", .required = true, .searched = true, .most = 200),
    FIELD(struct interference, kind, "種類", .also = "種別|区分", .required = true,
          .choices = kinds),
    FIELD(struct interference, happened_at, "発生日時", .also = "発生日|日時", .required = true),
    FIELD(struct interference, place, "場所", .also = "発生場所", .searched = true, .most = 200),
    FIELD(struct interference, counterpart, "相手方", .help = "名前、団体名など、分かることです。",
          .also = "相手", .personal = true, .searched = true, .most = 200),
    FIELD(struct interference, content, "内容", .also = "詳細|状況", .required = true,
          .searched = true, .most = 20000),
    FIELD(struct interference, response, "対応", .also = "対応内容|処置", .searched = true,
          .most = 20000),
    FIELD(struct interference, told_due, "発注者への報告の期限", .fixed = true),
    FIELD(struct interference, told_at, "発注者へ報告した日時", .also = "報告日時|報告日"),
    FIELD(struct interference, told_to, "報告した相手", .to = &person_ledger,
          .instead = "told_to_name"),
    FIELD(struct interference, told_to_name, "報告した相手（未登録）", .personal = true,
          .most = 100),
    FIELD(struct interference, police_at, "警察へ届け出た日時", .also = "届出日時|通報日時"),
    FIELD(struct interference, police, "届け出た警察署", .also = "警察署|届出先", .most = 100),
    FIELD(struct interference, police_number, "警察の受理番号", .also = "受理番号", .most = 60),
    FIELD(struct interference, police_why_not, "警察へ届け出ない理由",
          .help = "届け出ないと決めたときに、発注者と話した結果とともに書きます。", .most = 5000),
    FIELD(struct interference, effect, "業務への影響", .help = "工程が遅れるときは日数も書きます。",
          .also = "影響", .most = 5000),
    FIELD(struct interference, measures, "今後の対策", .also = "対策|再発防止策", .most = 20000),
    FIELD(struct interference, completed_on, "完了日", .also = "終了日"),
    { 0 },
};

static const struct state interference_state_rows[] = {
    { "found", "発生", "新規", MARK_NEW },
    { "reported", "報告済", "報告|届出済", MARK_WORK },
    { "completed", "完了", "済|終了", MARK_DONE, .ended = true },
    { 0 },
};

/* Either the notice with its time and place, or why there is none. */
static bool
police_told(struct act *a, const struct record *before, struct record *record)
{
    const struct interference *it = (const struct interference *)record;

    (void)before;
    if ((it->police_at.us && it->police && *it->police) ||
        (it->police_why_not.text && *it->police_why_not.text))
        return true;
    return fail(a, FAULT_INVALID, it->police_at.us ? "police" : "police_at",
                "警察へ届け出た日時と警察署か、届け出ない理由を書いてから完了にします。");
}

static const struct transition interference_transitions[] = {
    { "report", "発注者へ報告した", "found", "reported", "told_at", BY_CONTRACTOR },
    { "complete", "完了にする", "reported", "completed", "response completed_on", BY_CONTRACTOR,
      police_told, .asks = "police_at police police_why_not" },
    { "reopen", "報告済に戻す", "completed", "reported", NULL, BY_LEAD },
    { 0 },
};

static const struct states interference_states = { interference_state_rows,
                                                   interference_transitions };

/* "Without delay" has no number of hours; the end of the business day is what can be asked. */
static const struct clock_rule interference_clocks[] = {
    { .name = "tell",
      .label = "発注者への報告　当日中",
      .kind = CLOCK_BUSINESS_DAYS,
      .span = 0,
      .from = "happened_at",
      .due = "told_due",
      .done = "told_at" },
    { 0 },
};

static const struct access interference_access[] = { EVENT_ACCESS, { 0 } };

static const struct view interference_views[] = {
    { "open", "未完了", "まだ終わっていないものを新しい順に並べます。", "state.in=found,reported",
      "-happened_at" },
    { "police", "警察へ未届", "警察への届出がまだのものです。",
      "police_at.empty=true&police_why_not.empty=true", "happened_at" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-happened_at" },
    { 0 },
};

static bool
check_interference(struct act *a, const struct record *before, struct record *record)
{
    const struct interference *it = (const struct interference *)record;
    bool good = true;

    (void)before;
    if (it->told_at.us && it->told_at.us < it->happened_at.us)
        good = fail(a, FAULT_INVALID, "told_at",
                    "報告した日時が発生日時より前です。どちらかを直してください。");
    if (it->police_at.us && it->police_at.us < it->happened_at.us)
        good = fail(a, FAULT_INVALID, "police_at",
                    "届け出た日時が発生日時より前です。どちらかを直してください。");
    return good;
}

const struct ledger interference_ledger = {
    .name = "interference",
    .title = "妨害・不当介入",
    .help = "妨害や不当介入を受けたときに、発注者への報告と警察への届出を、日時とともに残します。",
    .path = "/contract/interferences",
    .icon = "alert",
    .row_size = sizeof(struct interference),
    .fields = interference_fields,
    .titled_by = "title",
    .listed = "number title kind state happened_at told_due told_at police_at",
    .states = &interference_states,
    .access = interference_access,
    .views = interference_views,
    .clocks = interference_clocks,
    .talked = true,
    .keep_years = 5,
    .check = check_interference,
};
