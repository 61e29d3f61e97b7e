/*
 * Personal values outside their own column: in history details and in the word index.
 */
#ifndef LEDGER_PERSONAL_H
#define LEDGER_PERSONAL_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct buffer;
struct field;
struct ledger;
struct record;

/* Makes the contract's key if there is none; not inside act_write. */
bool personal_ensure(struct act *a, int64_t contract);

/* Sealed as in the record, as base64url. */
bool personal_seal(struct act *a, const struct ledger *l, const struct record *record,
                   const struct field *f, const char *text, const char **sealed);

/* The text again; false, without a fault, when the key is gone or it was changed. */
bool personal_open(struct act *a, const struct ledger *l, int64_t contract, int64_t record,
                   const char *field, const char *sealed, const char **text);

/* Appends the keyed tokens of a value to a document's scope. */
bool personal_tokens(struct act *a, const struct ledger *l, int64_t contract, const struct field *f,
                     const char *text, struct buffer *scope);

#endif
