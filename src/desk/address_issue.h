/*
 * Giving out an address and a computer's name, both or neither, in one transaction.
 *
 * The address is the lowest free one of the network, or the one asked for; the name is the
 * next one of the series, or the one that was reserved for who acts. Whoever may create
 * records of `address` in the contract may do it.
 */
#ifndef DESK_ADDRESS_ISSUE_H
#define DESK_ADDRESS_ISSUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/inet.h"
#include "base/time.h"

struct act;
struct address;
struct computer_name;

struct address_order {
    int64_t network;
    int64_t series;     /* 0: no name */
    int64_t reserved;   /* a computer_name that waits for him, or 0 */
    struct inet wanted; /* family 0: the lowest free one */
    const char *kind;   /* NULL: host */
    const char *device;
    const char *mac;
    const char *note;
    int64_t section;
    int64_t person;
    struct date return_on;
};

/* Both records as they are now written; the name's id is 0 when none was asked for. Fills in
   rows that ledger_new made. May stand inside act_write. */
bool address_issue(struct act *a, const struct address_order *order, struct address *address,
                   struct computer_name *name);

/* Reserves the next name of the series for who acts, for NAME_MINUTES. */
bool
address_reserve_name(struct act *a, int64_t network, int64_t series, struct computer_name *name);

#endif
