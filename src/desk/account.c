#include "desk/account.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "contract/consequence.h"
#include "desk/network.h"
#include "desk/rights.h"
#include "desk/staff_check.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item kinds[] = {
    { "person", "個人", "職員|利用者" },
    { "section", "課の共用", "共用|課" },
    { "service", "システム用", "サービス|システム" },
    { "manager", "管理者用", "管理者|特権" },
    { "training", "研修・試験用", "研修|テスト|試験" },
    { 0 },
};

static const struct field fields[] = {
    FIELD(struct account, title, "アカウント名",
          .help = "サインインするときに入れる名前です。ディレクトリと同じに書きます。",
          .also = "アカウント|ユーザーID|ユーザID|ログオン名|ログインID|ID|sAMAccountName|uid",
          .required = true, .searched = true, .most = ACCOUNT_NAME),
    FIELD(struct account, layer, "区分", .also = "ゾーン|系|領域|ネットワーク|ネットワーク区分",
          .required = true, .choices = network_layers, .settled = true),
    FIELD(struct account, kind, "種類", .help = "空けると、個人です。",
          .also = "種別|アカウント種別", .choices = kinds),
    FIELD(struct account, person, "使う人", .also = "氏名|職員名|利用者|使用者",
          .to = &person_ledger, .instead = "person_name"),
    FIELD(struct account, person_name, "使う人（名簿にない）", .personal = true, .most = 100),
    FIELD(struct account, section, "使う課", .also = "課|所属|部署", .to = &organisation_ledger),
    FIELD(struct account, member_of, "グループ",
          .help = "ディレクトリのグループの名前を、1行に1つ書きます。",
          .also = "所属グループ|権限グループ|memberOf", .most = 8000),
    FIELD(struct account, application, "申請番号", .also = "申請", .searched = true, .most = 60),
    FIELD(struct account, begins_on, "使い始める日", .help = "空けると今日です。",
          .also = "開始日|発行日|登録日|作成日"),
    FIELD(struct account, ends_on, "使い終わる日",
          .help = "過ぎたものは、止めるべきアカウントとして突き合わせます。",
          .also = "終了日|有効期限|期限"),
    FIELD(struct account, ended_on, "削除した日", .fixed = true),
    FIELD(struct account, finding, "名簿との突合", .fixed = true, .choices = staff_findings),
    FIELD(struct account, notes, "備考", .also = "メモ", .searched = true, .most = 4000),
    { 0 },
};

static const struct state state_rows[] = {
    { "used", "使用中", "有効|利用中", MARK_WORK },
    { "stopped", "停止", "無効|休止", MARK_WAIT },
    { "removed", "削除", "削除済|廃止", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "stop", "停止する", "used", "stopped", NULL, DESK_CREW },
    { "resume", "使用中に戻す", "stopped", "used", NULL, DESK_CREW },
    { "delete", "削除する", "used stopped", "removed", NULL, DESK_CREW },
    { 0 },
};

static const struct states account_states = { state_rows, transitions };

static const struct view views[] = {
    { "used", "使用中", "使っているアカウントを、区分ごとに並べます。", "state=used", "title" },
    { "leaver", "退職・異動", "名簿から外れた人のアカウントです。",
      "state=used&finding.in=leaver,unknown", "title" },
    { "ending", "終わる日の順", "使い終わる日が決まっているものを、近い順に並べます。",
      "state=used&ends_on.empty=false", "ends_on" },
    { "stopped", "停止", "止めているアカウントです。", "state=stopped", "title" },
    { "all", "すべて", "削除したものも並べます。", "", "title" },
    { 0 },
};

struct account_groups
account_groups(struct act *a, const char *member_of)
{
    char *left = arena_copy(a->arena, member_of ? member_of : "");
    struct account_groups out = { 0 };
    size_t lines = 1;

    for (const char *c = left; *c && lines < ACCOUNT_GROUPS; c++)
        lines += *c == '\n';
    out.names = NEW_ARRAY(a->arena, lines, const char *);
    for (char *line; left && (line = strsep(&left, "\n"));) {
        const char *name = text_clean(a->arena, line);
        bool twice = false;

        for (size_t i = 0; i < out.count; i++)
            twice = twice || strcasecmp(out.names[i], name) == 0;
        if (*name && !twice && out.count < lines)
            out.names[out.count++] = name;
    }
    return out;
}

static bool
has_bad_letters(const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name < 0x20 || *name == 0x7f || strchr("\"/\\[]:;|=,+*?<>", *name))
            return true;
    return false;
}

static const struct query same_query = {
    .name = "account.same",
    .sql = "SELECT id FROM account WHERE contract = :contract AND layer = :layer"
           " AND lower(title) = lower(:title) AND id <> :but AND state <> 'removed'"
           " AND removed_at IS NULL",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
is_single(struct act *a, const struct account *it)
{
    struct ref other;
    bool found;

    if (state_is(&it->base, "removed"))
        return true;
    if (!query_first(a, &same_query, &other, &found,
                     BOUND(BIND(contract, it->base.contract), BIND(layer, it->layer.code),
                           BIND(title, it->title), BIND(but, it->base.id))))
        return false;
    return !found || fail(a, FAULT_CLASH, "title", "この区分に同じアカウントが、もうあります。");
}

static bool
check(struct act *a, const struct record *before, struct record *record)
{
    struct account *it = (struct account *)record;
    struct date today = instant_date(a->now);
    bool good = true, group;

    if (!it->title || !*it->title || !it->layer.code)
        return false;
    if (has_bad_letters(it->title))
        good = fail(a, FAULT_INVALID, "title",
                    "アカウント名に使えない文字があります（\" / \\ [ ] : ; | = , + * ? < >）。");
    if (!it->kind.code || !*it->kind.code)
        it->kind.code = "person";
    if (!before && !it->begins_on.day)
        it->begins_on = today;
    if (it->ends_on.day && it->begins_on.day && it->ends_on.day < it->begins_on.day)
        good = fail(a, FAULT_INVALID, "ends_on", "使い終わる日が、使い始める日より前です。");
    if (state_reached(before, record, "removed") && !it->ended_on.day)
        it->ended_on = today;
    group = strcmp(it->kind.code, "person") != 0 && strcmp(it->kind.code, "manager") != 0;
    return staff_compare(a, it->person, group, (struct date){ 0 }, (struct date){ 0 },
                         &it->finding) &&
           is_single(a, it) && good;
}

const struct ledger account_ledger = {
    .name = "account",
    .title = "アカウント",
    .help =
        "分けられた網ごとの、ディレクトリのアカウントです。あるべき姿をここに書き、ディレクトリと"
        "毎晩突き合わせます。",
    .path = "/desk/accounts",
    .icon = "people",
    .row_size = sizeof(struct account),
    .fields = fields,
    .titled_by = "title",
    .listed = "title layer state kind person section ends_on finding",
    .states = &account_states,
    .access = desk_people_access,
    .views = views,
    .keep_years = 5,
    .check = check,
};
