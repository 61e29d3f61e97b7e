/*
 * What a file is, by its content; its name only has to fit.
 *
 * A short list of kinds that people exchange and whose text can be looked into. All else
 * is refused: programs, scripts and pages that a browser would run, archives, old Office
 * files. Nothing is believed because a browser or a name says so.
 */
#ifndef BASE_MAGIC_H
#define BASE_MAGIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum magic {
    MAGIC_NONE,
    MAGIC_PDF,
    MAGIC_PNG,
    MAGIC_JPEG,
    MAGIC_GIF,
    MAGIC_WEBP,
    MAGIC_WORD,
    MAGIC_EXCEL,
    MAGIC_POWERPOINT,
    MAGIC_CSV,
    MAGIC_TEXT,
};
enum { MAGICS = MAGIC_TEXT + 1 };

/* MAGIC_NONE with a Japanese sentence: a kind that is not taken, or a name whose ending
   belongs to another one. The file is regular and does not change meanwhile. */
enum magic magic_of(struct arena *arena, const char *path, const char *name, const char **why);

const char *magic_type(enum magic magic);  /* "application/pdf" */
const char *magic_title(enum magic magic); /* "PDF" */
bool magic_is_image(enum magic magic);

/* The endings that are taken: "pdf png …", for forms and sentences. */
const char *magic_endings(void);

/* A text file in pieces of whole lines as UTF-8, whatever encoding it is in. `line` is the
   number of the first one, from 1. False with a sentence when it is no text, or when
   `each` returned false: `*why` is then NULL. */
bool magic_text(const char *path, bool (*each)(void *with, const char *text, int64_t line),
                void *with, const char **why);

#endif
