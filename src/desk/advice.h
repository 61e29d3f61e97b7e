/*
 * Advice (相談・助言): what a section asked about improvements, new systems or open data, what
 * it was told, and what that means for network, servers and security.
 *
 *     相談中 → 助言済 → 完了
 */
#ifndef DESK_ADVICE_H
#define DESK_ADVICE_H

#include "ledger/ledger.h"

struct advice {
    struct record base;
    const char *number;
    const char *title;
    struct choice topic; /* improvement system open_data portal security other */
    struct date asked_on;
    struct ref section;
    struct ref person;
    const char *person_name;
    struct prose question;
    struct prose answer;
    struct prose effects;
    struct ref adviser;
    struct date answered_on;
    struct date look_on; /* when to ask how it went */
    struct prose outcome;
    struct ref inquiry;
};

extern const struct ledger advice_ledger;

#endif
