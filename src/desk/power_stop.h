/*
 * Power stops (停電対応): in which order devices are stopped before the building's electricity
 * goes, and started after it is back; who does it, when it was done, what came of it.
 *
 *     予定 → 停止作業中 → 停電中 → 起動作業中 → 完了        予定 → 中止
 *
 * The steps of one part of the work have an order: none is done before all with a smaller
 * number are done or left out with a reason; equal numbers go side by side. Nothing is stopped
 * before the work has begun, and nothing started before the electricity is back.
 */
#ifndef DESK_POWER_STOP_H
#define DESK_POWER_STOP_H

#include "ledger/ledger.h"

struct power_stop {
    struct record base;
    const char *title;
    const char *place;
    struct instant stops_at;
    struct instant returns_at;
    struct ref leader;
    struct instant begun_at;
    struct instant ended_at;
    struct prose result;
    struct prose notes;
};

struct power_step {
    struct record base;
    const char *title; /* what is stopped or started */
    struct ref plan;
    struct choice part; /* stop start */
    int64_t place;      /* 1, 2, … */
    int64_t turn;       /* among all: what is stopped goes before what is started */
    struct ref device;
    struct ref person;
    struct prose how;
    struct instant done_at;
    struct ref done_by;
    struct prose result;
};

extern const struct ledger power_stop_ledger;
extern const struct ledger power_step_ledger;

#endif
