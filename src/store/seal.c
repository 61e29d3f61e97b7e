#include "store/seal.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/must.h"
#include "base/tokens.h"
#include "base/utf8.h"
#include "store/act.h"
#include "store/keyring.h"
#include "store/store.h"
#include "store/words.h"

enum {
    VERSION = 1,
    HEAD = 1 + 4,
    BOUND_MOST = 256, /* installation, ledger, record, field together */
    TOKEN_BYTES = 8,  /* of the digest; 11 characters of base64url */
    TOKEN_TEXT = 11,
    WHOLE_TOKEN = 3 + TOKEN_TEXT,
};

static size_t
append(uint8_t *out, size_t at, const char *text)
{
    size_t length = strlen(text) + 1; /* the zero byte parts the words */

    must(at + length <= BOUND_MOST);
    memcpy(out + at, text, length);
    return at + length;
}

static size_t
bind_place(struct act *a, const struct place *place, uint8_t out[BOUND_MOST])
{
    size_t at = append(out, 0, store_installation(a->store));

    at = append(out, at, place->ledger);
    at = append(out, at, place->field);
    must(at + 8 <= BOUND_MOST);
    for (int i = 7; i >= 0; i--)
        out[at++] = (uint8_t)((uint64_t)place->record >> (8 * i));
    return at;
}

static struct contract_keys *
keys_of(struct act *a, int64_t contract)
{
    struct contract_keys *keys = keyring_get(store_keyring(a->store), contract);

    if (!keys)
        fail(a, FAULT_BROKEN, NULL,
             "この契約の鍵がありません。契約が消去されたか、鍵の控えが戻されていません。");
    return keys;
}

bool
seal_value(struct act *a, const struct place *place, const char *text, struct bytes *out)
{
    uint8_t bound[BOUND_MOST];
    struct contract_keys *keys;
    size_t length;
    uint8_t *bytes;

    *out = (struct bytes){ 0 };
    if (!text || !*text)
        return true;
    keys = keys_of(a, place->contract);
    if (!keys)
        return false;
    length = strlen(text);
    bytes = arena_get(a->arena, HEAD + length + SEAL_EXTRA);
    bytes[0] = VERSION;
    for (int i = 0; i < 4; i++)
        bytes[1 + i] = (uint8_t)(keys->newest->id >> (24 - 8 * i));
    seal(&keys->newest->value, bound, bind_place(a, place, bound), text, length, bytes + HEAD);
    *out = (struct bytes){ bytes, HEAD + length + SEAL_EXTRA };
    return true;
}

static uint32_t
key_id(const uint8_t *bytes)
{
    return (uint32_t)bytes[1] << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 8 | bytes[4];
}

bool
open_value(struct act *a, const struct place *place, struct bytes sealed, const char **text)
{
    const uint8_t *bytes = sealed.data;
    uint8_t bound[BOUND_MOST];
    struct data_key *key;
    char *out;

    *text = "";
    if (sealed.size == 0)
        return true;
    if (!keys_of(a, place->contract))
        return false;
    if (sealed.size < HEAD + SEAL_EXTRA || bytes[0] != VERSION)
        return fail(a, FAULT_BROKEN, place->field, "保存された値の形が正しくありません。");
    key = keyring_get_by_id(store_keyring(a->store), place->contract, key_id(bytes));
    if (!key)
        return fail(a, FAULT_BROKEN, place->field,
                    "保存された値は今は無い鍵で封じられていて、開けません。");
    out = arena_get(a->arena, sealed.size - HEAD - SEAL_EXTRA + 1);
    if (!open_sealed(&key->value, bound, bind_place(a, place, bound), bytes + HEAD,
                     sealed.size - HEAD, out))
        return fail(a, FAULT_BROKEN, place->field,
                    "保存された値が書き換えられているか壊れていて、開けません。");
    *text = out;
    return true;
}

bool
seal_readable(struct act *a, int64_t contract, struct bytes sealed)
{
    const uint8_t *bytes = sealed.data;

    return sealed.size == 0 ||
           (sealed.size >= HEAD + SEAL_EXTRA && bytes[0] == VERSION &&
            keyring_get_by_id(store_keyring(a->store), contract, key_id(bytes)));
}

bool
seal_again(struct act *a, const struct place *place, struct bytes *sealed, bool *changed)
{
    const struct contract_keys *keys;
    const char *text;

    *changed = false;
    if (sealed->size == 0)
        return true;
    keys = keys_of(a, place->contract);
    if (!keys)
        return false;
    if (sealed->size >= HEAD && key_id(sealed->data) == keys->newest->id)
        return true;
    *changed = open_value(a, place, *sealed, &text) && seal_value(a, place, text, sealed);
    return *changed;
}

bool
seal_equality(struct act *a, int64_t contract, const char *ledger, const char *field,
              const char *normal, struct bytes *out)
{
    struct buffer text = { .arena = a->arena };
    const struct contract_keys *keys;
    uint8_t *digest;

    *out = (struct bytes){ 0 };
    if (!normal || !*normal)
        return true;
    keys = keys_of(a, contract);
    if (!keys)
        return false;
    buffer_add(&text, ledger, strlen(ledger) + 1);
    buffer_add(&text, field, strlen(field) + 1);
    buffer_text(&text, normal);
    digest = arena_get(a->arena, SHA256_BYTES);
    hmac_sha256(keys->equality, KEY_BYTES, text.data, text.length, digest);
    *out = (struct bytes){ digest, SHA256_BYTES };
    return true;
}

/* Ledger and field stand before each piece of text: the beginning is made once. */
struct keyed {
    struct contract_keys *keys;
    uint8_t bytes[BOUND_MOST];
    size_t prefix;
};

static void
keyed_init(struct keyed *k, struct contract_keys *keys, const char *ledger, const char *field)
{
    k->keys = keys;
    k->prefix = append(k->bytes, append(k->bytes, 0, ledger), field);
}

static void
keyed_token(struct keyed *k, const char *piece, size_t length, struct buffer *out)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t digest[SHA256_BYTES];
    uint64_t bits = 0;
    char *at;

    must(k->prefix + length <= BOUND_MOST);
    memcpy(k->bytes + k->prefix, piece, length);
    keys_search_digest(k->keys, k->bytes, k->prefix + length, digest);
    for (int i = 0; i < TOKEN_BYTES; i++)
        bits = bits << 8 | digest[i];
    at = buffer_room(out, WHOLE_TOKEN + 1);
    at += utf8_put(at, SCOPE_PERSONAL);
    for (int shift = 58; shift > 0; shift -= 6)
        *at++ = letters[bits >> shift & 63];
    *at++ = letters[bits << 2 & 63]; /* the last 4 bits, two zero bits */
    *at++ = ' ';
    *at = '\0';
    out->length += WHOLE_TOKEN + 1;
}

static const char *
without_spaces(struct act *a, const char *folded)
{
    struct buffer out = { .arena = a->arena };

    for (const char *c = folded; *c; c++)
        if (*c != ' ')
            buffer_char(&out, *c);
    return buffer_string(&out);
}

struct tokens_out {
    struct keyed keyed;
    struct buffer *out;
};

static bool
add_token(void *with, const struct token *token)
{
    struct tokens_out *to = with;

    keyed_token(&to->keyed, token->bytes, token->length, to->out);
    return true;
}

bool
seal_tokens(struct act *a, int64_t contract, const char *ledger, const char *field,
            const char *folded, struct buffer *scope)
{
    const char *text = without_spaces(a, folded);
    struct tokens_out to = { .out = scope };
    struct contract_keys *keys;

    if (!*text)
        return true;
    keys = keys_of(a, contract);
    if (!keys)
        return false;
    keyed_init(&to.keyed, keys, ledger, field);
    tokens_each(text, strlen(text), add_token, &to);
    return true;
}

/* One list: the same piece under every contract and field. Contracts without key are
   passed over: nothing of theirs can be found. */
static const char *
any_of(struct act *a, const int64_t *contracts, size_t contract_count,
       const struct seal_field *fields, size_t field_count, const char *piece)
{
    struct buffer list = { .arena = a->arena };
    struct keyed keyed;

    for (size_t c = 0; c < contract_count; c++) {
        struct contract_keys *keys = keyring_get(store_keyring(a->store), contracts[c]);

        for (size_t f = 0; keys && f < field_count; f++) {
            keyed_init(&keyed, keys, fields[f].ledger, fields[f].field);
            keyed_token(&keyed, piece, strlen(piece), &list);
        }
    }
    return buffer_string(&list);
}

bool
seal_conditions(struct act *a, const int64_t *contracts, size_t contract_count,
                const struct seal_field *fields, size_t field_count, const char *folded,
                const char *const **conditions)
{
    const char **pieces;
    const char **list;
    size_t count = tokens_list(a->arena, without_spaces(a, folded), &pieces);

    list = NEW_ARRAY(a->arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++)
        list[i] = any_of(a, contracts, contract_count, fields, field_count, pieces[i]);
    *conditions = list;
    return true;
}
