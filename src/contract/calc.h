/*
 * `tasuki calc`: every rule of contract/money.h on the command line, with its working.
 */
#ifndef CONTRACT_CALC_H
#define CONTRACT_CALC_H

#include "ledger/command.h"

extern const struct command calc_command;

#endif
