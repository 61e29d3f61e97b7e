#include "render/package.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <zip.h>

#include "base/arena.h"
#include "base/must.h"
#include "render/styles.h"

/* 1980-01-01, the first day a ZIP knows; levels of zlib, 0 its own. */
enum { ZIP_DAY = 0x21, LEVEL_USUAL = 0, LEVEL_QUICK = 2 };

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

void
package_take(struct package *p, const char *name, const char *path)
{
    package_add(p, name);
    p->parts[p->count - 1].path = path;
}

static bool
add_part(zip_t *zip, const struct package_part *part)
{
    zip_source_t *source =
        part->path ? zip_source_file(zip, part->path, 0, -1)
                   : zip_source_buffer(zip, buffer_string(&part->bytes), part->bytes.length, 0);
    zip_int64_t at;

    if (!source)
        return false;
    at = zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_set_file_compression(zip, (zip_uint64_t)at,
                                    part->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
                                    part->path ? LEVEL_QUICK : LEVEL_USUAL) == 0 &&
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

/* All parts to where `source` leads, which stays the caller's. */
static bool
write_to(const struct package *p, zip_source_t *source)
{
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;
    bool good = zip != NULL;

    if (zip)
        zip_source_keep(source);
    for (size_t i = 0; good && i < p->count; i++)
        good = add_part(zip, &p->parts[i]);
    if (zip && (!good || zip_close(zip) != 0)) {
        zip_discard(zip);
        good = false;
    }
    return good;
}

bool
package_write(struct package *p, struct buffer *out, const char **why)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    bool good = write_to(p, source) && take(source, out);

    *why = "ファイルを組み立てられません。";
    if (source)
        zip_source_free(source);
    return good;
}

/* --- to a descriptor --------------------------------------------------------------------- */

struct outlet {
    int fd;
    zip_int64_t at, end;
    zip_error_t error;
};

static zip_int64_t
outlet_write(struct outlet *out, const void *bytes, zip_uint64_t length)
{
    ssize_t done = pwrite(out->fd, bytes, length, out->at);

    if (done < 0) {
        zip_error_set(&out->error, ZIP_ER_WRITE, errno);
        return -1;
    }
    out->at += done;
    out->end = out->end > out->at ? out->end : out->at;
    return done;
}

static zip_int64_t
outlet_seek(struct outlet *out, void *arguments, zip_uint64_t length)
{
    zip_int64_t at = zip_source_seek_compute_offset((zip_uint64_t)out->at, (zip_uint64_t)out->end,
                                                    arguments, length, &out->error);

    if (at < 0)
        return -1;
    out->at = at;
    return 0;
}

/* A new archive is only written: libzip asks for reading to be there, and never reads. */
static zip_int64_t
outlet_do(void *with, void *data, zip_uint64_t length, zip_source_cmd_t command)
{
    struct outlet *out = with;

    switch ((int)command) {
    case ZIP_SOURCE_SUPPORTS:
        return ZIP_SOURCE_SUPPORTS_WRITABLE;
    case ZIP_SOURCE_OPEN:
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_BEGIN_WRITE:
    case ZIP_SOURCE_COMMIT_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_STAT:
        zip_stat_init(data);
        return 0;
    case ZIP_SOURCE_WRITE:
        return outlet_write(out, data, length);
    case ZIP_SOURCE_SEEK_WRITE:
        return outlet_seek(out, data, length);
    case ZIP_SOURCE_TELL_WRITE:
        return out->at;
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&out->error, data, length);
    default:
        zip_error_set(&out->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

bool
package_save(struct package *p, int fd, const char **why)
{
    struct outlet out = { .fd = fd };
    zip_source_t *source = zip_source_function_create(outlet_do, &out, NULL);
    bool good = write_to(p, source);

    *why = "ファイルに書けません。空き容量を確かめてください。";
    if (source)
        zip_source_free(source);
    return good;
}
