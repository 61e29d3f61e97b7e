/*
 * Files in and out, for pages and API alike.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/attachment.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/blob.h"
#include "web/attachment_page.h"
#include "web/multipart.h"

bool
attachment_of(struct act *a, const struct request *q, struct record **record,
              struct attachment *out)
{
    size_t digits = q->word ? strspn(q->word, "0123456789") : 0;
    int64_t id = digits && digits < 19 && !q->word[digits] ? strtoll(q->word, NULL, 10) : 0;

    *record = ledger_new(a, q->ledger);
    return ledger_read(a, q->ledger, q->id, false, *record) &&
           attachment_get(a, q->ledger, *record, id, out);
}

bool
attachment_take(struct act *a, const struct request *q, const struct record *record, int64_t *ids,
                size_t *count)
{
    struct attachment_file files[MULTIPART_FILES];
    const char *inner = pairs_get(&q->form, "inner");

    *count = 0;
    for (size_t i = 0; i < q->upload_count && *count < MULTIPART_FILES; i++)
        if (strcmp(q->uploads[i].field, "file") == 0)
            files[(*count)++] = (struct attachment_file){ .name = q->uploads[i].name,
                                                          .path = q->uploads[i].path,
                                                          .size = q->uploads[i].size,
                                                          .inner = inner && *inner == '1' };
    return attachments_add(a, q->ledger, record, files, *count, ids);
}

/* --- out --------------------------------------------------------------------------------- */

static void
put_encoded(struct buffer *out, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "!#$&+-.^_`|~";

    for (const char *c = text; *c; c++)
        if (strchr(plain, *c))
            buffer_char(out, *c);
        else
            buffer_print(out, "%%%02X", (unsigned)(unsigned char)*c);
}

/* The first form is for programs that know no other: what is not ASCII becomes '_', once for
   each character, and quotes and percent signs are none of it. */
const char *
attachment_disposition(struct act *a, const char *name)
{
    struct buffer out = { .arena = a->arena };

    buffer_text(&out, "attachment; filename=\"");
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c >= 0xC0)
            buffer_char(&out, '_');
        else if (*c >= ' ' && *c < 0x7F && !strchr("\"\\%;", *c))
            buffer_char(&out, *c);
    buffer_text(&out, "\"; filename*=UTF-8''");
    put_encoded(&out, name);
    return buffer_string(&out);
}

/* A part that cannot be read breaks the connection: half a file must not look whole. */
static bool
send_part(struct act *a, struct buffer *part, void *with, bool *failed)
{
    enum { PART = 64 * 1024 };
    size_t got = 0;

    *failed = !blob_read(a, with, buffer_room(part, PART), PART, &got);
    part->length += got;
    if (part->data)
        part->data[part->length] = '\0';
    return !*failed && got > 0;
}

bool
attachment_send(struct act *a, const struct request *q, const struct record *record,
                const struct attachment *it, struct reply *r)
{
    bool open = it->state == ATTACHMENT_READY || it->state == ATTACHMENT_UNCHECKED;
    struct blob_reader *reader;

    if (open && reply_unchanged(a, q, r, arena_print(a->arena, "%.32s", it->hash)))
        return true;
    if (!attachment_open(a, q->ledger, record, it, &reader))
        return false;
    r->type = strncmp(it->type, "text/", 5) == 0 ? "application/octet-stream" : it->type;
    reply_header(a, r, "Content-Disposition", attachment_disposition(a, it->name));
    reply_header(a, r, "Content-Security-Policy", "default-src 'none'; sandbox");
    reply_header(a, r, "Cross-Origin-Resource-Policy", "same-origin");
    reply_header(a, r, "X-Download-Options", "noopen");
    r->stream = send_part;
    r->with = reader;
    return true;
}
