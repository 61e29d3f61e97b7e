/*
 * Handing messages to a mail server, with libcurl.
 *
 * One connection carries as many messages as come; it is made anew when the server hung up.
 * With STARTTLS and TLS the certificate must be the server's, version 1.2 or later, and
 * nothing is said in the clear, the password least of all. Ten seconds to connect, a minute
 * for a message. What the server answered to each address is told apart: some may be refused
 * while the others are served. Blocks: for jobs and commands, never inside act_write. One
 * link belongs to one thread.
 */
#ifndef WEB_SMTP_H
#define WEB_SMTP_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct smtp;

enum smtp_security { SMTP_STARTTLS, SMTP_TLS, SMTP_PLAIN };

struct smtp_options {
    const char *server; /* NULL: none is set, letters wait */
    int port;
    enum smtp_security security;
    const char *ca;        /* PEM file of the authority; NULL: the system's */
    const char *login;     /* NULL: without */
    const char *password;  /* of the login */
    const char *from;      /* address of the sender */
    const char *from_name; /* shown beside it, "" for none */
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
