#include "base/fold.h"

#include <string.h>

#include "base/buffer.h"
#include "base/tests.h"
#include "base/utf8.h"
#include "base/variants.h"

static void
folds_alike(struct test *t, const char *a, const char *b)
{
    assert_string_equal(fold_text(t->arena, a), fold_text(t->arena, b));
}

static void
width_and_case_do_not_matter(struct test *t)
{
    assert_string_equal(fold_text(t->arena, "ＡＢＣ１２３　Ｘ"), "abc123 x");
    assert_string_equal(fold_text(t->arena, "ｶﾞｷﾞﾊﾟ"), "がぎぱ");
    assert_string_equal(fold_text(t->arena, "Straße Éclair"), "strasse eclair");
}

static void
a_long_vowel_mark_at_the_end_of_kana_does_not_matter(struct test *t)
{
    folds_alike(t, "サーバ", "サーバー");
    folds_alike(t, "サーバー０１", "さーば－01");
    assert_string_equal(fold_text(t->arena, "ユーザー名"), "ゆーざ名");
}

static void
a_long_vowel_mark_between_kana_stays(struct test *t)
{
    folds_alike(t, "メールサーバー", "ﾒ－ﾙｻｰﾊﾞ");
    assert_string_equal(fold_text(t->arena, "メール"), "めーる");
    assert_string_equal(fold_text(t->arena, "サーバーーラック"), "さーばーらっく");
    assert_string_equal(fold_text(t->arena, "めーる"), "めーる");
}

static void
dashes_elsewhere_are_hyphens(struct test *t)
{
    assert_string_equal(fold_text(t->arena, "Ａ－１ B−2 Cー3 D‐4 E―5"), "a-1 b-2 c-3 d-4 e-5");
    assert_string_equal(fold_text(t->arena, "9〜17 9～17"), "9~17 9~17");
}

static void
voicing_marks_join_their_kana(struct test *t)
{
    assert_string_equal(fold_text(t->arena, "か\xE3\x82\x99 か゛ カﾞ ｳﾞ ﾊﾟ"), "が が が ゔ ぱ");
    assert_string_equal(fold_text(t->arena, "゛あ゛が゛"), "あが");
}

static void
squared_and_circled_forms_are_taken_apart(struct test *t)
{
    assert_string_equal(fold_text(t->arena, "㈱①Ⅳ℡㍻㋿"), "(株)1ivtel平成令和");
    folds_alike(t, "㌔㌘㌻", "キログラムページ");
    assert_string_equal(fold_text(t->arena, "½"), "1/2");
}

static void
name_variants_become_everyday_characters(struct test *t)
{
    assert_string_equal(fold_text(t->arena, "髙﨑 濵田 濱田 渡邊 渡邉 𠮷田"),
                        "高崎 浜田 浜田 渡辺 渡辺 吉田");
    folds_alike(t, "齋藤", "斉藤");
    folds_alike(t, "斎藤", "齊藤");
}

static void
compatibility_ideographs_are_mapped(struct test *t)
{
    assert_string_equal(fold_text(t->arena, "\xEF\xA8\x99\xEF\xA4\x80\xEF\xA8\xB0"), "神豈侮");
    assert_string_equal(fold_text(t->arena, "\xF0\xAF\xA0\x80"), "丽");
}

static void
what_cannot_be_seen_is_dropped(struct test *t)
{
    assert_string_equal(
        fold_text(t->arena, "祇\xF3\xA0\x84\x80園\xEF\xB8\x80\xE2\x80\x8B\xEF\xBB\xBF\x01"),
        "祇園");
}

static void
white_space_is_one_space_and_none_at_the_ends(struct test *t)
{
    assert_string_equal(fold_text(t->arena, " \t虹野　\xC2\xA0\r\n良子　"), "虹野 良子");
    assert_string_equal(fold_text(t->arena, "　\n"), "");
    assert_string_equal(fold_text(t->arena, ""), "");
}

static void
typed_private_characters_cannot_be_scope_tokens(struct test *t)
{
    assert_string_equal(fold_text(t->arena, "\xEE\x80\x80\xEF\xA3\xBF"),
                        "\xF3\xB0\x80\x80\xF3\xB1\xA3\xBF");
}

static void
folding_again_changes_nothing(struct test *t)
{
    struct buffer one = { .arena = t->arena };
    struct buffer once = { .arena = t->arena };
    struct buffer twice = { .arena = t->arena };

    for (uint32_t code = 1; code < 0x30000; code++) {
        char text[16] = "か";
        size_t length = 3 + utf8_put(text + 3, code >= 0xD800 && code <= 0xDFFF ? 'a' : code);

        memcpy(text + length, "ハ\xE3\x82\x99", 6);
        buffer_clear(&one);
        buffer_add(&one, text, length + 6);
        buffer_clear(&once);
        fold(&once, one.data, one.length);
        buffer_clear(&twice);
        fold(&twice, once.data, once.length);
        if (once.length != twice.length || memcmp(once.data, twice.data, once.length) != 0)
            fail_msg("U+%04X folds to %s, then to %s", code, once.data, twice.data);
        assert_true(utf8_valid(once.data, once.length));
    }
}

static void
the_fold_of_a_part_occurs_in_the_fold_of_the_whole(struct test *t)
{
    static const char text[] = "㈱サーバー室　髙﨑様の端末（Ａ１）が『ｶﾞｰｯ』と鳴る。①〜③";
    const char *whole = fold_text(t->arena, text);

    for (const char *from = text; *from; utf8_next(&from))
        for (const char *until = from; *until;) {
            uint32_t first;
            const char *peek = from;

            utf8_next(&until);
            first = utf8_next(&peek);
            if (first == 0x30FC || first == 0xFF70 || first == 0xFF9E || *until == '\xEF')
                continue; /* the exceptions in fold.h: cuts at a mark */
            assert_non_null(strstr(
                whole, fold_text(t->arena, arena_slice(t->arena, from, (size_t)(until - from)))));
        }
}

static void
malformed_bytes_do_no_harm(struct test *t)
{
    struct buffer out = { .arena = t->arena };

    fold(&out, "\xE7\xAB a\xFF\xED\xA0\x80", 8);
    assert_true(utf8_valid(buffer_string(&out), out.length));
}

static void
long_text_folds_as_short_text_does(struct test *t)
{
    struct buffer text = { .arena = t->arena };
    struct buffer out = { .arena = t->arena };

    for (int i = 0; i < 5000; i++)
        buffer_text(&text, "ﾊﾞ㌢");
    fold(&out, text.data, text.length);
    assert_int_equal(out.length, 5000 * strlen("ばせんち"));
}

static void
variants_are_single_characters_and_no_everyday_form_is_a_variant(struct test *t)
{
    for (const struct variant *row = variants; row->everyday; row++) {
        assert_int_equal(utf8_count(row->everyday), 1);
        assert_string_equal(fold_text(t->arena, row->everyday), row->everyday);
        for (const char *at = row->variants; *at;) {
            const char *from = at;

            utf8_next(&at);
            assert_string_equal(
                fold_text(t->arena, arena_slice(t->arena, from, (size_t)(at - from))),
                row->everyday);
        }
    }
}

static void
a_folded_word_is_found_in_text_as_typed(struct test *t)
{
    static const char text[] = "旧ｻｰﾊﾞｰと新サーバ";
    size_t from = 0;
    size_t until = 0;

    (void)t;
    assert_true(fold_find(text, 0, "さーば", &from, &until));
    assert_int_equal(from, strlen("旧"));
    assert_int_equal(until, strlen("旧ｻｰﾊﾞｰ"));
    assert_true(fold_find(text, until, "さーば", &from, &until));
    assert_int_equal(from, strlen("旧ｻｰﾊﾞｰと新"));
    assert_int_equal(until, strlen(text));
    assert_false(fold_find(text, until, "さーば", &from, &until));
    assert_false(fold_find(text, 0, "", &from, &until));
}

const struct test_case fold_tests[] = {
    CASE(width_and_case_do_not_matter),
    CASE(a_long_vowel_mark_at_the_end_of_kana_does_not_matter),
    CASE(a_long_vowel_mark_between_kana_stays),
    CASE(dashes_elsewhere_are_hyphens),
    CASE(voicing_marks_join_their_kana),
    CASE(squared_and_circled_forms_are_taken_apart),
    CASE(name_variants_become_everyday_characters),
    CASE(compatibility_ideographs_are_mapped),
    CASE(what_cannot_be_seen_is_dropped),
    CASE(white_space_is_one_space_and_none_at_the_ends),
    CASE(typed_private_characters_cannot_be_scope_tokens),
    CASE(folding_again_changes_nothing),
    CASE(the_fold_of_a_part_occurs_in_the_fold_of_the_whole),
    CASE(malformed_bytes_do_no_harm),
    CASE(long_text_folds_as_short_text_does),
    CASE(variants_are_single_characters_and_no_everyday_form_is_a_variant),
    CASE(a_folded_word_is_found_in_text_as_typed),
    { 0 },
};
