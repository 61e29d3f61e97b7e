#include "desk/desk.h"

#include <stddef.h>

#include "desk/address.h"
#include "desk/address_api.h"
#include "desk/ask_command.h"
#include "desk/ask_page.h"
#include "desk/ask_todo.h"
#include "desk/asked.h"
#include "desk/comparison_page.h"
#include "desk/computer_name.h"
#include "desk/demo.h"
#include "desk/device.h"
#include "desk/duty.h"
#include "desk/duty_panel.h"
#include "desk/free_range.h"
#include "desk/inquiry.h"
#include "desk/inquiry_mail.h"
#include "desk/loan.h"
#include "desk/mail_fetch.h"
#include "desk/mail_panel.h"
#include "desk/monthly.h"
#include "desk/name_series.h"
#include "desk/network.h"
#include "desk/network_page.h"
#include "desk/network_panel.h"
#include "desk/sighting.h"
#include "desk/supply.h"
#include "desk/synonym.h"
#include "desk/web_meeting.h"
#include "store/job.h"
#include "store/schema.h"
#include "web/module.h"
#include "web/panel.h"
#include "web/route.h"

static const struct ledger *const desk_ledgers[] = {
    &inquiry_ledger,
    &duty_ledger,
    &duty_run_ledger,
    /* addresses and names */
    &name_series_ledger,
    &network_ledger,
    &computer_name_ledger,
    &address_ledger,
    &sighting_ledger,
    /* devices, supplies, loans, licences by time */
    &device_ledger,
    &device_step_ledger,
    &device_event_ledger,
    &supply_ledger,
    &stock_move_ledger,
    &loan_kind_ledger,
    &loan_unit_ledger,
    &loan_ledger,
    &web_licence_ledger,
    &web_meeting_ledger,
    /* automatic answers */
    &asked_ledger,
    &synonym_ledger,
    /* mail */
    &inquiry_mail_ledger,
    NULL,
};

static const struct table *const desk_tables[] = {
    &free_range_table,
    &free_name_table,
    &name_counter_table,
    NULL,
};

static const struct menu_item desk_menu[] = {
    { "窓口", "質問する", "/desk/ask", "help", "publication.read", NULL },
    { "窓口", "問合せ", "/desk/inquiries", "talk", "inquiry.read", &inquiry_ledger },
    { "窓口", "定例作業", "/desk/duty_runs", "check", "duty_run.read", &duty_run_ledger },
    { "窓口", "メール", "/desk/mails", "mail", "inquiry_mail.read", &inquiry_mail_ledger },
    { "窓口", "未回答の質問", "/desk/questions", "find", "article.create", NULL },
    { "台帳", "アドレス", "/desk/map", "net", "network.read", NULL },
    { "台帳", "突合", "/desk/comparison", "find", "sighting.read", NULL },
    { "台帳", "機器", "/desk/devices", "pc", "device.read", &device_ledger },
    { "台帳", "消耗品", "/desk/supplies", "box", "supply.read", &supply_ledger },
    { "台帳", "貸出", "/desk/loans", "loan", "loan.read", &loan_ledger },
    { 0 },
};

static const struct route address_routes[] = {
    { POST, "/api/v1/address/issue", address_issue_post, .may = "address.create", .json = true },
    { GET, "/desk/map", network_map_show, .may = "network.read" },
    { GET, "/desk/map/{id}", network_map_show, .may = "network.read" },
    { POST, "/desk/map/{id}", network_map_issue, .may = "address.create" },
    { POST, "/desk/map/{id}/return", network_map_return, .may = "address.change" },
    { GET, "/desk/comparison", comparison_show, .may = "sighting.read" },
    { POST, "/desk/comparison/register", comparison_register, .may = "address.create" },
    { POST, "/desk/comparison/return", comparison_return, .may = "address.change" },
    { 0 },
};
static const struct route ask_routes[] = {
    { GET, "/desk/ask", ask_show, .may = "publication.read" },
    { POST, "/desk/ask", ask_post, .may = "publication.read" },
    { POST, "/desk/ask/{id}/verdict", ask_verdict_post, .may = "publication.read" },
    { POST, "/api/v1/ask", ask_api, .may = "publication.read", .json = true },
    { POST, "/api/v1/ask/{id}/verdict", ask_api_verdict, .may = "publication.read", .json = true },
    { GET, "/desk/questions", ask_todo_show, .may = "asked_question.read" },
    { POST, "/desk/questions", ask_todo_post, .may = "asked_question.read" },
    { 0 },
};

static const struct route *const desk_routes[] = { address_routes, ask_routes, NULL };

static const struct job_kind *const desk_jobs[] = { &duty_job, &duty_missed_job, &mail_fetch_job,
                                                    NULL };

static const struct command *const desk_commands[] = { &ask_command, NULL };

static const struct report *const desk_reports[] = { &monthly_report, NULL };

static const struct panel *const desk_panels[] = { &duty_panel, &network_panel, &mail_panel, NULL };

const struct module desk_module = {
    .name = "desk",
    .title = "窓口",
    .ledgers = desk_ledgers,
    .routes = desk_routes,
    .menu = desk_menu,
    .jobs = desk_jobs,
    .commands = desk_commands,
    .tables = desk_tables,
    .reports = desk_reports,
    .panels = desk_panels,
    .begin = synonyms_load,
    .demo = desk_demo,
};
