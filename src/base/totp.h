/*
 * One-time codes of authenticator apps: RFC 6238 with HMAC-SHA-1, 30 seconds, six digits,
 * which is what every such app speaks, and base32 (RFC 4648) for the shared secret.
 */
#ifndef BASE_TOTP_H
#define BASE_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct arena;

enum {
    TOTP_SECRET_BYTES = 20, /* RFC 4226 recommends the length of SHA-1 */
    TOTP_DIGITS = 6,
    TOTP_STEP_SECONDS = 30,
};

/* The number of the 30 seconds in which this instant lies. */
int64_t totp_step(struct instant at);

/* The code of one step. */
uint32_t totp_code(const void *secret, size_t length, int64_t step);

/* The step of the present one, the one before or the one after whose code `text` is, if it
   comes later than `used`; else -1. A used step is never good again. `text` is exactly
   six digits. Takes the same time whether and wherever the code fits. */
int64_t
totp_find(const void *secret, size_t length, const char *text, struct instant now, int64_t used);

/* Base32 without padding. The parser skips blanks and hyphens, takes small letters too, and
   fails on anything else. */
char *base32_print(struct arena *arena, const void *bytes, size_t length);
bool base32_parse(struct arena *arena, const char *text, uint8_t **out, size_t *length);

#endif
