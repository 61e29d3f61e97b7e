/*
 * The check of a data set's file, on a page of its own.
 *
 *     GET  /desk/open_data/{id}    a box for the file
 *     POST /desk/open_data/{id}    every line, column, value and reason at once; when and with
 *                                  how many faults goes into the record
 *
 * The file itself is not kept. The record's page leads here.
 */
#ifndef DESK_OPEN_DATA_PAGE_H
#define DESK_OPEN_DATA_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "desk/open_data_check.h"

struct act;
struct panel;
struct reply;
struct request;

struct open_data_page {
    const char *csrf;
    const char *title;
    const char *standard; /* label, NULL: not one of the standard */
    const char *record;   /* its page */
    const char *action;
    const char *text; /* as pasted */
    const char *fault;
    const struct open_data_result *result; /* NULL before the check */
    int64_t left;                          /* faults that are not shown */
};

struct open_data_panel {
    const char *check;
};

bool open_data_show(struct act *a, const struct request *q, struct reply *r);
bool open_data_post(struct act *a, const struct request *q, struct reply *r);

extern const struct panel open_data_panel;

#endif
