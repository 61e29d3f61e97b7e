/*
 * QR codes as modules: who draws them, on a page or on paper, decides how.
 */
#ifndef BASE_QR_H
#define BASE_QR_H

#include <stdbool.h>

struct arena;

enum { QR_MARGIN = 4 }; /* modules that stay light around a code */

struct qr {
    int width;                 /* modules of a side, without the margin */
    const unsigned char *dark; /* width × width, row by row: 1 or 0 */
};

/* The code of `text` with medium error correction; false when it is empty or too long. */
bool qr_make(struct arena *arena, const char *text, struct qr *out);

/* The next strip of dark modules of a row from `*x` on: `*x` moves behind it, `*from` is where
   it begins. False at the end of the row. */
bool qr_strip(const struct qr *code, int y, int *x, int *from);

#endif
