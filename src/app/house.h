/*
 * Opening the data folder for a command: store, ledgers, custom fields, who acts.
 */
#ifndef APP_HOUSE_H
#define APP_HOUSE_H

#include <stdbool.h>

#include "store/act.h"

struct line;
struct store;

struct house {
    struct arena *arena;
    struct store *store; /* NULL before house_open */
    struct who *who;     /* console, or the user of --as */
    bool made;           /* HOUSE_NEW: the folder was not there before */
};

/* How much must be right about the schema. */
enum house_door {
    HOUSE_NEW,     /* `init`, `restore`: the folder is made, no schema is asked for */
    HOUSE_ANY,     /* `migrate`: whatever schema there is */
    HOUSE_READING, /* never writes */
    HOUSE_WRITING
};

/* False with a Japanese sentence in `*why`; nothing is left open. */
bool
house_open(struct house *house, const struct line *line, enum house_door door, const char **why);

/* Makes tables, columns and indexes that are missing. */
bool house_migrate(struct house *house, struct act *a);

/* Begins an act of who acts here. */
void house_act(struct house *house, struct act *a);

/* Seals what was written and closes. */
bool house_close(struct house *house);

/* After HOUSE_NEW, when filling failed: closes and leaves nothing behind in the folder. */
void house_undo(struct house *house);

/* The line of this process, for commands that open the house themselves. */
const struct line *house_line(void);
void house_set_line(const struct line *line);

#endif
