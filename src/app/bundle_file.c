#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/bundle.h"
#include "app/bundle_table.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "contract/document.h"
#include "ledger/attachment.h"
#include "ledger/shape.h"
#include "render/document.h"
#include "render/markup.h"
#include "render/report.h"
#include "store/act.h"
#include "store/blob.h"

enum { EXTENSION = 8 };

/* The ending of a file's name, if it is one; "bin" else. */
static void
extension(const char *name, char out[EXTENSION + 1])
{
    const char *dot = name ? strrchr(name, '.') : NULL;
    size_t length = dot ? strlen(dot + 1) : 0;

    snprintf(out, EXTENSION + 1, "bin");
    if (length == 0 || length > EXTENSION)
        return;
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)dot[1 + i]))
            return;
    for (size_t i = 0; i <= length; i++)
        out[i] = (char)tolower((unsigned char)dot[1 + i]);
}

static bool
is_quarantined(const struct bundle_table *t, const struct bundle_cell *cells)
{
    return bundle_number(t, cells, bundle_column(t, "state")) == ATTACHMENT_QUARANTINED;
}

static const char *
text_of(const struct bundle_table *t, const struct bundle_cell *cells, size_t column)
{
    return column == t->count || cells[column].none ? "" : cells[column].text;
}

/* As much of the name as there is room for, whole letters. */
static void
keep_title(struct bundle_blob *blob, const char *name)
{
    const char *at = name;

    while (*at) {
        const char *next = at;

        utf8_next(&next);
        if ((size_t)(next - name) >= sizeof blob->title)
            break;
        at = next;
    }
    memcpy(blob->title, name, (size_t)(at - name));
}

/* What is in quarantine is handed to nobody; of a removed attachment the file may be gone. */
const char *
bundle_blob_file(void *with, const struct bundle_cell *cells, size_t column)
{
    struct bundle_reading *r = with;
    const struct bundle_table *t = r->table;
    struct bundle *b = r->bundle;
    struct bundle_blob blob = { .contract = bundle_contract(t, cells),
                                .record = bundle_number(t, cells, t->id),
                                .document = strcmp(t->table->name, "document") == 0 };
    const char *name = text_of(t, cells, t->blob_name);
    char ending[EXTENSION + 1];
    struct bundle_blob *kept;

    if (strlen(cells[column].text) >= sizeof blob.hash || (!t->shape && is_quarantined(t, cells)) ||
        !blob_exists(b->act, cells[column].text))
        return NULL;
    extension(name, ending);
    if (blob.document)
        snprintf(ending, sizeof ending, "json");
    memcpy(blob.hash, cells[column].text, strlen(cells[column].text));
    keep_title(&blob, name);
    snprintf(blob.file, sizeof blob.file, "files/%s/%lld%s%s.%s", b->uuid, (long long)blob.record,
             t->shape ? "-" : "", t->shape ? t->columns[column].name : "", ending);
    buffer_add(&b->blobs, &blob, sizeof blob);
    kept = (struct bundle_blob *)(void *)(b->blobs.data + b->blobs.length) - 1;
    return kept->file;
}

struct writing_blob {
    struct bundle *bundle;
    const struct bundle_blob *blob;
};

static bool
write_blob(struct act *a, void *with)
{
    const struct writing_blob *it = with;
    struct bundle *b = it->bundle;
    uint8_t *bytes = arena_get(a->arena, BUNDLE_PIECE);
    uint8_t hash[SHA256_BYTES];
    struct blob_reader *reader;
    size_t got = 1;

    if (!blob_open(a, it->blob->contract, it->blob->hash, &reader) ||
        !bundle_begin(b, it->blob->file))
        return false;
    while (got > 0) {
        if (!blob_read(a, reader, bytes, BUNDLE_PIECE, &got))
            return fail(a, FAULT_BROKEN, NULL, "添付ファイル %s を読めません。", it->blob->file);
        stored_zip_put(&b->zip, bytes, got);
    }
    b->blob_count++;
    return bundle_close(b, hash);
}

bool
bundle_blobs(struct bundle *b)
{
    for (size_t i = 0; i < b->blobs.length / sizeof(struct bundle_blob); i++) {
        struct writing_blob it = { b, (const struct bundle_blob *)(void *)b->blobs.data + i };

        if (!act_beside(b->act, NULL, write_blob, &it))
            return false;
        if (b->blob_count % 200 == 0)
            fprintf(stderr, "ファイル %lld個\n", (long long)b->blob_count);
    }
    return true;
}

/* --- issued documents ------------------------------------------------------------------------- */

static bool
write_formats(struct act *a, struct bundle *b, const struct document *d, int64_t id)
{
    static const struct {
        enum format format;
        const char *ending;
    } formats[] = { { FORMAT_HTML, "html" }, { FORMAT_PDF, "pdf" } };

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct buffer out = { 0 };
        const char *why;
        bool good =
            format_write(a->arena, formats[i].format, d, &out, &why)
                ? bundle_whole(b,
                               arena_print(a->arena, "documents/%s/%lld.%s", b->uuid, (long long)id,
                                           formats[i].ending),
                               buffer_string(&out), out.length)
                : fail(a, FAULT_BROKEN, NULL, "文書 %lld を書けません。%s", (long long)id, why);

        buffer_release(&out);
        if (!good)
            return false;
    }
    return true;
}

static bool
write_document(struct act *a, void *with)
{
    struct writing_blob *it = with;
    struct bundle *b = it->bundle;
    struct document_row row;
    struct document d;
    bool found;

    if (!shape_read(a, shape_of(&document_ledger), it->blob->record, true, &row, &found) ||
        !found || !document_open(a, &row, &d) || !write_formats(a, b, &d, it->blob->record))
        return a->faults ? false : !found;
    b->document_count++;
    markup_print(&b->documents,
                 "<li>%s <a href=\"documents/%s/%lld.html\">HTML</a> "
                 "<a href=\"documents/%s/%lld.pdf\">PDF</a></li>\n",
                 row.title ? row.title : "", b->uuid, (long long)it->blob->record, b->uuid,
                 (long long)it->blob->record);
    return true;
}

bool
bundle_documents(struct bundle *b)
{
    for (size_t i = 0; i < b->blobs.length / sizeof(struct bundle_blob); i++) {
        struct writing_blob it = { b, (const struct bundle_blob *)(void *)b->blobs.data + i };

        if (it.blob->document && !act_beside(b->act, NULL, write_document, &it))
            return false;
    }
    return true;
}
