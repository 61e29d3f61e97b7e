/*
 * The command line: common options, the command's own, operands.
 */
#ifndef APP_LINE_H
#define APP_LINE_H

#include <stdbool.h>

#include "ledger/command.h"

struct arena;

struct line {
    const struct command *command; /* NULL: none was named */
    struct arguments arguments;
    const char *data;     /* --data, "./data" */
    const char *database; /* --database, NULL: SQLite in the folder */
    const char *as;       /* --as LOGIN, NULL: console */
    bool help;
};

/* Options may stand before or after operands; "--" ends them. False with a Japanese
   sentence when the line cannot be understood. */
bool line_read(struct arena *arena, int argc, char **argv, struct line *out, const char **why);

/* The help of one command, or of all. */
void line_help(struct buffer *out, const struct command *command);

#endif
