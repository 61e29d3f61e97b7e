/*
 * A mail server as the settings name it, for sending (smtp.h) and fetching (imap.h).
 */
#ifndef WEB_MAIL_SERVER_H
#define WEB_MAIL_SERVER_H

enum mail_security { MAIL_STARTTLS, MAIL_TLS, MAIL_PLAIN };

struct mail_server {
    const char *name; /* or address; NULL: none is set */
    int port;
    enum mail_security security;
    const char *ca;       /* PEM file of the authority; NULL: the system's */
    const char *login;    /* NULL: without */
    const char *password; /* of the login */
};

#endif
