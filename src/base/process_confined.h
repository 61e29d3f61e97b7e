/*
 * Between process.c, which starts our program once more, and the start of main, where that
 * second one gives up what the tool must not have and becomes it.
 */
#ifndef BASE_PROCESS_CONFINED_H
#define BASE_PROCESS_CONFINED_H

#include <stdbool.h>

enum { CONFINED_STATUS = 126 }; /* the tool was not started, as shells say it */

extern const char process_confined[]; /* argv[0] of the second start */
extern bool process_begun;            /* main has called process_begin */

#endif
