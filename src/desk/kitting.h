/*
 * Kitting (キッティング): what is set up and checked before a device is handed out.
 *
 *     準備中 → 渡せる → 渡した        準備中・渡せる → 取りやめ
 *
 * The items (kitting_item) are the template: what is done with a device of this kind, in which
 * order, by whom, and what is written down with it (版, 製造番号). A contract without items
 * begins with those of facts/kitting_items.csv and edits them.
 *
 * A run (kitting) copies them for one device, once for each time it goes out: by itself when
 * the device comes into stock in the pages, or by hand. Its steps are ticked in their order,
 * equal numbers side by side, by whom and when; what asks for a record is not ticked without.
 * Only what the template calls so may be left out, anything else by the lead with a reason.
 * Who has ticked the last required step makes the run ready, and only a ready run lets the
 * device out (desk/device.c); handing it out ends the run.
 */
#ifndef DESK_KITTING_H
#define DESK_KITTING_H

#include "ledger/ledger.h"

struct device;

struct kitting_item {
    struct record base; /* used stopped */
    struct choice kind; /* of devices */
    int64_t place;      /* 1, 2, … */
    const char *title;
    struct prose how;
    const char *records; /* what is written down with it, or empty */
    bool optional;
    struct ref person;
};

struct kitting {
    struct record base; /* working ready handed dropped */
    const char *number;
    const char *title;
    struct ref device;
    struct date due_on;
    struct ref assignee;
    struct instant ready_at;
    struct instant handed_at;
    const char *holder; /* who got it: section, person */
    struct prose notes;
};

struct kitting_step {
    struct record base; /* open done skipped */
    const char *title;
    struct ref kitting;
    int64_t place;
    bool optional;
    struct prose how;
    const char *records;
    const char *value; /* what was written down */
    struct ref person;
    struct instant done_at;
    struct ref done_by;
    struct prose notes;
};

extern const struct ledger kitting_item_ledger;
extern const struct ledger kitting_ledger;
extern const struct ledger kitting_step_ledger;

/* The items a contract begins with, unless it has some; the second inside act_write. */
bool kitting_items_load(struct act *a, int64_t contract);
bool kitting_items_begin(struct act *a, int64_t contract);

/* Whether devices of this kind need a kitting: items in use, or those to begin with. */
bool kitting_needed(struct act *a, int64_t contract, const char *kind, bool *needed);

/* The run of a device that is not over, 0: none. */
bool kitting_open(struct act *a, int64_t device, int64_t *run);

/* For the check of a device that goes out: FAULT_CLASH that says which steps are open. */
bool kitting_lets_out(struct act *a, const struct device *device);

/* Inside act_write, as consequences of a device's change: begins a run where one is needed
   and none is open; ends it with who got the device; gives it up. */
bool kitting_begin(struct act *a, const struct device *device);
bool kitting_hand(struct act *a, const struct device *device);
bool kitting_drop(struct act *a, const struct device *device, const char *why);

/* Inside act_write, as consequences of a run: its steps from the template; its state as its
   steps stand. */
bool kitting_steps_make(struct act *a, const struct kitting *run, const char *kind);
bool kitting_settle(struct act *a, int64_t run);

#endif
