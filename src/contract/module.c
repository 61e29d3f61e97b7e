#include "contract/contract.h"

#include <stddef.h>

#include "contract/calc.h"
#include "contract/deliverable.h"
#include "contract/expense.h"
#include "contract/inspection.h"
#include "contract/invoice.h"
#include "contract/payment_plan.h"
#include "ledger/command.h"
#include "store/job.h"
#include "web/module.h"
#include "web/route.h"

/* One line each, in the order of a contract's life: terms, people, information, work,
   deliverables, money, handover. */
static const struct ledger *const contract_ledgers[] = {
    &deliverable_ledger, &inspection_ledger, &payment_plan_ledger,
    &instalment_ledger,  &unit_price_ledger, &actual_count_ledger,
    &invoice_ledger,     &expense_ledger,    NULL,
};

static const struct menu_item contract_menu[] = {
    { "契約", "成果物", "/contract/deliverables", "box", "deliverable.read", &deliverable_ledger },
    { "契約", "検査", "/contract/inspections", "check", "inspection.read", &inspection_ledger },
    { "契約", "請求書", "/contract/invoices", "yen", "invoice.read", &invoice_ledger },
    { 0 },
};

static const struct route contract_routes[] = {
    { 0 },
};

static const struct job_kind contract_jobs[] = {
    { .name = "inspection.deem",
      .title = "みなし合格の記録",
      .run = inspection_deem,
      .schedule = "daily 00:10",
      .alone = true },
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
