#include "desk/service_account.h"

#include "contract/consequence.h"
#include "desk/rights.h"
#include "desk/staff_check.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, MOST_MB = 1000000000 };

static const struct choice_item services[] = {
    { "chat", "チャット", "ビジネスチャット|LoGoチャット" },
    { "form", "電子申請フォーム", "フォーム|LoGoフォーム" },
    { "minutes", "AI議事録", "議事録AI|議事録" },
    { "generative", "生成AI", "生成ＡＩ|AIチャット" },
    { "remote", "リモートアクセス", "テレワーク|在宅勤務|VPN" },
    { "other", "その他", "他" },
    { 0 },
};

static const struct field service_account_fields[] = {
    FIELD(struct service_account, title, "アカウント",
          .also = "アカウント名|ユーザーID|ユーザID|利用者ID|ID", .required = true,
          .searched = true, .most = 200),
    FIELD(struct service_account, service, "サービス", .also = "サービス名|システム",
          .required = true, .choices = services),
    FIELD(struct service_account, person, "使う人", .also = "氏名|職員名|利用者|使用者",
          .to = &person_ledger, .instead = "person_name"),
    FIELD(struct service_account, person_name, "使う人（名簿にない）", .personal = true,
          .most = 100),
    FIELD(struct service_account, section, "使う課", .also = "課|所属|部署",
          .to = &organisation_ledger),
    FIELD(struct service_account, shared, "課で使うアカウント",
          .help = "人ではなく課で使うものは、名簿にない、としません。",
          .also = "共用|共用アカウント"),
    FIELD(struct service_account, issued_on, "発行日", .also = "登録日|開始日|作成日"),
    FIELD(struct service_account, last_used_on, "最後に使った日",
          .also = "最終利用日|最終ログイン|最終ログイン日"),
    FIELD(struct service_account, storage, "保存量（MB）", .also = "使用容量|保存容量", .least = 0,
          .most = MOST_MB),
    FIELD(struct service_account, ended_on, "やめた日", .fixed = true),
    FIELD(struct service_account, finding, "名簿との突合", .fixed = true,
          .choices = staff_findings),
    FIELD(struct service_account, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "used", "使用中", "有効|利用中", MARK_WORK },
    { "stopped", "停止", "休止|無効", MARK_WAIT },
    { "removed", "削除", "削除済|廃止", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "stop", "停止する", "used", "stopped", NULL, CREW },
    { "resume", "使用中に戻す", "stopped", "used", NULL, CREW },
    { "delete", "削除した", "used stopped", "removed", NULL, CREW },
    { 0 },
};

static const struct states service_account_states = { state_rows, transitions };

static const struct view service_account_views[] = {
    { "used", "使用中", "使っているアカウントを、サービスごとに並べます。", "state=used",
      "service" },
    { "leaver", "退職・異動", "名簿から外れた人のアカウントです。", "state=used&finding=leaver",
      "service" },
    { "unknown", "名簿にない", "だれのものか分からないアカウントです。",
      "state=used&finding=unknown", "service" },
    { "idle", "90日使っていない", "90日使っていないアカウントです。", "state=used&finding=idle",
      "last_used_on" },
    { "all", "すべて", "削除したものも並べます。", "", "service" },
    { 0 },
};

static const struct query same_query = {
    .name = "service_account.same",
    .sql = "SELECT id FROM service_account WHERE contract = :contract AND service = :service"
           " AND title = :title AND id <> :but AND state <> 'removed' AND removed_at IS NULL",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
check_account(struct act *a, const struct record *before, struct record *record)
{
    struct service_account *it = (struct service_account *)record;
    struct date today = instant_date(a->now);
    struct ref other;
    bool found;

    if (!it->title || !*it->title || !it->service.code)
        return false;
    if (state_reached(before, record, "removed") && !it->ended_on.day)
        it->ended_on = today;
    if (it->last_used_on.day > today.day)
        return fail(a, FAULT_INVALID, "last_used_on", "最後に使った日が今日より後です。");
    if (!staff_compare(a, it->person, it->shared, it->last_used_on, it->issued_on, &it->finding) ||
        !query_first(a, &same_query, &other, &found,
                     BOUND(BIND(contract, it->base.contract), BIND(service, it->service.code),
                           BIND(title, it->title), BIND(but, it->base.id))))
        return false;
    return !found || state_is(record, "removed") ||
           fail(a, FAULT_CLASH, "title", "このサービスの同じアカウントが、もうあります。");
}

const struct ledger service_account_ledger = {
    .name = "service_account",
    .title = "サービスの利用者",
    .help =
        "チャット、電子申請フォーム、AI議事録、生成AI、リモートアクセスのアカウントです。職員名簿と"
        "毎晩突き合わせます。",
    .path = "/desk/service_accounts",
    .icon = "people",
    .row_size = sizeof(struct service_account),
    .fields = service_account_fields,
    .titled_by = "title",
    .listed = "title service state person section last_used_on finding",
    .states = &service_account_states,
    .access = desk_people_access,
    .views = service_account_views,
    .keep_years = 5,
    .check = check_account,
};
