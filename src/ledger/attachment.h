/*
 * Attachments: files that belong to a record of any ledger.
 *
 * The rights are the record's: who may read it may read its files (inner ones only with
 * the note right), who may comment or change may add some. A file is taken when its name
 * and content fit one of the kinds of base/magic.h, when it keeps the limits and when the
 * guard (ledger/guard.h) finds nothing in it; its bytes then lie in a blob under the
 * contract's key. Until clamd has looked at it nobody reads it:
 *
 *     検査待ち → 利用可 | 隔離      (検査なし where the installation goes without clamd)
 *
 * What is in quarantine or was removed stays listed or in the history; it is never read
 * again. Blobs come before rows: a crash between the two leaves an encrypted file that
 * nothing names, which blobs_check (ledger/blob_check.h) finds.
 */
#ifndef LEDGER_ATTACHMENT_H
#define LEDGER_ATTACHMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;
struct arena;
struct blob_reader;
struct job_kind;
struct ledger;
struct record;
struct table;

extern const struct table attachment_table;
extern const struct job_kind attachment_check_job; /* what waits goes to clamd */
extern const struct job_kind attachment_sweep_job; /* blobs of removed attachments */

enum attachment_state {
    ATTACHMENT_WAITING,
    ATTACHMENT_READY,
    ATTACHMENT_UNCHECKED,
    ATTACHMENT_QUARANTINED,
};
enum { ATTACHMENT_STATES = ATTACHMENT_QUARANTINED + 1 };
const char *attachment_state_title(enum attachment_state state); /* 検査待ち */
const char *attachment_state_name(enum attachment_state state);  /* "waiting" */

enum { ATTACHMENT_NAME = 120 /* characters */, ATTACHMENT_NAME_BYTES = 240 };

/* Of the installation; set once at start, before the first thread. */
struct attachment_settings {
    const char *clamd; /* address; NULL: without, on purpose */
    int64_t file;      /* bytes of one */
    int64_t record;    /* bytes of all of one record */
    int64_t count;     /* of one record */
    int64_t total;     /* bytes of all */
};
void attachments_set(const struct attachment_settings *settings);
const struct attachment_settings *attachments_settings(void);

struct attachment {
    int64_t id;
    int64_t contract;
    const char *ledger;
    int64_t record;
    const char *name;
    const char *type; /* media type */
    int64_t size;
    const char *hash; /* the blob's name */
    int64_t state;    /* enum attachment_state */
    const char *reason;
    bool hidden; /* inner: only who may read notes */
    int64_t actor;
    struct instant created_at;
    struct instant checked_at;
};
struct attachment_list {
    struct attachment *rows;
    size_t count;
};

/* A file as it came in. */
struct attachment_file {
    const char *name; /* as sent */
    const char *path;
    int64_t size;
    bool inner;
};

/* All of them or none: every file is looked at before the first is stored, and all faults
   are told together. `ids` (may be NULL) has room for `count`. */
bool attachments_add(struct act *a, const struct ledger *l, const struct record *record,
                     const struct attachment_file *files, size_t count, int64_t *ids);

/* Those the user may see, oldest first, without removed ones. */
bool attachments_list(struct act *a, const struct ledger *l, const struct record *record,
                      struct attachment_list *out);

/* FAULT_MISSING when the record has none of this number that the user may see. */
bool attachment_get(struct act *a, const struct ledger *l, const struct record *record, int64_t id,
                    struct attachment *out);

/* Opens it for reading, which the history remembers. FAULT_CLASH while it waits, FAULT_DENIED
   in quarantine. */
bool attachment_open(struct act *a, const struct ledger *l, const struct record *record,
                     const struct attachment *it, struct blob_reader **reader);

/* By who may change the record, or by who added it. */
bool attachment_remove(struct act *a, const struct ledger *l, const struct record *record,
                       int64_t id, const char *reason);

bool attachment_may_add(struct act *a, const struct ledger *l, const struct record *record);
bool attachment_may_remove(struct act *a, const struct ledger *l, const struct record *record,
                           const struct attachment *it);

/* A name that is safe on every system and in every header: no folders, no control or hidden
   characters, none that Windows forbids, no name of a device, short; its ending stays. */
const char *attachment_name(struct arena *arena, const char *name);

/* Writes the state of a file that waited and remembers it; inside act_write. */
bool attachment_judge(struct act *a, const struct attachment *it, enum attachment_state state,
                      const char *reason);

#endif
