/*
 * Addresses: who and what uses each of them, since when, and until it was returned.
 *
 * A record is one use of an address, or of a range of them (自動割当, 予約). It is made by
 * address_issue() together with a computer's name, or by the ordinary road – form, import,
 * API – with an address that is known already; either way it takes its addresses out of the
 * network's free ranges in the same transaction, and none is given out twice. Returning it
 * needs a reason, gives the addresses back and returns the name.
 */
#ifndef DESK_ADDRESS_H
#define DESK_ADDRESS_H

#include "ledger/ledger.h"

struct address {
    struct record base;
    const char *title; /* the address as text */
    struct ref network;
    struct inet address;
    struct inet until; /* of a range its last one */
    struct choice kind;
    struct ref name;
    const char *host; /* a name that is not in the ledger */
    const char *device;
    struct mac mac;
    struct ref section;
    struct ref person;
    struct date issued_on;
    struct date return_on;
    struct date returned_on;
    const char *return_reason;
    const char *note;
};

extern const struct ledger address_ledger;
extern const struct choice_item address_kinds[];
const char *address_kind_title(const char *code);

#endif
