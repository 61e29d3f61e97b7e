/*
 * A document as an Excel file.
 *
 * The sheet 表紙 carries what stands before the first section; each section of the first
 * level is a sheet. Numbers, money, days and times are cells of their type whose format says
 * what the other writers print. A table with a filter, or of more than WORKBOOK_INLINE rows,
 * has a sheet of its own whose head is frozen, repeats in print and filters; its section
 * says where it is. Bars, stacked bars and lines are charts of Excel's own over a sheet with
 * their numbers; other charts and diagrams are pictures with alternative text beside such a
 * sheet. Calculations are formulas. Sheets with a form are protected without a password, so
 * that only its blanks are written into. The same document gives the same bytes.
 */
#ifndef RENDER_WORKBOOK_H
#define RENDER_WORKBOOK_H

#include <stdbool.h>

struct arena;
struct buffer;
struct document;

enum { WORKBOOK_INLINE = 30 };

/* Appended to `out`. False with a Japanese sentence. */
bool document_workbook(struct arena *arena, const struct document *d, struct buffer *out,
                       const char **why);

#endif
