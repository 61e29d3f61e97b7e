#include "contract/subcontract.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "contract/workplace.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item scopes[] = {
    { "part", "業務の一部", "一部|一部委託" },
    { "whole", "業務の全部または主要な部分", "全部|主要部分|一括" },
    { 0 },
};

static const struct field subcontract_fields[] = {
    FIELD(struct subcontract, number, "申請番号", .help = "空けておくと続きの番号が付きます。",
          .series = "R{era}-{number:3}", .unique = true, .code = true, .settled = true, .most = 40),
    FIELD(struct subcontract, title, "再委託の件名", .also = "名称|件名|再委託の名称",
          .required = true, .searched = true, .most = 200),
    FIELD(struct subcontract, above, "元の再委託",
          .help = "再々委託のときに、もとになる再委託を選びます。", .to = &subcontract_ledger),
    FIELD(struct subcontract, scope, "範囲",
          .help = "業務の全部または主要な部分は再委託できません。", .required = true,
          .choices = scopes),
    FIELD(struct subcontract, party, "再委託先", .also = "相手方|委託先|再委託の相手方",
          .to = &organisation_ledger, .instead = "party_name"),
    FIELD(struct subcontract, party_name, "再委託先（未登録）", .searched = true, .most = 100),
    FIELD(struct subcontract, representative, "代表者", .also = "代表者名|代表者氏名",
          .personal = true, .most = 100),
    FIELD(struct subcontract, address, "所在地", .also = "住所", .searched = true, .most = 200),
    FIELD(struct subcontract, phone, "連絡先", .also = "電話|電話番号"),
    FIELD(struct subcontract, reason, "再委託の理由", .also = "理由", .required = true,
          .searched = true, .most = 4000),
    FIELD(struct subcontract, content, "再委託の内容", .also = "内容|業務内容", .required = true,
          .searched = true, .most = 10000),
    FIELD(struct subcontract, information, "取り扱う情報",
          .help = "個人情報の項目と件数も書きます。ないときは「なし」と書きます。",
          .also = "取扱う個人情報|個人情報|取り扱わせる情報", .required = true, .most = 4000),
    FIELD(struct subcontract, personal_data, "個人情報を取り扱う"),
    FIELD(struct subcontract, safety, "安全管理の措置", .also = "安全対策|保護措置|安全性",
          .required = true, .most = 4000),
    FIELD(struct subcontract, safety_copy, "保護措置の写しを添付した"),
    FIELD(struct subcontract, responsibility, "責任体制", .most = 4000),
    FIELD(struct subcontract, workers, "従事者",
          .help = "承認の後に、従事者名簿へ一人ずつ登録します。", .most = 4000),
    FIELD(struct subcontract, workplace, "作業場所", .to = &workplace_ledger),
    FIELD(struct subcontract, further, "再々委託がある", .also = "再々委託の有無"),
    FIELD(struct subcontract, further_content, "再々委託の相手方と内容", .most = 4000),
    FIELD(struct subcontract, supervision_method, "管理と監督の方法",
          .also = "監督方法|管理監督方法", .required = true, .most = 4000),
    FIELD(struct subcontract, period, "再委託の期間", .also = "期間"),
    FIELD(struct subcontract, price, "再委託の金額", .also = "金額|契約金額"),
    FIELD(struct subcontract, until, "終わった日"),
    FIELD(struct subcontract, answer, "発注者の回答", .most = 1000),
    FIELD(struct subcontract, decided_on, "決定日", .fixed = true),
    FIELD(struct subcontract, decided_by, "決定した人", .fixed = true, .to = &person_ledger),
    FIELD(struct subcontract, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct access subcontract_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view subcontract_views[] = {
    { "open", "申請中・承認", "申請中のものと、いま有効なものです。",
      "state.in=requested,sent_back,approved", "-id" },
    { "waiting", "承認待ち", "発注者の承認を待っているものです。", "state=requested", "id" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
has_text(const char *text)
{
    return text && *text;
}

static bool
check_parts(struct act *a, const struct subcontract *it)
{
    bool good = true;

    if (it->scope.code && strcmp(it->scope.code, "whole") == 0)
        good = fail(a, FAULT_INVALID, "scope",
                    "業務の全部または主要な部分は再委託できません。任せる部分を絞ります。");
    if (!it->party.id && !has_text(it->party_name))
        good = fail(a, FAULT_INVALID, "party", "再委託先は必須です。");
    if (it->personal_data && !it->safety_copy)
        good = fail(a, FAULT_INVALID, "safety_copy",
                    "個人情報を取り扱うときは、保護措置の写しを添付します。");
    if (it->further && !has_text(it->further_content.text))
        good = fail(a, FAULT_INVALID, "further_content",
                    "再々委託があるときは、相手方と内容を書きます。");
    if (it->above.id && it->above.id == it->base.id)
        good = fail(a, FAULT_INVALID, "above", "自分自身は元の再委託になれません。");
    return good;
}

static bool
check_subcontract(struct act *a, const struct record *before, struct record *record)
{
    struct subcontract *it = (struct subcontract *)record;
    bool good = check_parts(a, it);

    proposal_note(a, before, record, (struct decision){ &it->decided_on, &it->decided_by });
    if (state_reached(before, record, "approved"))
        good = proposal_approved(a, &subcontract_ledger, (struct ref){ 0 }, it->above, "above") &&
               proposal_approved(a, &workplace_ledger, (struct ref){ 0 }, it->workplace,
                                 "workplace") &&
               good;
    return proposal_keeps(a, &subcontract_ledger, before, record, NULL) && good;
}

const struct ledger subcontract_ledger = {
    .name = "subcontract",
    .title = "再委託",
    .help = "業務の一部を他社に任せるときの申請と承認です。全部や主要な部分は任せられません。",
    .path = "/contract/subcontracts",
    .icon = "clip",
    .row_size = sizeof(struct subcontract),
    .fields = subcontract_fields,
    .titled_by = "title",
    .listed = "number title party state period price personal_data decided_on",
    .states = &proposal_lead_states,
    .access = subcontract_access,
    .views = subcontract_views,
    .talked = true,
    .keep_years = 5,
    .check = check_subcontract,
};

struct total {
    int64_t sum;
};

static const struct query total_query = {
    .name = "subcontract.total",
    .sql = "SELECT CAST(coalesce(sum(price), 0) AS BIGINT) AS sum FROM subcontract"
           " WHERE contract = :contract AND state = 'approved' AND coalesce(above, 0) = 0"
           " AND removed_at IS NULL",
    .row_size = sizeof(struct total),
    .columns = COLUMNS(COLUMN(struct total, sum)),
};

bool
subcontract_total(struct act *a, int64_t contract, struct yen *total)
{
    struct total row = { 0 };
    bool found;

    if (!query_first(a, &total_query, &row, &found, BOUND(BIND(contract, contract))))
        return false;
    *total = (struct yen){ row.sum };
    return true;
}

/* --- supervision ------------------------------------------------------------------------ */

static const struct choice_item methods[] = {
    { "visit", "訪問", "立入り|実地" },
    { "documents", "書面", "報告書|書類" },
    { "meeting", "打合せ", "会議|面談|Web" },
    { "log", "記録の確認", "ログ" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct choice_item results[] = {
    { "good", "問題なし", "良|適" },
    { "told", "指示した", "要改善|指摘あり" },
    { 0 },
};

static const struct field supervision_fields[] = {
    FIELD(struct supervision, title, "監督の記録", .fixed = true, .searched = true, .most = 240),
    FIELD(struct supervision, subcontract, "再委託", .required = true, .settled = true,
          .to = &subcontract_ledger),
    FIELD(struct supervision, held_on, "実施日", .also = "日付|監督日", .required = true),
    FIELD(struct supervision, method, "方法", .required = true, .choices = methods),
    FIELD(struct supervision, person, "監督した人", .also = "担当者", .to = &person_ledger),
    FIELD(struct supervision, findings, "確かめたこと", .also = "確認内容", .required = true,
          .searched = true, .most = 4000),
    FIELD(struct supervision, result, "結果", .required = true, .choices = results),
    FIELD(struct supervision, instructions, "指示の内容", .searched = true, .most = 4000),
    FIELD(struct supervision, due_on, "是正の期限"),
    FIELD(struct supervision, settled_on, "是正を確かめた日"),
    { 0 },
};

static const struct view supervision_views[] = {
    { "open", "是正待ち", "指示して、まだ是正を確かめていないものです。",
      "result=told&settled_on.empty=true", "due_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-held_on" },
    { 0 },
};

static bool
check_supervision(struct act *a, const struct record *before, struct record *record)
{
    struct supervision *it = (struct supervision *)record;
    const char *title;

    (void)before;
    if (!ref_title(a, &subcontract_ledger, it->subcontract, &title))
        return false;
    it->title =
        arena_print(a->arena, "%s　%s", title, wareki_print(a->arena, it->held_on, WAREKI_SHORT));
    if (it->result.code && strcmp(it->result.code, "told") == 0 && !has_text(it->instructions.text))
        return fail(a, FAULT_INVALID, "instructions", "指示したときは、その内容を書きます。");
    if (it->settled_on.day && it->settled_on.day < it->held_on.day)
        return fail(a, FAULT_INVALID, "settled_on", "是正を確かめた日が実施日より前です。");
    return true;
}

const struct ledger supervision_ledger = {
    .name = "supervision",
    .title = "再委託先の監督",
    .help = "再委託先を監督した記録です。指示したことは、是正を確かめるまで一覧に残ります。",
    .path = "/contract/supervisions",
    .icon = "find",
    .row_size = sizeof(struct supervision),
    .fields = supervision_fields,
    .titled_by = "title",
    .listed = "subcontract held_on method person result due_on settled_on",
    .access = crew_access,
    .views = supervision_views,
    .talked = true,
    .keep_years = 5,
    .check = check_supervision,
};
