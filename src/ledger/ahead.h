/*
 * What is asked at once for many records that are about to be checked or written.
 *
 * A record alone asks for its contract and for each record it refers to; an import would
 * ask so row by row, and on PostgreSQL each question is a round trip. Asked ahead, in the
 * same snapshot, the answers are the same for all rows. They go with the snapshot or the
 * transaction; what was not asked ahead is asked as ever, so nothing depends on it.
 */
#ifndef LEDGER_AHEAD_H
#define LEDGER_AHEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct field;
struct ledger;
struct record;

/* Asks for what the rows need, all of the ledger and of one contract (0: of the
   installation). Rows that are NULL are passed over. In a transaction it comes first, and
   the transaction must not remove records. */
bool ahead_ask(struct act *a, const struct ledger *l, int64_t contract,
               const struct record *const *rows, size_t count);

/* Takes numbers, too, for those of the rows that are new and have none; each of them must
   then be written. After ahead_ask, in a transaction. */
bool ahead_take_numbers(struct act *a, const struct ledger *l, const struct record *const *rows,
                        size_t count);

/* Whether the contract is known to exist. */
bool ahead_has_contract(const struct act *a, int64_t contract);

/* Whether a record of the contract is known to be allowed to refer to that one. */
bool ahead_has(const struct act *a, int64_t contract, const struct ledger *to, int64_t id);

/* The next of the numbers that were taken; false when none is left. */
bool ahead_number(struct act *a, int64_t contract, const struct field *f, const char **out);

#endif
