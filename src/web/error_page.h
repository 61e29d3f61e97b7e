/*
 * The page that says what went wrong, for routes that speak HTML.
 *
 * A handler that returns false, a request that cannot be read, an address that is not
 * there: all end here. Routes that speak JSON answer with web/problem.h instead. The
 * template is views/error.html.
 */
#ifndef WEB_ERROR_PAGE_H
#define WEB_ERROR_PAGE_H

#include <stdbool.h>

#include "store/act.h"

struct session;

struct error_page {
    int status;
    const char *title;             /* 見つかりません */
    const struct fault *faults;    /* sentences for the reader; may be NULL */
    const char *request;           /* id to tell the people who look after the system */
    const char *back;              /* path of this site to go back to, "/" if none */
    const struct session *session; /* NULL when nobody is signed in */
};

#endif
