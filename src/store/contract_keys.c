/*
 * The keys each thread keeps ready: deriving and scheduling them takes some ten
 * microseconds, far more than opening a value.
 */
#include "store/keyring.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "base/must.h"
#include "store/key.h"

enum { PLACES = 256, PROBES = 8 };

struct thread_keys {
    const struct keyring *ring;
    uint64_t version;
    struct contract_keys *places[PLACES];
};

static _Thread_local struct thread_keys *mine;
static pthread_key_t ending;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
keys_release(struct contract_keys *keys)
{
    if (!keys)
        return;
    for (struct data_key *key = keys->newest, *older; key; key = older) {
        older = key->older;
        seal_key_release(&key->value);
        seal_key_release(&key->blob);
        wipe(key, sizeof *key);
        free(key);
    }
    EVP_MAC_CTX_free(keys->searching);
    wipe(keys, sizeof *keys);
    free(keys);
}

static void
forget_all(struct thread_keys *kept)
{
    for (size_t i = 0; i < PLACES; i++) {
        keys_release(kept->places[i]);
        kept->places[i] = NULL;
    }
}

static void
thread_ends(void *thing)
{
    forget_all(thing);
    free(thing);
    mine = NULL;
}

/* The main thread ends with the process and runs no thread destructors. */
static void
process_ends(void)
{
    if (mine)
        thread_ends(mine);
}

static void
prepare(void)
{
    must(pthread_key_create(&ending, thread_ends) == 0);
    atexit(process_ends);
}

static struct thread_keys *
thread_keys(void)
{
    pthread_once(&once, prepare);
    mine = calloc(1, sizeof *mine);
    if (!mine)
        out_of_memory();
    must(pthread_setspecific(ending, mine) == 0);
    return mine;
}

static void
derive(const struct key *key, const char *use, uint8_t out[KEY_BYTES])
{
    hkdf_sha256(key->bytes, KEY_BYTES, NULL, 0, use, out, KEY_BYTES);
}

static void *
searching(const uint8_t key[KEY_BYTES])
{
    char digest[] = "SHA2-256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);

    must(context && EVP_MAC_init(context, key, KEY_BYTES, parameters) == 1);
    EVP_MAC_free(mac); /* the context holds it */
    return context;
}

void
keys_search_digest(struct contract_keys *keys, const void *bytes, size_t length,
                   uint8_t out[SHA256_BYTES])
{
    size_t written;

    must(EVP_MAC_init(keys->searching, NULL, 0, NULL) == 1 &&
         EVP_MAC_update(keys->searching, bytes, length) == 1 &&
         EVP_MAC_final(keys->searching, out, &written, SHA256_BYTES) == 1);
}

/* Puts it before the first that is older. */
static bool
add_data_key(void *with, const struct key *key)
{
    struct contract_keys *keys = with;
    struct data_key **at = &keys->newest;
    struct data_key *made;
    uint8_t bytes[KEY_BYTES];

    if (key->kind == KEY_BACKUP || key->contract != keys->contract)
        return true;
    made = calloc(1, sizeof *made);
    if (!made)
        out_of_memory();
    made->id = key->id;
    made->made = key->made;
    derive(key, "tasuki value 1", bytes);
    seal_key_init(&made->value, bytes);
    derive(key, "tasuki blob 1", bytes);
    seal_key_init(&made->blob, bytes);
    wipe(bytes, sizeof bytes);
    while (*at && (*at)->made.us >= made->made.us)
        at = &(*at)->older;
    made->older = *at;
    *at = made;
    return true;
}

/* `key` is the contract's first. */
static struct contract_keys *
keys_make(struct keyring *ring, const struct key *key)
{
    struct contract_keys *keys = calloc(1, sizeof *keys);

    if (!keys)
        out_of_memory();
    keys->contract = key->contract;
    keyring_each_key(ring, add_data_key, keys);
    if (!keys->newest) /* dropped in between */
        add_data_key(keys, key);
    derive(key, "tasuki search 1", keys->search);
    keys->searching = searching(keys->search);
    derive(key, "tasuki equality 1", keys->equality);
    derive(key, "tasuki blob name 1", keys->blob_name);
    return keys;
}

struct contract_keys *
keyring_get(struct keyring *ring, int64_t contract)
{
    struct thread_keys *kept = mine ? mine : thread_keys();
    uint64_t version = keyring_version(ring);
    size_t first = (size_t)((uint64_t)contract * 0x9E3779B97F4A7C15u >> 56);
    size_t at = first;
    struct key like = { .kind = KEY_CONTRACT, .contract = contract };
    struct key key;

    if (kept->ring != ring || kept->version != version) {
        forget_all(kept);
        kept->ring = ring;
        kept->version = version;
    }
    for (size_t i = 0; i < PROBES; i++) {
        at = (first + i) % PLACES;
        if (!kept->places[at] || kept->places[at]->contract == contract)
            break;
    }
    if (kept->places[at] && kept->places[at]->contract == contract)
        return kept->places[at];
    if (!keyring_find_key(ring, &like, &key))
        return NULL;
    keys_release(kept->places[at]);
    kept->places[at] = keys_make(ring, &key);
    wipe(&key, sizeof key);
    return kept->places[at];
}

static struct data_key *
by_id(struct contract_keys *keys, uint32_t id)
{
    struct data_key *key = keys ? keys->newest : NULL;

    while (key && key->id != id)
        key = key->older;
    return key;
}

/* Another process may have renewed the key a moment ago. */
struct data_key *
keyring_get_by_id(struct keyring *ring, int64_t contract, uint32_t id)
{
    struct contract_keys *keys = keyring_get(ring, contract);
    struct data_key *found = by_id(keys, id);
    struct key like = { .kind = KEY_RENEWED, .contract = contract, .id = id };
    struct key key;

    if (found || !keys || !keyring_find_key(ring, &like, &key))
        return found;
    wipe(&key, sizeof key);
    return by_id(keyring_get(ring, contract), id);
}

bool
keyring_renew(struct keyring *ring, int64_t contract, const char **why)
{
    struct contract_keys *keys;
    struct key key;
    bool done;

    if (!keyring_refresh(ring, why))
        return false;
    keys = keyring_get(ring, contract);
    if (!keys) {
        *why = "この契約の鍵がありません。";
        return false;
    }
    do
        key_make(&key, KEY_RENEWED, contract);
    while (by_id(keys, key.id));
    /* A clock set back must not make the new key an old one. */
    if (key.made.us <= keys->newest->made.us)
        key.made.us = keys->newest->made.us + 1;
    done = keyring_put_key(ring, &key, why);
    wipe(&key, sizeof key);
    return done;
}
