/*
 * Copies of the keyring: export, import, and the list of what was exported.
 */
#include "store/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "store/key.h"

/* Line, kind ('C' clear, 'P' passphrase), salt, then the keys in clear with their SHA-256,
   or sealed under the passphrase. */
static const char title[] = "TASUKI-KEYS-1\n";

enum {
    TITLE = sizeof title - 1,
    SALT = crypto_pwhash_SALTBYTES,
    HEAD = TITLE + 1 + SALT,
    COPY_MOST = 64 << 20,
};

static bool
passphrase_key(const char *passphrase, const uint8_t *salt, struct seal_key *key)
{
    uint8_t bytes[KEY_BYTES];
    bool made = sodium_init() >= 0 &&
                crypto_pwhash(bytes, sizeof bytes, passphrase, strlen(passphrase), salt, 3,
                              (size_t)64 << 20, crypto_pwhash_ALG_ARGON2ID13) == 0;

    if (made)
        seal_key_init(key, bytes);
    wipe(bytes, sizeof bytes);
    return made;
}

static bool
add_clear(void *with, const struct key *key)
{
    uint8_t bytes[KEY_CLEAR];

    key_clear_write(key, bytes);
    buffer_add(with, bytes, sizeof bytes);
    wipe(bytes, sizeof bytes);
    return true;
}

/* The file must be new: a copy is never written over another. */
static bool
write_new(const char *path, const struct buffer *bytes, const char **why)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done;

    if (fd < 0) {
        *why = errno == EEXIST ? "すでにあります。別の名前にしてください。" : system_reason(errno);
        return false;
    }
    done = file_write_all(fd, bytes->data, bytes->length, why);
    if (done && fsync(fd) != 0) {
        *why = system_reason(errno);
        done = false;
    }
    close(fd);
    if (!done)
        unlink(path);
    return done;
}

static bool
note_copy(struct keyring *ring, const char *path, bool clear, const char **why)
{
    struct arena scratch = { 0 };
    struct buffer text = { .arena = &scratch };
    const char *before;
    char at[INSTANT_TEXT];
    bool done = keyring_copies(ring, &scratch, &before);

    if (done) {
        instant_print(instant_now(), at);
        buffer_print(&text, "%s%s %s ", before, at, clear ? "平文" : "暗号");
        for (const char *c = path; *c; c++)
            buffer_char(&text, *c == '\n' || *c == '\r' ? ' ' : *c);
        buffer_char(&text, '\n');
        done = file_write(arena_print(&scratch, "%s/copies", keyring_folder(ring)), text.data,
                          text.length, 0600, why);
    } else {
        *why = "鍵の控えの一覧 (keys/copies) が読めません。";
    }
    arena_release(&scratch);
    return done;
}

bool
keyring_export(struct keyring *ring, const char *path, const char *passphrase, const char **why)
{
    struct buffer clear = { 0 };
    struct buffer out = { 0 };
    uint8_t salt[SALT];
    struct seal_key key;
    bool done = false;

    random_bytes(salt, sizeof salt);
    buffer_text(&out, title);
    buffer_char(&out, passphrase ? 'P' : 'C');
    buffer_add(&out, salt, sizeof salt);
    keyring_each_key(ring, add_clear, &clear);
    if (!passphrase) {
        buffer_add(&out, clear.data, clear.length);
        sha256(clear.data, clear.length, (uint8_t *)buffer_room(&out, SHA256_BYTES));
        out.length += SHA256_BYTES;
    } else if (passphrase_key(passphrase, salt, &key)) {
        seal(&key, title, TITLE, clear.data, clear.length,
             buffer_room(&out, clear.length + SEAL_EXTRA));
        out.length += clear.length + SEAL_EXTRA;
        seal_key_release(&key);
    } else {
        *why = "パスフレーズから鍵を作るためのメモリーが足りません。";
        goto out;
    }
    /* Noted first: a copy that is noted and missing is better than the reverse. */
    done = note_copy(ring, path, !passphrase, why) && write_new(path, &out, why);
out:
    wipe(clear.data, clear.length);
    wipe(out.data, out.length);
    buffer_release(&clear);
    buffer_release(&out);
    return done;
}

/* `*length` is that of the file and becomes that of the keys. */
static bool
open_copy(struct arena *arena, uint8_t *file, size_t *length, const char *passphrase,
          uint8_t **keys, const char **why)
{
    uint8_t *body = file + HEAD;
    uint8_t digest[SHA256_BYTES];
    struct seal_key key;
    bool opened;

    *why = "鍵の控えの形ではありません。";
    if (*length < HEAD + SHA256_BYTES || memcmp(file, title, TITLE) != 0)
        return false;
    *length -= HEAD;
    *keys = body;
    if (file[TITLE] == 'C') {
        *length -= SHA256_BYTES;
        sha256(body, *length, digest);
        return equal_constant(digest, body + *length, sizeof digest) && *length % KEY_CLEAR == 0;
    }
    if (file[TITLE] != 'P' || *length < SEAL_EXTRA || (*length - SEAL_EXTRA) % KEY_CLEAR != 0)
        return false;
    *why = "この控えにはパスフレーズが要ります。";
    if (!passphrase)
        return false;
    *why = "パスフレーズから鍵を作るためのメモリーが足りません。";
    if (!passphrase_key(passphrase, file + TITLE + 1, &key))
        return false;
    *why = "パスフレーズが違うか、控えが壊れています。";
    *keys = arena_get(arena, *length);
    opened = open_sealed(&key, title, TITLE, body, *length, *keys);
    seal_key_release(&key);
    *length -= SEAL_EXTRA;
    return opened;
}

bool
keyring_import(struct keyring *ring, const char *path, const char *passphrase, const char **why)
{
    struct arena scratch = { 0 };
    char *file = NULL;
    size_t size = 0;
    size_t length;
    uint8_t *keys;
    struct key key;
    bool done = false;

    if (!file_read(&scratch, path, COPY_MOST, &file, &size, why))
        goto out;
    length = size;
    if (!open_copy(&scratch, (uint8_t *)file, &length, passphrase, &keys, why))
        goto out;
    done = true;
    for (size_t at = 0; done && at < length; at += KEY_CLEAR) {
        done = key_clear_read(keys + at, &key);
        if (!done)
            *why = "鍵の控えの形ではありません。";
        done = done && keyring_put_key(ring, &key, why);
    }
    wipe(&key, sizeof key);
    wipe(keys, length);
out:
    if (file)
        wipe(file, size);
    arena_release(&scratch);
    return done;
}

bool
keyring_copies(struct keyring *ring, struct arena *arena, const char **lines)
{
    const char *path = arena_print(arena, "%s/copies", keyring_folder(ring));
    const char *why;
    char *text = NULL;
    size_t length;

    *lines = "";
    if (!file_exists(path))
        return true;
    if (!file_read(arena, path, 1 << 20, &text, &length, &why))
        return false;
    *lines = text;
    return true;
}

/* Lists: the keys without their secret bytes. */
struct picked {
    struct arena *arena;
    struct key *first;
    size_t count;
};

static bool
pick(void *with, const struct key *key)
{
    struct picked *list = with;
    struct key *copy = NEW(list->arena, struct key);

    *copy = *key;
    memset(copy->bytes, 0, KEY_BYTES);
    copy->next = list->first;
    list->first = copy;
    list->count++;
    return true;
}

static int
by_number(const void *one, const void *other)
{
    const int64_t *a = one;
    const int64_t *b = other;

    return (*a > *b) - (*a < *b);
}

size_t
keyring_contracts(struct keyring *ring, struct arena *arena, int64_t **contracts)
{
    struct picked list = { .arena = arena };
    size_t count = 0;

    keyring_each_key(ring, pick, &list);
    *contracts = NEW_ARRAY(arena, list.count, int64_t);
    for (const struct key *key = list.first; key; key = key->next)
        if (key->kind == KEY_CONTRACT)
            (*contracts)[count++] = key->contract;
    qsort(*contracts, count, sizeof **contracts, by_number);
    return count;
}

static int
newest_first(const void *one, const void *other)
{
    const struct data_key_facts *a = one;
    const struct data_key_facts *b = other;

    return (a->made.us < b->made.us) - (a->made.us > b->made.us);
}

size_t
keyring_data_keys(struct keyring *ring, struct arena *arena, int64_t contract,
                  struct data_key_facts **keys)
{
    struct picked list = { .arena = arena };
    size_t count = 0;

    keyring_each_key(ring, pick, &list);
    *keys = NEW_ARRAY(arena, list.count, struct data_key_facts);
    for (const struct key *key = list.first; key; key = key->next)
        if (key->kind != KEY_BACKUP && key->contract == contract)
            (*keys)[count++] = (struct data_key_facts){ key->id, key->made };
    qsort(*keys, count, sizeof **keys, newest_first);
    return count;
}

static int
by_age(const void *one, const void *other)
{
    const struct backup_key *a = one;
    const struct backup_key *b = other;

    return (a->made.us > b->made.us) - (a->made.us < b->made.us);
}

size_t
keyring_backups(struct keyring *ring, struct arena *arena, struct backup_key **backups)
{
    struct picked list = { .arena = arena };
    size_t count = 0;

    keyring_each_key(ring, pick, &list);
    *backups = NEW_ARRAY(arena, list.count, struct backup_key);
    for (const struct key *key = list.first; key; key = key->next) {
        if (key->kind != KEY_BACKUP)
            continue;
        (*backups)[count].made = key->made;
        memcpy((*backups)[count++].id, key->backup, BACKUP_ID_TEXT);
    }
    qsort(*backups, count, sizeof **backups, by_age);
    return count;
}
