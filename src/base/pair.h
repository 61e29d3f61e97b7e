/*
 * Names with values as they come in forms, query strings and command lines, in
 * their order. A name may stand more than once.
 */
#ifndef BASE_PAIR_H
#define BASE_PAIR_H

#include <stddef.h>

struct pair {
    const char *name;
    const char *value; /* never NULL */
};

struct pairs {
    struct pair *items;
    size_t count;
};

#endif
