/*
 * A small ledger with pages, and handlers called without a server: what stands in the
 * page structs and in the HTML is looked at directly.
 */
#ifndef TEST_WEB_ERRAND_H
#define TEST_WEB_ERRAND_H

#include "ledger/core/core.h"
#include "store/act.h"
#include "test.h"
#include "web/route.h"
#include "web/session.h"

struct errand {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind;
    struct ref section;
    struct prose body;
    const char *caller; /* personal */
    struct instant asked_at;
    struct instant due;
    struct date done_on;
};

extern const struct ledger errand_ledger;

/* Parts of errands; officers do not read them. */
struct step {
    struct record base;
    const char *title;
    struct ref errand;
    struct date done_on;
};

extern const struct ledger step_ledger;

struct errands {
    struct test *test;
    struct store *store;
    struct session session;
    int64_t contract;
    int64_t section;
};

void errands_open(struct test *t, struct errands *e);

/* A fresh act of the lead, with the session's time. */
struct act *errands_act(struct errands *e);

int64_t errands_add(struct errands *e, const char *title, const char *kind);

/* The record as it is now. */
struct errand *errands_read(struct errands *e, int64_t id);

/* A request with the query or form "a=b&c=d"; nothing is decoded. */
struct request errands_get(struct errands *e, int64_t id, const char *query);
struct request errands_post(struct errands *e, int64_t id, const char *form);

/* What a handler answered. */
struct errand_answer {
    int status;
    const char *text;
    const char *location; /* of a redirect, "" else */
    struct act *act;
    bool good;
};
struct errand_answer
errands_ask(struct errands *e, const struct request *q,
            bool (*handler)(struct act *, const struct request *, struct reply *));

#endif
