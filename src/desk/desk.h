/*
 * The help desk of a city: inquiries and the ledgers the desk keeps.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "web/directory.h"
#include "web/imap.h"

extern const struct module desk_module;

struct act;
struct buffer;

/* The endpoint that may put answers into words (ask_writer.h); `url` NULL: none. */
struct desk_writer {
    const char *url; /* https://…/v1/chat/completions */
    const char *key; /* or NULL */
    const char *model;
    const char *ca; /* or NULL: the system's */
    bool plain;     /* http:// too */
    int seconds;
};

/* Copied as it is: the texts must live on. Once, before other threads start. */
void desk_writer_set(const struct desk_writer *it);

/* The mailbox that inquiries come to; without a server's name there is none. */
struct desk_mailbox {
    struct imap_options imap;
    const char *contract; /* its number; NULL: the only one */
    const char *address;  /* of the mailbox: answers come back to it; or NULL */
    const char *site;     /* https://…, where staff open the pages; NULL: letters have no links */
    int64_t most;         /* bytes of a message */
    int hourly;           /* messages of one sender that are taken in an hour */
    bool acknowledge;     /* a receipt for each new inquiry */
};

/* As desk_writer_set; and what was set, never NULL. */
void desk_mailbox_set(const struct desk_mailbox *it);
const struct desk_mailbox *desk_mailbox(void);

/* The directory of a network ("mynumber", "lgwan", "internet", "other"): with one account it is
   read, with the other changed; `changing.account` NULL: it is only read. */
struct desk_directory {
    const char *layer;
    struct directory_options reading;
    struct directory_options changing;
};
enum { DESK_DIRECTORIES = 4 };

/* Kept, not copied; those without a URL are none. */
void desk_directories_set(const struct desk_directory *list, size_t count);
const struct desk_directory *desk_directory(const char *layer); /* NULL: none */

/* `tasuki accounts VERB TARGET`: compare or plan for a directory, apply or undo for a plan. Waits
   for the end, writes what came out as text, or as JSON; false with faults, also when the work
   stopped half-way (FAULT_CLASH). */
bool desk_accounts(struct act *a, const char *verb, const char *target, const char *contract,
                   bool json, struct buffer *out);

#endif
