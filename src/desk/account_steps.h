/*
 * From a difference to LDAP operations.
 *
 * account_steps() says which operations bring an entry to where the ledger is, in the order in
 * which they are to be done: groups are left before an entry goes, and joined after it came.
 * Nothing is asked of any server: what is there comes with the question.
 */
#ifndef DESK_ACCOUNT_STEPS_H
#define DESK_ACCOUNT_STEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "desk/account_compare.h"
#include "web/ldif.h"

struct account_directory;

struct account_wish {
    const struct account_directory *directory;
    const struct account_picture *picture;
    const char *login;
    const char *remedy;              /* add enable disable delete groups */
    const char *display;             /* of an entry to add */
    const struct account_side *side; /* NULL: the ledger has none */
    const struct ldif_entry *entry;  /* as it is now; NULL: there is none */
};
struct account_operation {
    const char *words;
    struct ldif_change change;
};
struct account_operations {
    struct account_operation *rows;
    size_t count;
    const char *why; /* what could not be planned, or NULL */
};

/* In the arena. No operation and no `why`: the directory is already so. */
void
account_steps(struct arena *arena, const struct account_wish *wish, struct account_operations *out);

#endif
