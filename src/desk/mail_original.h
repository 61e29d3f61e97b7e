/*
 * Originals of sanitised mail (無害化メールの原本): asked for, fetched, checked, handed over.
 *
 *     申請中 → 受渡済        申請中 → 渡さない
 *
 * The original is attached to the record. It is handed over when clamd has looked at every
 * file and found nothing (ledger/attachment.h): what waits, was never checked or lies in
 * quarantine stops it. The record keeps to whom, by whom, when, and what was checked.
 */
#ifndef DESK_MAIL_ORIGINAL_H
#define DESK_MAIL_ORIGINAL_H

#include "ledger/ledger.h"

struct mail_original {
    struct record base;
    const char *number;
    const char *title; /* subject */
    const char *sender;
    struct instant received_at;
    struct ref requester;
    const char *requester_name;
    struct ref section;
    struct prose reason;
    struct ref inquiry;
    struct ref handed_to;
    const char *handed_to_name;
    const char *way;
    struct instant handed_at;
    struct ref handed_by;
    const char *checked;
    struct prose notes;
};

extern const struct ledger mail_original_ledger;

#endif
