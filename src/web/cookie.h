/*
 * Cookies: finding one in a Cookie header, and writing Set-Cookie.
 *
 * A value is base64url text. A cookie that stands twice counts as absent, since one of
 * the two was put there by somebody else. Over https the name begins with __Host-, which
 * browsers take only from this host, over https and for all paths; one without it, that
 * somebody else in the domain may have set, is then not looked at.
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
const char *cookie_find(const char *header, const char *name, bool secure, size_t *length);

/* "tasuki=…; Path=/; HttpOnly; SameSite=Lax"; `value` "" ends the cookie. `name` is without
   the prefix. */
const char *cookie_write(struct arena *arena, const char *name, const char *value, bool secure);

/* The same for so many days. */
const char *
cookie_keep(struct arena *arena, const char *name, const char *value, bool secure, int days);

#endif
