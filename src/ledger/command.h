/*
 * Subcommands: rows next to their functions, as routes are.
 *
 * The app reads the common options (--data, --database, --as, --json, --help) and
 * the command's own by its table, opens the store, begins the act of user `console`
 * and calls the function; it returns the exit status: 0 done, 1 the answer is no,
 * 2 wrong usage, 3 could not be done. Faults of the act are printed by the app.
 */
#ifndef LEDGER_COMMAND_H
#define LEDGER_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/pair.h"

struct act;

/* `--name` or `--name VALUE`. */
struct command_option {
    const char *name;  /* without the dashes */
    const char *value; /* what stands after it in the help: "FILE"; NULL: a switch */
    const char *help;
};

struct arguments {
    const char **operands;
    size_t count;
    struct pairs options; /* value "" for switches */
    bool json;
    struct buffer *out; /* standard output; flushed by the app, or by command_flush */
};

enum command_need {
    NEED_STORE,   /* an open store; the act writes if it must */
    NEED_READING, /* a store that is only read */
    NEED_NOTHING, /* no data folder, no act database (calendar, calc) */
    NEED_FOLDER   /* opens or makes the store itself (init, serve, restore) */
};

struct command {
    const char *name;
    const char *usage;                    /* "LEDGER FILE [--yes [--good]]" */
    const char *title;                    /* one line for the list of commands */
    const char *help;                     /* Japanese, written for a person, with an example */
    const struct command_option *options; /* ends with a zero row, or NULL */
    enum command_need need;
    size_t least; /* operands */
    size_t most;
    int (*run)(struct act *a, const struct arguments *arguments);
};

/* The value of an option, "" for a switch that was given, NULL when it was not. */
const char *argument(const struct arguments *arguments, const char *option);

/* Writes out what `out` holds; long commands call it now and then. */
void command_flush(const struct arguments *arguments);

#endif
