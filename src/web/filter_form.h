/*
 * What a list is asked for: the address read for pages, its conditions in words, and
 * the form that makes such an address.
 */
#ifndef WEB_FILTER_FORM_H
#define WEB_FILTER_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pair.h"
#include "web/cell.h"
#include "web/control.h"
#include "web/route.h"

struct column_choice {
    const char *name;
    const char *label;
    bool is_chosen;
    bool is_personal;
};

/* Shown when the address asks for it with filter=1. */
struct filter_form {
    bool exists;
    const char *action;
    struct control *controls;
    size_t control_count;
    struct column_choice *columns;
    size_t column_count;
    struct pair *kept; /* hidden: view, sort */
    size_t kept_count;
    const char *cancel;
};

/* The query as list_parse wants it: no page parameters, nothing empty, the contract that
   is switched to. */
struct pairs list_pairs(struct act *a, const struct request *q);

/* Columns of the list: those the address names with `column`, else the ledger's own.
   `names` for list_request.columns, with what titles and clocks need besides. */
struct list_columns {
    struct column_look *looks;
    size_t count;
    const char *names;
    bool personal; /* at least one is, and the user may see it */
};
void list_columns(struct act *a, const struct request *q, struct list_columns *out);

/* The ledger's own columns without the personal ones and without `of`, the reference by
   which its records are parts of another. */
void part_columns(struct act *a, const struct ledger *l, const struct field *of,
                  struct list_columns *out);

/* The condition of a query parameter in words: 種別：印刷. NULL when it is none. */
const char *filter_words(struct act *a, const struct ledger *l, const struct pair *pair);

void filter_form_fill(struct act *a, const struct request *q, struct filter_form *out);

#endif
