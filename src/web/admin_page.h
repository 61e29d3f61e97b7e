/*
 * The pages of administration: one shape for all of them.
 *
 * A page is warnings, then blocks; a block has facts, or a table whose rows may carry
 * buttons. A handler puts it together with the functions below and gives it to admin_reply.
 * Nothing here shows the contents of a record, a value that is personal, or a key.
 *
 *     struct admin_page page;
 *     struct admin_block *b;
 *
 *     admin_begin(a, q, &page, "ジョブ");
 *     b = admin_block(&page, "jobs", "ジョブ");
 *     admin_fact(b, "待っているもの", "3件");
 */
#ifndef WEB_ADMIN_PAGE_H
#define WEB_ADMIN_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "web/record_page.h"
#include "web/route.h"

enum { ADMIN_ROWS = 50, ADMIN_COLUMNS = 9 };

/* A sentence on what is wrong, and one on what to do. */
struct admin_warning {
    const char *words;
    const char *advice;
    const char *href; /* where it can be done, or NULL */
};

/* A button: a form that posts. */
struct admin_act {
    const char *label;
    const char *name; /* said to who hears the page: what it is done to */
    const char *path;
};

struct admin_head {
    const char *label;
    const char *class; /* "", "num", "nowrap" */
};

struct admin_cell {
    const char *text;
    const char *note; /* below, or NULL */
    const char *href; /* or NULL */
};

struct admin_row {
    struct admin_cell cells[ADMIN_COLUMNS];
    size_t cell_count;
    struct admin_act acts[2];
    size_t act_count;
};

struct admin_block {
    struct act *a;
    const char *id;
    const char *title;
    const char *summary; /* beside the title, or NULL */
    const char *none;    /* said instead of an empty table: why, and what to do */
    const char *after;   /* said below, or NULL */
    const char *older;   /* the next rows, or NULL */
    struct chip *chips;
    size_t chip_count;
    struct fact *facts;
    size_t fact_count;
    const struct admin_head *heads; /* the first names the row; ends with a zero row */
    size_t head_count;
    struct admin_row *rows;
    size_t row_count;
    struct admin_act act; /* of the whole block; label NULL: none */
    bool has_acts;        /* some row has a button */
};

struct admin_page {
    struct act *a;
    const char *title;
    const char *summary; /* or NULL */
    const char *csrf;
    bool is_index;
    bool is_western;
    struct admin_warning *warnings;
    size_t warning_count;
    struct admin_block *blocks;
    size_t block_count;
};

void
admin_begin(struct act *a, const struct request *q, struct admin_page *page, const char *title);

/* A block stays where it is; a page has room for 8, 24 facts each, and 24 warnings. */
struct admin_block *admin_block(struct admin_page *page, const char *id, const char *title);
void admin_warn(struct admin_page *page, const char *words, const char *advice, const char *href);
void admin_fact(struct admin_block *b, const char *label, const char *value);

/* A table for `room` rows; `none` stands instead of an empty one. */
void
admin_table(struct admin_block *b, const struct admin_head *heads, size_t room, const char *none);
struct admin_row *admin_row(struct admin_block *b);
struct admin_cell *admin_cell(struct admin_row *row, const char *text);
void admin_act(struct admin_block *b, struct admin_row *row, struct admin_act act);

/* Chosen by ?name=value; value NULL: the one without. */
void admin_chip(struct admin_block *b, const struct request *q, const char *words, const char *name,
                const char *value);

/* The id in ?before=, 0 without. */
int64_t admin_before(const struct request *q);

/* A time as the reader wants it, "―" for none; 12.3 GB; 3日4時間. */
const char *admin_time(const struct admin_page *page, struct instant at);
const char *admin_bytes(struct act *a, int64_t bytes);
const char *admin_span(struct act *a, int64_t seconds);

bool admin_reply(const struct request *q, struct reply *r, const struct admin_page *page);

/* Whether he may do more than look. */
bool admin_may_act(const struct act *a);

#endif
