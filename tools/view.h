/*
 * What the two halves of the view compiler share: view.c reads the template
 * language and writes C, view_html.c follows the HTML around it.
 *
 * Every fault ends the program with file:line: message.
 */
#ifndef TOOLS_VIEW_H
#define TOOLS_VIEW_H

#include <stdbool.h>
#include <stddef.h>

struct text {
    char *data; /* closed by a zero byte; NULL while empty */
    size_t length;
    size_t room;
};

/* A stretch of the template and the line where it begins. */
struct piece {
    const char *at;
    const char *end;
    int line;
};

enum place { IN_TEXT, IN_TAG, IN_VALUE };

/* What stands before white space; next to a block or two statements it is not shown. */
enum near { NEAR_BLOCK, NEAR_INLINE, NEAR_STATEMENT };

/* How far the value of a URL attribute has come: only its start can hold a scheme. */
enum url { URL_START, URL_VALUE, URL_OPEN };

enum { MOST_OPEN = 100, LONGEST_NAME = 40 };

/* A tag or a block of C that waits for its end. */
struct open {
    char tag[LONGEST_NAME]; /* empty for a block */
    int line;
    enum place place;
    enum url url;
    char attribute[LONGEST_NAME];
};

struct view {
    const char *path;
    struct text source;
    const char *at;
    const char *end;
    int line;
    bool in_page;
    enum place place;
    enum near before;
    enum url url;
    char tag[LONGEST_NAME]; /* being read */
    int tag_line;
    char attribute[LONGEST_NAME]; /* being read */
    struct open open[MOST_OPEN];
    size_t depth;
    struct text literal; /* HTML that waits to be written as one string */
    struct text code;
    struct text uses;
    struct text declarations;
    struct text parts;
};

__attribute__((format(printf, 3, 4))) _Noreturn void
refuse(const struct view *v, int line, const char *format, ...);

void text_add(struct text *t, const char *bytes, size_t length);
__attribute__((format(printf, 2, 3))) void text_print(struct text *t, const char *format, ...);

/* Reads HTML at v->at into v->literal; returns how many bytes were taken, at least one. */
size_t html_read(struct view *v);

/* The macro that prints a value at this place; refuses where none may stand. */
const char *value_verb(struct view *v);

void block_open(struct view *v, int line);
void block_close(struct view *v, int line);

/* Writes the waiting HTML into the code. */
void literal_flush(struct view *v);

/* Ends the function in progress, if any: everything opened must be closed. */
void page_end(struct view *v);

void view_release(struct view *v);

#endif
