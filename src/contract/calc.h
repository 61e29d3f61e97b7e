/*
 * `tasuki calc`: every rule of contract/money.h on the command line, with its working.
 */
#ifndef CONTRACT_CALC_H
#define CONTRACT_CALC_H

#include "ledger/command.h"

/* For the row of commands in module.c. */
extern const char calc_help[];
extern const struct command_option calc_options[];

/* Exit status 2 with a sentence when an option is missing, wrong or of no use here. */
int calc_run(struct act *a, const struct arguments *arguments);

#endif
