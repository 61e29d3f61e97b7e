/*
 * Documents as PDF.
 *
 * Letters are embedded as subsets of their fonts with a way back to characters; headings,
 * paragraphs, lists, tables and figures are tagged in the order of reading, with language,
 * alternative texts, outline and links; papers of all kinds may follow each other. The
 * bytes depend on nothing but the document and the fonts of the machine. cairo was tried
 * as the writer and left: tagged tables took 45 KB a page, it knows neither language nor
 * alternative texts nor artifacts, and it took three times as long.
 */
#ifndef RENDER_PDF_H
#define RENDER_PDF_H

#include <stdbool.h>

struct arena;
struct buffer;
struct document;

/* Appended to `out`. False with a Japanese sentence when the machine has no Japanese font,
   or the document has more than a million pages. Slow: never inside act_write. */
bool
document_pdf(struct arena *arena, const struct document *d, struct buffer *out, const char **why);

#endif
