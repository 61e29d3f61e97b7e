#include "web/certificate.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/must.h"

enum { CHAIN_MOST = 8, FILE_MOST = 256 * 1024, KEPT = 16 };

/* A chain and its key as read; handshakes under way may still use an old one. */
struct pair_read {
    gnutls_pcert_st chain[CHAIN_MOST];
    unsigned length;
    gnutls_privkey_t key;
};

struct certificate {
    struct arena arena;
    const char *chain_file;
    const char *key_file;
    struct stat seen[2];
    struct pair_read *pairs[KEPT]; /* the last one is handed out */
    size_t count;
};

/* The library hands no context to its callback. */
static struct certificate *current;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void
pair_free(struct pair_read *p)
{
    for (unsigned i = 0; i < p->length; i++)
        gnutls_pcert_deinit(&p->chain[i]);
    if (p->key)
        gnutls_privkey_deinit(p->key);
    free(p);
}

static bool
read_chain(struct pair_read *p, const gnutls_datum_t *pem)
{
    p->length = CHAIN_MOST;
    if (gnutls_pcert_list_import_x509_raw(p->chain, &p->length, pem, GNUTLS_X509_FMT_PEM,
                                          GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED) >= 0)
        return p->length > 0;
    p->length = 0;
    return false;
}

static bool
read_key(struct pair_read *p, const gnutls_datum_t *pem)
{
    return gnutls_privkey_init(&p->key) >= 0 &&
           gnutls_privkey_import_x509_raw(p->key, pem, GNUTLS_X509_FMT_PEM, NULL, 0) >= 0;
}

/* Whether the key is that of the first certificate. */
static bool
belong_together(const struct pair_read *p)
{
    unsigned char ours[64], theirs[64];
    size_t size = sizeof(ours), other = sizeof(theirs);
    gnutls_pubkey_t public_key;
    bool same = false;

    if (gnutls_pubkey_init(&public_key) < 0)
        return false;
    if (gnutls_pubkey_import_privkey(public_key, p->key, 0, 0) >= 0 &&
        gnutls_pubkey_get_key_id(public_key, GNUTLS_KEYID_USE_SHA256, ours, &size) >= 0 &&
        gnutls_pubkey_get_key_id(p->chain[0].pubkey, GNUTLS_KEYID_USE_SHA256, theirs, &other) >= 0)
        same = size == other && memcmp(ours, theirs, size) == 0;
    gnutls_pubkey_deinit(public_key);
    return same;
}

static bool
read_file(struct arena *arena, const char *path, gnutls_datum_t *out, const char **why)
{
    size_t length;
    char *bytes;

    if (!file_read(arena, path, FILE_MOST, &bytes, &length, why)) {
        *why = arena_print(arena, "%s: %s", path, *why);
        return false;
    }
    *out = (gnutls_datum_t){ (unsigned char *)bytes, (unsigned)length };
    return true;
}

/* `why` lives in the arena given. */
static struct pair_read *
read_pair(const struct certificate *c, struct arena *arena, const char **why)
{
    struct pair_read *p = calloc(1, sizeof(*p));
    gnutls_datum_t chain, key;

    if (!p)
        out_of_memory();
    *why = NULL;
    if (read_file(arena, c->chain_file, &chain, why) && read_file(arena, c->key_file, &key, why)) {
        if (!read_chain(p, &chain))
            *why = arena_print(arena, "%s: PEM形式の証明書として読めません。", c->chain_file);
        else if (!read_key(p, &key))
            *why = arena_print(arena, "%s: PEM形式の鍵（パスフレーズなし）として読めません。",
                               c->key_file);
        else if (!belong_together(p))
            *why =
                arena_print(arena, "%s と %s は組になっていません。", c->chain_file, c->key_file);
        gnutls_memset(key.data, 0, key.size);
    }
    if (!*why)
        return p;
    pair_free(p);
    return NULL;
}

/* Whether one of the files is another one than before. */
static bool
has_changed(struct certificate *c)
{
    const char *const files[] = { c->chain_file, c->key_file };
    bool changed = false;

    for (size_t i = 0; i < 2; i++) {
        struct stat now = { 0 };

        if (stat(files[i], &now) != 0)
            continue;
        changed = changed || now.st_ino != c->seen[i].st_ino || now.st_size != c->seen[i].st_size ||
                  now.st_mtim.tv_sec != c->seen[i].st_mtim.tv_sec ||
                  now.st_mtim.tv_nsec != c->seen[i].st_mtim.tv_nsec;
        c->seen[i] = now;
    }
    return changed;
}

/* The oldest goes when there are many: its handshakes ended long ago. */
static void
put(struct certificate *c, struct pair_read *p)
{
    pthread_mutex_lock(&mutex);
    if (c->count == KEPT) {
        pair_free(c->pairs[0]);
        c->count--;
        memmove(c->pairs, c->pairs + 1, c->count * sizeof(*c->pairs));
    }
    c->pairs[c->count++] = p;
    pthread_mutex_unlock(&mutex);
}

struct certificate *
certificate_open(const char *chain, const char *key, const char **why)
{
    static _Thread_local char reason[512];
    struct certificate *c = calloc(1, sizeof(*c));
    struct pair_read *p;

    if (!c)
        out_of_memory();
    c->chain_file = arena_copy(&c->arena, chain);
    c->key_file = arena_copy(&c->arena, key);
    has_changed(c);
    p = read_pair(c, &c->arena, why);
    if (p) {
        put(c, p);
        current = c;
        return c;
    }
    snprintf(reason, sizeof(reason), "%s", *why);
    *why = reason;
    arena_release(&c->arena);
    free(c);
    return NULL;
}

void
certificate_refresh(struct certificate *c)
{
    struct arena arena = { 0 };
    struct pair_read *p;
    const char *why;

    if (!has_changed(c))
        return;
    p = read_pair(c, &arena, &why);
    if (p)
        put(c, p);
    if (p)
        log_line(LOG_INFO, "certificate", "file", c->chain_file, NULL);
    else
        log_line(LOG_WARN, "certificate", "error", why, NULL);
    arena_release(&arena);
}

int
certificate_hand_out(gnutls_session_t session, const gnutls_datum_t *names, int count,
                     const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                     gnutls_pcert_st **chain, unsigned *length, gnutls_privkey_t *key)
{
    const struct pair_read *p;

    (void)session, (void)names, (void)count, (void)algorithms, (void)algorithm_count;
    pthread_mutex_lock(&mutex);
    p = current->pairs[current->count - 1];
    pthread_mutex_unlock(&mutex);
    *chain = (gnutls_pcert_st *)(uintptr_t)p->chain;
    *length = p->length;
    *key = p->key;
    return 0;
}

bool
certificate_until(struct certificate *c, struct instant *until)
{
    gnutls_x509_crt_t own;
    time_t seconds = -1;

    if (gnutls_x509_crt_init(&own) < 0)
        return false;
    pthread_mutex_lock(&mutex);
    if (gnutls_x509_crt_import(own, &c->pairs[c->count - 1]->chain[0].cert, GNUTLS_X509_FMT_DER) >=
        0)
        seconds = gnutls_x509_crt_get_expiration_time(own);
    pthread_mutex_unlock(&mutex);
    gnutls_x509_crt_deinit(own);
    until->us = (int64_t)seconds * 1000000;
    return seconds > 0;
}

void
certificate_close(struct certificate *c)
{
    if (current == c)
        current = NULL;
    for (size_t i = 0; i < c->count; i++)
        pair_free(c->pairs[i]);
    arena_release(&c->arena);
    free(c);
}
