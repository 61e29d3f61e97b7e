#include "desk/desk.h"

#include <stddef.h>

#include "desk/ask_command.h"
#include "desk/ask_page.h"
#include "desk/ask_todo.h"
#include "desk/asked.h"
#include "desk/demo.h"
#include "desk/inquiry.h"
#include "desk/monthly.h"
#include "desk/synonym.h"
#include "web/module.h"
#include "web/route.h"

static const struct ledger *const desk_ledgers[] = { &inquiry_ledger, &asked_ledger,
                                                     &synonym_ledger, NULL };

static const struct menu_item desk_menu[] = {
    { "窓口", "質問する", "/desk/ask", "help", "publication.read", NULL },
    { "窓口", "問合せ", "/desk/inquiries", "talk", "inquiry.read", &inquiry_ledger },
    { "窓口", "未回答の質問", "/desk/questions", "find", "article.create", NULL },
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
static const struct route *const desk_routes[] = { ask_routes, NULL };

static const struct report *const desk_reports[] = { &monthly_report, NULL };

static const struct command *const desk_commands[] = { &ask_command, NULL };

const struct module desk_module = {
    .name = "desk",
    .title = "窓口",
    .ledgers = desk_ledgers,
    .menu = desk_menu,
    .routes = desk_routes,
    .commands = desk_commands,
    .reports = desk_reports,
    .begin = synonyms_load,
    .demo = desk_demo,
};
