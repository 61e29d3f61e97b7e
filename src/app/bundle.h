/*
 * Bundles: all that an installation holds, or one contract of it, in one ZIP that a
 * successor reads with a browser and a spreadsheet, checks with tools/verify_bundle.c, and
 * imports into an installation of his own.
 *
 *   README.txt index.html          what it is, where to begin
 *   open.csv open.html             what is not done
 *   dictionary.csv dictionary.html ledgers, fields, labels, choices
 *   csv/LEDGER.csv                 records as people read them
 *   html/LEDGER-N.html             the same as pages
 *   tables/TABLE.jsonl             every row as app/bundle_table.h says; `history` and
 *                                  `block` are the chain of ledger/block.h
 *   files/UUID/ID…                 attachments and frozen documents, by the installation
 *                                  they were made in and the id of their row
 *   documents/UUID/ID.html, .pdf   issued documents
 *   manifest.json                  last: counts, SHA-256 of each file
 *
 * Importing keeps the ids, and the UUID under which they are known. Private to app/bundle*.c
 * but for the two functions at the end.
 */
#ifndef APP_BUNDLE_H
#define APP_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "base/stored_zip.h"

struct act;
struct arguments;
struct bundle_table;
struct bundle_cell;

enum { BUNDLE_FORMAT = 1, BUNDLE_PAGE = 500, BUNDLE_PIECE = 1 << 20 };

/* Where a bundle keeps the UUID of an installation that took another's records over. */
extern const char bundle_origin[];

/* Ids of records, for a bundle of one contract. */
struct bundle_ids {
    int64_t *slots; /* 0: free */
    size_t room;
    size_t count;
};
bool bundle_ids_add(struct bundle_ids *ids, int64_t id); /* false: it was there */
bool bundle_ids_has(const struct bundle_ids *ids, int64_t id);

/* A blob that goes into the bundle. */
struct bundle_blob {
    int64_t contract;
    char hash[65];
    char file[ZIP_NAME];
    char title[256]; /* its own name */
    int64_t record;
    bool document;
};

struct bundle {
    struct act *act;
    struct stored_zip zip;
    const char *uuid;
    int64_t contract; /* 0: all */
    const char *contract_title;
    struct bundle_ids ids;   /* with a contract: the records that are in it */
    struct buffer blobs;     /* struct bundle_blob */
    struct buffer files;     /* the manifest's list, growing */
    struct buffer tables;    /* the same of tables */
    struct buffer index;     /* rows of index.html */
    struct buffer documents; /* issued ones */
    struct buffer open;      /* open.csv */
    struct buffer open_page; /* rows of open.html */
    int64_t open_count;
    int64_t file_count;
    int64_t table_count;
    int64_t rows;
    int64_t blob_count;
    int64_t document_count;
    const char *spool; /* a file beside the bundle that has no name any more */
};

/* A file of the bundle; closing it adds it to the manifest. */
bool bundle_begin(struct bundle *b, const char *name);
bool bundle_close(struct bundle *b, uint8_t hash[SHA256_BYTES]);
bool bundle_whole(struct bundle *b, const char *name, const void *bytes, size_t size);

/* bundle_scope.c: which records belong to the contract: its own, and what they need of the
   installation – people, sections, calendars. */
bool bundle_scope(struct bundle *b, const struct bundle_table *tables, size_t count);
bool bundle_in_scope(const struct bundle *b, const struct bundle_table *t,
                     const struct bundle_cell *cells);

/* bundle_page.c, bundle_front.c: what people read. */
void bundle_page_start(struct buffer *out, const char *title, const char *up);
void bundle_page_end(struct buffer *out);
bool bundle_ledger(struct bundle *b, const struct bundle_table *t);
bool bundle_open_matters(struct bundle *b);
bool bundle_dictionary(struct bundle *b);
bool bundle_front(struct bundle *b);

/* The bundle and the table whose rows are being written. */
struct bundle_reading {
    struct bundle *bundle;
    const struct bundle_table *table;
    int64_t rows;
};

/* bundle_file.c: attachments and issued documents. */
const char *bundle_blob_file(void *reading, const struct bundle_cell *cells, size_t column);
bool bundle_blobs(struct bundle *b);
bool bundle_documents(struct bundle *b);

/* An archive that was looked through. */
struct bundle_facts {
    const char *uuid;
    const char *head;
    int64_t contract;
    int64_t tables;
    int64_t rows;
    int64_t blobs;
    const char *sha256; /* of the manifest */
};

/* bundle_check.c: opens it and compares every file with the manifest, and the history with
   its blocks; changes nothing. */
bool bundle_open(struct act *a, const char *path, struct stored_zip_reader *zip, json_t **manifest,
                 struct bundle_facts *facts);

/* Line by line; `each` returns false to stop, with a fault. */
bool
bundle_lines(struct act *a, const struct stored_zip_reader *zip, const struct stored_zip_file *file,
             bool (*each)(struct act *a, void *with, const json_t *row), void *with);

/* What `export` and `import` do with --bundle; the exit status. */
int bundle_export_run(struct act *a, const struct arguments *arguments);
int bundle_import_run(struct act *a, const struct arguments *arguments);

#endif
