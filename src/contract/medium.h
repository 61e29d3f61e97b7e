/*
 * PCs and media used for the work (媒体・機器台帳).
 *
 * A medium belongs to an organisation: private ones cannot be written down, since they may
 * not be used. It is carried out, in and back by an approved request (carry_request), which
 * sets its state.
 */
#ifndef CONTRACT_MEDIUM_H
#define CONTRACT_MEDIUM_H

#include "ledger/ledger.h"

struct medium {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind;
    struct choice ownership;
    struct ref keeper; /* organisation that owns it */
    const char *serial;
    const char *host;
    bool encrypted;
    struct prose software; /* one a line: name, version */
    const char *antivirus;
    struct ref person;
    struct ref workplace;
    const char *place;
    struct date from;
    struct date until;
    struct date checked_on; /* newest check, by media_check */
    struct prose notes;
};

struct carry_request {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind;
    struct refs media;
    const char *things;
    const char *destination;
    struct prose purpose;
    struct period period;
    struct ref person;
    struct prose effect; /* on the systems that are there */
    struct date effect_checked_on;
    struct ref effect_checked_by;
    struct date done_on;
    struct ref witness;
    const char *witness_name;
    struct date brought_back_on;
    const char *answer;
    struct date decided_on;
    struct ref decided_by;
    struct prose notes;
};

extern const struct ledger medium_ledger;
extern const struct ledger carry_request_ledger;

extern const struct choice_item medium_kinds[];

#endif
