#include "base/crypto.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <sodium.h>

#include "base/arena.h"
#include "base/must.h"

enum {
    HKDF_MOST = 255 * SHA256_BYTES,
    QUICK_MOST = 1024, /* beyond this OpenSSL overtakes libsodium */
    QUICK_ALIGN = 64,
};

/* Fetching an algorithm by name costs more than hashing a short text, so it is done once
   and never given back. */
static struct {
    EVP_MD *digest;
    EVP_CIPHER *cipher;
    EVP_MAC *mac;
    EVP_KDF *kdf;
} fetched;
static pthread_once_t fetch_once = PTHREAD_ONCE_INIT;

static void
fetch(void)
{
    fetched.digest = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    fetched.cipher = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    fetched.mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    fetched.kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    must(fetched.digest && fetched.cipher && fetched.mac && fetched.kdf);
}

static void
fetch_all(void)
{
    must(pthread_once(&fetch_once, fetch) == 0);
}

void
random_bytes(void *out, size_t length)
{
    unsigned char *at = out;

    while (length) {
        size_t piece = length < INT_MAX ? length : INT_MAX;

        must(RAND_bytes(at, (int)piece) == 1);
        at += piece;
        length -= piece;
    }
}

char *
random_token(struct arena *arena, size_t bytes)
{
    uint8_t *secret = arena_get(arena, bytes);
    char *text;

    random_bytes(secret, bytes);
    text = base64url_print(arena, secret, bytes);
    wipe(secret, bytes);
    return text;
}

void
sha256(const void *bytes, size_t length, uint8_t out[SHA256_BYTES])
{
    fetch_all();
    must(EVP_Digest(bytes, length, out, NULL, fetched.digest, NULL) == 1);
}

void
sha256_init(struct sha256_run *run)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();

    if (!context)
        out_of_memory();
    fetch_all();
    must(EVP_DigestInit_ex2(context, fetched.digest, NULL) == 1);
    run->context = context;
}

void
sha256_add(struct sha256_run *run, const void *bytes, size_t length)
{
    must(EVP_DigestUpdate(run->context, bytes, length) == 1);
}

void
sha256_end(struct sha256_run *run, uint8_t out[SHA256_BYTES])
{
    must(EVP_DigestFinal_ex(run->context, out, NULL) == 1);
    EVP_MD_CTX_free(run->context);
    run->context = NULL;
}

void
sha256_next(struct sha256_run *run, uint8_t out[SHA256_BYTES])
{
    must(EVP_DigestFinal_ex(run->context, out, NULL) == 1);
    must(EVP_DigestInit_ex2(run->context, NULL, NULL) == 1);
}

void
hmac_key_init(struct hmac_key *key, const void *bytes, size_t length)
{
    char digest[] = "SHA2-256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC_CTX *context;

    fetch_all();
    context = EVP_MAC_CTX_new(fetched.mac);
    if (!context)
        out_of_memory();
    /* An empty key is given as a place, since NULL would mean "the key of before". */
    must(EVP_MAC_init(context, length ? bytes : "", length, parameters) == 1);
    key->context = context;
}

void
hmac_key_sum(struct hmac_key *key, const void *bytes, size_t length, uint8_t out[SHA256_BYTES])
{
    size_t written;

    must(EVP_MAC_init(key->context, NULL, 0, NULL) == 1);
    must(EVP_MAC_update(key->context, bytes, length) == 1);
    must(EVP_MAC_final(key->context, out, &written, SHA256_BYTES) == 1 && written == SHA256_BYTES);
}

void
hmac_key_release(struct hmac_key *key)
{
    EVP_MAC_CTX_free(key->context);
    key->context = NULL;
}

void
hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
            uint8_t out[SHA256_BYTES])
{
    struct hmac_key once;

    hmac_key_init(&once, key, key_length);
    hmac_key_sum(&once, bytes, length, out);
    hmac_key_release(&once);
}

void
hkdf_sha256(const void *secret, size_t secret_length, const void *salt, size_t salt_length,
            const char *info, void *out, size_t out_length)
{
    char digest[] = "SHA2-256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)(uintptr_t)secret,
                                          secret_length),
        OSSL_PARAM_construct_octet_string(
            OSSL_KDF_PARAM_SALT, (void *)(uintptr_t)(salt_length ? salt : ""), salt_length),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)(uintptr_t)info,
                                          strlen(info)),
        OSSL_PARAM_construct_end(),
    };
    EVP_KDF_CTX *context;

    must(secret_length && out_length && out_length <= HKDF_MOST);
    fetch_all();
    context = EVP_KDF_CTX_new(fetched.kdf);
    if (!context)
        out_of_memory();
    must(EVP_KDF_derive(context, out, out_length, parameters) == 1);
    EVP_KDF_CTX_free(context);
}

/* The same AES-256-GCM without OpenSSL's lists of parameters, which cost more than opening a
   name: a third of the time for short texts. */
static void *
quick_key(const uint8_t bytes[SEAL_KEY_BYTES])
{
    size_t size = (sizeof(crypto_aead_aes256gcm_state) + QUICK_ALIGN - 1) / QUICK_ALIGN;
    void *state;

    must(sodium_init() >= 0);
    if (!crypto_aead_aes256gcm_is_available())
        return NULL;
    state = aligned_alloc(QUICK_ALIGN, size * QUICK_ALIGN);
    if (!state)
        out_of_memory();
    must(crypto_aead_aes256gcm_beforenm(state, bytes) == 0);
    return state;
}

void
seal_key_init(struct seal_key *key, const uint8_t bytes[SEAL_KEY_BYTES])
{
    EVP_CIPHER_CTX *sealing = EVP_CIPHER_CTX_new();
    EVP_CIPHER_CTX *opening = EVP_CIPHER_CTX_new();

    if (!sealing || !opening)
        out_of_memory();
    fetch_all();
    must(EVP_EncryptInit_ex2(sealing, fetched.cipher, bytes, NULL, NULL) == 1);
    must(EVP_DecryptInit_ex2(opening, fetched.cipher, bytes, NULL, NULL) == 1);
    *key = (struct seal_key){ sealing, opening, quick_key(bytes) };
}

void
seal_key_release(struct seal_key *key)
{
    EVP_CIPHER_CTX_free(key->sealing);
    EVP_CIPHER_CTX_free(key->opening);
    if (key->quick)
        wipe(key->quick, sizeof(crypto_aead_aes256gcm_state));
    free(key->quick);
    *key = (struct seal_key){ 0 };
}

void
seal(struct seal_key *key, const void *with, size_t with_length, const void *plain, size_t length,
     void *out)
{
    unsigned char *nonce = out;
    unsigned char *text = nonce + SEAL_NONCE_BYTES;
    int written = 0;

    must(length <= INT_MAX && with_length <= INT_MAX);
    random_bytes(nonce, SEAL_NONCE_BYTES);
    if (key->quick && length <= QUICK_MOST) {
        must(crypto_aead_aes256gcm_encrypt_afternm(text, NULL, plain, length, with, with_length,
                                                   NULL, nonce, key->quick) == 0);
        return;
    }
    must(EVP_EncryptInit_ex2(key->sealing, NULL, NULL, nonce, NULL) == 1);
    if (with_length)
        must(EVP_EncryptUpdate(key->sealing, NULL, &written, with, (int)with_length) == 1);
    if (length)
        must(EVP_EncryptUpdate(key->sealing, text, &written, plain, (int)length) == 1);
    must(EVP_EncryptFinal_ex(key->sealing, text + length, &written) == 1);
    must(EVP_CIPHER_CTX_ctrl(key->sealing, EVP_CTRL_AEAD_GET_TAG, SEAL_TAG_BYTES, text + length) ==
         1);
}

bool
open_sealed(struct seal_key *key, const void *with, size_t with_length, const void *sealed,
            size_t length, void *out)
{
    const unsigned char *nonce = sealed;
    const unsigned char *text = nonce + SEAL_NONCE_BYTES;
    unsigned char tag[SEAL_TAG_BYTES];
    unsigned char rest[SEAL_TAG_BYTES];
    int written = 0;

    if (length < SEAL_EXTRA || length - SEAL_EXTRA > INT_MAX || with_length > INT_MAX)
        return false;
    length -= SEAL_EXTRA;
    if (key->quick && length <= QUICK_MOST) {
        if (crypto_aead_aes256gcm_decrypt_afternm(out, NULL, NULL, text, length + SEAL_TAG_BYTES,
                                                  with, with_length, nonce, key->quick) == 0)
            return true;
        wipe(out, length);
        return false;
    }
    memcpy(tag, text + length, sizeof(tag));
    /* The tag goes along with the nonce: set by itself it costs as much as opening a name. */
    must(EVP_DecryptInit_ex2(
             key->opening, NULL, NULL, nonce,
             (const OSSL_PARAM[]){
                 OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, tag, sizeof(tag)),
                 OSSL_PARAM_construct_end(),
             }) == 1);
    if (with_length)
        must(EVP_DecryptUpdate(key->opening, NULL, &written, with, (int)with_length) == 1);
    if (length)
        must(EVP_DecryptUpdate(key->opening, out, &written, text, (int)length) == 1);
    if (EVP_DecryptFinal_ex(key->opening, rest, &written) == 1)
        return true;
    wipe(out, length); /* what was decrypted before the tag was seen to be wrong */
    return false;
}

bool
equal_constant(const void *a, const void *b, size_t length)
{
    return CRYPTO_memcmp(a, b, length) == 0;
}

void
wipe(void *bytes, size_t length)
{
    if (length)
        OPENSSL_cleanse(bytes, length);
}

char *
hex_print(struct arena *arena, const void *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *at = bytes;
    char *text = arena_array(arena, 1, length * 2 + 1);

    for (size_t i = 0; i < length; i++) {
        text[i * 2] = digits[at[i] >> 4];
        text[i * 2 + 1] = digits[at[i] & 15];
    }
    return text;
}

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool
hex_parse(const char *text, void *out, size_t length)
{
    uint8_t *at = out;

    if (strnlen(text, length * 2 + 1) != length * 2)
        return false;
    for (size_t i = 0; i < length; i++) {
        int high = hex_digit(text[i * 2]);
        int low = hex_digit(text[i * 2 + 1]);

        if (high < 0 || low < 0)
            return false;
        at[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

char *
base64url_print(struct arena *arena, const void *bytes, size_t length)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const uint8_t *in = bytes;
    char *text = arena_get(arena, length / 3 * 4 + 5);
    char *at = text;

    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        unsigned group = (unsigned)in[i] << 16;

        group |= left > 1 ? (unsigned)in[i + 1] << 8 : 0;
        group |= left > 2 ? in[i + 2] : 0;
        *at++ = letters[group >> 18];
        *at++ = letters[group >> 12 & 63];
        if (left > 1)
            *at++ = letters[group >> 6 & 63];
        if (left > 2)
            *at++ = letters[group & 63];
    }
    return text;
}

static int
base64url_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '-')
        return 62;
    return c == '_' ? 63 : -1;
}

bool
base64url_parse(struct arena *arena, const char *text, uint8_t **out, size_t *length)
{
    size_t letters = strlen(text);
    uint8_t *bytes = arena_get(arena, letters / 4 * 3 + 3);
    size_t count = 0;
    unsigned group = 0;
    int bits = 0;

    for (size_t i = 0; i < letters; i++) {
        int value = base64url_value(text[i]);

        if (value < 0)
            return false;
        group = group << 6 | (unsigned)value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[count++] = (uint8_t)(group >> bits);
            group &= (1U << bits) - 1;
        }
    }
    if (bits >= 6 || group) /* a lone letter, or bits that no byte uses */
        return false;
    *out = bytes;
    *length = count;
    return true;
}
