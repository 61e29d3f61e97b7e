/*
 * Signing in through an identity provider: OpenID Connect, authorisation code with PKCE.
 *
 * GET /sign-in/oidc sends the browser to the provider, GET /sign-in/oidc/callback takes what
 * it brings back. Nothing is kept here in between: the state that goes along holds an end
 * after ten minutes and where to go afterwards, under the installation's key and bound to the
 * browser's cookie COOKIE_DOOR; nonce and the proof of PKCE are made from the same two.
 *
 * Who it is says the claim that is set; the account is made as for a directory (newcomer.h).
 * An account with its password here is no affair of the provider, and one that came from the
 * provider belongs to the person (claim "sub") who came first: a login that was given to
 * somebody else later does not open it.
 */
#ifndef WEB_OIDC_H
#define WEB_OIDC_H

#include <stdbool.h>

#include "web/route.h"

struct oidc_options {
    const char *issuer; /* https://…; NULL: there is no provider */
    const char *client_id;
    const char *client_secret; /* NULL: a public client */
    const char *name;          /* on the button */
    const char *scope;         /* "openid profile email" */
    const char *login_claim;   /* "preferred_username" */
    const char *groups_claim;  /* "groups" */
    const char *strong;        /* "amr=mfa acr=…": any of them vouches for a second factor */
    const char *ca;            /* PEM file of the authority; NULL: the system's */
};

/* From now on; the options must stay. Once, before other threads start. */
void oidc_set(const struct oidc_options *options);

/* The text of the button; NULL when there is no provider. */
const char *oidc_name(void);

extern const struct route oidc_routes[];

#endif
