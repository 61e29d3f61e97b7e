/*
 * The approval box on a document: who approved the record it is about, or the document.
 */
#ifndef CONTRACT_DOCUMENT_STAMPS_H
#define CONTRACT_DOCUMENT_STAMPS_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct document;
struct document_row;
struct ledger;

/* Puts the box below the title where the record is approved as it is, or is on its way; what was
   sent back or has changed since shows none. A box that is there already is replaced. */
bool stamp_record(struct act *a, const struct ledger *l, int64_t record, struct document *d);
bool stamp_document(struct act *a, const struct document_row *row, struct document *d);

#endif
