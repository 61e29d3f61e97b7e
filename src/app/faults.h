/*
 * Faults of an act on the command line: what, where, what to do.
 */
#ifndef APP_FAULTS_H
#define APP_FAULTS_H

#include <stdbool.h>

struct act;

/* Writes them to standard error (as JSON with `json`) and returns the exit status of
   the gravest. */
int faults_print(const struct act *a, bool json);

/* One sentence in the same form; `status` is returned. */
int fault_print(const char *message, bool json, int status);

#endif
