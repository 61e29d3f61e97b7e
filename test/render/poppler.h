/*
 * What poppler's programs say of a PDF.
 */
#ifndef TEST_RENDER_POPPLER_H
#define TEST_RENDER_POPPLER_H

#include "test.h"

struct buffer;

/* What one of them says of the file; "-" stands for it in the arguments. */
const char *poppler_say(struct test *t, const struct buffer *pdf, const char *const *argv);

/* Its text in the order of reading; how many pages it has. */
const char *poppler_text(struct test *t, const struct buffer *pdf);
long poppler_pages(struct test *t, const struct buffer *pdf);

#endif
