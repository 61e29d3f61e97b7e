/*
 * An office to test in: a store with two contracts, a handful of people in their roles
 * and a ledger of tickets that has one of everything.
 */
#ifndef TEST_LEDGER_OFFICE_H
#define TEST_LEDGER_OFFICE_H

#include "store/act.h"
#include "test.h"
#include "ticket.h"

enum seat { LEAD, OPERATOR, OFFICER, REQUESTER, OTHER_REQUESTER, STRANGER, AUDITOR, SEATS };

struct office {
    struct test *test;
    struct store *store;
    struct instant now; /* of the acts begun next */
    int64_t contract;
    int64_t other; /* where only STRANGER works */
    int64_t section;
    struct who who[SEATS];
};

/* Everything is set up on 2026-04-06 9:00, a Monday. */
void office_open(struct test *t, struct office *o);

/* An act of this person at the office's time, ended with the test. */
struct act *office_act(struct office *o, enum seat seat);
struct act *office_console(struct office *o);

/* `2026-04-06 09:00` */
struct instant at(const char *text);

/* A valid ticket, not yet written, and one that was written. */
struct ticket *ticket_new(struct act *a, const char *title);
struct ticket *ticket_made(struct office *o, enum seat seat, const char *title);

/* As it is stored, personal fields opened. */
struct ticket *ticket_stored(struct office *o, int64_t id);

/* How many rows of history a record has. */
size_t history_rows(struct office *o, int64_t record, const char *action);

/* The kind of the only fault of an act, and that its field is this one (or NULL). */
void assert_fault(const struct act *a, enum fault_kind kind, const char *field);

#endif
