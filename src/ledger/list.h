/*
 * Lists: filters, order, pages, search – one request grammar for pages, API,
 * command line, saved lists and exports.
 *
 *   field=v  field.ne|lt|le|gt|ge|has|in|empty=v   filters, unknown ones are faults
 *   q=text                                          words, newest first
 *   sort=due  sort=-id                              one field, id breaks ties
 *   view=open  limit=50  after=CURSOR  count=1      view first, then what narrows it
 *   columns=number,due  personal=1                  what is read of each row
 *
 * `me` stands for the user in references to people and users, `today` for the day in
 * dates and times; a day asked of a time means the whole day. Where a day or a time is
 * compared (lt le gt ge), the name of another of the same type stands for what the row has
 * there: answered_at.le=due. A filter without value
 * is none, since forms send those. Personal fields are only found by equality. Choices
 * sort by their codes, references by title. With q, any other order than newest first
 * is that of the newest 1,000 hits.
 *
 * Pages go by key, not by number: the 10,000th costs what the first costs.
 *
 * One limit of time holds for all of a request that no index serves: its rows in the order
 * asked for, failing that the newest ones, and the count with what is left. A count never
 * delays the rows: when the time is over it says how many are known and that there are more.
 */
#ifndef LEDGER_LIST_H
#define LEDGER_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pair.h"

struct act;
struct buffer;
struct field;
struct ledger;
struct view;

enum operation { IS, IS_NOT, BELOW, AT_MOST, ABOVE, AT_LEAST, HAS, AMONG, EMPTY };

struct filter {
    const struct field *field; /* also of the head: state, owner, created_at … */
    enum operation op;
    const char *text;  /* as given, for chips and links */
    const void *value; /* parsed member; of AMONG an array */
    size_t count;
    const struct field *other; /* of the same row, instead of a value; or NULL */
};

struct list_request {
    const struct ledger *ledger;
    const struct view *view; /* NULL: none */
    struct filter *filters;
    size_t filter_count;
    size_t view_filters; /* so many of the first filters are the view's */
    const char *words;   /* q, as typed; NULL or "" for none */
    const struct field *sort;
    bool descending;
    int limit;           /* 1..1000, 50 by default */
    const char *after;   /* cursor, or NULL */
    const char *columns; /* fields to read, space between; NULL: all plain ones */
    bool lean;           /* of the head only id, contract, state, version and what columns name;
                            with `personal` also what rights go by */
    bool personal;       /* personal columns were asked for (and are recorded) */
    bool counted;        /* count=1: exact to 1,000 if time allows; count=exact: to the end */
    bool count_exact;
    int count_beyond; /* so many rows beyond the 1,000 are looked at, for list.beyond */
    bool patient;     /* takes the time it needs: exports, jobs */
    int hurry;        /* milliseconds for what is limited; 0: the usual, below: none at all */
};

struct list {
    void *rows; /* `count` rows of the ledger's row size, references with titles */
    size_t count;
    const char *next;     /* cursor of the next page, NULL when this is the last */
    const char *previous; /* cursor back, NULL at the start */
    int64_t total;        /* when counted */
    bool total_exact;
    int64_t beyond; /* so many more may go before `total` is no longer reached */
    bool late;      /* the time limit ended the search: fewer rows than there may be */
};

/* Reads a request as typed; every fault names the parameter. */
bool list_parse(struct act *a, const struct ledger *l, const struct pairs *pairs,
                struct list_request *out);

/* The rows the user may read. */
bool list_read(struct act *a, const struct list_request *request, struct list *out);

/* All rows in batches with flat memory, in id order; for exports and jobs. */
bool list_each(struct act *a, const struct list_request *request,
               bool (*each)(struct act *a, const void *row, void *with), void *with);

/* The request as a query string, with one parameter changed (NULL value: left out). */
const char *
list_link(struct act *a, const struct list_request *request, const char *name, const char *value);

/* The field of the ledger or of the head by name, NULL if none. */
const struct field *list_field(const struct ledger *l, const char *name);

#endif
