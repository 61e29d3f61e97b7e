/* Accounts of 青葉市's LGWAN, what a comparison found, and a plan that was made of it. */
#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/account.h"
#include "desk/account_compare.h"
#include "desk/account_difference.h"
#include "desk/account_directory.h"
#include "desk/account_plan.h"
#include "desk/demo_round_work.h"
#include "ledger/core/core.h"
#include "ledger/personal.h"
#include "store/act.h"

enum { ACCOUNTS = 36 };

static const struct difference_story {
    size_t account; /* from 1; 0: none */
    const char *title, *kind, *ledger, *directory, *state, *note;
} differences[] = {
    { 3, NULL, "on", "停止", "有効", "chosen", NULL },
    { 7, NULL, "missing", "使用中", "なし", "chosen", NULL },
    { 12, NULL, "member", "台帳だけ：共有_窓口", "ディレクトリだけ：共有_税務", "open", NULL },
    { 18, NULL, "off", "使用中", "無効", "open", NULL },
    { 0, "tmp-kensyu", "unknown", "記録なし", "有効", "open", NULL },
    { 0, "svc-backup", "unknown", "記録なし", "有効", "left",
      "控えのソフトが使うアカウント。業者の構成書にある。" },
};

static const char *
name_of(struct act *a, size_t n)
{
    return arena_print(a->arena, "k%04zu", 100 + n * 7);
}

static bool
make_accounts(struct act *a, const struct rounds_cast *cast, int64_t *ids)
{
    for (size_t i = 0; i < ACCOUNTS; i++) {
        struct account *it = ledger_new(a, &account_ledger);
        const struct person *person = &cast->people[i * 3 % cast->count];

        it->base.contract = cast->contract;
        it->title = name_of(a, i);
        it->layer.code = i % 6 == 5 ? "mynumber" : i % 6 == 4 ? "internet" : "lgwan";
        it->person.id = person->base.id;
        it->section = person->section;
        it->begins_on = date_add(instant_date(cast->present), -400 + (int)i * 3);
        it->member_of.text = i % 3 ? "全職員" : "全職員\n共有_窓口";
        if (i % 9 == 8)
            it->ends_on = date_add(instant_date(cast->present), 20 + (int)i);
        if (!ledger_create(a, &account_ledger, it) ||
            (i == 2 && !ledger_move(a, &account_ledger, "stop", it)))
            return false;
        ids[i] = it->base.id;
    }
    return true;
}

static bool
make_differences(struct act *a, const struct account_directory *of, const int64_t *ids)
{
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++) {
        const struct difference_story *story = &differences[i];
        struct account_difference *it = ledger_new(a, &account_difference_ledger);

        it->base.contract = of->base.contract;
        it->directory.id = of->base.id;
        it->title = story->title ? story->title : name_of(a, story->account - 1);
        it->account.id = story->account ? ids[story->account - 1] : 0;
        it->kind.code = story->kind;
        it->ledger_says = story->ledger;
        it->directory_says = story->directory;
        it->base.state = story->state;
        it->note = story->note;
        if (!ledger_keep(a, &account_difference_ledger, NULL, it))
            return false;
    }
    return true;
}

static bool
make_step(struct act *a, const struct account_plan *plan, int64_t position, const char *title,
          const char *before, const char *operation)
{
    struct account_step *it = ledger_new(a, &account_step_ledger);

    it->base.contract = plan->base.contract;
    it->plan.id = plan->base.id;
    it->position = position;
    it->title = title;
    it->entry_before.text = before;
    it->operation.text = operation;
    return ledger_keep(a, &account_step_ledger, NULL, it);
}

static bool
make_plan(struct act *a, const struct account_directory *of)
{
    struct account_plan *it = ledger_new(a, &account_plan_ledger);
    const char *stopped = name_of(a, 2), *missing = name_of(a, 6);

    it->base.contract = of->base.contract;
    it->directory.id = of->base.id;
    it->base.state = "planned";
    it->reason.text = "今月の突合で見つかった差異を直すため。";
    it->steps = 2;
    it->done = 0;
    return ledger_keep(a, &account_plan_ledger, NULL, it) &&
           make_step(a, it, 1, arena_print(a->arena, "%s を無効にする", stopped),
                     arena_print(a->arena, "dn: uid=%s,ou=people,dc=aoba,dc=example\n", stopped),
                     arena_print(a->arena,
                                 "dn: uid=%s,ou=people,dc=aoba,dc=example\nchangetype: modify\n"
                                 "replace: employeeType\nemployeeType: stopped\n-\n",
                                 stopped)) &&
           make_step(a, it, 2,
                     arena_print(a->arena, "%s を加える（パスワードは別に決める）", missing),
                     "（ありません）",
                     arena_print(a->arena,
                                 "dn: uid=%s,ou=people,dc=aoba,dc=example\nchangetype: add\n"
                                 "objectClass: inetOrgPerson\nuid: %s\ncn: %s\nsn: %s\n",
                                 missing, missing, missing, missing));
}

struct found_story {
    struct account_directory *directory;
    const int64_t *accounts;
};

static bool
make_found(struct act *a, void *with)
{
    const struct found_story *story = with;
    struct account_directory *row = story->directory;

    row->compared_at = a->now;
    row->users = 24;
    row->groups = 9;
    row->differences = 5;
    row->outcome = "台帳にない 1、ディレクトリにない 1、無効になっている 1、有効のまま 1、"
                   "グループの違い 1";
    return ledger_keep(a, &account_directory_ledger, NULL, row) &&
           make_differences(a, row, story->accounts) && make_plan(a, row);
}

static bool
make_all(struct act *a, void *with)
{
    const struct rounds_cast *cast = with;
    struct account_directory *of = ledger_new(a, &account_directory_ledger);
    int64_t ids[ACCOUNTS];
    struct found_story story = { of, ids };

    /* A responsible person declares it; the desk keeps the accounts. */
    of->base.contract = cast->contract;
    of->layer.code = "lgwan";
    of->kind.code = "openldap";
    of->user_base = "ou=people,dc=aoba,dc=example";
    of->group_base = "ou=groups,dc=aoba,dc=example";
    of->groups_kept = true;
    of->disabled_by.code = "attribute";
    of->disabled_attribute = "employeeType";
    of->disabled_value = "stopped";
    return make_accounts(a, cast, ids) && consequence_run(a, make_found, &story);
}

bool
demo_accounts(struct act *a, const struct rounds_cast *cast)
{
    struct rounds_cast it = *cast;

    return personal_ensure(a, cast->contract) && act_write(a, make_all, &it);
}
