/*
 * What the files of the periodic report (desk/periodic.h) share: the period, those it is
 * compared with, and where the text goes.
 *
 * Each part reads and writes its sections, and says in a sentence where there was nothing.
 * False with a fault when something could not be read.
 */
#ifndef DESK_PERIODIC_PARTS_H
#define DESK_PERIODIC_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "contract/paper_head.h"
#include "desk/counted.h"
#include "render/compose.h"
#include "render/report.h"

/* Days, both included, and as lists take them. */
struct stretch {
    struct date from, until;
    char first[DATE_TEXT], last[DATE_TEXT];
};

struct period_words {
    const char *title;    /* 月次報告書 */
    const char *now;      /* 今月 */
    const char *before;   /* 前月 */
    const char *year_ago; /* 前年同月; NULL: it is the one before */
    const char *end;      /* 月末 */
    int months;
};

struct periodic {
    struct act *a;
    struct composition *c;
    const struct report_order *order;
    struct contract_paper paper;
    const struct period_words *words;
    struct stretch now, before, year_ago;
    struct counter counter;
    const char *minute; /* when it is made, as lists take it */
};

struct stretch stretch_make(struct date from, struct date until);

/* As parameters of a query: from the first moment of the stretch, until that after its last. */
struct instant stretch_begin(const struct stretch *it);
struct instant stretch_end(const struct stretch *it);

/* A line of a table whose first cell is the label. */
void periodic_label(struct periodic *p, struct table_maker *t, const char *label);

/* 12.3; － without a base. */
struct figure periodic_mean(int64_t sum, int64_t count);

/* Two columns, label and number: the frame of many small tables. */
struct document_table *
periodic_pairs(struct periodic *p, struct table_maker *t, const char *caption, const char *unit);

bool periodic_inquiries(struct periodic *p, int64_t *records); /* with the summary */
bool periodic_answers(struct periodic *p);
bool periodic_applications(struct periodic *p);
bool periodic_troubles(struct periodic *p);
bool periodic_duties(struct periodic *p);
bool periodic_stock(struct periodic *p);
bool periodic_ledgers(struct periodic *p);
bool periodic_late(struct periodic *p); /* the annex */

/* Inquiries of the period, of one priority ("" none) or of all, and the clock. */
struct deadline_row {
    const char *priority;
    int64_t received, in_time, late, unanswered, overdue;
    int64_t answered, minutes;
};
struct deadline_rows {
    struct deadline_row *rows;
    size_t count;
};

/* Not ended when the period did: still open, or ended since. */
struct deadline_left {
    int64_t open, later;
};

struct deadlines {
    struct deadline_rows rows;
    struct deadline_row sum;
    struct deadline_left left;
};
bool periodic_deadlines_read(struct periodic *p, struct deadlines *out);
void periodic_deadlines(struct periodic *p, const struct deadlines *it);

#endif
