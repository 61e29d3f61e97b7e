/*
 * DIR/tasuki.ini: what the operator sets, with the command line before it.
 */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include <stdbool.h>

struct arena;
struct arguments;
struct server_options;

/* False with "FILE:LINE: …" when the file or an option is wrong. */
bool settings_read(struct arena *arena, const char *folder, const struct arguments *arguments,
                   struct server_options *out, const char **why);

#endif
