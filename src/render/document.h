/*
 * A document: a list of nodes and nothing else, from which every writer works.
 *
 * Reports fill it through compose.h; html.h, pdf.h, word.h, slides.h and workbook.h
 * write it; freeze.h makes the canonical bytes whose hash the issued document carries, and
 * reads them back, so that an issue can be had in another format years later. All texts
 * are UTF-8 and live as long as the act that composed them.
 */
#ifndef RENDER_DOCUMENT_H
#define RENDER_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "render/node.h"

enum typeface { FACE_REPORT, FACE_LETTER };
enum { FACES = FACE_LETTER + 1 };

struct document {
    const char *title; /* short: header, file name, PDF information */
    const char *subject;
    const char *author;
    const char *number;
    const char *class_mark; /* 【機密性2】 */
    struct date date;
    int64_t version;  /* 0: none */
    const char *hash; /* 64 digits, NULL while it is a draft */
    enum paper page;
    enum typeface face;
    bool draft; /* 案（第2版） in a box, 凍結前 instead of a hash */
    bool cover;
    bool contents; /* table of contents after the cover or head */
    struct nodes nodes;
};

#endif
