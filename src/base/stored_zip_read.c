#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/stored_zip.h"

/* What each file of an archive takes at least in the directory: so its count is bounded by
   its size before anything is reserved for it. */
enum {
    ROW = 46,
    TAIL = 22,
    TAIL_64 = 76,
    ROW_MOST = ROW + ZIP_NAME + 28,
    DIRECTORY_MOST = 1 << 30
};

static uint64_t
number(const uint8_t *at, int bytes)
{
    uint64_t value = 0;

    for (int i = bytes; i-- > 0;)
        value = value << 8 | at[i];
    return value;
}

static bool
read_exactly(int fd, int64_t at, void *bytes, size_t size)
{
    uint8_t *out = bytes;

    while (size > 0) {
        ssize_t got = pread(fd, out, size, at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        out += got;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

static void
close_reader(void *thing)
{
    close(((struct stored_zip_reader *)thing)->fd);
}

static bool
no_archive(const char **why)
{
    *why = "引継ぎの束の形（ZIP）ではないか、途中で切れています。";
    return false;
}

struct directory {
    int64_t at;
    int64_t size;
    int64_t count;
};

/* The end of the archive, and that it is written as stored_zip_end writes it. */
static bool
read_tail(int fd, int64_t whole, struct directory *d, const char **why)
{
    uint8_t bytes[TAIL_64 + TAIL];
    size_t room = whole < TAIL_64 + TAIL ? TAIL : TAIL_64 + TAIL;
    const uint8_t *tail = bytes + room - TAIL;
    struct buffer same = { 0 };
    bool good;

    if (whole < TAIL || !read_exactly(fd, whole - (int64_t)room, bytes, room))
        return no_archive(why);
    d->count = (int64_t)number(tail + 10, 2);
    d->size = (int64_t)number(tail + 12, 4);
    d->at = (int64_t)number(tail + 16, 4);
    if (room > TAIL && number(tail + 16, 4) == 0xffffffff) {
        d->count = (int64_t)(number(bytes + 32, 8) & INT64_MAX);
        d->size = (int64_t)(number(bytes + 40, 8) & INT64_MAX);
        d->at = (int64_t)(number(bytes + 48, 8) & INT64_MAX);
    } else if (room > TAIL && number(tail + 8, 2) == 0xffff) {
        d->count = (int64_t)(number(bytes + 32, 8) & INT64_MAX);
        d->size = (int64_t)(number(bytes + 40, 8) & INT64_MAX);
        d->at = (int64_t)(number(bytes + 48, 8) & INT64_MAX);
    }
    stored_zip_tail(d->count, d->at, d->size, &same);
    good = same.length <= room && memcmp(bytes + room - same.length, same.data, same.length) == 0 &&
           d->at <= whole && d->size <= whole - d->at &&
           d->at + d->size + (int64_t)same.length == whole && d->size <= DIRECTORY_MOST &&
           d->count <= ZIP_MOST_FILES && d->count <= d->size / ROW;
    buffer_release(&same);
    return good || no_archive(why);
}

static bool
broken(struct arena *arena, const char *name, const char *what, const char **why)
{
    *why = arena_print(arena, "束の中の %s: %s", name, what);
    return false;
}

static const char *
readable(struct arena *arena, const uint8_t *name, size_t length)
{
    char *out = arena_slice(arena, (const char *)name, length < 80 ? length : 80);

    for (char *c = out; *c; c++)
        *c = *c < ' ' || *c > '~' ? '?' : *c;
    return out;
}

/* One row of the directory; the bytes must be those that stored_zip_row makes of it. */
static bool
read_row(struct arena *arena, const uint8_t **at, const uint8_t *end, struct stored_zip_file *file,
         const char **why)
{
    const uint8_t *row = *at;
    size_t left = (size_t)(end - row);
    size_t name = left >= ROW ? number(row + 28, 2) : 0;
    size_t extra = left >= ROW ? number(row + 30, 2) : 0;
    const uint8_t *more = row + ROW + name + 4;
    struct buffer same = { 0 };
    bool good;

    if (left < ROW + name + extra)
        return no_archive(why);
    if (number(row + 10, 2) != 0)
        return broken(arena, readable(arena, row + ROW, name),
                      "圧縮されています。束の中のファイルは圧縮しません。", why);
    if (name < ZIP_NAME)
        memcpy(file->name, row + ROW, name);
    if (!stored_zip_name_is_good(file->name) || strlen(file->name) != name)
        return broken(arena, readable(arena, row + ROW, name),
                      "ファイルの名前が正しくありません（フォルダーの外を指すものなど）。", why);
    file->crc = (uint32_t)number(row + 16, 4);
    file->size = (int64_t)number(row + 24, 4);
    file->at = (int64_t)number(row + 42, 4);
    if (file->size == 0xffffffff && extra >= 20) {
        file->size = (int64_t)(number(more, 8) & INT64_MAX);
        more += 16;
    }
    if (file->at == 0xffffffff && extra >= 12 && more + 8 <= row + ROW + name + extra)
        file->at = (int64_t)(number(more, 8) & INT64_MAX);
    stored_zip_row(file, &same);
    good = same.length == ROW + name + extra && memcmp(same.data, row, same.length) == 0;
    buffer_release(&same);
    *at = row + ROW + name + extra;
    return good || broken(arena, file->name, "見出しが書かれたときと違います。", why);
}

/* The header before the content, which must begin where the file before ended. */
static bool
check_head(struct arena *arena, int fd, const struct stored_zip_file *file, int64_t at, int64_t end,
           const char **why)
{
    uint8_t bytes[ZIP_HEAD + ZIP_NAME];
    struct buffer head = { 0 };
    bool good;

    stored_zip_head(file, &head);
    good = file->at == at && file->size <= end - at - (int64_t)head.length &&
           read_exactly(fd, at, bytes, head.length) && memcmp(bytes, head.data, head.length) == 0;
    buffer_release(&head);
    return good || broken(arena, file->name, "見出しが書かれたときと違います。", why);
}

static int64_t
content_at(const struct stored_zip_file *file)
{
    return file->at + ZIP_HEAD + (int64_t)strlen(file->name);
}

static bool
read_files(struct arena *arena, struct stored_zip_reader *z, const struct directory *d,
           const char **why)
{
    uint8_t *rows = arena_get(arena, (size_t)d->size + 1);
    const uint8_t *at = rows;
    int64_t place = 0;

    if (!read_exactly(z->fd, d->at, rows, (size_t)d->size))
        return no_archive(why);
    z->files = NEW_ARRAY(arena, (size_t)d->count + 1, struct stored_zip_file);
    for (z->count = 0; z->count < (size_t)d->count; z->count++) {
        struct stored_zip_file *file = &z->files[z->count];

        if (!read_row(arena, &at, rows + d->size, file, why) ||
            !check_head(arena, z->fd, file, place, d->at, why))
            return false;
        place = content_at(file) + file->size;
    }
    return (at == rows + d->size && place == d->at) || no_archive(why);
}

static int
compare_names(const void *left, const void *right)
{
    return strcmp(((const struct stored_zip_file *)left)->name,
                  ((const struct stored_zip_file *)right)->name);
}

static bool
names_differ(struct arena *arena, struct stored_zip_reader *z, const char **why)
{
    qsort(z->files, z->count, sizeof *z->files, compare_names);
    for (size_t i = 1; i < z->count; i++)
        if (strcmp(z->files[i - 1].name, z->files[i].name) == 0)
            return broken(arena, z->files[i].name, "同じ名前のファイルが二つあります。", why);
    return true;
}

const struct stored_zip_file *
stored_zip_find(const struct stored_zip_reader *z, const char *name)
{
    struct stored_zip_file wanted = { 0 };

    if (strlen(name) >= ZIP_NAME)
        return NULL;
    memcpy(wanted.name, name, strlen(name));
    return bsearch(&wanted, z->files, z->count, sizeof wanted, compare_names);
}

bool
stored_zip_open(struct arena *arena, const char *path, struct stored_zip_reader *out,
                const char **why)
{
    struct stored_zip_reader *kept = NEW(arena, struct stored_zip_reader);
    struct directory d = { 0 };
    struct stat about;

    *out = (struct stored_zip_reader){ .path = path, .fd = open(path, O_RDONLY | O_CLOEXEC) };
    if (out->fd < 0) {
        *why = system_reason(errno);
        return false;
    }
    kept->fd = out->fd;
    arena_defer(arena, close_reader, kept);
    if (fstat(out->fd, &about) != 0 || !S_ISREG(about.st_mode))
        return no_archive(why);
    return read_tail(out->fd, about.st_size, &d, why) && read_files(arena, out, &d, why) &&
           names_differ(arena, out, why);
}

bool
stored_zip_read(const struct stored_zip_reader *z, const struct stored_zip_file *file, int64_t at,
                void *bytes, size_t size, size_t *got)
{
    *got = (int64_t)size > file->size - at ? (size_t)(file->size - at) : size;
    return read_exactly(z->fd, content_at(file) + at, bytes, *got);
}
