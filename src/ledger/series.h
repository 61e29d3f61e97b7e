/*
 * Numbering: the numbers people call records by, R8-000123.
 *
 * A field with `.series` takes its next number from a counter when a record is
 * created with the field empty; a number that was brought along stays. Formats are
 * text with holes:
 *
 *   {era}       fiscal year within its era: 8 for 2026 (R is written before it)
 *   {year}      fiscal year: 2026
 *   {number:6}  the counter, filled with zeros to six digits; {number} unfilled
 *
 * A counter counts within contract, series and, where the format names a year, that
 * fiscal year. A record of ledger `series` with key "<ledger>.<field>" replaces the
 * declared format and may forbid gaps; where a field is declared gapless they stay so.
 */
#ifndef LEDGER_SERIES_H
#define LEDGER_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct arena;
struct field;
struct ledger;

enum { SERIES_MOST_DIGITS = 12 };

/* False, with a sentence in Japanese, when the format has unknown holes or not exactly
   one {number}. */
bool series_check(const char *format, const char **why);

/* The number as people read it; the format has been checked. */
const char *series_print(struct arena *arena, const char *format, struct date day, int64_t number);

/* The next number of a field's series that no record of the contract has. Only
   inside act_write. */
bool series_next(struct act *a, const struct ledger *l, const struct field *f, int64_t contract,
                 const char **out);

/* The numbers that series_next would give one after the other, with fewer questions; all of
   them must be used, since a series may forbid gaps. Only inside act_write. */
bool series_take(struct act *a, const struct ledger *l, const struct field *f, int64_t contract,
                 size_t count, const char ***out);

#endif
