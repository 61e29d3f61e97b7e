/*
 * Supplies (消耗品): what is used up, and every time some came or went.
 *
 * What is in stock is always the sum of the effects of the moves, and never below 0. A move is
 * not changed once it is written: a counter move takes it back, whole and once. A count
 * says how many are there; its effect is the difference to what should have been.
 *
 * When stock falls to the order point or below, an inquiry is opened and linked; the next one
 * only after it has been above again. A supply that was never moved is not short: its first
 * count is still to come.
 */
#ifndef DESK_SUPPLY_H
#define DESK_SUPPLY_H

#include "ledger/ledger.h"

struct supply {
    struct record base;
    const char *title;
    const char *model;
    const char *unit;
    const char *place;
    int64_t order_point; /* NO_NUMBER: none */
    const char *supplier;
    int64_t balance;
    bool is_short; /* at the order point or below */
    struct date moved_on;
    struct prose notes;
};

struct stock_move {
    struct record base;
    const char *title;
    struct ref supply;
    struct choice kind; /* receive issue return adjust count counter */
    int64_t quantity;
    struct ref corrects; /* of a counter move */
    struct date day;
    struct ref person;
    struct ref section;
    int64_t effect; /* what it adds, below 0 what it takes */
    int64_t left;   /* in stock after it */
    struct prose notes;
};

extern const struct ledger supply_ledger;
extern const struct ledger stock_move_ledger;

#endif
