/*
 * Who did what when: the history of a record, of a ledger, or of everything.
 */
#ifndef WEB_HISTORY_PAGE_H
#define WEB_HISTORY_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/history.h"
#include "web/history_form.h"
#include "web/record_page.h"
#include "web/route.h"

struct shown_history {
    int64_t seq;
    const char *day;
    const char *time;
    struct instant at;
    const char *who;
    const char *words;
    const char *what; /* the record or ledger it was done to */
    const char *href; /* to it, or NULL */
    struct history_change *changes;
    size_t change_count;
    const char *reason; /* or NULL */
    const char *origin; /* 画面, API … */
    const char *proof;  /* address of its proof */
    const char *mine;   /* the same list, of this person's rows only */
};

struct history_page {
    const char *title;
    struct fact *crumbs; /* label and address */
    size_t crumb_count;
    const char *summary; /* 14行　新しい順 */
    struct shown_history *rows;
    size_t row_count;
    const char *older;   /* or NULL */
    const char *excerpt; /* the same rows as a file */
    struct history_form form;
    const char *opened;   /* the same with personal values, or NULL */
    struct fact *ledgers; /* instead of rows: whose history may be read */
    size_t ledger_count;
};

bool history_of_record(struct act *a, const struct request *q, struct reply *r);
bool history_of_ledger(struct act *a, const struct request *q, struct reply *r);
bool history_of_all(struct act *a, const struct request *q, struct reply *r);

#endif
