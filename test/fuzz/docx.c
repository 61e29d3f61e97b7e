/*
 * Word documents: the XML of document, styles and lists, with a byte of 1 between, which is
 * put into an archive here so that the check sums fit.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/arena.h"
#include "base/docx.h"
#include "base/unzip.h"
#include "base/utf8.h"

struct bytes {
    const char *at;
    size_t length;
};

static bool
read_bytes(void *with, int64_t at, void *to, size_t size, size_t *got)
{
    const struct bytes *b = with;
    size_t left = (size_t)at < b->length ? b->length - (size_t)at : 0;

    *got = size < left ? size : left;
    memcpy(to, b->at + at, *got);
    return true;
}

static bool
see(void *with, const struct docx_paragraph *p)
{
    (void)with;
    if (!utf8_valid(p->text, strlen(p->text)) || !utf8_valid(p->number, strlen(p->number)))
        abort();
    return *p->text != 'X';
}

static void
read_all(struct bytes b)
{
    struct unzip_source source = { .with = &b, .size = (int64_t)b.length, .read = read_bytes };
    struct arena arena = { 0 };
    const char *why;
    struct unzip *z = unzip_open_from(&arena, &source, 64 << 20, &why);

    if (z)
        docx_read(&arena, z, see, NULL, &why);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const parts[] = { "word/document.xml", "word/styles.xml",
                                         "word/numbering.xml" };
    const char *bytes = (const char *)data;
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = zip_open_from_source(to, ZIP_TRUNCATE, NULL);
    zip_stat_t about;
    char *out;

    for (size_t i = 0; i < 3; i++) {
        const char *cut = i < 2 ? memchr(bytes, 1, size) : NULL;
        size_t own = cut ? (size_t)(cut - bytes) : size;
        zip_int64_t at = zip_file_add(z, parts[i], zip_source_buffer(z, bytes, own, 0), 0);

        zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
        bytes += cut ? own + 1 : own;
        size -= cut ? own + 1 : own;
    }
    zip_source_keep(to);
    if (zip_close(z) != 0 || zip_source_stat(to, &about) != 0)
        abort();
    out = malloc((size_t)about.size);
    zip_source_open(to);
    if (!out || zip_source_read(to, out, about.size) != (zip_int64_t)about.size)
        abort();
    zip_source_close(to);
    zip_source_free(to);
    read_all((struct bytes){ out, (size_t)about.size });
    free(out);
    return 0;
}
