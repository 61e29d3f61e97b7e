/*
 * Inquiries: what staff ask the desk, from receipt to completion.
 *
 * A record taken over from a predecessor keeps its own number, times and people;
 * people and sections that nobody has registered stay as text beside the reference.
 */
#ifndef DESK_INQUIRY_H
#define DESK_INQUIRY_H

#include "ledger/ledger.h"

struct inquiry {
    struct record base;
    const char *number;
    struct instant received_at;
    const char *channel;
    struct ref section;
    const char *section_name;
    struct ref requester;
    const char *requester_name;
    struct refs others; /* who asks the same, answered as well */
    const char *kind;
    struct choice priority;
    const char *title;
    struct prose body;
    struct ref team;
    struct ref assignee;
    const char *assignee_name;
    struct prose response;
    struct instant due;
    struct instant answered_at;
    struct date completed_on;
    struct ref merged_into; /* desk/merge.h */
    struct instant merged_at;
};

extern const struct ledger inquiry_ledger;

#endif
