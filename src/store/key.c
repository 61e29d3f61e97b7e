#include "store/key.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

static const char magic[4] = { 'T', 'K', 'Y', '1' };

#define HEX "0123456789abcdef"

static uint8_t *
put_number(uint8_t *at, uint64_t number, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        *at++ = (uint8_t)(number >> (8 * i));
    return at;
}

static uint64_t
take_number(const uint8_t **at, int bytes)
{
    uint64_t number = 0;

    for (int i = 0; i < bytes; i++)
        number = number << 8 | *(*at)++;
    return number;
}

void
key_make(struct key *key, enum key_kind kind, int64_t contract)
{
    uint8_t name[16];

    *key = (struct key){ .kind = kind, .contract = contract, .made = instant_now() };
    random_bytes(key->bytes, sizeof key->bytes);
    random_bytes(&key->id, sizeof key->id);
    if (kind != KEY_BACKUP)
        return;
    random_bytes(name, sizeof name);
    for (size_t i = 0; i < sizeof name; i++)
        snprintf(key->backup + 2 * i, 3, "%02x", name[i]);
}

void
key_name(const struct key *key, char name[KEY_NAME])
{
    if (key->kind == KEY_BACKUP)
        snprintf(name, KEY_NAME, "backup-%s", key->backup);
    else if (key->kind == KEY_RENEWED)
        snprintf(name, KEY_NAME, "contract-%" PRId64 "-%08" PRIx32, key->contract, key->id);
    else
        snprintf(name, KEY_NAME, "contract-%" PRId64, key->contract);
}

/* "12" or "12-0123abcd" */
static bool
contract_valid(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > 19)
        return false;
    text += digits;
    return !*text || (strlen(text) == 9 && *text == '-' && strspn(text + 1, HEX) == 8);
}

bool
key_name_valid(const char *name)
{
    if (strncmp(name, "contract-", 9) == 0)
        return contract_valid(name + 9);
    return strncmp(name, "backup-", 7) == 0 && strlen(name + 7) == BACKUP_ID_TEXT - 1 &&
           strspn(name + 7, HEX) == BACKUP_ID_TEXT - 1;
}

bool
key_same(const struct key *one, const struct key *other)
{
    if (one->kind != other->kind)
        return false;
    if (one->kind == KEY_BACKUP)
        return strcmp(one->backup, other->backup) == 0;
    return one->contract == other->contract && (one->kind == KEY_CONTRACT || one->id == other->id);
}

static void
head_write(const struct key *key, uint8_t out[KEY_HEAD])
{
    uint8_t *at = out;

    memcpy(at, magic, sizeof magic);
    at = put_number(at + sizeof magic, key->kind, 1);
    at = put_number(at, (uint64_t)key->contract, 8);
    memset(at, 0, 16);
    if (key->kind == KEY_BACKUP)
        hex_parse(key->backup, at, 16);
    at = put_number(at + 16, key->id, 4);
    put_number(at, (uint64_t)key->made.us, 8);
}

static bool
head_read(const uint8_t bytes[KEY_HEAD], struct key *key)
{
    const uint8_t *at = bytes + sizeof magic;
    uint64_t kind;

    *key = (struct key){ 0 };
    if (memcmp(bytes, magic, sizeof magic) != 0)
        return false;
    kind = take_number(&at, 1);
    if (kind != KEY_CONTRACT && kind != KEY_BACKUP && kind != KEY_RENEWED)
        return false;
    key->kind = (enum key_kind)kind;
    key->contract = (int64_t)take_number(&at, 8);
    for (size_t i = 0; i < 16; i++)
        if (key->kind == KEY_BACKUP)
            snprintf(key->backup + 2 * i, 3, "%02x", at[i]);
    at += 16;
    key->id = (uint32_t)take_number(&at, 4);
    key->made.us = (int64_t)take_number(&at, 8);
    return true;
}

/* The master itself seals nothing: its one use is the root of derivation. */
static void
wrapping_key(const uint8_t master[KEY_BYTES], struct seal_key *key)
{
    uint8_t bytes[KEY_BYTES];

    hkdf_sha256(master, KEY_BYTES, NULL, 0, "tasuki wrap 1", bytes, sizeof bytes);
    seal_key_init(key, bytes);
    wipe(bytes, sizeof bytes);
}

void
key_wrap(const uint8_t master[KEY_BYTES], const struct key *key, uint8_t out[KEY_FILE])
{
    struct seal_key wrapping;

    head_write(key, out);
    wrapping_key(master, &wrapping);
    seal(&wrapping, out, KEY_HEAD, key->bytes, KEY_BYTES, out + KEY_HEAD);
    seal_key_release(&wrapping);
}

bool
key_unwrap(const uint8_t master[KEY_BYTES], const void *bytes, size_t length, struct key *key)
{
    struct seal_key wrapping;
    const uint8_t *at = bytes;
    bool opened;

    if (length != KEY_FILE || !head_read(at, key))
        return false;
    wrapping_key(master, &wrapping);
    opened = open_sealed(&wrapping, at, KEY_HEAD, at + KEY_HEAD, KEY_FILE - KEY_HEAD, key->bytes);
    seal_key_release(&wrapping);
    return opened;
}

void
key_clear_write(const struct key *key, uint8_t out[KEY_CLEAR])
{
    head_write(key, out);
    memcpy(out + KEY_HEAD, key->bytes, KEY_BYTES);
}

bool
key_clear_read(const uint8_t bytes[KEY_CLEAR], struct key *key)
{
    if (!head_read(bytes, key))
        return false;
    memcpy(key->bytes, bytes + KEY_HEAD, KEY_BYTES);
    return true;
}

static bool
parse_master(const char *text, uint8_t master[KEY_BYTES])
{
    char digits[2 * KEY_BYTES + 1] = { 0 };
    size_t length = strlen(text);

    while (length > 0 && strchr("\r\n \t", text[length - 1]))
        length--;
    if (length != 2 * KEY_BYTES)
        return false;
    memcpy(digits, text, length);
    for (size_t i = 0; i < length; i++)
        if (digits[i] >= 'A' && digits[i] <= 'F')
            digits[i] = (char)(digits[i] - 'A' + 'a');
    return hex_parse(digits, master, KEY_BYTES);
}

static bool
master_file(struct arena *arena, const char *path, bool ours, uint8_t master[KEY_BYTES],
            const char **why)
{
    struct stat st;
    char *text;
    size_t length;
    bool good;

    if (ours && stat(path, &st) == 0 && (st.st_mode & 077) != 0) {
        *why = arena_print(arena, "%s: 他の利用者も読めます。chmod 600 で自分だけにしてください。",
                           path);
        return false;
    }
    if (!file_read(arena, path, 4096, &text, &length, why)) {
        *why = arena_print(arena, "%s: %s", path, *why);
        return false;
    }
    good = parse_master(text, master);
    wipe(text, length);
    if (!good)
        *why = arena_print(arena, "%s: マスター鍵の形ではありません（16進数64桁）。", path);
    return good;
}

bool
master_read(struct arena *arena, const char *keys, uint8_t master[KEY_BYTES],
            enum master_source *source, bool *found, const char **why)
{
    const char *text = getenv("TASUKI_MASTER_KEY");
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    const char *path;

    *found = true;
    if (text && *text) {
        *source = MASTER_ENVIRONMENT;
        if (parse_master(text, master))
            return true;
        *why = "環境変数 TASUKI_MASTER_KEY がマスター鍵の形ではありません（16進数64桁）。";
        return false;
    }
    if (credentials && *credentials) {
        *source = MASTER_CREDENTIAL;
        path = arena_print(arena, "%s/tasuki-master", credentials);
        if (file_exists(path))
            return master_file(arena, path, false, master, why);
    }
    *source = MASTER_FILE;
    path = arena_print(arena, "%s/master", keys);
    *found = file_exists(path);
    return !*found || master_file(arena, path, true, master, why);
}

bool
master_write(const char *keys, const uint8_t master[KEY_BYTES], const char **why)
{
    struct arena arena = { 0 };
    char *text = arena_print(&arena, "%s\n", hex_print(&arena, master, KEY_BYTES));
    bool done = file_write(arena_print(&arena, "%s/master", keys), text, strlen(text), 0600, why);

    wipe(text, strlen(text));
    arena_release(&arena);
    return done;
}

bool
key_write(const char *folder, const uint8_t master[KEY_BYTES], const struct key *key,
          const char **why)
{
    uint8_t bytes[KEY_FILE];
    char name[KEY_NAME];
    char path[4096];

    key_name(key, name);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    key_wrap(master, key, bytes);
    return file_write(path, bytes, sizeof bytes, 0600, why);
}

void
key_folder_remove(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    if (!dir)
        return;
    while ((entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    rmdir(folder);
}

/* What a crash in key_folder_swap left: the new folder counts as soon as the old one is away. */
void
key_folder_finish(const char *folder, struct arena *arena)
{
    const char *fresh = arena_print(arena, "%s.new", folder);
    const char *old = arena_print(arena, "%s.old", folder);

    if (!file_exists(folder) && file_exists(fresh) && rename(fresh, folder) != 0)
        return;
    if (file_exists(folder)) {
        key_folder_remove(fresh);
        key_folder_remove(old);
    }
}

bool
key_folder_swap(const char *folder, const char *fresh, struct arena *arena, const char **why)
{
    const char *old = arena_print(arena, "%s.old", folder);
    char *above = arena_copy(arena, folder);

    *strrchr(above, '/') = '\0';
    if (rename(folder, old) != 0 || rename(fresh, folder) != 0) {
        *why = system_reason(errno);
        return false;
    }
    key_folder_remove(old);
    return folder_sync(above, why);
}
