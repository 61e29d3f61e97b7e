/*
 * Open data (オープンデータ): the data sets the city publishes, by which section, when they are
 * due again, and how the last check against the national standard ended
 * (desk/open_data_check.h, desk/open_data_page.h).
 */
#ifndef DESK_OPEN_DATA_H
#define DESK_OPEN_DATA_H

#include "ledger/ledger.h"

struct open_data_set {
    struct record base;
    const char *title;
    struct choice standard; /* facility aed toilet shelter own */
    struct ref section;
    struct ref person;
    struct url address;
    const char *licence;
    struct choice cycle; /* month quarter year needed */
    struct date published_on;
    struct date due_on; /* next update */
    struct instant checked_at;
    int64_t rows;
    int64_t faults;
    struct prose notes;
};

extern const struct ledger open_data_set_ledger;

#endif
