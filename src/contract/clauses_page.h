/*
 * /contract/clauses: the text of a specification, pasted in, becomes a kept import of
 * obligations.
 *
 * Each line is a paragraph. What was found is shown, corrected, written and taken back on the
 * pages of every import; this one only makes the table (contract/clauses.h).
 */
#ifndef CONTRACT_CLAUSES_PAGE_H
#define CONTRACT_CLAUSES_PAGE_H

#include <stdbool.h>

#include "web/route.h"

enum { CLAUSES_BODY = 8 * 1024 * 1024 };

struct clauses_page {
    const char *csrf;
    const char *text;  /* as pasted */
    const char *fault; /* or NULL */
};

bool clauses_show(struct act *a, const struct request *q, struct reply *r);
bool clauses_receive(struct act *a, const struct request *q, struct reply *r);

#endif
