/*
 * XML: read piece by piece with bounded memory.
 *
 * The reader calls back for each start tag, end tag and run of text. A document type
 * (and with it every entity but the five predefined ones) is refused, as are documents
 * that are too deep, too large or have too long runs. Names are handed out as written,
 * with their prefix; xml_local cuts it off. Encodings: UTF-8 and UTF-16.
 */
#ifndef BASE_XML_H
#define BASE_XML_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct xml;

/* A callback that returns false stops the reading; it may set its reason with xml_refuse.
   What it is given is valid during the call only. Callbacks may be NULL. */
struct xml_reader {
    /* `attributes`: name, value, name, value, …, NULL. */
    bool (*start)(struct xml *xml, void *with, const char *name, const char **attributes);
    bool (*end)(struct xml *xml, void *with, const char *name);
    /* One call for all text between two tags, entities resolved, never empty. */
    bool (*text)(struct xml *xml, void *with, const char *text, size_t length);
    size_t most_bytes; /* of the document; 0: 64 MiB */
    int most_depth;    /* 0: 64 */
};

/* Reads a whole document. False: `why` says in Japanese what is wrong, with line and
   column; in the arena. */
bool xml_read(struct arena *arena, const struct xml_reader *reader, void *with, const char *bytes,
              size_t length, const char **why);

/* The same in pieces: begin, any number of adds, end. After a false the rest is refused
   too and only xml_why is of use. The parser is freed with the arena. */
struct xml *xml_begin(struct arena *arena, const struct xml_reader *reader, void *with);
bool xml_add(struct xml *xml, const char *bytes, size_t length);
bool xml_end(struct xml *xml);
const char *xml_why(const struct xml *xml);

/* For callbacks: keeps the reason (line and column are put before it), returns false. */
bool xml_refuse(struct xml *xml, const char *why);

/* The name without its prefix. */
const char *xml_local(const char *name);

/* The value of an attribute by its name as written; NULL when missing. */
const char *xml_attribute(const char **attributes, const char *name);

#endif
