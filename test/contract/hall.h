/*
 * A hall to test in: a store with one contract, people with roles in it, a ledger of plans
 * that need approval, and a route of two steps.
 */
#ifndef TEST_CONTRACT_HALL_H
#define TEST_CONTRACT_HALL_H

#include "contract/approval.h"
#include "contract/approval_route.h"
#include "store/act.h"
#include "test.h"

struct approval;

enum seat { LEAD, OPERATOR, OFFICER, CHIEF, HEAD, DEPUTY, REQUESTER, AUDITOR, STRANGER, SEATS };

struct proposal {
    struct record base;
    const char *title;
    const char *kind;
    struct yen budget;
    struct prose text;
    const char *holder; /* personal */
    struct ref section;
    struct date issued_on; /* fixed: the program's */
};
extern const struct ledger proposal_ledger;

struct hall {
    struct test *test;
    struct store *store;
    struct instant now; /* of the acts begun next */
    int64_t contract;
    int64_t other; /* where only STRANGER works */
    int64_t section;
    int64_t route; /* CHIEF, then HEAD with DEPUTY as deputy */
    struct who who[SEATS];
    struct act *acts[3]; /* the last ones: each holds a reading connection */
    size_t act_count;
};

/* Everything is set up on 2026-04-06 9:00, a Monday. */
void hall_open(struct test *t, struct hall *h);

struct act *hall_act(struct hall *h, enum seat seat);
struct act *hall_console(struct hall *h);

/* Stops the test with the act's faults when it was not done. */
void hall_done(const struct act *a, bool done);

/* The kind of the first fault of an act that was refused. */
enum fault_kind hall_refused(const struct act *a, bool done);

int64_t hall_plan(struct hall *h, enum seat seat, const char *title);
struct proposal *hall_plan_read(struct hall *h, int64_t id);
void hall_plan_says(struct hall *h, int64_t id, const char *text);

/* A route for plans, and a step of it; `seats` are people by their numbers. */
int64_t hall_route(struct hall *h, const char *title);
struct route_step *hall_step(struct hall *h, int64_t route, int64_t position, const char *label);
void hall_step_made(struct hall *h, struct route_step *step);
struct refs hall_people(struct hall *h, const enum seat *seats, size_t count);

/* Asked by the lead along the hall's route, at once. */
int64_t hall_asked(struct hall *h, int64_t plan);

/* A decision; what refused it is in the act. */
bool hall_decides(struct hall *h, enum seat seat, int64_t approval, const char *action,
                  const char *comment, struct act **act);
void hall_approves(struct hall *h, enum seat seat, int64_t approval);

void hall_decided(struct hall *h, enum seat seat, int64_t approval, const char *action,
                  const char *comment);
enum fault_kind hall_refuses(struct hall *h, enum seat seat, int64_t approval, const char *action,
                             const char *comment);
struct approval *hall_stored(struct hall *h, int64_t approval);

struct approval_state hall_state(struct hall *h, int64_t plan);

/* How many rows a statement of the tests counts. */
int64_t hall_count(struct hall *h, const char *sql);

#endif
