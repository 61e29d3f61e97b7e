/*
 * Multipart forms, read strictly and in pieces as they arrive.
 *
 * Fields are kept in memory, files go to private temporary files (mode 0600) without a name
 * in any folder: whatever ends the process, nothing of them stays. `path` of an upload opens
 * them from within this process until the arena ends. Refused: text before the first boundary, headers that are
 * too long, a part without a name, a missing end, too many or too large parts, text that
 * is no UTF-8. A file control that was left empty is no upload.
 */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pair.h"
#include "store/act.h"

struct arena;
struct multipart;
struct upload;

enum {
    MULTIPART_FIELDS = 2000,
    MULTIPART_FILES = 20,
    MULTIPART_FIELD_SIZE = 1024 * 1024,
    MULTIPART_HEADERS = 8 * 1024,
    MULTIPART_BOUNDARY = 70,
};

/* The boundary of a Content-Type, in the arena; NULL when there is none that may be. */
const char *multipart_boundary(struct arena *arena, const char *type);

/* `folder` NULL: files are counted but not kept (fuzzing). */
struct multipart *multipart_begin(struct arena *arena, const char *boundary, const char *folder);

/* No file may be longer than this; it is refused at the first byte too many. */
void multipart_limit(struct multipart *m, int64_t bytes);

/* Takes the next bytes. After false the rest is refused too. */
bool multipart_add(struct multipart *m, const char *bytes, size_t length);

/* All has come: hands out what was read. */
bool multipart_end(struct multipart *m, struct pairs *form, struct upload **uploads, size_t *count);

/* Why it was refused. */
const char *multipart_why(const struct multipart *m, enum fault_kind *kind);

#endif
