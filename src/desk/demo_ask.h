/*
 * Invented articles of the desk and questions to its automatic answers, for `tasuki demo`.
 */
#ifndef DESK_DEMO_ASK_H
#define DESK_DEMO_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct person;

bool ask_demo(struct act *a, int64_t contract, const struct person *people, size_t count);

#endif
