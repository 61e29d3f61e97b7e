/*
 * The link to a mail server, with libcurl: what sending and fetching have in common.
 *
 * With STARTTLS and TLS the certificate must be the server's, version 1.2 or later, and
 * nothing is said in the clear, the password least of all. Ten seconds to connect; no proxy.
 * A link belongs to one thread.
 */
#ifndef WEB_MAIL_LINK_H
#define WEB_MAIL_LINK_H

#include <stdbool.h>

#include <curl/curl.h>

#include "web/mail_server.h"

struct arena;

struct mail_link {
    CURL *curl;
    const struct mail_server *server; /* must live as long */
    bool (*stopped)(const void *);    /* or NULL; asked about once a second */
    const void *with;
};

/* Never fails: connects at the first question. Released by mail_link_close. */
void mail_link_open(struct mail_link *link, const struct mail_server *server,
                    bool (*stopped)(const void *), const void *with);
void mail_link_close(struct mail_link *link);

/* Before each question, which resets the rest: `scheme` is "imap" or "smtp", `seconds` the
   whole time it may take. */
CURLcode mail_link_set(struct mail_link *link, const char *scheme, long seconds);

/* "smtps://name:port", in the arena. */
const char *mail_link_url(const struct mail_link *link, struct arena *arena, const char *scheme);

#endif
