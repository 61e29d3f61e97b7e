#include "web/multipart.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/utf8.h"
#include "web/form.h"
#include "web/route.h"

enum stage { START, AFTER_BOUNDARY, HEADERS, CONTENT, END, REFUSED };

struct multipart {
    struct arena *arena;
    const char *folder;
    const char *delimiter; /* CR LF -- boundary */
    size_t delimiter_length;
    enum stage stage;
    struct buffer pending; /* not looked at yet; own memory */
    size_t used;           /* so much of it is done with */
    struct buffer field;   /* value under way; own memory */
    const char *name;
    const char *file_name; /* NULL: a field */
    int file;              /* -1: none */
    int64_t size;
    int64_t limit; /* of one file, 0: none */
    struct pairs form;
    struct upload uploads[MULTIPART_FILES];
    int files[MULTIPART_FILES]; /* open until the arena ends */
    size_t upload_count;
    enum fault_kind kind;
    const char *why;
};

static bool
refuse(struct multipart *m, enum fault_kind kind, const char *why)
{
    m->stage = REFUSED;
    m->kind = kind;
    m->why = why;
    return false;
}

static bool
malformed(struct multipart *m)
{
    return refuse(m, FAULT_MALFORMED,
                  "フォームの区切りが正しくありません。もう一度送ってください。");
}

static void
release(void *thing)
{
    struct multipart *m = thing;

    if (m->file >= 0)
        close(m->file);
    for (size_t i = 0; i < m->upload_count; i++)
        if (m->files[i] >= 0)
            close(m->files[i]);
    buffer_release(&m->pending);
    buffer_release(&m->field);
}

/* A parameter of a header value: name="value" or name=value. The value in the arena. */
static char *
parameter(struct arena *arena, const char *value, const char *name)
{
    size_t length = strlen(name);
    const char *at = value + strcspn(value, ";");

    while (*at == ';') {
        const char *word, *from;
        bool match;

        at++;
        at += strspn(at, " \t");
        word = at;
        at += strcspn(at, "=;\"");
        match = (size_t)(at - word) == length && strncasecmp(word, name, length) == 0;
        if (*at != '=')
            return NULL;
        at++;
        if (*at == '"') {
            from = ++at;
            at += strcspn(at, "\"");
            if (!*at)
                return NULL;
            if (match)
                return arena_slice(arena, from, (size_t)(at - from));
            at++;
            at += strspn(at, " \t");
        } else {
            from = at;
            at += strcspn(at, ";");
            if (match)
                return arena_slice(arena, from, (size_t)(at - from));
        }
    }
    return NULL;
}

const char *
multipart_boundary(struct arena *arena, const char *type)
{
    const char *boundary = parameter(arena, type, "boundary");
    size_t length = boundary ? strlen(boundary) : 0;

    if (length == 0 || length > MULTIPART_BOUNDARY)
        return NULL;
    for (size_t i = 0; i < length; i++)
        if (boundary[i] <= ' ' || boundary[i] >= 0x7f)
            return NULL;
    return boundary;
}

struct multipart *
multipart_begin(struct arena *arena, const char *boundary, const char *folder)
{
    struct multipart *m = NEW(arena, struct multipart);

    m->arena = arena;
    m->folder = folder;
    m->delimiter = arena_print(arena, "\r\n--%s", boundary);
    m->delimiter_length = strlen(m->delimiter);
    m->file = -1;
    m->form.items = NEW_ARRAY(arena, MULTIPART_FIELDS, struct pair);
    /* So that the first boundary looks like all others. */
    buffer_text(&m->pending, "\r\n");
    arena_defer(arena, release, m);
    return m;
}

/* What the browser calls the file, without folders and control characters. */
static const char *
clean_name(struct arena *arena, const char *name)
{
    char *out, *to;

    for (const char *c = name; *c; c++)
        if (*c == '/' || *c == '\\')
            name = c + 1;
    out = to = arena_copy(arena, name);
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c >= 0x20 && *c != 0x7f)
            *to++ = *c;
    *to = '\0';
    return out;
}

static bool
part_begin(struct multipart *m)
{
    char *path;

    m->size = 0;
    buffer_clear(&m->field);
    if (!m->file_name || !m->folder)
        return true;
    path = arena_print(m->arena, "%s/upload-XXXXXX", m->folder);
    m->file = mkostemp(path, 02000000);
    if (m->file < 0)
        return refuse(m, FAULT_BUSY,
                      "ファイルを受け取る場所がありません。後でもう一度送ってください。");
    unlink(path);
    return true;
}

/* Programs for Windows send the names of files as Windows-31J, where a second byte may look
   like a backslash; so that is decoded before anything is looked for. */
static char *
header_text(struct arena *arena, const char *text, size_t *length)
{
    size_t bad;
    char *out;

    if (!utf8_valid(text, *length) &&
        encoding_decode(arena, ENCODING_CP932, text, *length, &out, length, &bad))
        return out;
    return arena_slice(arena, text, *length);
}

/* The headers of one part; only Content-Disposition says anything. */
static bool
part_headers(struct multipart *m, const char *text, size_t length)
{
    char *copy = header_text(m->arena, text, &length);
    const char *why;

    m->name = m->file_name = NULL;
    if (!form_text(copy, length, &why))
        return refuse(m, FAULT_MALFORMED, why);
    for (char *line = copy; line && *line;) {
        char *end = strstr(line, "\r\n");

        if (end)
            *end = '\0';
        if (strncasecmp(line, "content-disposition:", 20) == 0) {
            const char *value = line + 20 + strspn(line + 20, " \t");

            if (strncasecmp(value, "form-data;", 10) != 0)
                return malformed(m);
            m->name = parameter(m->arena, value, "name");
            m->file_name = parameter(m->arena, value, "filename");
        }
        line = end ? end + 2 : NULL;
    }
    if (!m->name || !*m->name)
        return malformed(m);
    if (m->file_name)
        m->file_name = clean_name(m->arena, m->file_name);
    return part_begin(m);
}

static bool
part_add(struct multipart *m, const char *bytes, size_t length)
{
    const char *why;

    m->size += (int64_t)length;
    if (!m->file_name) {
        if (m->field.length + length > MULTIPART_FIELD_SIZE)
            return refuse(m, FAULT_LARGE, "1つの欄に入れられるのは1 MiBまでです。");
        buffer_add(&m->field, bytes, length);
        return true;
    }
    if (m->limit && m->size > m->limit)
        return refuse(m, FAULT_LARGE,
                      arena_print(m->arena,
                                  "ファイルが大きすぎます。1つのファイルは%lldMBまで"
                                  "です。",
                                  (long long)(m->limit >> 20)));
    if (m->file < 0 || file_write_all(m->file, bytes, length, &why))
        return true;
    return refuse(m, FAULT_BUSY,
                  "ファイルを受け取る場所が足りません。後でもう一度送ってください。");
}

static bool
file_end(struct multipart *m)
{
    bool chosen = *m->file_name || m->size > 0;

    if (chosen && m->upload_count == MULTIPART_FILES)
        return refuse(m, FAULT_LARGE, "一度に送れるファイルは20個までです。");
    if (chosen) {
        m->files[m->upload_count] = m->file;
        m->uploads[m->upload_count++] = (struct upload){
            .field = m->name,
            .name = m->file_name,
            .path = m->file >= 0 ? arena_print(m->arena, "/proc/self/fd/%d", m->file) : "",
            .size = m->size,
        };
    } else if (m->file >= 0) {
        close(m->file);
    }
    m->file = -1;
    return true;
}

static bool
part_end(struct multipart *m)
{
    const char *why;

    if (m->file_name)
        return file_end(m);
    if (m->form.count == MULTIPART_FIELDS)
        return refuse(m, FAULT_LARGE, "欄が多すぎます。");
    if (!form_text(buffer_string(&m->field), m->field.length, &why))
        return refuse(m, FAULT_MALFORMED, why);
    m->form.items[m->form.count++] =
        (struct pair){ m->name, arena_slice(m->arena, buffer_string(&m->field), m->field.length) };
    return true;
}

/* Each step takes what it can from `pending`; false when it needs more or refused. */
static bool
step_content(struct multipart *m, const char *at, size_t left)
{
    const char *found = memmem(at, left, m->delimiter, m->delimiter_length);
    size_t safe = found                         ? (size_t)(found - at)
                  : left >= m->delimiter_length ? left - (m->delimiter_length - 1)
                                                : 0;

    if (m->stage == START && (safe > 0 || (!found && left >= m->delimiter_length)))
        return malformed(m);
    if (m->stage == CONTENT && safe && !part_add(m, at, safe))
        return false;
    m->used += safe;
    if (!found)
        return false;
    m->used += m->delimiter_length;
    if (m->stage == CONTENT && !part_end(m))
        return false;
    m->stage = AFTER_BOUNDARY;
    return true;
}

static bool
step_boundary(struct multipart *m, const char *at, size_t left)
{
    if (left < 2)
        return false;
    if (memcmp(at, "--", 2) == 0)
        m->stage = END;
    else if (memcmp(at, "\r\n", 2) == 0)
        m->stage = HEADERS;
    else
        return malformed(m);
    m->used += 2;
    return true;
}

static bool
step_headers(struct multipart *m, const char *at, size_t left)
{
    const char *found = memmem(at, left, "\r\n\r\n", 4);
    size_t length = found ? (size_t)(found - at) : left;

    if (length > MULTIPART_HEADERS)
        return malformed(m);
    if (!found)
        return false;
    m->used += length + 4;
    if (!part_headers(m, at, length))
        return false;
    m->stage = CONTENT;
    return true;
}

static bool
step(struct multipart *m)
{
    const char *at = m->pending.data + m->used;
    size_t left = m->pending.length - m->used;

    switch (m->stage) {
    case START:
    case CONTENT:
        return step_content(m, at, left);
    case AFTER_BOUNDARY:
        return step_boundary(m, at, left);
    case HEADERS:
        return step_headers(m, at, left);
    case END:
        if (left > 2 || memcmp(at, "\r\n", left) != 0)
            return malformed(m);
        return false;
    case REFUSED:
        return false;
    }
    return false;
}

void
multipart_limit(struct multipart *m, int64_t bytes)
{
    m->limit = bytes;
}

bool
multipart_add(struct multipart *m, const char *bytes, size_t length)
{
    if (m->stage == REFUSED)
        return false;
    buffer_add(&m->pending, bytes, length);
    while (m->stage != REFUSED && step(m))
        continue;
    memmove(m->pending.data, m->pending.data + m->used, m->pending.length - m->used);
    m->pending.length -= m->used;
    m->used = 0;
    return m->stage != REFUSED;
}

bool
multipart_end(struct multipart *m, struct pairs *form, struct upload **uploads, size_t *count)
{
    if (m->stage != END && m->stage != REFUSED)
        return malformed(m);
    *form = m->form;
    *uploads = m->uploads;
    *count = m->upload_count;
    return m->stage == END;
}

const char *
multipart_why(const struct multipart *m, enum fault_kind *kind)
{
    *kind = m->kind;
    return m->why ? m->why : "";
}
