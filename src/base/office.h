/*
 * Word, Excel and PowerPoint files (Office Open XML): which one it is, and its text.
 *
 * The kind is what [Content_Types].xml says of the main part, never the name of the file.
 * Files with macros are none of them. The text comes part by part and line by line:
 * paragraphs, cells and notes each end a line, so that what stands in two of them is never
 * read as one; what Word has cut into runs within a paragraph is joined.
 */
#ifndef BASE_OFFICE_H
#define BASE_OFFICE_H

#include <stdbool.h>

struct arena;
struct unzip;

enum office { OFFICE_NONE, OFFICE_WORD, OFFICE_EXCEL, OFFICE_POWERPOINT };

/* OFFICE_NONE with a sentence: another kind of ZIP, macros, or broken. */
enum office office_kind(struct unzip *z, const char **why);

/* Calls `each` for every line; `part` is what stands in, in Japanese (「シート2」,
   「本文」). False when something cannot be read, or `each` returned false: `*why` is then
   NULL. Documents within the document are refused, since they are not looked into. */
bool office_text(struct arena *arena, struct unzip *z,
                 bool (*each)(void *with, const char *part, const char *line), void *with,
                 const char **why);

#endif
