/*
 * What a user does with his own account, which he may not change as a record.
 */
#ifndef LEDGER_CORE_USER_H
#define LEDGER_CORE_USER_H

#include <stdbool.h>
#include <stdint.h>

struct act;

/* The Argon2id text of a user; "" when his password is kept elsewhere. */
bool user_password(struct act *a, int64_t user, const char **hash);

/* Replaces it, with a row in the history. Inside act_write. */
bool user_set_password(struct act *a, int64_t user, const char *hash);

/* Whether he wants no daily letter; `user_set_quiet` is inside act_write. */
bool user_quiet(struct act *a, int64_t user, bool *quiet);
bool user_set_quiet(struct act *a, int64_t user, bool quiet);

#endif
