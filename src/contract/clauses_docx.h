/*
 * Clauses of a specification that is a Word document (base/docx.h reads it).
 *
 * Headings have the level of their style. Of lists the numbers say how deep they are
 * (contract/clauses.h), but a bare 1 is as deep as its list below the last heading. Bullets
 * are no numbers: they belong to the clause before them.
 */
#ifndef CONTRACT_CLAUSES_DOCX_H
#define CONTRACT_CLAUSES_DOCX_H

#include <stdbool.h>

#include "contract/clauses.h"
#include "ledger/sheet.h"

struct act;

/* Whether the name of a file ends in .docx. */
bool clauses_is_docx(const char *name);

/* FAULT_INVALID when it is no Word file, or has no clause. */
bool clauses_from_docx(struct act *a, const char *path, struct clauses *out);

/* The same as a table for an import, in place of the document (its name stays). */
bool clauses_source(struct act *a, struct sheet_source *source);

#endif
