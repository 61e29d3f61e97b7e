/*
 * Devices (機器): what the city's offices work with, from purchase to disposal.
 *
 *     在庫 → 使用中 → 返却 → 在庫 …      修理中 and back      → 廃棄
 *
 * Each transition, and each change of who has a device or where it stands, writes an event:
 * who, when, from what to what. A device is handed out when its kitting is done
 * (desk/kitting.h), which begins each time it comes into stock. What stores data is disposed
 * of only with an application for erasure that was carried out (contract/erasure.h).
 */
#ifndef DESK_DEVICE_H
#define DESK_DEVICE_H

#include "ledger/ledger.h"

struct device {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind;
    const char *maker;
    const char *model;
    const char *serial;
    const char *host;
    struct ref person;
    struct ref section;
    const char *place;
    struct date bought_on;
    struct date supported_until;
    struct ref erasure;
    struct prose notes;
};

struct device_event {
    struct record base;
    const char *title;
    struct ref device;
    struct instant happened_at;
    struct ref person; /* who did it */
    const char *state_was;
    const char *state_now;
    const char *holder_was; /* section, person, place */
    const char *holder_now;
    struct prose notes;
};

extern const struct ledger device_ledger;
extern const struct ledger device_event_ledger;

extern const struct choice_item device_kinds[];

/* Inside act_write: what happened between two rows of a device. */
bool device_event_write(struct act *a, const struct device *was, const struct device *now);

#endif
