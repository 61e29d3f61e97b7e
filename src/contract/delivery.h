/*
 * 引渡し: a document given to somebody, so that third parties cannot open it.
 *
 * One record for each recipient. Four ways, the better one first:
 *
 *     download  the recipient signs in and fetches the files from the record's page, in any
 *               format, until a day; each fetching is in the history
 *     zip, pdf  an archive of his own, encrypted by a random key (render/protect.h) that
 *               goes another way: telephone, post or by hand, never with the archive
 *     paper     printed; the record says when and to whom
 *
 * The key is in no table, history, log or mail: delivery_seal hands it to its caller once.
 * What was lost is not found again; the archive is made anew with a new key. The archive
 * itself lies as a blob until it is fetched the first time. Its hash stays, so that one
 * can say later which file was given.
 *
 * A record belongs to its recipient (`owner`), which is how he, and no one else of his
 * role, reads it.
 */
#ifndef CONTRACT_DELIVERY_H
#define CONTRACT_DELIVERY_H

#include "ledger/ledger.h"
#include "render/protect.h"
#include "render/report.h"

struct document;

enum { DELIVERY_DAYS = 30 /* of a download, unless a day is given */, DELIVERY_MOST = 50 };

struct delivery {
    struct record base;
    const char *number;
    const char *title;
    struct ref document;
    const char *addressee; /* 青葉市 情報政策課　三浦 */
    struct ref recipient;  /* person */
    struct ref body;       /* organisation */
    struct mail mail;
    struct choice way;
    const char *formats; /* of an archive: "pdf docx" */
    struct date until;   /* of a download: its last day */
    struct choice key_way;
    struct instant made_at; /* the archive, the last time */
    struct ref made_by;
    const char *hash; /* of the archive, 64 digits */
    struct file archive;
    struct date handed_on;
    struct date received_on;
    struct prose notes;
};

extern const struct ledger delivery_ledger;

bool delivery_is(const struct delivery *it, const char *way);

/* Those who can fetch a download: people with an account and a role of the client's side or
   of a body taking part, in this contract today. */
struct receiver {
    int64_t person;
    const char *title;
    int64_t organisation;
    const char *organisation_title;
};
struct receivers {
    struct receiver *rows;
    size_t count;
};
bool delivery_receivers(struct act *a, int64_t contract, struct receivers *out);

/* The issued document, whatever the reader's rights on documents; FAULT_CLASH while it is
   a draft or once it was withdrawn. `name` is what its files are called, without ending. */
bool delivery_document(struct act *a, int64_t document, struct document *out, const char **name);

/* One file of it in this format. Slow. */
bool delivery_file(struct act *a, const struct document *d, enum format format, const char *name,
                   struct protected_file *out);

/* The files of a `zip` or `pdf`: made once, whoever they are for. */
struct delivery_files {
    const char *name;
    struct protected_file rows[FORMATS];
    size_t count;
};
bool delivery_files(struct act *a, const struct delivery *it, struct delivery_files *out);

/* Makes the archive of them with a new key and puts it into the row, which the caller
   stores; an older archive opens with the older key still. Slow. */
bool delivery_seal(struct act *a, struct delivery *it, const struct delivery_files *files,
                   char key[KEY_TEXT]);

/* The archive's bytes, for once: they are gone from the store afterwards. */
bool delivery_fetch(struct act *a, struct delivery *it, char **bytes, size_t *size);

/* Whether he may fetch the files of a download: its recipient until its last day, and who
   may change deliveries. Else the fault says why not. */
bool delivery_open(struct act *a, const struct delivery *it);

/* Remembers that a file was fetched; the recipient's first one hands it over. */
bool delivery_fetched(struct act *a, struct delivery *it, const char *file);

#endif
