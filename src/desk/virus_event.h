/*
 * Virus detections (ウイルス検知): when, on which device, which file, what was done, how it
 * ended. What the antivirus did not stop opens an inquiry, linked with the detection; one
 * that was more than a single file is linked with an incident of the contract.
 *
 *     検知 → 対処中 → 完了        検知・対処中 → 誤検知
 */
#ifndef DESK_VIRUS_EVENT_H
#define DESK_VIRUS_EVENT_H

#include "ledger/ledger.h"

struct virus_event {
    struct record base;
    const char *title; /* name of the virus */
    struct instant detected_at;
    struct ref device;
    const char *host;
    struct ref section;
    const char *file;
    struct choice action; /* quarantined deleted blocked none */
    struct choice way;    /* mail web medium share other */
    struct prose measures;
    struct prose result;
    struct date reported_on; /* to the officer */
    struct ref incident;
    struct ref inquiry;
    struct instant closed_at;
    struct prose notes;
};

extern const struct ledger virus_event_ledger;

#endif
