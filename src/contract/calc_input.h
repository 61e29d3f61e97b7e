/*
 * What `tasuki calc` was given, read strictly: each option says in a sentence what it wants.
 *
 * A reader returns false after fail(); one that is given a default (not NO_NUMBER) accepts
 * that the option is missing.
 */
#ifndef CONTRACT_CALC_INPUT_H
#define CONTRACT_CALC_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/money.h"
#include "base/time.h"
#include "contract/rate.h"
#include "ledger/command.h"

struct act;

bool calc_number(struct act *a, const struct arguments *given, const char *option,
                 int64_t otherwise, int64_t *out);
bool calc_yen(struct act *a, const struct arguments *given, const char *option, int64_t otherwise,
              struct yen *out);

/* `otherwise` in thousandths of a percent. */
bool calc_rate(struct act *a, const struct arguments *given, const char *option, int64_t otherwise,
               struct rate *out);
bool calc_date(struct act *a, const struct arguments *given, const char *option, struct date *out);

/* The first day of a month written as 2026-07. */
bool calc_month(struct act *a, const char *option, const char *text, struct date *out);

/* A rate by its option, else by the table of the day in another option. */
bool calc_tax_rate(struct act *a, const struct arguments *given, struct rate *out);
bool calc_late_rate(struct act *a, const struct arguments *given, struct rate *out);

#endif
