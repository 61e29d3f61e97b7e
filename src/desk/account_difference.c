#include "desk/account_difference.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/account.h"
#include "desk/account_directory.h"
#include "desk/rights.h"
#include "ledger/core/core.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"

enum { MOST_SAYS = 1000 };

const struct choice_item account_difference_kinds[] = {
    { "unknown", "台帳にない", NULL },
    { "missing", "ディレクトリにない", NULL },
    { "off", "無効になっている", NULL },
    { "on", "有効のまま", NULL },
    { "left", "消し残り", NULL },
    { "member", "グループの違い", NULL },
    { "idle", "長く使っていない", NULL },
    { "twice", "名前の重複", NULL },
    { 0 },
};

static const struct choice_item remedies[] = {
    { "none", "人が直す", NULL },
    { "add", "加える", NULL },
    { "enable", "有効にする", NULL },
    { "disable", "無効にする", NULL },
    { "delete", "消す", NULL },
    { "groups", "グループを合わせる", NULL },
    { 0 },
};

/* What may be chosen for a kind; the first is the usual one. */
static const char *const fitting[ACCOUNT_KINDS] = {
    [ACCOUNT_UNKNOWN] = "disable none delete",
    [ACCOUNT_MISSING] = "add none",
    [ACCOUNT_OFF] = "enable none",
    [ACCOUNT_ON] = "disable none delete",
    [ACCOUNT_LEFT] = "disable none delete",
    [ACCOUNT_MEMBER] = "groups none",
    [ACCOUNT_IDLE] = "none disable",
    [ACCOUNT_TWICE] = "none",
};

static const struct field fields[] = {
    FIELD(struct account_difference, title, "アカウント名", .required = true, .settled = true,
          .searched = true, .most = 300),
    FIELD(struct account_difference, directory, "ディレクトリ", .required = true, .settled = true,
          .to = &account_directory_ledger),
    FIELD(struct account_difference, kind, "違い", .required = true, .settled = true,
          .choices = account_difference_kinds),
    FIELD(struct account_difference, account, "台帳のアカウント", .to = &account_ledger),
    FIELD(struct account_difference, dn, "識別名（DN）", .fixed = true, .personal = true,
          .most = 1000),
    FIELD(struct account_difference, display, "ディレクトリの表示名", .fixed = true,
          .personal = true, .most = 300),
    FIELD(struct account_difference, ledger_says, "台帳では", .fixed = true, .most = MOST_SAYS),
    FIELD(struct account_difference, directory_says, "ディレクトリでは", .fixed = true,
          .most = MOST_SAYS),
    FIELD(struct account_difference, disabled, "ディレクトリで無効", .fixed = true),
    FIELD(struct account_difference, member_of, "ディレクトリのグループ", .fixed = true,
          .most = 8000),
    FIELD(struct account_difference, remedy, "直し方",
          .help = "計画に入れたとき、ディレクトリにすることです。", .choices = remedies),
    FIELD(struct account_difference, found_at, "見つけた日時", .fixed = true),
    FIELD(struct account_difference, gone_at, "解消した日時", .fixed = true),
    FIELD(struct account_difference, note, "このままでよい理由", .most = 400),
    { 0 },
};

/* --- choosing ------------------------------------------------------------------------------ */

static enum account_differs
kind_of(const struct account_difference *it)
{
    int kind = 0;

    for (; kind < ACCOUNT_KINDS - 1; kind++)
        if (it->kind.code && strcmp(account_difference_kinds[kind].code, it->kind.code) == 0)
            break;
    return (enum account_differs)kind;
}

const char *
account_usual_remedy(enum account_differs kind)
{
    static const char *const usual[ACCOUNT_KINDS] = {
        [ACCOUNT_UNKNOWN] = "disable", [ACCOUNT_MISSING] = "add",  [ACCOUNT_OFF] = "enable",
        [ACCOUNT_ON] = "disable",      [ACCOUNT_LEFT] = "disable", [ACCOUNT_MEMBER] = "groups",
        [ACCOUNT_IDLE] = "none",       [ACCOUNT_TWICE] = "none",
    };

    return usual[kind];
}

static bool
check_choose(struct act *a, const struct record *before, struct record *record)
{
    const struct account_difference *it = (const struct account_difference *)record;

    (void)before;
    return (it->remedy.code && strcmp(it->remedy.code, "none") != 0) ||
           fail(a, FAULT_CLASH, NULL,
                "ディレクトリにすることがありません。直し方を選ぶか、台帳を直します。");
}

static bool
check_register(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    if (kind_of((const struct account_difference *)record) != ACCOUNT_UNKNOWN)
        return fail(a, FAULT_CLASH, NULL, "台帳にないアカウントだけを、台帳に加えます。");
    ((struct account_difference *)record)->gone_at = a->now;
    return true;
}

static const struct state state_rows[] = {
    { "open", "未対応", NULL, MARK_NEW },
    { "chosen", "直す", "計画に入れる", MARK_WORK },
    { "left", "このままでよい", "例外", MARK_SOLVED, .ended = true },
    { "gone", "解消", NULL, MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "choose", "計画に入れる", "open left", "chosen", NULL, DESK_CREW, .check = check_choose },
    { "drop", "計画から外す", "chosen", "open", NULL, DESK_CREW },
    { "leave", "このままでよい", "open chosen", "left", "note", DESK_CREW },
    { "reopen", "未対応に戻す", "left", "open", NULL, DESK_CREW },
    { "register", "台帳に加える", "open left", "gone", NULL, DESK_CREW, .check = check_register },
    { 0 },
};

static const struct states difference_states = { state_rows, transitions };

static const struct view views[] = {
    { "open", "未対応", "まだ決めていない差異です。", "state=open", "title" },
    { "chosen", "直す", "次の計画に入れる差異です。", "state=chosen", "title" },
    { "unknown", "台帳にない", "ディレクトリにあり、台帳にないものです。",
      "state=open&kind.in=unknown,left", "title" },
    { "missing", "ディレクトリにない", "台帳にあり、ディレクトリにないものです。",
      "state=open&kind=missing", "title" },
    { "disabled", "有効・無効の違い", "有効か無効かが、台帳と違うものです。",
      "state=open&kind.in=off,on", "title" },
    { "member", "グループの違い", "グループが、台帳と違うものです。", "state=open&kind=member",
      "title" },
    { "idle", "長く使っていない", "決めた日数、サインインのないものです。", "state=open&kind=idle",
      "title" },
    { "left", "このままでよい", "理由を付けて、残すと決めたものです。", "state=left", "title" },
    { "all", "すべて", "解消したものも、新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
check(struct act *a, const struct record *before, struct record *record)
{
    struct account_difference *it = (struct account_difference *)record;

    if (!it->kind.code)
        return false;
    if (!before && !it->found_at.us)
        it->found_at = a->now;
    if (!it->remedy.code || !*it->remedy.code)
        it->remedy.code = account_usual_remedy(kind_of(it));
    if (!names_have(fitting[kind_of(it)], it->remedy.code))
        return fail(a, FAULT_INVALID, "remedy", "この違いには使えない直し方です。");
    if (state_is(record, "chosen") && strcmp(it->remedy.code, "none") == 0)
        return fail(a, FAULT_INVALID, "remedy",
                    "計画に入れたものです。外してから、この直し方にします。");
    return true;
}

/* --- taking an entry into the ledger --------------------------------------------------------- */

static bool
enter(struct act *a, void *with)
{
    const struct account_difference *it = with;
    struct account_directory *from = ledger_new(a, &account_directory_ledger);
    struct account_difference *whole = ledger_new(a, &account_difference_ledger);
    struct account *row = ledger_new(a, &account_ledger);
    bool found;

    if (!consequence_read(a, &account_directory_ledger, it->directory.id, from) ||
        !shape_read(a, shape_of(&account_difference_ledger), it->base.id, true, whole, &found) ||
        !found)
        return false;
    row->base.contract = it->base.contract;
    row->title = it->title;
    row->layer = from->layer;
    row->person_name = whole->display;
    row->member_of = whole->member_of;
    if (whole->disabled)
        row->base.state = "stopped";
    row->notes.text = arena_print(a->arena, "%sの突合で、ディレクトリから台帳に加えました。",
                                  from->title ? from->title : "");
    return ledger_keep(a, &account_ledger, NULL, row);
}

static bool
after(struct act *a, const struct record *before, const struct record *record)
{
    bool registered = before && !state_is(before, "chosen") &&
                      state_reached(before, record, "gone") && a->origin != ORIGIN_JOB;

    return !registered || consequence_run(a, enter, (void *)(uintptr_t)record);
}

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    WORK = LOOK | DEED_CREATE | DEED_CHANGE | DEED_PERSONAL,
};

static const struct access rights[] = {
    { ROLE_LEAD, WORK, REACH_CONTRACT },
    { ROLE_OPERATOR, WORK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

const struct ledger account_difference_ledger = {
    .name = "account_difference",
    .title = "アカウントの差異",
    .help = "アカウントの台帳とディレクトリの違いです。突合が書き、なくなれば「解消」になります。"
            "直すものを選んで、変更計画を作ります。",
    .path = "/desk/account_differences",
    .icon = "find",
    .row_size = sizeof(struct account_difference),
    .fields = fields,
    .titled_by = "title",
    .listed = "title kind state directory ledger_says directory_says remedy found_at",
    .states = &difference_states,
    .access = rights,
    .views = views,
    .keep_years = 5,
    .check = check,
    .after = after,
};
