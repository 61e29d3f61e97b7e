/*
 * The identity provider as a server: its addresses, its keys, its tokens. Private to oidc*.c.
 *
 * Addresses and keys are asked for at first use and kept for an hour. A token signed with a
 * key that is not known has them fetched anew, at most once a minute; a server that failed
 * is left alone for five seconds.
 */
#ifndef WEB_OIDC_PROVIDER_H
#define WEB_OIDC_PROVIDER_H

#include <stdbool.h>

#include <jansson.h>

struct arena;
struct jwt;
struct oidc_options;

struct oidc_provider {
    const char *authorization; /* addresses; all https */
    const char *token;
    const char *userinfo; /* NULL: there is none */
    const char *keys;
    bool names_itself; /* answers carry "iss" */
    bool takes_basic;  /* the secret goes as a header, else in the form */
};

enum oidc_answer {
    OIDC_GOOD,
    OIDC_WRONG, /* it answered, and what it said is refused */
    OIDC_AWAY   /* it does not answer, or with nonsense */
};

/* Texts in the arena; reasons go to the log. All of these block. */
enum oidc_answer
oidc_discover(struct arena *arena, const struct oidc_options *options, struct oidc_provider *out);

struct oidc_tokens {
    const char *id;
    const char *access; /* NULL: none came */
};
struct oidc_exchange {
    const char *code;
    const char *verifier;
    const char *redirect;
};
enum oidc_answer oidc_trade(struct arena *arena, const struct oidc_options *options,
                            const struct oidc_provider *provider, const struct oidc_exchange *e,
                            struct oidc_tokens *out);

/* Whether one of the provider's keys has signed it. */
enum oidc_answer oidc_signed(struct arena *arena, const struct oidc_options *options,
                             const struct oidc_provider *provider, const struct jwt *jwt);

/* What it says of the token's owner; the caller compares "sub". */
enum oidc_answer
oidc_ask_user(struct arena *arena, const struct oidc_options *options,
              const struct oidc_provider *provider, const char *access, json_t **out);

void oidc_log(const char *step, const char *why);

#endif
