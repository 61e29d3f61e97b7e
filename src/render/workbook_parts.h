/*
 * What the files of the Excel writer share.
 */
#ifndef RENDER_WORKBOOK_PARTS_H
#define RENDER_WORKBOOK_PARTS_H

#include <stdint.h>

#include <xlsxwriter.h>

#include "render/document.h"

struct arena;

/* How a cell looks; equal looks share one format of the file. */
struct book_look {
    const char *number; /* number format, or NULL */
    int size;           /* tenths of a point; 0: 100 */
    int fill;           /* colour, 0: none */
    int ink;            /* colour, 0: text */
    int align;          /* enum align + 1; 0: as the value wants */
    int above, below;   /* lines */
    bool bold, wrap, grid, unlocked, top;
};

struct book_format {
    struct book_look look;
    lxw_format *format;
    struct book_format *next;
};

struct book_writer {
    struct arena *arena;
    const struct document *document;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    const char *sheet_name;
    lxw_row_t row;  /* the next free one */
    size_t width;   /* columns that text runs across */
    double letters; /* what they hold, in points of 10-point text */
    enum paper paper;
    bool has_form;
    struct book_format *formats;
    const char **names; /* of all sheets, for uniqueness */
    size_t name_count;
    size_t picture_count;
};

enum { BOOK_MOST_SHEETS = 500, BOOK_MOST_TEXT = 32767, BOOK_LEAST_WIDTH = 6 };

lxw_format *book_format(struct book_writer *w, struct book_look look);
/* The format of a figure in a cell that looks like `look`. */
struct book_look
book_figure_look(struct book_writer *w, const struct figure *f, struct book_look look);
void book_cell(struct book_writer *w, lxw_row_t row, size_t column, const struct figure *f,
               struct book_look look);
/* Without what XML cannot hold, and cut to what a cell holds. */
const char *book_clean(struct book_writer *w, const char *text);
const char *book_plain(struct book_writer *w, const struct text *text);
void book_text(struct book_writer *w, lxw_row_t row, size_t column, const char *text,
               struct book_look look);
/* A line across the sheet, as high as it has to be; goes on to the next row. */
void book_line(struct book_writer *w, const char *text, struct book_look look);

/* A new sheet of that name, made valid and unique, printed on the present paper. */
void book_sheet(struct book_writer *w, const char *name);
/* Widths of the columns of a sheet whose tables are these nodes up to the next section. */
void book_widths(struct book_writer *w, const struct node *from);

void book_table(struct book_writer *w, const struct node *node);
bool book_table_apart(const struct node *node);
void book_pairs(struct book_writer *w, const struct node *node);
void book_keyfigures(struct book_writer *w, const struct node *node);
void book_approvals(struct book_writer *w, const struct node *node);
void book_form(struct book_writer *w, const struct node *node);
void book_calculation(struct book_writer *w, const struct node *node);
bool book_chart(struct book_writer *w, const struct node *node, const char **why);

#endif
