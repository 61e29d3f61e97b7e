/*
 * A PDF file as numbered objects, written as it grows.
 *
 * Small objects are gathered in compressed object streams and the table of places is a
 * compressed stream too (PDF 1.5), without which the structure tree alone would take ten
 * times the room of the text. The bytes depend on nothing but what is handed in.
 */
#ifndef RENDER_PDF_FILE_H
#define RENDER_PDF_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct arena;

struct pdf_place;

struct pdf_file {
    struct arena *arena;
    struct buffer *out;
    size_t start; /* length of out when the file began */
    struct pdf_place *places;
    uint32_t count, room; /* numbers given, places that fit */
    struct buffer names;  /* of the object stream that is filled: number and offset */
    struct buffer bodies;
    uint32_t pack; /* its number */
    uint32_t packed;
};

/* `out` grows; what is in it already stays in front and is no part of the file. */
void pdf_begin(struct pdf_file *f, struct arena *arena, struct buffer *out);

/* A number for an object that is written later, or never. */
uint32_t pdf_number(struct pdf_file *f);
void pdf_object(struct pdf_file *f, uint32_t number, const char *text, size_t length);
/* `entries` stand in the dictionary of the stream: "/Type/XObject". */
void pdf_stream(struct pdf_file *f, uint32_t number, const char *entries, const void *bytes,
                size_t length);
void pdf_end(struct pdf_file *f, uint32_t catalog, uint32_t info);

/* At most `decimals` places and no more than needed. */
void pdf_real(struct buffer *b, double value, int decimals);
/* A text string: <FEFF…>, in UTF-16. */
void pdf_text(struct buffer *b, const char *text);

#endif
