#include "contract/qualification.h"

#include "contract/consequence.h"
#include "contract/proposal.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item qualifications[] = {
    { "情報処理安全確保支援士", "情報処理安全確保支援士", "登録セキスペ|支援士|RISS" },
    { "システム監査技術者", "システム監査技術者", "AU|システム監査" },
    { "公認情報システム監査人（CISA）", "公認情報システム監査人（CISA）",
      "CISA|公認情報システム監査人" },
    { "公認システム監査人", "公認システム監査人", "CSA" },
    { "公認情報セキュリティマネージャー（CISM）", "公認情報セキュリティマネージャー（CISM）",
      "CISM" },
    { "公認情報セキュリティ監査人", "公認情報セキュリティ監査人", "CAIS|情報セキュリティ監査人" },
    { "ISMS主任審査員", "ISMS主任審査員", "情報セキュリティマネジメントシステム主任審査員" },
    { "ISMS審査員", "ISMS審査員", NULL },
    { "CISSP", "CISSP", NULL },
    { "情報セキュリティスペシャリスト", "情報セキュリティスペシャリスト", "SC|セキスペ" },
    { "ネットワークスペシャリスト", "ネットワークスペシャリスト", "NW" },
    { "ITサービスマネージャ", "ITサービスマネージャ", "SM" },
    { "プロジェクトマネージャ", "プロジェクトマネージャ", "PM" },
    { "PMP", "PMP", NULL },
    { "ITストラテジスト", "ITストラテジスト", "ST" },
    { "ITコーディネータ", "ITコーディネータ", "ITC" },
    { "中小企業診断士", "中小企業診断士", NULL },
    { "応用情報技術者", "応用情報技術者", "AP" },
    { "基本情報技術者", "基本情報技術者", "FE" },
    { "情報セキュリティマネジメント", "情報セキュリティマネジメント", "SG" },
    { "ITパスポート", "ITパスポート", "IP" },
    { "ITIL Foundation", "ITIL Foundation", "ITIL|ITILファンデーション" },
    { "キャリアコンサルタント", "キャリアコンサルタント", NULL },
    { 0 },
};

static const struct field qualification_fields[] = {
    FIELD(struct qualification, person, "取得者", .also = "氏名|名前|従事者", .required = true,
          .settled = true, .to = &person_ledger),
    FIELD(struct qualification, title, "資格", .also = "資格名|資格の名称|名称", .required = true,
          .choices = qualifications, .searched = true, .most = 100),
    FIELD(struct qualification, number, "登録番号", .also = "番号|資格番号|証書番号",
          .personal = true, .most = 60),
    FIELD(struct qualification, issuer, "認定した団体", .also = "認定団体|発行者", .most = 100),
    FIELD(struct qualification, acquired_on, "取得日", .also = "登録日|合格日|取得年月日"),
    FIELD(struct qualification, expires_on, "有効期限", .help = "期限のない資格は空けます。",
          .also = "期限|有効期間満了日"),
    FIELD(struct qualification, renewed_on, "更新を申請した日"),
    FIELD(struct qualification, warn_on, "知らせる日", .fixed = true,
          .help = "有効期限の60日前です。この日から「期限が近い資格」に出ます。"),
    FIELD(struct qualification, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

/* The client asks for the numbers: they stand in the roster that he is given. */
static const struct access qualification_access[] = {
    { ROLE_LEAD, CREW_KEEP | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, CREW_LOOK, REACH_CONTRACT },
    { ROLE_OFFICER, CREW_LOOK | DEED_COMMENT | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, CREW_LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view qualification_views[] = {
    { "near", "期限が近い資格", "有効期限まで60日を切ったものと、過ぎたものです。",
      "warn_on.le=today", "expires_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check_qualification(struct act *a, const struct record *before, struct record *record)
{
    struct qualification *it = (struct qualification *)record;

    (void)before;
    it->warn_on =
        it->expires_on.day ? date_add(it->expires_on, -QUALIFICATION_NOTICE) : it->expires_on;
    if (it->expires_on.day && it->expires_on.day < it->acquired_on.day)
        return fail(a, FAULT_INVALID, "expires_on", "有効期限が取得日より前です。");
    return true;
}

const struct ledger qualification_ledger = {
    .name = "qualification",
    .title = "資格",
    .help = "従事者が持つ資格です。期限が近づくと一覧で知らせます。",
    .path = "/contract/qualifications",
    .icon = "seal",
    .row_size = sizeof(struct qualification),
    .fields = qualification_fields,
    .titled_by = "title",
    .listed = "person title acquired_on expires_on renewed_on",
    .access = qualification_access,
    .views = qualification_views,
    .keep_years = 5,
    .check = check_qualification,
};

static const struct query running_out_query = {
    .name = "qualification.running_out",
    .sql = "SELECT q.id AS id, q.person AS person, p.title AS name, q.title AS title,"
           " q.expires_on AS expires_on FROM qualification q"
           " JOIN person p ON p.id = q.person JOIN contract c ON c.id = q.contract"
           " WHERE q.contract = :contract AND q.removed_at IS NULL AND q.warn_on <= :day"
           " AND (c.period_until IS NULL OR q.expires_on < c.period_until)"
           " AND EXISTS (SELECT 1 FROM assignment n WHERE n.contract = q.contract"
           " AND n.person = q.person AND n.state = 'active' AND n.removed_at IS NULL)"
           " ORDER BY q.expires_on, q.id",
    .row_size = sizeof(struct running_out),
    .columns = COLUMNS(COLUMN(struct running_out, id), COLUMN(struct running_out, person),
                       COLUMN(struct running_out, name), COLUMN(struct running_out, title),
                       COLUMN(struct running_out, expires_on)),
};

bool
qualifications_running_out(struct act *a, int64_t contract, struct date day,
                           struct running_out_list *out)
{
    return QUERY(a, &running_out_query, *out, BIND(contract, contract), BIND(day, day));
}

/* --- experience ------------------------------------------------------------------------- */

static const struct choice_item areas[] = {
    { "自治体の情報セキュリティ監査", "自治体の情報セキュリティ監査",
      "自治体監査|地方公共団体の情報セキュリティ監査" },
    { "情報セキュリティ監査", "情報セキュリティ監査", "監査|システム監査" },
    { "脆弱性診断", "脆弱性診断", "診断|セキュリティ診断" },
    { "自治体のヘルプデスク", "自治体のヘルプデスク", "ヘルプデスク" },
    { "自治体システムの運用", "自治体システムの運用", "運用" },
    { "相談・支援", "相談・支援", "相談|コンサルティング" },
    { "講師", "講師", "研修講師" },
    { 0 },
};

static const struct field experience_fields[] = {
    FIELD(struct experience, person, "従事者", .also = "氏名|名前", .required = true,
          .settled = true, .to = &person_ledger),
    FIELD(struct experience, title, "業務名", .also = "件名|案件名|業務", .required = true,
          .searched = true, .most = 200),
    FIELD(struct experience, area, "分野", .also = "業務分野|経験分野", .required = true,
          .choices = areas, .searched = true, .most = 100),
    FIELD(struct experience, client, "発注者",
          .help = "公表できないときは「A市」のように書きます。", .also = "発注者名|顧客|委託元",
          .searched = true, .most = 100),
    FIELD(struct experience, role, "立場", .also = "役割|担当", .most = 100),
    FIELD(struct experience, from, "始まりの日", .also = "開始日|従事開始", .required = true),
    FIELD(struct experience, until, "終わりの日", .help = "続いているときは空けます。",
          .also = "終了日|従事終了"),
    FIELD(struct experience, content, "内容", .also = "業務内容|概要", .searched = true,
          .most = 4000),
    { 0 },
};

static const struct view experience_views[] = {
    { "all", "すべて", "新しい順に並べます。", "", "-from" },
    { 0 },
};

static bool
check_experience(struct act *a, const struct record *before, struct record *record)
{
    const struct experience *it = (const struct experience *)record;

    (void)before;
    if (it->until.day && it->until.day < it->from.day)
        return fail(a, FAULT_INVALID, "until", "終わりの日が始まりの日より前です。");
    return true;
}

const struct ledger experience_ledger = {
    .name = "experience",
    .title = "経歴",
    .help = "従事者の業務の経歴です。体制の条件の「経験のある人」は、これで確かめます。",
    .path = "/contract/experiences",
    .icon = "book",
    .row_size = sizeof(struct experience),
    .fields = experience_fields,
    .titled_by = "title",
    .listed = "person area title client role from until",
    .access = crew_lead_access,
    .views = experience_views,
    .keep_years = 5,
    .check = check_experience,
};
