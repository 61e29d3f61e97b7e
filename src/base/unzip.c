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
};

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
        return refuse(why, "ファイルが壊れています。元のソフトで開いて保存し直してください。");
    if (about.valid & ZIP_STAT_ENCRYPTION_METHOD && about.encryption_method != ZIP_EM_NONE)
        return refuse(why, "パスワードが付いています。外してから送ってください。");
    if (about.size > UNZIP_BYTES || *total + about.size > UNZIP_BYTES)
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
    z->archive = stat(path, &about) == 0 ? zip_open(path, ZIP_RDONLY, &error) : NULL;
    if (!z->archive) {
        refuse(why, "ファイルが壊れています。元のソフトで開いて保存し直してください。");
        return NULL;
    }
    arena_defer(arena, close_archive, z);
    return read_parts(z, (zip_uint64_t)about.st_size, why) ? z : NULL;
}

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

bool
unzip_each(struct unzip *z, size_t part, bool (*each)(void *with, const char *bytes, size_t length),
           void *with, const char **why)
{
    zip_file_t *file = zip_fopen_index(z->archive, part, 0);
    char *piece = arena_get(z->arena, PIECE);
    zip_uint64_t left = z->sizes[part];
    zip_int64_t got = -1;
    bool wanted = true;

    *why = NULL;
    /* One byte more than was promised is asked for: only so does the check sum come to be
       looked at, and a part that goes on is found. */
    while (file && wanted && (got = zip_fread(file, piece, PIECE)) > 0) {
        if ((zip_uint64_t)got > left) {
            got = -1;
            break;
        }
        left -= (zip_uint64_t)got;
        wanted = each(with, piece, (size_t)got);
    }
    if (file)
        zip_fclose(file);
    if (!wanted)
        return false;
    return (got == 0 && left == 0) ||
           refuse(why, "ファイルが壊れています。元のソフトで開いて保存し直してください。");
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
