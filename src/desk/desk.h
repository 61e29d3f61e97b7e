/*
 * The help desk of a city: inquiries and the ledgers the desk keeps.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <stdbool.h>

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

#endif
