/*
 * Renewing a contract's own key.
 *
 * The new key seals from the next write on; a job then seals anew what stands under the older
 * ones: personal values, what waits to be sent, second factors (contract 0), blobs. What
 * was changed or read is told by the history, whose rows are never written again: their
 * sealed details, and what an import keeps for taking it back, stay under the key of
 * their day. So no key is thrown away before its contract is erased.
 *
 * Sealing anew is no change of a record: no version, no row in its history, the same keyed
 * hashes and search tokens (see store/keyring.h). The history has one row when a key is
 * made and one when all is sealed under it.
 */
#ifndef LEDGER_RENEWAL_H
#define LEDGER_RENEWAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct job;

/* A column of sealed values outside the ledgers. The list ends with a zero row. */
struct sealed_column {
    const char *table;
    const char *column;
    const char *record;   /* the column that names the record in the value's place */
    const char *ledger;   /* in the value's place */
    const char *field;    /* in the value's place */
    const char *contract; /* the column, or NULL: all belong to contract 0 */
};

/* Makes the key and orders the job. FAULT_BROKEN for a contract without key. Not inside
   act_write. */
bool renewal_begin(struct act *a, int64_t contract);

/* Each night: makes a key when the newest is `days` old (0: never); orders the job when
   something still hangs on an older key and nobody ordered it (a program killed between
   key and job, a restored archive). Not inside act_write. */
bool renewal_tend(struct act *a, int64_t contract, int days);

/* The body of the job of this name, whose input is the contract's id. Killed, it goes on at
   its cursor; values that do not open are left as they are and counted in its result. */
#define RENEWAL_JOB "keys.renew"
bool renewal_run(struct act *a, struct job *job, const struct sealed_column *others);

/* How it stands with a contract's keys. */
struct renewal_state {
    int64_t contract;
    size_t keys;
    struct instant made; /* the newest */
    bool settled;        /* only history hangs on the others, or there are none */
};
bool renewal_state(struct act *a, int64_t contract, struct renewal_state *out);

#endif
