/*
 * Wrong passwords and codes, and the wait that follows.
 *
 * Counted is what a stranger can choose: the pair of login and address. Four wrong tries
 * are free; the fifth is followed by a wait of 1 minute, the next by 2, 4, 8, 16, then 30.
 * So no number of tries from one place keeps the owner out who comes from another.
 * Beside it
 *
 *   - a device that has signed in with this login carries a cookie (COOKIE_DEVICE) and is
 *     counted by itself alone: who tries from the same office, or behind the same proxy,
 *     does not lock it out;
 *   - an address has 60 wrong tries over all logins, one more each minute (one password
 *     tried on all names); known devices there are not asked;
 *   - a login that was tried wrongly 50 times within a day leaves places that are unknown
 *     one free try instead of four; it is never closed itself;
 *   - codes, which only those can try who have the password, are limited by login too: 50,
 *     and one more each half hour, for unknown devices.
 *
 * A try is counted before anything is said about it, so that many at once gain nothing, and
 * forgotten when it was right. Logins that do not exist are counted alike. Counts are forgotten a day
 * after the last wrong try; addresses of IPv6 count by their /64. All of it lies in the
 * database, so nodes share it, and the table is bounded (tables.c).
 */
#ifndef WEB_ATTEMPT_H
#define WEB_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"

struct act;
struct request;

enum attempt_kind { ATTEMPT_PASSWORD, ATTEMPT_CODE };

enum {
    ATTEMPTS = 5,          /* the last of them is followed by a wait */
    ATTEMPT_MINUTES = 30,  /* the longest wait */
    ATTEMPTS_ADDRESS = 60, /* over all logins, one more each minute */
    ATTEMPTS_ACCOUNT = 50,
};

struct attempt {
    enum attempt_kind kind;
    const char *login;
    const char *address;
    const char *device; /* nonce of a known device, or NULL */
    /* Filled by attempt_look and attempt_count: */
    int left;                  /* wrong tries that remain after this one */
    int wait;                  /* minutes of the wait that follows the last of them */
    uint8_t own[SHA256_BYTES]; /* keys: of the pair or the device */
    uint8_t account[SHA256_BYTES];
    uint8_t network[SHA256_BYTES];
};

/* The attempt of a request: address and device are taken from it. */
void attempt_init(struct act *a, const struct request *q, enum attempt_kind kind, const char *login,
                  struct attempt *out);

/* Only looks: FAULT_MANY, on field "password", while a wait lasts. Whoever is let through
   counts before an answer may rest on what was typed; work of which nobody learns anything
   until then (Argon2id) may begin in between. */
bool attempt_look(struct act *a, struct attempt *t);

/* Counts a try that was looked at, and returns when every other one sees it; a power failure
   gives back the tries of its last two seconds at most. FAULT_MANY when others have used up
   the free ones meanwhile; then nothing is counted. */
bool attempt_count(struct act *a, struct attempt *t);

/* Both, one after the other. */
bool attempt_begin(struct act *a, struct attempt *t);

/* It was right; inside act_write. */
bool attempt_right(struct act *a, const struct attempt *t);

/* The cookie's value that makes a device known for a login. */
const char *attempt_device(struct act *a, const char *login);

#endif
