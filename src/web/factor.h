/*
 * The second factor: codes of an authenticator app, and ten recovery codes for the day the
 * app is not at hand.
 *
 * The app's secret is sealed with the installation's key, so a copy of the database alone
 * makes no codes. Recovery codes are kept as keyed digests, shown once, and good once each.
 * Of the app each 30 seconds' code is good once. Every event goes into the history of the
 * user, never with a code.
 */
#ifndef WEB_FACTOR_H
#define WEB_FACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/renewal.h"

struct act;

enum { RECOVERY_CODES = 10 };

struct factor {
    bool confirmed;     /* it is asked for when signing in */
    const char *secret; /* base32, for typing; NULL when there is none */
    int64_t recovery;   /* recovery codes left */
};

/* The user's; all zero when he has none. `secret` only while it is not confirmed. */
bool factor_read(struct act *a, int64_t user, struct factor *out);

/* Makes a secret that waits for its first code; one that waits already stays, so that the
   page may be opened again. FAULT_CLASH when a confirmed one is there. Its own act_write. */
bool factor_prepare(struct act *a, int64_t user);

/* Puts the waiting secret to use when the code fits, and makes the recovery codes.
   FAULT_INVALID on field "code". Inside act_write. */
bool factor_confirm(struct act *a, int64_t user, const char *code, const char **recovery);

/* Uses up a code of the app or a recovery code as typed. `*right` false: it fits nothing.
   `*by_recovery` tells which it was. Inside act_write. */
bool factor_use(struct act *a, int64_t user, const char *typed, bool *right, bool *by_recovery);

/* New recovery codes instead of the old ones. Inside act_write. */
bool factor_renew(struct act *a, int64_t user, const char **recovery);

/* Takes the second factor away with all codes. Inside act_write. */
bool factor_remove(struct act *a, int64_t user);

/* Where the secrets stand, for the renewal of the key that seals them. */
extern const struct sealed_column factor_sealed[];

/* The address an authenticator app reads from a QR code. */
const char *factor_address(struct act *a, const char *login, const char *secret);

#endif
