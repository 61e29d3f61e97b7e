/*
 * The timeline of a record as its page shows it: messages, notes, changes, and what
 * others have changed since a page was made.
 */
#ifndef WEB_TIMELINE_PAGE_H
#define WEB_TIMELINE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/record_page.h"

struct record;

/* Entries and chips of the page; `brief`: the newest words only. */
bool timeline_fill(struct act *a, const struct request *q, const struct record *record, bool brief,
                   struct record_page *out);

/* Changes that made the versions after `version`, newest first. */
bool changes_since(struct act *a, const struct ledger *l, int64_t id, int64_t version,
                   int64_t current, struct shown_entry **out, size_t *count);

/* A day for a narrow place: 11月20日, R7.11.20 where the year is another; and 8:40. */
const char *short_day(struct act *a, struct instant at);
const char *clock_time(struct act *a, struct instant at);

#endif
