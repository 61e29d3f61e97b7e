#include "contract/site_inspection.h"

#include <string.h>

#include "contract/event_rights.h"
#include "ledger/clock.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MONTHS_BETWEEN = 12 };

static const struct choice_item kinds[] = {
    { "survey", "実地調査", "現地調査|現地確認" },
    { "entry", "立入検査", "立入" },
    { "written", "書面による確認", "書面|書面調査|書面による代替" },
    { "self", "自己点検", "点検" },
    { 0 },
};

static const struct choice_item results[] = {
    { "good", "適合", "良|問題なし|指摘なし" },
    { "partly", "一部不適合", "一部指摘あり|軽微な指摘" },
    { "bad", "不適合", "否|指摘あり" },
    { 0 },
};

static const struct field inspection_fields[] = {
    FIELD(struct site_inspection, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|管理番号", .series = "K{era}-{number:3}", .unique = true, .code = true,
          .searched = true, .settled = true, .most = 40),
    FIELD(struct site_inspection, title, "件名", .help = "例：令和8年度 個人情報の取扱いの実地調査",
          .also = "名称|調査名", .required = true, .searched = true, .most = 200),
    FIELD(struct site_inspection, kind, "種類", .also = "種別|区分|方法", .required = true,
          .choices = kinds),
    FIELD(struct site_inspection, planned_on, "予定日", .also = "実施予定日|予定",
          .required = true),
    FIELD(struct site_inspection, place, "場所", .also = "実施場所|調査場所", .searched = true,
          .most = 200),
    FIELD(struct site_inspection, inspected, "調べられる側", .also = "対象|対象組織",
          .to = &organisation_ledger),
    FIELD(struct site_inspection, inspectors, "調べる人", .also = "調査員|検査員",
          .to = &person_ledger),
    FIELD(struct site_inspection, attendants, "立ち会う人", .also = "立会人|立会者",
          .to = &person_ledger),
    FIELD(struct site_inspection, scope, "調べること", .also = "調査内容|目的|範囲",
          .searched = true, .most = 20000),
    FIELD(struct site_inspection, written_why, "書面で行う理由",
          .help = "契約が書面による確認を認めているときに、発注者が書きます。", .most = 5000),
    FIELD(struct site_inspection, done_on, "実施日", .also = "調査日|検査日"),
    FIELD(struct site_inspection, result, "結果", .choices = results),
    FIELD(struct site_inspection, findings, "確認した事実", .also = "所見|結果の内容|指摘事項",
          .searched = true, .most = 20000),
    FIELD(struct site_inspection, instructions, "指示", .also = "指示事項|改善指示",
          .searched = true, .most = 20000),
    FIELD(struct site_inspection, answer_by, "是正の期限", .also = "回答期限|改善期限"),
    FIELD(struct site_inspection, follow_up, "是正の内容", .also = "是正報告|改善内容",
          .searched = true, .most = 20000),
    FIELD(struct site_inspection, followed_on, "是正を報告した日", .also = "是正報告日"),
    FIELD(struct site_inspection, next_by, "次回の期限", .fixed = true),
    { 0 },
};

static const struct state inspection_state_rows[] = {
    { "planned", "予定", "実施前", MARK_NEW },
    { "done", "実施済", "実施|調査済", MARK_WORK },
    { "instructed", "是正中", "指示あり|改善中", MARK_WAIT },
    { "followed", "是正報告", "是正報告済", MARK_SOLVED },
    { "closed", "完了", "済|終了", MARK_DONE, .ended = true },
    { "cancelled", "取りやめ", "中止", MARK_DONE, .ended = true },
    { 0 },
};

static bool
has_instructions(struct act *a, const struct record *before, struct record *record)
{
    const struct site_inspection *it = (const struct site_inspection *)record;

    (void)before;
    if (it->instructions.text && *it->instructions.text && strcmp(record->state, "closed") == 0 &&
        !it->followed_on.day)
        return fail(a, FAULT_CLASH, "followed_on",
                    "指示があります。是正の報告を受けてから完了にします。");
    return true;
}

/* Checked of what the record will be: a paper may stand for a visit only with a reason. */
static bool
is_written(struct act *a, const struct record *before, struct record *record)
{
    struct site_inspection *it = (struct site_inspection *)record;

    (void)a, (void)before;
    it->kind.code = "written";
    return true;
}

static const struct transition inspection_transitions[] = {
    { "to_paper", "書面による確認に替える", "planned", "planned", "written_why", BY_CLIENT,
      is_written },
    { "carry_out", "実施した", "planned", "done", "done_on result findings", BY_EITHER },
    { "instruct", "是正を指示する", "done", "instructed", "instructions answer_by", BY_CLIENT },
    { "follow", "是正を報告する", "instructed", "followed", "follow_up followed_on",
      BY_CONTRACTOR },
    { "instruct_again", "もう一度指示する", "followed", "instructed", "instructions answer_by",
      BY_CLIENT },
    { "close", "完了にする", "done followed", "closed", NULL, BY_CLIENT, has_instructions },
    { "cancel", "取りやめる", "planned", "cancelled", NULL, BY_CLIENT },
    { 0 },
};

static const struct states inspection_states = { inspection_state_rows, inspection_transitions };

static const struct clock_rule inspection_clocks[] = {
    { .name = "answer",
      .label = "是正の報告",
      .kind = CLOCK_DATE,
      .from = "answer_by",
      .met = "closed cancelled",
      .done = "followed_on" },
    { 0 },
};

/* The client inspects: he plans and writes results, the contractor what he did about them. */
static const struct access inspection_access[] = {
    { ROLE_LEAD, EVENT_WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, EVENT_WORK, REACH_CONTRACT },
    { ROLE_OFFICER, EVENT_LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, EVENT_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view inspection_views[] = {
    { "open", "未完了", "予定と、まだ終わっていないものを、予定日の順に並べます。",
      "state.in=planned,done,instructed,followed", "planned_on" },
    { "next", "次回の期限", "前回から1年の期限が近い順に並べます。", "state=closed", "next_by" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-planned_on" },
    { 0 },
};

static bool
check_inspection(struct act *a, const struct record *before, struct record *record)
{
    struct site_inspection *it = (struct site_inspection *)record;
    bool written = it->kind.code && strcmp(it->kind.code, "written") == 0;
    bool good = true;

    (void)before;
    it->next_by =
        it->done_on.day ? date_add_months(it->done_on, MONTHS_BETWEEN) : (struct date){ 0 };
    if (written && !(it->written_why.text && *it->written_why.text))
        good = fail(a, FAULT_INVALID, "written_why",
                    "書面による確認には理由が要ります。発注者に書いてもらいます。");
    if (it->done_on.day > instant_date(a->now).day)
        good = fail(a, FAULT_INVALID, "done_on", "実施日が今日より先です。");
    if (it->answer_by.day && it->done_on.day && it->answer_by.day < it->done_on.day)
        good = fail(a, FAULT_INVALID, "answer_by", "是正の期限が実施日より前です。");
    if (it->followed_on.day && it->done_on.day && it->followed_on.day < it->done_on.day)
        good = fail(a, FAULT_INVALID, "followed_on", "是正を報告した日が実施日より前です。");
    return good;
}

const struct ledger site_inspection_ledger = {
    .name = "site_inspection",
    .title = "実地調査・立入検査",
    .help = "発注者による実地調査や立入検査の、予定、点検項目、結果、指示、是正を残します。"
            "少なくとも年に1回行います。",
    .path = "/contract/site-inspections",
    .icon = "find",
    .row_size = sizeof(struct site_inspection),
    .fields = inspection_fields,
    .titled_by = "title",
    .listed = "number title kind state planned_on done_on result answer_by next_by",
    .states = &inspection_states,
    .access = inspection_access,
    .views = inspection_views,
    .clocks = inspection_clocks,
    .talked = true,
    .keep_years = 5,
    .check = check_inspection,
};

/* --- the checklist -------------------------------------------------------------------- */

static const struct choice_item answers[] = {
    { "good", "適", "○|はい|適合" },
    { "bad", "否", "×|いいえ|不適合" },
    { "none", "該当なし", "―|対象外" },
    { 0 },
};

static const struct field check_fields[] = {
    FIELD(struct site_check, inspection, "実地調査", .to = &site_inspection_ledger,
          .required = true, .settled = true),
    FIELD(struct site_check, line, "順番", .also = "項番|No.|No", .least = 0, .most = 100000),
    FIELD(struct site_check, title, "確認すること", .also = "確認項目|点検項目|項目|チェック項目",
          .required = true, .searched = true, .most = 300),
    FIELD(struct site_check, basis, "根拠", .help = "契約や要領の条項です。",
          .also = "条項|関係条文", .most = 200),
    FIELD(struct site_check, answer, "適否", .also = "結果|判定|評価", .choices = answers),
    FIELD(struct site_check, remark, "確認した内容", .also = "備考|所見", .searched = true,
          .most = 5000),
    { 0 },
};

static const struct view check_views[] = {
    { "all", "すべて", "順番に並べます。", "", "line" },
    { "bad", "否", "否と判定したものです。", "answer=bad", "line" },
    { "open", "未判定", "まだ判定していないものです。", "answer.empty=true", "line" },
    { 0 },
};

const struct ledger site_check_ledger = {
    .name = "site_check",
    .title = "点検項目",
    .help = "実地調査で確かめることを1行ずつ書き、適否を付けます。表から取り込めます。",
    .path = "/contract/site-checks",
    .icon = "check",
    .row_size = sizeof(struct site_check),
    .fields = check_fields,
    .titled_by = "title",
    .listed = "line title basis answer inspection",
    .access = inspection_access,
    .views = check_views,
    .keep_years = 5,
};
