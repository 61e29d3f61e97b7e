/*
 * A site to test in: a store with one contract and a few users, and a server over it with
 * routes of the tests' own (test/web/probe.c) on a free port.
 */
#ifndef TEST_WEB_SITE_H
#define TEST_WEB_SITE_H

#include <stdint.h>

#include "client.h"
#include "store/act.h"
#include "web/server.h"

#define PASSWORD "なるべくながい合言葉 2026"

struct site {
    struct test *test;
    struct store *store;
    struct server **server; /* in the test's arena: it outlives the test function */
    int port;
    int64_t contract;
    int64_t lead; /* users */
    int64_t requester;
    const char *cookie; /* sent with every request, or NULL */
    const char *more;   /* headers sent with every request, each ends in CR LF; or NULL */
    const char *csrf;   /* of the session, after site_sign_in */
    const char *device; /* the cookie of a known device, sent with site_try; or NULL */
};

void site_open(struct test *t, struct site *s);
void site_open_with(struct test *t, struct site *s, struct server_options options);

/* Stops the server before the test ends; what server_stop said. */
bool site_stop(struct site *s);

/* An act as the console, ended with the test. */
struct act *site_act(struct site *s);

struct answer site_get(struct site *s, const char *target);
struct answer site_post(struct site *s, const char *target, const char *type, const char *body);
struct answer site_form(struct site *s, const char *target, const char *body);

/* Any method; `body` NULL: none. */
struct answer site_ask(struct site *s, const char *method, const char *target, const char *type,
                       const char *body, size_t length);

/* One more user; `role` NULL: an administrator. */
int64_t site_user(struct site *s, const char *login, const char *role);

/* The value of a hidden field of a page; the first cookie an answer sets, "name=value". */
const char *site_hidden(struct site *s, const char *page, const char *name);
const char *site_cookie(struct site *s, const struct answer *a);

/* Through the form, as a browser does; keeps cookie and token. */
void site_sign_in(struct site *s, const char *login);

/* The form's answer to these; the door's cookie and token are taken from the page. */
struct answer site_try(struct site *s, const char *login, const char *password);

/* Something is committed: whatever was kept is old. */
void site_change(struct site *s);

/* How often a handler of the probe ran since the site was opened. */
int probe_runs(void);
void probe_reset(void);

extern const struct module probe_module;

#endif
