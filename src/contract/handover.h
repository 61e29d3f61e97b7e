/*
 * Handover (引継ぎ): the plan by which work goes from one contractor to the next, the
 * sessions in which it is told and shown, and the client's sign-off.
 *
 *     作成中 → 計画の確認待ち → 実施中 → 完了の確認待ち → 完了
 *
 * The client approves the plan and, when every session was held, the handover itself. What
 * was handed over as data is a bundle (app/bundle.h); the plan keeps its SHA-256, so that both
 * sides know which one it was.
 */
#ifndef CONTRACT_HANDOVER_H
#define CONTRACT_HANDOVER_H

#include "ledger/ledger.h"

struct handover {
    struct record base;
    const char *title;
    struct choice direction;
    const char *counterpart; /* the other contractor */
    struct period period;
    struct prose scope;
    struct prose method;
    const char *bundle; /* SHA-256 of the manifest, 64 digits, or none */
    struct prose remaining;
    struct date approved_on;
    struct date signed_on;
};

struct handover_session {
    struct record base;
    struct ref handover;
    const char *title;
    struct instant held_at;
    const char *place;
    struct refs attendees;
    const char *others; /* who stands in no ledger */
    struct prose topics;
    struct prose result;
    struct prose questions;
};

extern const struct ledger handover_ledger;
extern const struct ledger handover_session_ledger;

#endif
