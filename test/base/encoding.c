#include "base/encoding.h"

#include <string.h>

#include "base/buffer.h"
#include "base/tests.h"
#include "base/text.h"

static void
decodes_to(struct test *t, enum encoding encoding, const char *bytes, size_t length,
           const char *expected)
{
    char *out;
    size_t out_length;
    size_t bad_at;

    assert_true(encoding_decode(t->arena, encoding, bytes, length, &out, &out_length, &bad_at));
    assert_string_equal(out, expected);
    assert_int_equal(out_length, strlen(expected));
}

static size_t
fails_at(struct test *t, enum encoding encoding, const char *bytes, size_t length,
         const char *before)
{
    char *out;
    size_t out_length;
    size_t bad_at;

    assert_false(encoding_decode(t->arena, encoding, bytes, length, &out, &out_length, &bad_at));
    assert_string_equal(out, before);
    return bad_at;
}

static void
encodes_to(struct test *t, const char *text, const char *expected)
{
    struct buffer out = { .arena = t->arena };
    uint32_t bad;

    assert_true(encoding_encode_cp932(&out, text, &bad));
    assert_string_equal(buffer_string(&out), expected);
}

static void
cp932_reads_the_extensions_of_nec_and_ibm(struct test *t)
{
    static const char bytes[] = "\x87\x40\x87\x57\x87\x8A\x87\x7E\xFB\xFC\xFA\xB1\xEE\xE0";

    decodes_to(t, ENCODING_CP932, bytes, sizeof(bytes) - 1, "①Ⅳ㈱㍻髙﨑髙");
}

static void
cp932_reads_signs_as_windows_does(struct test *t)
{
    decodes_to(t, ENCODING_CP932, "\x81\x60\x81\x7C\x81\x5C\x81\x61\\~", 10, "～－―∥\\~");
}

static void
cp932_reads_half_width_kana(struct test *t)
{
    decodes_to(t, ENCODING_CP932, "\xC1\xAC\xAF\xC4", 4, "ﾁｬｯﾄ");
}

static void
own_characters_pass_and_are_found(struct test *t)
{
    char *out;
    size_t length;
    size_t bad_at;

    assert_true(
        encoding_decode(t->arena, ENCODING_CP932, "\xF0\x40\xF9\xFC", 4, &out, &length, &bad_at));
    assert_string_equal(out, "\xEE\x80\x80\xEE\x9D\x97");
    assert_true(text_has_private(out));
    encodes_to(t, out, "\xF0\x40\xF9\xFC");
}

static void
the_first_byte_that_cannot_be_read_is_told(struct test *t)
{
    assert_int_equal(fails_at(t, ENCODING_CP932, "ab\x80", 3, "ab"), 2);
    assert_int_equal(fails_at(t, ENCODING_CP932, "a\x88\x9F\x88", 4, "a亜"), 3);
    assert_int_equal(fails_at(t, ENCODING_CP932, "\x81\xAD", 2, ""), 0);
    assert_int_equal(fails_at(t, ENCODING_UTF8, "a\xFF", 2, "a"), 1);
    assert_int_equal(fails_at(t, ENCODING_UTF8_BOM, "\xEF\xBB\xBFx\xFF", 5, "x"), 4);
    assert_int_equal(fails_at(t, ENCODING_EUCJP, "\xB0\xA1\xFF", 3, "亜"), 2);
    assert_int_equal(fails_at(t, ENCODING_EUCJP, "\xB0\xA1\xB0", 3, "亜"), 2);
}

static void
zero_bytes_are_refused_in_every_encoding(struct test *t)
{
    assert_int_equal(fails_at(t, ENCODING_UTF8, "a\0b", 3, "a"), 1);
    assert_int_equal(fails_at(t, ENCODING_CP932, "a\0b", 3, "a"), 1);
    assert_int_equal(fails_at(t, ENCODING_EUCJP, "a\0b", 3, "a"), 1);
    assert_int_equal(fails_at(t, ENCODING_JIS, "a\0b", 3, "a"), 1);
    assert_int_equal(fails_at(t, ENCODING_UTF16LE,
                              "\xFF\xFE"
                              "a\0\0\0",
                              6, "a"),
                     4);
}

static void
other_encodings_are_read(struct test *t)
{
    decodes_to(t, ENCODING_EUCJP, "\xC3\xBC\xCB\xF6\xAD\xA1", 6, "端末①");
    decodes_to(t, ENCODING_JIS, "\x1B$BC<Kv\x1B(B", 10, "端末");
    decodes_to(t, ENCODING_UTF16LE, "\xFF\xFE\xEF\x7A\x2B\x67", 6, "端末");
    decodes_to(t, ENCODING_UTF16BE, "\xFE\xFF\x7A\xEF\x67\x2B", 6, "端末");
    decodes_to(t, ENCODING_UTF8_BOM, "\xEF\xBB\xBF端末", 9, "端末");
    decodes_to(t, ENCODING_EUCJP, "", 0, "");
}

static void
an_encoding_is_guessed(struct test *t)
{
    (void)t;
    assert_int_equal(encoding_guess("", 0), ENCODING_UTF8);
    assert_int_equal(encoding_guess("端末", 6), ENCODING_UTF8);
    assert_int_equal(encoding_guess("\xEF\xBB\xBF", 3), ENCODING_UTF8_BOM);
    assert_int_equal(encoding_guess("\x92\x5B\x96\x96", 4), ENCODING_CP932);
    assert_int_equal(encoding_guess("\xA4\xC0\xA4\xEC\xC3\xBC", 6), ENCODING_EUCJP);
    assert_int_equal(encoding_guess("\x1B$BC<Kv\x1B(B", 10), ENCODING_JIS);
    assert_int_equal(encoding_guess("\xFF\xFE\x41\x00", 4), ENCODING_UTF16LE);
    assert_int_equal(encoding_guess("\xB6\xDD\xBC\xDE", 4), ENCODING_CP932); /* ｶﾝｼﾞ */
    assert_int_equal(encoding_guess("\xFF\x00\xFF", 3), ENCODING_CP932);
}

static void
writing_maps_lookalikes_first(struct test *t)
{
    encodes_to(t, "〜−‖—", "\x81\x60\x81\x7C\x81\x61\x81\x5C");
    encodes_to(t, "¢£¬¥", "\x81\x91\x81\x92\x81\xCA\x81\x8F");
    encodes_to(t, "\xC2\xA0‑–", " \x81\x7C\x81\x7C");
    encodes_to(t, "‐", "\x81\x5D");
}

static void
writing_takes_the_place_that_windows_takes(struct test *t)
{
    encodes_to(t, "髙﨑①Ⅳ㈱∪∵", "\xFB\xFC\xFA\xB1\x87\x40\x87\x57\x87\x8A\x81\xBE\x81\xE6");
    encodes_to(t, "ﾁｬ\\~a", "\xC1\xAC\\~a");
}

static void
writing_reports_what_has_no_place_and_adds_nothing(struct test *t)
{
    struct buffer out = { .arena = t->arena };
    uint32_t bad = 0;

    buffer_text(&out, "x");
    assert_false(encoding_encode_cp932(&out, "端末𠮷é", &bad));
    assert_int_equal(bad, 0x20BB7);
    assert_string_equal(buffer_string(&out), "x");
    assert_int_equal(out.length, 1);
    assert_false(encoding_encode_cp932(&out, "é", &bad));
    assert_int_equal(bad, 0xE9);
    assert_false(encoding_encode_cp932(&out, "㋿", &bad));
    assert_int_equal(bad, 0x32FF);
}

static void
what_cp932_holds_is_read_back_as_it_was_written(struct test *t)
{
    for (unsigned pair = 0x8140; pair <= 0xFCFC; pair++) {
        char bytes[2] = { (char)(pair >> 8), (char)(pair & 0xFF) };
        struct buffer again = { .arena = t->arena };
        uint32_t bad;
        char *out;
        char *back;
        size_t length;
        size_t bad_at;

        if (!encoding_decode(t->arena, ENCODING_CP932, bytes, 2, &out, &length, &bad_at))
            continue;
        assert_true(encoding_encode_cp932(&again, out, &bad));
        assert_true(encoding_decode(t->arena, ENCODING_CP932, again.data, again.length, &back,
                                    &length, &bad_at));
        assert_string_equal(back, out);
    }
}

static void
every_encoding_has_a_title(struct test *t)
{
    (void)t;
    for (int i = 0; i < ENCODINGS; i++)
        assert_non_null(encoding_title((enum encoding)i));
}

const struct test_case encoding_tests[] = {
    CASE(cp932_reads_the_extensions_of_nec_and_ibm),
    CASE(cp932_reads_signs_as_windows_does),
    CASE(cp932_reads_half_width_kana),
    CASE(own_characters_pass_and_are_found),
    CASE(the_first_byte_that_cannot_be_read_is_told),
    CASE(zero_bytes_are_refused_in_every_encoding),
    CASE(other_encodings_are_read),
    CASE(an_encoding_is_guessed),
    CASE(writing_maps_lookalikes_first),
    CASE(writing_takes_the_place_that_windows_takes),
    CASE(writing_reports_what_has_no_place_and_adds_nothing),
    CASE(what_cp932_holds_is_read_back_as_it_was_written),
    CASE(every_encoding_has_a_title),
    { 0 },
};
