/*
 * Titles of references, as lists show them beside every row.
 *
 * The same few organisations and people stand on page after page, so their titles are
 * kept in memory instead of being joined to each row. What is kept is good for one
 * generation (ledger/core/generation.h), which changes with the title or removal of any
 * record of the installation and is read in the act's own snapshot: a title is never
 * older or newer than the row beside it. Records of contracts are looked up each time.
 */
#ifndef LEDGER_TITLES_H
#define LEDGER_TITLES_H

#include <stdbool.h>
#include <stddef.h>

struct act;
struct field;
struct ledger;
struct record;

/* Fills in the titles of these references (FIELD_REF, of titled ledgers) in `count` rows;
   "" where there is none. */
bool titles_fill(struct act *a, const struct field *const *fields, size_t field_count, void *rows,
                 size_t count, size_t row_size);

/* Called by the one road when a record was written; inside act_write. */
bool titles_note(struct act *a, const struct ledger *l, const struct record *before,
                 const struct record *record);

#endif
