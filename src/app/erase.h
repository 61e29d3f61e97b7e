/*
 * Erasing a contract for good, and the certificate data of what was done and tried.
 */
#ifndef APP_ERASE_H
#define APP_ERASE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/time.h"
#include "ledger/erase.h"

struct house;

/* What was tried afterwards to read it back. */
struct erase_trial {
    const char *what;
    const char *result;
    bool good; /* nothing came back */
};

enum { ERASE_TRIALS = 12 };

struct erase_report {
    struct erasure what;
    struct instant at;
    const char *key_source;    /* where the master key stands */
    const char *archive;       /* the backup taken afterwards */
    const char *const *copies; /* of the keyring, lines as exported; ends with NULL */
    int64_t backups;           /* older archives whose keys were destroyed */
    int64_t files;             /* blobs that were removed */
    struct erase_trial trials[ERASE_TRIALS];
    size_t trial_count;
    bool postgres;
    const char *certificate; /* path of the PDF, "" when there is none */
};

/* What the program cannot reach on PostgreSQL; ends with NULL. */
extern const char *const erase_operator_parts[];

/* True when every trial was in vain. */
bool erase_is_clean(const struct erase_report *report);

/* The certificate's data as JSON. */
void erase_json(struct buffer *out, const struct erase_report *report);

/* The same for people, a line each. */
void erase_text(struct buffer *out, const struct erase_report *report);

#endif
