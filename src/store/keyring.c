#include "store/keyring.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/must.h"
#include "store/key.h"

struct keyring {
    struct arena memory; /* of keys and names; guarded by the lock like all below */
    pthread_mutex_t lock;
    const char *folder; /* DIR/keys */
    enum master_source source;
    uint8_t master[KEY_BYTES];
    struct key *keys;
    struct stat seen;              /* the folder when it was last read */
    atomic_uint_least64_t version; /* unique over all rings; what threads keep is of one version */
};

static atomic_uint_least64_t versions = 1;

static const char no_master[] =
    "マスター鍵が見つかりません。DIR/keys/master を戻すか TASUKI_MASTER_KEY を指定してください。";
static const char wrong_master[] =
    "マスター鍵が違うか鍵の控えが壊れています。正しいマスター鍵を指定してください。";

static void
changed(struct keyring *ring)
{
    atomic_store(&ring->version, atomic_fetch_add(&versions, 1));
}

static struct key *
find(struct keyring *ring, const struct key *like)
{
    for (struct key *key = ring->keys; key; key = key->next)
        if (key_same(key, like))
            return key;
    return NULL;
}

static void
keep(struct keyring *ring, const struct key *key)
{
    struct key *old = find(ring, key);
    struct key *next;

    if (!old) {
        old = NEW(&ring->memory, struct key);
        old->next = ring->keys;
        ring->keys = old;
    }
    next = old->next;
    *old = *key;
    old->next = next;
}

static void
forget(struct keyring *ring, const struct key *like)
{
    for (struct key **at = &ring->keys; *at; at = &(*at)->next) {
        struct key *key = *at;

        if (!key_same(key, like))
            continue;
        *at = key->next;
        wipe(key, sizeof *key);
        return;
    }
}

/* Writers of several processes take turns here; the file stays outside DIR/keys, which
   keyring_rotate replaces as a whole. */
static int
folder_lock(struct keyring *ring, const char **why)
{
    char path[4096];
    int fd;

    snprintf(path, sizeof path, "%s.lock", ring->folder);
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || flock(fd, LOCK_EX) != 0) {
        *why = system_reason(errno);
        if (fd >= 0)
            close(fd);
        return -1;
    }
    return fd;
}

/* One file; `*there` tells whether it is there at all. */
static bool
read_key(struct keyring *ring, const char *name, struct key *key, bool *there, const char **why)
{
    struct arena scratch = { 0 };
    const char *path = arena_print(&scratch, "%s/%s", ring->folder, name);
    char *bytes;
    size_t length;
    char own[KEY_NAME];
    bool done = false;

    *there = file_exists(path);
    if (!*there || !file_read(&scratch, path, 4096, &bytes, &length, why))
        goto out;
    *why = wrong_master;
    if (!key_unwrap(ring->master, bytes, length, key))
        goto out;
    key_name(key, own);
    done = strcmp(own, name) == 0;
out:
    arena_release(&scratch);
    return done;
}

/* Reads all keys anew; on failure the ring keeps what it had. */
static bool
read_folder(struct keyring *ring, const char **why)
{
    DIR *dir = opendir(ring->folder);
    struct key *old = ring->keys;
    struct key key;
    bool there;

    if (!dir || fstat(dirfd(dir), &ring->seen) != 0) {
        *why = system_reason(errno);
        if (dir)
            closedir(dir);
        return false;
    }
    ring->keys = NULL;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (!key_name_valid(entry->d_name))
            continue;
        if (read_key(ring, entry->d_name, &key, &there, why)) {
            keep(ring, &key);
        } else if (there) {
            ring->keys = old;
            closedir(dir);
            return false;
        }
    }
    closedir(dir);
    for (; old; old = old->next)
        wipe(old->bytes, sizeof old->bytes);
    changed(ring);
    return true;
}

static bool
read_master(struct keyring *ring, bool *found, const char **why)
{
    struct arena scratch = { 0 };
    static _Thread_local char reason[512];
    bool read = master_read(&scratch, ring->folder, ring->master, &ring->source, found, why);

    if (!read) {
        snprintf(reason, sizeof reason, "%s", *why);
        *why = reason;
    }
    arena_release(&scratch);
    return read;
}

/* Another process may have put a new master there: then everything is read anew. With
   a master from outside, only a restart can bring the new one. */
static bool
master_current(struct keyring *ring, const char **why)
{
    struct key key;
    bool found;
    bool there;

    if (read_key(ring, "contract-0", &key, &there, why))
        return true;
    if (ring->source == MASTER_FILE && there)
        return read_master(ring, &found, why) && found && read_folder(ring, why);
    *why = there ? "マスター鍵が替わっています。新しい鍵を指定して起動し直してください。"
                 : wrong_master;
    return false;
}

static bool
fill_folder(struct keyring *ring, const char *fresh, const uint8_t master[KEY_BYTES],
            struct arena *arena, const char **why)
{
    const char *copies = arena_print(arena, "%s/copies", ring->folder);
    char *text;
    size_t length;

    if (!folder_make(fresh, 0700, why))
        return false;
    if (file_exists(copies) &&
        (!file_read(arena, copies, 1 << 20, &text, &length, why) ||
         !file_write(arena_print(arena, "%s/copies", fresh), text, length, 0600, why)))
        return false;
    for (const struct key *key = ring->keys; key; key = key->next)
        if (!key_write(fresh, master, key, why))
            return false;
    return ring->source != MASTER_FILE || master_write(fresh, master, why);
}

bool
keyring_rotate(struct keyring *ring, const char *master, const char **why)
{
    struct arena scratch = { 0 };
    const char *fresh = arena_print(&scratch, "%s.new", ring->folder);
    uint8_t bytes[KEY_BYTES];
    bool done = false;
    int fd = -1;

    if ((ring->source == MASTER_FILE) != (master == NULL)) {
        *why = master ? "マスター鍵がファイルにあるときは新しい鍵を指定できません。"
                      : "マスター鍵が外から与えられています。新しい鍵を指定してください。";
        goto out;
    }
    random_bytes(bytes, sizeof bytes);
    if (master && (strlen(master) != 2 * KEY_BYTES || !hex_parse(master, bytes, sizeof bytes))) {
        *why = "新しいマスター鍵は16進数64桁で指定してください。";
        goto out;
    }
    pthread_mutex_lock(&ring->lock);
    fd = folder_lock(ring, why);
    if (fd >= 0 && master_current(ring, why) && read_folder(ring, why)) {
        key_folder_remove(fresh);
        done = fill_folder(ring, fresh, bytes, &scratch, why) &&
               key_folder_swap(ring->folder, fresh, &scratch, why);
        key_folder_remove(fresh);
    }
    if (done) {
        memcpy(ring->master, bytes, sizeof bytes);
        done = read_folder(ring, why);
    }
    pthread_mutex_unlock(&ring->lock);
out:
    if (fd >= 0)
        close(fd);
    wipe(bytes, sizeof bytes);
    arena_release(&scratch);
    return done;
}

static void
ring_release(void *thing)
{
    struct keyring *ring = thing;

    for (struct key *key = ring->keys; key; key = key->next)
        wipe(key->bytes, sizeof key->bytes);
    wipe(ring->master, sizeof ring->master);
    arena_release(&ring->memory);
    pthread_mutex_destroy(&ring->lock);
}

static struct keyring *
ring_new(struct arena *arena, const char *folder)
{
    struct keyring *ring = NEW(arena, struct keyring);

    pthread_mutex_init(&ring->lock, NULL);
    ring->folder = arena_print(&ring->memory, "%s/keys", folder);
    changed(ring);
    arena_defer(arena, ring_release, ring);
    return ring;
}

/* What arrives is a static or a thread's sentence; the caller of open gets his own. */
static struct keyring *
refuse(struct arena *arena, const struct keyring *ring, const char *reason, const char **why)
{
    *why = arena_print(arena, "%s: %s", ring->folder, reason);
    return NULL;
}

struct keyring *
keyring_create(struct arena *arena, const char *folder, const char **why)
{
    struct keyring *ring = ring_new(arena, folder);
    const char *reason = NULL;
    bool found;

    if (file_exists(ring->folder))
        return refuse(arena, ring, "すでにあります。", why);
    if (!folder_make(ring->folder, 0700, &reason) || !read_master(ring, &found, &reason))
        return refuse(arena, ring, reason, why);
    if (!found) {
        random_bytes(ring->master, sizeof ring->master);
        if (!master_write(ring->folder, ring->master, &reason))
            return refuse(arena, ring, reason, why);
    }
    for (struct key key = { 0 }; !ring->keys;) {
        key_make(&key, KEY_CONTRACT, 0);
        if (!key_write(ring->folder, ring->master, &key, &reason) || !read_folder(ring, &reason))
            return refuse(arena, ring, reason, why);
        wipe(&key, sizeof key);
    }
    return ring;
}

struct keyring *
keyring_open(struct arena *arena, const char *folder, const char **why)
{
    struct keyring *ring = ring_new(arena, folder);
    const char *reason = NULL;
    bool found;
    int fd = -1;

    if (file_exists(arena_print(arena, "%s.new", ring->folder)) ||
        file_exists(arena_print(arena, "%s.old", ring->folder))) {
        fd = folder_lock(ring, &reason);
        if (fd < 0)
            return refuse(arena, ring, reason, why);
        key_folder_finish(ring->folder, arena);
        close(fd);
    }
    if (!file_exists(ring->folder))
        return refuse(arena, ring, "鍵のフォルダーがありません。控えから戻してください。", why);
    if (!read_master(ring, &found, &reason))
        return refuse(arena, ring, reason, why);
    if (!found)
        return refuse(arena, ring, no_master, why);
    if (!read_folder(ring, &reason))
        return refuse(arena, ring, reason, why);
    if (!find(ring, &(struct key){ .kind = KEY_CONTRACT }))
        return refuse(arena, ring, "全体の鍵（contract-0）がありません。控えから戻してください。",
                      why);
    return ring;
}

bool
keyring_refresh(struct keyring *ring, const char **why)
{
    struct stat st;
    bool done = true;

    pthread_mutex_lock(&ring->lock);
    if (stat(ring->folder, &st) != 0 || st.st_ino != ring->seen.st_ino ||
        st.st_mtim.tv_sec != ring->seen.st_mtim.tv_sec ||
        st.st_mtim.tv_nsec != ring->seen.st_mtim.tv_nsec)
        done = master_current(ring, why) && read_folder(ring, why);
    pthread_mutex_unlock(&ring->lock);
    return done;
}

const char *
keyring_source(const struct keyring *ring)
{
    static const char *const names[MASTER_SOURCES] = {
        [MASTER_FILE] = "ファイル",
        [MASTER_ENVIRONMENT] = "環境変数",
        [MASTER_CREDENTIAL] = "systemd",
    };

    return names[ring->source];
}

bool
keyring_keeps_master(const struct keyring *ring)
{
    return ring->source == MASTER_FILE;
}

const char *
keyring_folder(const struct keyring *ring)
{
    return ring->folder;
}

static bool
put_locked(struct keyring *ring, const struct key *key, bool replace, const char **why)
{
    struct key found = { 0 };
    char name[KEY_NAME];
    bool there = false;
    bool done = false;
    int fd = folder_lock(ring, why);

    if (fd < 0)
        return false;
    key_name(key, name);
    if (!master_current(ring, why))
        goto out;
    if (!replace && read_key(ring, name, &found, &there, why)) {
        keep(ring, &found);
        done = true;
    } else if (!there) {
        done = key_write(ring->folder, ring->master, key, why);
        if (done)
            keep(ring, key);
    }
out:
    close(fd);
    wipe(&found, sizeof found);
    return done;
}

bool
keyring_put_key(struct keyring *ring, const struct key *key, const char **why)
{
    bool done;

    pthread_mutex_lock(&ring->lock);
    done = put_locked(ring, key, true, why);
    changed(ring);
    pthread_mutex_unlock(&ring->lock);
    return done;
}

bool
keyring_ensure(struct keyring *ring, int64_t contract, const char **why)
{
    struct key key;
    bool done;

    pthread_mutex_lock(&ring->lock);
    done = find(ring, &(struct key){ .kind = KEY_CONTRACT, .contract = contract }) != NULL;
    if (!done) {
        key_make(&key, KEY_CONTRACT, contract);
        done = put_locked(ring, &key, false, why);
        wipe(&key, sizeof key);
    }
    pthread_mutex_unlock(&ring->lock);
    return done;
}

static bool
drop(struct keyring *ring, const struct key *like, const char **why)
{
    char name[KEY_NAME];
    char path[4096];
    bool done = true;
    int fd;

    key_name(like, name);
    snprintf(path, sizeof path, "%s/%s", ring->folder, name);
    pthread_mutex_lock(&ring->lock);
    fd = folder_lock(ring, why);
    if (fd < 0 || (unlink(path) != 0 && errno != ENOENT)) {
        *why = fd < 0 ? *why : system_reason(errno);
        done = false;
    } else {
        forget(ring, like);
        changed(ring);
        done = folder_sync(ring->folder, why);
    }
    if (fd >= 0)
        close(fd);
    pthread_mutex_unlock(&ring->lock);
    return done;
}

static bool
any_renewed(struct keyring *ring, int64_t contract, struct key *like)
{
    const struct key *key;

    pthread_mutex_lock(&ring->lock);
    for (key = ring->keys; key; key = key->next)
        if (key->kind == KEY_RENEWED && key->contract == contract)
            break;
    if (key)
        *like = (struct key){ .kind = KEY_RENEWED, .contract = contract, .id = key->id };
    pthread_mutex_unlock(&ring->lock);
    return key != NULL;
}

/* The first key goes last: as long as it is there, the contract counts as not dropped. */
bool
keyring_drop(struct keyring *ring, int64_t contract, const char **why)
{
    struct key like;

    must(contract != 0);
    if (!keyring_refresh(ring, why))
        return false;
    while (any_renewed(ring, contract, &like))
        if (!drop(ring, &like, why))
            return false;
    return drop(ring, &(struct key){ .kind = KEY_CONTRACT, .contract = contract }, why);
}

bool
keyring_backup_drop(struct keyring *ring, const char *id, const char **why)
{
    struct key like = { .kind = KEY_BACKUP };

    snprintf(like.backup, sizeof like.backup, "%s", id);
    return drop(ring, &like, why);
}

bool
keyring_backup_make(struct keyring *ring, struct backup_key *made, const char **why)
{
    struct key key;
    bool done;

    key_make(&key, KEY_BACKUP, 0);
    *made = (struct backup_key){ .made = key.made };
    memcpy(made->id, key.backup, sizeof made->id);
    pthread_mutex_lock(&ring->lock);
    done = put_locked(ring, &key, true, why);
    pthread_mutex_unlock(&ring->lock);
    wipe(&key, sizeof key);
    return done;
}

bool
keyring_backup_get(struct keyring *ring, const char *id, struct seal_key *key)
{
    struct key like = { .kind = KEY_BACKUP };
    const struct key *found;
    uint8_t bytes[KEY_BYTES];

    snprintf(like.backup, sizeof like.backup, "%s", id);
    pthread_mutex_lock(&ring->lock);
    found = find(ring, &like);
    if (found) {
        hkdf_sha256(found->bytes, KEY_BYTES, NULL, 0, "tasuki backup 1", bytes, sizeof bytes);
        seal_key_init(key, bytes);
        wipe(bytes, sizeof bytes);
    }
    pthread_mutex_unlock(&ring->lock);
    return found != NULL;
}

bool
keyring_each_key(struct keyring *ring, bool (*each)(void *with, const struct key *key), void *with)
{
    bool done = true;

    pthread_mutex_lock(&ring->lock);
    for (const struct key *key = ring->keys; key && done; key = key->next)
        done = each(with, key);
    pthread_mutex_unlock(&ring->lock);
    return done;
}

uint64_t
keyring_version(const struct keyring *ring)
{
    return atomic_load_explicit(&ring->version, memory_order_acquire);
}

bool
keyring_find_key(struct keyring *ring, const struct key *like, struct key *key)
{
    const char *why;
    const struct key *found;
    char name[KEY_NAME];
    bool there;

    pthread_mutex_lock(&ring->lock);
    found = find(ring, like);
    if (!found) {
        key_name(like, name);
        if (read_key(ring, name, key, &there, &why)) {
            keep(ring, key);
            changed(ring);
            found = find(ring, like);
        }
    }
    if (found)
        *key = *found;
    pthread_mutex_unlock(&ring->lock);
    return found != NULL;
}
