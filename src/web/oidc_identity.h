/*
 * Which accounts a provider may open, and for whom. Private to oidc*.c.
 */
#ifndef WEB_OIDC_IDENTITY_H
#define WEB_OIDC_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

struct act;

/* FAULT_DENIED with a sentence when the login's account has its password here, or when
   somebody else of this issuer has come with it before. */
bool identity_allows(struct act *a, const char *login, const char *issuer, const char *subject);

/* Remembers who came, the first time. Its own act_write. */
bool identity_keep(struct act *a, int64_t user, const char *issuer, const char *subject);

#endif
