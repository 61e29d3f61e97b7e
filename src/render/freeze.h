/*
 * Frozen documents: the model as canonical JSON, and back.
 *
 * The bytes depend on nothing but the model – keys in fixed order, no spaces, integers
 * only – so that the same document has the same hash on any machine. The verification node
 * and document.hash are left out: they say the hash. What was frozen can be read back and
 * written in any format; that is what an issued document is kept as.
 */
#ifndef RENDER_FREEZE_H
#define RENDER_FREEZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct arena;
struct buffer;
struct document;

enum { FREEZE_VERSION = 1 };

void document_freeze(const struct document *d, struct buffer *out);

/* False with a Japanese sentence when the bytes are no document of a known version. */
bool document_thaw(struct arena *arena, const char *bytes, size_t length, struct document *d,
                   const char **why);

/* 64 hexadecimal digits of the SHA-256 of the frozen bytes. */
const char *document_hash(struct arena *arena, const struct document *d);

/* Gives the document its hash and appends the box 真正性の確認 in front of 以上. `head` is
   the newest head of the history, "#48211 4ad7…". */
void document_seal(struct arena *arena, struct document *d, const char *head, struct instant now,
                   int64_t records);

#endif
