/*
 * The parts of the OpenAPI document; private to openapi*.c.
 *
 * A document is written from front to back. openapi_key puts the comma where one is
 * needed by looking at what was written last, so nobody counts members.
 */
#ifndef WEB_OPENAPI_PARTS_H
#define WEB_OPENAPI_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "ledger/list.h"

struct act;
struct field;
struct ledger;

/* A comma unless something was just opened. */
void openapi_next(struct buffer *out);
/* "name":, with the comma. */
void openapi_key(struct buffer *out, const char *name);
/* "name":"text"; nothing when the text is NULL or empty. */
void openapi_text(struct buffer *out, const char *name, const char *text);
/* "name":{ or [ */
void openapi_open(struct buffer *out, const char *name, char bracket);
/* "$ref":"#/components/KIND/NAME", alone in an object. */
void openapi_ref(struct buffer *out, const char *kind, const char *name);

/* --- schemas --------------------------------------------------------------------- */

/* components.schemas: what all ledgers share, then what each one has. */
void openapi_schemas(struct buffer *out);

/* The members of a value's schema; `null`: it may be null. */
void openapi_value(struct buffer *out, const struct field *f, bool writing, bool null);

/* --- parameters ------------------------------------------------------------------ */

/* components.parameters: shared ones, then the filters of each ledger. */
void openapi_parameters(struct act *a, struct buffer *out);

/* References to the filters and the order of one ledger's list. */
void openapi_filters(struct act *a, struct buffer *out, const struct ledger *l);

/* --- paths ------------------------------------------------------------------------ */

void openapi_paths(struct act *a, struct buffer *out);

/* components.responses: the refusals. */
void openapi_refusals(struct buffer *out);

#endif
