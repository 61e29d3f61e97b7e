#include "base/jwt.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/json.h"
#include "tests.h"

/* RFC 7515, appendix A.2 and A.3. */
static const char rs256[] =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOi"
    "Zj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZL"
    "grnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eO"
    "kHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0"
    "igcN_IoypGlUPQGe77Rw";
static const char rsa_key[] =
    "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-"
    "Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzj"
    "b_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZ"
    "lxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb"
    "54h4FRWyuXpoQ\",\"e\":\"AQAB\"}";
static const char es256[] =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxl"
    "LmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISl"
    "SApmWQxfKTUJqPP3-Kg6NU1Q";
static const char ec_key[] =
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

/* Made with the npm package jose. */
static const char ps256[] =
    "eyJhbGciOiJQUzI1NiIsImtpZCI6IjEifQ.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiYXVkIjpbInRhc3V"
    "raSIsIngiXSwiYXpwIjoidGFzdWtpIiwibm9uY2UiOiJuIiwic3ViIjoiMSIsImlhdCI6MTc5NTAwMDAwMCwiZXhwIjoxO"
    "Tk5OTk5OTk5LCJhbXIiOlsicHdkIiwibWZhIl0sImdyb3VwcyI6WyJkZXNrIiwicmVhZGVycyJdLCJhdF9oYXNoIjoieCJ"
    "9.EkUNCP92nCqk9xKGRUCmulCCJQh6ixbyL9ki8ESRSYKgMD65ybk_E91BE1nC7M3VyykuJdDQUkb_g30f0FvD31vVEiEo"
    "kIcLGUyDqKJ6hdRlZIhGa8fv8Kyrz6cb1C32FcxpNBw81eCDgaVL8lkSLWdiGXG1IdIn6kPB02h4cJpdP6GaHc3uWXW8Cl"
    "Vg6rSOPjHmd-E8WUnuc9Jx2Goa-pQoSnwbTXvbi_mYC-VbwwygNO9nm45KwbKua5DKjCePawv1u3PUNORrPjH2MOm07-wZ"
    "s-5-wanb4nMOZGhWND0WCr3PCGgzjdiB45CNcl8EH-wq2TuodpSn-srz1L_toQ";
static const char pss_key[] =
    "{\"kty\":\"RSA\",\"n\":\"jj76hlLjhuLyIvl7gScfs1WEZLX2NrqWE2t6aLswBXd-NQ2nZvwTiCk94niwikjnYKsii"
    "Mtd8wPo8rBMccA37sNyXsP_ZIVYDaS8ap-5Tc7eWg7_YcIagBsQE-4oVB63SzLNmei_q0XCvaqVG2PS_IavEWjQxNOj7Cz"
    "-KVfF1v-rjTu5SfdDO5cyKrKyQytNSeA2U7njIjkugll0m3_CDvs0Lwp6e8qD6kv6OSpCwRIGcLfs7XVowQbE44YPN1AVj"
    "VAAgUKqwhsdld2e1flZwJXKY7sPQPLED-gOpML3DEo_wUB7n2xmHZcABmTfa8XV1uRPzTpJG_c2x-w7iCj6ow\",\"e\":"
    "\"AQAB\",\"kid\":\"1\",\"use\":\"sig\",\"alg\":\"PS256\"}";

static const json_t *
key_of(struct test *t, const char *text)
{
    const char *why = "";
    json_t *key = NULL;

    assert_true(json_read(t->arena, text, strlen(text), &key, &why));
    return key;
}

static bool
verifies(struct test *t, const char *text, const char *key)
{
    const char *why = "";
    struct jwt jwt;

    return jwt_read(t->arena, text, &jwt, &why) && jwt_verify(t->arena, &jwt, key_of(t, key));
}

static void
the_tokens_of_the_rfc_verify(struct test *t)
{
    assert_true(verifies(t, rs256, rsa_key));
    assert_true(verifies(t, es256, ec_key));
}

static void
pss_verifies(struct test *t)
{
    assert_true(verifies(t, ps256, pss_key));
}

static void
claims_are_read(struct test *t)
{
    const char *why;
    struct jwt jwt;

    assert_true(jwt_read(t->arena, es256, &jwt, &why));
    assert_int_equal(jwt.algorithm, JWT_ES256);
    assert_string_equal(jwt.kid, "");
    assert_string_equal(json_string_value(json_object_get(jwt.claims, "iss")), "joe");
}

static void
a_key_of_another_kind_verifies_nothing(struct test *t)
{
    assert_false(verifies(t, rs256, ec_key));
    assert_false(verifies(t, es256, rsa_key));
    assert_false(verifies(t, rs256, pss_key));
    assert_false(verifies(t, ps256, rsa_key));
    assert_false(verifies(t, rs256, "{}"));
    assert_false(verifies(t, rs256, "[]"));
}

/* Another letter in each place of the whole token. The last of a part may carry bits that
   no byte uses; then the text is refused. */
static void
a_letter_that_changed_verifies_nothing(struct test *t)
{
    for (size_t i = 0; i < sizeof(es256) - 1; i++) {
        char *text = arena_copy(t->arena, es256);

        text[i] = text[i] == 'A' ? 'B' : 'A';
        assert_false(verifies(t, text, ec_key));
    }
}

static const char *
part(struct test *t, const char *json)
{
    return base64url_print(t->arena, json, strlen(json));
}

static void
only_three_algorithms_are_read(struct test *t)
{
    static const char *const headers[] = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"RS1\"}",
        "{\"alg\":\"rs256\"}",
        "{\"alg\":\"\"}",
        "{\"alg\":[\"RS256\"]}",
        "{\"alg\":null}",
        "{}",
        "[]",
        "{\"alg\":\"RS256\",\"alg\":\"none\"}",
        "{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false}",
    };

    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        const char *text = arena_print(t->arena, "%s.%s.AAAA", part(t, headers[i]), part(t, "{}"));
        const char *why = NULL;
        struct jwt jwt;

        assert_false(jwt_read(t->arena, text, &jwt, &why));
        assert_non_null(why);
    }
}

static void
what_is_no_token_is_refused(struct test *t)
{
    static const char *const texts[] = {
        "", ".", "..", "...", "a.b", "a.b.c.d", "e30.e30.", "=.=.="
    };
    struct buffer longest = { .arena = t->arena };
    const char *why;
    struct jwt jwt;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(jwt_read(t->arena, texts[i], &jwt, &why));
    buffer_text(&longest, es256);
    while (longest.length <= JWT_MOST)
        buffer_char(&longest, 'A');
    assert_false(jwt_read(t->arena, buffer_string(&longest), &jwt, &why));
}

static void
keys_that_are_weak_or_meant_for_something_else_are_not_used(struct test *t)
{
    static const char *const members[] = { "\"use\":\"enc\",", "\"alg\":\"PS256\"," };

    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        assert_false(verifies(t, rs256, arena_print(t->arena, "{%s%s", members[i], rsa_key + 1)));
    assert_true(verifies(
        t, rs256, arena_print(t->arena, "{\"use\":\"sig\",\"alg\":\"RS256\",%s", rsa_key + 1)));
    assert_false(verifies(t, rs256, "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRl\",\"e\":\"AQAB\"}"));
    /* Not a point of the curve. */
    assert_false(verifies(t, es256,
                          "{\"kty\":\"EC\",\"crv\":\"P-256\","
                          "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                          "\"y\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}"));
}

const struct test_case jwt_tests[] = {
    CASE(the_tokens_of_the_rfc_verify),
    CASE(pss_verifies),
    CASE(claims_are_read),
    CASE(a_key_of_another_kind_verifies_nothing),
    CASE(a_letter_that_changed_verifies_nothing),
    CASE(only_three_algorithms_are_read),
    CASE(what_is_no_token_is_refused),
    CASE(keys_that_are_weak_or_meant_for_something_else_are_not_used),
    { 0 },
};
