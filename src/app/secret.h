/*
 * Secrets for a command: what stands on a command line is seen by everyone on the machine,
 * so each can also be the first line of a file.
 */
#ifndef APP_SECRET_H
#define APP_SECRET_H

#include <stdbool.h>

struct act;
struct arguments;

/* The value of --OPTION, or the first line of the file that --OPTION-file names, in the
   act's arena; NULL when neither is given. False with both, or when the file cannot be read
   or has no first line. */
bool secret_read(struct act *a, const struct arguments *arguments, const char *option,
                 const char **secret);

#endif
