/*
 * A letter as the bytes that go over the wire (RFC 5322, MIME), by GMime.
 *
 * UTF-8 throughout, headers encoded (RFC 2047, file names RFC 2231), bodies in 7 bits, lines
 * ended by CR LF. The same letter gives the same headers at every try: the date is that of
 * the order, the Message-ID that of the row. Unless a person wrote it, it says of itself that a
 * program did, so that no reply comes back by itself; X-Tasuki names the place of its
 * identifier, by which one that comes back is known.
 */
#ifndef WEB_LETTER_COMPOSE_H
#define WEB_LETTER_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/time.h"

struct arena;
struct letter;

struct letter_envelope {
    const char *from;       /* address */
    const char *from_name;  /* "" for none */
    const char *identifier; /* without < > */
    struct instant date;
};

struct letter_bytes {
    const char *bytes;
    size_t length;
};

/* Once, before other threads start: GMime's own beginning is not safe among them. */
void letter_compose_init(void);

/* `files` are the contents of letter->files, in their order. In the arena. */
struct letter_bytes
letter_compose(struct arena *arena, const struct letter *letter,
               const struct letter_envelope *envelope, const struct letter_bytes *files);

#endif
