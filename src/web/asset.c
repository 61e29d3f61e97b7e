#include "web/asset.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <microhttpd.h>

#include "base/must.h"
#include "web/assets.h"
#include "web/cache.h"

struct answers {
    struct MHD_Response *plain;
    struct MHD_Response *packed; /* NULL: none */
};

struct asset_answers {
    size_t count;
    struct answers items[];
};

static struct MHD_Response *
make(const struct asset *it, const unsigned char *bytes, size_t length, const char *coding)
{
    struct MHD_Response *r =
        MHD_create_response_from_buffer(length, (void *)bytes, MHD_RESPMEM_PERSISTENT);

    if (!r)
        out_of_memory();
    MHD_add_response_header(r, "Content-Type", it->type);
    MHD_add_response_header(r, "ETag", it->tag);
    MHD_add_response_header(r, "Cache-Control", "public, max-age=31536000, immutable");
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    if (it->packed)
        MHD_add_response_header(r, "Vary", "Accept-Encoding");
    if (coding)
        MHD_add_response_header(r, "Content-Encoding", coding);
    return r;
}

struct asset_answers *
assets_make(void)
{
    struct asset_answers *a;
    size_t count = 0;

    while (assets[count].path)
        count++;
    a = calloc(1, sizeof(*a) + count * sizeof(*a->items));
    if (!a)
        out_of_memory();
    a->count = count;
    for (size_t i = 0; i < count; i++) {
        const struct asset *it = &assets[i];

        a->items[i].plain = make(it, it->bytes, it->length, NULL);
        if (it->packed)
            a->items[i].packed = make(it, it->packed, it->packed_length, "gzip");
    }
    return a;
}

void
assets_release(struct asset_answers *a)
{
    for (size_t i = 0; i < a->count; i++) {
        MHD_destroy_response(a->items[i].plain);
        if (a->items[i].packed)
            MHD_destroy_response(a->items[i].packed);
    }
    free(a);
}

/* gzip among the accepted codings, and not with q=0. */
static bool
accepts_gzip(const char *header)
{
    for (const char *at = header; at && *at;) {
        size_t length;

        at += strspn(at, ", \t");
        length = strcspn(at, ",");
        if (strncasecmp(at, "gzip", 4) == 0 && strchr(";, \t", at[4])) {
            const char *q = strcasestr(at, "q=");

            return !q || q > at + length || strspn(q + 2, "0.") != strcspn(q + 2, ", \t");
        }
        at += length;
    }
    return false;
}

static const char *
header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

int
asset_answer(const struct asset_answers *a, struct MHD_Connection *connection, const char *target)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct answers *it = &a->items[i];
        struct MHD_Response *response = it->plain;
        int status = MHD_HTTP_OK;

        if (strcmp(assets[i].path, target) != 0)
            continue;
        if (tag_matches(header(connection, "If-None-Match"), assets[i].tag)) {
            status = MHD_HTTP_NOT_MODIFIED;
        } else if (it->packed && accepts_gzip(header(connection, "Accept-Encoding"))) {
            response = it->packed;
        }
        return MHD_queue_response(connection, (unsigned)status, response) == MHD_YES ? status : 0;
    }
    return 0;
}
