/*
 * Users and their roles as the machine's operator gives them.
 */
#ifndef APP_GRANT_H
#define APP_GRANT_H

#include <stdbool.h>
#include <stdint.h>

#include "ledger/core/who.h"

struct act;

struct grant {
    const char *login;
    const char *title; /* NULL: the login */
    const char *hash;  /* of the password */
    enum role role;
    bool administrator;
    const char *contract; /* number; NULL: all contracts */
    const char *section;  /* title of an organisation, or NULL */
    const char *name;     /* full name of the person made with the user, or NULL */
    const char *kana;
    const char *post;
};

/* A user, the person he is, and his role, in one transaction. */
bool grant_user(struct act *a, const struct grant *grant);
bool grant_role(struct act *a, const struct grant *grant);
bool grant_password(struct act *a, const struct grant *grant);

/* The account and its sessions end with the next request. */
bool grant_end(struct act *a, const char *login);

#endif
