/*
 * Cookies: finding one in a Cookie header, and writing Set-Cookie.
 *
 * A value is base64url text. A cookie that stands twice counts as absent, since one of
 * the two was put there by somebody else.
 */
#ifndef WEB_COOKIE_H
#define WEB_COOKIE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

#define COOKIE_SESSION "tasuki"
#define COOKIE_DEVICE "tasuki_device" /* it has signed in before: attempt.h */
#define COOKIE_DOOR "tasuki_door"     /* before signing in: what the form's token is bound to */

enum { COOKIE_MOST = 128 };

/* The value inside `header` (may be NULL); NULL when absent, doubled, empty, too long or
   of other characters than letters, digits, - and _. */
const char *cookie_find(const char *header, const char *name, size_t *length);

/* "tasuki=…; Path=/; HttpOnly; SameSite=Lax"; `value` "" ends the cookie. */
const char *cookie_write(struct arena *arena, const char *name, const char *value, bool secure);

/* The same for so many days. */
const char *
cookie_keep(struct arena *arena, const char *name, const char *value, bool secure, int days);

#endif
