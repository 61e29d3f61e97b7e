/*
 * Styles and lists of a Word document; private to docx*.c.
 */
#ifndef BASE_DOCX_PARTS_H
#define BASE_DOCX_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/docx.h"

struct buffer;
struct unzip;

enum { DOCX_UNSET = -1 };

/* A style, or what a paragraph says itself. */
struct docx_look {
    const char *id; /* of a style */
    const char *name;
    const char *based_on;
    int outline; /* 0..8, DOCX_UNSET */
    long list;   /* numId; DOCX_UNSET, 0: none on purpose */
    int level;   /* 0..8, DOCX_UNSET */
};

struct docx_level {
    const char *style; /* whose paragraphs are on this level, or NULL */
    const char *format;
    const char *text; /* 第%1章 */
    int start;
    int restart; /* 0: never; DOCX_UNSET: after every shallower level */
    bool legal;  /* all in plain digits */
};

struct docx_definition {
    long id;
    struct docx_level levels[DOCX_LEVELS];
    int counts[DOCX_LEVELS];
    bool begun[DOCX_LEVELS];
};

struct docx_list {
    long id;
    struct docx_definition *definition; /* NULL: none of that number */
    long definition_id;
    int starts[DOCX_LEVELS]; /* DOCX_UNSET: the definition's */
    bool used[DOCX_LEVELS];
};

struct docx_lists {
    struct docx_definition *definitions;
    size_t definition_count;
    struct docx_list *lists;
    size_t list_count;
};

/* Parses numbering.xml; a document may have none. */
bool
docx_lists_read(struct arena *arena, struct unzip *z, struct docx_lists *out, const char **why);

struct docx_list *docx_list_find(const struct docx_lists *lists, long id); /* NULL if none */

/* The level of the list that belongs to a style; DOCX_UNSET if none. */
int docx_level_of_style(const struct docx_list *list, const char *style);

/* Counts one paragraph of this list and level and adds its number. */
void docx_count(struct docx_list *list, int level, struct buffer *out);

/* Adds a counted number in one of the formats of numbering.xml. */
void docx_format(struct buffer *out, const char *format, int number);

/* Parses a whole part of the archive with these callbacks. */
struct xml_reader;
bool docx_part(struct unzip *z, size_t part, const struct xml_reader *reader, void *with,
               const char **why);

/* w:val as a number, or `otherwise`. */
long docx_number(const char **attributes, long otherwise);
const char *docx_value(const char **attributes);
/* Whether an element that switches something on does. */
bool docx_is_on(const char **attributes);

#endif
