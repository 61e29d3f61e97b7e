#include "desk/account_directory.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/account_compare.h"
#include "desk/network.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/job.h"
#include "store/query.h"
#include "web/ldif.h"

enum { IDLE = 90, MOST_FILTER = 500 };

static const struct choice_item kinds[] = {
    { "openldap", "OpenLDAP", "LDAP" },
    { "active", "Active Directory", "AD|アクティブディレクトリ" },
    { 0 },
};

static const struct choice_item disabled_ways[] = {
    { "control", "userAccountControl の無効の印", "userAccountControl" },
    { "locked", "pwdAccountLockedTime", NULL },
    { "attribute", "ほかの属性", NULL },
    { "none", "無効にしない", NULL },
    { 0 },
};

static const struct field fields[] = {
    FIELD(struct account_directory, title, "名前", .help = "空けると、区分の名前です。",
          .searched = true, .most = 100),
    FIELD(struct account_directory, layer, "区分",
          .help = "サーバーの場所とパスワードは、tasuki.ini のこの区分の節に書きます。",
          .required = true, .choices = network_layers, .settled = true),
    FIELD(struct account_directory, kind, "製品", .required = true, .choices = kinds),
    FIELD(struct account_directory, user_base, "利用者の場所",
          .help = "例：ou=people,dc=aoba,dc=example", .required = true, .most = MOST_FILTER),
    FIELD(struct account_directory, user_filter, "利用者の探し方",
          .help = "例：(objectClass=inetOrgPerson)", .most = MOST_FILTER),
    FIELD(struct account_directory, login_attribute, "アカウント名の属性", .most = LDIF_NAME),
    FIELD(struct account_directory, name_attribute, "表示名の属性", .most = LDIF_NAME),
    FIELD(struct account_directory, classes, "加えるときの objectClass",
          .help = "空白で区切ります。", .most = 300),
    FIELD(struct account_directory, groups_kept, "グループも突き合わせる",
          .help = "台帳のグループと違えば、差異にします。"),
    FIELD(struct account_directory, group_base, "グループの場所",
          .help = "空けると、利用者の場所です。", .most = MOST_FILTER),
    FIELD(struct account_directory, group_filter, "グループの探し方", .most = MOST_FILTER),
    FIELD(struct account_directory, member_attribute, "グループの人の属性", .most = LDIF_NAME),
    FIELD(struct account_directory, disabled_by, "無効の表し方", .choices = disabled_ways),
    FIELD(struct account_directory, disabled_attribute, "無効を表す属性",
          .help = "「ほかの属性」のときに書きます。", .most = LDIF_NAME),
    FIELD(struct account_directory, disabled_value, "無効のときの値", .most = 100),
    FIELD(struct account_directory, sign_in_attribute, "最後のサインインの属性",
          .help = "サーバーが記録していなければ、長く使っていないものは調べません。",
          .most = LDIF_NAME),
    FIELD(struct account_directory, idle_days, "使っていないとみなす日数",
          .help = "空けると90日です。", .least = 1, .most = 3650),
    FIELD(struct account_directory, compared_at, "突き合わせた日時", .fixed = true),
    FIELD(struct account_directory, users, "利用者の数", .fixed = true),
    FIELD(struct account_directory, groups, "グループの数", .fixed = true),
    FIELD(struct account_directory, differences, "差異の数", .fixed = true),
    FIELD(struct account_directory, outcome, "突合の結果", .fixed = true, .most = 1000),
    FIELD(struct account_directory, notes, "備考", .searched = true, .most = 4000),
    { 0 },
};

/* --- comparing on demand ------------------------------------------------------------------- */

const struct desk_directory *
account_directory_place(const struct account_directory *it)
{
    return desk_directory(it->layer.code);
}

static bool
check_compare(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return account_directory_place((const struct account_directory *)record) ||
           fail(
               a, FAULT_CLASH, NULL,
               "この区分のディレクトリへのつなぎ方が tasuki.ini にありません。運用の担当に頼みます。");
}

static const struct state state_rows[] = {
    { "used", "使用中", "有効", MARK_WORK },
    { "stopped", "停止", "無効", MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "compare", "突き合わせる", "used", "used", NULL, DESK_CREW, .check = check_compare },
    { "stop", "突合をやめる", "used", "stopped", NULL, 1 << ROLE_LEAD },
    { "resume", "突合を再開する", "stopped", "used", NULL, 1 << ROLE_LEAD },
    { 0 },
};

static const struct states directory_states = { state_rows, transitions };

static const struct view views[] = {
    { "all", "すべて", "区分ごとのディレクトリです。", "", "id" },
    { 0 },
};

/* --- what a row must say ------------------------------------------------------------------- */

static void
fill_in(const char **text, const char *usual)
{
    if (!*text || !**text)
        *text = usual;
}

static void
fill_in_all(struct account_directory *it)
{
    bool active = strcmp(it->kind.code, "active") == 0;

    fill_in(&it->title, layer_title(it->layer.code));
    fill_in(&it->user_filter, active ? "(&(objectCategory=person)(objectClass=user))"
                                     : "(objectClass=inetOrgPerson)");
    fill_in(&it->login_attribute, active ? "sAMAccountName" : "uid");
    fill_in(&it->name_attribute, active ? "displayName" : "cn");
    fill_in(&it->classes, active ? "user" : "inetOrgPerson");
    fill_in(&it->group_base, it->user_base);
    fill_in(&it->group_filter, active ? "(objectClass=group)" : "(objectClass=groupOfNames)");
    fill_in(&it->member_attribute, "member");
    fill_in(&it->sign_in_attribute, active ? "lastLogonTimestamp" : "authTimestamp");
    fill_in(&it->disabled_by.code, active ? "control" : "locked");
    if (it->idle_days == NO_NUMBER)
        it->idle_days = IDLE;
}

static bool
name_good(struct act *a, const char *field, const char *name)
{
    return !name || !*name || ldif_name_good(name) ||
           fail(a, FAULT_INVALID, field, "属性の名前は、英字で始まる英数字とハイフンです。");
}

static bool
dn_good(struct act *a, const char *field, const char *dn)
{
    const char *normal = ldif_dn_normal(a->arena, dn);

    return (normal && *normal) || fail(a, FAULT_INVALID, field, "識別名（DN）の形ではありません。");
}

/* Brackets that close; the server says the rest. */
static bool
filter_good(struct act *a, const char *field, const char *filter)
{
    int open = 0;
    bool good = *filter == '(';

    for (const char *c = filter; good && *c; c++) {
        open += (*c == '(') - (*c == ')');
        good = open > 0 || (open == 0 && !c[1]);
    }
    return (good && open == 0) ||
           fail(a, FAULT_INVALID, field, "( で始まり ) で終わる形で書きます。");
}

static const struct query same_query = {
    .name = "account_directory.same",
    .sql = "SELECT id FROM account_directory WHERE contract = :contract AND layer = :layer"
           " AND id <> :but AND removed_at IS NULL",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
check(struct act *a, const struct record *before, struct record *record)
{
    struct account_directory *it = (struct account_directory *)record;
    struct ref other;
    bool found, good;

    (void)before;
    if (!it->layer.code || !it->kind.code || !it->user_base || !*it->user_base)
        return false;
    fill_in_all(it);
    good = dn_good(a, "user_base", it->user_base);
    good = dn_good(a, "group_base", it->group_base) && good;
    good = filter_good(a, "user_filter", it->user_filter) && good;
    good = filter_good(a, "group_filter", it->group_filter) && good;
    good = name_good(a, "login_attribute", it->login_attribute) && good;
    good = name_good(a, "name_attribute", it->name_attribute) && good;
    good = name_good(a, "member_attribute", it->member_attribute) && good;
    good = name_good(a, "sign_in_attribute", it->sign_in_attribute) && good;
    good = name_good(a, "disabled_attribute", it->disabled_attribute) && good;
    if (strcmp(it->disabled_by.code, "attribute") == 0 &&
        (!it->disabled_attribute || !*it->disabled_attribute || !it->disabled_value ||
         !*it->disabled_value))
        good = fail(a, FAULT_INVALID, "disabled_attribute",
                    "無効を表す属性と、無効のときの値を書きます。");
    if (!query_first(a, &same_query, &other, &found,
                     BOUND(BIND(contract, it->base.contract), BIND(layer, it->layer.code),
                           BIND(but, it->base.id))))
        return false;
    return (!found ||
            fail(a, FAULT_CLASH, "layer", "この区分のディレクトリは、もう登録されています。")) &&
           good;
}

/* A comparison by the button is a change from "used" to "used". */
static bool
after(struct act *a, const struct record *before, const struct record *record)
{
    bool ordered =
        before && state_is(before, "used") && state_is(record, "used") && a->origin != ORIGIN_JOB;
    const char *input = arena_print(a->arena, "%lld", (long long)record->id);

    /* One that waits already does for both. */
    return !ordered || !account_directory_place((const struct account_directory *)record) ||
           job_add(a, account_compare_job.name, NULL, input, (struct instant){ 0 }, NULL);
}

const char *
account_disabled_attribute(const struct account_directory *it)
{
    const char *by = it->disabled_by.code ? it->disabled_by.code : "none";

    return strcmp(by, "control") == 0     ? "userAccountControl"
           : strcmp(by, "locked") == 0    ? "pwdAccountLockedTime"
           : strcmp(by, "attribute") == 0 ? it->disabled_attribute
                                          : NULL;
}

static const struct query named_query = {
    .name = "account_directory.named",
    .sql = "SELECT id FROM account_directory WHERE contract = :contract"
           " AND (layer = :name OR title = :name OR id = :id) AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

bool
account_directory_named(struct act *a, int64_t contract, const char *name,
                        struct account_directory **out)
{
    struct ref it = { 0 };
    bool found;

    *out = ledger_new(a, &account_directory_ledger);
    if (!query_first(a, &named_query, &it, &found,
                     BOUND(BIND(contract, contract), BIND(name, name),
                           bind_int("id", strtoll(name, NULL, 10)))))
        return false;
    if (!found)
        return fail(a, FAULT_MISSING, "directory", "「%s」のディレクトリは登録されていません。",
                    name);
    return ledger_read(a, &account_directory_ledger, it.id, false, *out);
}

const struct ledger account_directory_ledger = {
    .name = "account_directory",
    .title = "ディレクトリ",
    .help =
        "区分ごとのディレクトリ（OpenLDAP、Active Directory）です。利用者とグループの探し方を決め、"
        "アカウントの台帳と突き合わせます。",
    .path = "/desk/account_directories",
    .icon = "book",
    .row_size = sizeof(struct account_directory),
    .fields = fields,
    .titled_by = "title",
    .listed = "title layer kind state compared_at users differences outcome",
    .states = &directory_states,
    .access = desk_lead_access,
    .views = views,
    .keep_years = 5,
    .check = check,
    .after = after,
};
