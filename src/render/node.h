/*
 * The nodes of a document.
 *
 * Each says what, not how it looks; NODE_COLUMNS holds nodes side by side, nothing else
 * nests.
 */
#ifndef RENDER_NODE_H
#define RENDER_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/chart.h"
#include "render/figure.h"
#include "render/head.h"

enum paper { PAPER_A4, PAPER_A4_WIDE, PAPER_A3_WIDE, PAPER_SLIDE };
enum { PAPERS = PAPER_SLIDE + 1 };

enum node_kind {
    NODE_LETTERHEAD,
    NODE_TITLE, /* contract and title in the middle */
    NODE_APPROVALS,
    NODE_SECTION,
    NODE_PARAGRAPH,
    NODE_LEAD, /* the summary */
    NODE_KEYFIGURES,
    NODE_LIST,
    NODE_TABLE,
    NODE_PAIRS,
    NODE_CHART,
    NODE_DIAGRAM,
    NODE_FORM,
    NODE_COLUMNS,
    NODE_CALCULATION,
    NODE_VERIFICATION,
    NODE_PAGEBREAK,
    NODE_END, /* 以上 */
};
enum { NODE_KINDS = NODE_END + 1 };

struct keyfigure {
    const char *label;
    struct figure value;
    const char *remark; /* 目標95％以上　615／632件 */
};

enum align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE };
enum { ALIGNS = ALIGN_CENTRE + 1 };

struct document_column {
    const char *title;
    const char *group; /* heading above this and its neighbours of the same group, or NULL */
    enum align align;
    int width; /* tenths of a millimetre, 0: shares what is left */
};

struct document_line {
    const struct figure *cells;
    bool sum; /* bold over a rule */
};

struct document_table {
    const char *caption; /* 「表1」 is put before it; NULL: none and no number */
    const char *unit;    /* 件: said once at the right of the caption */
    const char *note;
    const struct document_column *columns;
    size_t column_count;
    const struct document_line *rows;
    size_t row_count;
    bool grid; /* forms and certificates have all rules */
    bool small;
    bool filtered; /* a filter in a spreadsheet */
};

struct pair_row {
    const char *label;
    struct figure value;
};

struct blank { /* to be filled in */
    const char *label;
    const char *value; /* what stands there already, or NULL */
    int lines;
};

/* A calculation shown so that it can be done again: operands, cutting, result. */
struct calculation_step {
    const char *label; /* (1) */
    const char *words; /* 38,500,000円 ÷ 9か月 ＝ 4,277,777円（1円未満切捨て） */
    struct yen result;
    /* What a spreadsheet computes: "FLOOR(38500000/9,1)"; NULL: the words alone. */
    const char *formula;
};

struct verification {
    const char *hash;    /* 64 digits, of the frozen bytes without this node */
    const char *head;    /* "#48211 4ad7…1be9": newest head of the history */
    struct instant time; /* of freezing */
    int64_t count;       /* records it was made from */
    bool draft;          /* 凍結前 */
};

enum list_style { LIST_BULLET, LIST_KANA /* ア イ ウ */, LIST_NUMBER /* (1) */, LIST_PLAIN };
enum { LIST_STYLES = LIST_PLAIN + 1 };

struct nodes {
    struct node *first, *last;
};

struct node {
    enum node_kind kind;
    struct node *next;
    const char *label;  /* 第1, 表1, 図1, counted while composing; NULL: none */
    int level;          /* NODE_SECTION: 1 to 4 */
    const char *title;  /* NODE_SECTION, NODE_TITLE, NODE_CALCULATION, NODE_FORM */
    const char *before; /* NODE_TITLE: the contract's name above the title */
    enum paper page;    /* NODE_PAGEBREAK: the paper that follows */
    enum list_style style;
    enum align align;         /* NODE_PARAGRAPH: 記 stands in the middle */
    bool indented;            /* NODE_PARAGRAPH: first line one character in */
    const struct text *texts; /* NODE_PARAGRAPH (one), NODE_LEAD, NODE_LIST */
    size_t count;             /* of texts, stamps, key figures, pairs, blanks, steps, columns */
    const struct letterhead *letterhead;
    const struct stamp *stamps;
    const struct keyfigure *keyfigures;
    const struct document_table *table;
    const struct pair_row *pairs;
    const struct chart *chart;
    const struct diagram *diagram;
    const struct blank *blanks;
    const struct nodes *columns;
    const struct calculation_step *steps;
    const struct verification *verification;
};

#endif
