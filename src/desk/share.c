#include "desk/share.h"

#include "base/arena.h"
#include "base/money.h"
#include "contract/consequence.h"
#include "contract/proposal.h"
#include "desk/inquiry.h"
#include "desk/raise.h"
#include "desk/rights.h"
#include "desk/staff_check.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"

enum { CREW = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, MOST_MB = 1000000000 };

/* --- shares ------------------------------------------------------------------------------ */

static const struct field share_fields[] = {
    FIELD(struct share, title, "共有名", .help = "例：市民課共有",
          .also = "共有|共有フォルダ名|名称", .required = true, .unique = true, .code = true,
          .searched = true, .most = 100),
    FIELD(struct share, server, "サーバー", .also = "ファイルサーバー|サーバ|サーバ名",
          .searched = true, .most = 60),
    FIELD(struct share, path, "場所", .help = "例：\\\\fs01\\shimin", .also = "パス|UNC|UNCパス",
          .searched = true, .most = 240),
    FIELD(struct share, section, "使う課", .also = "課|所属|部署|管理課",
          .to = &organisation_ledger),
    FIELD(struct share, quota, "上限（MB）",
          .help = "1GBは1,024MBです。使用量が90％に達すると、問合せを開いて知らせます。",
          .also = "容量上限|クォータ|割当容量|上限", .least = 1, .most = MOST_MB),
    FIELD(struct share, used, "使用量（MB）", .fixed = true,
          .help = "いちばん新しい月の使用量です。"),
    FIELD(struct share, percent, "使用率（％）", .fixed = true),
    FIELD(struct share, measured_on, "使用量の月", .fixed = true),
    FIELD(struct share, is_near, "90％以上", .fixed = true),
    FIELD(struct share, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state share_state_rows[] = {
    { "used", "使用中", "有効|稼働中", MARK_WORK },
    { "ended", "廃止", "終了|廃止済", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition share_transitions[] = {
    { "end", "廃止する", "used", "ended", NULL, CREW },
    { "resume", "使用中に戻す", "ended", "used", NULL, CREW },
    { 0 },
};

static const struct states share_states = { share_state_rows, share_transitions };

static const struct view share_views[] = {
    { "used", "使用中", "使っている共有を、名前の順に並べます。", "state=used", "title" },
    { "near", "90％以上", "使用量が上限の90％以上の共有です。", "state=used&is_near=true",
      "-percent" },
    { "fullest", "使用率の順", "使用率の高い順に並べます。", "state=used", "-percent" },
    { "all", "すべて", "廃止したものも並べます。", "", "title" },
    { 0 },
};

static bool
check_share(struct act *a, const struct record *before, struct record *record)
{
    struct share *it = (struct share *)record;

    (void)a;
    (void)before;
    it->percent = it->used == NO_NUMBER || it->quota == NO_NUMBER || it->quota < 1
                      ? NO_NUMBER
                      : it->used * 100 / it->quota;
    it->is_near = state_is(record, "used") && it->percent != NO_NUMBER && it->percent >= SHARE_NEAR;
    return true;
}

static bool
share_changed(struct act *a, const struct record *before, const struct record *record)
{
    const struct share *it = (const struct share *)record;
    const struct share *was = (const struct share *)before;
    struct raised raised = { .kind = "共有フォルダ" };

    if (!it->is_near || it->base.removed_at.us || (was && was->is_near))
        return true;
    raised.title = arena_print(a->arena, "容量が上限の90％以上：%s", it->title);
    raised.body =
        arena_print(a->arena,
                    "共有「%s」の使用量が%lldMBになり、上限%lldMBの%lld％です。使う課に"
                    "整理を頼むか、上限の見直しを相談してください。",
                    it->title, (long long)it->used, (long long)it->quota, (long long)it->percent);
    return inquiry_raise(a, &share_ledger, record, &raised);
}

const struct ledger share_ledger = {
    .name = "share",
    .title = "共有フォルダ",
    .help = "ファイルサーバーの共有です。フォルダ、権限、月ごとの使用量を、この下に記録します。",
    .path = "/desk/shares",
    .icon = "pack",
    .row_size = sizeof(struct share),
    .fields = share_fields,
    .titled_by = "title",
    .listed = "title server section quota used percent is_near measured_on",
    .states = &share_states,
    .access = crew_access,
    .views = share_views,
    .keep_years = 5,
    .check = check_share,
    .after = share_changed,
};

/* --- folders ----------------------------------------------------------------------------- */

static const struct field share_folder_fields[] = {
    FIELD(struct share_folder, title, "フォルダ", .help = "共有の下の場所です。例：窓口\\交付",
          .also = "フォルダ名|フォルダー|パス", .required = true, .searched = true, .most = 240),
    FIELD(struct share_folder, share, "共有", .also = "共有名|共有フォルダ", .required = true,
          .settled = true, .part = true, .to = &share_ledger),
    FIELD(struct share_folder, section, "管理する課", .also = "課|所属|部署",
          .to = &organisation_ledger),
    FIELD(struct share_folder, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct view share_folder_views[] = {
    { "all", "すべて", "共有ごとに並べます。", "", "share" },
    { 0 },
};

const struct ledger share_folder_ledger = {
    .name = "share_folder",
    .title = "フォルダ",
    .help = "共有の中の、権限を分けて管理するフォルダです。",
    .path = "/desk/share_folders",
    .icon = "pack",
    .row_size = sizeof(struct share_folder),
    .fields = share_folder_fields,
    .titled_by = "title",
    .listed = "title share section",
    .access = desk_access,
    .views = share_folder_views,
    .keep_years = 5,
};

/* --- rights ------------------------------------------------------------------------------ */

static const struct choice_item levels[] = {
    { "read", "読み取り", "参照|R|読取|読取のみ" },
    { "write", "読み書き", "更新|RW|書込|変更" },
    { "full", "フルコントロール", "管理|F|フル" },
    { 0 },
};

static const struct field share_right_fields[] = {
    FIELD(struct share_right, title, "権限の見出し", .fixed = true, .searched = true, .most = 400),
    FIELD(struct share_right, folder, "フォルダ", .also = "フォルダ名|対象フォルダ",
          .required = true, .settled = true, .part = true, .to = &share_folder_ledger),
    FIELD(struct share_right, person, "人", .also = "職員|職員名|利用者|氏名",
          .help = "人とグループの、どちらか一方を書きます。", .to = &person_ledger,
          .instead = "person_name"),
    FIELD(struct share_right, person_name, "人（名簿にない）", .personal = true, .most = 100),
    FIELD(struct share_right, grantee, "グループ", .also = "グループ名|課グループ",
          .searched = true, .most = 100),
    FIELD(struct share_right, level, "権限の種類", .also = "権限|アクセス権|アクセス許可",
          .required = true, .choices = levels),
    FIELD(struct share_right, application, "申請番号", .also = "申請|申請書番号", .searched = true,
          .most = 60),
    FIELD(struct share_right, inquiry, "問合せ", .to = &inquiry_ledger),
    FIELD(struct share_right, from, "付けた日", .help = "空けると今日です。",
          .also = "開始日|付与日|設定日"),
    FIELD(struct share_right, until, "期限", .help = "期限のない権限は空けます。",
          .also = "終了日|有効期限"),
    FIELD(struct share_right, finding, "名簿との突合", .fixed = true, .choices = staff_findings),
    FIELD(struct share_right, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

static const struct state share_right_state_rows[] = {
    { "given", "有効", "付与|付与済", MARK_WORK },
    { "taken", "外した", "削除|解除|解除済", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition share_right_transitions[] = {
    { "take", "外す", "given", "taken", NULL, CREW },
    { 0 },
};

static const struct states share_right_states = { share_right_state_rows, share_right_transitions };

static const struct view share_right_views[] = {
    { "given", "有効", "付いている権限です。", "state=given", "folder" },
    { "orphaned", "退職・異動", "名簿から外れた人に残っている権限です。",
      "state=given&finding.in=leaver,unknown", "folder" },
    { "over", "期限切れ", "期限を過ぎて残っている権限です。", "state=given&until.lt=today",
      "until" },
    { "all", "すべて", "外したものも並べます。", "", "-id" },
    { 0 },
};

static bool
check_right(struct act *a, const struct record *before, struct record *record)
{
    struct share_right *it = (struct share_right *)record;
    bool named = it->person_name && (*it->person_name || it->person_name == field_sealed);
    bool person = it->person.id || named;
    bool group = it->grantee && *it->grantee;
    const char *who = it->grantee, *folder;

    if (!it->folder.id)
        return false;
    if (person == group)
        return fail(a, FAULT_INVALID, person ? "grantee" : "person",
                    "人かグループの、どちらか一方を書きます。");
    if (before && state_is(before, "taken"))
        return record_keeps(a, &share_right_ledger, before, record, "notes",
                            "外した権限は変えられません。");
    if (!before && !it->from.day)
        it->from = instant_date(a->now);
    if (it->until.day && it->until.day < it->from.day)
        return fail(a, FAULT_INVALID, "until", "期限が付けた日より前です。");
    if (state_reached(before, record, "taken"))
        it->until = instant_date(a->now);
    if (!ref_title(a, &share_folder_ledger, it->folder, &folder) ||
        (it->person.id && !ref_title(a, &person_ledger, it->person, &who)) ||
        !staff_compare(a, it->person, group, (struct date){ 0 }, (struct date){ 0 }, &it->finding))
        return false;
    it->title =
        arena_print(a->arena, "%s　%s　%s", folder, group || it->person.id ? who : "名簿にない人",
                    choice_label(levels, it->level.code));
    return true;
}

const struct ledger share_right_ledger = {
    .name = "share_right",
    .title = "フォルダの権限",
    .help =
        "だれがフォルダを使えるかの記録です。名簿から外れた人の権限は、毎晩の突合で分かります。",
    .path = "/desk/share_rights",
    .icon = "lock",
    .row_size = sizeof(struct share_right),
    .fields = share_right_fields,
    .titled_by = "title",
    .listed = "folder person grantee level state from until finding application",
    .states = &share_right_states,
    .access = desk_people_access,
    .views = share_right_views,
    .keep_years = 5,
    .check = check_right,
};
