/*
 * What the server's own files need of replies beside web/route.h.
 */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include <stdbool.h>

/* Whether it is a path of this site: begins with one '/', no backslash, no blank. */
bool path_is_own(const char *path);

#endif
