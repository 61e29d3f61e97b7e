/*
 * Cryptography over OpenSSL 3: random bytes, SHA-256, HMAC, HKDF, AES-256-GCM, and the
 * texts they are carried in.
 *
 * Algorithms are fetched once. What OpenSSL cannot do at all (no random bytes, no AES) is
 * a bug and ends the process; what depends on the input returns bool. Functions without
 * an object may be called from any thread.
 */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum {
    SHA256_BYTES = 32,
    SEAL_KEY_BYTES = 32,
    SEAL_NONCE_BYTES = 12,
    SEAL_TAG_BYTES = 16,
    SEAL_EXTRA = SEAL_NONCE_BYTES + SEAL_TAG_BYTES, /* a sealed text is so much longer */
};

void random_bytes(void *out, size_t length);

/* So many random bytes as base64url text, for sessions, tokens and first passwords. */
char *random_token(struct arena *arena, size_t bytes);

void sha256(const void *bytes, size_t length, uint8_t out[SHA256_BYTES]);

/* SHA-256 of what comes in pieces. One thread at a time; `end` also releases. */
struct sha256_run {
    void *context;
};
void sha256_init(struct sha256_run *run);
void sha256_add(struct sha256_run *run, const void *bytes, size_t length);
void sha256_end(struct sha256_run *run, uint8_t out[SHA256_BYTES]);

/* Ends one text and begins the next with the same context: for many short ones. */
void sha256_next(struct sha256_run *run, uint8_t out[SHA256_BYTES]);

void hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
                 uint8_t out[SHA256_BYTES]);

/* The same with a kept key, about five times faster for short texts (words of the search index).
   One thread at a time. */
struct hmac_key {
    void *context;
};
void hmac_key_init(struct hmac_key *key, const void *bytes, size_t length);
void
hmac_key_sum(struct hmac_key *key, const void *bytes, size_t length, uint8_t out[SHA256_BYTES]);
void hmac_key_release(struct hmac_key *key);

/* RFC 5869; `info` separates the uses of one secret. At most 255 * 32 bytes out. */
void hkdf_sha256(const void *secret, size_t secret_length, const void *salt, size_t salt_length,
                 const char *info, void *out, size_t out_length);

/*
 * AES-256-GCM with a kept key. A seal_key belongs to one thread at a time: a thread that
 * needs the key makes its own from the same 32 bytes. Nonces are random, so a key seals
 * at most 2^32 texts; then it must be replaced.
 */
struct seal_key {
    void *sealing; /* OpenSSL's contexts with the key schedule done */
    void *opening;
    void *quick; /* libsodium's, for short texts; NULL: this processor has no AES of its own */
};
void seal_key_init(struct seal_key *key, const uint8_t bytes[SEAL_KEY_BYTES]);
void seal_key_release(struct seal_key *key);

/* Writes nonce, cipher text and tag: `length` + SEAL_EXTRA bytes. What is bound to it
   (`with`: ledger, field, record) must be given again to open it. */
void seal(struct seal_key *key, const void *with, size_t with_length, const void *plain,
          size_t length, void *out);

/* Writes `length` - SEAL_EXTRA bytes. False, and nothing but zeros written, when any bit of
   the sealed bytes, the key or `with` differs, or it is too short. */
bool open_sealed(struct seal_key *key, const void *with, size_t with_length, const void *sealed,
                 size_t length, void *out);

/* Compares in a time that does not tell where the difference is. */
bool equal_constant(const void *a, const void *b, size_t length);

/* Overwrites a secret in a way the compiler keeps. */
void wipe(void *bytes, size_t length);

/* Lower-case hex. The parser takes exactly `length` bytes from 2 * `length` digits. */
char *hex_print(struct arena *arena, const void *bytes, size_t length);
bool hex_parse(const char *text, void *out, size_t length);

/* RFC 4648 base64url without padding. The parser refuses other characters, padding and
   bits that no byte uses; the bytes are followed by a zero byte. */
char *base64url_print(struct arena *arena, const void *bytes, size_t length);
bool base64url_parse(struct arena *arena, const char *text, uint8_t **out, size_t *length);

#endif
