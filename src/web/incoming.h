/*
 * Mail as it comes in: the bytes of a message, read by GMime, as what a desk needs of it.
 *
 * Every message is hostile until read: its size, its parts, how deep they lie and how long its
 * headers are have limits, and what passes them is told, not read. Whatever is in it, the
 * result is valid text of bounded length. What cannot be read is false with a sentence; what
 * was found until then (sender, subject, identifier) is in the result even so, so that
 * somebody can be shown what came.
 *
 * The text is the plain one, else that of the HTML; a message within the message is written
 * out under its subject. Files are what has a name or is no text.
 */
#ifndef WEB_INCOMING_H
#define WEB_INCOMING_H

#include <stdbool.h>
#include <stddef.h>

#include "web/letter.h"

struct arena;

enum {
    INCOMING_HEADER = 256 * 1024, /* bytes of all headers of the message */
    INCOMING_PARTS = 200,
    INCOMING_DEEP = 20,
    INCOMING_FILES = 50,
    INCOMING_TEXT = 18000,  /* characters */
    INCOMING_SUBJECT = 180, /* characters */
    INCOMING_REFERENCES = 50,
    INCOMING_IDENTIFIER = 200,
};

struct incoming_file {
    const char *name; /* as sent, or made up where it has none */
    const char *bytes;
    size_t size;
};

struct incoming {
    const char *identifier; /* Message-ID without < >; one made of the bytes where it has none */
    const char *from;       /* address in small letters, "" when there is none to read */
    const char *from_name;
    const char *reply_to; /* address for answers, where it is another than the sender's, or "" */
    const char *subject;  /* "" for none */
    const char *text;
    bool cut;                       /* there was more text */
    struct letter_words references; /* the nearest first: In-Reply-To, then from the newest */
    struct incoming_file *files;
    size_t file_count;
    bool files_cut;        /* there were more than INCOMING_FILES */
    const char *automatic; /* why no person wrote it now, or NULL */
    const char *origin;    /* installation that says to have sent it (X-Tasuki), or NULL */
};

/* letter_compose_init comes before (web/letter_compose.h). */
bool incoming_read(struct arena *arena, const char *bytes, size_t length, struct incoming *out,
                   const char **why);

#endif
