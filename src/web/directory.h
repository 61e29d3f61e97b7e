/*
 * The client's directory: who somebody is, said by LDAP or Active Directory.
 *
 * A user without a password here is asked for there: his entry is looked for under the base
 * with a service account, then a bind with his password tells whether it is right. Always
 * over TLS (ldaps, or STARTTLS), whose certificate must be that of the server.
 *
 * Every try costs the same: for a login that the directory does not know, or that has its
 * password here, a bind is made that nobody can win.
 */
#ifndef WEB_DIRECTORY_H
#define WEB_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct directory_options {
    const char *url;          /* "ldaps://dc1.example ldap://dc2.example", tried in order */
    const char *ca;           /* PEM file of the authority; NULL: the system's */
    const char *base;         /* "dc=example,dc=jp" */
    const char *filter;       /* "(uid=%s)"; %s is the login */
    const char *group_filter; /* "(member=%s)"; %s is the entry's name (DN) */
    const char *account;      /* of the service, NULL: anonymous */
    const char *password;     /* of the service */
    bool plain;               /* tests on loopback alone: no TLS */
};

/* Texts in the arena given to directory_ask; NULL where the entry has none. */
struct directory_entry {
    const char *dn;
    const char *title; /* family name, else common name */
    const char *name;  /* common or display name */
    const char *mail;
    const char **groups; /* DNs, from memberOf and the search for groups */
    size_t group_count;
};

enum directory_answer {
    DIRECTORY_NONE,  /* no directory is set */
    DIRECTORY_RIGHT, /* the password is the entry's */
    DIRECTORY_WRONG, /* it is not, or there is no such entry */
    DIRECTORY_AWAY   /* no server answers; `why` says what was tried */
};

/* From now on; the options must stay. NULL: none. Once at start. */
void directory_set(const struct directory_options *options);
bool directory_is_set(void);

/* Blocks for a few seconds at most. `password` NULL: only looks the entry up, with RIGHT
   meaning found. `pretend`: the login is known to be no affair of the directory; WRONG after
   the same work. */
enum directory_answer directory_ask(struct arena *arena, const char *login, const char *password,
                                    bool pretend, struct directory_entry *out, const char **why);

/* The first value of a DN, "cn=desk,ou=groups,…": "desk". In the arena. */
const char *directory_common_name(struct arena *arena, const char *dn);

#endif
