#include <stdio.h>

#include "app/commands.h"
#include "app/faults.h"
#include "app/house.h"
#include "app/line.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"
#include "web/module.h"
#include "web/password.h"

enum { PASSWORD_BYTES = 15 }; /* 20 characters, 120 bits */

struct beginning {
    const char *hash;
    struct user *admin;
};

static bool
add_administrator(struct act *a, void *with)
{
    struct beginning *it = with;
    struct user *admin = ledger_new(a, &user_ledger);

    admin->login = "admin";
    admin->title = "システム管理者";
    admin->password = it->hash;
    admin->administrator = true;
    it->admin = admin;
    return ledger_create(a, &user_ledger, admin);
}

/* Work can begin at once: one contract to put records in, the office's hours. */
static bool
add_contract(struct act *a)
{
    struct calendar_row *calendar = ledger_new(a, &calendar_ledger);
    struct contract *contract = ledger_new(a, &contract_ledger);

    calendar->title = "開庁日（平日 8:30から17:15まで）";
    calendar->hours.text = "月-金 8:30-17:15";
    calendar->holidays = true;
    calendar->year_end = true;
    if (!ledger_create(a, &calendar_ledger, calendar))
        return false;
    contract->number = "1";
    contract->title = "最初の契約";
    contract->calendar.id = calendar->base.id;
    if (!ledger_create(a, &contract_ledger, contract))
        return false;
    for (const struct module *const *it = modules; *it; it++)
        if ((*it)->begin && !(*it)->begin(a, contract->base.id))
            return false;
    return true;
}

struct newest {
    int64_t seq;
};

static const struct query newest_row = {
    .name = "history.newest",
    .sql = "SELECT coalesce(max(seq), 0) AS seq FROM history",
    .row_size = sizeof(struct newest),
    .columns = COLUMNS(COLUMN(struct newest, seq)),
};

/* A restore may replace what is written here, and nothing else. */
static bool
mark_beginning(struct act *a, void *with)
{
    struct newest newest;
    bool found;

    (void)with;
    return query_first(a, &newest_row, &newest, &found, UNBOUND) &&
           setting_put(a, "init.seq", arena_print(a->arena, "%lld", (long long)newest.seq));
}

static bool
fill(struct house *house, struct act *a, const char **password)
{
    struct beginning it = { 0 };

    *password = random_token(house->arena, PASSWORD_BYTES);
    return house_migrate(house, a) && password_hash(a, "admin", *password, &it.hash) &&
           act_write(a, add_administrator, &it) && add_contract(a) &&
           act_write(a, mark_beginning, NULL);
}

static void
write_result(const struct arguments *arguments, const char *password)
{
    if (!arguments->json) {
        buffer_print(arguments->out, "login admin  password %s\n", password);
        return;
    }
    buffer_text(arguments->out, "{\"login\":\"admin\",\"password\":");
    json_text(arguments->out, password);
    buffer_text(arguments->out, "}\n");
}

static int
run(struct act *outer, const struct arguments *arguments)
{
    struct house house = { .arena = outer->arena };
    const char *password;
    const char *why;
    struct act a;
    int status = 0;

    if (!house_open(&house, house_line(), HOUSE_NEW, &why))
        return fault_print(why, arguments->json, 3);
    house_act(&house, &a);
    if (!fill(&house, &a, &password))
        status = faults_print(&a, arguments->json);
    act_end(&a);
    if (!status && !house_close(&house))
        status = fault_print("履歴を封印できませんでした。", arguments->json, 3);
    if (status)
        house_undo(&house);
    else
        write_result(arguments, password);
    return status;
}

const struct command init_command = {
    .name = "init",
    .usage = "--data DIR",
    .title = "データフォルダーを新しく作る",
    .help = "データフォルダー、データベース、鍵、システム管理者を作ります。\n"
            "管理者の最初のパスワードは、ここで一度だけ表示します。控えてください。\n"
            "中身のあるフォルダーには作りません。\n\n"
            "例: tasuki init --data /srv/tasuki",
    .need = NEED_FOLDER,
    .run = run,
};
