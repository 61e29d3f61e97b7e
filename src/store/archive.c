#include "store/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/must.h"
#include "store/act.h"
#include "store/store.h"

static const char title[] = "TASUKI-BACKUP-1\n";

enum {
    TITLE = sizeof title - 1,
    ID = 16,
    HEAD = TITLE + ID,
    CHUNK = 1024 * 1024,
    BOUND = ID + 8 + 1,
    BLOCK = 512,
};

struct archive_writer {
    int fd;
    const char *path;
    bool whole;
    struct seal_key key;
    uint8_t id[ID];
    int64_t chunk;
    int64_t left; /* of the present file */
    int64_t padding;
    int64_t bytes;
    uint8_t *plain;
    size_t filled;
    uint8_t *sealed;
};

struct archive_reader {
    int fd;
    struct seal_key key;
    char id_text[BACKUP_ID_TEXT];
    uint8_t id[ID];
    int64_t chunk;
    int64_t size; /* of the encrypted file */
    int64_t at;   /* in it */
    int64_t left;
    int64_t padding;
    uint8_t *plain;
    size_t filled;
    size_t used;
    uint8_t *sealed;
};

static bool
unwritten(struct act *a, const struct archive_writer *w, const char *why)
{
    return fail(a, FAULT_BROKEN, NULL, "%s: バックアップを書けません。%s", w->path, why);
}

static bool
damaged(struct act *a)
{
    return fail(a, FAULT_BROKEN, NULL,
                "バックアップが途中で切れているか、書き換えられているか、壊れています。");
}

static void
bind_chunk(const uint8_t id[ID], int64_t chunk, bool last, uint8_t out[BOUND])
{
    memcpy(out, id, ID);
    for (int i = 0; i < 8; i++)
        out[ID + i] = (uint8_t)((uint64_t)chunk >> (56 - 8 * i));
    out[ID + 8] = last;
}

static void
writer_release(void *thing)
{
    struct archive_writer *w = thing;

    if (w->fd >= 0)
        close(w->fd);
    if (!w->whole)
        unlink(w->path);
    seal_key_release(&w->key);
    wipe(w->plain, CHUNK);
}

bool
archive_begin(struct act *a, const char *path, const char *id, struct archive_writer **out)
{
    struct archive_writer *w = NEW(a->arena, struct archive_writer);
    const char *why;

    act_slow(a);
    w->path = arena_copy(a->arena, path);
    w->plain = arena_get(a->arena, CHUNK);
    w->sealed = arena_get(a->arena, CHUNK + SEAL_EXTRA);
    must(hex_parse(id, w->id, ID) && keyring_backup_get(store_keyring(a->store), id, &w->key));
    w->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (w->fd < 0) {
        seal_key_release(&w->key);
        return unwritten(a, w, system_reason(errno));
    }
    arena_defer(a->arena, writer_release, w);
    *out = w;
    if (!file_write_all(w->fd, title, TITLE, &why) || !file_write_all(w->fd, w->id, ID, &why))
        return unwritten(a, w, why);
    w->bytes = HEAD;
    return true;
}

static bool
flush_chunk(struct act *a, struct archive_writer *w, bool last)
{
    uint8_t bound[BOUND];
    const char *why;

    bind_chunk(w->id, w->chunk++, last, bound);
    seal(&w->key, bound, BOUND, w->plain, w->filled, w->sealed);
    if (!file_write_all(w->fd, w->sealed, w->filled + SEAL_EXTRA, &why))
        return unwritten(a, w, why);
    w->bytes += (int64_t)w->filled + SEAL_EXTRA;
    w->filled = 0;
    return true;
}

static bool
put(struct act *a, struct archive_writer *w, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;

    while (size > 0) {
        size_t piece = CHUNK - w->filled;

        /* A full chunk waits for more, since the last one is marked. */
        if (piece == 0) {
            if (!flush_chunk(a, w, false))
                return false;
            continue;
        }
        if (piece > size)
            piece = size;
        memcpy(w->plain + w->filled, at, piece);
        w->filled += piece;
        at += piece;
        size -= piece;
    }
    return true;
}

static int64_t
padding_of(int64_t size)
{
    return (BLOCK - size % BLOCK) % BLOCK;
}

bool
archive_put(struct act *a, struct archive_writer *w, const void *bytes, size_t size)
{
    static const uint8_t zeros[BLOCK];

    must((int64_t)size <= w->left);
    w->left -= (int64_t)size;
    return put(a, w, bytes, size) && (w->left > 0 || put(a, w, zeros, (size_t)w->padding));
}

/* The fields of ustar, each at its place; numbers in octal. */
static void
make_header(char block[BLOCK], const char *name, int64_t size)
{
    unsigned sum = 0;

    memset(block, 0, BLOCK);
    must(strlen(name) < ARCHIVE_NAME && size < INT64_C(1) << 33);
    memcpy(block, name, strlen(name));
    snprintf(block + 100, 8, "%07o", 0600);
    snprintf(block + 108, 8, "%07o", 0);
    snprintf(block + 116, 8, "%07o", 0);
    snprintf(block + 124, 12, "%011" PRIo64, (uint64_t)size);
    snprintf(block + 136, 12, "%011o", 0);
    memset(block + 148, ' ', 8);
    block[156] = '0';
    memcpy(block + 257, "ustar\00000", 8);
    for (int i = 0; i < BLOCK; i++)
        sum += (unsigned char)block[i];
    snprintf(block + 148, 8, "%06o", sum);
}

bool
archive_header(struct act *a, struct archive_writer *w, const char *name, int64_t size)
{
    char block[BLOCK];

    must(w->left == 0);
    make_header(block, name, size);
    w->left = size;
    w->padding = padding_of(size);
    return put(a, w, block, BLOCK);
}

bool
archive_file(struct act *a, struct archive_writer *w, const char *name, const void *bytes,
             size_t size)
{
    return archive_header(a, w, name, (int64_t)size) && archive_put(a, w, bytes, size);
}

bool
archive_end(struct act *a, struct archive_writer *w, int64_t *bytes)
{
    static const uint8_t zeros[2 * BLOCK];

    must(w->left == 0);
    if (!put(a, w, zeros, sizeof zeros) || !flush_chunk(a, w, true))
        return false;
    if (fsync(w->fd) != 0)
        return unwritten(a, w, system_reason(errno));
    close(w->fd);
    w->fd = -1;
    w->whole = true;
    *bytes = w->bytes;
    return true;
}

static void
reader_release(void *thing)
{
    struct archive_reader *r = thing;

    close(r->fd);
    seal_key_release(&r->key);
    wipe(r->plain, CHUNK);
}

bool
archive_open(struct act *a, const char *path, struct archive_reader **out)
{
    struct archive_reader *r = NEW(a->arena, struct archive_reader);
    uint8_t head[HEAD];
    struct stat st;

    act_slow(a);
    r->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (r->fd < 0)
        return fail(a, FAULT_BROKEN, NULL, "%s: 開けません。%s", path, system_reason(errno));
    r->plain = arena_get(a->arena, CHUNK);
    r->sealed = arena_get(a->arena, CHUNK + SEAL_EXTRA);
    arena_defer(a->arena, reader_release, r);
    if (fstat(r->fd, &st) != 0 || !S_ISREG(st.st_mode) || read(r->fd, head, HEAD) != HEAD ||
        memcmp(head, title, TITLE) != 0)
        return fail(a, FAULT_BROKEN, NULL, "%s: tasuki のバックアップではありません。", path);
    memcpy(r->id, head + TITLE, ID);
    snprintf(r->id_text, sizeof r->id_text, "%s", hex_print(a->arena, r->id, ID));
    r->size = (int64_t)st.st_size;
    r->at = HEAD;
    *out = r;
    if (!keyring_backup_get(store_keyring(a->store), r->id_text, &r->key))
        return fail(a, FAULT_BROKEN, NULL,
                    "%s: このバックアップの鍵がありません。鍵の控え（backup --keyring）を"
                    "取り込んでください。",
                    path);
    return true;
}

const char *
archive_id(const struct archive_reader *r)
{
    return r->id_text;
}

int64_t
archive_bytes(const struct archive_reader *r)
{
    return r->at;
}

static bool
read_whole(int fd, uint8_t *bytes, size_t size)
{
    while (size > 0) {
        ssize_t got = read(fd, bytes, size);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        bytes += got;
        size -= (size_t)got;
    }
    return true;
}

static bool
load_chunk(struct act *a, struct archive_reader *r)
{
    int64_t rest = r->size - r->at;
    bool last = rest <= CHUNK + SEAL_EXTRA;
    size_t size = last ? (size_t)rest : (size_t)(CHUNK + SEAL_EXTRA);
    uint8_t bound[BOUND];

    if (size <= SEAL_EXTRA || !read_whole(r->fd, r->sealed, size))
        return damaged(a);
    bind_chunk(r->id, r->chunk++, last, bound);
    if (!open_sealed(&r->key, bound, BOUND, r->sealed, size, r->plain))
        return damaged(a);
    r->at += (int64_t)size;
    r->filled = size - SEAL_EXTRA;
    r->used = 0;
    return true;
}

/* `bytes` NULL passes over. */
static bool
take(struct act *a, struct archive_reader *r, void *bytes, size_t size)
{
    uint8_t *out = bytes;

    while (size > 0) {
        size_t piece = r->filled - r->used;

        if (piece == 0) {
            if (!load_chunk(a, r))
                return false;
            continue;
        }
        if (piece > size)
            piece = size;
        if (out) {
            memcpy(out, r->plain + r->used, piece);
            out += piece;
        }
        r->used += piece;
        size -= piece;
    }
    return true;
}

static bool
pass_over(struct act *a, struct archive_reader *r)
{
    for (r->left += r->padding, r->padding = 0; r->left > 0;) {
        size_t piece = r->left < CHUNK ? (size_t)r->left : (size_t)CHUNK;

        if (!take(a, r, NULL, piece))
            return false;
        r->left -= (int64_t)piece;
    }
    return true;
}

static bool
octal(const char *text, size_t width, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < width && text[i]; i++) {
        if (text[i] < '0' || text[i] > '7')
            return false;
        *number = *number * 8 + (text[i] - '0');
    }
    return true;
}

bool
archive_next(struct act *a, struct archive_reader *r, char name[ARCHIVE_NAME], int64_t *size,
             bool *more)
{
    static const char zeros[BLOCK];
    char block[BLOCK];
    char again[BLOCK];

    *more = false;
    if (!pass_over(a, r) || !take(a, r, block, BLOCK))
        return false;
    if (memcmp(block, zeros, BLOCK) == 0)
        return (take(a, r, block, BLOCK) && memcmp(block, zeros, BLOCK) == 0 &&
                r->used == r->filled && r->at == r->size) ||
               damaged(a);
    if (block[ARCHIVE_NAME - 1] != '\0' || !octal(block + 124, 11, size))
        return damaged(a);
    snprintf(name, ARCHIVE_NAME, "%.*s", ARCHIVE_NAME - 1, block);
    make_header(again, name, *size);
    if (memcmp(block, again, BLOCK) != 0)
        return damaged(a);
    r->left = *size;
    r->padding = padding_of(*size);
    *more = true;
    return true;
}

bool
archive_read(struct act *a, struct archive_reader *r, void *bytes, size_t size, size_t *got)
{
    *got = r->left < (int64_t)size ? (size_t)r->left : size;
    r->left -= (int64_t)*got;
    return take(a, r, bytes, *got);
}
