/*
 * Telling somebody by mail that what he signs in with was changed: if it was not he, he is
 * the only one who can know.
 *
 * The letter goes to the address of the user's person; who has none is told nothing. It
 * names neither password nor code nor address of the network.
 */
#ifndef WEB_NOTICE_H
#define WEB_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

struct act;

enum notice {
    NOTICE_PASSWORD,       /* changed */
    NOTICE_FACTOR_SET,     /* the second factor was set up */
    NOTICE_FACTOR_REMOVED, /* taken away */
    NOTICE_RECOVERY,       /* new recovery codes */
};

/* Part of the act_write that changes it: both or neither. */
bool notice_put(struct act *a, int64_t user, enum notice what);

#endif
