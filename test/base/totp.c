#include "base/totp.h"

#include <string.h>

#include "base/arena.h"
#include "tests.h"

/* RFC 6238 appendix B prints eight digits; six are the last six of them. */
static void
codes_are_those_of_the_rfc(struct test *t)
{
    static const struct {
        int64_t second;
        uint32_t code;
    } vectors[] = { { 59, 287082 },       { 1111111109, 81804 },  { 1111111111, 50471 },
                    { 1234567890, 5924 }, { 2000000000, 279037 }, { 20000000000, 353130 } };
    static const char secret[] = "12345678901234567890";

    (void)t;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        struct instant at = { vectors[i].second * 1000000 };

        assert_int_equal(totp_code(secret, 20, totp_step(at)), vectors[i].code);
    }
}

/* RFC 4226 appendix D. */
static void
counters_are_those_of_the_hotp_rfc(struct test *t)
{
    static const uint32_t codes[] = { 755224, 287082, 359152, 969429, 338314,
                                      254676, 287922, 162583, 399871, 520489 };

    (void)t;
    for (int i = 0; i < 10; i++)
        assert_int_equal(totp_code("12345678901234567890", 20, i), codes[i]);
}

static int64_t
find(struct test *t, int64_t of, int64_t now, int64_t used)
{
    static const char secret[] = "12345678901234567890";
    struct instant at = { now * TOTP_STEP_SECONDS * 1000000 };

    return totp_find(secret, 20, arena_print(t->arena, "%06u", totp_code(secret, 20, of)), at,
                     used);
}

static void
one_step_either_way_is_good_and_no_more(struct test *t)
{
    assert_int_equal(find(t, 1000, 1000, 0), 1000);
    assert_int_equal(find(t, 999, 1000, 0), 999);
    assert_int_equal(find(t, 1001, 1000, 0), 1001);
    assert_int_equal(find(t, 998, 1000, 0), -1);
    assert_int_equal(find(t, 1002, 1000, 0), -1);
}

static void
a_used_step_is_never_good_again(struct test *t)
{
    assert_int_equal(find(t, 1000, 1000, 1000), -1);
    assert_int_equal(find(t, 999, 1000, 1000), -1);
    assert_int_equal(find(t, 1001, 1000, 1000), 1001);
}

static void
only_six_digits_are_a_code(struct test *t)
{
    static const char *const wrong[] = { "", "75522", "7552240", "75522a", "-55224", "+55224" };

    (void)t;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(totp_find("12345678901234567890", 20, wrong[i], (struct instant){ 0 }, -2),
                         -1);
}

static void
base32_is_that_of_the_rfc_without_padding(struct test *t)
{
    static const char *const pairs[][2] = { { "f", "MY" },           { "fo", "MZXQ" },
                                            { "foo", "MZXW6" },      { "foob", "MZXW6YQ" },
                                            { "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" } };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        uint8_t *back;
        size_t length;

        assert_string_equal(base32_print(t->arena, pairs[i][0], strlen(pairs[i][0])), pairs[i][1]);
        assert_true(base32_parse(t->arena, pairs[i][1], &back, &length));
        assert_int_equal(length, strlen(pairs[i][0]));
        assert_memory_equal(back, pairs[i][0], length);
    }
}

static void
base32_is_read_as_people_copy_it(struct test *t)
{
    uint8_t *back;
    size_t length;

    assert_true(base32_parse(t->arena, "mzxw 6ytb-oi", &back, &length));
    assert_memory_equal(back, "foobar", 6);
    assert_false(base32_parse(t->arena, "MZXW1", &back, &length));
}

const struct test_case totp_tests[] = {
    CASE(codes_are_those_of_the_rfc),
    CASE(counters_are_those_of_the_hotp_rfc),
    CASE(one_step_either_way_is_good_and_no_more),
    CASE(a_used_step_is_never_good_again),
    CASE(only_six_digits_are_a_code),
    CASE(base32_is_that_of_the_rfc_without_padding),
    CASE(base32_is_read_as_people_copy_it),
    { 0 },
};
