#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/jwt.h"
#include "web/oidc_claims.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* A token, then after a line end the set of keys it is tried with. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena = { 0 };
    char *text = arena_slice(&arena, (const char *)bytes, length);
    char *line = strchr(text, '\n');
    struct oidc_expected expected = { "https://issuer.example", "tasuki", "n", "access",
                                      instant_now() };
    const char *why = NULL, **list;
    json_t *keys = NULL;
    struct jwt jwt;
    size_t count;

    if (line)
        *line = '\0';
    if (jwt_read(&arena, text, &jwt, &why)) {
        if (!json_is_object(jwt.claims) || jwt.signed_length >= strlen(text))
            abort();
        oidc_claims_good(&arena, jwt.claims, &expected, &why);
        oidc_is_strong(jwt.claims, "amr=mfa acr=gold = amr=");
        oidc_list(&arena, jwt.claims, "groups", &list, &count);
        if (line && json_read(&arena, line + 1, strlen(line + 1), &keys, &why))
            jwt_verify(&arena, &jwt, keys);
    } else if (!why) {
        abort();
    }
    arena_release(&arena);
    return 0;
}
