/*
 * The parts of the JSON API; private to api*.c and openapi*.c.
 *
 * api_row.c writes records, api_list.c lists and exports, api_record.c reads what one
 * record has, api_write.c changes, api_import.c takes in files, api_self.c tells who is
 * asking and what there is.
 */
#ifndef WEB_API_PARTS_H
#define WEB_API_PARTS_H

#include <jansson.h>

#include "web/route.h"

struct field;
struct pairs;
struct record;
struct ref;
struct shape;

enum {
    API_FILE_MOST = 64 * 1024 * 1024, /* of an import */
    API_HISTORY_MOST = 200,           /* rows of one page of history */
};

#define API_JSON "application/json"
#define API_PATCH "application/merge-patch+json"

/* --- handlers ------------------------------------------------------------------ */

bool api_list(struct act *a, const struct request *q, struct reply *r);
bool api_export(struct act *a, const struct request *q, struct reply *r);
bool api_create(struct act *a, const struct request *q, struct reply *r);
bool api_read(struct act *a, const struct request *q, struct reply *r);
bool api_change(struct act *a, const struct request *q, struct reply *r);
bool api_remove(struct act *a, const struct request *q, struct reply *r);
bool api_move(struct act *a, const struct request *q, struct reply *r);
bool api_say(struct act *a, const struct request *q, struct reply *r);
bool api_timeline(struct act *a, const struct request *q, struct reply *r);
bool api_history(struct act *a, const struct request *q, struct reply *r);
bool api_attachments(struct act *a, const struct request *q, struct reply *r);
bool api_attach(struct act *a, const struct request *q, struct reply *r);
bool api_attachment(struct act *a, const struct request *q, struct reply *r);
bool api_detach(struct act *a, const struct request *q, struct reply *r);
bool api_links(struct act *a, const struct request *q, struct reply *r);
bool api_link(struct act *a, const struct request *q, struct reply *r);
bool api_unlink(struct act *a, const struct request *q, struct reply *r);
bool api_import(struct act *a, const struct request *q, struct reply *r);
bool api_ledgers(struct act *a, const struct request *q, struct reply *r);
bool api_me(struct act *a, const struct request *q, struct reply *r);

/* --- rows ---------------------------------------------------------------------- */

/* What of a row is written, prepared once for many rows. */
struct api_row {
    const struct ledger *ledger;
    const struct field **fields; /* of the ledger, in their order */
    const char **keys;           /* `,"title":` of each */
    size_t count;
    const char *columns; /* only these, space between; NULL: all */
    bool personal;       /* personal members that were opened */
};

/* `columns` NULL: all. Personal members that were not opened are left out in any case. */
struct api_row
api_row_make(struct act *a, const struct ledger *l, const char *columns, bool personal);

/* The record as an object. */
void api_row_write(struct act *a, struct buffer *out, const struct api_row *row, const void *at);

/* All plain names of a ledger with the references of its head, as list columns. */
const char *api_columns(struct act *a, const struct ledger *l, bool personal);

/* {"id":…,"title":…}, or null when the id is 0. */
void api_ref(struct buffer *out, int64_t id, const char *title);
/* RFC 3339 in quotes, or null. */
void api_instant(struct buffer *out, struct instant at);

/* --- requests ------------------------------------------------------------------ */

/* Parameters of the query that this address does not know are faults; `known`: names,
   space between. */
bool api_query_known(struct act *a, const struct request *q, const char *known);

/* A switch of the query: 1 or 0, absent is 0. */
bool api_query_flag(struct act *a, const struct request *q, const char *name, bool *out);

/* A whole number above 0 of the query, at most `most`; `out` untouched when absent. */
bool api_query_number(struct act *a, const struct request *q, const char *name, int64_t most,
                      int64_t *out);

/* "/api/v1/inquiry/12" */
const char *api_path(struct act *a, const struct ledger *l, int64_t id);

/* Whether some role may do this in the ledger at all: else the address is of no use. */
bool api_offers(const struct ledger *l, unsigned deed);

#endif
