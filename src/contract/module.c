#include "contract/contract.h"

#include <stddef.h>

#include "contract/assignment.h"
#include "contract/contact.h"
#include "contract/erasure.h"
#include "contract/handling_request.h"
#include "contract/information.h"
#include "contract/media_check.h"
#include "contract/medium.h"
#include "contract/pledge.h"
#include "contract/qualification.h"
#include "contract/receipt.h"
#include "contract/replacement.h"
#include "contract/staffing_page.h"
#include "contract/staffing_rule.h"
#include "contract/subcontract.h"
#include "contract/training.h"
#include "contract/workplace.h"
#include "ledger/command.h"
#include "store/job.h"
#include "web/module.h"
#include "web/route.h"

/* One line each, in the order of a contract's life: terms, people, information, work,
   deliverables, money, handover. */
static const struct ledger *const contract_ledgers[] = {
    /* people and places */
    &workplace_ledger,
    &transport_method_ledger,
    &subcontract_ledger,
    &supervision_ledger,
    &assignment_ledger,
    &replacement_ledger,
    &qualification_ledger,
    &experience_ledger,
    &pledge_ledger,
    &training_ledger,
    &attendance_ledger,
    &staffing_rule_ledger,
    &contact_ledger,
    /* information under care */
    &receipt_ledger,
    &medium_ledger,
    &information_item_ledger,
    &handling_request_ledger,
    &erasure_request_ledger,
    &erasure_line_ledger,
    &information_event_ledger,
    &carry_request_ledger,
    &media_check_plan_ledger,
    &media_check_ledger,
    NULL,
};

static const struct menu_item contract_menu[] = {
    { "契約", "従事者名簿", "/contract/assignments", "user", "assignment.read",
      &assignment_ledger },
    { "契約", "体制の確認", "/contract/staffing", "check", "staffing_rule.read", NULL },
    { "契約", "再委託", "/contract/subcontracts", "clip", "subcontract.read", NULL },
    { "契約", "研修", "/contract/trainings", "book", "training.read", NULL },
    { "契約", "情報台帳", "/contract/information_items", "lock", "information_item.read", NULL },
    { "契約", "媒体・機器台帳", "/contract/media", "pc", "medium.read", NULL },
    { "契約", "点検", "/contract/media_checks", "done", "media_check.read", &media_check_ledger },
    { "契約", "返還・消去の申請", "/contract/erasure_requests", "cross", "erasure_request.read",
      &erasure_request_ledger },
    { 0 },
};

static const struct route contract_routes[] = {
    { GET, "/contract/staffing", staffing_show, .may = "staffing_rule.read" },
    { 0 },
};

static const struct job_kind contract_jobs[] = {
    { "assignment.leave", "離任の記録", assignment_leave, "daily 00:05", .alone = true },
    { "media_check.plan", "点検の予定", media_check_plan_ahead, "daily 00:15", .alone = true },
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
