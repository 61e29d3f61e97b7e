#include "web/letter.h"

#include <string.h>

#include "base/buffer.h"
#include "site.h"
#include "store/blob.h"
#include "store/open.h"
#include "store/outbox.h"
#include "tests.h"
#include "web/letter_compose.h"
#include "web/letter_send.h"

static struct letter
plain(const char *const *to, size_t count)
{
    return (struct letter){ .to = { (const char **)(uintptr_t)to, count },
                            .subject = "封印 5（8月20日）",
                            .text = "本文です。\n.\n二行目\n" };
}

static void
addresses_of_people_are_good(struct test *t)
{
    static const char *const good[] = { "a@b", "kato.taro+1@city.aoba.lg.jp",
                                        "a..b.@docomo.example", "x_y=z@a-b.example" };

    (void)t;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(letter_address_good(good[i]));
}

static void
what_could_end_a_line_or_begin_an_option_is_no_address(struct test *t)
{
    static const char *const bad[] = {
        "",           "a",        "@b",           "a@",         "a@b\r\nRCPT TO:<c@d>",
        "a\n@b",      "a b@c",    "<a@b>",        "a@b>",       "a@b,c@d",
        "\"a\"@b",    "a@[::1]",  "-oQ/tmp@b",    "加藤@b",     "a@市.example",
        "a@b..c",     "a@.b",     "a@b.",         "a@-b",       "a@b-.c",
        "a\x7f@b.jp", "a(x)@b.c", "a@b.c SIZE=1", "a@b;c@d.jp",
    };

    (void)t;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(letter_address_good(bad[i]));
}

static void
too_long_an_address_is_refused(struct test *t)
{
    struct buffer b = { .arena = t->arena };

    for (int i = 0; i < 65; i++)
        buffer_char(&b, 'a');
    buffer_text(&b, "@b.example");
    assert_false(letter_address_good(buffer_string(&b)));
    assert_true(letter_address_good(buffer_string(&b) + 1));
}

struct put_order {
    const char *identifier;
    struct letter letter;
};

static bool
put(struct act *a, void *with)
{
    const struct put_order *it = with;

    return letter_put(a, 0, it->identifier, &it->letter);
}

static void
a_letter_is_read_as_it_was_put(struct test *t)
{
    static const char *const to[] = { "a@b.example", "c@d.example" };
    static const struct letter_file file = { "回答書.pdf", "application/pdf", "abcd" };
    struct put_order it = { "reply-1", plain(to, 2) };
    struct act *a = act_for_test(t, store_for_test(t));
    struct outbox_rows rows;
    struct letter got;
    const char *why;

    it.letter.in_reply_to = "q1@city.example";
    it.letter.references = (struct letter_words){ (const char *[]){ "q0@city.example" }, 1 };
    it.letter.files = &file;
    it.letter.file_count = 1;
    assert_true(act_write(a, put, &it));
    assert_true(outbox_take(a, "mail", a->now, 10, &rows));
    assert_int_equal(rows.count, 1);
    assert_true(letter_read(t->arena, rows.rows[0].content, &got, &why));
    assert_string_equal(got.to.rows[1], "c@d.example");
    assert_string_equal(got.subject, it.letter.subject);
    assert_string_equal(got.text, it.letter.text);
    assert_string_equal(got.in_reply_to, "q1@city.example");
    assert_string_equal(got.references.rows[0], "q0@city.example");
    assert_string_equal(got.files[0].name, "回答書.pdf");
}

static void
a_letter_that_could_forge_a_header_is_not_put(struct test *t)
{
    static const char *const to[] = { "a@b.example" };
    static const char *const forged[] = { "a@b.example\r\nBcc: x@y.example" };
    static const struct letter_file file = { "a\r\nX: y.pdf", "application/pdf", "abcd" };
    struct act *a = act_for_test(t, store_for_test(t));
    struct put_order orders[] = {
        { "1", plain(forged, 1) }, { "2", plain(to, 1) }, { "3", plain(to, 1) },
        { "4", plain(to, 1) },     { "5", plain(to, 0) },
    };

    orders[1].letter.subject = "件名\r\nBcc: x@y.example";
    orders[2].letter.in_reply_to = "a@b>\r\nX: y";
    orders[3].letter.files = &file;
    orders[3].letter.file_count = 1;
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        assert_false(act_write(a, put, &orders[i]));
        assert_int_equal(act_fault_kind(a), FAULT_INVALID);
    }
}

static void
content_that_is_no_letter_is_refused(struct test *t)
{
    static const char *const bad[] = {
        "",
        "[]",
        "{\"subject\":\"a\",\"text\":\"b\"}",
        "{\"to\":\"a@b\",\"subject\":\"a\",\"text\":\"b\"}",
        "{\"to\":[1],\"subject\":\"a\",\"text\":\"b\"}",
        "{\"to\":[\"a@b\"],\"text\":\"b\"}",
        "{\"to\":[\"a@b\"],\"subject\":\"a\"}",
        "{\"to\":[\"a@b\"],\"subject\":\"a\",\"text\":\"b\",\"files\":[{}]}",
        "{\"to\":[\"a@b\"],\"subject\":\"a\",\"text\":\"b\",\"left\":[\"\"]}",
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct letter got;
        const char *why = NULL;

        assert_false(letter_read(t->arena, bad[i], &got, &why));
        assert_non_null(why);
    }
}

static void
a_bad_address_keeps_no_other_from_the_letter(struct test *t)
{
    struct letter got;
    const char *why;

    assert_true(letter_read(t->arena,
                            "{\"to\":[\"a@b\\r\\nBcc: x@y\",\"c@d.example\"],\"subject\":\"a\","
                            "\"text\":\"b\"}",
                            &got, &why));
    assert_int_equal(got.to.count, 1);
    assert_string_equal(got.to.rows[0], "c@d.example");
}

static void
the_identifier_of_a_row_becomes_a_message_id(struct test *t)
{
    assert_string_equal(letter_identifier(t->arena, "head-1@place", "here"), "head-1@place");
    assert_string_equal(letter_identifier(t->arena, "<head-1@place>", "here"), "head-1@place");
    assert_string_equal(letter_identifier(t->arena, "notice-1", "here"), "notice-1@here");
    assert_null(letter_identifier(t->arena, "a\r\nX: y@place", "here"));
    assert_null(letter_identifier(t->arena, "a@b@c", "here"));
    assert_null(letter_identifier(t->arena, "a b", "here"));
}

static struct letter_bytes
compose(struct test *t, const struct letter *letter, const struct letter_bytes *files)
{
    const struct letter_envelope e = {
        "tasuki@aoba.example", "青葉市\"受付\"", "row-1@place", { INT64_C(1786000000) * 1000000 }
    };

    letter_compose_init();
    return letter_compose(t->arena, letter, &e, files);
}

static void
lines_end_with_cr_lf_and_bytes_are_seven_bits(struct test *t)
{
    static const char *const to[] = { "a@b.example" };
    struct letter letter = plain(to, 1);
    struct letter_bytes got = compose(t, &letter, NULL);

    for (size_t i = 0; i < got.length; i++) {
        assert_true((unsigned char)got.bytes[i] < 0x80);
        if (got.bytes[i] == '\n')
            assert_true(i > 0 && got.bytes[i - 1] == '\r');
    }
    assert_non_null(strstr(got.bytes, "Date: Thu, 06 Aug 2026 "));
    assert_non_null(strstr(got.bytes, " +0900\r\n"));
}

static void
a_reply_names_what_it_answers(struct test *t)
{
    static const char *const to[] = { "a@b.example" };
    struct letter letter = plain(to, 1);
    struct letter_bytes got;

    letter.in_reply_to = "q2@city.example";
    letter.references =
        (struct letter_words){ (const char *[]){ "q1@city.example", "q2@city.example" }, 2 };
    got = compose(t, &letter, NULL);
    assert_non_null(strstr(got.bytes, "\r\nIn-Reply-To: <q2@city.example>\r\n"));
    assert_non_null(strstr(got.bytes, "<q1@city.example>"));
    assert_non_null(strstr(got.bytes, "\r\nMessage-Id: <row-1@place>\r\n"));
}

static void
a_file_goes_along_under_its_japanese_name(struct test *t)
{
    static const char *const to[] = { "a@b.example" };
    static const struct letter_file file = { "回答書.pdf", "application/pdf", "abcd" };
    struct letter letter = plain(to, 1);
    struct letter_bytes got;

    letter.files = &file;
    letter.file_count = 1;
    got = compose(t, &letter, &(struct letter_bytes){ "%PDF-1.7", 8 });
    assert_non_null(strstr(got.bytes, "multipart/mixed"));
    assert_non_null(strstr(got.bytes, "filename*=UTF-8''%E5%9B%9E%E7%AD%94%E6%9B%B8.pdf"));
    assert_non_null(strstr(got.bytes, "JVBERi0xLjc="));
}

static void
waits_grow_from_a_minute_to_four_hours_and_end_after_five_days(struct test *t)
{
    int64_t all = 0, tries = 1;

    (void)t;
    assert_int_equal(letter_pause(1).minutes, 1);
    assert_int_equal(letter_pause(2).minutes, 2);
    assert_int_equal(letter_pause(20).minutes, 240);
    for (; letter_pause(tries).minutes; tries++)
        all += letter_pause(tries).minutes;
    assert_true(all > 4 * DAY_MINUTES && all < 5 * DAY_MINUTES);
}

const struct test_case letter_tests[] = {
    CASE(addresses_of_people_are_good),
    CASE(what_could_end_a_line_or_begin_an_option_is_no_address),
    CASE(too_long_an_address_is_refused),
    CASE(a_letter_is_read_as_it_was_put),
    CASE(a_letter_that_could_forge_a_header_is_not_put),
    CASE(content_that_is_no_letter_is_refused),
    CASE(a_bad_address_keeps_no_other_from_the_letter),
    CASE(the_identifier_of_a_row_becomes_a_message_id),
    CASE(lines_end_with_cr_lf_and_bytes_are_seven_bits),
    CASE(a_reply_names_what_it_answers),
    CASE(a_file_goes_along_under_its_japanese_name),
    CASE(waits_grow_from_a_minute_to_four_hours_and_end_after_five_days),
    { 0 },
};
