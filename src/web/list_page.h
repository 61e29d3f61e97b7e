/*
 * The page of a list: saved lists as tabs, filters as chips, rows, the record beside.
 *
 * Filled completely by list_page_fill; views/list.html only walks it.
 */
#ifndef WEB_LIST_PAGE_H
#define WEB_LIST_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/bulk.h"
#include "web/cell.h"
#include "web/filter_form.h"
#include "web/record_page.h"
#include "web/route.h"

struct list_tab {
    const char *title;
    const char *help;
    const char *href;
    const char *count; /* or NULL */
    bool is_current;
};

struct list_head {
    const char *label;
    const char *class;
    const char *href;   /* sorts by it, or NULL */
    const char *sorted; /* "ascending", "descending", or NULL */
};

struct list_row {
    int64_t id;
    int64_t version;
    const char *href;
    const char *beside; /* the list with this record at its side */
    const char *pick;   /* name for the tick box */
    bool is_open;
    struct cell *cells;
};

struct list_page {
    const struct ledger *ledger;
    const char *csrf;
    const char *title;   /* of the list: 未完了 */
    const char *summary; /* 64件。期限の近い順。 */
    const char *help;    /* of the view, or NULL */
    struct list_tab *tabs;
    size_t tab_count;
    struct chip *chips; /* each leads to the list without it */
    size_t chip_count;
    const char *filter; /* opens the form */
    const char *words;  /* searched for, or NULL */
    struct list_head *heads;
    size_t head_count;
    struct list_row *rows;
    size_t row_count;
    const char *previous;
    const char *next;
    const char *create;            /* or NULL */
    const char *export, *workbook; /* or NULL */
    const char *import;            /* or NULL */
    const char *bulk;              /* where picked rows go, or NULL */
    const char *back;              /* this address */
    struct bulk_choice *choices;
    size_t choice_count;
    bool is_late;       /* the time limit ended the search */
    bool is_empty;      /* the ledger itself has no record */
    const char *hider;  /* the filter that hides most, or NULL */
    const char *unhide; /* the list without it */
    const char *unhide_count;
    struct filter_form form;
    bool has_peek;
    struct record_page peek;
    const char *peek_back;
    const char *peek_previous;
    const char *peek_next;
};

/* Fills the page; false with the act's faults. */
bool list_page_fill(struct act *a, const struct request *q, struct list_page *out);

/* GET {ledger} */
bool list_show(struct act *a, const struct request *q, struct reply *r);

#endif
