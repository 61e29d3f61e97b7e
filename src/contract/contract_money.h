/*
 * What deliverables, inspections and payments ask of a contract: one reading of what was
 * agreed, whoever asks.
 */
#ifndef CONTRACT_CONTRACT_MONEY_H
#define CONTRACT_CONTRACT_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/money.h"
#include "base/time.h"
#include "contract/rate.h"

struct act;
struct working;

/* From a valid invoice to the last day of payment. */
enum payment_limit {
    PAYMENT_30_DAYS,
    PAYMENT_NEXT_MONTH /* the end of the month after the one it was received in */
};

struct contract_money {
    bool agreed;        /* terms have been entered */
    struct yen amount;  /* with tax; NO_NUMBER: not entered */
    const char *scheme; /* once monthly quarterly unit_price other, or "" */
    struct period period;
    struct date awarded_on;
    int64_t inspection_days; /* 10 unless agreed otherwise */
    bool deemed;             /* silence until then is a pass */
    enum payment_limit limit;
    /* Of late payment: the contract's own, else the notice's on the day of award. */
    struct rate late;
    bool late_known;
    struct rate own; /* the rate that the contract names itself, for the contractor's delay */
    bool own_known;
    const char *delay;       /* interest daily none, or "" */
    const char *termination; /* tenth tenth_cut none, or "" */
    const char *rigging;     /* tenth two_tenths three_tenths none, or "" */
    const struct calendar *calendar;
};

bool contract_money(struct act *a, int64_t contract, struct contract_money *out);

/*
 * Last days of the client's periods. The day of the event does not count, and a last day on
 * which the office is closed moves to the next open one (Civil Code 140, 142): what happens
 * when a period ends unused, a pass or interest, must not happen before the client could act.
 */
struct date inspection_due(const struct contract_money *m, struct date delivered);
struct date payment_due(const struct contract_money *m, struct date received);

/*
 * What the contractor owes under these terms; FAULT_CLASH where they say nothing of it. Of
 * delay `part` is the amount of what was not handed in; contracts that count 1/1,000 a day
 * take their whole amount.
 */
bool contract_delay(struct act *a, const struct contract_money *m, struct yen part, struct date due,
                    struct date delivered, struct working *w);

enum penalty { PENALTY_TERMINATION, PENALTY_RIGGING };
bool contract_penalty(struct act *a, const struct contract_money *m, enum penalty kind,
                      struct working *w);

#endif
