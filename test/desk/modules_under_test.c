#include "contract/contract.h"
#include "contract/modules.h"
#include "desk/desk.h"
#include "web/module.h"

const struct module *const modules_under_test[] = { &contract_module, &desk_module, NULL };
