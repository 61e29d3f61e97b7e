/*
 * Invented work under five contracts, for `tasuki demo`: a help desk, an audit of one
 * organisation, one of many bodies, a portal's operation and a support centre. Every page of
 * the module has something to show: early and late, asked and approved, whole and missing.
 */
#ifndef CONTRACT_DEMO_H
#define CONTRACT_DEMO_H

#include <stdbool.h>

#include "contract/demo_scene.h"

struct act;

/* After terms_demo(), which writes the first contract's clauses. */
bool contract_demo(struct act *a);

/* The tables; each ends with an empty row. */
extern const struct scene_row demo_people[];
extern const struct scene_row demo_crew[];
extern const struct scene_row demo_care[];
extern const struct scene_row demo_events[];
extern const struct scene_row demo_meetings[];
extern const struct scene_row demo_work[];
extern const struct scene_row demo_money[];
extern const struct scene_row demo_words[];
extern const struct scene_row demo_decisions[];
extern const struct scene_row demo_audit[];
extern const struct scene_row demo_joint[];
extern const struct scene_row demo_portal[];
extern const struct scene_row demo_centre[];

#endif
