/*
 * Devices (機器): what the city's offices work with, from purchase to disposal.
 *
 *     在庫 → 使用中 → 返却 → 在庫 …      修理中 and back      → 廃棄
 *
 * Each transition, and each change of who has a device or where it stands, writes an event:
 * who, when, from what to what. A device is handed out when its checklist (キッティング) is
 * done; one made in the pages begins with the usual items of its kind, which may be added to
 * and taken away. Back in stock, the list begins anew. What stores data is disposed of only
 * with an application for erasure that was carried out (contract/erasure.h).
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

struct device_step {
    struct record base;
    const char *title;
    struct ref device;
    bool done;
    struct date done_on;
    struct ref person;
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
extern const struct ledger device_step_ledger;
extern const struct ledger device_event_ledger;

/* Inside act_write, as consequences. The usual items; all items open again; whether all are
   done, else a fault. */
bool device_steps_make(struct act *a, const struct device *device);
bool device_steps_reopen(struct act *a, int64_t device);
bool device_steps_done(struct act *a, int64_t device);

/* What happened between two rows of a device. */
bool device_event_write(struct act *a, const struct device *was, const struct device *now);

#endif
