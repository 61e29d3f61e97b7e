/*
 * Reports: a document out of the records of a contract and a period, or of one record.
 *
 * A report is a row and a function; nothing is typed twice. Modules list theirs
 * (struct module, `.reports`); pages, API, the command `report` and issuing work for all
 * of them. The order says of what; the function reads through the act, so it sees what the
 * user may see.
 */
#ifndef RENDER_REPORT_H
#define RENDER_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct composition;
struct ledger;

enum report_span {
    SPAN_NONE, /* as things stand today */
    SPAN_MONTH,
    SPAN_QUARTER,
    SPAN_HALF,
    SPAN_YEAR /* fiscal */
};
enum { REPORT_SPANS = SPAN_YEAR + 1 };

struct report_order {
    int64_t contract;
    int64_t record; /* of report.of, else 0 */
    struct date from, until;
    const char *number;  /* of the document, or NULL: the letterhead shows it */
    const char *comment; /* what the author adds, or NULL; the report says where it stands */
};

struct report {
    const char *key;         /* "monthly": URL and command */
    const char *title;       /* 月次報告書 */
    const char *help;        /* what it is made from, one sentence */
    const struct ledger *of; /* made for one of its records; NULL: for a contract */
    enum report_span span;
    unsigned roles; /* 1 << ROLE_… of those who may make it */
    /* The ledger whose personal values it prints, NULL for none: what was issued is read by
       those who may see them there (DEED_PERSONAL), and each reading is in the history. */
    const struct ledger *personal;
    /* Fills c->document (title, class mark, page, face) and composes. `records` is counted
       up by what was read. */
    bool (*make)(struct act *a, const struct report_order *order, struct composition *c,
                 int64_t *records);
};

/* All reports of the program, ended by NULL; set once at start. */
void reports_set(const struct report *const *reports);
const struct report *const *reports_all(void);
const struct report *report_find(const char *key); /* NULL if none */

/* Formats, in the order in which they are offered. */
enum format { FORMAT_HTML, FORMAT_PDF, FORMAT_WORD, FORMAT_EXCEL, FORMAT_SLIDES };
enum { FORMATS = FORMAT_SLIDES + 1 };

struct format_face {
    const char *title;     /* Word */
    const char *extension; /* docx */
    const char *type;      /* media type */
};
extern const struct format_face format_faces[FORMATS];

struct buffer;
struct arena;
struct document;

/* By its extension; false when there is none of this name. */
bool format_find(const char *extension, enum format *out);

/* The document in one format, appended to `out`. False with a Japanese sentence. Slow, so
   never inside act_write. */
bool format_write(struct arena *arena, enum format format, const struct document *d,
                  struct buffer *out, const char **why);

/* First and last day of the span that holds `day`; SPAN_NONE: that day. Quarters, halves
   and years are those of the fiscal year from April. */
void report_period(enum report_span span, struct date day, struct date *from, struct date *until);
/* The one that is written about on `today` as a rule: the last that is over. In March a fiscal
   year is reported before its last day. */
void report_usual(enum report_span span, struct date today, struct date *from, struct date *until);
/* 令和8年10月分, 令和8年度第2四半期, 令和8年度上半期, 令和8年度. */
const char *report_period_title(struct arena *arena, enum report_span span, struct date from);

#endif
