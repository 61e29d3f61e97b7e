/*
 * Looking into Office files that a test has in memory.
 */
#ifndef TEST_RENDER_PACKAGE_BYTES_H
#define TEST_RENDER_PACKAGE_BYTES_H

#include "base/buffer.h"
#include "base/unzip.h"

struct test;

/* The bytes as unzip reads them. */
struct unzip_source package_source(struct test *t, const struct buffer *bytes);
struct unzip *package_open(struct test *t, const struct buffer *bytes);
/* A part, or a failed test. */
const char *package_read(struct test *t, const struct buffer *bytes, const char *part);

void package_holds(struct test *t, const struct buffer *bytes, const char *part, const char *text);
void package_lacks(struct test *t, const struct buffer *bytes, const char *part, const char *text);
/* All XML in it is well-formed. */
void package_is_sound(struct test *t, const struct buffer *bytes);

#endif
