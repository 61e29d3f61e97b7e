/*
 * Labels (ラベル): things' numbers with a QR code, on sheets of 24 as shops sell them.
 *
 * A4, three beside and eight below each other, 66.0 × 33.9 mm each without gaps between, in
 * the middle of the sheet: printed at 100 per cent they fit the usual sheets. The code leads
 * to the record's page; nothing of the record stands in it.
 */
#ifndef RENDER_LABELS_H
#define RENDER_LABELS_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;

enum { LABELS_ACROSS = 3, LABELS_DOWN = 8, LABELS_A_SHEET = LABELS_ACROSS * LABELS_DOWN };

struct label {
    const char *number;  /* large */
    const char *title;   /* two lines at most */
    const char *owner;   /* whose it is: 青葉市 */
    const char *address; /* of the code */
};

/* Appended to `out`, the first label in the place `first` of the sheet (0 to 23: what is used
   up before it stays empty). False with a Japanese sentence when the machine has no Japanese
   font or an address is too long for a code. Slow: never inside act_write. */
bool labels_pdf(const struct label *labels, size_t count, size_t first, const char *title,
                struct buffer *out, const char **why);

#endif
