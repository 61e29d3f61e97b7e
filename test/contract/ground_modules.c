#include "contract/contract.h"
#include "ground.h"
#include "web/module.h"

const struct module *const ground_modules[] = { &contract_module, NULL };
