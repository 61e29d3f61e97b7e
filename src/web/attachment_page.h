/*
 * The files of a record: the list on its page with the form that adds some, and how a
 * file goes out.
 *
 * What goes out is always an attachment: a browser keeps it and never shows it, with a
 * type of our own, without sniffing, in a sandbox. Images are no exception, so no metadata
 * of theirs is ever drawn on a page.
 */
#ifndef WEB_ATTACHMENT_PAGE_H
#define WEB_ATTACHMENT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "web/route.h"

struct attachment;
struct record;

struct shown_attachment {
    const char *name;
    const char *href;  /* NULL: it cannot be read */
    const char *state; /* 検査待ち */
    bool is_bad;       /* in quarantine */
    bool is_inner;
    const char *reason; /* or NULL */
    const char *about;  /* 12 KB　三浦　11月21日 9:05 */
    const char *remove; /* address, or NULL */
};

struct attachment_panel {
    struct shown_attachment *rows;
    size_t count;
    const char *action; /* where files are sent; NULL: none may be added */
    bool has_inner;     /* may say that a file is inner */
    const char *accept; /* endings, for the file chooser */
    const char *limits; /* what is taken, a sentence */
    const char *csrf;
};

bool attachments_fill(struct act *a, const struct request *q, const struct record *record,
                      struct attachment_panel *out);

/* Handlers of a record's page. */
bool attachment_receive(struct act *a, const struct request *q, struct reply *r);
bool attachment_fetch(struct act *a, const struct request *q, struct reply *r);
bool attachment_take_off(struct act *a, const struct request *q, struct reply *r);

/* Reads the record of the request and, when `{word}` is a number of one of its files,
   that; for pages and API. */
bool attachment_of(struct act *a, const struct request *q, struct record **record,
                   struct attachment *out);

/* The uploads named `file` of a form, none of them empty, to the record. */
bool attachment_take(struct act *a, const struct request *q, const struct record *record,
                     int64_t *ids, size_t *count);

/* The file as the answer; 304 when the asker has it. */
bool attachment_send(struct act *a, const struct request *q, const struct record *record,
                     const struct attachment *it, struct reply *r);

/* `attachment; filename="…"; filename*=UTF-8''…` for any name. */
const char *attachment_disposition(struct act *a, const char *name);

#endif
