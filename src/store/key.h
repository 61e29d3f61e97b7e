/*
 * One key as it stands in a file: private to the keyring.
 *
 * A file holds a head (what key it is) and the 32 bytes sealed under the master, the
 * head bound to them, so that files cannot be swapped.
 */
#ifndef STORE_KEY_H
#define STORE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/keyring.h"

/* A contract's first key is KEY_CONTRACT; those that came later are KEY_RENEWED. */
enum key_kind { KEY_CONTRACT = 1, KEY_BACKUP = 2, KEY_RENEWED = 3 };

struct key {
    enum key_kind kind;
    int64_t contract;
    char backup[BACKUP_ID_TEXT];
    uint32_t id;
    struct instant made;
    uint8_t bytes[KEY_BYTES];
    struct key *next;
};

enum {
    KEY_HEAD = 4 + 1 + 8 + 16 + 4 + 8,
    KEY_FILE = KEY_HEAD + KEY_BYTES + SEAL_EXTRA,
    KEY_NAME = 64,
};

/* A new random key. `backup` is made for KEY_BACKUP, `contract` given for the others. */
void key_make(struct key *key, enum key_kind kind, int64_t contract);

/* "contract-12", "contract-12-<id, 8 hex digits>", "backup-<32 hex digits>". */
void key_name(const struct key *key, char name[KEY_NAME]);
bool key_name_valid(const char *name);

/* True when both are the key of the same thing. */
bool key_same(const struct key *one, const struct key *other);

void key_wrap(const uint8_t master[KEY_BYTES], const struct key *key, uint8_t out[KEY_FILE]);
bool key_unwrap(const uint8_t master[KEY_BYTES], const void *bytes, size_t length, struct key *key);

/* Writes the key's file into a folder. */
bool key_write(const char *folder, const uint8_t master[KEY_BYTES], const struct key *key,
               const char **why);

/* Rotation replaces DIR/keys as a whole by a complete folder beside it; `finish` ends, at
   the next open, what a crash left half done. */
void key_folder_remove(const char *folder);
bool key_folder_swap(const char *folder, const char *fresh, struct arena *arena, const char **why);
void key_folder_finish(const char *folder, struct arena *arena);

/* Head and bytes in clear, for copies. */
enum { KEY_CLEAR = KEY_HEAD + KEY_BYTES };
void key_clear_write(const struct key *key, uint8_t out[KEY_CLEAR]);
bool key_clear_read(const uint8_t bytes[KEY_CLEAR], struct key *key);

/* Where a master comes from. */
enum master_source { MASTER_FILE, MASTER_ENVIRONMENT, MASTER_CREDENTIAL };
enum { MASTER_SOURCES = MASTER_CREDENTIAL + 1 };

/* The master for the folder DIR/keys. `*found` false, and true returned, when no place has
   one; false with a reason when one is there and cannot be used. */
bool master_read(struct arena *arena, const char *keys, uint8_t master[KEY_BYTES],
                 enum master_source *source, bool *found, const char **why);
bool master_write(const char *keys, const uint8_t master[KEY_BYTES], const char **why);

/* Changes when a key was replaced or dropped, and differs between rings. */
uint64_t keyring_version(const struct keyring *ring);

/* The key like this one, looked for in the folder too. The caller wipes it. */
bool keyring_find_key(struct keyring *ring, const struct key *like, struct key *key);

/* What the ring gives to copies and takes from them. */
bool
keyring_each_key(struct keyring *ring, bool (*each)(void *with, const struct key *key), void *with);
bool keyring_put_key(struct keyring *ring, const struct key *key, const char **why);
const char *keyring_folder(const struct keyring *ring); /* DIR/keys */

#endif
