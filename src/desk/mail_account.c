#include "desk/mail_account.h"

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/rights.h"
#include "desk/staff_check.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, MOST_MB = 1000000000 };

/* --- accounts ---------------------------------------------------------------------------- */

static const struct field mail_account_fields[] = {
    FIELD(struct mail_account, address, "メールアドレス", .also = "アドレス|メール|E-mail",
          .required = true, .unique = true, .code = true, .searched = true),
    FIELD(struct mail_account, title, "表示名", .help = "空けるとメールアドレスです。",
          .also = "名称|表示", .searched = true, .most = 200),
    FIELD(struct mail_account, person, "使う人", .also = "氏名|職員名|利用者", .to = &person_ledger,
          .instead = "person_name"),
    FIELD(struct mail_account, person_name, "使う人（名簿にない）", .personal = true, .most = 100),
    FIELD(struct mail_account, shared, "課で使うアドレス", .also = "共用|代表アドレス"),
    FIELD(struct mail_account, section, "使う課", .also = "課|所属|部署",
          .to = &organisation_ledger),
    FIELD(struct mail_account, quota, "容量（MB）", .also = "容量|上限", .least = 1,
          .most = MOST_MB),
    FIELD(struct mail_account, application, "申請番号", .also = "申請", .searched = true,
          .most = 60),
    FIELD(struct mail_account, issued_on, "発行日", .also = "登録日|作成日"),
    FIELD(struct mail_account, ended_on, "やめた日", .fixed = true),
    FIELD(struct mail_account, finding, "名簿との突合", .fixed = true, .choices = staff_findings),
    FIELD(struct mail_account, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state account_state_rows[] = {
    { "used", "使用中", "有効", MARK_WORK },
    { "stopped", "停止", "無効|休止", MARK_WAIT },
    { "removed", "削除", "削除済|廃止", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition account_transitions[] = {
    { "stop", "停止する", "used", "stopped", NULL, CREW },
    { "resume", "使用中に戻す", "stopped", "used", NULL, CREW },
    { "delete", "削除した", "used stopped", "removed", NULL, CREW },
    { 0 },
};

static const struct states account_states = { account_state_rows, account_transitions };

static const struct view mail_account_views[] = {
    { "used", "使用中", "使っているアドレスです。", "state=used", "address" },
    { "leaver", "退職・異動", "名簿から外れた人のアドレスです。",
      "state=used&finding.in=leaver,unknown", "address" },
    { "all", "すべて", "削除したものも並べます。", "", "address" },
    { 0 },
};

static bool
check_account(struct act *a, const struct record *before, struct record *record)
{
    struct mail_account *it = (struct mail_account *)record;

    if (!it->title || !*it->title)
        it->title = it->address.text;
    if (state_reached(before, record, "removed"))
        it->ended_on = instant_date(a->now);
    return staff_compare(a, it->person, it->shared, (struct date){ 0 }, (struct date){ 0 },
                         &it->finding);
}

const struct ledger mail_account_ledger = {
    .name = "mail_account",
    .title = "メールアドレス",
    .help = "職員と課のメールアドレスです。職員名簿と毎晩突き合わせます。",
    .path = "/desk/mail_accounts",
    .icon = "mail",
    .row_size = sizeof(struct mail_account),
    .fields = mail_account_fields,
    .titled_by = "title",
    .listed = "address title state person section quota finding",
    .states = &account_states,
    .access = desk_people_access,
    .views = mail_account_views,
    .keep_years = 5,
    .check = check_account,
};

/* --- groups ------------------------------------------------------------------------------ */

static const struct field mail_group_fields[] = {
    FIELD(struct mail_group, address, "メールアドレス", .also = "アドレス|メール", .required = true,
          .unique = true, .code = true, .searched = true),
    FIELD(struct mail_group, title, "グループ名", .also = "名称|表示名|メーリングリスト",
          .required = true, .searched = true, .most = 200),
    FIELD(struct mail_group, section, "管理する課", .also = "課|所属|部署",
          .to = &organisation_ledger),
    FIELD(struct mail_group, outside, "庁外から受ける", .also = "外部受信"),
    FIELD(struct mail_group, application, "申請番号", .also = "申請", .searched = true, .most = 60),
    FIELD(struct mail_group, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view mail_group_views[] = {
    { "all", "すべて", "名前の順に並べます。", "", "title" },
    { 0 },
};

const struct ledger mail_group_ledger = {
    .name = "mail_group",
    .title = "メールグループ",
    .help = "一度に届けるグループのアドレスです。だれに届くかを、この下に記録します。",
    .path = "/desk/mail_groups",
    .icon = "people",
    .row_size = sizeof(struct mail_group),
    .fields = mail_group_fields,
    .titled_by = "title",
    .listed = "address title section outside",
    .access = desk_access,
    .views = mail_group_views,
    .keep_years = 5,
};

/* --- members ----------------------------------------------------------------------------- */

static const struct field mail_member_fields[] = {
    FIELD(struct mail_member, title, "届く先", .fixed = true, .searched = true, .most = 400),
    FIELD(struct mail_member, mail_group, "メールグループ", .also = "グループ|グループ名",
          .required = true, .settled = true, .part = true, .to = &mail_group_ledger),
    FIELD(struct mail_member, account, "メールアドレス（台帳）", .also = "メンバー|アカウント",
          .help = "台帳にないときは、次の欄に書きます。", .to = &mail_account_ledger),
    FIELD(struct mail_member, address, "台帳にないアドレス", .also = "アドレス|外部アドレス"),
    FIELD(struct mail_member, from, "入れた日", .help = "空けると今日です。", .also = "登録日"),
    { 0 },
};

static const struct view mail_member_views[] = {
    { "all", "すべて", "グループごとに並べます。", "", "mail_group" },
    { 0 },
};

static const struct query same_query = {
    .name = "mail_member.same",
    .sql = "SELECT id FROM mail_member WHERE mail_group = :mail_group"
           " AND coalesce(account, 0) = :account AND coalesce(address, '') = :address"
           " AND id <> :but AND removed_at IS NULL",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
check_member(struct act *a, const struct record *before, struct record *record)
{
    struct mail_member *it = (struct mail_member *)record;
    const char *address = it->address.text ? it->address.text : "";
    struct ref other;
    bool found;

    (void)before;
    if (!it->mail_group.id)
        return false;
    if (!it->account.id == !*address)
        return fail(a, FAULT_INVALID, "account",
                    "台帳のアドレスか、台帳にないアドレスの一方を書きます。");
    if (!it->from.day)
        it->from = instant_date(a->now);
    it->title = address;
    if ((it->account.id && !ref_title(a, &mail_account_ledger, it->account, &it->title)) ||
        !query_first(a, &same_query, &other, &found,
                     BOUND(BIND(mail_group, it->mail_group.id), BIND(account, it->account.id),
                           BIND(address, address), BIND(but, it->base.id))))
        return false;
    return !found || fail(a, FAULT_CLASH, "account", "このグループに、もう入っています。");
}

const struct ledger mail_member_ledger = {
    .name = "mail_member",
    .title = "グループの届く先",
    .help = "メールグループに入っているアドレスです。",
    .path = "/desk/mail_members",
    .icon = "user",
    .row_size = sizeof(struct mail_member),
    .fields = mail_member_fields,
    .titled_by = "title",
    .listed = "mail_group title from",
    .access = desk_access,
    .views = mail_member_views,
    .keep_years = 5,
    .check = check_member,
};
