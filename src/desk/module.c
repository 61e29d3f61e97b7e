#include "desk/desk.h"

#include <stddef.h>

#include "desk/ask_command.h"
#include "desk/asked.h"
#include "desk/demo.h"
#include "desk/inquiry.h"
#include "desk/monthly.h"
#include "desk/synonym.h"
#include "web/module.h"

static const struct ledger *const desk_ledgers[] = { &inquiry_ledger, &asked_ledger,
                                                     &synonym_ledger, NULL };

static const struct menu_item desk_menu[] = {
    { "窓口", "問合せ", "/desk/inquiries", "talk", "inquiry.read", &inquiry_ledger },
    { 0 },
};

static const struct report *const desk_reports[] = { &monthly_report, NULL };

static const struct command *const desk_commands[] = { &ask_command, NULL };

const struct module desk_module = {
    .name = "desk",
    .title = "窓口",
    .ledgers = desk_ledgers,
    .menu = desk_menu,
    .commands = desk_commands,
    .reports = desk_reports,
    .demo = desk_demo,
};
