/*
 * Kinds of applications to begin with: those that the staff of a local government ask its IT
 * desk for, with their forms, from facts/application_kinds.csv and application_questions.csv.
 */
#ifndef DESK_APPLICATION_BEGIN_H
#define DESK_APPLICATION_BEGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;

/* Makes those whose code the contract does not have, by who may make kinds; and a route by the
   head of the applicant's section and the officer in charge when it has none of that name.
   How many it made in `*made`. Not inside act_write. */
bool application_kinds_load(struct act *a, int64_t contract, size_t *made);

#endif
