/*
 * Pledges (誓約書): asked of everybody on the roster, subcontractors' people too, and stored
 * with the signed copy as an attachment or with the place of the paper.
 *
 * Who has none that still holds stands in the roster's list 「誓約書がない人」. One that is asked
 * anew each year has a last day, stands among what runs out before it, and the night after it
 * the person is without a pledge again.
 */
#ifndef CONTRACT_PLEDGE_H
#define CONTRACT_PLEDGE_H

#include "ledger/ledger.h"

struct pledge {
    struct record base;
    const char *title;
    struct ref person;
    struct choice kind;
    struct date asked_on;
    struct date signed_on;
    struct date until;   /* good to this day; none: as long as the contract runs */
    const char *kept_at; /* where the paper lies */
    struct prose notes;
};

extern const struct ledger pledge_ledger;

/* What a form for signing says; the name is read as a personal value. */
struct pledge_form {
    const char *kind;     /* 秘密保持誓約書 */
    const char *contract; /* title */
    const char *client;
    const char *contractor;
    const char *employer;
    const char *name;
    const char *role;
    struct date signed_on;
};
bool pledge_form_read(struct act *a, int64_t pledge, struct pledge_form *out);

/* People at work without a signed pledge, by name; for the page and for reports. */
struct unpledged {
    int64_t assignment;
    int64_t person;
    const char *title; /* 三浦（監査人） */
    const char *employer;
};
struct unpledged_list {
    struct unpledged *rows;
    size_t count;
};
bool pledges_missing(struct act *a, int64_t contract, struct unpledged_list *out);

#endif
