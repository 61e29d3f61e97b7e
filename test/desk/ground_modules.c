#include "contract/contract.h"
#include "contract/ground.h"
#include "desk/desk.h"
#include "web/module.h"

const struct module *const ground_modules[] = { &contract_module, &desk_module, NULL };
