/*
 * Documents that were issued: reports, letters, certificates, invoices.
 *
 * A document begins as a draft that names its report, period or record and carries the
 * author's comment; shown, it is made anew from the records each time. Issuing makes it a
 * last time, seals it with the newest head of the history and keeps the frozen model
 * (render/freeze.h) as a blob under the contract's key: from then on the same document is
 * written in any format, and nothing of it changes. What has to be different is a new
 * document of the next edition.
 *
 * A draft shows each reader what he may see of the records. What was issued shows what its
 * issuer saw; where that are personal values (struct report, `.personal`), it opens for those
 * who may see them in the records too, and each reading is written into the history.
 */
#ifndef CONTRACT_DOCUMENT_H
#define CONTRACT_DOCUMENT_H

#include "ledger/ledger.h"

struct document;
struct report;
struct report_order;

struct document_row {
    struct record base;
    const char *number;
    const char *title;
    const char *report; /* key of the report */
    struct period period;
    int64_t subject; /* the record it is about, where the report is of one */
    struct prose comment;
    int64_t edition; /* 第1版, … */
    struct ref replaces;
    struct instant issued_at;
    int64_t records;
    const char *hash; /* of the frozen model, 64 digits */
    const char *head; /* newest head of the history when it was issued */
    struct file frozen;
    const char *holds; /* the ledger whose personal values it prints, by name; or NULL */
};

extern const struct ledger document_ledger;

/* Whether the user may make this report in the contract. */
bool report_allowed(const struct act *a, const struct report *report, int64_t contract);

/* The document as the order says, made from the records now; `*records` counts them. Marked
   as a draft and not sealed. Slow: never inside act_write. */
bool report_make(struct act *a, const struct report *report, const struct report_order *order,
                 struct document *out, int64_t *records);

/* The draft made now, or the issued document as it was frozen. FAULT_DENIED when it holds
   personal values that are not the reader's to see. Not inside act_write. */
bool document_open(struct act *a, const struct document_row *row, struct document *out);

/* Whether the frozen bytes still have the hash that was issued; `*why` says what differs. */
bool document_check(struct act *a, const struct document_row *row, bool *whole, const char **why);

#endif
