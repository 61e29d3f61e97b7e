#include "base/stored_zip.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/file.h"
#include "base/must.h"

/* APPNOTE 6.3: 4.5 of ZIP64; names are UTF-8 (bit 11); the first day DOS knows. */
enum { NEEDS = 45, UTF8 = 0x0800, FIRST_DAY = 0x0021, PENDING = 1 << 16, CRC_AT = 14 };
enum { MARK_FILE = 0x04034b50, MARK_ROW = 0x02014b50, MARK_END = 0x06054b50 };
enum { MARK_END_64 = 0x06064b50, MARK_PLACE_64 = 0x07064b50, EXTRA_64 = 1 };
static const uint32_t full_32 = 0xffffffff;
static const uint16_t full_16 = 0xffff;

static void
add(struct buffer *out, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buffer_char(out, (char)(number >> (8 * i) & 0xff));
}

bool
stored_zip_name_is_good(const char *name)
{
    size_t length = strlen(name);

    if (length == 0 || length >= ZIP_NAME || name[0] == '/' || name[length - 1] == '/' ||
        strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") !=
            length)
        return false;
    return !strstr(name, "//") && !strstr(name, "./");
}

static void
add_common(const struct stored_zip_file *file, struct buffer *out)
{
    add(out, NEEDS, 2);
    add(out, UTF8, 2);
    add(out, 0, 2);
    add(out, 0, 2);
    add(out, FIRST_DAY, 2);
    add(out, file->crc, 4);
}

/* The sizes are known only at the end, so their place is always that of ZIP64. */
void
stored_zip_head(const struct stored_zip_file *file, struct buffer *out)
{
    add(out, MARK_FILE, 4);
    add_common(file, out);
    add(out, full_32, 4);
    add(out, full_32, 4);
    add(out, strlen(file->name), 2);
    add(out, 20, 2);
    buffer_text(out, file->name);
    add(out, EXTRA_64, 2);
    add(out, 16, 2);
    add(out, (uint64_t)file->size, 8);
    add(out, (uint64_t)file->size, 8);
}

static void
add_32(struct buffer *out, int64_t number, struct buffer *extra)
{
    bool wide = number >= (int64_t)full_32;

    add(out, wide ? full_32 : (uint64_t)number, 4);
    if (wide)
        add(extra, (uint64_t)number, 8);
}

void
stored_zip_row(const struct stored_zip_file *file, struct buffer *out)
{
    struct buffer sizes = { 0 }, extra = { 0 }, place = { 0 };

    add_32(&sizes, file->size, &extra);
    add_32(&sizes, file->size, &extra);
    add_32(&place, file->at, &extra);
    add(out, MARK_ROW, 4);
    add(out, NEEDS, 2);
    add_common(file, out);
    buffer_add(out, sizes.data, sizes.length);
    add(out, strlen(file->name), 2);
    add(out, extra.length ? extra.length + 4 : 0, 2);
    add(out, 0, 2); /* comment, disk, attributes */
    add(out, 0, 2);
    add(out, 0, 2);
    add(out, 0, 4);
    buffer_add(out, place.data, place.length);
    buffer_text(out, file->name);
    if (extra.length) {
        add(out, EXTRA_64, 2);
        add(out, extra.length, 2);
        buffer_add(out, extra.data, extra.length);
    }
    buffer_release(&sizes);
    buffer_release(&extra);
    buffer_release(&place);
}

void
stored_zip_tail(int64_t count, int64_t at, int64_t size, struct buffer *out)
{
    bool wide = count >= full_16 || at >= (int64_t)full_32 || size >= (int64_t)full_32;

    if (wide) {
        add(out, MARK_END_64, 4);
        add(out, 44, 8);
        add(out, NEEDS, 2);
        add(out, NEEDS, 2);
        add(out, 0, 8);
        add(out, (uint64_t)count, 8);
        add(out, (uint64_t)count, 8);
        add(out, (uint64_t)size, 8);
        add(out, (uint64_t)at, 8);
        add(out, MARK_PLACE_64, 4);
        add(out, 0, 4);
        add(out, (uint64_t)(at + size), 8);
        add(out, 1, 4);
    }
    add(out, MARK_END, 4);
    add(out, 0, 4);
    add(out, wide ? full_16 : (uint64_t)count, 2);
    add(out, wide ? full_16 : (uint64_t)count, 2);
    add(out, wide ? full_32 : (uint64_t)size, 4);
    add(out, wide ? full_32 : (uint64_t)at, 4);
    add(out, 0, 2);
}

/* --- writing ------------------------------------------------------------------------------ */

static void
write_out(struct stored_zip *z, const void *bytes, size_t length)
{
    if (!z->why && !file_write_all(z->fd, bytes, length, &z->why))
        return;
    z->bytes += (int64_t)length;
}

static void
flush(struct stored_zip *z)
{
    write_out(z, buffer_string(&z->pending), z->pending.length);
    buffer_clear(&z->pending);
}

static struct stored_zip_file *
last(struct stored_zip *z)
{
    return (struct stored_zip_file *)(void *)(z->files.data + z->files.length) - 1;
}

void
stored_zip_start(struct stored_zip *z, int fd)
{
    *z = (struct stored_zip){ .fd = fd };
}

void
stored_zip_begin(struct stored_zip *z, const char *name)
{
    struct stored_zip_file file = { .at = z->bytes };

    must(!z->open && stored_zip_name_is_good(name));
    memcpy(file.name, name, strlen(name));
    buffer_add(&z->files, &file, sizeof file);
    stored_zip_head(&file, &z->pending);
    flush(z);
    sha256_init(&z->digest);
    z->open = true;
}

void
stored_zip_put(struct stored_zip *z, const void *bytes, size_t length)
{
    struct stored_zip_file *file = last(z);

    must(z->open);
    sha256_add(&z->digest, bytes, length);
    file->crc = (uint32_t)crc32_z(file->crc, bytes, length);
    file->size += (int64_t)length;
    if (z->pending.length + length > PENDING)
        flush(z);
    if (length > PENDING)
        write_out(z, bytes, length);
    else
        buffer_add(&z->pending, bytes, length);
}

void
stored_zip_close(struct stored_zip *z, uint8_t hash[SHA256_BYTES], int64_t *size)
{
    struct stored_zip_file *file = last(z);
    struct buffer head = { 0 };

    must(z->open);
    flush(z);
    z->open = false;
    sha256_end(&z->digest, hash);
    *size = file->size;
    stored_zip_head(file, &head);
    if (!z->why && pwrite(z->fd, head.data, head.length, file->at) != (ssize_t)head.length)
        z->why = system_reason(errno);
    buffer_release(&head);
}

bool
stored_zip_end(struct stored_zip *z, const char **why)
{
    const struct stored_zip_file *files = (const void *)z->files.data;
    size_t count = z->files.length / sizeof *files;
    int64_t at = z->bytes;

    for (size_t i = 0; i < count; i++) {
        stored_zip_row(&files[i], &z->pending);
        if (z->pending.length > PENDING)
            flush(z);
    }
    flush(z);
    stored_zip_tail((int64_t)count, at, z->bytes - at, &z->pending);
    flush(z);
    if (!z->why && fsync(z->fd) != 0)
        z->why = system_reason(errno);
    *why = z->why;
    return !z->why;
}

void
stored_zip_release(struct stored_zip *z)
{
    uint8_t unused[SHA256_BYTES];

    if (z->open)
        sha256_end(&z->digest, unused);
    z->open = false;
    buffer_release(&z->files);
    buffer_release(&z->pending);
}
