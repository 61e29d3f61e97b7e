/*
 * What the pages of signing in show; the templates are in views/sign_in.html.
 */
#ifndef WEB_SIGN_IN_PAGE_H
#define WEB_SIGN_IN_PAGE_H

#include <stdbool.h>

struct sign_in_page {
    const char *login;  /* as typed */
    const char *fault;  /* sentence under the password, or NULL */
    const char *csrf;   /* hidden field "csrf" */
    const char *next;   /* hidden field "next": where to go afterwards, "" for the start */
    const char *other;  /* the identity provider's button, or NULL */
    const char *failed; /* sentence above that button, or NULL */
};

/* The second step. */
struct code_page {
    const char *fault; /* sentence under the field, or NULL */
    const char *csrf;
    const char *next;
    bool by_recovery; /* the fault belongs to the recovery code */
};

#endif
