/*
 * Exports: a list as CSV that Excel opens and that can be imported again unchanged.
 *
 * Headings are labels (custom fields: label and x_<id>), days 2026-04-01, instants
 * 2026-04-01 09:30, numbers digits only, choices and states their labels, references their
 * title and, in a column behind it, their id. Personal columns come only when they are
 * asked for and the user may see them. Lines end with CRLF, and no cell can become a
 * formula.
 *
 * Every export writes its history row before the first byte goes out. Rows are read in
 * pages, so memory does not grow with them.
 */
#ifndef LEDGER_EXPORT_H
#define LEDGER_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/encoding.h"
#include "ledger/list.h"

struct act;
struct buffer;
struct field;

enum { EXPORT_UNWRITABLE = 1000 };

/* A character that Windows-31J does not have; 〓 stands in its place. */
struct export_fault {
    int64_t record;
    const char *column; /* heading */
    uint32_t code;
};

struct export_report {
    int64_t rows;
    struct export_fault *faults; /* at most EXPORT_UNWRITABLE */
    size_t fault_count;
    int64_t unwritable; /* all of them */
};

/* The encoding of a file by its name: utf-8 (with BOM), windows-31j, or cp932, the same. */
bool export_encoding(struct act *a, const char *name, enum encoding *out);

/* Writes the whole list; `encoding` is ENCODING_UTF8_BOM, ENCODING_UTF8 or
   ENCODING_CP932. False when it could not be read or `write` refused. */
bool export_csv(struct act *a, const struct list_request *request, enum encoding encoding,
                bool (*write)(void *with, const char *bytes, size_t length), void *with,
                struct export_report *report);

/*
 * The same in parts, as `struct reply.stream` wants them: export_begin checks rights and
 * writes the history row, export_next fills one part and returns false at the end.
 */
struct export;

bool export_begin(struct act *a, const struct list_request *request, enum encoding encoding,
                  struct export **out);
bool export_next(struct act *a, struct buffer *part, void *export, bool *failed);
const struct export_report *export_report(const struct export *export);

/* The same, row by row, for formats of higher floors. Cells live during the call; a false
   with a sentence ends it. */
struct export_sink {
    bool (*row)(void *with, const char *const *cells, const char **why);
    void *with;
};
bool export_each(struct act *a, struct export *export, const struct export_sink *sink);
/* A column of the file; NULL beyond the last. `*is_id`: the id of a reference. */
const struct field *
export_column(const struct export *export, size_t at, const char **heading, bool *is_id);

/* A member as an export writes it, in the act's arena. */
const char *export_text(struct act *a, const struct field *f, const void *at);

/* "問合せ_20261120.csv" */
const char *export_name(struct act *a, const struct ledger *l);

#endif
