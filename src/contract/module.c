#include "contract/contract.h"

#include <stddef.h>

#include "contract/accommodation.h"
#include "contract/complaint.h"
#include "contract/incident.h"
#include "contract/interference.h"
#include "contract/meeting.h"
#include "contract/plan.h"
#include "contract/schedule_page.h"
#include "contract/site_inspection.h"
#include "contract/task.h"
#include "ledger/command.h"
#include "store/job.h"
#include "web/module.h"
#include "web/route.h"

/* One line each, in the order of a contract's life: terms, people, information, work,
   deliverables, money, handover. */
static const struct ledger *const contract_ledgers[] = {
    &incident_ledger,
    &incident_report_ledger,
    &publication_ledger,
    &complaint_ledger,
    &interference_ledger,
    &accommodation_ledger,
    &meeting_series_ledger,
    &meeting_ledger,
    &action_item_ledger,
    &site_inspection_ledger,
    &site_check_ledger,
    &task_ledger,
    &schedule_change_ledger,
    &plan_ledger,
    &indicator_ledger,
    &indicator_month_ledger,
    &plan_report_ledger,
    &plan_cost_ledger,
    NULL,
};

static const struct menu_item contract_menu[] = {
    { "契約", "インシデント", "/contract/incidents", "alert", "incident.read", &incident_ledger },
    { "契約", "苦情・特異事案", "/contract/complaints", "talk", "complaint.read",
      &complaint_ledger },
    { "契約", "会議", "/contract/meetings", "meet", "meeting.read", &meeting_ledger },
    { "契約", "宿題・処置", "/contract/action-items", "check", "action_item.read",
      &action_item_ledger },
    { "契約", "実地調査", "/contract/site-inspections", "find", "site_inspection.read",
      &site_inspection_ledger },
    { "契約", "工程表", "/contract/schedule", "chart", "task.read", NULL },
    { 0 },
};

static const struct route contract_routes[] = {
    { GET, "/contract/schedule", schedule_show, .may = "task.read" },
    { 0 },
};

static const struct job_kind contract_jobs[] = {
    { .name = "meeting.next",
      .title = "次の会議の登録",
      .run = meeting_job_run,
      .schedule = "daily 00:30",
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
};
