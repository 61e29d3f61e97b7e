/*
 * Invented terms, clauses and consultations of the first contract, for `tasuki demo`.
 */
#ifndef CONTRACT_TERMS_DEMO_H
#define CONTRACT_TERMS_DEMO_H

#include <stdbool.h>

struct act;

/* Clauses in all states, some late, most proven, as in the middle of a contract's year. */
bool terms_demo(struct act *a);

#endif
