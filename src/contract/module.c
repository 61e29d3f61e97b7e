#include "contract/contract.h"

#include <stddef.h>

#include "contract/calc.h"
#include "contract/consultation.h"
#include "contract/document.h"
#include "contract/obligation.h"
#include "contract/report_command.h"
#include "contract/report_page.h"
#include "contract/terms.h"
#include "ledger/command.h"
#include "store/job.h"
#include "web/module.h"
#include "web/route.h"

/* One line each, in the order of a contract's life: terms, people, information, work,
   deliverables, money, handover. */
static const struct ledger *const contract_ledgers[] = {
    &document_ledger, &terms_ledger, &obligation_ledger, &consultation_ledger, NULL,
};

static const struct menu_item contract_menu[] = {
    { "契約", "報告書を作る", "/contract/reports", "form", "document.create", NULL },
    { "契約", "文書", "/contract/documents", "form", "document.read", NULL },
    { "契約", "義務", "/contract/obligations", "good", "obligation.read", &obligation_ledger },
    { "契約", "協議記録", "/contract/consultations", "talk", "consultation_record.read",
      &consultation_ledger },
    { 0 },
};

static const struct route *const contract_routes[] = { report_routes, NULL };

static const struct report *const contract_reports[] = {
    NULL,
};

static const struct job_kind *const contract_jobs[] = { &obligation_job, NULL };

static const struct command *const contract_commands[] = { &calc_command, &report_command, NULL };

const struct module contract_module = {
    .name = "contract",
    .title = "契約",
    .ledgers = contract_ledgers,
    .menu = contract_menu,
    .routes = contract_routes,
    .jobs = contract_jobs,
    .commands = contract_commands,
    .reports = contract_reports,
};
