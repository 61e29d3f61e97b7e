#include "desk/desk.h"

#include <stddef.h>

#include "desk/demo.h"
#include "desk/inquiry.h"
#include "web/module.h"

static const struct ledger *const desk_ledgers[] = { &inquiry_ledger, NULL };

static const struct menu_item desk_menu[] = {
    { "窓口", "問合せ", "/desk/inquiries", "talk", "inquiry.read", &inquiry_ledger },
    { 0 },
};

const struct module desk_module = {
    .name = "desk",
    .title = "窓口",
    .ledgers = desk_ledgers,
    .menu = desk_menu,
    .demo = desk_demo,
};
