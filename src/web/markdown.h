/*
 * Markdown (GitHub's dialect: tables, bare addresses) as part of a page.
 *
 * Raw HTML is left out and no address but http, https, mailto and those of this site
 * stands in a link. Headings are moved so that the highest is an h3: the page has the ones
 * above. A picture is shown only when `address` knows it by its name; others become their
 * alternative text, since a page loads nothing from elsewhere.
 */
#ifndef WEB_MARKDOWN_H
#define WEB_MARKDOWN_H

#include "web/out.h"

struct markdown_pictures {
    /* The address of a picture, or NULL. */
    const char *(*address)(void *with, const char *name);
    void *with;
};

/* `pictures` NULL: there are none. */
void markdown_view(struct out *o, const char *text, const struct markdown_pictures *pictures);

#endif
