/* Stands in for the product's web/out.h: says which macro a template used. */
#ifndef WEB_OUT_H
#define WEB_OUT_H

#include <stddef.h>
#include <stdio.h>

struct out {
    FILE *file;
};

static inline void
out_raw(struct out *o, const char *bytes, size_t length)
{
    fwrite(bytes, 1, length, o->file);
}

#define OUT(o, value) fprintf((o)->file, "[%s]", value)
#define OUT_ATTRIBUTE(o, value) fprintf((o)->file, "[attribute %s]", value)
#define OUT_URL(o, value) fprintf((o)->file, "[url %s]", value)

#endif
