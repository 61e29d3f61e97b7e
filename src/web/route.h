/*
 * Routes: rows next to their handlers, each with the right to enter.
 *
 * A handler takes part in an act and fills a reply; false means that the act's
 * faults are the answer (a page or problem+json, as the route speaks). Handlers
 * are static, so an unlisted one does not compile.
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/pair.h"
#include "base/time.h"

struct act;
struct html;
struct ledger;
struct live_stream;
struct server;
struct session;

enum method { GET, POST, PATCH, DELETE };
enum { METHODS = DELETE + 1 };

/* A file of a multipart form, streamed to a private temporary file. */
struct upload {
    const char *field;
    const char *name; /* as sent, control characters and folders removed */
    const char *path;
    int64_t size;
};

struct request {
    enum method method;
    const char *path;   /* decoded, without query */
    const char *target; /* as sent, for links back */
    const struct route *route;
    const struct ledger *ledger; /* of a ledger route: {ledger}, or the row's own */
    int64_t id;                  /* {id}, 0 if none */
    const char *word;            /* {word}: an action, a name */
    struct pairs query;
    struct pairs form; /* urlencoded or multipart fields */
    struct upload *uploads;
    size_t upload_count;
    const char *body; /* of JSON requests */
    size_t body_length;
    const char *type;              /* media type of the body, "" if none */
    const char *origin;            /* address of the client */
    const struct session *session; /* NULL when nobody is signed in */
    struct pairs headers;          /* names in lower case */
    bool secure;                   /* the browser speaks https */
    const char *cookie;            /* value of the session cookie, or NULL */
    struct server *server;         /* for web/ itself; NULL in tests of handlers */
};

/* The first value of a name, or NULL. */
const char *request_header(const struct request *q, const char *name); /* any case */
const char *pairs_get(const struct pairs *pairs, const char *name);

/* `body` is empty, of its own memory and becomes the server's without being copied: give
   it to a page by `struct out o = { .text = r->body, … }` and back by `r->body = o.text`.
   A buffer of an arena is copied. */
struct reply {
    int status;       /* 200 */
    const char *type; /* text/html; charset=utf-8 */
    struct buffer body;
    struct pairs headers; /* reply_header adds */
    bool cached;          /* the page may be answered again while nothing changes */
    struct instant fresh; /* … but not after this due time; none: no limit */
    /* Streams instead of the body: called in turn until it returns false at the end;
       `failed` breaks the connection so that no half file looks whole. */
    bool (*stream)(struct act *a, struct buffer *part, void *with, bool *failed);
    void *with;
    struct live_stream *live; /* web/live.c only */
};

void reply_header(struct act *a, struct reply *r, const char *name, const char *value);

/* 303 to a path of this site (anything else becomes "/"), with a sentence, or NULL, shown
   once on the next page: q->session->notice; the server clears it when a page with status
   200 was made. */
bool reply_redirect(struct act *a, const struct request *q, struct reply *r, const char *path,
                    const char *notice);

/* "W/…"-less ETag of a record version; true when If-None-Match has it (304 is set). */
bool reply_unchanged(struct act *a, const struct request *q, struct reply *r, const char *tag);

enum place { WORKER, INLINE };

/* Who may enter: a right "ledger.deed" ("inquiry.read"), or one of these words. */
#define MAY_EVERYONE "everyone"
#define MAY_SIGNED_IN "signed-in"
#define MAY_ENROLLING "enrolling" /* signed in, even who still owes a second factor */
#define MAY_ADMINISTRATOR "administrator"
#define MAY_ASK_RIGHTS "rights" /* administrators, and leads of a contract */
#define MAY_OVERSEER "overseer" /* administrators, and auditors of the installation */
/* {ledger} routes: the deed on the ledger named in the path. */
#define MAY_READ "read"
#define MAY_CREATE "create"
#define MAY_CHANGE "change"
#define MAY_REMOVE "remove"
#define MAY_COMMENT "comment"
#define MAY_IMPORT "import"
#define MAY_EXPORT "export"

/*
 * A path that begins with "{ledger}" stands for the pages of every ledger that has them:
 * "{ledger}/{id}" is /desk/inquiries/{id} and so on, with q->ledger set. Elsewhere {ledger}
 * is a ledger's name: "/api/v1/{ledger}/{id}", or "{ledger}.csv" its list as a file. {id} is
 * digits; {word} is any other part. A literal goes before {id}, {id} before {ledger},
 * {ledger} before {word}; a whole path with `.ledger` before "{ledger}/…" of that ledger.
 */
struct route {
    enum method method;
    const char *path; /* "/desk/inquiries/{id}", parts {ledger} {id} {word} */
    bool (*handler)(struct act *a, const struct request *q, struct reply *r);
    const char *may;
    enum place place; /* INLINE only for what never waits */
    bool json;        /* faults are problem+json, no CSRF token but a bearer or Origin */
    bool probe;       /* asked every few seconds by machines: logged at debug only */
    bool takes_file;  /* of JSON routes: text/csv, .xlsx or multipart/form-data instead */
    bool takes_basic; /* of JSON routes: a token may come as the password of HTTP Basic, too */
    bool attaches;    /* takes files with the limits of attachments (ledger/attachment.h) */
    const struct ledger *ledger;
    int64_t body_limit; /* bytes, 0: 1 MiB */
};

#endif
