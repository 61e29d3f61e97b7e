/*
 * The lines of an application to return or erase, as its steps need them; the ledger is
 * declared in contract/erasure.h.
 */
#ifndef CONTRACT_ERASURE_LINES_H
#define CONTRACT_ERASURE_LINES_H

#include "contract/erasure.h"

struct erasure_line_row {
    int64_t id;
    const char *title;
    const char *subject;
    int64_t item;
    int64_t medium;
    const char *medium_name;
    int64_t count;
    const char *unit;
    const char *method;
    const char *method_note;
};

struct erasure_lines {
    struct erasure_line_row *rows;
    size_t count;
};

bool erasure_lines_read(struct act *a, int64_t request, struct erasure_lines *out);

const char *erasure_method_title(const char *code); /* 上書き消去 */

#endif
