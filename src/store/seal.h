/*
 * Sealed values: how a `.personal` field stands in the database.
 *
 * A value is bytes: version (1), key id (4, big endian), nonce, AES-256-GCM cipher text,
 * tag. It is sealed under the contract's newest key and opens under the one it names. What it belongs to – installation, ledger, record, field – is bound to it, so a
 * value copied to another place does not open. An empty text is no bytes at all.
 *
 * Equality and search work on keyed digests; equal values show as equal (docs/security.md
 * says what that gives away). All of this is fast enough for act_write: opening one value
 * takes well under a microsecond.
 */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/query.h"

struct act;
struct buffer;

/* Where a value stands. A record without contract has contract 0. */
struct place {
    int64_t contract;
    const char *ledger;
    int64_t record;
    const char *field;
};

/* The sealed bytes in the act's arena. Fails when the contract has no key: see
   keyring_ensure. */
bool seal_value(struct act *a, const struct place *place, const char *text, struct bytes *out);

/* The text in the act's arena, "" for no bytes. FAULT_BROKEN, naming the field, when the
   key is gone or any bit differs; a value whose contract was erased says so. */
bool open_value(struct act *a, const struct place *place, struct bytes sealed, const char **text);

/* True when the key that the value names is in the ring, without opening it. */
bool seal_readable(struct act *a, int64_t contract, struct bytes sealed);

/* Seals a value anew that stands under an older key of its contract; `*changed` says whether
   it did. Fails like open_value. */
bool seal_again(struct act *a, const struct place *place, struct bytes *sealed, bool *changed);

/* HMAC-SHA-256 of the normalised text for `<field>_key` columns; no bytes for "". Equal only
   within the contract: a field that is unique everywhere passes contract 0. */
bool seal_equality(struct act *a, int64_t contract, const char *ledger, const char *field,
                   const char *normal, struct bytes *out);

/* Appends the keyed tokens of a folded text (each character, each pair) to a document's
   scope, a space after each: SCOPE_PERSONAL and 11 characters. Spaces in the text are
   dropped first, so that a name is found with and without. */
bool seal_tokens(struct act *a, int64_t contract, const char *ledger, const char *field,
                 const char *folded, struct buffer *scope);

/* The same for a search: conditions for words_query.scope, each a list of tokens of which
   one must be there, one per pair of the word (or its one character), over all the
   fields and contracts given; NULL ends. An empty list (no contract has a key) can never
   be met, an empty word gives no condition. Hits must be opened and compared. */
struct seal_field {
    const char *ledger;
    const char *field;
};
bool seal_conditions(struct act *a, const int64_t *contracts, size_t contract_count,
                     const struct seal_field *fields, size_t field_count, const char *folded,
                     const char *const **conditions);

#endif
