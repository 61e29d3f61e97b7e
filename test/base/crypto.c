#include "base/crypto.h"

#include <string.h>

#include "base/tests.h"

static void
sha256_gives_the_published_values(struct test *t)
{
    uint8_t sum[SHA256_BYTES];

    sha256("abc", 3, sum);
    assert_string_equal(hex_print(t->arena, sum, sizeof(sum)),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256("", 0, sum);
    assert_string_equal(hex_print(t->arena, sum, sizeof(sum)),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void
sha256_in_pieces_is_the_same(struct test *t)
{
    struct sha256_run run;
    uint8_t whole[SHA256_BYTES], pieces[SHA256_BYTES];

    (void)t;
    sha256("abcdef", 6, whole);
    sha256_init(&run);
    sha256_add(&run, "ab", 2);
    sha256_add(&run, "", 0);
    sha256_add(&run, "cdef", 4);
    sha256_end(&run, pieces);
    assert_memory_equal(whole, pieces, sizeof(whole));
}

/* RFC 4231, cases 2 and 6. */
static void
hmac_gives_the_published_values(struct test *t)
{
    static const char text[] = "Test Using Larger Than Block-Size Key - Hash Key First";
    uint8_t key[131];
    uint8_t sum[SHA256_BYTES];

    hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, sum);
    assert_string_equal(hex_print(t->arena, sum, sizeof(sum)),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, sizeof(key));
    hmac_sha256(key, sizeof(key), text, strlen(text), sum);
    assert_string_equal(hex_print(t->arena, sum, sizeof(sum)),
                        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    hmac_sha256(NULL, 0, "", 0, sum);
    assert_string_equal(hex_print(t->arena, sum, sizeof(sum)),
                        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void
a_kept_hmac_key_gives_the_same_again_and_again(struct test *t)
{
    uint8_t kept[SHA256_BYTES], once[SHA256_BYTES];
    struct hmac_key key;

    (void)t;
    hmac_key_init(&key, "Jefe", 4);
    for (int i = 0; i < 3; i++) {
        hmac_key_sum(&key, "印刷", (size_t)i * 3, kept);
        hmac_sha256("Jefe", 4, "印刷", (size_t)i * 3, once);
        assert_memory_equal(kept, once, sizeof(once));
    }
    hmac_key_release(&key);
}

/* RFC 5869, cases 1 (with its info, which is no text with zero bytes) and 3. */
static void
hkdf_gives_the_published_values(struct test *t)
{
    uint8_t secret[22];
    uint8_t salt[13];
    uint8_t out[42];

    memset(secret, 0x0b, sizeof(secret));
    assert_true(hex_parse("000102030405060708090a0b0c", salt, sizeof(salt)));
    hkdf_sha256(secret, sizeof(secret), salt, sizeof(salt),
                "\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9", out, sizeof(out));
    assert_string_equal(hex_print(t->arena, out, sizeof(out)),
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                        "34007208d5b887185865");
    hkdf_sha256(secret, sizeof(secret), NULL, 0, "", out, sizeof(out));
    assert_string_equal(hex_print(t->arena, out, sizeof(out)),
                        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                        "9d201395faa4b61a96c8");
}

static void
what_is_sealed_opens_only_with_all_that_was_bound_to_it(struct test *t)
{
    uint8_t key_bytes[SEAL_KEY_BYTES] = { 1 };
    uint8_t sealed[5 + SEAL_EXTRA];
    uint8_t plain[5];
    struct seal_key key, other;

    (void)t;
    seal_key_init(&key, key_bytes);
    key_bytes[31] = 1;
    seal_key_init(&other, key_bytes);
    seal(&key, "field", 5, "hello", 5, sealed);
    assert_true(open_sealed(&key, "field", 5, sealed, sizeof(sealed), plain));
    assert_memory_equal(plain, "hello", 5);
    assert_false(open_sealed(&key, "other", 5, sealed, sizeof(sealed), plain));
    assert_memory_equal(plain, "\0\0\0\0\0", 5);
    assert_false(open_sealed(&other, "field", 5, sealed, sizeof(sealed), plain));
    assert_false(open_sealed(&key, "field", 5, sealed, sizeof(sealed) - 1, plain));
    assert_false(open_sealed(&key, "field", 5, sealed, SEAL_EXTRA - 1, plain));
    for (size_t i = 0; i < sizeof(sealed); i++) {
        sealed[i] ^= 1;
        assert_false(open_sealed(&key, "field", 5, sealed, sizeof(sealed), plain));
        sealed[i] ^= 1;
    }
    assert_true(open_sealed(&key, "field", 5, sealed, sizeof(sealed), plain));
    seal_key_release(&key);
    seal_key_release(&other);
}

static void
nothing_can_be_sealed_and_no_two_seals_are_equal(struct test *t)
{
    const uint8_t key_bytes[SEAL_KEY_BYTES] = { 1 };
    uint8_t first[SEAL_EXTRA], second[SEAL_EXTRA];
    struct seal_key key;

    (void)t;
    seal_key_init(&key, key_bytes);
    seal(&key, NULL, 0, NULL, 0, first);
    seal(&key, NULL, 0, NULL, 0, second);
    assert_memory_not_equal(first, second, sizeof(first));
    assert_true(open_sealed(&key, NULL, 0, first, sizeof(first), NULL));
    seal_key_release(&key);
}

/* A case of the GCM specification (test case 14): zero key, nonce and text. */
static void
a_seal_made_elsewhere_opens(struct test *t)
{
    const uint8_t key_bytes[SEAL_KEY_BYTES] = { 0 };
    uint8_t sealed[16 + SEAL_EXTRA];
    uint8_t plain[16];
    struct seal_key key;

    assert_true(hex_parse("000000000000000000000000"
                          "cea7403d4d606b6e074ec5d3baf39d18"
                          "d0d1c8a799996bf0265b98b5d48ab919",
                          sealed, sizeof(sealed)));
    seal_key_init(&key, key_bytes);
    assert_true(open_sealed(&key, NULL, 0, sealed, sizeof(sealed), plain));
    assert_string_equal(hex_print(t->arena, plain, 16), "00000000000000000000000000000000");
    seal_key_release(&key);
}

static void
hex_goes_both_ways(struct test *t)
{
    uint8_t bytes[3];

    assert_true(hex_parse("00Ff7a", bytes, 3));
    assert_string_equal(hex_print(t->arena, bytes, 3), "00ff7a");
    assert_false(hex_parse("00ff7", bytes, 3));
    assert_false(hex_parse("00ff7a0", bytes, 3));
    assert_false(hex_parse("00ff7g", bytes, 3));
    assert_true(hex_parse("", bytes, 0));
}

static void
base64url_goes_both_ways(struct test *t)
{
    static const char *const rows[][2] = { { "", "" },           { "f", "Zg" },
                                           { "fo", "Zm8" },      { "foo", "Zm9v" },
                                           { "foob", "Zm9vYg" }, { "\xfb\xff\xfe", "-__-" } };
    uint8_t *bytes;
    size_t length;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_string_equal(base64url_print(t->arena, rows[i][0], strlen(rows[i][0])), rows[i][1]);
        assert_true(base64url_parse(t->arena, rows[i][1], &bytes, &length));
        assert_int_equal(length, strlen(rows[i][0]));
        assert_string_equal((char *)bytes, rows[i][0]);
    }
}

static void
base64url_in_a_second_form_is_refused(struct test *t)
{
    static const char *const wrong[] = { "Z", "Zg==", "Zh", "Zm9", "Zm+v", "Zm 9v", "Zm9vY" };
    uint8_t *bytes;
    size_t length;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(base64url_parse(t->arena, wrong[i], &bytes, &length));
}

static void
tokens_differ_and_have_their_length(struct test *t)
{
    const char *first = random_token(t->arena, 32);

    assert_int_equal(strlen(first), 43);
    assert_string_not_equal(first, random_token(t->arena, 32));
}

static void
equal_bytes_are_equal(struct test *t)
{
    (void)t;
    assert_true(equal_constant("abc", "abc", 3));
    assert_false(equal_constant("abc", "abd", 3));
    assert_true(equal_constant("a", "b", 0));
}

/* Short texts go through another library than long ones. */
static void
both_ways_of_sealing_open_each_other_at_every_length(struct test *t)
{
    static const uint8_t bytes[SEAL_KEY_BYTES] = { 7, 1 };
    char plain[1200], opened[sizeof(plain)];
    uint8_t sealed[sizeof(plain) + SEAL_EXTRA];
    struct seal_key key, plainly;

    (void)t;
    memset(plain, 'x', sizeof(plain));
    seal_key_init(&key, bytes);
    plainly = (struct seal_key){ key.sealing, key.opening, NULL };
    for (size_t length = 0; length <= sizeof(plain); length += length < 70 ? 1 : 113) {
        size_t with = length % 90;

        seal(&key, plain, with, plain, length, sealed);
        assert_true(open_sealed(&plainly, plain, with, sealed, length + SEAL_EXTRA, opened));
        assert_memory_equal(opened, plain, length);
        seal(&plainly, plain, with, plain, length, sealed);
        assert_true(open_sealed(&key, plain, with, sealed, length + SEAL_EXTRA, opened));
        assert_memory_equal(opened, plain, length);
        sealed[SEAL_NONCE_BYTES + length] ^= 1;
        assert_false(open_sealed(&key, plain, with, sealed, length + SEAL_EXTRA, opened));
    }
    seal_key_release(&key);
}

const struct test_case crypto_tests[] = {
    CASE(sha256_gives_the_published_values),
    CASE(sha256_in_pieces_is_the_same),
    CASE(hmac_gives_the_published_values),
    CASE(a_kept_hmac_key_gives_the_same_again_and_again),
    CASE(hkdf_gives_the_published_values),
    CASE(what_is_sealed_opens_only_with_all_that_was_bound_to_it),
    CASE(nothing_can_be_sealed_and_no_two_seals_are_equal),
    CASE(a_seal_made_elsewhere_opens),
    CASE(both_ways_of_sealing_open_each_other_at_every_length),
    CASE(hex_goes_both_ways),
    CASE(base64url_goes_both_ways),
    CASE(base64url_in_a_second_form_is_refused),
    CASE(tokens_differ_and_have_their_length),
    CASE(equal_bytes_are_equal),
    { 0 },
};
