/*
 * Differences (差異): where a directory is otherwise than the ledger of accounts.
 *
 * The comparison (account_compare.h) writes and closes these rows; one stands for one kind of
 * difference of one account of one directory, and the same difference found again is the same
 * row. People choose: what goes into the next plan (account_plan.h), what may stay as it is,
 * and of an entry that the ledger does not know, that it is taken into the ledger. Where a
 * network cannot be reached, differences are written by hand.
 *
 *     未対応 → 直す → 解消      未対応 → このままでよい      any → 解消 when it is no more
 */
#ifndef DESK_ACCOUNT_DIFFERENCE_H
#define DESK_ACCOUNT_DIFFERENCE_H

#include "ledger/ledger.h"

struct account_difference {
    struct record base; /* open chosen left gone */
    const char *title;  /* the account */
    struct ref directory;
    struct choice kind;
    struct ref account;
    const char *dn;
    const char *display; /* the entry's name */
    const char *ledger_says;
    const char *directory_says;
    bool disabled;          /* there */
    struct prose member_of; /* there: names of groups, a line each */
    struct choice remedy;   /* none add enable disable delete groups */
    struct instant found_at;
    struct instant gone_at;
    const char *note;
};

extern const struct ledger account_difference_ledger;

/* In the order in which they are told; the code of each in `kind`. */
enum account_differs {
    ACCOUNT_UNKNOWN, /* the ledger does not know it */
    ACCOUNT_MISSING, /* the directory has none */
    ACCOUNT_OFF,     /* disabled, and in use in the ledger */
    ACCOUNT_ON,      /* not disabled, and stopped or over in the ledger */
    ACCOUNT_LEFT,    /* removed in the ledger, and still there */
    ACCOUNT_MEMBER,  /* in other groups */
    ACCOUNT_IDLE,    /* not signed in for long */
    ACCOUNT_TWICE,   /* two entries of one name */
};
enum { ACCOUNT_KINDS = ACCOUNT_TWICE + 1 };
extern const struct choice_item account_difference_kinds[]; /* in that order */

/* What brings the directory to where the ledger is, "none" where a person has to. */
const char *account_usual_remedy(enum account_differs kind);

#endif
