/*
 * Handing messages to a mail server, with libcurl.
 *
 * One connection carries as many messages as come; it is made anew when the server hung up.
 * A minute for a message (else as mail_link.h says). What the server answered to each address is told apart: some may be refused
 * while the others are served. Blocks: for jobs and commands, never inside act_write. One
 * link belongs to one thread.
 */
#ifndef WEB_SMTP_H
#define WEB_SMTP_H

#include <stdbool.h>
#include <stddef.h>

#include "web/mail_server.h"

struct arena;
struct smtp;

struct smtp_options {
    struct mail_server server; /* none is set: letters wait */
    const char *from;          /* address of the sender */
    const char *from_name;     /* shown beside it, "" for none */
};

/* By letter_begin (web/letter_send.h). */
void smtp_set(const struct smtp_options *options);
const struct smtp_options *smtp_settings(void); /* never NULL */

struct smtp_recipient {
    const char *address;
    int code;         /* the server's, 0: none was given */
    const char *said; /* its line, cut and without control characters */
};

enum smtp_result {
    SMTP_TAKEN,   /* by all addresses whose code is 2xx; there is at least one */
    SMTP_REFUSED, /* for good, by all */
    SMTP_LATER,   /* this message may be tried again */
    SMTP_AWAY,    /* the server cannot be used: nothing else needs to be tried now */
};

/* Never fails: connects at the first message. Released by smtp_close. `stopped` (or NULL) is
   asked about once a second whether to break off. */
struct smtp *
smtp_open(const struct smtp_options *options, bool (*stopped)(const void *), const void *with);
void smtp_close(struct smtp *smtp);

/* `why` is Japanese, of the worst that happened; texts are in the arena. */
enum smtp_result smtp_send(struct smtp *smtp, struct arena *arena, const char *bytes, size_t length,
                           struct smtp_recipient *to, size_t count, const char **why);

#endif
