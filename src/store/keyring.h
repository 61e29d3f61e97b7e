/*
 * The keyring: the only place where keys live, the folder DIR/keys/.
 *
 * A master key wraps one key for each contract (0: the installation) and one for each
 * backup archive. The wrapped keys are small files beside it. No key ever stands in the
 * database or in a backup, so dropping a contract's key ends its values everywhere.
 *
 * The master is looked for in this order: the environment TASUKI_MASTER_KEY (64 hex
 * digits), the systemd credential `tasuki-master`, the file DIR/keys/master (mode 0600).
 * When it is missing or opens nothing, the keyring does not open; a new master is made
 * only by keyring_create and keyring_rotate.
 *
 * A contract's uses (values, search, equality, blobs) each have a key derived by HKDF.
 * Renewing gives the contract one more key: new values and blobs are sealed under the
 * newest, older ones open by the id they carry. Search, equality and blob names stay
 * with the first key: were they to change, half of the rows would not be found, and what
 * is unique would not be, as long as the change goes on. They open nothing.
 *
 * All functions may be called from any thread; what keyring_get returns belongs to the
 * calling thread. Functions that write files must stand outside act_write.
 */
#ifndef STORE_KEYRING_H
#define STORE_KEYRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/time.h"

struct arena;
struct keyring;

enum { KEY_BYTES = 32, BACKUP_ID_TEXT = 33 };

/* What one of a contract's keys seals with; newest first. */
struct data_key {
    uint32_t id; /* written into every value, so that a value of a lost key is known */
    struct instant made;
    struct seal_key value;
    struct seal_key blob;
    struct data_key *older;
};

/* The keys of one contract, ready for the calling thread. */
struct contract_keys {
    int64_t contract;
    struct data_key *newest;
    uint8_t search[KEY_BYTES];
    void *searching; /* HMAC with the search key set: see keys_search_digest */
    uint8_t equality[KEY_BYTES];
    uint8_t blob_name[KEY_BYTES];
};

/* `init`: makes DIR/keys (0700), the master (unless environment or credential gives one)
   and the key of contract 0. Refuses when any of it is there. The keyring lives in the
   arena and is wiped when that ends. NULL with a Japanese sentence in `*why`. */
struct keyring *keyring_create(struct arena *arena, const char *folder, const char **why);

/* Opens the keyring of a data folder and tries the master on every key. */
struct keyring *keyring_open(struct arena *arena, const char *folder, const char **why);

/* Makes the contract's key when there is none yet. Called before the act that makes the
   contract, outside act_write; a key without a contract does no harm. */
bool keyring_ensure(struct keyring *ring, int64_t contract, const char **why);

/* The contract's keys; NULL when there is no such key (dropped, or not yet made). Kept for
   the thread: a few nanoseconds when asked again. A key made by another process is found
   by one look into the folder. */
struct contract_keys *keyring_get(struct keyring *ring, int64_t contract);

/* The one of the contract's keys with this id; NULL when it is not in the ring. */
struct data_key *keyring_get_by_id(struct keyring *ring, int64_t contract, uint32_t id);

/* Gives the contract one more key, from now on the one that seals. What stands under the
   others is sealed again by ledger/renewal.h. Refused for a contract without key. */
bool keyring_renew(struct keyring *ring, int64_t contract, const char **why);

/* The contract's keys as they may be shown, newest first; 0 when it has none. */
struct data_key_facts {
    uint32_t id;
    struct instant made;
};
size_t keyring_data_keys(struct keyring *ring, struct arena *arena, int64_t contract,
                         struct data_key_facts **list);

/* HMAC-SHA-256 under the search key; keeping the key set makes it four times as fast as
   hmac_sha256, and a name of ten characters has twenty tokens. */
void keys_search_digest(struct contract_keys *keys, const void *bytes, size_t length,
                        uint8_t out[SHA256_BYTES]);

/* Destroys all keys of the contract; its values and blobs are lost at once. Erasure also
   rotates the master, since copies of the folder may exist. */
bool keyring_drop(struct keyring *ring, int64_t contract, const char **why);

/* The contracts that have a key, ascending. */
size_t keyring_contracts(struct keyring *ring, struct arena *arena, int64_t **contracts);

/* Makes a new master and wraps every key again. `master` (64 hex digits) must be given when
   the old one came from environment or credential, since the program cannot put it
   there; otherwise it is NULL. All or nothing: a crash leaves either ring whole. */
bool keyring_rotate(struct keyring *ring, const char *master, const char **why);

/* Takes over what other processes changed in the folder: new keys, dropped keys, a new
   master file. One stat when nothing changed; `serve` calls it once a second. */
bool keyring_refresh(struct keyring *ring, const char **why);

/* Where the master came from: "ファイル", "環境変数", "systemd". */
const char *keyring_source(const struct keyring *ring);

/* Whether the program can put a new master where the old one came from. */
bool keyring_keeps_master(const struct keyring *ring);

/* One backup's key. */
struct backup_key {
    char id[BACKUP_ID_TEXT]; /* 32 hex digits, also in the archive's first bytes */
    struct instant made;
};

bool keyring_backup_make(struct keyring *ring, struct backup_key *made, const char **why);

/* The key into `key`, to be released by the caller; false when it is not in the ring. */
bool keyring_backup_get(struct keyring *ring, const char *id, struct seal_key *key);
bool keyring_backup_drop(struct keyring *ring, const char *id, const char **why);
size_t keyring_backups(struct keyring *ring, struct arena *arena, struct backup_key **list);

/* Writes all keys (not the master) to a new file, mode 0600: under the passphrase
   (Argon2id), or in clear when it is NULL. The copy is noted in DIR/keys/copies, so that
   erasure can name it. */
bool
keyring_export(struct keyring *ring, const char *path, const char *passphrase, const char **why);

/* Adds the keys of an exported file, wrapped under this ring's own master. A contract's
   key that differs is replaced: only for a folder that holds no values yet (restore). */
bool
keyring_import(struct keyring *ring, const char *path, const char *passphrase, const char **why);

/* The copies ever exported, oldest first: one line each, time and path as given. */
bool keyring_copies(struct keyring *ring, struct arena *arena, const char **lines);

#endif
