/*
 * Networks: the prefixes of the separated layers (三層), one within the other.
 *
 * The layers of the separation (三層の対策) are wired apart, so each has the whole
 * space of addresses for itself: 10.0.0.0/8 may stand in each of them, once. Within a layer the
 * parent of a network is the smallest one that contains it; who adds a network between two
 * others moves those below it, and the addresses that were given out in its range, to it.
 */
#ifndef DESK_NETWORK_H
#define DESK_NETWORK_H

#include "ledger/ledger.h"

struct network {
    struct record base;
    const char *title;
    struct choice layer;
    struct inet prefix;
    int64_t vlan;
    struct inet gateway;
    const char *purpose;
    const char *site;
    struct ref series;
    struct ref parent;
    const char *note;
};

extern const struct ledger network_ledger;
extern const struct choice_item network_layers[];
const char *layer_title(const char *code);

/* The smallest network of the contract that contains an address or network, in this layer (""
   or NULL: in any). 0 when there is none; -1 when several layers have one. */
bool network_around(struct act *a, int64_t contract, const char *layer, const struct inet *inner,
                    int64_t *network);

#endif
