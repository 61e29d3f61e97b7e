/*
 * A signed contract to test in: a store with one contract of the fiscal year 2026 and another,
 * a lead, an operator, an officer and a stranger, and the ledgers of the module.
 */
#ifndef TEST_CONTRACT_SIGNED_H
#define TEST_CONTRACT_SIGNED_H

#include "answers.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "test.h"

enum party { LEAD, OPERATOR, OFFICER, STRANGER, PARTIES };

struct signed_contract {
    struct test *test;
    struct store *store;
    struct instant now; /* of the acts begun next; 2026-04-01 9:00 at first, a Wednesday */
    int64_t contract;
    int64_t other; /* where only the stranger works */
    struct who who[PARTIES];
};

void signed_open(struct test *t, struct signed_contract *s);

/* An act of this person, ended with the test; of the console; of a job. */
struct act *signed_act(struct signed_contract *s, enum party party);
struct act *signed_console(struct signed_contract *s);

/* 9:00 of a day from now on. */
void signed_on(struct signed_contract *s, const char *day);

/* Creates a record from "name=value" texts, ending with NULL, as a form does; the row. */
void *signed_make(struct signed_contract *s, const struct ledger *l, const char *const *values);

/* As it is stored, personal fields opened. */
void *signed_stored(struct signed_contract *s, const struct ledger *l, int64_t id);

/* Changes fields of a record, or moves it with them, as a page does; the act with its faults. */
struct act *signed_change(struct signed_contract *s, const struct ledger *l, int64_t id,
                          const char *action, const char *const *values);

/* The same where it must succeed. */
void signed_do(struct signed_contract *s, const struct ledger *l, int64_t id, const char *action,
               const char *const *values);

/* The job of this night settles the rules of due days: it goes through all. */
void signed_settle(struct signed_contract *s, const struct ledger *l, const char *day);

const char *iso_of(struct test *t, struct date date); /* "" for none */

#endif
