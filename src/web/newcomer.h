/*
 * People whom a directory or an identity provider vouches for: their account here, and the
 * roles that their groups give them.
 */
#ifndef WEB_NEWCOMER_H
#define WEB_NEWCOMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;

struct newcomer {
    const char *login;
    const char *title;         /* name at work; NULL: the login */
    const char *name;          /* full name, or NULL */
    const char *mail;          /* or NULL */
    const char *const *groups; /* DNs or names */
    size_t group_count;
};

/*
 * The user of the login. Who is not known yet gets an account and an entry among the people
 * when at least one of his groups gives a role. Roles that came from groups are added and
 * taken away, so that they are those of today; roles given by hand stay.
 *
 * `*user` 0: nobody here, as no group of his gives a role and nobody else gave him one, or
 * as his account was removed. False with a fault only when it could not be found out. Not
 * inside act_write.
 */
bool newcomer_take(struct act *a, const struct newcomer *who, int64_t *user);

#endif
