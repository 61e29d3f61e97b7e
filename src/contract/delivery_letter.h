/*
 * The words that go with a delivery: where the files are, which program opens them, how the
 * key comes. Never the key.
 */
#ifndef CONTRACT_DELIVERY_LETTER_H
#define CONTRACT_DELIVERY_LETTER_H

struct act;
struct delivery;
struct document_row;

const char *
delivery_letter(struct act *a, const struct document_row *document, const struct delivery *it);

#endif
