/*
 * A letter: mail on its way out, as the outbox keeps it.
 *
 * The content of a row of kind "mail" is JSON, so that floors below can write one too:
 *
 *     {"to":["officer@aoba.example"],"cc":[…],"subject":"…","text":"…","in_reply_to":"id@place",
 *      "references":["id@place"],"reply_to":"desk@aoba.example","submitted":"no","files":[{"name":"…","type":"application/pdf","blob":"…"}],
 *      "left":["officer@aoba.example"]}
 *
 * Only to, subject and text are needed. Files are blobs of the row's contract. "left" is
 * written by the sender when a server took the letter for some addresses only: it goes to
 * those alone from then on, while the header still names all.
 *
 * Nothing that reaches a header or a command may hold a control character; addresses are
 * plain ASCII, local@domain.
 */
#ifndef WEB_LETTER_H
#define WEB_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct arena;

enum { LETTER_ADDRESSES = 100, LETTER_FILES = 20, LETTER_BYTES = 25 * 1024 * 1024 };

struct letter_words {
    const char **rows;
    size_t count;
};

struct letter_file {
    const char *name;
    const char *type; /* "application/pdf" */
    const char *blob; /* of the row's contract */
};

struct letter {
    struct letter_words to;
    struct letter_words cc;
    struct letter_words left;       /* none: all of to and cc */
    struct letter_words references; /* identifiers without < > */
    const char *in_reply_to;        /* or NULL */
    const char *reply_to;           /* address for answers, or NULL: the sender's */
    const char *submitted;          /* Auto-Submitted, NULL: auto-generated; "no": a person wrote */
    const char *subject;
    const char *text;
    const struct letter_file *files;
    size_t file_count;
};

/* Puts it into the outbox; a known identifier adds nothing. FAULT_INVALID when an address or
   a heading cannot be. Only inside act_write. */
bool
letter_put(struct act *a, int64_t contract, const char *identifier, const struct letter *letter);

/* From and to the content of a row. False with a Japanese sentence when it cannot be sent. */
bool letter_read(struct arena *arena, const char *content, struct letter *out, const char **why);
const char *letter_write(struct arena *arena, const struct letter *letter);

/* local@domain, no blanks, quotes or brackets, of the lengths that servers take. */
bool letter_address_good(const char *address);

/* The Message-ID of a row without < >: its identifier, at the installation where it names no
   place. The same at every try. NULL when it cannot stand in a header. */
const char *
letter_identifier(struct arena *arena, const char *identifier, const char *installation);

#endif
