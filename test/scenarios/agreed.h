/*
 * The terms of a contract as far as money asks for them: stands in for the ledger `terms`, by
 * the names of its fields, where the contract module has none.
 */
#ifndef TEST_SCENARIOS_AGREED_H
#define TEST_SCENARIOS_AGREED_H

#include "ledger/ledger.h"

extern const struct ledger agreed_ledger;

#endif
