/*
 * The parts a list is made of; private to list_*.c.
 *
 * list_parse.c reads requests, list_filter.c what each type can be asked, list_select.c
 * makes statements, list_cursor.c marks places, list_search.c finds words, list_read.c
 * puts pages together, list_count.c counts.
 */
#ifndef LEDGER_LIST_PARTS_H
#define LEDGER_LIST_PARTS_H

#include "ledger/list.h"
#include "ledger/shape_build.h"
#include "store/query.h"

/* Values come first, then the empty ones, in either direction of sorting. */
enum list_phase { PHASE_VALUES, PHASE_EMPTY };

/* A place between two rows. */
struct list_cursor {
    bool back; /* towards the beginning */
    enum list_phase phase;
    int64_t id;
    struct bound value; /* of the sort field, in PHASE_VALUES */
};

const char *
cursor_print(struct act *a, const struct list_request *r, const struct list_cursor *cursor);

/* False with FAULT_MALFORMED when it is broken or of another request. */
bool cursor_parse(struct act *a, const struct list_request *r, struct list_cursor *out);

/* What of a row is read, and how. */
struct list_select {
    const struct list_request *request;
    const struct shape *shape;
    const struct field_place **places;
    size_t place_count;
    const struct field_place *joined; /* the reference sorted by, whose title is joined; or NULL */
    const struct field **titled;      /* the other references, whose titles are filled in */
    size_t titled_count;
    bool heads[SHAPE_HEAD]; /* which of the head are read */
    bool head_titles[SHAPE_HEAD_REFS];
    struct column *columns;
    size_t column_count;
    const char *sort_alias; /* table in which the sort column stands: t or r<n> */
    const char *sort_column;
    bool sort_nullable;
    bool in_order;   /* an index gives the rows in the order asked for */
    bool narrow;     /* few rows may be seen: found by their index, then sorted */
    bool limited;    /* by time, since no index serves the request */
    int64_t until;   /* tick at which what is limited ends */
    const char *ids; /* NULL, or the only ids wanted, comma between */
};

/* False with a fault when columns name unknown fields. */
bool select_init(struct act *a, const struct list_request *r, struct list_select *out);

/* One statement's rows, `read_size` each, in the order asked for. */
struct list_fetch {
    enum list_phase phase;
    bool back;
    const struct list_cursor *from; /* NULL: from the start of the phase */
    size_t most;
    bool newest_only; /* among the newest few thousand, after the limit had cut a sort */
};
bool select_rows(struct act *a, const struct list_select *select, const struct list_fetch *fetch,
                 void **rows, size_t *count, bool *late);

/* Rows with the ids of select->ids, in no order. */
bool select_by_ids(struct act *a, const struct list_select *select, void **rows, size_t *count);

/* Counts to at most `most`, when limited or among ids as far as select->until allows; 0: to
   the end, however long it takes. */
bool select_count(struct act *a, const struct list_select *select, int64_t most, int64_t *count,
                  bool *late);

/* Decodes, and opens personal members where asked and allowed. */
bool select_finish(struct act *a, const struct list_select *select, void *rows, size_t count);

/* The value by which a row is sorted. */
struct bound select_sort_value(struct act *a, const struct list_select *select, const void *row);

/* How that value stands in cursors. */
enum column_type select_sort_type(const struct list_select *select);

/* The hits of a search as far as they are known, newest first: records, and entries that
   index_parents turns into them. */
struct list_hits {
    int64_t *ids;
    size_t count, room;
    int64_t next; /* where to go on; 0: from the newest */
    bool all;     /* there are no more */
    /* Of these a personal value held the word, in fields marked by their place in the shape:
       whose row is shown as a hit, of him something personal was told. */
    int64_t *told;
    size_t told_count, told_room;
    bool *told_by;
};

/* The rows of a page without recording what was read; for list_each. `hits` NULL, or where the
   hits of a search are left. */
bool list_rows(struct act *a, const struct list_request *request, struct list_hits *hits,
               struct list *out);

/* Adds " AND …" for one filter; `t` is the table's alias. */
bool filter_sql(struct act *a, struct sql *s, const struct list_request *r,
                const struct filter *filter, const char *t);

/* Whether a declared index gives the request's rows, all of them, in its order. */
bool request_is_declared(const struct list_request *r);
bool sort_is_declared(const struct list_request *r);

/* Reads `name.op` and value; a fault names the parameter. False when there is no filter
   of that name or value. `*none`: the value was empty. */
bool filter_parse(struct act *a, const struct ledger *l, const char *name, const char *value,
                  struct filter *out, bool *none);

/* Finds about `most` more; at the tick `until` (0: none) it ends with what it has. */
bool search_more(struct act *a, const struct list_request *r, size_t most, int64_t until,
                 struct list_hits *hits);

/* Whether every hit of the search is a row of the request, so that none need be read:
   only rights and a contract are asked for, and their tokens say exactly that. */
bool search_is_exact(struct act *a, const struct list_request *r);

/* Ids with commas between. */
const char *ids_text(struct act *a, const int64_t *ids, size_t count);

/* How many there are, into `out`, whose rows are those of the page. `hits` NULL: without
   words; else what the page has found of them from the newest. */
bool list_count(struct act *a, const struct list_select *select, struct list_hits *hits,
                struct list *out);

#endif
