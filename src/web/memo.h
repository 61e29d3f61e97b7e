/*
 * Memos: short answers that every page needs again – counts of saved lists, the title
 * of the contract.
 *
 * On SQLite a memo is good while nothing was committed, and beyond that while no more
 * records were changed than it endures: each change is a row of the history, so the newest
 * row's number, read in the act's own snapshot, tells how many there were. For at most ten
 * seconds, since what a list holds may depend on the time. On PostgreSQL, where numbers are
 * taken before they are committed, a memo is good for two seconds. Keys name whose rights
 * the answer holds for.
 */
#ifndef WEB_MEMO_H
#define WEB_MEMO_H

#include <stdbool.h>
#include <stdint.h>

struct act;

enum { MEMO_KEY = 120, MEMO_TEXT = 200 };

struct memo {
    char key[MEMO_KEY];
    int64_t version; /* act_version when it was looked for; the memo's own */
    int64_t number;
    bool exact;
    int64_t endures;      /* changes of records; most endure none */
    char text[MEMO_TEXT]; /* cut at a whole character by the caller */
};

/* Looks for memo->key and fills in the rest; false when it must be found out anew: then
   fill in the answer and keep it. */
bool memo_find(struct act *a, struct memo *memo);

void memo_keep(struct act *a, const struct memo *memo);

#endif
