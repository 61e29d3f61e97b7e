/*
 * What an ID token says, judged (OpenID Connect Core 1.0, 3.1.3.7). Private to oidc*.c.
 *
 * Signatures are verified elsewhere; nothing here asks a server or the database.
 */
#ifndef WEB_OIDC_CLAIMS_H
#define WEB_OIDC_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/time.h"

struct arena;

enum { OIDC_LEEWAY = 60, SUBJECT_MOST = 255 };

struct oidc_expected {
    const char *issuer;
    const char *client_id;
    const char *nonce;
    const char *access; /* the access token that came along, or NULL */
    struct instant now;
};

/* Whether the token is from this issuer, for us, of this signing in, and of now. `*why` is a
   sentence for the log. */
bool oidc_claims_good(struct arena *arena, const json_t *claims, const struct oidc_expected *e,
                      const char **why);

/* Whether the rule ("amr=mfa acr=gold", any word of it) vouches for a second factor. */
bool oidc_is_strong(const json_t *claims, const char *rule);

/* A claim that is a text; NULL else. */
const char *oidc_text(const json_t *claims, const char *name);

/* A claim that is a list of texts, or one; bounded, in the arena. False: it is not there. */
bool oidc_list(struct arena *arena, const json_t *claims, const char *name, const char ***list,
               size_t *count);

#endif
