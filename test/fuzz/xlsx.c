/*
 * Workbooks: a whole archive, or the XML of sheet, shared texts and styles, with a byte of 1
 * between, which is put into an archive here so that the check sums fit.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/arena.h"
#include "base/unzip.h"
#include "base/utf8.h"
#include "base/workbook.h"

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

static void
read_all(struct bytes b)
{
    struct unzip_source source = { .with = &b, .size = (int64_t)b.length, .read = read_bytes };
    struct arena arena = { 0 };
    const char *why = NULL;
    struct workbook *w = workbook_open(&arena, &source, &why);
    struct workbook_row row;
    size_t count = 0;

    if (w)
        workbook_sheets(w, &count);
    for (size_t i = 0; i < count && i < 3; i++)
        if (workbook_start(w, i, &why))
            while (workbook_next(w, &row, &why))
                for (size_t k = 0; k < row.count; k++)
                    if (!utf8_valid(row.cells[k], strlen(row.cells[k])))
                        abort();
    arena_release(&arena);
}

static void
add(zip_t *z, const char *name, const char *bytes, size_t length)
{
    zip_int64_t at = zip_file_add(z, name, zip_source_buffer(z, bytes, length, 0), 0);

    zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

static void
put_together(const char *bytes, size_t length)
{
    static const char types[] =
        "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument."
        "spreadsheetml.sheet.main+xml\"/></Types>";
    static const char book[] =
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" r:id=\"1\"/></sheets></workbook>";
    static const char links[] =
        "<Relationships><Relationship Id=\"1\" Type=\"x/worksheet\" Target=\"0\"/>"
        "<Relationship Id=\"2\" Type=\"x/sharedStrings\" Target=\"1\"/>"
        "<Relationship Id=\"3\" Type=\"x/styles\" Target=\"2\"/></Relationships>";
    static const char *const parts[] = { "xl/0", "xl/1", "xl/2" };
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = zip_open_from_source(to, ZIP_TRUNCATE, NULL);
    zip_stat_t about;
    char *out;

    add(z, "[Content_Types].xml", types, sizeof types - 1);
    add(z, "xl/workbook.xml", book, sizeof book - 1);
    add(z, "xl/_rels/workbook.xml.rels", links, sizeof links - 1);
    for (size_t i = 0; i < 3; i++) {
        const char *cut = i < 2 ? memchr(bytes, 1, length) : NULL;
        size_t own = cut ? (size_t)(cut - bytes) : length;

        add(z, parts[i], bytes, own);
        bytes += cut ? own + 1 : own;
        length -= cut ? own + 1 : own;
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
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;

    if (size >= 2 && memcmp(bytes, "PK", 2) == 0)
        read_all((struct bytes){ bytes, size });
    else
        put_together(bytes, size);
    return 0;
}
