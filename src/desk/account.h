/*
 * Accounts (アカウント): who signs in to which of the separated networks, as it should be.
 *
 * One row for each account of each network's directory. The ledger is what was decided –
 * by applications, by the personnel list –, the directory is what is; the two are compared
 * (account_compare.h) and the directory is made to follow (account_plan.h).
 *
 * An account in use whose last day is over counts as stopped. Groups stand by their names, a
 * line each.
 */
#ifndef DESK_ACCOUNT_H
#define DESK_ACCOUNT_H

#include "ledger/ledger.h"

struct account {
    struct record base; /* used stopped removed */
    const char *title;  /* what is typed to sign in */
    struct choice layer;
    struct choice kind; /* person section service manager training */
    struct ref person;
    const char *person_name;
    struct ref section;
    struct prose member_of;
    const char *application;
    struct date begins_on;
    struct date ends_on;
    struct date ended_on;
    struct choice finding;
    struct prose notes;
};

extern const struct ledger account_ledger;

enum { ACCOUNT_GROUPS = 200, ACCOUNT_NAME = 100 /* characters */ };

/* The names of member_of, one by one, blanks and empty lines left out; in the act's arena. */
struct account_groups {
    const char **names;
    size_t count;
};
struct account_groups account_groups(struct act *a, const char *member_of);

#endif
