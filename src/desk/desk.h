/*
 * The help desk of a city: inquiries and the ledgers the desk keeps.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "web/imap.h"

extern const struct module desk_module;

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

#endif
