/*
 * Connections to a directory, for those who ask (directory.c) and who change (directory_link.c).
 *
 * Always TLS 1.2 or later with the server's own name, unless the options say plain; no referral
 * is followed; nothing is waited for longer than some seconds.
 */
#ifndef WEB_DIRECTORY_WIRE_H
#define WEB_DIRECTORY_WIRE_H

#include <ldap.h>

struct arena;
struct directory_options;

enum { DIRECTORY_SECONDS = 5 };

/* The first of the servers that lets the account of the options in, or NULL; why, is in the
   log. The caller hangs up. */
LDAP *directory_connect(struct arena *arena, const struct directory_options *options);
void directory_hang_up(LDAP *ld);

int directory_bind(LDAP *ld, const char *dn, const char *password);

/* A line of the log: what was being done, and libldap's word for the code. */
void directory_log(const char *what, int code);

#endif
