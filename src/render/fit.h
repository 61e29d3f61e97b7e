/*
 * How much of a text fits into a box, by rule of thumb: for files whose letters are set by
 * the program that opens them.
 */
#ifndef RENDER_FIT_H
#define RENDER_FIT_H

#include <stddef.h>

/* Bytes of the text that fill at most `most` lines of that width in points, cut between
   letters; `*used` is the lines they fill, at least 1. */
size_t fit_lines(const char *text, double size, double width, size_t most, size_t *used);

#endif
