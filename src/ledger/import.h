/*
 * Imports: a table somebody kept becomes records, all at once or not at all.
 *
 * A preview reads the whole file and writes nothing: every row is checked by the ledger's
 * own rules, against the other rows and against what is there. A row whose `.code` field
 * is known is that record: equal to it, or a change; any other row is new. Writing refuses
 * when one row is wrong, unless the good ones alone are wanted. It goes in short
 * transactions, each with the number of the last row it has done, so that an import that
 * was killed goes on where it stopped and writes nothing twice; a row that has become
 * wrong since the preview stops it. Giving the same file again changes nothing. An import
 * can be taken back as long as nobody has changed its records since.
 *
 * On the command line import_write is called directly; it goes on by itself when the same
 * file was being written before. A page keeps the file first (ledger/import_kept.h).
 *
 * Functions return false only when the work could not be done: file unreadable, no rights,
 * database. Wrong rows are no failure: they stand in the result's faults. None of the
 * functions may be called inside act_write.
 */
#ifndef LEDGER_IMPORT_H
#define LEDGER_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ledger/mapping.h"
#include "ledger/sheet.h"

struct act;
struct buffer;
struct fault;
struct field;
struct ledger;
struct pairs;

enum {
    IMPORT_FAULTS = 10000, /* faults kept; all are counted */
    IMPORT_SHOWN = 100,    /* rows kept to be shown */
    IMPORT_MANY = 5000,    /* from so many rows on a page orders a job */
};

struct import_request {
    const struct ledger *ledger;
    int64_t contract; /* 0: the only one there is, else a fault */
    struct sheet_source source;
    const char *mapping; /* a kept mapping's name, or NULL: what is proposed */
    /* Corrections to it, as mapping_set takes them: column → field. May be NULL. */
    const struct pairs *corrections;
    int64_t import; /* a kept file (import_keep) instead of all the above; 0: none */
    bool good_only; /* write the good rows, and name the wrong ones */
    /* Called now and then; false stops after the present rows. May be NULL. */
    bool (*progress)(void *with, int64_t done, int64_t total);
    void *with;
};

enum import_kind { IMPORT_NEW, IMPORT_CHANGED, IMPORT_UNCHANGED, IMPORT_WRONG };

/* One value that a row changes; personal ones read （個人情報）. */
struct import_change {
    const struct field *field;
    const char *before;
    const char *after;
};

/* A row as it will be, to be shown. */
struct import_row {
    int64_t row;
    int64_t line;
    enum import_kind kind;
    int64_t record;            /* of changed and unchanged ones */
    const char *const *values; /* of the ledger's `listed` fields; personal ones closed */
    const struct import_change *changes;
    size_t change_count;
};

enum import_state {
    IMPORT_KEPT,    /* a file with its mapping, nothing written */
    IMPORT_WRITING, /* also when it was killed */
    IMPORT_DONE,
    IMPORT_REFUSED, /* rows are wrong and good_only was not set: nothing written */
    IMPORT_STOPPED, /* a row has become wrong, or somebody stopped it; can be gone on with */
    IMPORT_UNDONE,
};
enum { IMPORT_STATES = IMPORT_UNDONE + 1 };

struct import_result {
    const struct ledger *ledger;
    int64_t contract;
    int64_t import; /* its number, 0 while there is none */
    enum import_state state;
    struct sheet sheet;
    struct mapping mapping;
    int64_t rows;
    int64_t added;
    int64_t changed;
    int64_t unchanged;
    int64_t wrong;        /* rows with at least one fault */
    struct fault *faults; /* with line, row, column, field, value, in the file's order */
    int64_t fault_count;  /* of all, also those beyond IMPORT_FAULTS */
    struct import_row *shown;
    size_t shown_count;
};

/* Reads, maps, checks; writes nothing. */
bool import_preview(struct act *a, const struct import_request *request, struct import_result *out);

/* Checks, then writes, or goes on with what was begun. `out->state` says how it ended;
   anything but IMPORT_DONE is exit status 1. */
bool import_write(struct act *a, const struct import_request *request, struct import_result *out);

/* Takes an import back, newest rows first: new records are removed, changed ones get their
   values back. Records changed since are faults and nothing is done, unless `good_only`.
   `out` counts what was taken back in added and changed. */
bool import_undo(struct act *a, int64_t import, bool good_only, struct import_result *out);

const char *import_state_title(enum import_state state);
const char *import_kind_title(enum import_kind kind); /* 新規 変更 同じ 誤り */

/* {"import":7,"rows":2000,"new":1988,"changed":0,"unchanged":0,"left_out":[{"column":"A",
   "heading":"内線"}],"skipped":[{"line":9,"kind":"合計行","text":"合計　12件"}],"faults":[…]};
   before writing "import" is null. */
void import_json(struct buffer *out, const struct import_result *result);

/* The faults for a spreadsheet: 行, ファイルの行, 列, 項目, 値, 内容. */
void import_faults_csv(struct buffer *out, const struct import_result *result);

#endif
