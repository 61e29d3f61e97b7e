#include "contract/contract.h"

#include <stddef.h>

#include "contract/approval.h"
#include "contract/approval_page.h"
#include "contract/approval_route.h"
#include "contract/approval_row.h"
#include "contract/article.h"
#include "contract/article_page.h"
#include "contract/form.h"
#include "contract/form_api.h"
#include "contract/form_page.h"
#include "ledger/command.h"
#include "store/job.h"
#include "web/module.h"
#include "web/route.h"

/* One line each, in the order of a contract's life: terms, people, information, work,
   deliverables, money, handover. */
static const struct ledger *const contract_ledgers[] = {
    &approval_route_ledger,
    &route_step_ledger,
    &approval_ledger,
    &approval_step_ledger,
    &article_ledger,
    &edition_ledger,
    &publication_ledger,
    &acknowledgement_ledger,
    &question_form_ledger,
    &question_ledger,
    &response_ledger,
    &answer_ledger,
    NULL,
};

static const struct menu_item contract_menu[] = {
    { "窓口", "申請・決裁", "/contract/approvals", "route", "approval.read", &approval_ledger },
    { "窓口", "知識・手順書", "/contract/publications", "book", "publication.read", NULL },
    { "契約", "記事を書く", "/contract/articles", "form", "article.create", NULL },
    { "窓口", "質問票・アンケート", "/contract/forms", "form", "form.read", NULL },
    { "契約", "承認経路", "/contract/routes", "route", "route.create", NULL },
    { 0 },
};

static const struct route contract_routes[] = {
    { POST, "/contract/approvals/ask", approval_ask_post, .may = "approval.create" },
    { POST, "/contract/approvals/{id}/decide", approval_decide_post, .may = "approval.read" },
    { POST, "/contract/articles/{id}/read", article_read_post, .may = "acknowledgement.create" },
    { GET, "/contract/publications/{id}/pictures/{word}", publication_picture,
      .may = "publication.read" },
    { GET, "/contract/forms/{id}/fill", form_fill_show, .may = "form.read" },
    { POST, "/contract/forms/{id}/fill", form_fill_post, .may = "form.read" },
    { POST, "/api/v1/form/{id}/responses", form_api_send, .may = "form.read", .json = true },
    { POST, "/contract/forms/{id}/renew", form_renew_post, .may = "form.create" },
    { 0 },
};

static const struct job_kind contract_jobs[] = {
    { 0 },
};

static const struct command contract_commands[] = {
    { 0 },
};

static const struct panel *const contract_panels[] = { &approval_panel, &article_panel, &form_panel,
                                                       NULL };

const struct module contract_module = {
    .name = "contract",
    .title = "契約",
    .ledgers = contract_ledgers,
    .menu = contract_menu,
    .routes = contract_routes,
    .jobs = contract_jobs,
    .commands = contract_commands,
    .panels = contract_panels,
};
