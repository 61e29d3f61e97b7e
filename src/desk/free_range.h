/*
 * Free ranges: what of a network is not given out, in the order of addresses.
 *
 * Rows (first, last) that neither overlap nor touch. Giving out takes from a range, a return
 * gives back and joins the neighbours; each is a step in an ordered index, so a /8 with a
 * million used addresses costs what an empty /24 costs. The ranges follow from the ledgers
 * `network` and `address`: where they are missing (records that came in as a bundle) they
 * are made anew at the first use. Beside them stands one row without addresses that says
 * that they are made, and how many addresses of version 4 are free.
 *
 * Who changes ranges holds pool_lock() of the contract; all of it is inside act_write.
 */
#ifndef DESK_FREE_RANGE_H
#define DESK_FREE_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/inet.h"

struct act;
struct table;

extern const struct table free_range_table;

struct free_range {
    struct inet first;
    struct inet last;
};
struct free_range_list {
    struct free_range *rows;
    size_t count;
};

/* What belongs to addresses and names of a contract is changed by one act at a time. */
bool pool_lock(struct act *a, int64_t contract);

/* Sees that the ranges of a network are there; makes them from the ledgers when not. Comes
   before the record that will take from them is stored: it would count as taken. */
bool free_range_ensure(struct act *a, int64_t contract, int64_t network);

bool free_range_made(struct act *a, int64_t network, bool *made);

/* The lowest free address at or above `from` (family 0: of all). Also outside act_write,
   where it finds nothing while the ranges have not been made. */
bool free_range_lowest(struct act *a, int64_t network, const struct inet *from, struct inet *out,
                       bool *found);

/* FAULT_CLASH on field "address" unless first to last is free, or the ranges are not made. */
bool free_range_require(struct act *a, int64_t network, const struct inet *first,
                        const struct inet *last);

/* Takes first to last; FAULT_CLASH on field "address" unless all of it is free. */
bool free_range_take(struct act *a, int64_t contract, int64_t network, const struct inet *first,
                     const struct inet *last);

/* Gives first to last back, all of which is taken; the ledger says already that they are not. */
bool free_range_give(struct act *a, int64_t contract, int64_t network, const struct inet *first,
                     const struct inet *last);

/* Takes whatever is free from first to last. */
bool free_range_cut(struct act *a, int64_t contract, int64_t network, const struct inet *first,
                    const struct inet *last);

/* Forgets the ranges of a network; free_range_ensure makes them anew. */
bool free_range_drop(struct act *a, int64_t network);

/* The ranges that touch the window first to last, clipped to it. */
bool free_range_window(struct act *a, int64_t network, const struct inet *first,
                       const struct inet *last, struct free_range_list *out);

/* How many addresses are free; NO_NUMBER for version 6 or while nobody has asked yet. */
bool free_range_count(struct act *a, int64_t network, int64_t *count);

/* What of a network can be given out at all: without network and broadcast address. */
struct free_range usable_range(const struct inet *network);

#endif
