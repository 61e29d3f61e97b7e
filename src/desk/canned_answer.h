/*
 * Canned answers (定型文): texts the desk writes again and again, with places to be filled.
 *
 * {氏名} {課} {番号} {件名} {受付日} {期限} {担当} {今日} become what the inquiry says; any other
 * word in braces is refused when the text is kept, so that none goes out unfilled. A text
 * itself names nobody: what is personal stands only in the answer made of it. How often one
 * was chosen is counted, and the day of the last time.
 */
#ifndef DESK_CANNED_ANSWER_H
#define DESK_CANNED_ANSWER_H

#include "ledger/ledger.h"

struct inquiry;

struct canned_answer {
    struct record base;
    const char *category;
    const char *title;
    struct prose body;
    int64_t uses;
    struct date used_on;
};

extern const struct ledger canned_answer_ledger;

/* The text for this inquiry, as its reader sees it; in the act's arena. */
const char *canned_text(struct act *a, const struct canned_answer *it, const struct inquiry *about);

/* Counts one use; the text is its reader's. Own act_write. */
bool canned_used(struct act *a, int64_t id);

#endif
