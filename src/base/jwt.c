#include "base/jwt.h"

#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"

enum { P256_BYTES = 32, RSA_LEAST = 256, RSA_MOST = 1024, EXPONENT_MOST = 8 };

static const struct {
    const char *name;
    const char *kind; /* "kty" of its keys */
} algorithms[JWT_ALGORITHMS] = {
    [JWT_RS256] = { "RS256", "RSA" },
    [JWT_PS256] = { "PS256", "RSA" },
    [JWT_ES256] = { "ES256", "EC" },
};

/* --- reading ---------------------------------------------------------------------- */

static const char *
text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? text : "";
}

static bool
read_part(struct arena *arena, const char *text, size_t length, json_t **out, const char **why)
{
    uint8_t *bytes;
    size_t count;

    if (!base64url_parse(arena, arena_slice(arena, text, length), &bytes, &count)) {
        *why = "base64url として読めません。";
        return false;
    }
    if (!json_read(arena, (const char *)bytes, count, out, why))
        return false;
    if (!json_is_object(*out)) {
        *why = "JSON のオブジェクトではありません。";
        return false;
    }
    return true;
}

static bool
read_header(const json_t *header, struct jwt *out, const char **why)
{
    const char *name = text_of(header, "alg");
    size_t i = 0;

    while (i < JWT_ALGORITHMS && strcmp(algorithms[i].name, name) != 0)
        i++;
    if (i == JWT_ALGORITHMS) {
        *why = "署名の方式（alg）が RS256、PS256、ES256 のどれでもありません。";
        return false;
    }
    if (json_object_get(header, "crit")) {
        *why = "知らない必須の項目（crit）があります。";
        return false;
    }
    out->algorithm = (enum jwt_algorithm)i;
    out->kid = text_of(header, "kid");
    return true;
}

bool
jwt_read(struct arena *arena, const char *text, struct jwt *out, const char **why)
{
    const char *first = strchr(text, '.');
    const char *second = first ? strchr(first + 1, '.') : NULL;
    json_t *header;
    uint8_t *signature;

    *out = (struct jwt){ .text = text };
    if (!second || strchr(second + 1, '.') || strlen(text) > JWT_MOST) {
        *why = "3つの部分に分かれていないか、長すぎます。";
        return false;
    }
    if (!read_part(arena, text, (size_t)(first - text), &header, why) ||
        !read_header(header, out, why) ||
        !read_part(arena, first + 1, (size_t)(second - first - 1), &out->claims, why))
        return false;
    if (!base64url_parse(arena, second + 1, &signature, &out->signature_length) ||
        out->signature_length == 0) {
        *why = "署名が読めません。";
        return false;
    }
    out->signature = signature;
    out->signed_length = (size_t)(second - text);
    return true;
}

/* --- keys ------------------------------------------------------------------------- */

bool
jwt_key_fits(const struct jwt *jwt, const json_t *key)
{
    const char *use = text_of(key, "use"), *alg = text_of(key, "alg");

    return strcmp(text_of(key, "kty"), algorithms[jwt->algorithm].kind) == 0 &&
           (!*jwt->kid || strcmp(text_of(key, "kid"), jwt->kid) == 0) &&
           (!*use || strcmp(use, "sig") == 0) &&
           (!*alg || strcmp(alg, algorithms[jwt->algorithm].name) == 0);
}

static bool
member(struct arena *arena, const json_t *key, const char *name, uint8_t **out, size_t *length)
{
    const char *text = text_of(key, name);

    return *text && strlen(text) < JWT_MOST && base64url_parse(arena, text, out, length);
}

static EVP_PKEY *
make_key(const char *kind, OSSL_PARAM_BLD *parts)
{
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(parts);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
    EVP_PKEY *made = NULL;

    if (parameters && context && EVP_PKEY_fromdata_init(context) == 1 &&
        EVP_PKEY_fromdata(context, &made, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        made = NULL;
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    return made;
}

static EVP_PKEY *
rsa_key(struct arena *arena, const json_t *key)
{
    uint8_t *n, *e;
    size_t n_length, e_length;
    OSSL_PARAM_BLD *parts;
    BIGNUM *modulus, *exponent;
    EVP_PKEY *made = NULL;

    if (!member(arena, key, "n", &n, &n_length) || !member(arena, key, "e", &e, &e_length) ||
        n_length < RSA_LEAST || n_length > RSA_MOST || e_length > EXPONENT_MOST || !*n)
        return NULL;
    parts = OSSL_PARAM_BLD_new();
    modulus = BN_bin2bn(n, (int)n_length, NULL);
    exponent = BN_bin2bn(e, (int)e_length, NULL);
    if (parts && modulus && exponent &&
        OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_N, modulus) == 1 &&
        OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_E, exponent) == 1)
        made = make_key("RSA", parts);
    BN_free(modulus);
    BN_free(exponent);
    OSSL_PARAM_BLD_free(parts);
    return made;
}

static EVP_PKEY *
p256_key(struct arena *arena, const json_t *key)
{
    uint8_t point[1 + 2 * P256_BYTES] = { 4 }, *x, *y;
    size_t x_length, y_length;
    OSSL_PARAM_BLD *parts;
    EVP_PKEY *made = NULL;

    if (strcmp(text_of(key, "crv"), "P-256") != 0 || !member(arena, key, "x", &x, &x_length) ||
        !member(arena, key, "y", &y, &y_length) || x_length != P256_BYTES || y_length != P256_BYTES)
        return NULL;
    memcpy(point + 1, x, P256_BYTES);
    memcpy(point + 1 + P256_BYTES, y, P256_BYTES);
    parts = OSSL_PARAM_BLD_new();
    if (parts &&
        OSSL_PARAM_BLD_push_utf8_string(parts, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(parts, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)) == 1)
        made = make_key("EC", parts);
    OSSL_PARAM_BLD_free(parts);
    return made;
}

/* --- signatures ------------------------------------------------------------------- */

/* Two numbers side by side (RFC 7518, 3.4) as the DER that OpenSSL reads. */
static uint8_t *
ecdsa_der(const struct jwt *jwt, size_t *length)
{
    ECDSA_SIG *pair;
    BIGNUM *r, *s;
    uint8_t *der = NULL;
    int count = 0;

    if (jwt->signature_length != 2 * P256_BYTES)
        return NULL;
    pair = ECDSA_SIG_new();
    r = BN_bin2bn(jwt->signature, P256_BYTES, NULL);
    s = BN_bin2bn(jwt->signature + P256_BYTES, P256_BYTES, NULL);
    if (pair && r && s && ECDSA_SIG_set0(pair, r, s) == 1) {
        count = i2d_ECDSA_SIG(pair, &der);
    } else {
        BN_free(r);
        BN_free(s);
    }
    ECDSA_SIG_free(pair);
    *length = count > 0 ? (size_t)count : 0;
    return count > 0 ? der : NULL;
}

static bool
is_signed(const struct jwt *jwt, EVP_PKEY *key, const uint8_t *signature, size_t length)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *rules = NULL;
    bool good =
        context && EVP_DigestVerifyInit_ex(context, &rules, "SHA256", NULL, NULL, key, NULL) == 1;

    if (good && jwt->algorithm == JWT_PS256)
        good = EVP_PKEY_CTX_set_rsa_padding(rules, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(rules, RSA_PSS_SALTLEN_DIGEST) == 1;
    good = good && EVP_DigestVerify(context, signature, length, (const unsigned char *)jwt->text,
                                    jwt->signed_length) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

bool
jwt_verify(struct arena *arena, const struct jwt *jwt, const json_t *key)
{
    bool curve = jwt->algorithm == JWT_ES256, good = false;
    size_t length = jwt->signature_length;
    uint8_t *der = curve ? ecdsa_der(jwt, &length) : NULL;
    EVP_PKEY *made = NULL;

    if (jwt_key_fits(jwt, key) && (!curve || der))
        made = curve ? p256_key(arena, key) : rsa_key(arena, key);
    if (made)
        good = is_signed(jwt, made, curve ? der : jwt->signature, length);
    EVP_PKEY_free(made);
    OPENSSL_free(der);
    ERR_clear_error();
    return good;
}
