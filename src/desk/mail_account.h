/*
 * Mail (メール): accounts, groups and who is in them, as the city's mail service has them.
 *
 * An account is of a person or of a section; the staff list tells whose person has left. In a
 * group an address stands once.
 */
#ifndef DESK_MAIL_ACCOUNT_H
#define DESK_MAIL_ACCOUNT_H

#include "ledger/ledger.h"

struct mail_account {
    struct record base;
    struct mail address;
    const char *title;
    struct ref person;
    const char *person_name;
    bool shared; /* of a section */
    struct ref section;
    int64_t quota; /* MB */
    const char *application;
    struct date issued_on;
    struct date ended_on;
    struct choice finding;
    struct prose notes;
};

struct mail_group {
    struct record base;
    struct mail address;
    const char *title;
    struct ref section;
    bool outside; /* takes mail from outside */
    const char *application;
    struct prose notes;
};

struct mail_member {
    struct record base;
    const char *title;
    struct ref mail_group;
    struct ref account;
    struct mail address; /* who is not in the list of accounts */
    struct date from;
};

extern const struct ledger mail_account_ledger;
extern const struct ledger mail_group_ledger;
extern const struct ledger mail_member_ledger;

#endif
