#include "base/totp.h"

#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/arena.h"
#include "base/must.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int64_t
totp_step(struct instant at)
{
    return at.us / 1000000 / TOTP_STEP_SECONDS;
}

uint32_t
totp_code(const void *secret, size_t length, int64_t step)
{
    uint8_t counter[8], mac[EVP_MAX_MD_SIZE];
    unsigned mac_length = 0;
    size_t at;
    uint32_t word;

    for (int i = 0; i < 8; i++)
        counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    must(HMAC(EVP_sha1(), secret, (int)length, counter, sizeof(counter), mac, &mac_length));
    at = mac[mac_length - 1] & 15;
    word = (uint32_t)(mac[at] & 127) << 24 | (uint32_t)mac[at + 1] << 16 |
           (uint32_t)mac[at + 2] << 8 | mac[at + 3];
    return word % 1000000;
}

int64_t
totp_find(const void *secret, size_t length, const char *text, struct instant now, int64_t used)
{
    int64_t present = totp_step(now), found = -1;
    uint32_t given = 0;

    if (strlen(text) != TOTP_DIGITS || strspn(text, "0123456789") != TOTP_DIGITS)
        return -1;
    for (const char *c = text; *c; c++)
        given = given * 10 + (uint32_t)(*c - '0');
    for (int64_t step = present - 1; step <= present + 1; step++)
        if (((totp_code(secret, length, step) ^ given) == 0) & (step > used))
            found = step;
    return found;
}

char *
base32_print(struct arena *arena, const void *bytes, size_t length)
{
    const uint8_t *in = bytes;
    char *out = arena_get(arena, length * 8 / 5 + 2), *end = out;
    uint32_t held = 0;
    int bits = 0;

    for (size_t i = 0; i < length; i++) {
        held = held << 8 | in[i];
        for (bits += 8; bits >= 5; bits -= 5)
            *end++ = letters[held >> (bits - 5) & 31];
    }
    if (bits)
        *end++ = letters[held << (5 - bits) & 31];
    *end = '\0';
    return out;
}

bool
base32_parse(struct arena *arena, const char *text, uint8_t **out, size_t *length)
{
    uint8_t *end = *out = arena_get(arena, strlen(text) * 5 / 8 + 1);
    uint32_t held = 0;
    int bits = 0;

    for (; *text; text++) {
        char c = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;
        const char *place = strchr(letters, c);

        if (c == ' ' || c == '-')
            continue;
        if (!place)
            return false;
        held = held << 5 | (uint32_t)(place - letters);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            *end++ = (uint8_t)(held >> bits);
        }
    }
    *length = (size_t)(end - *out);
    return true;
}
