/*
 * The calendar feed: everything due, as calendar programs read it (RFC 5545).
 *
 *   GET /contract/calendar.ics              of the contract switched to, or of all one sees
 *   GET /contract/calendar.ics?contract=5
 *
 * Whoever is signed in may fetch it. A calendar program has no session: it is given a token
 * of the API, which never stands in the address, since addresses end in logs and histories.
 * It sends it as `Authorization: Bearer TOKEN`, or, where it knows only name and password, by
 * HTTP Basic with any name and the token as password. Passwords of accounts are no good here.
 *
 *     tasuki token --data DIR --user miura --for 365 --scope "read obligation"
 *
 * makes one that is good for reading clauses only: of a token with ledgers the feed tells the
 * dues of these ledgers, and it must name obligation to come in at all.
 *
 * Days are DATE values and hours UTC, so no time zone is told. An entry keeps its UID while
 * its record lives: programs move it instead of showing it twice. What is done or removed is
 * not there any more, and programs drop it.
 */
#ifndef CONTRACT_CALENDAR_FEED_H
#define CONTRACT_CALENDAR_FEED_H

#include <stdbool.h>

#include "base/time.h"

struct act;
struct buffer;
struct due_items;
struct reply;
struct request;

struct calendar_feed {
    const char *installation; /* UUID */
    const char *name;         /* as the program shows it */
    const char *site;         /* https://host, or NULL: entries lead nowhere */
    struct instant now;
    const char *ledgers; /* only these, space between; NULL or "": all */
};

/* Lines end in CRLF and have at most 75 octets; no character is cut in two. */
void calendar_feed_write(struct buffer *out, const struct calendar_feed *feed,
                         const struct due_items *dues);

bool calendar_feed_show(struct act *a, const struct request *q, struct reply *r);

#endif
