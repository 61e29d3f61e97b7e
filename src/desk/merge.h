/*
 * Merging: two inquiries about the same matter become one.
 *
 * The one that ends (統合済み) stays where it is, with its number, its requester and what was
 * said in it. Its words, also those that come later, stand in the timeline of the other, and
 * the answers given there stand in its own, so that whoever asked is answered. Who asked in
 * it is kept among the other's further requesters. Both are linked as 重複.
 *
 * A merge is taken back on the day it was made, by the transition "unmerge"; later too much
 * has been answered on its strength. An inquiry that others have been merged into cannot be
 * merged itself: who reads a timeline shall not have to follow chains.
 */
#ifndef DESK_MERGE_H
#define DESK_MERGE_H

#include <stdbool.h>

struct act;
struct inquiry;
struct record;

/* For the .check of the ledger. */
bool merge_check(struct act *a, const struct record *before, struct inquiry *it);

/* For its .after: links, further requesters, the word to who asked. */
bool merge_follow(struct act *a, const struct record *before, const struct record *record);

#endif
