#include "ledger/names.h"

#include <string.h>

const char *
names_next(const char **at, size_t *length)
{
    const char *from;

    if (!*at)
        return NULL;
    for (from = *at; *from == ' '; from++)
        ;
    for (*length = 0; from[*length] && from[*length] != ' '; ++*length)
        ;
    *at = from + *length;
    return *length ? from : NULL;
}

bool
names_have(const char *list, const char *name)
{
    size_t wanted = name ? strlen(name) : 0;
    size_t length;

    for (const char *it; (it = names_next(&list, &length));)
        if (length == wanted && memcmp(it, name, length) == 0)
            return true;
    return false;
}
