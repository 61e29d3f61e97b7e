/*
 * Invented inquiries for `tasuki demo`.
 */
#ifndef DESK_DEMO_H
#define DESK_DEMO_H

#include <stdbool.h>

struct act;

/* About 400 inquiries of the last weeks, in all states, with answers and notes. */
bool desk_demo(struct act *a);

#endif
