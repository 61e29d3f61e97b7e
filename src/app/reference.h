/*
 * Records named on the command line, as people name them: by number or title.
 */
#ifndef APP_REFERENCE_H
#define APP_REFERENCE_H

#include <stdbool.h>

struct act;
struct ledger;
struct ref;

/* The record of the ledger that the text names; none when `text` is NULL. A fault names
   the option. */
bool reference_read(struct act *a, const struct ledger *l, const char *text, const char *option,
                    struct ref *out);

#endif
