/*
 * Licences (ライセンス): bought for so many seats, assigned one by one, renewed in time.
 *
 * Never more seats are assigned than there are; so many cannot be made fewer than assigned.
 * Sixty days before a licence ends it stands in the list of renewals. Paid licences of web
 * meetings are used by the hour instead (desk/web_meeting.h).
 */
#ifndef DESK_LICENCE_H
#define DESK_LICENCE_H

#include "ledger/ledger.h"

enum { LICENCE_RENEWAL = 60 }; /* days */

struct licence {
    struct record base;
    const char *title;
    const char *maker;
    struct choice kind; /* perpetual subscription open */
    int64_t seats;
    int64_t used;
    int64_t left;
    struct date bought_on;
    struct date until;
    struct date renew_from;
    struct yen price;
    const char *supplier;
    const char *paper; /* number of the contract or certificate; never a key */
    struct prose notes;
};

struct licence_seat {
    struct record base;
    const char *title;
    struct ref licence;
    struct ref person;
    struct ref device;
    struct ref section;
    const char *account;
    const char *application;
    struct date from;
    struct date until;
    struct prose notes;
};

extern const struct ledger licence_ledger;
extern const struct ledger licence_seat_ledger;

#endif
