/*
 * Taking in a file, in four steps: file, columns, check, write.
 *
 * The file is kept under a number, so that each step is an address that can be left and
 * found again. Nothing is written before the last one.
 */
#ifndef WEB_IMPORT_PAGE_H
#define WEB_IMPORT_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/import.h"
#include "web/control.h"
#include "web/record_page.h"
#include "web/route.h"

struct past_import {
    int64_t id;
    const char *name;
    const char *state;
    const char *counts; /* 新規 12、変更 0、同じ 0、誤り 0 */
    const char *day;
    const char *who;
    const char *href;
};

struct import_start {
    const struct ledger *ledger;
    const char *csrf;
    const char *fault;
    struct past_import *past;
    size_t past_count;
};

/* A column of the file and what it becomes. */
struct import_column {
    const char *letter;
    const char *heading;
    const char *sample;
    const char *reason;
    bool is_sure;
    struct option *options;
};

enum import_step { STEP_FILE, STEP_COLUMNS, STEP_CHECK, STEP_WRITE };

struct import_page {
    const struct ledger *ledger;
    const char *csrf;
    const char *path;  /* of this import */
    const char *about; /* name, rows, headings, encoding */
    const struct import_result *result;
    enum import_step step;
    const char *heading; /* the one sentence that matters */
    const char *counts;
    bool is_done;
    bool is_running;
    bool may_undo;
    int64_t good; /* rows that can be written */
    struct import_column *columns;
    size_t column_count;
    size_t option_count;
    size_t doubtful;
    const struct field **missing;
    size_t missing_count;
    const char *const *labels; /* heads of the sample */
    size_t label_count;
};

bool import_start_show(struct act *a, const struct request *q, struct reply *r);
bool import_receive(struct act *a, const struct request *q, struct reply *r);
bool import_show(struct act *a, const struct request *q, struct reply *r);
bool import_act(struct act *a, const struct request *q, struct reply *r);
bool import_faults(struct act *a, const struct request *q, struct reply *r);

#endif
