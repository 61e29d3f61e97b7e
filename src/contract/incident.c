#include "contract/incident.h"

#include <string.h>

#include "contract/event_rights.h"
#include "contract/leak_report.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"

/* Where a contract says only "at once", an hour is what the strictest one asks. */
enum { TELL_WITHIN = 60 };

static const struct choice_item kinds[] = {
    { "leak", "漏えい", "漏洩|流出|情報漏えい|情報漏洩" },
    { "loss", "滅失", "紛失|盗難|消失" },
    { "damage", "毀損", "き損|破損" },
    { "tampering", "改ざん", "改竄" },
    { "intrusion", "不正アクセス", "侵入|攻撃|サイバー攻撃" },
    { "virus", "ウイルス感染", "ウイルス|マルウェア|ランサムウェア" },
    { "misdelivery", "誤送付・誤送信", "誤送付|誤送信|誤配布|誤廃棄" },
    { "failure", "障害", "システム障害|機器故障|停止" },
    { "accident", "事故（人・物）", "事故|けが|負傷|物損" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct choice_item laws[] = {
    { "administration", "行政機関等として（法第68条）", "68条|法68条|行政機関等|地方公共団体" },
    { "business", "事業者として（法第26条）", "26条|法26条|個人情報取扱事業者|事業者" },
    { 0 },
};

static const struct choice_item means[] = {
    { "電話", "電話", "TEL|tel" },   { "メール", "メール", "mail|e-mail|電子メール" },
    { "対面", "対面", "口頭|来庁" }, { "書面", "書面", "文書|報告書" },
    { "Web", "Web", "フォーム" },    { 0 },
};

static const struct field incident_fields[] = {
    FIELD(struct incident, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|管理番号|整理番号", .series = "I{era}-{number:4}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct incident, title, "件名",
          .help = "個人の名前は書きません。例：通知書1通を別の世帯へ送付", .also = "表題|概要|事案",
          .required = true, .searched = true, .most = 200),
    FIELD(struct incident, kind, "種類", .also = "種別|区分|分類", .required = true,
          .choices = kinds),
    FIELD(struct incident, happened_at, "発生日時",
          .help = "分からないときは空け、分かったときに書きます。", .also = "発生年月日|発生日"),
    FIELD(struct incident, noticed_at, "発見日時", .also = "発見日|検知日時|覚知日時",
          .required = true, .filled = true),
    FIELD(struct incident, confirmed_at, "確認日時",
          .help = "インシデントだと確かめた日時です。発注者へ知らせる期限をここから数えます。",
          .also = "確認日|判明日時"),
    FIELD(struct incident, tell_within, "知らせるまでの時間",
          .help = "契約で決めた時間です。空けておくと1時間で数えます。夜間と休日も数えます。",
          .also = "報告期限（分）|連絡時限"),
    FIELD(struct incident, tell_due, "知らせる期限", .fixed = true),
    FIELD(struct incident, told_at, "発注者へ知らせた日時",
          .help = "記入した時刻ではなく、実際に知らせた時刻を書きます。",
          .also = "第一報日時|報告日時|連絡日時"),
    FIELD(struct incident, told_to, "知らせた相手", .to = &person_ledger,
          .instead = "told_to_name"),
    FIELD(struct incident, told_to_name, "知らせた相手（未登録）", .personal = true, .most = 100),
    FIELD(struct incident, told_by, "知らせた方法", .choices = means, .most = 40),
    FIELD(struct incident, content, "内容",
          .help = "何が、どうなったかを書きます。個人の名前は書きません。",
          .also = "事故の内容|詳細", .required = true, .searched = true, .most = 20000),
    FIELD(struct incident, items, "対象となった情報の項目", .help = "例：氏名、住所、世帯の人数",
          .also = "情報の項目|対象情報", .most = 5000),
    FIELD(struct incident, people, "影響する人数",
          .help = "対象となった本人の数です。分からない間は空けます。",
          .also = "件数|人数|本人の数|影響人数", .least = 0, .most = 1000000000),
    FIELD(struct incident, place, "発生場所", .also = "場所", .searched = true, .most = 200),
    FIELD(struct incident, course, "発生状況と経過", .help = "時刻の順に書きます。",
          .also = "発生状況|経過|経緯", .searched = true, .most = 20000),
    FIELD(struct incident, first_aid, "対応（応急処置）", .also = "対応|応急処置|応急措置|初動対応",
          .searched = true, .most = 20000),
    FIELD(struct incident, damage, "二次被害とそのおそれ", .also = "二次被害|被害状況|影響",
          .most = 20000),
    FIELD(struct incident, cause, "原因の分析", .also = "原因|発生原因", .searched = true,
          .most = 20000),
    FIELD(struct incident, measures, "再発防止策", .also = "防止策|今後の防止策|再発防止",
          .searched = true, .most = 20000),
    FIELD(struct incident, assignee, "担当", .also = "担当者|対応者", .to = &person_ledger),
    FIELD(struct incident, personal_data, "個人情報の漏えい等",
          .help = "個人情報の漏えい、滅失、毀損か、そのおそれがあるときに付けます。",
          .also = "個人情報|個人情報の有無"),
    FIELD(struct incident, law, "法律上の報告の立場",
          .help = "人数の基準が変わります。行政機関等は100人、事業者は1,000人を超えるときです。",
          .choices = laws),
    FIELD(struct incident, sensitive, "要配慮個人情報を含む",
          .help = "病歴、障害、犯罪の経歴などです。", .also = "要配慮個人情報"),
    FIELD(struct incident, property, "財産的被害のおそれ",
          .help = "口座やカードの情報などが不正に使われるおそれです。", .also = "財産的被害"),
    FIELD(struct incident, wrongful, "不正の目的のおそれ",
          .help = "不正アクセスや持ち出しなどです。確報の期限が60日になります。",
          .also = "不正目的|不正の目的"),
    FIELD(struct incident, maybe_many, "人数の基準を超えるおそれ",
          .help = "人数が分からない間に、基準を超えるおそれがあるときに付けます。"),
    FIELD(struct incident, known_on, "知った日",
          .help = "法律上の期限の1日目です。空けておくと発見の日にします。", .also = "覚知日"),
    FIELD(struct incident, statutory, "法律上の報告が必要", .fixed = true),
    FIELD(struct incident, preliminary_from, "速報の目安（3日目）", .fixed = true),
    FIELD(struct incident, preliminary_due, "速報の期限（5日目）", .fixed = true),
    FIELD(struct incident, preliminary_on, "速報した日",
          .help = "個人情報保護委員会へ速報した日です。", .also = "速報日"),
    FIELD(struct incident, final_due, "確報の期限", .fixed = true),
    FIELD(struct incident, final_on, "確報した日", .help = "個人情報保護委員会へ確報した日です。",
          .also = "確報日"),
    FIELD(struct incident, persons_told_on, "本人へ通知した日", .also = "本人通知日"),
    FIELD(struct incident, completed_on, "完了日", .also = "終了日|解決日"),
    { 0 },
};

static const struct state incident_state_rows[] = {
    { "found", "発見", "発生|新規|検知", MARK_NEW },
    { "confirmed", "確認", "確認済", MARK_WORK },
    { "told", "報告", "報告済|第一報済", MARK_WORK },
    { "handling", "対応", "対応中|処理中", MARK_WORK },
    { "completed", "完了", "済|終了|解決|対応済", MARK_DONE, .ended = true },
    { "dismissed", "該当なし", "誤検知|取下げ", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition incident_transitions[] = {
    { "confirm", "インシデントと確認する", "found", "confirmed", "confirmed_at", BY_CONTRACTOR },
    { "tell", "発注者へ知らせた", "found confirmed", "told", "confirmed_at told_at",
      BY_CONTRACTOR },
    { "handle", "対応を進める", "told", "handling", NULL, BY_CONTRACTOR },
    { "complete", "完了にする", "told handling", "completed",
      "first_aid cause measures completed_on", BY_CONTRACTOR, .asks = "final_on" },
    { "dismiss", "インシデントではない", "found confirmed", "dismissed", "course", BY_LEAD },
    { "reopen", "対応に戻す", "completed dismissed", "handling", NULL, BY_CONTRACTOR },
    { 0 },
};

static const struct states incident_states = { incident_state_rows, incident_transitions };

static const struct clock_rule incident_clocks[] = {
    { .name = "tell",
      .label = "発注者へ知らせる",
      .kind = CLOCK_MINUTES,
      .span = TELL_WITHIN,
      .within = "tell_within",
      .from = "confirmed_at",
      .due = "tell_due",
      .met = "dismissed",
      .done = "told_at" },
    { .name = "preliminary",
      .label = "個人情報保護委員会への速報",
      .kind = CLOCK_DATE,
      .from = "preliminary_due",
      .met = "dismissed",
      .done = "preliminary_on" },
    { .name = "final",
      .label = "個人情報保護委員会への確報",
      .kind = CLOCK_DATE,
      .from = "final_due",
      .met = "dismissed",
      .done = "final_on" },
    { 0 },
};

static const struct access event_access[] = { EVENT_ACCESS, { 0 } };

#define RUNNING "state.in=found,confirmed,told,handling"

static const struct view incident_views[] = {
    { "open", "対応中", "まだ終わっていないものを、新しい順に並べます。", RUNNING, "-noticed_at" },
    { "untold", "発注者へ未連絡", "発注者へまだ知らせていないものを、期限の近い順に並べます。",
      "state.in=found,confirmed&told_at.empty=true", "tell_due" },
    { "statutory", "法律上の報告", "委員会への報告が要るものを、確報の期限の順に並べます。",
      "statutory=true&final_on.empty=true", "final_due" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-noticed_at" },
    { 0 },
};

static void
set_statutory(struct incident *it)
{
    struct leak leak = { .law = it->law.code && strcmp(it->law.code, "business") == 0
                                    ? LEAK_BUSINESS
                                    : LEAK_ADMINISTRATION,
                         .known_on = it->known_on,
                         .people = it->people,
                         .sensitive = it->sensitive,
                         .property = it->property,
                         .wrongful = it->wrongful,
                         .maybe_many = it->maybe_many };
    struct leak_dates dates = { .due = false };

    if (!leak.known_on.day && it->noticed_at.us)
        leak.known_on = instant_date(it->noticed_at);
    if (it->personal_data)
        dates = leak_dates(&leak);
    it->statutory = dates.due;
    it->preliminary_from = dates.preliminary_from;
    it->preliminary_due = dates.preliminary_due;
    it->final_due = dates.final_due;
}

/* What happened first is written first; each pair that is the wrong way round. */
static bool
check_order(struct act *a, const struct incident *it)
{
    const struct {
        struct instant before, after;
        const char *field, *words;
    } pairs[] = {
        { it->happened_at, it->noticed_at, "noticed_at", "発見日時が発生日時より前です。" },
        { it->noticed_at, it->confirmed_at, "confirmed_at", "確認日時が発見日時より前です。" },
        { it->noticed_at, it->told_at, "told_at", "知らせた日時が発見日時より前です。" },
    };
    bool good = true;

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].before.us && pairs[i].after.us && pairs[i].after.us < pairs[i].before.us)
            good = fail(a, FAULT_INVALID, pairs[i].field, "%sどちらかを直してください。",
                        pairs[i].words);
    if (it->told_at.us > a->now.us)
        good = fail(a, FAULT_INVALID, "told_at",
                    "知らせた日時が今より先です。実際に知らせた日時を書いてください。");
    if (it->known_on.day && it->noticed_at.us &&
        it->known_on.day < instant_date(it->noticed_at).day)
        good = fail(a, FAULT_INVALID, "known_on",
                    "知った日が発見の日より前です。どちらかを直してください。");
    return good;
}

static bool
check_incident(struct act *a, const struct record *before, struct record *record)
{
    struct incident *it = (struct incident *)record;
    bool completed = strcmp(record->state, "completed") == 0;
    bool good = check_order(a, it);

    (void)before;
    set_statutory(it);
    if (!it->personal_data && (it->sensitive || it->property || it->wrongful || it->maybe_many))
        good = fail(a, FAULT_INVALID, "personal_data",
                    "個人情報についての印が付いています。「個人情報の漏えい等」にも付けます。");
    if (completed && it->statutory && !it->final_on.day)
        good = fail(a, FAULT_INVALID, "final_on",
                    "個人情報保護委員会への確報がまだです。確報した日を書いてから完了にします。");
    if (completed && it->completed_on.day &&
        it->completed_on.day < instant_date(it->noticed_at).day)
        good = fail(a, FAULT_INVALID, "completed_on",
                    "完了日が発見の日より前です。どちらかを直してください。");
    return good;
}

static bool
prepare_incident(struct act *a, const struct record *before, struct record *record)
{
    struct incident *it = (struct incident *)record;

    if (!before && !it->noticed_at.us && a->origin != ORIGIN_IMPORT)
        it->noticed_at = a->now;
    if (it->personal_data && !it->law.code)
        it->law.code = "administration";
    return true;
}

const struct ledger incident_ledger = {
    .name = "incident",
    .title = "インシデント",
    .help = "漏えい、障害、事故などを、発見から完了まで記録します。"
            "発注者へ知らせる期限と、法律上の報告の期限を数えます。",
    .path = "/contract/incidents",
    .icon = "alert",
    .row_size = sizeof(struct incident),
    .fields = incident_fields,
    .titled_by = "title",
    .listed = "number title kind state noticed_at tell_due statutory final_due",
    .states = &incident_states,
    .access = event_access,
    .views = incident_views,
    .clocks = incident_clocks,
    .talked = true,
    .keep_years = 5,
    .prepare = prepare_incident,
    .check = check_incident,
};

/* --- reports ---------------------------------------------------------------------- */

static const struct choice_item report_kinds[] = {
    { "first", "第一報", "初報" },
    { "preliminary", "速報", NULL },
    { "further", "続報", "中間報告|経過報告" },
    { "final", "確報", "最終報告|完了報告" },
    { 0 },
};

static const struct choice_item receivers[] = {
    { "client", "発注者", "市|委託者|甲" },
    { "commission", "個人情報保護委員会", "委員会|PPC" },
    { "persons", "本人", "対象者|被害者" },
    { "police", "警察", NULL },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field report_fields[] = {
    FIELD(struct incident_report, incident, "インシデント", .to = &incident_ledger,
          .required = true, .settled = true),
    FIELD(struct incident_report, kind, "種類", .also = "種別|区分", .required = true,
          .choices = report_kinds),
    FIELD(struct incident_report, to, "報告先", .also = "宛先|相手", .required = true,
          .choices = receivers),
    FIELD(struct incident_report, reported_at, "報告した日時", .also = "報告日|報告日時"),
    FIELD(struct incident_report, by, "方法", .choices = means, .most = 40),
    FIELD(struct incident_report, body, "報告の内容", .also = "内容|本文", .required = true,
          .searched = true, .most = 20000),
    FIELD(struct incident_report, reporter, "報告した人", .also = "報告者", .to = &person_ledger),
    { 0 },
};

static const struct state report_state_rows[] = {
    { "draft", "作成中", "下書き", MARK_NEW },
    { "sent", "報告済", "提出済|報告", MARK_WORK },
    { "received", "受領", "受領済|確認済", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition report_transitions[] = {
    { "send", "報告した", "draft", "sent", "reported_at", BY_CONTRACTOR },
    { "receive", "受領した", "sent", "received", NULL, BY_CLIENT },
    { 0 },
};

static const struct states report_states = { report_state_rows, report_transitions };

static const struct view report_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { "draft", "作成中", "まだ報告していないものです。", "state=draft", "id" },
    { 0 },
};

static bool
is_sent(const struct record *record)
{
    return record && strcmp(record->state, "draft") != 0;
}

/* What a report says was sent stays as it was sent. */
static bool
check_report(struct act *a, const struct record *before, struct record *record)
{
    const struct incident_report *was = (const struct incident_report *)before;
    const struct incident_report *it = (const struct incident_report *)record;
    const char *text = it->body.text ? it->body.text : "";

    if (it->reported_at.us > a->now.us)
        return fail(a, FAULT_INVALID, "reported_at", "報告した日時が今より先です。");
    if (!is_sent(before) || !was->body.text)
        return true;
    if (strcmp(was->body.text, text) == 0 && strcmp(was->kind.code, it->kind.code) == 0 &&
        strcmp(was->to.code, it->to.code) == 0)
        return true;
    return fail(a, FAULT_INVALID, "body",
                "報告したものは変えられません。続報を新しく登録してください。");
}

/* Fills a day of the incident that is still empty; whether it did. */
static bool
fill_day(struct date *day, struct instant at)
{
    if (day->day)
        return false;
    *day = instant_date(at);
    return true;
}

static bool
note_in_incident(struct incident *it, const struct incident_report *report)
{
    const char *to = report->to.code;

    if (strcmp(to, "persons") == 0)
        return fill_day(&it->persons_told_on, report->reported_at);
    if (strcmp(to, "commission") == 0)
        return strcmp(report->kind.code, "final") == 0
                   ? fill_day(&it->final_on, report->reported_at)
                   : fill_day(&it->preliminary_on, report->reported_at);
    if (strcmp(to, "client") != 0 || it->told_at.us)
        return false;
    it->told_at = report->reported_at;
    return true;
}

static bool
report_sent(struct act *a, const struct record *before, const struct record *record)
{
    const struct incident_report *report = (const struct incident_report *)record;
    struct incident *incident;

    if (is_sent(before) || !is_sent(record) || !report->reported_at.us || record->removed_at.us)
        return true;
    incident = ledger_new(a, &incident_ledger);
    if (!ledger_read(a, &incident_ledger, report->incident.id, false, incident))
        return false;
    return !note_in_incident(incident, report) || ledger_change(a, &incident_ledger, incident);
}

const struct ledger incident_report_ledger = {
    .name = "incident_report",
    .title = "インシデントの報告",
    .help = "第一報、速報、続報、確報を、報告先ごとに残します。"
            "報告済にすると、インシデントの日付にも入ります。",
    .path = "/contract/incident-reports",
    .icon = "form",
    .row_size = sizeof(struct incident_report),
    .fields = report_fields,
    .listed = "incident kind to state reported_at",
    .states = &report_states,
    .access = event_access,
    .views = report_views,
    .keep_years = 5,
    .check = check_report,
    .after = report_sent,
};

/* --- disclosure ---------------------------------------------------------------------- */

static const struct choice_item decisions[] = {
    { "publish", "公表する", "公表" },
    { "withhold", "公表しない", "非公表" },
    { 0 },
};

static const struct field disclosure_fields[] = {
    FIELD(struct disclosure, title, "件名", .required = true, .searched = true, .most = 200),
    FIELD(struct disclosure, incident, "インシデント", .to = &incident_ledger, .required = true,
          .settled = true),
    FIELD(struct disclosure, proposal, "受託者の考え",
          .help = "公表するかしないか、その理由と時期の案を書きます。", .also = "案|公表案",
          .most = 20000),
    FIELD(struct disclosure, decision, "判断", .choices = decisions),
    FIELD(struct disclosure, decided_on, "判断した日", .also = "決定日"),
    FIELD(struct disclosure, grounds, "判断の理由", .also = "理由", .most = 20000),
    FIELD(struct disclosure, means, "公表の方法", .help = "例：市のホームページ、報道発表",
          .also = "方法", .most = 200),
    FIELD(struct disclosure, published_on, "公表した日", .also = "公表日"),
    { 0 },
};

static const struct state disclosure_state_rows[] = {
    { "asked", "判断待ち", "未定|検討中", MARK_WAIT },
    { "decided", "判断済", "決定|決定済", MARK_SOLVED },
    { "published", "公表済", "公表", MARK_DONE, .ended = true },
    { "withheld", "公表しない", "非公表", MARK_DONE, .ended = true },
    { 0 },
};

static bool
chose(struct act *a, const struct record *record, const char *code, const char *words)
{
    const struct disclosure *it = (const struct disclosure *)record;

    if (it->decision.code && strcmp(it->decision.code, code) == 0)
        return true;
    return fail(a, FAULT_INVALID, "decision", "判断が「%s」ではありません。判断を選び直します。",
                words);
}

static bool
chose_publishing(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return chose(a, record, "publish", "公表する");
}

static bool
chose_withholding(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return chose(a, record, "withhold", "公表しない");
}

static const struct transition disclosure_transitions[] = {
    { "publish", "公表すると決める", "asked", "decided", "decision decided_on", BY_CLIENT,
      chose_publishing },
    { "withhold", "公表しないと決める", "asked", "withheld", "decision decided_on grounds",
      BY_CLIENT, chose_withholding },
    { "announce", "公表した", "decided", "published", "means published_on", BY_EITHER },
    { "ask_again", "判断をやり直す", "decided withheld", "asked", NULL, BY_CLIENT },
    { 0 },
};

static const struct states disclosure_states = { disclosure_state_rows, disclosure_transitions };

static const struct view disclosure_views[] = {
    { "asked", "判断待ち", "発注者の判断を待っているものです。", "state=asked", "id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

/* The contractor proposes; nothing of the decision is his to write. */
#define PROPOSER_SETS "title incident proposal means published_on"
#define DECIDER_SETS "title incident decision decided_on grounds means published_on"

static const struct access disclosure_access[] = {
    { ROLE_LEAD, EVENT_WORK | DEED_REMOVE, REACH_CONTRACT, .sets = PROPOSER_SETS },
    { ROLE_OPERATOR, EVENT_WORK, REACH_CONTRACT, .sets = PROPOSER_SETS },
    { ROLE_OFFICER, EVENT_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT, REACH_CONTRACT,
      .sets = DECIDER_SETS },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, EVENT_LOOK, REACH_CONTRACT },
    { 0 },
};

const struct ledger disclosure_ledger = {
    .name = "disclosure",
    .title = "公表の判断",
    .help = "インシデントを公表するかどうかを、発注者が決めて残します。受託者は考えを書きます。",
    .path = "/contract/disclosures",
    .icon = "talk",
    .row_size = sizeof(struct disclosure),
    .fields = disclosure_fields,
    .titled_by = "title",
    .listed = "title incident state decision decided_on published_on",
    .states = &disclosure_states,
    .access = disclosure_access,
    .views = disclosure_views,
    .talked = true,
    .keep_years = 5,
};
