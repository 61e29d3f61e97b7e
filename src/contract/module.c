#include "contract/contract.h"

#include <stddef.h>

#include "contract/calc.h"
#include "ledger/command.h"
#include "store/job.h"
#include "web/module.h"
#include "web/route.h"

/* One line each, in the order of a contract's life: terms, people, information, work,
   deliverables, money, handover. */
static const struct ledger *const contract_ledgers[] = {
    NULL,
};

static const struct menu_item contract_menu[] = {
    { 0 },
};

static const struct route contract_routes[] = {
    { 0 },
};

static const struct job_kind contract_jobs[] = {
    { 0 },
};

static const struct command contract_commands[] = {
    { "calc", "KIND [--amount YEN …]", "契約の額を、計算の過程とともに出す", calc_help,
      calc_options, NEED_NOTHING, 1, 1, calc_run },
    { 0 },
};

const struct module contract_module = {
    .name = "contract",
    .title = "契約",
    .ledgers = contract_ledgers,
    .menu = contract_menu,
    .routes = contract_routes,
    .jobs = contract_jobs,
    .commands = contract_commands,
};
