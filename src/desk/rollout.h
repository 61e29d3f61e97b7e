/*
 * Rollouts (更新・配信): patches and software brought to the devices, and what came of it.
 *
 * The results are imported as they are exported from the tool that distributes: a row for a
 * device. Of a device that is there more than once the newest row counts, the older ones stay
 * to be read. Each rollout knows how many are done, failed and waiting; by its month they make
 * the monthly rate. What failed says which other way was taken.
 */
#ifndef DESK_ROLLOUT_H
#define DESK_ROLLOUT_H

#include "ledger/ledger.h"

struct rollout {
    struct record base;
    const char *title;
    struct choice kind; /* patch software definition */
    struct date month;  /* its first day */
    struct date due_on;
    int64_t devices; /* that count: without those left out */
    int64_t done;
    int64_t failed;
    int64_t waiting;
    int64_t percent; /* NO_NUMBER: nothing imported yet */
    struct prose notes;
};

struct rollout_result {
    struct record base;
    const char *title;
    struct ref rollout;
    const char *host;
    struct ref device;
    struct ref section;
    struct choice result; /* done failed waiting excluded */
    struct date day;
    const char *message;
    struct prose alternative;
    bool newest;
    struct prose notes;
};

extern const struct ledger rollout_ledger;
extern const struct ledger rollout_result_ledger;

#endif
