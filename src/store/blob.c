#include "store/blob.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/log.h"
#include "base/must.h"
#include "store/act.h"
#include "store/keyring.h"
#include "store/store.h"

/* Head: four letters, key id, file id. Then sealed chunks, each bound to the file, its
   number and whether it is the last, so that nothing can be cut off or moved. */
enum {
    LETTERS = 4,
    FILE_ID = 16,
    HEAD = LETTERS + 4 + FILE_ID,
    CHUNK = 64 * 1024,
    SEALED = CHUNK + SEAL_EXTRA,
    BOUND = FILE_ID + 8 + 1,
    DAY_SECONDS = 86400,
};

static const char letters[] = "TKB1";

struct blob_writer {
    int64_t contract;
    uint32_t key; /* the same to the end, also when the contract gets a new one */
    int64_t limit;
    int64_t size;
    int64_t chunk;
    int fd;     /* -1 once closed */
    char *path; /* NULL once renamed */
    struct sha256_run digest;
    uint8_t file_id[FILE_ID];
    uint8_t plain[CHUNK];
    size_t filled;
    uint8_t sealed[SEALED];
};

struct blob_reader {
    int64_t contract;
    uint32_t key;
    int64_t size;
    int64_t at;
    int64_t chunk; /* in `plain`, -1 for none */
    int fd;
    uint8_t file_id[FILE_ID];
    uint8_t plain[CHUNK];
    uint8_t sealed[SEALED];
};

static bool
broken(struct act *a, const char *doing, const char *why)
{
    bool full = errno == ENOSPC || errno == EDQUOT;

    log_line(LOG_ERROR, "blob", "doing", doing, "why", why, NULL);
    return fail(a, full ? FAULT_BUSY : FAULT_BROKEN, NULL, "添付ファイルを%sできません。%s", doing,
                why);
}

static struct contract_keys *
keys_of(struct act *a, int64_t contract)
{
    struct contract_keys *keys = keyring_get(store_keyring(a->store), contract);

    if (!keys)
        fail(a, FAULT_BROKEN, NULL,
             "この契約の鍵がありません。契約が消去されたか、鍵の控えが戻されていません。");
    return keys;
}

static struct seal_key *
key_of(struct act *a, int64_t contract, uint32_t id)
{
    struct data_key *key;

    if (!keys_of(a, contract))
        return NULL;
    key = keyring_get_by_id(store_keyring(a->store), contract, id);
    if (!key)
        fail(a, FAULT_BROKEN, NULL, "添付ファイルは今は無い鍵で封じられていて、開けません。");
    return key ? &key->blob : NULL;
}

static void
put32(uint8_t *out, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(number >> (24 - 8 * i));
}

static uint32_t
take32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void
bind_chunk(const uint8_t file_id[FILE_ID], int64_t chunk, bool last, uint8_t out[BOUND])
{
    memcpy(out, file_id, FILE_ID);
    for (int i = 0; i < 8; i++)
        out[FILE_ID + i] = (uint8_t)((uint64_t)chunk >> (56 - 8 * i));
    out[FILE_ID + 8] = last;
}

static bool
name_valid(const char *name)
{
    return name && strlen(name) == BLOB_NAME - 1 &&
           strspn(name, "0123456789abcdef") == BLOB_NAME - 1;
}

static const char *
folder_of(struct act *a, const char *part)
{
    return arena_print(a->arena, "%s/blobs/%s", store_folder(a->store), part);
}

static const char *
path_of(struct act *a, const char *name)
{
    return arena_print(a->arena, "%s/blobs/%.2s/%s", store_folder(a->store), name, name);
}

static void
writer_release(void *thing)
{
    struct blob_writer *w = thing;
    uint8_t unused[SHA256_BYTES];

    if (w->digest.context)
        sha256_end(&w->digest, unused);
    if (w->fd >= 0)
        close(w->fd);
    if (w->path)
        unlink(w->path);
    wipe(w->plain, sizeof w->plain);
    w->fd = -1;
    w->path = NULL;
}

bool
blob_begin(struct act *a, int64_t contract, int64_t limit, struct blob_writer **writer)
{
    struct blob_writer *w = NEW(a->arena, struct blob_writer);
    struct contract_keys *keys = keys_of(a, contract);
    const char *why = NULL;
    uint8_t head[HEAD];

    act_slow(a);
    *writer = w;
    w->fd = -1;
    w->contract = contract;
    w->limit = limit;
    if (!keys)
        return false;
    if (!folder_make(folder_of(a, "new"), 0700, &why))
        return broken(a, "保存", why);
    w->path = arena_print(a->arena, "%s/XXXXXX", folder_of(a, "new"));
    w->fd = mkostemp(w->path, O_CLOEXEC);
    if (w->fd < 0) {
        w->path = NULL;
        return broken(a, "保存", system_reason(errno));
    }
    arena_defer(a->arena, writer_release, w);
    sha256_init(&w->digest);
    random_bytes(w->file_id, FILE_ID);
    memcpy(head, letters, LETTERS);
    w->key = keys->newest->id;
    put32(head + LETTERS, w->key);
    memcpy(head + LETTERS + 4, w->file_id, FILE_ID);
    return file_write_all(w->fd, head, HEAD, &why) || broken(a, "保存", why);
}

static bool
flush_chunk(struct act *a, struct blob_writer *w, bool last)
{
    struct seal_key *key = key_of(a, w->contract, w->key);
    uint8_t bound[BOUND];
    const char *why;

    if (!key)
        return false;
    bind_chunk(w->file_id, w->chunk++, last, bound);
    seal(key, bound, BOUND, w->plain, w->filled, w->sealed);
    if (!file_write_all(w->fd, w->sealed, w->filled + SEAL_EXTRA, &why))
        return broken(a, "保存", why);
    w->filled = 0;
    return true;
}

bool
blob_add(struct act *a, struct blob_writer *w, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;

    act_slow(a);
    must(w->fd >= 0);
    if (size > INT64_MAX || (int64_t)size > w->limit - w->size)
        return fail(a, FAULT_LARGE, NULL, "ファイルが大きすぎます（上限 %lld バイト）。",
                    (long long)w->limit);
    w->size += (int64_t)size;
    sha256_add(&w->digest, bytes, size);
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

static bool
settle(struct act *a, struct blob_writer *w, const char *name)
{
    const char *path = path_of(a, name);
    const char *folder = folder_of(a, arena_slice(a->arena, name, 2));
    bool fresh = !file_exists(folder);
    const char *why = NULL;

    if (!folder_make(folder, 0700, &why))
        return broken(a, "保存", why);
    /* The new time keeps litter collectors away until the row that names it is there. */
    if (file_exists(path) && utimensat(AT_FDCWD, path, NULL, 0) == 0) {
        unlink(w->path);
    } else if (rename(w->path, path) != 0) {
        return broken(a, "保存", system_reason(errno));
    }
    w->path = NULL;
    if (!folder_sync(folder, &why) || (fresh && !folder_sync(folder_of(a, ""), &why)))
        return broken(a, "保存", why);
    return true;
}

bool
blob_end(struct act *a, struct blob_writer *w, char name[BLOB_NAME], int64_t *size)
{
    struct contract_keys *keys;
    uint8_t digest[SHA256_BYTES];
    int fd = w->fd;

    act_slow(a);
    must(w->fd >= 0);
    if (!flush_chunk(a, w, true))
        return false;
    if (fsync(fd) != 0)
        return broken(a, "保存", system_reason(errno));
    close(fd);
    w->fd = -1;
    sha256_end(&w->digest, digest);
    keys = keys_of(a, w->contract);
    if (!keys)
        return false;
    hmac_sha256(keys->blob_name, KEY_BYTES, digest, sizeof digest, digest);
    snprintf(name, BLOB_NAME, "%s", hex_print(a->arena, digest, sizeof digest));
    if (size)
        *size = w->size;
    return settle(a, w, name);
}

bool
blob_write(struct act *a, int64_t contract, const void *bytes, size_t size, char name[BLOB_NAME])
{
    struct blob_writer *w;

    return blob_begin(a, contract, INT64_MAX, &w) && blob_add(a, w, bytes, size) &&
           blob_end(a, w, name, NULL);
}

static void
reader_release(void *thing)
{
    struct blob_reader *r = thing;

    close(r->fd);
    wipe(r->plain, sizeof r->plain);
}

static bool
damaged(struct act *a)
{
    return fail(a, FAULT_BROKEN, NULL,
                "添付ファイルが書き換えられているか壊れていて、開けません。");
}

bool
blob_open(struct act *a, int64_t contract, const char *name, struct blob_reader **reader)
{
    struct blob_reader *r;
    struct stat st;
    uint8_t head[HEAD];
    int64_t body;
    int fd = -1;

    act_slow(a);
    if (name_valid(name))
        fd = open(path_of(a, name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return fail(a, FAULT_MISSING, NULL, "添付ファイルがありません。");
    r = NEW(a->arena, struct blob_reader);
    *r = (struct blob_reader){ .contract = contract, .chunk = -1, .fd = fd };
    arena_defer(a->arena, reader_release, r);
    if (!keys_of(a, contract))
        return false;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || pread(fd, head, HEAD, 0) != HEAD ||
        memcmp(head, letters, LETTERS) != 0)
        return damaged(a);
    r->key = take32(head + LETTERS);
    if (!keyring_get_by_id(store_keyring(a->store), contract, r->key))
        return damaged(a);
    memcpy(r->file_id, head + LETTERS + 4, FILE_ID);
    body = (int64_t)st.st_size - HEAD;
    if (body < SEAL_EXTRA || (body % SEALED != 0 && body % SEALED < SEAL_EXTRA))
        return damaged(a);
    r->size = body - (body + SEALED - 1) / SEALED * SEAL_EXTRA;
    *reader = r;
    return true;
}

int64_t
blob_size(const struct blob_reader *reader)
{
    return reader->size;
}

static bool
load_chunk(struct act *a, struct blob_reader *r, int64_t chunk)
{
    struct seal_key *key = key_of(a, r->contract, r->key);
    int64_t last = r->size == 0 ? 0 : (r->size - 1) / CHUNK;
    size_t plain = chunk < last ? CHUNK : (size_t)(r->size - last * CHUNK);
    uint8_t bound[BOUND];

    if (!key)
        return false;
    r->chunk = -1;
    bind_chunk(r->file_id, chunk, chunk == last, bound);
    if (pread(r->fd, r->sealed, plain + SEAL_EXTRA, HEAD + chunk * SEALED) !=
            (ssize_t)(plain + SEAL_EXTRA) ||
        !open_sealed(key, bound, BOUND, r->sealed, plain + SEAL_EXTRA, r->plain))
        return damaged(a);
    r->chunk = chunk;
    return true;
}

bool
blob_read(struct act *a, struct blob_reader *r, void *bytes, size_t size, size_t *got)
{
    uint8_t *out = bytes;

    act_slow(a);
    *got = 0;
    while (*got < size && r->at < r->size) {
        int64_t chunk = r->at / CHUNK;
        size_t from = (size_t)(r->at % CHUNK);
        size_t piece = CHUNK - from;

        if ((int64_t)piece > r->size - r->at)
            piece = (size_t)(r->size - r->at);
        if (piece > size - *got)
            piece = size - *got;
        if (r->chunk != chunk && !load_chunk(a, r, chunk))
            return false;
        memcpy(out + *got, r->plain + from, piece);
        *got += piece;
        r->at += (int64_t)piece;
    }
    /* The one empty chunk of an empty blob is looked at too. */
    return r->size > 0 || r->chunk == 0 || load_chunk(a, r, 0);
}

void
blob_seek(struct blob_reader *reader, int64_t at)
{
    must(at >= 0 && at <= reader->size);
    reader->at = at;
}

bool
blob_get(struct act *a, int64_t contract, const char *name, int64_t limit, char **bytes,
         size_t *size)
{
    struct blob_reader *r;
    size_t got;

    if (!blob_open(a, contract, name, &r))
        return false;
    if (r->size > limit)
        return fail(a, FAULT_LARGE, NULL, "ファイルが大きすぎます（上限 %lld バイト）。",
                    (long long)limit);
    *size = (size_t)r->size;
    *bytes = arena_get(a->arena, *size + 1);
    return blob_read(a, r, *bytes, *size, &got);
}

/* True when it names a key of the contract that is not its newest. */
static bool
is_older(struct act *a, int64_t contract, const char *path, struct stat *st)
{
    struct keyring *ring = store_keyring(a->store);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct contract_keys *keys;
    uint8_t head[HEAD];
    bool read = fd >= 0 && fstat(fd, st) == 0 && pread(fd, head, HEAD, 0) == HEAD;

    if (fd >= 0)
        close(fd);
    if (!read || memcmp(head, letters, LETTERS) != 0 ||
        !keyring_get_by_id(ring, contract, take32(head + LETTERS)))
        return false;
    keys = keyring_get(ring, contract);
    return keys && keys->newest->id != take32(head + LETTERS);
}

/* The time of the old file, which says how long no row has named it. */
static bool
replace(struct act *a, struct blob_writer *w, const char *path, const struct stat *st)
{
    const struct timespec times[2] = { st->st_atim, st->st_mtim };
    char *folder = arena_copy(a->arena, path);
    const char *why = NULL;

    *strrchr(folder, '/') = '\0';
    if (!flush_chunk(a, w, true))
        return false;
    if (futimens(w->fd, times) != 0 || fsync(w->fd) != 0)
        return broken(a, "保存", system_reason(errno));
    close(w->fd);
    w->fd = -1;
    if (!file_exists(path)) /* removed meanwhile */
        return true;
    if (rename(w->path, path) != 0)
        return broken(a, "保存", system_reason(errno));
    w->path = NULL;
    return folder_sync(folder, &why) || broken(a, "保存", why);
}

bool
blob_again(struct act *a, int64_t contract, const char *name, bool *changed)
{
    const char *path = name_valid(name) ? path_of(a, name) : "";
    struct blob_reader *r;
    struct blob_writer *w;
    struct stat st;
    char *piece;
    size_t got;

    act_slow(a);
    *changed = is_older(a, contract, path, &st);
    if (!*changed)
        return true;
    if (!blob_open(a, contract, name, &r) || !blob_begin(a, contract, INT64_MAX, &w))
        return false;
    piece = arena_get(a->arena, CHUNK);
    do
        if (!blob_read(a, r, piece, CHUNK, &got) || !blob_add(a, w, piece, got))
            return false;
    while (got > 0);
    return replace(a, w, path, &st);
}

bool
blob_exists(struct act *a, const char *name)
{
    act_slow(a);
    return name_valid(name) && file_exists(path_of(a, name));
}

bool
blob_remove(struct act *a, const char *name)
{
    const char *why = NULL;

    act_slow(a);
    if (!name_valid(name) || !blob_exists(a, name))
        return true;
    if (unlink(path_of(a, name)) != 0 && errno != ENOENT)
        return broken(a, "削除", system_reason(errno));
    return folder_sync(folder_of(a, arena_slice(a->arena, name, 2)), &why) ||
           broken(a, "削除", why);
}

static int
by_name(const struct dirent **one, const struct dirent **other)
{
    return strcmp((*one)->d_name, (*other)->d_name);
}

static void
remove_unfinished(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    struct stat st;

    while (dir && (entry = readdir(dir)) != NULL)
        if (fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(st.st_mode) && st.st_mtime < time(NULL) - DAY_SECONDS)
            unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
}

/* One folder of 1/256 of the blobs; false when the caller wants no more. */
static bool
each_in(const char *folder, bool (*each)(void *with, const struct blob_file *file), void *with)
{
    struct dirent **list;
    int count = scandir(folder, &list, NULL, by_name);
    bool more = true;

    for (int i = 0; i < count; i++) {
        char path[4096];
        struct stat st;
        struct blob_file file = { .name = list[i]->d_name, .path = path };

        snprintf(path, sizeof path, "%s/%s", folder, list[i]->d_name);
        if (more && name_valid(file.name) && lstat(path, &st) == 0 && S_ISREG(st.st_mode)) {
            file.bytes = (int64_t)st.st_size;
            file.changed.us = (int64_t)st.st_mtim.tv_sec * 1000000 + st.st_mtim.tv_nsec / 1000;
            more = each(with, &file);
        }
        free(list[i]);
    }
    if (count >= 0)
        free(list);
    return more;
}

bool
blob_each(struct act *a, bool (*each)(void *with, const struct blob_file *file), void *with)
{
    char part[3];

    act_slow(a);
    remove_unfinished(folder_of(a, "new"));
    for (unsigned i = 0; i < 256; i++) {
        snprintf(part, sizeof part, "%02x", i);
        if (!each_in(folder_of(a, part), each, with))
            break;
    }
    return true;
}
