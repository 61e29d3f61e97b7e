#include "web/incoming.h"

#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/utf8.h"
#include "tests.h"
#include "web/letter_compose.h"

#define FOLDER "test/data/mail/"

enum { MOST = 1024 * 1024 };

static bool
read_in(struct test *t, const char *name, struct incoming *out, const char **why)
{
    char *bytes;
    size_t length;

    letter_compose_init();
    assert_true(file_read(t->arena, arena_print(t->arena, FOLDER "%s.eml", name), MOST, &bytes,
                          &length, why));
    return incoming_read(t->arena, bytes, length, out, why);
}

static struct incoming
good(struct test *t, const char *name)
{
    struct incoming it;
    const char *why = "";

    if (!read_in(t, name, &it, &why))
        fail_msg("%s: %s", name, why);
    return it;
}

/* --- charsets --------------------------------------------------------------------------- */

struct sample {
    const char *file;
    const char *subject;
    const char *name; /* NULL: any */
    const char *text; /* is in it */
};

static void
japanese_arrives_in_every_charset(struct test *t)
{
    static const struct sample samples[] = {
        { "utf8", "印刷が出ない", "加藤 花子", "「オフライン」と表示" },
        { "utf8_base64", "印刷が出ない", NULL, "「オフライン」と表示" },
        { "utf8_quoted", "印刷が出ない", NULL, "「オフライン」と表示" },
        { "jis", "印刷が出ない", "加藤 花子", "「オフライン」と表示" },
        { "jis_windows", "㈱青葉 ①号機", NULL, "①号機と②号機の㍉数、ﾌﾟﾘﾝﾀです。" },
        { "sjis", "髙橋の端末①", NULL, "髙橋の端末①がつながりません。" },
        { "cp932", "ソフト十表", NULL, "ソフト十表～" },
        { "eucjp", "印刷が出ない", NULL, "「オフライン」と表示" },
        { "raw_sjis_header", "印刷が出ない", "加藤 花子", "「オフライン」と表示" },
        { "raw_jis_header", "印刷が出ない", "", "「オフライン」と表示" },
        { "wrong_charset", "印刷が出ない", NULL, "「オフライン」と表示" },
        { "unknown_charset", "印刷が出ない", NULL, "「オフライン」と表示" },
        { "says_utf8_is_sjis", "chigau", NULL, "「オフライン」と表示" },
        { "split_character", "印刷が出ない", NULL, "オフライン" },
        { "folded_mixed", "Re: 印刷が出ない (2F)", NULL, "オフライン" },
        { "latin1", "café", "José", "café" },
        { "comment_sender", "comment", "加藤", "x" },
        { "two_senders", "two", "", "x" },
        { "flowed_lf_only", "lf", NULL, "a\nb" },
    };

    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *s = &samples[i];
        struct incoming it = good(t, s->file);

        if (strcmp(it.subject, s->subject) != 0 ||
            (s->name && strcmp(it.from_name, s->name) != 0) || !strstr(it.text, s->text))
            fail_msg("%s: [%s] [%s] [%s]", s->file, it.subject, it.from_name, it.text);
        assert_null(it.automatic);
    }
}

static void
what_is_no_character_is_marked_and_the_rest_read(struct test *t)
{
    struct incoming it = good(t, "broken_word");

    assert_true(utf8_valid(it.subject, strlen(it.subject)));
    it = good(t, "binary_body");
    assert_true(utf8_valid(it.text, strlen(it.text)));
    assert_non_null(strstr(it.text, "ABCDEF"));
}

static void
html_becomes_what_a_reader_sees(struct test *t)
{
    struct incoming it = good(t, "html_only");

    assert_string_equal(it.text, "印刷が 出ません。\n\n2階です&3階も\n①号機 <至急>");
    it = good(t, "alternative");
    assert_string_equal(it.text, "文字だけの本文です。");
}

/* --- headers ---------------------------------------------------------------------------- */

static void
a_subject_brings_no_header_with_it(struct test *t)
{
    struct incoming it = good(t, "header_injection");

    assert_null(strpbrk(it.subject, "\r"));
    assert_null(strstr(it.subject, "\xE2\x80\xAE"));
}

static void
what_is_answered_stands_first(struct test *t)
{
    struct incoming it = good(t, "reply_reference");

    assert_string_equal(it.identifier, "reply@aoba.example");
    assert_int_equal(it.references.count, 2);
    assert_string_equal(it.references.rows[0], "utf8@aoba.example");
    assert_string_equal(it.references.rows[1], "other@elsewhere.example");
}

static void
without_an_identifier_the_bytes_are_one(struct test *t)
{
    struct incoming first = good(t, "no_message_id"), again = good(t, "no_message_id");

    assert_string_equal(first.identifier, again.identifier);
    assert_non_null(strstr(first.identifier, "@none.invalid"));
}

static void
what_no_person_wrote_is_told(struct test *t)
{
    static const char *const files[] = { "auto_submitted",  "auto_suppress",     "precedence_bulk",
                                         "precedence_list", "return_path_empty", "dsn" };
    struct incoming it;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        it = good(t, files[i]);
        if (!it.automatic)
            fail_msg("%s", files[i]);
    }
    assert_null(good(t, "auto_no").automatic);
    it = good(t, "dsn");
    assert_int_equal(it.references.count, 1);
    assert_string_equal(it.references.rows[0], "utf8@aoba.example");
}

/* --- files ------------------------------------------------------------------------------ */

static void
files_have_the_names_they_were_given(struct test *t)
{
    static const struct {
        const char *file;
        const char *name;
    } samples[] = {
        { "attachment_rfc2231", "画面の図.png" }, { "attachment_rfc2047", "画面の図.png" },
        { "attachment_jis2231", "画面.png" },     { "attachment_nameless", "添付1.png" },
        { "attachment_program", "setup.exe" },
    };

    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct incoming it = good(t, samples[i].file);

        assert_true(it.file_count >= 1);
        assert_string_equal(it.files[0].name, samples[i].name);
    }
    assert_int_equal(good(t, "attachment_twice").file_count, 2);
    assert_int_equal(good(t, "attachment_program").file_count, 2);
}

static void
a_message_within_is_written_out(struct test *t)
{
    struct incoming it = good(t, "forwarded");

    assert_non_null(strstr(it.text, "下のメールは本物ですか。"));
    assert_non_null(strstr(it.text, "中にあるメール：荷物の再配達"));
    assert_non_null(strstr(it.text, "ここを押してください。"));
}

/* --- limits ----------------------------------------------------------------------------- */

static void
what_cannot_be_read_says_why_and_who(struct test *t)
{
    static const char *const files[] = { "no_sender", "bad_sender", "no_header", "too_deep",
                                         "too_many_parts" };
    struct incoming it;
    const char *why;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (read_in(t, files[i], &it, &why))
            fail_msg("%s was read", files[i]);
        assert_true(*why && it.identifier && *it.identifier);
    }
    assert_false(read_in(t, "too_many_parts", &it, &why));
    assert_string_equal(it.from, "kato@aoba.example");
    assert_string_equal(it.identifier, "too_many_parts@aoba.example");
}

static void
an_endless_header_is_not_read(struct test *t)
{
    struct buffer text = { .arena = t->arena };
    struct incoming it;
    const char *why;

    letter_compose_init();
    buffer_text(&text, "From: a@b.example\r\nSubject: ");
    while (text.length < 2 * INCOMING_HEADER)
        buffer_text(&text, "=?utf-8?q?a?= ");
    buffer_text(&text, "\r\n\r\nx");
    assert_false(incoming_read(t->arena, text.data, text.length, &it, &why));
    assert_non_null(strstr(why, "見出しが長すぎる"));
}

static void
a_long_text_is_cut(struct test *t)
{
    struct buffer text = { .arena = t->arena };
    struct incoming it;
    const char *why;

    letter_compose_init();
    buffer_text(&text, "From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
    for (size_t i = 0; i < INCOMING_TEXT + 10; i++)
        buffer_text(&text, "あ");
    assert_true(incoming_read(t->arena, text.data, text.length, &it, &why));
    assert_true(it.cut);
    assert_int_equal(utf8_count(it.text), INCOMING_TEXT);
}

static void
what_is_cut_off_is_read_as_far_as_it_goes(struct test *t)
{
    struct incoming it = good(t, "cut_multipart");

    assert_string_equal(it.text, "ここで切れます。");
    it = good(t, "empty_body");
    assert_string_equal(it.text, "");
}

const struct test_case incoming_tests[] = {
    CASE(japanese_arrives_in_every_charset),
    CASE(what_is_no_character_is_marked_and_the_rest_read),
    CASE(html_becomes_what_a_reader_sees),
    CASE(a_subject_brings_no_header_with_it),
    CASE(what_is_answered_stands_first),
    CASE(without_an_identifier_the_bytes_are_one),
    CASE(what_no_person_wrote_is_told),
    CASE(files_have_the_names_they_were_given),
    CASE(a_message_within_is_written_out),
    CASE(what_cannot_be_read_says_why_and_who),
    CASE(an_endless_header_is_not_read),
    CASE(a_long_text_is_cut),
    CASE(what_is_cut_off_is_read_as_far_as_it_goes),
    { 0 },
};
