#include "base/unzip.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <zip.h>

#include "base/arena.h"
#include "base/utf8.h"

enum { PIECE = 64 * 1024, FREE_BYTES = 4 * 1024 * 1024 };

struct unzip {
    struct arena *arena;
    zip_t *archive;
    size_t count;
    const char **names;
    zip_uint64_t *sizes;
    zip_uint64_t most; /* bytes, all parts together */
};

static const char broken[] = "ファイルが壊れています。元のソフトで開いて保存し直してください。";

static void
close_archive(void *thing)
{
    struct unzip *z = thing;

    zip_discard(z->archive);
}

static bool
refuse(const char **why, const char *sentence)
{
    *why = sentence;
    return false;
}

static bool
read_part(struct unzip *z, size_t part, zip_uint64_t *total, const char **why)
{
    zip_stat_t about;

    if (zip_stat_index(z->archive, part, 0, &about) != 0 || !(about.valid & ZIP_STAT_SIZE) ||
        !(about.valid & ZIP_STAT_NAME))
        return refuse(why, broken);
    if (about.valid & ZIP_STAT_ENCRYPTION_METHOD && about.encryption_method != ZIP_EM_NONE)
        return refuse(why, "パスワードが付いています。外してから送ってください。");
    if (about.size > z->most || *total + about.size > z->most)
        return refuse(why, "開くと大きくなりすぎます。分けて送ってください。");
    *total += about.size;
    z->sizes[part] = about.size;
    z->names[part] = utf8_valid(about.name, strlen(about.name)) ? about.name : "";
    return true;
}

static bool
read_parts(struct unzip *z, zip_uint64_t archive_bytes, const char **why)
{
    zip_int64_t count = zip_get_num_entries(z->archive, 0);
    zip_uint64_t total = 0;

    if (count < 0 || count > UNZIP_PARTS)
        return refuse(why, "中のファイルが多すぎます。分けて送ってください。");
    z->count = (size_t)count;
    z->names = NEW_ARRAY(z->arena, z->count + 1, const char *);
    z->sizes = NEW_ARRAY(z->arena, z->count + 1, zip_uint64_t);
    for (size_t i = 0; i < z->count; i++)
        if (!read_part(z, i, &total, why))
            return false;
    return total <= FREE_BYTES + archive_bytes * UNZIP_TIMES ||
           refuse(why, "開くと大きくなりすぎます。分けて送ってください。");
}

struct unzip *
unzip_open(struct arena *arena, const char *path, const char **why)
{
    struct unzip *z = NEW(arena, struct unzip);
    struct stat about;
    int error;

    z->arena = arena;
    z->most = UNZIP_BYTES;
    z->archive = stat(path, &about) == 0 ? zip_open(path, ZIP_RDONLY, &error) : NULL;
    if (!z->archive) {
        refuse(why, broken);
        return NULL;
    }
    arena_defer(arena, close_archive, z);
    return read_parts(z, (zip_uint64_t)about.st_size, why) ? z : NULL;
}

/* --- archives that are no files -------------------------------------------------------- */

struct place {
    struct unzip_source source;
    zip_int64_t at;
    zip_error_t error;
};

static zip_int64_t
seek_place(struct place *p, void *data, zip_uint64_t length)
{
    zip_int64_t to = zip_source_seek_compute_offset(
        (zip_uint64_t)p->at, (zip_uint64_t)p->source.size, data, length, &p->error);

    if (to < 0)
        return -1;
    p->at = to;
    return 0;
}

static zip_int64_t
read_place(struct place *p, void *data, zip_uint64_t length)
{
    size_t done = 0, got = 1;

    while (done < length && got > 0) {
        if (!p->source.read(p->source.with, p->at, (char *)data + done, (size_t)length - done,
                            &got)) {
            zip_error_set(&p->error, ZIP_ER_READ, 0);
            return -1;
        }
        done += got;
        p->at += (zip_int64_t)got;
    }
    return (zip_int64_t)done;
}

static zip_int64_t
serve_place(void *with, void *data, zip_uint64_t length, zip_source_cmd_t command)
{
    struct place *p = with;

    switch ((int)command) {
    case ZIP_SOURCE_OPEN:
        p->at = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return read_place(p, data, length);
    case ZIP_SOURCE_SEEK:
        return seek_place(p, data, length);
    case ZIP_SOURCE_TELL:
        return p->at;
    case ZIP_SOURCE_STAT:
        zip_stat_init(data);
        ((zip_stat_t *)data)->size = (zip_uint64_t)p->source.size;
        ((zip_stat_t *)data)->valid = ZIP_STAT_SIZE;
        return sizeof(zip_stat_t);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&p->error, data, length);
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                              ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, -1);
    default:
        return 0;
    }
}

struct unzip *
unzip_open_from(struct arena *arena, const struct unzip_source *source, int64_t most_bytes,
                const char **why)
{
    struct unzip *z = NEW(arena, struct unzip);
    struct place *place = NEW(arena, struct place);
    zip_source_t *from;

    z->arena = arena;
    z->most = (zip_uint64_t)most_bytes;
    place->source = *source;
    zip_error_init(&place->error);
    from = zip_source_function_create(serve_place, place, NULL);
    z->archive = from ? zip_open_from_source(from, ZIP_RDONLY, NULL) : NULL;
    if (!z->archive) {
        zip_source_free(from);
        refuse(why, broken);
        return NULL;
    }
    arena_defer(arena, close_archive, z);
    return read_parts(z, (zip_uint64_t)source->size, why) ? z : NULL;
}

/* --- parts ----------------------------------------------------------------------------- */

size_t
unzip_count(const struct unzip *z)
{
    return z->count;
}

const char *
unzip_name(const struct unzip *z, size_t part)
{
    return z->names[part];
}

bool
unzip_find(const struct unzip *z, const char *name, size_t *part)
{
    for (*part = 0; *part < z->count; ++*part)
        if (strcasecmp(z->names[*part], name) == 0)
            return true;
    return false;
}

struct unzip_stream {
    zip_file_t *file; /* NULL: closed */
    zip_uint64_t left;
};

void
unzip_end(struct unzip_stream *stream)
{
    if (stream->file)
        zip_fclose(stream->file);
    stream->file = NULL;
}

static void
end_stream(void *thing)
{
    unzip_end(thing);
}

struct unzip_stream *
unzip_begin(struct unzip *z, size_t part, const char **why)
{
    struct unzip_stream *stream = NEW(z->arena, struct unzip_stream);

    stream->file = zip_fopen_index(z->archive, part, 0);
    stream->left = z->sizes[part];
    if (!stream->file) {
        refuse(why, broken);
        return NULL;
    }
    arena_defer(z->arena, end_stream, stream);
    return stream;
}

/* One byte more than was promised is asked for: only so does the check sum come to be
   looked at, and a part that goes on is found. */
bool
unzip_more(struct unzip_stream *stream, char *bytes, size_t size, size_t *got, const char **why)
{
    zip_int64_t count = stream->file ? zip_fread(stream->file, bytes, size) : -1;

    if (count < 0 || (zip_uint64_t)count > stream->left || (count == 0 && stream->left > 0))
        return refuse(why, broken);
    stream->left -= (zip_uint64_t)count;
    *got = (size_t)count;
    return true;
}

bool
unzip_each(struct unzip *z, size_t part, bool (*each)(void *with, const char *bytes, size_t length),
           void *with, const char **why)
{
    struct unzip_stream *stream = unzip_begin(z, part, why);
    char *piece = arena_get(z->arena, PIECE);
    size_t got = 1;
    bool wanted = true, good = stream != NULL;

    while (good && wanted && (good = unzip_more(stream, piece, PIECE, &got, why)) && got > 0)
        wanted = each(with, piece, got);
    if (stream)
        unzip_end(stream);
    if (good)
        *why = NULL;
    return good && wanted;
}

struct filling {
    char *at;
};

static bool
fill(void *with, const char *bytes, size_t length)
{
    struct filling *f = with;

    memcpy(f->at, bytes, length);
    f->at += length;
    return true;
}

bool
unzip_get(struct unzip *z, size_t part, size_t limit, char **bytes, size_t *length,
          const char **why)
{
    struct filling f;

    if (z->sizes[part] > limit)
        return refuse(why, "中のファイルが大きすぎます。");
    *length = (size_t)z->sizes[part];
    *bytes = f.at = arena_get(z->arena, *length + 1);
    return unzip_each(z, part, fill, &f, why);
}
