/*
 * The parts an import is made of; private to import*.c.
 *
 * import_plan.c says once which cell goes where, import_fill.c makes records of rows in
 * batches, import_check.c looks for what is wrong with them, import_faults.c keeps that,
 * import_write.c writes seat by seat, import_entry.h says what is kept of it.
 */
#ifndef LEDGER_IMPORT_PARTS_H
#define LEDGER_IMPORT_PARTS_H

#include "base/arena.h"
#include "ledger/field.h"
#include "ledger/import.h"
#include "ledger/import_known.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "store/act.h"

struct job;

enum {
    BATCH_ROWS = 1000,
    ROW_US = 100,    /* what writing a row takes at least */
    MOST_ROWS = 250, /* of one transaction on PostgreSQL, where others must not meet it often */
    NO_COLUMN = -1,
};

/* A field that the file brings, and where from. */
struct target {
    const struct field *field;
    const struct field *instead; /* takes names that no record has, or NULL */
    bool instead_given;          /* another column brings it */
    bool defaulted;              /* made when left empty: an empty cell changes nothing */
    bool closed;                 /* values of it are never shown in faults */
    int whole, date, time;       /* columns, or NO_COLUMN */
    struct known_names *known;   /* of references, days and choices, or NULL */
    struct known_names *days;    /* of the halves of an instant: id is the day … */
    struct known_names *times;   /* … and the minute plus one */
};

struct import_plan {
    const struct ledger *l;
    const struct shape *shape;
    int64_t contract;
    struct sheet *sheet;
    const struct mapping *mapping;
    struct target *targets;
    size_t target_count;
    const struct target *code; /* by which records are known again, or NULL */
    const struct field **missing;
    size_t missing_count;
    struct seen *seen;
    size_t seen_count;
    bool writing;  /* the second pass: wrong rows are known */
    int64_t entry; /* import that is gone on with, or was the same; 0: none */
    int64_t done;  /* rows that an earlier run has written */
    bool again;    /* the same file was imported before */
    uint8_t *bad;  /* a bit for each wrong row */
    struct import_result *result;
    const char *request; /* by which the history knows what came with this import */
    struct fault *last;  /* of result->faults */
    struct act *act;     /* of the caller: results live in its arena */
};

/* A row on its way. */
struct item {
    int64_t row;
    int64_t line;
    const char **cells;
    const char *fault;
    const char *code;      /* as compared, "" if none */
    struct record *record; /* as it shall be */
    struct record *before; /* as it is, NULL when new */
    void *saved;           /* of `record`, since a transaction may run twice */
    enum import_kind kind;
    struct fault *faults; /* in the batch's arena */
    bool wrong;
};

struct batch {
    struct arena arena; /* of this batch */
    struct act act;     /* on that arena */
    struct item *items;
    size_t count;
};

bool plan_make(struct act *a, struct import_result *result, struct import_plan *out);
const struct target *plan_target(const struct import_plan *plan, const struct field *f);
bool plan_is_bad(const struct import_plan *plan, int64_t row);
void plan_set_bad(struct import_plan *plan, int64_t row);

/* Starts the act of a batch, reads its rows and makes records of them; what cannot be read
   is a fault of the item. `*failed` when the file or the database did not do. */
bool batch_next(struct import_plan *plan, struct batch *batch, bool *failed);
void batch_end(struct batch *batch);

/* Fills a record from the cells; faults stay in the batch's act. */
bool item_fill(struct import_plan *plan, struct batch *batch, struct item *item);

/* Finds the records that the rows are, and fills all. */
bool batch_fill(struct import_plan *plan, struct batch *batch);

/* The ledger's rules, rights, doubled values; sets kind and wrong, keeps faults, counts. */
bool batch_check(struct import_plan *plan, struct batch *batch);

/* Asks at once, in the snapshot of `a`, for what the rows refer to (ledger/ahead.h), and
   on PostgreSQL takes their numbers in a transaction that writes all of them. */
bool batch_ahead(const struct import_plan *plan, const struct batch *batch, struct act *a,
                 size_t from, size_t until);

/* Moves the act's faults from `since` on to the row, with their places in the file. False
   when one says that the work itself failed; it then stays in the act. */
bool faults_take(struct import_plan *plan, struct act *from, size_t since, struct item *item);

/* Keeps the row's faults in the result. */
void faults_keep(struct import_plan *plan, const struct item *item);

/* One fault of the file as a whole. */
void fault_keep(struct import_plan *plan, struct fault fault);

/* Keeps the row for showing. */
void item_show(struct import_plan *plan, struct batch *batch, const struct item *item);

/* The whole check; `result` is filled. */
bool import_check(struct act *a, const struct import_request *request, struct import_plan *plan);

/* Finds file, ledger, contract, mapping and rights; fills the result's head. */
bool import_open(struct act *a, const struct import_request *request, struct import_result *out);

/* Writes what was checked; with a job its writes carry the fence. */
bool import_run(struct act *a, struct import_plan *plan, const struct import_request *request,
                struct job *job);

#endif
