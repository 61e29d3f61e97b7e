/*
 * What of the records stands in the word index, and back from its hits to records.
 *
 * A record's document is the fold of its `.searched` fields; titles of references are
 * not in it. Personal ones stand as keyed tokens in the scope. Each message, answer
 * and note of the timeline is a document of its own under the rights of its record;
 * notes under a ledger token of their own, so that only who may read notes finds them.
 */
#ifndef LEDGER_INDEX_H
#define LEDGER_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct ledger;
struct record;

/* Replaces the record's document; `before` NULL when new; a removed one has none. The
   documents of its entries follow when the rights of the record have moved. */
bool index_record(struct act *a, const struct ledger *l, const struct record *before,
                  const struct record *row);

/* Adds the document of an entry; `note`: for those only who may read notes. */
bool index_entry(struct act *a, const struct ledger *l, const struct record *record, int64_t entry,
                 const char *text, bool note);

/* Like access_scope (ledger/access.h), with the notes for who may read some. What lists
   and counts search with. */
bool index_scope(struct act *a, const struct ledger *l, const char *const **scope);

/* Puts records in the place of the entries among the hits, in their order, each once;
   `hits` keeps the hit that stood for each. */
bool
index_parents(struct act *a, const struct ledger *l, int64_t *ids, int64_t *hits, size_t *count);

/* Empties the index and puts every record and entry of all ledgers again; not inside
   act_write. */
bool index_rebuild(struct act *a);

#endif
