#include "render/package.h"

#include <string.h>

#include <zip.h>

#include "base/arena.h"
#include "base/must.h"
#include "render/styles.h"

/* 1980-01-01, the first day a ZIP knows. */
enum { ZIP_DAY = 0x21 };

void
package_begin(struct package *p, struct arena *arena)
{
    *p = (struct package){ .arena = arena,
                           .parts = NEW_ARRAY(arena, PACKAGE_MOST_PARTS, struct package_part) };
}

struct buffer *
package_add(struct package *p, const char *name)
{
    struct package_part *part = &p->parts[p->count++];

    must(p->count <= PACKAGE_MOST_PARTS);
    *part = (struct package_part){ .name = name, .bytes = { .arena = p->arena } };
    return &part->bytes;
}

void
package_ship(struct package *p, const char *name, const char *file)
{
    struct buffer *out = package_add(p, name);

    for (const struct style *it = styles; it->path; it++)
        if (strcmp(it->name, file) == 0) {
            buffer_add(out, it->bytes, it->length);
            return;
        }
    must(!"a part that is not shipped");
}

struct buffer *
package_picture(struct package *p, const char *name)
{
    struct buffer *out = package_add(p, name);

    p->parts[p->count - 1].stored = true;
    return out;
}

static bool
add_part(zip_t *zip, const struct package_part *part)
{
    zip_source_t *source =
        zip_source_buffer(zip, buffer_string(&part->bytes), part->bytes.length, 0);
    zip_int64_t at;

    if (!source)
        return false;
    at = zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_set_file_compression(zip, (zip_uint64_t)at,
                                    part->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == 0 &&
           zip_file_set_dostime(zip, (zip_uint64_t)at, 0, ZIP_DAY, 0) == 0;
}

/* What libzip wrote, out of its own memory. */
static bool
take(zip_source_t *source, struct buffer *out)
{
    zip_stat_t stat;
    zip_int64_t got;

    if (zip_source_stat(source, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE) ||
        zip_source_open(source) != 0)
        return false;
    got = zip_source_read(source, buffer_room(out, stat.size), stat.size);
    zip_source_close(source);
    if (got < 0 || (zip_uint64_t)got != stat.size)
        return false;
    out->length += stat.size;
    out->data[out->length] = '\0';
    return true;
}

bool
package_write(struct package *p, struct buffer *out, const char **why)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;
    bool good = zip != NULL;

    *why = "ファイルを組み立てられません。";
    if (zip)
        zip_source_keep(source);
    for (size_t i = 0; good && i < p->count; i++)
        good = add_part(zip, &p->parts[i]);
    if (zip && (!good || zip_close(zip) != 0)) {
        zip_discard(zip);
        good = false;
    }
    good = good && take(source, out);
    if (source)
        zip_source_free(source);
    return good;
}
