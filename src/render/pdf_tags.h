/*
 * The structure of a PDF: what is a heading, a cell, a figure, in the order of reading.
 *
 * An element is written as soon as it ends, so a table of a million cells costs no memory.
 * What belongs to no element (heads and feet of pages, rules, heads of tables that are
 * repeated) is an artifact. Marks do not nest: an element either has children or carries
 * content.
 */
#ifndef RENDER_PDF_TAGS_H
#define RENDER_PDF_TAGS_H

#include <stdbool.h>
#include <stdint.h>

#include "render/pdf_file.h"

enum { TAG_DEPTH = 12 };

struct pdf_tag {
    const char *type; /* "TD" */
    uint32_t number;
    uint32_t page; /* of the first content */
    struct buffer kids;
    struct buffer attributes;
};

struct pdf_tags {
    struct pdf_file *file;
    uint32_t root;
    uint32_t page;         /* object of the page that is painted */
    uint32_t marks;        /* on it so far */
    struct buffer parents; /* of its marks */
    struct buffer pages;   /* number tree: page → parents of its marks */
    struct pdf_tag stack[TAG_DEPTH];
    uint32_t depth;
    uint32_t column_scope, row_scope; /* shared attribute objects */
};

void pdf_tags_begin(struct pdf_tags *t, struct pdf_file *file);
/* The number of the page's key in the tree of parents. */
uint32_t pdf_tags_page(struct pdf_tags *t, uint32_t page, uint32_t at);
void pdf_tags_page_end(struct pdf_tags *t, uint32_t at);
/* Returns the object of the root. */
uint32_t pdf_tags_end(struct pdf_tags *t, uint32_t pages);

/* "H1", "P", "Table", "TR", "TH", "TD", "Figure", "L", "LI", "Sect" … a literal. */
void tag_open(struct pdf_tags *t, const char *type);
void tag_close(struct pdf_tags *t);
/* What a figure shows, for who cannot see it; of the element opened last. */
void tag_alternative(struct pdf_tags *t, const char *text);
/* A heading cell's: of its row, else of its column. */
void tag_scope(struct pdf_tags *t, bool row);
void tag_span(struct pdf_tags *t, int columns, int rows);

/* Content of the element opened last begins and ends in `ops`. */
void mark_begin(struct pdf_tags *t, struct buffer *ops);
void mark_end(struct buffer *ops);

#endif
