#include "contract/contract.h"
#include "modules.h"
#include "web/module.h"

const struct module *const modules_under_test[] = { &contract_module, NULL };
