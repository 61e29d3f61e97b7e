/*
 * Configuration: DIR/tasuki.ini, checked against a table of options.
 *
 *     [server]
 *     listen = 127.0.0.1:8080
 *
 * Whatever may stand in the file is a row of the table that the program hands over.
 * Unknown sections and names, doubled ones and wrong values are refused with file and
 * line in Japanese; a missing file means the initial values. Comments begin with ; or #
 * at the start of a line, or with a ; that follows a space.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;

enum config_type {
    CONFIG_TEXT,   /* least and most count bytes; most 0: 150 */
    CONFIG_NUMBER, /* whole number, least to most */
    CONFIG_FLAG,   /* yes or no */
    CONFIG_CHOICE, /* one of the words in .choices */
};

/* Tables end with a row of zeros. */
struct config_option {
    const char *section;
    const char *name;
    enum config_type type;
    const char *initial; /* as it would stand in the file; NULL: empty text, 0, no */
    int64_t least;
    int64_t most;
    const char *const *choices; /* ends with NULL */
    const char *help;           /* one Japanese sentence */
};

/* Read-only after reading, so all threads may share it. */
struct config {
    const struct config_option *options;
    const char **values;
    struct arena *arena; /* which holds the values */
};

/* False: nothing is to be used, `why` says "FILE:LINE: …". */
bool config_read(struct config *config, struct arena *arena, const char *path,
                 const struct config_option *options, const char **why);

/* The same check for a value from the command line, which goes before the file. */
bool config_set(struct config *config, const char *section, const char *name, const char *value,
                const char **why);

/* Asking for what is not in the table, or as another type, is a bug. */
const char *config_text(const struct config *config, const char *section, const char *name);
int64_t config_number(const struct config *config, const char *section, const char *name);
bool config_flag(const struct config *config, const char *section, const char *name);

/* A file that sets nothing: each option with its help and initial value as a comment. */
void config_sample(struct buffer *b, const struct config_option *options);

#endif
