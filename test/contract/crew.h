/*
 * A contract at work to test in: a store with all ledgers of contracts, one contract of the
 * fiscal year 2026 and another, people with accounts in their roles, and two organisations.
 */
#ifndef TEST_CONTRACT_CREW_H
#define TEST_CONTRACT_CREW_H

#include "answers.h"
#include "crowd.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "test.h"

enum hand { LEADER, WORKER, CLIENT, DECIDER, FOREIGNER, HANDS };

struct crew {
    struct test *test;
    struct store *store;
    struct instant now; /* of the acts begun next; 2026-04-06 9:00 at first, a Monday */
    int64_t contract;
    int64_t other; /* where only FOREIGNER works */
    int64_t city;
    int64_t vendor;
    struct who who[HANDS];
};

void crew_open(struct test *t, struct crew *c);

/* An act on a page by one of them, ended with the test; of the console; of a job. */
struct act *crew_act(struct crew *c, enum hand hand);
struct act *crew_console(struct crew *c);
struct act *crew_job(struct crew *c);

/* 9:00 of this day from now on. */
void crew_on(struct crew *c, const char *day);

/* What one fills in, name and value in turn, ending with NULL. */
#define WITH(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* Creates as a form does; the act tells how it went. `*id` is 0 when it was refused. */
struct act *crew_try(struct crew *c, enum hand hand, const struct ledger *l,
                     const char *const *values, int64_t *id);
/* The same where it must succeed. */
int64_t
crew_make(struct crew *c, enum hand hand, const struct ledger *l, const char *const *values);

/* Changes (`action` NULL) or moves a record, with values or NULL. */
struct act *crew_move(struct crew *c, enum hand hand, const struct ledger *l, int64_t id,
                      const char *action, const char *const *values);
/* The same where it must succeed. */
void crew_do(struct crew *c, enum hand hand, const struct ledger *l, int64_t id, const char *action,
             const char *const *values);

/* As it is stored, personal members opened. */
void *crew_stored(struct crew *c, const struct ledger *l, int64_t id);
void assert_state(struct crew *c, const struct ledger *l, int64_t id, const char *state);

/* A person without an account; an account for one, in the contract. */
int64_t crew_person(struct crew *c, const char *title);
int64_t crew_user(struct crew *c, const char *login, int64_t person, const char *role);

/* Somebody at work since 1 April: a person on the roster, approved. */
int64_t crew_member(struct crew *c, int64_t person, const char *role);

/* A crowd of this one presses; `tries` and `press` are set. */
void crew_press(struct crew *c, enum hand hand, struct crowd *crowd, void *with);

/* How many rows of this ledger's list with a filter ("view=late") the leader sees. */
size_t crew_count(struct crew *c, const struct ledger *l, const char *name, const char *value);

/* Takes the end off the contract. */
void crew_endless(struct crew *c);

/* An id as text, for WITH. */
const char *id_text(struct crew *c, int64_t id);

void assert_day(struct date is, const char *text); /* "" for none */

#endif
