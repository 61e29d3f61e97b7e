#include "contract/contract.h"

#include <stddef.h>

#include "contract/accommodation.h"
#include "contract/approval.h"
#include "contract/approval_page.h"
#include "contract/approval_route.h"
#include "contract/approval_row.h"
#include "contract/article.h"
#include "contract/article_page.h"
#include "contract/assignment.h"
#include "contract/calc.h"
#include "contract/calendar_feed.h"
#include "contract/clauses_page.h"
#include "contract/complaint.h"
#include "contract/consultation.h"
#include "contract/contact.h"
#include "contract/deliverable.h"
#include "contract/delivery.h"
#include "contract/delivery_page.h"
#include "contract/demo.h"
#include "contract/desk_page.h"
#include "contract/document.h"
#include "contract/document_panel.h"
#include "contract/due_mail.h"
#include "contract/erasure.h"
#include "contract/expense.h"
#include "contract/form.h"
#include "contract/form_api.h"
#include "contract/form_page.h"
#include "contract/handling_request.h"
#include "contract/handover.h"
#include "contract/incident.h"
#include "contract/information.h"
#include "contract/inspection.h"
#include "contract/interference.h"
#include "contract/invoice.h"
#include "contract/media_check.h"
#include "contract/medium.h"
#include "contract/meeting.h"
#include "contract/obligation.h"
#include "contract/papers.h"
#include "contract/payment_plan.h"
#include "contract/plan.h"
#include "contract/pledge.h"
#include "contract/qualification.h"
#include "contract/receipt.h"
#include "contract/replacement.h"
#include "contract/report_command.h"
#include "contract/report_page.h"
#include "contract/schedule_page.h"
#include "contract/site_inspection.h"
#include "contract/staffing_page.h"
#include "contract/staffing_rule.h"
#include "contract/subcontract.h"
#include "contract/task.h"
#include "contract/terms.h"
#include "contract/training.h"
#include "contract/workplace.h"
#include "ledger/command.h"
#include "store/job.h"
#include "web/module.h"
#include "web/route.h"

/* In the order of a contract's life. */
static const struct ledger *const contract_ledgers[] = {
    /* what was agreed */
    &terms_ledger,
    &obligation_ledger,
    &consultation_ledger,
    /* decisions */
    &approval_route_ledger,
    &route_step_ledger,
    &approval_ledger,
    &approval_step_ledger,
    /* articles and questionnaires */
    &article_ledger,
    &edition_ledger,
    &publication_ledger,
    &acknowledgement_ledger,
    &question_form_ledger,
    &question_ledger,
    &response_ledger,
    &answer_ledger,
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
    /* what happens */
    &incident_ledger,
    &incident_report_ledger,
    &disclosure_ledger,
    &complaint_ledger,
    &interference_ledger,
    &accommodation_ledger,
    &meeting_series_ledger,
    &meeting_ledger,
    &action_item_ledger,
    &site_inspection_ledger,
    &site_check_ledger,
    /* work */
    &task_ledger,
    &schedule_change_ledger,
    &plan_ledger,
    &indicator_ledger,
    &indicator_month_ledger,
    &plan_report_ledger,
    &plan_cost_ledger,
    /* deliverables and money */
    &deliverable_ledger,
    &inspection_ledger,
    &payment_plan_ledger,
    &instalment_ledger,
    &unit_price_ledger,
    &actual_count_ledger,
    &invoice_ledger,
    &expense_ledger,
    /* documents */
    &document_ledger,
    &delivery_ledger,
    /* the end */
    &handover_ledger,
    &handover_session_ledger,
    NULL,
};

/* What people open every day; the rest is reached from the record it belongs to. */
static const struct menu_item contract_menu[] = {
    { "契約", "履行状況", "/contract/desk", "chart", "obligation.read", NULL },
    { "契約", "義務", "/contract/obligations", "good", "obligation.read", &obligation_ledger },
    { "契約", "会議", "/contract/meetings", "meet", "meeting.read", &meeting_ledger },
    { "契約", "宿題・処置", "/contract/action-items", "check", "action_item.read",
      &action_item_ledger },
    { "契約", "工程表", "/contract/schedule", "chart", "task.read", NULL },
    { "契約", "インシデント", "/contract/incidents", "alert", "incident.read", &incident_ledger },
    { "契約", "従事者名簿", "/contract/assignments", "user", "assignment.read", NULL },
    { "契約", "情報台帳", "/contract/information_items", "lock", "information_item.read", NULL },
    { "契約", "成果物", "/contract/deliverables", "box", "deliverable.read", &deliverable_ledger },
    { "契約", "請求書", "/contract/invoices", "yen", "invoice.read", &invoice_ledger },
    { "契約", "文書", "/contract/documents", "form", "document.read", NULL },
    { "契約", "報告書を作る", "/contract/reports", "form", "document.create", NULL },
    { "窓口", "決裁", "/contract/approvals", "route", "approval.read", &approval_ledger },
    { "知識", "知識・手順書", "/contract/publications", "book", "publication.read", NULL },
    { "知識", "質問票・アンケート", "/contract/forms", "form", "form.read", NULL },
    { "契約", "引継ぎ", "/contract/handovers", "route", "handover.read", &handover_ledger },
    { "知識", "記事を書く", "/contract/articles", "form", "article.create", NULL },
    { 0 },
};

static const struct route own_routes[] = {
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
    { POST, "/contract/approvals/ask", approval_ask_post, .may = "approval.create" },
    { POST, "/contract/approvals/{id}/decide", approval_decide_post, .may = "approval.read" },
    { POST, "/contract/articles/{id}/read", article_read_post, .may = "acknowledgement.create" },
    { GET, "/contract/publications/{id}/pictures/{word}", publication_picture,
      .may = "publication.read" },
    { GET, "/contract/forms/{id}/fill", form_fill_show, .may = "form.read" },
    { POST, "/contract/forms/{id}/fill", form_fill_post, .may = "form.read" },
    { POST, "/api/v1/form/{id}/responses", form_api_send, .may = "form.read", .json = true },
    { POST, "/contract/forms/{id}/renew", form_renew_post, .may = "form.create" },
    { GET, "/contract/staffing", staffing_show, .may = "staffing_rule.read" },
    { GET, "/contract/schedule", schedule_show, .may = "task.read" },
    { 0 },
};
static const struct route *const contract_routes[] = { own_routes, report_routes, delivery_routes,
                                                       NULL };

static const struct report *const contract_reports[] = {
    &contract_month_report,
    &coverage_report,
    &sums_report,
    &team_report,
    &roster_report,
    &handlers_report,
    &schedule_report,
    &deliverables_report,
    &invoice_report,
    &inspection_report,
    &erasure_report,
    &receipt_report,
    &minutes_report,
    &pledge_report,
    &training_paper_report,
    &incident_paper_report,
    &accident_report,
    &complaint_report,
    &interference_report,
    &accommodation_report,
    &plan_paper_report,
    &plan_year_report,
    NULL,
};

static const struct job_kind *const contract_jobs[] = { &obligation_job,
                                                        &assignment_job,
                                                        &media_check_job,
                                                        &meeting_job,
                                                        &inspection_job,
                                                        &due_mail_job,
                                                        NULL };

static const struct command *const contract_commands[] = { &calc_command, &report_command, NULL };

static const struct panel *const contract_panels[] = { &approval_panel, &article_panel,
                                                       &form_panel,     &document_panel,
                                                       &delivery_panel, NULL };

const struct module contract_module = {
    .name = "contract",
    .title = "契約",
    .ledgers = contract_ledgers,
    .menu = contract_menu,
    .routes = contract_routes,
    .jobs = contract_jobs,
    .commands = contract_commands,
    .reports = contract_reports,
    .panels = contract_panels,
    .demo = contract_demo,
};
