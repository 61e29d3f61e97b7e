/*
 * Shutting in the processes that run for long: serve and work.
 */
#ifndef APP_CONFINE_H
#define APP_CONFINE_H

#include <stdbool.h>

struct arena;
struct sandbox_held;

/* Enters the sandbox, unless tasuki.ini says otherwise: writing in the data folder alone,
   running none but our own tools. Before the first thread. Where the kernel lacks a part,
   the log says so and the process goes on; `*held` is what holds. False with a sentence in
   Japanese. */
bool confine(struct arena *arena, const char *data, struct sandbox_held *held, const char **why);

#endif
