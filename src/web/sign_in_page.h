/*
 * What the sign-in page shows; the template is views/sign_in.html.
 */
#ifndef WEB_SIGN_IN_PAGE_H
#define WEB_SIGN_IN_PAGE_H

#include <stdbool.h>

struct sign_in_page {
    const char *login; /* as typed */
    const char *fault; /* sentence under the password, or NULL */
    const char *csrf;  /* hidden field "csrf" */
    const char *next;  /* hidden field "next": where to go afterwards, "" for the start */
};

#endif
