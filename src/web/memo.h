/*
 * Memos: short answers that every page needs again – counts of saved lists, the title
 * of the contract – kept while nothing was committed.
 *
 * On SQLite a memo is good as long as store_version stands still and for at most ten
 * seconds, since an act's snapshot can be older than the version it asks for. PostgreSQL
 * has no such number: there a memo is good for two seconds. Keys name whose rights the
 * answer holds for.
 */
#ifndef WEB_MEMO_H
#define WEB_MEMO_H

#include <stdbool.h>
#include <stdint.h>

struct act;

enum { MEMO_KEY = 120, MEMO_TEXT = 200 };

struct memo {
    char key[MEMO_KEY];
    int64_t version; /* of the store when it was looked for */
    int64_t number;
    bool exact;
    char text[MEMO_TEXT]; /* cut at a whole character by the caller */
};

/* Looks for memo->key and fills in the rest; false when it must be found out anew: then
   fill in the answer and keep it. */
bool memo_find(struct act *a, struct memo *memo);

void memo_keep(struct act *a, const struct memo *memo);

#endif
