/*
 * Office files: parts of XML in a ZIP, made in memory but for parts that lie in a file.
 *
 * The same parts give the same bytes: every entry carries one fixed day. Parts are
 * compressed; pictures, which are already, are stored.
 */
#ifndef RENDER_PACKAGE_H
#define RENDER_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct arena;

enum { PACKAGE_MOST_PARTS = 2000 };

struct package_part {
    const char *name; /* "word/document.xml" */
    struct buffer bytes;
    const char *path; /* of the file it lies in, or NULL */
    bool stored;
};

struct package {
    struct arena *arena;
    struct package_part *parts;
    size_t count;
};

void package_begin(struct package *p, struct arena *arena);

/* A new part; what is added to the buffer until package_write is its content. */
struct buffer *package_add(struct package *p, const char *name);
/* A part shipped with the program: src/render/assets/<file>. */
void package_ship(struct package *p, const char *name, const char *file);
/* A picture: stored as it is. */
struct buffer *package_picture(struct package *p, const char *name);

/* What lies in a file, which is read when the package is written; compressed quickly rather
   than small, since it may be long. */
void package_take(struct package *p, const char *name, const char *path);

/* The whole file, appended to `out`. False with a Japanese sentence. */
bool package_write(struct package *p, struct buffer *out, const char **why);
/* The whole file to a descriptor that can be written anywhere, from its begin. */
bool package_save(struct package *p, int fd, const char **why);

#endif
