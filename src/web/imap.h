/*
 * Fetching messages from a mailbox by IMAP, with libcurl.
 *
 * One connection for all; TLS and limits as in mail_link.h.
 * Messages are named by their UID within one stay. What the server says is hostile: lines and literals have
 * limits, a message longer than was announced is broken off, and a server that stalls is left
 * after half a minute without a byte. Nothing is ever deleted: a message is moved to another
 * folder (MOVE, else COPY and the flag \Deleted), and only after it was taken in.
 *
 * Blocks: for jobs, never inside act_write. One link belongs to one thread.
 */
#ifndef WEB_IMAP_H
#define WEB_IMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "web/mail_server.h"

struct arena;
struct imap;

struct imap_options {
    struct mail_server server;
    const char *folder; /* INBOX */
    const char *done;   /* the other folder, made when it is missing */
};

struct imap_message {
    int64_t uid;
    int64_t size;      /* bytes, as the server says */
    struct instant at; /* when it came into the mailbox; none: it did not say */
};

struct imap_bytes {
    const char *bytes;
    size_t length;
    bool cut;
};

struct imap_list {
    int64_t *uids;
    size_t count;
};

/* Names of folders: printable ASCII without what IMAP or a URL reads otherwise. */
bool imap_folder_good(const char *name);

/* fetch_init comes before (web/fetch.h). Never fails: connects at the first question. */
struct imap *
imap_open(const struct imap_options *options, bool (*stopped)(const void *), const void *with);
void imap_close(struct imap *imap);

/* All below: false with a Japanese sentence in `why`; texts and bytes are in the arena. */

/* The oldest first, `most` at most. */
bool imap_list(struct imap *imap, struct arena *arena, size_t most, struct imap_list *out,
               const char **why);
bool imap_look(struct imap *imap, struct arena *arena, int64_t uid, struct imap_message *out,
               const char **why);

/* The whole, or only its headers. What is longer than `most` bytes is broken off there: then
   `length` is `most` and `cut` true. */
bool imap_fetch(struct imap *imap, struct arena *arena, int64_t uid, bool headers, size_t most,
                struct imap_bytes *out, const char **why);

/* Into the other folder. A message that is not there any more is no fault. */
bool imap_done(struct imap *imap, struct arena *arena, int64_t uid, const char **why);

/* What the server answers to FETCH (RFC822.SIZE INTERNALDATE); for tests. */
bool imap_read_look(const char *text, int64_t uid, struct imap_message *out);

#endif
