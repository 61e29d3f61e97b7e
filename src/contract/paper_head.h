/*
 * What the papers of a contract begin with, and how records stand in them.
 *
 * A paper is opened for its contract, gets a letterhead with the parties or a plain title,
 * and then shows records by the labels of their fields: as pairs, as sections of text, or as
 * a table of a list. Everything is read with the rights of who makes it.
 */
#ifndef CONTRACT_PAPER_HEAD_H
#define CONTRACT_PAPER_HEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "ledger/list.h"
#include "render/compose.h"

struct act;
struct contract;
struct ledger;
struct report_order;

struct contract_paper {
    struct act *a;
    struct composition *c;
    struct contract *contract;
    int64_t *records; /* counted up by paper_rows and paper_read */
};

/* Reads the contract and sets author and class mark (【機密性2】). */
bool paper_open(struct act *a, const struct report_order *order, struct composition *c,
                int64_t *records, struct contract_paper *out);

/* For papers with names or addresses of people in them. */
void paper_confidential(struct contract_paper *p);

/* To the client, from the contractor, then contract and title in the middle; `number` of the
   record, or NULL for the document's own. */
void paper_letter(struct composition *c, const struct contract *contract, const char *number,
                  const char *title, bool sealed);

/* Contract and title alone: minutes, schedules, lists. Also the document's own title. */
void paper_title(struct contract_paper *p, const char *title);

/* The record that the order names. */
bool paper_read(struct contract_paper *p, const struct ledger *l, int64_t id, void *row);

/* The rows of the contract that pass the filters of a list, name and value in turn, ended by
   NULL; 1000 at most. A ledger that the user may not read has none. */
bool paper_rows(struct contract_paper *p, const struct ledger *l, const char *const *filters,
                struct list *out);
#define FILTERS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* One member as a figure: － when it is empty. */
struct figure paper_figure(struct contract_paper *p, const struct ledger *l, const char *name,
                           const void *row, enum day_form form);

/* Fields by name, space between: label and value. */
void
paper_pairs(struct contract_paper *p, const struct ledger *l, const void *row, const char *names);

/* Fields by name, each a section with its text; 記載なし where there is none. */
void
paper_texts(struct contract_paper *p, const struct ledger *l, const void *row, const char *names);

/* A text of several lines, a paragraph each. */
void paper_prose(struct contract_paper *p, const char *text);

/* A column a field, by its label; "number:220" is 22 mm wide, without a width it shares what
   is left. A sentence in its place when there is no row. */
void paper_table(struct contract_paper *p, const struct ledger *l, const struct list *list,
                 const char *names, const char *caption);

#endif
