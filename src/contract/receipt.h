/*
 * Receipts for what was handed over (受領書・預り証), numbered without gaps.
 *
 * A receipt is written first, the items of the ledger of information then name it. Nothing
 * of it changes afterwards; a wrong one is made void and keeps its number.
 */
#ifndef CONTRACT_RECEIPT_H
#define CONTRACT_RECEIPT_H

#include "ledger/ledger.h"

struct receipt {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind; /* receipt, custody */
    struct date day;
    struct ref giver; /* organisation */
    const char *giver_name;
    const char *given_by; /* person, personal */
    struct ref person;    /* who took it */
    const char *place;
    struct ref transport;
    struct date return_by;
    struct date returned_on;
    const char *reason; /* for making it void */
    struct prose notes;
};

extern const struct ledger receipt_ledger;

struct receipt_line {
    const char *number; /* of the item */
    const char *title;
    const char *confidentiality; /* 機密性3 */
    const char *form;            /* USBメモリ */
    int64_t count;
    const char *unit;
};

/* What the form says. */
struct receipt_form {
    const char *heading; /* 預り証 */
    const char *number;
    struct date day;
    const char *contract;
    const char *giver;
    const char *given_by; /* "" for who may not see it */
    const char *contractor;
    const char *person; /* who took it */
    const char *place;
    const char *transport;
    struct date return_by;
    bool is_void;
    struct receipt_line *lines;
    size_t count;
};

bool receipt_form_read(struct act *a, int64_t receipt, struct receipt_form *out);

#endif
