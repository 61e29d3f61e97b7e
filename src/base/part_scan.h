/*
 * The tags of a part of an Office file, one after the other, out of the inflating stream.
 *
 * For parts with millions of tags, where telling each to base/xml.h's callbacks costs more than
 * the inflating: here only names, three attributes and the places of texts are looked at.
 * Tags must be closed in their order, a document type is refused, a tag or text of more than
 * SCAN_MOST bytes is too. Text and attributes come as they stand; scan_text resolves them.
 * Encoding: UTF-8, which every known program writes; UTF-16 is refused as broken.
 */
#ifndef BASE_PART_SCAN_H
#define BASE_PART_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;
struct buffer;
struct unzip_stream;

enum { SCAN_MOST = 1024 * 1024, SCAN_DEPTH = 64 };

enum scan_kind {
    SCAN_OPEN,
    SCAN_CLOSE,
    SCAN_DATA,  /* a text that is not resolved: [name, name + name_length) */
    SCAN_OTHER, /* a comment: nothing but the text before it */
    SCAN_END,
};

/* Of an attribute; `at` NULL: there is none. */
struct scan_value {
    const char *at;
    size_t length;
};

/* Good until the next is asked for. */
struct scan_tag {
    enum scan_kind kind;
    bool empty;       /* SCAN_OPEN: closed at once, no SCAN_CLOSE follows */
    const char *name; /* without prefix, not closed by a zero byte */
    size_t name_length;
    const char *text; /* between the tag before and this one */
    size_t length;
    struct scan_value r, s, t; /* the attributes of these names */
};

struct scan {
    struct unzip_stream *stream;
    struct arena *arena;
    char *bytes;
    size_t room;
    size_t at;
    size_t end;
    bool ended;
    bool rooted;
    size_t depth;
    uint64_t open[SCAN_DEPTH];
};

/* Memory is the arena's and does not grow with the part. */
void scan_begin(struct scan *s, struct arena *arena, struct unzip_stream *stream);

/* The next tag. False with a sentence. */
bool scan_next(struct scan *s, struct scan_tag *tag, const char **why);

static inline bool
scan_is(const struct scan_tag *tag, const char *name)
{
    return tag->name_length == strlen(name) && memcmp(tag->name, name, strlen(name)) == 0;
}

/* Adds a text with its entities resolved; false when it is no valid text. */
bool scan_text(struct buffer *out, const char *text, size_t length);

#endif
