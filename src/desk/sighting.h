/*
 * Sightings: what a scan, an ARP table or a DHCP server saw, imported as it comes.
 *
 * A row is one device at one address at one time. The comparison with the ledger of addresses
 * is comparison.h; these rows are never changed by it.
 */
#ifndef DESK_SIGHTING_H
#define DESK_SIGHTING_H

#include "ledger/ledger.h"

struct sighting {
    struct record base;
    const char *title;
    struct inet address;
    struct mac mac;
    const char *name;
    struct instant seen_at;
    struct choice source;
    struct choice layer;
    struct ref network;
};

extern const struct ledger sighting_ledger;

#endif
