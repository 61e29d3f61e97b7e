/* Kinds of applications: what people may apply for, and what follows from it. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "contract/approval_route.h"
#include "contract/consequence.h"
#include "contract/form.h"
#include "desk/application.h"
#include "desk/application_write.h"
#include "ledger/core/core.h"
#include "store/act.h"

enum { MOST_DAYS = 250, KEEPERS = 1 << ROLE_LEAD };

static const struct choice_item categories[] = {
    { "account", "アカウント・認証", "アカウント|認証" },
    { "mail", "メール", "メール・グループ" },
    { "folder", "共有フォルダ", "ファイルサーバー|フォルダ" },
    { "software", "ソフトウェア・ライセンス", "ソフトウェア|ライセンス" },
    { "device", "機器・消耗品", "機器|消耗品" },
    { "loan", "貸出", "貸し出し" },
    { "network", "ネットワーク", "通信|プロキシ" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct choice_item times[] = {
    { "done", "作業が終わったとき", "完了" },
    { "approved", "承認されたとき", "承認" },
    { 0 },
};

static const struct field kind_fields[] = {
    FIELD(struct application_kind, code, "コード", .help = "取込みで同じ種類を見分けます。",
          .also = "code", .required = true, .unique = true, .code = true, .settled = true,
          .most = 40),
    FIELD(struct application_kind, title, "申請の種類", .also = "名称|種類|申請名",
          .required = true, .searched = true, .most = 100),
    FIELD(struct application_kind, category, "分類", .also = "区分", .required = true,
          .choices = categories),
    FIELD(struct application_kind, needs, "用意するもの",
          .help = "申請する前に確かめることです。申請の一覧に出ます。", .also = "必要なもの",
          .searched = true, .most = 1000),
    FIELD(struct application_kind, days, "かかる日数",
          .help = "申請から完了までの目安を、開庁日の数で書きます。", .also = "所要日数|日数",
          .least = 0, .most = MOST_DAYS),
    FIELD(struct application_kind, form, "質問票",
          .help = "受付中の質問票です。質問を直すときは、質問票の新しい版を作って選び直します。"
                  "進んでいる申請は、始めたときの版のままです。",
          .required = true, .to = &question_form_ledger),
    FIELD(struct application_kind, route, "承認経路",
          .help = "対象の台帳が「申請」、承認後の操作が approve、差戻し後の操作が send_back の"
                  "経路です。",
          .required = true, .to = &approval_route_ledger),
    FIELD(struct application_kind, works, "承認後の作業", .help = "1行に1つ書きます。",
          .also = "作業", .required = true, .most = 2000),
    FIELD(struct application_kind, assignee, "作業の担当",
          .help = "空けておくと、担当のない作業として並びます。", .also = "担当",
          .to = &person_ledger),
    FIELD(struct application_kind, checked, "別の人が確認する",
          .help = "作業をした人は、確認できません。", .also = "確認"),
    FIELD(struct application_kind, target, "書く台帳",
          .help = "申請の答えから記録を作る台帳です。なければ空けます。",
          .choices = application_targets),
    FIELD(struct application_kind, written, "書くとき", .choices = times),
    FIELD(struct application_kind, mapping, "台帳への記録",
          .help = "1行に「項目 = 値」と書きます。値の【質問】は答えに、【申請者】【課】"
                  "【申請番号】は申請のものに置き換わります。",
          .most = 4000),
    FIELD(struct application_kind, notes, "備考", .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "used", "受付中", "有効|使用", MARK_WORK },
    { "stopped", "停止", "無効|廃止", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "stop", "受付をやめる", "used", "stopped", NULL, KEEPERS },
    { "use", "受付を再開する", "stopped", "used", NULL, KEEPERS },
    { 0 },
};

static const struct states kind_states = { state_rows, transitions };

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    KEEP = LOOK | DEED_CREATE | DEED_CHANGE | DEED_REMOVE | DEED_IMPORT,
};

#define SHOWN "code title category needs days form route works checked"

static const struct access kind_access[] = {
    { ROLE_LEAD, KEEP, REACH_CONTRACT },
    { ROLE_OPERATOR, LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT, .sees = SHOWN },
    { ROLE_REQUESTER, DEED_READ, REACH_CONTRACT, .sees = SHOWN },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view kind_views[] = {
    { "used", "受付中", "いま申請できるものです。", "state=used", "id" },
    { "all", "すべて", "受付をやめたものも並べます。", "", "id" },
    { 0 },
};

static bool
prepare_kind(struct act *a, const struct record *before, struct record *record)
{
    struct application_kind *it = (struct application_kind *)record;

    (void)a;
    (void)before;
    if (it->target.code && *it->target.code && (!it->written.code || !*it->written.code))
        it->written.code = "done";
    return true;
}

/* What is not open might change yet; questions are told apart by their words. */
static bool
check_form(struct act *a, int64_t form)
{
    struct question_form *row = ledger_new(a, &question_form_ledger);
    struct questions all;

    if (!consequence_read(a, &question_form_ledger, form, row) || !questions_read(a, form, &all))
        return false;
    if (!state_is(&row->base, "open"))
        return fail(a, FAULT_INVALID, "form", "受付中の質問票を選びます。");
    for (size_t i = 0; i < all.count; i++)
        for (size_t n = 0; n < i; n++)
            if (strcmp(all.rows[i]->label, all.rows[n]->label) == 0)
                return fail(a, FAULT_INVALID, "form", "質問票に「%s」が2つあります。",
                            all.rows[i]->label);
    return true;
}

static bool
says(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool
check_route(struct act *a, int64_t id)
{
    struct approval_route *route = ledger_new(a, &approval_route_ledger);

    if (!consequence_read(a, &approval_route_ledger, id, route))
        return false;
    if (route->own)
        return fail(a, FAULT_INVALID, "route", "申請者本人の承認を認める経路は使えません。");
    return (says(route->then, "approve") && says(route->otherwise, "send_back")) ||
           fail(a, FAULT_INVALID, "route",
                "承認後の操作が approve、差戻し後の操作が send_back の経路を選びます。");
}

static bool
check_kind(struct act *a, const struct record *before, struct record *record)
{
    const struct application_kind *was = (const struct application_kind *)before;
    struct application_kind *it = (struct application_kind *)record;
    bool good = true;

    if (!it->form.id || !it->route.id || !it->works.text)
        return true;
    if (!was || was->form.id != it->form.id)
        good = check_form(a, it->form.id);
    if (!was || was->route.id != it->route.id)
        good = check_route(a, it->route.id) && good;
    return application_mapping_check(a, it) && good;
}

const struct ledger application_kind_ledger = {
    .name = "application_kind",
    .title = "申請の種類",
    .help = "職員が申請できるものの一覧です。何を聞き、だれが承認し、どんな作業をし、どの台帳に"
            "書くかを決めます。",
    .path = "/desk/application_kinds",
    .icon = "form",
    .row_size = sizeof(struct application_kind),
    .fields = kind_fields,
    .titled_by = "title",
    .listed = "title category state days form route checked target",
    .states = &kind_states,
    .access = kind_access,
    .views = kind_views,
    .keep_years = 5,
    .prepare = prepare_kind,
    .check = check_kind,
};
