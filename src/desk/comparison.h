/*
 * The ledger of addresses beside what scans, ARP tables and DHCP servers saw.
 *
 * Over the last days that are looked at there are four kinds of difference:
 *
 *   conflicting  one address, two devices at overlapping times, or another than the ledger's
 *   moved        the ledger's device, seen at another address
 *   unknown      seen, and neither in the ledger nor within a range of it
 *   missing      in the ledger for longer than these days and never seen, in a network that
 *                was looked at
 *
 * Nothing is written by comparing.
 */
#ifndef DESK_COMPARISON_H
#define DESK_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/inet.h"
#include "base/time.h"

struct act;

enum difference { DIFFERS_CONFLICT, DIFFERS_MOVED, DIFFERS_UNKNOWN, DIFFERS_MISSING };
enum { DIFFERENCES = DIFFERS_MISSING + 1 };

/* So many differences of a kind are read, and days looked at when nothing else is said. */
enum { MOST_DIFFERENCES = 200, USUAL_DAYS = 30 };

struct difference_row {
    enum difference kind;
    int64_t network;
    const char *network_title; /* "" when no network contains it */
    struct inet address;       /* where it was seen, or should have been */
    const char *mac;
    const char *name; /* as seen, or the ledger's */
    struct instant seen_at;
    int64_t record;    /* of `address`, 0 if none */
    const char *title; /* its address */
    int64_t version;
    const char *other; /* the device or address on the other side */
};

struct comparison {
    struct difference_row *rows; /* kind by kind, by address */
    size_t count;
    size_t counts[DIFFERENCES];
    bool cut[DIFFERENCES]; /* there are more */
    int64_t seen;          /* addresses seen in these days */
    struct instant newest; /* the last sighting of all */
};

/* `network` 0: the whole contract's. */
bool
comparison_read(struct act *a, int64_t contract, int64_t network, int days, struct comparison *out);

#endif
