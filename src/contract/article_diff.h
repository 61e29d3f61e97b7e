/*
 * What differs between two texts, line by line: the lines both have, and which came and went.
 */
#ifndef CONTRACT_ARTICLE_DIFF_H
#define CONTRACT_ARTICLE_DIFF_H

#include <stddef.h>

struct act;

enum diff_kind { DIFF_SAME, DIFF_GONE, DIFF_NEW };

struct diff_line {
    enum diff_kind kind;
    const char *text;
};
struct diff_lines {
    struct diff_line *rows;
    size_t count;
    size_t changed;
};

/* Texts of more than DIFF_MOST differing lines are told as one that went and one that came. */
enum { DIFF_MOST = 1000 };
void diff_lines(struct act *a, const char *before, const char *after, struct diff_lines *out);

#endif
