#include "desk/desk.h"

#include <stddef.h>

#include "desk/demo.h"
#include "desk/inquiry.h"
#include "desk/monthly.h"
#include "web/module.h"

static const struct ledger *const desk_ledgers[] = { &inquiry_ledger, NULL };

static const struct menu_item desk_menu[] = {
    { "窓口", "問合せ", "/desk/inquiries", "talk", "inquiry.read", &inquiry_ledger },
    { 0 },
};

static const struct report *const desk_reports[] = { &monthly_report, NULL };

const struct module desk_module = {
    .name = "desk",
    .title = "窓口",
    .ledgers = desk_ledgers,
    .menu = desk_menu,
    .reports = desk_reports,
    .demo = desk_demo,
};
