/*
 * The payment plan (支払計画) of a contract, and what it consists of: instalments, and for
 * contracts with unit prices the prices and the counts of each month.
 *
 *   内訳なし → 内訳あり → 確定
 *
 * Dividing makes the instalments out of amount, period and scheme; the remainder goes to the
 * stated one (the first unless agreed otherwise). Parts may then be given amounts of their
 * own, as quarters have. Fixing asks that they add up to the contract amount to the yen; after
 * that nothing of it changes, and invoices can be made.
 *
 *   once        one part, after everything has passed
 *   monthly     equal parts, one a month
 *   quarterly   one part for each quarter of a fiscal year
 *   unit_price  the yearly sum in monthly parts, before it the preparation in its own; on top
 *               of each month unit price × count
 */
#ifndef CONTRACT_PAYMENT_PLAN_H
#define CONTRACT_PAYMENT_PLAN_H

#include "ledger/ledger.h"

struct payment_plan {
    struct record base;
    const char *title;
    struct choice scheme;        /* once monthly quarterly unit_price */
    struct yen amount;           /* what the parts add up to, without the preparation */
    struct choice tax;           /* included excluded */
    struct period period;        /* of the parts; whole months */
    struct yen preparation;      /* of unit_price */
    struct period preparing;     /* whole months before `period` */
    struct choice remainder;     /* first last month */
    struct date remainder_month; /* a day of it */
    const char *registration;    /* T and 13 digits, printed on invoices */
    struct prose account;        /* where to pay */
    struct prose working;        /* how the parts came about */
    struct prose note;
};

struct instalment {
    struct record base;
    const char *title; /* 第4回（令和8年10月分） */
    struct ref plan;
    int64_t nth;        /* within its kind */
    int64_t of;         /* so many of its kind */
    struct choice kind; /* part preparation */
    struct period period;
    struct yen amount;
    struct ref report; /* the deliverable that must have passed before it is invoiced */
    struct prose note;
};

/* 派遣, 回, 26,000 yen, 100 times at most. */
struct unit_price {
    struct record base;
    const char *title;
    struct ref plan;
    const char *unit;
    struct yen price;
    int64_t most; /* the contract's limit; NO_NUMBER: none */
};

struct actual_count {
    struct record base;
    const char *title; /* 派遣　令和8年10月分 */
    struct ref item;
    struct date month; /* its first day */
    int64_t quantity;
    const char *evidence;
    struct prose note;
};

extern const struct ledger payment_plan_ledger;
extern const struct ledger instalment_ledger;
extern const struct ledger unit_price_ledger;
extern const struct ledger actual_count_ledger;

struct instalment_list {
    struct instalment *rows;
    size_t count;
};
struct unit_price_list {
    struct unit_price *rows;
    size_t count;
};

/* By kind (preparation first) and number; whatever the rights. */
bool plan_instalments(struct act *a, int64_t plan, struct instalment_list *out);
bool plan_unit_prices(struct act *a, int64_t plan, struct unit_price_list *out);

/* What was counted of an item in a month and in the months before, confirmed or not; how many
   of that month's counts are not confirmed. */
struct counted {
    int64_t now;
    int64_t before;
    int64_t open;
};
bool counted_of(struct act *a, int64_t item, struct date month, struct counted *out);

/* How a plan divides, without writing anything: the working as text, into `*working`. */
bool plan_working(struct act *a, const struct payment_plan *plan, const char **working);

/* Makes the instalments of a plan, and takes them away; inside a consequence. */
bool plan_divide(struct act *a, const struct payment_plan *plan);
bool plan_undivide(struct act *a, int64_t plan);

/* Whether the parts add up; else a fault that says how much is missing or too much. */
bool plan_adds_up(struct act *a, const struct payment_plan *plan);

/* As consequences of an invoice: planned invoiced paid. */
bool instalment_settle(struct act *a, int64_t id, const char *state);

/* 令和8年7月分; 令和8年7月から9月まで; 令和8年7月10日から8月2日まで */
const char *period_title(struct act *a, struct period period);

#endif
