/*
 * Service accounts (サービスの利用者): who has an account of what the city uses beside the
 * directory – chat, forms, minutes by AI, generative AI, remote access.
 *
 * Lists of the services are imported; a name that the staff list does not know stays with the
 * account. Each account is compared with the staff list (desk/staff_check.h): who has left,
 * whom nobody knows, what was not used for 90 days. A service has an account once.
 */
#ifndef DESK_SERVICE_ACCOUNT_H
#define DESK_SERVICE_ACCOUNT_H

#include "ledger/ledger.h"

struct service_account {
    struct record base;
    const char *title; /* the account */
    struct choice service;
    struct ref person;
    const char *person_name;
    struct ref section;
    bool shared; /* of a section, not of a person */
    struct date issued_on;
    struct date last_used_on;
    int64_t storage; /* MB */
    struct date ended_on;
    struct choice finding;
    struct prose notes;
};

extern const struct ledger service_account_ledger;

#endif
