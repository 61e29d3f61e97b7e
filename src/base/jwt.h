/*
 * JSON Web Tokens as identity providers send them (RFC 7515, 7518, 7519): read strictly,
 * verified with a public key of the provider's set.
 *
 * Only RS256, PS256 and ES256 exist here. "none" and the HMAC family are not read at all,
 * so a public key can never be taken for a shared secret. A header that names something
 * critical is refused, keys inside the header are not looked at. What the claims mean is the
 * caller's to judge; nothing of them counts before jwt_verify said true.
 */
#ifndef BASE_JWT_H
#define BASE_JWT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct arena;

enum { JWT_MOST = 16 * 1024 };

enum jwt_algorithm { JWT_RS256, JWT_PS256, JWT_ES256 };
enum { JWT_ALGORITHMS = JWT_ES256 + 1 };

struct jwt {
    enum jwt_algorithm algorithm;
    const char *kid; /* of the key, "" when none is named */
    const char *text;
    size_t signed_length; /* of the text, before the signature's point */
    const uint8_t *signature;
    size_t signature_length;
    json_t *claims; /* an object; lives as long as the arena */
};

/* `*why` is a short sentence for the log. The text must live as long as `out` is used. */
bool jwt_read(struct arena *arena, const char *text, struct jwt *out, const char **why);

/* Whether a key of a set (RFC 7517) is meant for this token: by kid, kind, use and alg. */
bool jwt_key_fits(const struct jwt *jwt, const json_t *key);

/* Whether the signature is of this key. RSA from 2048 to 8192 bits, curve P-256. */
bool jwt_verify(struct arena *arena, const struct jwt *jwt, const json_t *key);

#endif
