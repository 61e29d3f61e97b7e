#include "contract/contract.h"

#include <stddef.h>

#include "contract/calendar_feed.h"
#include "contract/clauses_page.h"
#include "contract/consultation.h"
#include "contract/desk_page.h"
#include "contract/obligation.h"
#include "contract/terms.h"
#include "contract/terms_demo.h"
#include "ledger/command.h"
#include "store/job.h"
#include "web/module.h"
#include "web/route.h"

/* One line each, in the order of a contract's life: terms, people, information, work,
   deliverables, money, handover. */
static const struct ledger *const contract_ledgers[] = {
    &terms_ledger,
    &obligation_ledger,
    &consultation_ledger,
    NULL,
};

static const struct menu_item contract_menu[] = {
    { "契約", "履行状況", "/contract/desk", "chart", "obligation.read", NULL },
    { "契約", "義務", "/contract/obligations", "good", "obligation.read", &obligation_ledger },
    { "契約", "協議記録", "/contract/consultations", "talk", "consultation_record.read",
      &consultation_ledger },
    { 0 },
};

static const struct route contract_routes[] = {
    { GET, "/contract/desk", desk_show, .may = "obligation.read" },
    { GET, "/contract/desk/{id}", desk_show, .may = "obligation.read" },
    { GET, "/contract/coverage", coverage_show, .may = "obligation.read" },
    { GET, "/contract/coverage/{id}", coverage_show, .may = "obligation.read" },
    { GET, "/contract/dues", dues_show, .may = "obligation.read" },
    { GET, "/contract/dues/{id}", dues_show, .may = "obligation.read" },
    { GET, "/contract/clauses", clauses_show, .may = "obligation.import" },
    { POST, "/contract/clauses", clauses_receive, .may = "obligation.import",
      .body_limit = CLAUSES_BODY },
    { GET, "/contract/calendar.ics", calendar_feed_show, .may = "obligation.read", .json = true,
      .takes_basic = true, .ledger = &obligation_ledger },
    { 0 },
};

static const struct job_kind contract_jobs[] = {
    { .name = "obligation.settle",
      .title = "義務の期限の見直し",
      .run = obligation_settle,
      .schedule = "daily 00:05",
      .alone = true },
    { 0 },
};

static const struct command contract_commands[] = {
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
    .demo = terms_demo,
};
