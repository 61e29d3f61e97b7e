#include "web/oidc_claims.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"

enum { LIST_MOST = 500, AGE_MOST = 600 };

static const int64_t SECONDS_MOST = 100000000000;

const char *
oidc_text(const json_t *claims, const char *name)
{
    return json_string_value(json_object_get(claims, name));
}

static bool
is(const json_t *value, const char *text)
{
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

/* "aud" is one name or a list of them; `only`: nobody else stands there. */
static bool
is_for(const json_t *audience, const char *client, bool *only)
{
    const json_t *each;
    bool found = false;
    size_t i;

    *only = true;
    if (json_is_string(audience))
        return is(audience, client);
    json_array_foreach(audience, i, each)
    {
        if (is(each, client))
            found = true;
        else
            *only = false;
    }
    return found;
}

/* Whole seconds since 1970. */
static bool
seconds(const json_t *claims, const char *name, int64_t *out)
{
    const json_t *value = json_object_get(claims, name);

    *out = json_integer_value(value);
    return json_is_integer(value) && *out >= 0 && *out < SECONDS_MOST;
}

static const char *
time_fault(const json_t *claims, struct instant at)
{
    int64_t now = at.us / 1000000, expires, issued, from;

    if (!seconds(claims, "exp", &expires) || expires + OIDC_LEEWAY <= now)
        return "the token has expired";
    if (!seconds(claims, "iat", &issued) || issued - OIDC_LEEWAY > now)
        return "the token is from the future";
    if (issued + AGE_MOST + OIDC_LEEWAY < now)
        return "the token is old";
    if (json_object_get(claims, "nbf") &&
        (!seconds(claims, "nbf", &from) || from - OIDC_LEEWAY > now))
        return "the token is not valid yet";
    return NULL;
}

/* The left half of the access token's SHA-256: all three algorithms are over SHA-256. */
static bool
hash_fits(struct arena *arena, const json_t *hash, const char *access)
{
    uint8_t sum[SHA256_BYTES];

    sha256(access, strlen(access), sum);
    return is(hash, base64url_print(arena, sum, SHA256_BYTES / 2));
}

bool
oidc_claims_good(struct arena *arena, const json_t *claims, const struct oidc_expected *e,
                 const char **why)
{
    const json_t *party = json_object_get(claims, "azp");
    const json_t *hash = json_object_get(claims, "at_hash");
    const char *subject = oidc_text(claims, "sub");
    bool only, ours = is_for(json_object_get(claims, "aud"), e->client_id, &only);

    *why = NULL;
    if (!is(json_object_get(claims, "iss"), e->issuer))
        *why = "the token is of another issuer";
    else if (!ours || (!only && !party))
        *why = "the token is for somebody else";
    else if (party && !is(party, e->client_id))
        *why = "the token was made for another party";
    else if (!is(json_object_get(claims, "nonce"), e->nonce))
        *why = "the nonce is another";
    else if (!subject || !*subject || strlen(subject) > SUBJECT_MOST)
        *why = "there is no subject";
    else if (hash && (!e->access || !hash_fits(arena, hash, e->access)))
        *why = "the access token is another";
    else
        *why = time_fault(claims, e->now);
    return *why == NULL;
}

static bool
has(const json_t *value, const char *text)
{
    const json_t *each;
    size_t i;

    if (is(value, text))
        return true;
    json_array_foreach(value, i, each) if (is(each, text)) return true;
    return false;
}

bool
oidc_is_strong(const json_t *claims, const char *rule)
{
    for (const char *at = rule + strspn(rule, " "); *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " "), name = strcspn(at, "=");
        char word[200];

        if (length < sizeof(word) && name == 3 && name + 1 < length) {
            memcpy(word, at, length);
            word[length] = '\0';
            word[name] = '\0';
            if ((strcmp(word, "amr") == 0 || strcmp(word, "acr") == 0) &&
                has(json_object_get(claims, word), word + name + 1))
                return true;
        }
        at += length;
    }
    return false;
}

bool
oidc_list(struct arena *arena, const json_t *claims, const char *name, const char ***list,
          size_t *count)
{
    const json_t *value = json_object_get(claims, name), *each;
    size_t i;

    *list = NEW_ARRAY(arena, LIST_MOST, const char *);
    *count = 0;
    if (json_is_string(value))
        (*list)[(*count)++] = json_string_value(value);
    json_array_foreach(value, i, each)
    {
        if (json_is_string(each) && *count < LIST_MOST)
            (*list)[(*count)++] = json_string_value(each);
    }
    return json_is_string(value) || json_is_array(value);
}
