/*
 * Hand-overs to vendors (ベンダー引継ぎ): what was asked of whom about an inquiry, under which
 * number of theirs, and when they answered – with a clock of its own until the day agreed.
 *
 * The desks to turn to (保守窓口) are a ledger: per product the vendor, the contract, hours,
 * and within how many business days an answer is agreed, from which the day follows.
 *
 * While a hand-over waits, the inquiry waits (ベンダー待ち). Whether its own clock then stands
 * still is agreed in the contract (terms: vendor_pauses): where it does not, the inquiry stays
 * 対応中 and its time goes on. It is worked on again as soon as nothing is waited for.
 */
#ifndef DESK_VENDOR_CASE_H
#define DESK_VENDOR_CASE_H

#include "ledger/ledger.h"

struct support_desk {
    struct record base;
    const char *title; /* the product */
    struct ref vendor;
    const char *vendor_name;
    const char *contract_number;
    struct period period;
    const char *hours;
    struct phone phone;
    struct mail mail;
    struct url url;
    int64_t answer_days;
    struct prose notes;
};

struct vendor_case {
    struct record base;
    const char *number;
    const char *title;
    struct ref inquiry;
    struct ref support_desk;
    struct ref vendor;
    const char *vendor_name;
    const char *vendor_number; /* their own */
    const char *contact;       /* who took it there */
    struct instant handed_at;
    struct date due_on;
    struct prose question;
    struct instant answered_at;
    struct prose answer;
    struct ref assignee;
};

extern const struct ledger support_desk_ledger;
extern const struct ledger vendor_case_ledger;

#endif
