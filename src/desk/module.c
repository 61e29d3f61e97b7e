#include "desk/desk.h"

#include <stddef.h>

#include "desk/account.h"
#include "desk/account_compare.h"
#include "desk/account_difference.h"
#include "desk/account_directory.h"
#include "desk/account_panel.h"
#include "desk/account_plan.h"
#include "desk/address.h"
#include "desk/address_api.h"
#include "desk/advice.h"
#include "desk/application.h"
#include "desk/application_panel.h"
#include "desk/apply_page.h"
#include "desk/ask_command.h"
#include "desk/ask_page.h"
#include "desk/ask_todo.h"
#include "desk/asked.h"
#include "desk/canned_answer.h"
#include "desk/change.h"
#include "desk/comparison_page.h"
#include "desk/computer_name.h"
#include "desk/demo.h"
#include "desk/device.h"
#include "desk/duty.h"
#include "desk/duty_panel.h"
#include "desk/free_range.h"
#include "desk/inquiry.h"
#include "desk/inquiry_mail.h"
#include "desk/inquiry_page.h"
#include "desk/kitting.h"
#include "desk/kitting_panel.h"
#include "desk/label_page.h"
#include "desk/licence.h"
#include "desk/loan.h"
#include "desk/loan_board.h"
#include "desk/loan_late.h"
#include "desk/mail_account.h"
#include "desk/mail_fetch.h"
#include "desk/mail_original.h"
#include "desk/mail_panel.h"
#include "desk/name_series.h"
#include "desk/network.h"
#include "desk/network_page.h"
#include "desk/network_panel.h"
#include "desk/open_data.h"
#include "desk/open_data_page.h"
#include "desk/periodic.h"
#include "desk/power_stop.h"
#include "desk/problem.h"
#include "desk/rollout.h"
#include "desk/rpa.h"
#include "desk/satisfaction.h"
#include "desk/service_account.h"
#include "desk/setting_change.h"
#include "desk/share.h"
#include "desk/share_panel.h"
#include "desk/sighting.h"
#include "desk/similar.h"
#include "desk/staff_check.h"
#include "desk/supply.h"
#include "desk/synonym.h"
#include "desk/trouble.h"
#include "desk/vein_registration.h"
#include "desk/vendor_case.h"
#include "desk/virus_event.h"
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
    &kitting_item_ledger,
    &kitting_ledger,
    &kitting_step_ledger,
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
    /* around inquiries */
    &canned_answer_ledger,
    &support_desk_ledger,
    &vendor_case_ledger,
    &trouble_ledger,
    &problem_ledger,
    &change_ledger,
    &release_ledger,
    &satisfaction_ledger,
    /* shares, and who has an account of what */
    &share_ledger,
    &share_folder_ledger,
    &share_right_ledger,
    &share_usage_ledger,
    &service_account_ledger,
    &licence_ledger,
    &licence_seat_ledger,
    &mail_account_ledger,
    &mail_group_ledger,
    &mail_member_ledger,
    &vein_registration_ledger,
    /* what is changed, found and brought to the devices */
    &setting_change_ledger,
    &virus_event_ledger,
    &rollout_ledger,
    &rollout_result_ledger,
    &mail_original_ledger,
    /* scenarios, stops of the electricity, advice */
    &rpa_scenario_ledger,
    &rpa_terminal_ledger,
    &rpa_plan_ledger,
    &rpa_failure_ledger,
    &power_stop_ledger,
    &power_step_ledger,
    &advice_ledger,
    &open_data_set_ledger,
    /* applications */
    &application_kind_ledger,
    &application_ledger,
    &application_work_ledger,
    /* mail */
    &inquiry_mail_ledger,
    /* accounts and directories */
    &account_ledger,
    &account_directory_ledger,
    &account_difference_ledger,
    &account_plan_ledger,
    &account_step_ledger,
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
    { "窓口", "メール", "/desk/mails", "mail", "inquiry_mail.read", &inquiry_mail_ledger },
    { "窓口", "ベンダー待ち", "/desk/vendor_cases", "tel", "vendor_case.read",
      &vendor_case_ledger },
    { "窓口", "障害", "/desk/troubles", "alert", "trouble.read", &trouble_ledger },
    { "窓口", "申請する", "/desk/apply", "form", "application_kind.read", NULL },
    { "窓口", "申請", "/desk/applications", "route", "application.read", &application_ledger },
    { "窓口", "申請の作業", "/desk/application_works", "check", "application_work.change",
      &application_work_ledger },
    { "窓口", "定例作業", "/desk/duty_runs", "check", "duty_run.read", &duty_run_ledger },
    { "知識", "未回答の質問", "/desk/questions", "find", "article.create", NULL },
    { "運用", "問題", "/desk/problems", "find", "problem.read", &problem_ledger },
    { "運用", "変更", "/desk/changes", "turn", "change.read", &change_ledger },
    { "運用", "設定変更", "/desk/setting_changes", "gear", "setting_change.read",
      &setting_change_ledger },
    { "運用", "ウイルス検知", "/desk/virus_events", "alert", "virus_event.read",
      &virus_event_ledger },
    { "運用", "更新と配信", "/desk/rollouts", "turn", "rollout.read", &rollout_ledger },
    { "台帳", "機器", "/desk/devices", "pc", "device.read", &device_ledger },
    { "台帳", "キッティング", "/desk/kittings", "clip", "kitting.read", &kitting_ledger },
    { "台帳", "消耗品", "/desk/supplies", "box", "supply.read", &supply_ledger },
    { "台帳", "貸出", "/desk/loans", "loan", "loan.read", &loan_ledger },
    { "台帳", "貸出の週表", "/desk/loan_week", "meet", "loan_kind.read", NULL },
    { "台帳", "アドレス", "/desk/map", "net", "network.read", NULL },
    { "台帳", "突合", "/desk/comparison", "find", "sighting.read", NULL },
    { "台帳", "ライセンス", "/desk/licences", "number", "licence.read", &licence_ledger },
    { "台帳", "共有フォルダ", "/desk/shares", "pack", "share.read", &share_ledger },
    { "台帳", "アカウント", "/desk/accounts", "people", "account.read", &account_ledger },
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

static const struct route inquiry_routes[] = {
    { POST, "/desk/inquiries/{id}/canned", inquiry_canned_post, .may = "inquiry.change",
      .ledger = &inquiry_ledger },
    { POST, "/desk/inquiries/{id}/article", similar_draft_post, .may = "inquiry.change",
      .ledger = &inquiry_ledger },
    { GET, "/desk/inquiries/{id}/split", inquiry_split_show, .may = "inquiry.change",
      .ledger = &inquiry_ledger },
    { POST, "/desk/inquiries/{id}/split", inquiry_split_post, .may = "inquiry.change",
      .ledger = &inquiry_ledger },
    { POST, "/desk/inquiries/{id}/satisfaction", satisfaction_own_post, .may = "inquiry.comment",
      .ledger = &inquiry_ledger },
    { GET, "/desk/satisfaction/{id}/{word}", satisfaction_show, .may = MAY_EVERYONE },
    { POST, "/desk/satisfaction/{id}/{word}", satisfaction_post, .may = MAY_EVERYONE },
    { 0 },
};
static const struct route apply_routes[] = {
    { GET, "/desk/apply", apply_show, .may = "application_kind.read" },
    /* What a list offers as 新規: nobody writes answers by hand. */
    { GET, "/desk/applications/new", apply_show, .may = "application.create",
      .ledger = &application_ledger },
    { POST, "/desk/apply", apply_begin, .may = "application_kind.create" },
    { GET, "/desk/apply/{id}", apply_form_show, .may = "application.create" },
    { POST, "/desk/apply/{id}", apply_form_post, .may = "application.create" },
    { GET, "/desk/applications/{id}/fill", apply_again_show, .may = "application.create" },
    { POST, "/desk/applications/{id}/fill", apply_again_post, .may = "application.create" },
    { 0 },
};

static const struct route open_data_routes[] = {
    { GET, "/desk/open_data/{id}", open_data_show, .may = "open_data_set.change" },
    { POST, "/desk/open_data/{id}", open_data_post, .may = "open_data_set.change" },
    { 0 },
};

static const struct route lending_routes[] = {
    { GET, "/desk/loan_week", loan_board_show, .may = "loan_kind.read" },
    { GET, "/desk/labels", labels_show, .may = "device.read" },
    { GET, "/desk/labels/sheets", labels_sheets, .may = "device.read" },
    { 0 },
};

static const struct route account_routes[] = {
    { GET, "/desk/account_plans/{id}/file/{word}", account_plan_file,
      .may = "account_plan.change" },
    { 0 },
};

static const struct route kitting_routes[] = {
    { POST, "/desk/kittings/{id}/tick", kitting_tick, .may = "kitting_step.change",
      .ledger = &kitting_ledger },
    { GET, "/desk/kittings/{id}/sheet", kitting_sheet, .may = "kitting.read",
      .ledger = &kitting_ledger },
    { 0 },
};

static const struct route *const desk_routes[] = {
    address_routes, ask_routes,     apply_routes,   inquiry_routes, open_data_routes,
    lending_routes, account_routes, kitting_routes, NULL,
};

static const struct job_kind *const desk_jobs[] = {
    &duty_job,      &duty_missed_job,     &mail_fetch_job,   &staff_check_job,
    &loan_late_job, &account_compare_job, &account_plan_job, NULL,
};

static const struct command *const desk_commands[] = {
    &ask_command,
    NULL,
};

static const struct report *const desk_reports[] = {
    &monthly_report,
    &half_report,
    &yearly_report,
    NULL,
};

static const struct panel *const desk_panels[] = {
    &duty_panel,    &network_panel, &inquiry_panel,     &satisfaction_panel,
    &share_panel,   &label_panel,   &application_panel, &mail_panel,
    &similar_panel, &account_panel, &kitting_panel,     NULL,
};

static bool
begin(struct act *a, int64_t contract)
{
    return synonyms_load(a, contract) && kitting_items_load(a, contract);
}

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
    .begin = begin,
    .demo = desk_demo,
};
