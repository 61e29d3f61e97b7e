/* Who there is: organisations, people, users and what they may do where. */

#include "ledger/core/core.h"
#include "ledger/core/generation.h"
#include "store/act.h"
#include "store/store.h"

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    KEEP = LOOK | DEED_CREATE | DEED_CHANGE | DEED_IMPORT,
};

static const struct choice_item organisation_kinds[] = {
    { "body", "団体", "市町村|都道府県|自治体|法人|会社" },
    { "department", "部", "局" },
    { "section", "課", "室|事務所" },
    { "team", "班", "係|チーム" },
    { "vendor", "事業者", "業者|受託者" },
    { 0 },
};

static const struct field organisation_fields[] = {
    FIELD(struct organisation, title, "名前", .also = "組織名|課名|所属名|部署名|名称|団体名",
          .required = true, .searched = true, .most = 100),
    FIELD(struct organisation, kana, "ふりがな", .help = "並べる順はこの読みで決まります。",
          .also = "フリガナ|カナ|よみ|読み", .searched = true, .most = 200),
    FIELD(struct organisation, code, "コード", .help = "団体コード（6桁）か課のコードです。",
          .also = "団体コード|組織コード|課コード|所属コード", .code = true, .unique = true,
          .most = 20),
    FIELD(struct organisation, kind, "種類", .also = "区分|組織区分", .required = true,
          .choices = organisation_kinds),
    FIELD(struct organisation, parent, "上の組織", .also = "親組織|部|上位組織",
          .to = &organisation_ledger),
    { 0 },
};

static const struct access organisation_access[] = {
    { ROLE_ADMINISTRATOR, KEEP | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_LEAD, KEEP | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, KEEP, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUTHOR, DEED_READ, REACH_CONTRACT },
    { ROLE_MEMBER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view organisation_views[] = {
    { "all", "すべて", "読みの順に並べます。", "", "kana" },
    { 0 },
};

static bool
check_organisation(struct act *a, const struct record *before, struct record *record)
{
    const struct organisation *it = (const struct organisation *)record;

    (void)before;
    if (it->parent.id && it->parent.id == record->id)
        return fail(a, FAULT_INVALID, "parent", "自分自身は上の組織になれません。");
    return true;
}

const struct ledger organisation_ledger = {
    .name = "organisation",
    .title = "組織",
    .help = "団体、部、課、班、事業者の一覧です。所属や担当を選ぶときに使います。",
    .path = "/core/organisations",
    .icon = "net",
    .row_size = sizeof(struct organisation),
    .fields = organisation_fields,
    .titled_by = "title",
    .listed = "title kana code kind parent",
    .access = organisation_access,
    .views = organisation_views,
    .installation = true,
    .check = check_organisation,
};

static const struct field person_fields[] = {
    FIELD(struct person, title, "表示名", .help = "ほかの方に見える、仕事での名前です。例：三浦",
          .also = "呼び名|名字|姓", .required = true, .searched = true, .most = 60),
    FIELD(struct person, name, "氏名", .also = "名前|職員名|担当者氏名", .personal = true,
          .searched = true, .most = 100),
    FIELD(struct person, kana, "氏名のふりがな", .also = "フリガナ|カナ|よみ|読み",
          .personal = true, .searched = true, .most = 200),
    FIELD(struct person, mail, "メールアドレス", .also = "メール|mail|e-mail|Eメール|電子メール",
          .personal = true, .searched = true, .code = true),
    FIELD(struct person, phone, "電話番号", .also = "電話|TEL|内線|連絡先", .personal = true,
          .searched = true),
    FIELD(struct person, section, "所属", .also = "課|課名|部署|部署名|所属課|組織",
          .to = &organisation_ledger),
    FIELD(struct person, post, "職名", .also = "役職|職位|肩書", .most = 60),
    FIELD(struct person, until, "在籍の最後の日",
          .help = "翌日から、この人の利用者IDは使えません。", .also = "退職日|異動日|離任日"),
    { 0 },
};

static const struct access person_access[] = {
    { ROLE_ADMINISTRATOR, KEEP | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_LEAD, KEEP | DEED_REMOVE | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ, REACH_ORGANISATION },
    { ROLE_REQUESTER, DEED_READ, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_PERSONAL, REACH_OWN },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view person_views[] = {
    { "all", "すべて", "表示名の順に並べます。", "", "title" },
    { 0 },
};

/* A person owns what is kept of him, so that he may see it. */
static bool
prepare_person(struct act *a, const struct record *before, struct record *record)
{
    if (!before && record->id == 0 && !id_next(a, &record->id))
        return false;
    record->owner = record->id;
    return true;
}

static bool
check_person(struct act *a, const struct record *before, struct record *record)
{
    const struct person *it = (const struct person *)record;

    (void)a, (void)before;
    record->organisation = it->section.id;
    return true;
}

/* Who leaves, or is removed, takes the account along, at the next request. */
static bool
person_changed(struct act *a, const struct record *before, const struct record *record)
{
    const struct person *was = (const struct person *)before;
    const struct person *is = (const struct person *)record;

    if (!was || (is && is->until.day == was->until.day && !is->base.removed_at.us))
        return true;
    return generation_bump(a, GENERATION_RIGHTS);
}

const struct ledger person_ledger = {
    .name = "person",
    .title = "人",
    .help = "職員と担当者の一覧です。氏名と連絡先は暗号にして保存し、見た記録を残します。",
    .path = "/core/people",
    .icon = "user",
    .row_size = sizeof(struct person),
    .fields = person_fields,
    .titled_by = "title",
    .listed = "title section post",
    .access = person_access,
    .views = person_views,
    .installation = true,
    .prepare = prepare_person,
    .check = check_person,
    .after = person_changed,
};

static const struct field user_fields[] = {
    FIELD(struct user, login, "利用者ID", .help = "英小文字、数字、点、ハイフンで書きます。",
          .also = "ログインID|ユーザーID|アカウント", .required = true, .unique_everywhere = true,
          .code = true, .settled = true, .least = 2, .most = 60),
    FIELD(struct user, title, "表示名", .also = "名前|氏名", .required = true, .searched = true,
          .most = 60),
    FIELD(struct user, person, "人", .help = "「自分の」記録は、ここで選んだ人で決まります。",
          .to = &person_ledger),
    FIELD(struct user, until, "使える最後の日", .also = "有効期限|期限"),
    FIELD(struct user, password, "パスワード", .fixed = true, .secret = true, .most = 300),
    FIELD(struct user, administrator, "システム管理者",
          .help = "利用者と設定を扱います。記録の中身は見られません。"),
    FIELD(struct user, quiet, "期限のメールを送らない",
          .help = "毎朝のお知らせです。本人が「自分の設定」で決めます。"),
    { 0 },
};

/* Users are seen by those who answer for the installation; everybody else sees titles. */
static const struct access user_access[] = {
    { ROLE_ADMINISTRATOR, KEEP | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_LEAD, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view user_views[] = {
    { "all", "すべて", "利用者IDの順に並べます。", "", "login" },
    { 0 },
};

static bool
check_user(struct act *a, const struct record *before, struct record *record)
{
    const struct user *it = (const struct user *)record;

    (void)before;
    for (const char *c = it->login ? it->login : ""; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '.' || *c == '-' ||
              *c == '_' || *c == '@'))
            return fail(a, FAULT_INVALID, "login",
                        "利用者IDは英小文字、数字と . - _ @ で書いてください。");
    return true;
}

static bool
rights_changed(struct act *a, const struct record *before, const struct record *record)
{
    (void)before, (void)record;
    return generation_bump(a, GENERATION_RIGHTS);
}

const struct ledger user_ledger = {
    .name = "user",
    .title = "利用者",
    .help = "この仕組みにサインインする方の一覧です。役割は「役割と所属」で決めます。",
    .path = "/core/users",
    .icon = "lock",
    .row_size = sizeof(struct user),
    .fields = user_fields,
    .titled_by = "title",
    .listed = "login title person until administrator",
    .access = user_access,
    .views = user_views,
    .installation = true,
    .check = check_user,
    .after = rights_changed,
};

/* Codes are those of role_name; the declaration test compares them. Administrators are
   marked at the user, since that role reaches no contract. */
const struct choice_item role_choices[] = {
    { "lead", "受託者（責任者）", "責任者|業務責任者|受託責任者" },
    { "operator", "受託者（担当）", "担当|担当者|オペレーター|ヘルプデスク" },
    { "officer", "発注者（担当）", "発注者|市担当|職員担当" },
    { "approver", "発注者（決裁）", "決裁者|承認者" },
    { "participant", "参加団体", "団体|被監査団体" },
    { "requester", "依頼する職員", "職員|依頼者|一般職員" },
    { "author", "執筆者", "作成者" },
    { "member", "会員", NULL },
    { "auditor", "監査", "監査人|監査担当" },
    { 0 },
};

static const struct field membership_fields[] = {
    FIELD(struct membership_row, user, "利用者", .also = "利用者ID", .to = &user_ledger,
          .required = true, .settled = true, .part = true),
    FIELD(struct membership_row, within, "対象の契約", .help = "空けると、すべての契約に及びます。",
          .also = "契約|契約名|契約番号", .to = &contract_ledger),
    FIELD(struct membership_row, section, "所属", .help = "この契約での所属です。",
          .also = "課|組織|団体", .to = &organisation_ledger),
    FIELD(struct membership_row, area, "区画",
          .help = "区画ごとに分けた台帳で、受け持つ区画の番号です。", .also = "区画番号"),
    FIELD(struct membership_row, role, "役割", .also = "権限|ロール", .required = true,
          .choices = role_choices),
    FIELD(struct membership_row, from, "始まりの日", .also = "開始日|適用開始"),
    FIELD(struct membership_row, until, "終わりの日", .also = "終了日|適用終了"),
    FIELD(struct membership_row, source, "元のグループ",
          .help = "サインインのたびに、ディレクトリのグループに合わせて増減します。", .fixed = true,
          .to = &directory_group_ledger),
    { 0 },
};

static const struct view membership_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_membership(struct act *a, const struct record *before, struct record *record)
{
    const struct membership_row *it = (const struct membership_row *)record;

    (void)before;
    if (it->from.day && it->until.day && it->until.day < it->from.day)
        return fail(a, FAULT_INVALID, "until", "終わりの日が始まりの日より前です。");
    /* A second administrator must give it, or `tasuki user grant` on the machine. */
    if (a->who->id > 0 && it->user.id == a->who->id)
        return fail(a, FAULT_DENIED, "user",
                    "自分の役割は自分では変えられません。ほかの管理者に頼んでください。");
    return true;
}

const struct ledger membership_ledger = {
    .name = "membership",
    .title = "役割と所属",
    .help = "だれが、どの契約で、どの所属として、何をするかを、期間とともに決めます。",
    .path = "/core/memberships",
    .icon = "people",
    .row_size = sizeof(struct membership_row),
    .fields = membership_fields,
    .listed = "user within section role from until",
    .access = user_access,
    .views = membership_views,
    .installation = true,
    .check = check_membership,
    .after = rights_changed,
};
