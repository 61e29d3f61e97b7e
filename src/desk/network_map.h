/*
 * A window of a network: 256 addresses, each with what stands there.
 *
 * Read from the free ranges, the issued addresses and ranges within the window and the
 * networks below; a /8 has 65,536 windows, and any of them costs the same.
 */
#ifndef DESK_NETWORK_MAP_H
#define DESK_NETWORK_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/inet.h"

struct act;
struct comparison;
struct network;

enum spot_kind {
    SPOT_FREE,
    SPOT_USED,
    SPOT_DHCP,
    SPOT_FIXED,   /* gateway, reserved */
    SPOT_STRAY,   /* seen, not in the ledger */
    SPOT_RIVALS,  /* two devices */
    SPOT_BELOW,   /* of a network within this one */
    SPOT_OUTSIDE, /* cannot be given out at all */
};
enum { SPOT_KINDS = SPOT_OUTSIDE + 1, MAP_CELLS = 256 };

/* How a kind looks: by its fill (class) and by a sign, so that colour is not needed. */
struct spot_face {
    const char *class;
    const char *sign;
    const char *label;
};
extern const struct spot_face spot_faces[SPOT_KINDS];

struct map_cell {
    enum spot_kind kind;
    struct inet address;
    const char *sign;  /* of its own kind: P, S, G; else the face's */
    const char *words; /* what uses it, "" when nothing does */
    int64_t record;    /* of `address`, 0 if none */
    int64_t network;   /* of SPOT_BELOW */
};

struct network_map {
    struct map_cell *cells;
    size_t count; /* 256, or fewer in a small network; 0 of version 6 */
    struct inet first;
    struct inet last;
    size_t counts[SPOT_KINDS];
};

/* The window of 256 that `at` lies in; family 0: the first one. `seen` may be NULL. */
bool network_map_read(struct act *a, const struct network *network, const struct inet *at,
                      const struct comparison *seen, struct network_map *out);

#endif
