/*
 * Invented inquiries and duties for `tasuki demo`.
 */
#ifndef DESK_DEMO_H
#define DESK_DEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct person;

/* About 400 inquiries of the last weeks, in all states, with answers and notes. */
bool desk_demo(struct act *a);

/* Duties with their runs, noted up to now; the act writes as who it is. */
bool demo_duties(struct act *a, int64_t contract, int64_t person);

/* Supplies with six weeks of moves; some are at their order point. */
bool demo_stock(struct act *a, int64_t contract, int64_t person);

/* Things to lend, licences for meetings, and who of these people asked for them; the act
   writes as who may approve. */
bool demo_loans(struct act *a, int64_t contract, const struct person *people, size_t count);

/* Canned answers, hand-overs to vendors, a trouble with its problem and change, opinions; the act
   writes as a responsible person. */
bool demo_service(struct act *a, int64_t contract);
/* The kinds of applications to begin with, and applications in every stage. */
bool demo_applications(struct act *a, int64_t contract);

/* Devices in all states but disposed of. */
bool demo_devices(struct act *a, int64_t contract);

/* What came into the mailbox of the last day, taken in as the program does. */
bool demo_mail(struct act *a, int64_t contract);

#endif
