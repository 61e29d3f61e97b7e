/*
 * What the people on the roster can show: qualifications (資格) and experience (経歴).
 *
 * A qualification that runs out gives notice 60 days ahead: it then stands in the list
 * 「期限が近い資格」, and on 「体制の確認」 when it runs out before the contract ends.
 */
#ifndef CONTRACT_QUALIFICATION_H
#define CONTRACT_QUALIFICATION_H

#include "ledger/ledger.h"

enum { QUALIFICATION_NOTICE = 60 /* days */ };

struct qualification {
    struct record base;
    struct ref person;
    const char *title;  /* as on the certificate */
    const char *number; /* personal */
    const char *issuer;
    struct date acquired_on;
    struct date expires_on; /* the last day; none: never */
    struct date renewed_on; /* renewal asked for, the new certificate not yet there */
    struct date warn_on;    /* from this day on it is near its end */
    struct prose notes;
};

struct experience {
    struct record base;
    struct ref person;
    const char *title; /* the work */
    const char *area;  /* 自治体の情報セキュリティ監査 */
    const char *client;
    const char *role;
    struct date from;
    struct date until; /* none: still going on */
    struct prose content;
};

extern const struct ledger qualification_ledger;
extern const struct ledger experience_ledger;

/* Those that run out within the contract's period and are near it or over. */
struct running_out {
    int64_t id;
    int64_t person;
    const char *name; /* of the person, at work */
    const char *title;
    struct date expires_on;
};
struct running_out_list {
    struct running_out *rows;
    size_t count;
};
bool qualifications_running_out(struct act *a, int64_t contract, struct date day,
                                struct running_out_list *out);

#endif
