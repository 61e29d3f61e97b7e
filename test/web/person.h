/*
 * Somebody with an authenticator app: what the tests of signing in do on the pages.
 */
#ifndef TEST_WEB_PERSON_H
#define TEST_WEB_PERSON_H

#include "site.h"

struct app {
    const char *secret;      /* base32, as the page shows it */
    const char *recovery[2]; /* the first two recovery codes */
};

/* The code `steps` away from the present one. */
const char *app_code(struct site *s, const struct app *app, int steps);

/* Signs in, takes the secret from the page and confirms it by the code of the step before
   the present one, so that the present one can still be used. */
void person_enrols(struct site *s, const char *login, struct app *app);

/* Password and code; the answer to the code. */
struct answer
person_gives_code(struct site *s, const char *login, const char *field, const char *code);

/* A form of the signed-in user; `rest` begins with '&'. */
struct answer person_sends(struct site *s, const char *path, const char *rest);

/* The text of an URL-encoded value. */
const char *form_value(struct site *s, const char *text);

#endif
