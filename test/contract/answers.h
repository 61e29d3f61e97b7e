/*
 * What an act answered.
 */
#ifndef TEST_CONTRACT_ANSWERS_H
#define TEST_CONTRACT_ANSWERS_H

#include <stdbool.h>

#include "base/time.h"
#include "store/act.h" /* before cmocka, whose macro fail would hide ours */
#include "test.h"

/* Prints the faults of what should have been done and was not. */
void assert_done(const struct act *a, bool done);

/* One of the faults says the words, of that field unless it is NULL. */
void assert_refused(const struct act *a, const char *field, const char *words);

/* `2026-04-06`, of days that exist. */
struct date day(const char *text);

#endif
