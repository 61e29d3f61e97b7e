/*
 * States of records, and the transitions that lead from one to another.
 *
 * A transition needs some fields filled, asks for others that may stay empty, and checks what
 * the record would be. Only what it needs or asks for comes with it: pages, API and bulk acts
 * offer these fields, and whoever may take the transition may fill them.
 */
#ifndef LEDGER_STATES_H
#define LEDGER_STATES_H

#include <stdbool.h>

struct act;
struct record;

enum mark { MARK_NEW, MARK_WORK, MARK_WAIT, MARK_ROUTE, MARK_SOLVED, MARK_DONE, MARK_LATE };

struct state {
    const char *name;
    const char *label;
    const char *also; /* other words an import may bring, '|' between, or NULL */
    enum mark mark;
    bool ended; /* nothing is due any more */
};

struct transition {
    const char *action; /* "answer": part of URLs and the API */
    const char *label;  /* 回答する */
    const char *from;   /* state names, space between */
    const char *to;
    const char *needs; /* fields that must be filled, space between, or NULL */
    unsigned roles;    /* 1 << ROLE_… of those who may */
    bool (*check)(struct act *a, const struct record *before, struct record *record);
    bool (*prepare)(struct act *a, struct record *record); /* what is slow, before it */
    /* Fields that come with it besides, and may be empty: what `check` demands of some records.
       Whoever may take the transition may fill them. A check that says FAULT_INVALID at a field
       demands what is needed or asked; what another act has to bring is FAULT_CLASH. */
    const char *asks;
    bool own; /* only by whose record it is: its owner is his person */
};

/* The fields that come with a transition, needed ones first: names, space between. */
const char *transition_takes(struct act *a, const struct transition *t);

struct states {
    const struct state *states;           /* the first one begins; ends with a zero row */
    const struct transition *transitions; /* ends with a zero row */
};

#endif
