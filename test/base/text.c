#include "base/text.h"

#include "base/tests.h"

static void
cleaning_takes_away_what_cannot_be_seen(struct test *t)
{
    assert_string_equal(text_clean(t->arena, "\xEF\xBB\xBF端\xE2\x80\x8B末\x01\x7F\xC2\x85"),
                        "端末");
}

static void
cleaning_unifies_line_ends(struct test *t)
{
    assert_string_equal(text_clean(t->arena, "一\r\n二\r三\n四"), "一\n二\n三\n四");
}

static void
cleaning_trims_ideographic_space_at_both_ends_only(struct test *t)
{
    assert_string_equal(text_clean(t->arena, "　 虹野　良子\t　\r\n"), "虹野　良子");
    assert_string_equal(text_clean(t->arena, "　\t "), "");
    assert_string_equal(text_clean(t->arena, ""), "");
}

static void
cleaning_keeps_names_as_typed(struct test *t)
{
    static const char name[] = "神\xEF\xA8\x99﨑髙祇\xF3\xA0\x84\x80〜～①ｱ";

    assert_string_equal(text_clean(t->arena, name), name);
}

static void
cleaning_drops_what_turns_the_direction_of_writing(struct test *t)
{
    assert_string_equal(text_clean(t->arena, "a\xE2\x80\xAE"
                                             "exe"),
                        "aexe");
}

static void
narrowing_makes_numbers_plain(struct test *t)
{
    assert_string_equal(text_narrow(t->arena, "８：４５　ＡＢＣ"), "8:45 ABC");
    assert_string_equal(text_narrow(t->arena, "－１２ −3 ー４ ｰ5 ―6 ‐7"), "-12 -3 -4 -5 -6 -7");
    assert_string_equal(text_narrow(t->arena, "Ｒ７．４．３"), "R7.4.3");
    assert_string_equal(text_narrow(t->arena, "1〜2～3"), "1~2~3");
}

static void
narrowing_makes_half_width_kana_full(struct test *t)
{
    assert_string_equal(text_narrow(t->arena, "ｶﾞｷﾞﾊﾟ ｻｰﾊﾞｰ ﾁｬｯﾄ ｡｢｣､･"),
                        "ガギパ サーバー チャット 。「」、・");
    assert_string_equal(text_narrow(t->arena, "ﾞアﾞ"), "゛ア゛");
}

static void
width_counts_columns(struct test *t)
{
    (void)t;
    assert_int_equal(text_width("abc"), 3);
    assert_int_equal(text_width("端末ｱ"), 5);
    assert_int_equal(text_width("①○…※"), 8);
    assert_int_equal(text_width("¥"), 1);
    assert_int_equal(text_width("祇\xF3\xA0\x84\x80"), 2);
    assert_int_equal(text_width("か\xE3\x82\x99"), 2);
    assert_int_equal(text_width(""), 0);
}

static void
a_person_counts_a_kanji_with_its_selector_once(struct test *t)
{
    (void)t;
    assert_int_equal(text_count("祇\xF3\xA0\x84\x80園"), 2);
    assert_int_equal(text_count("👨‍👩‍👧"), 1);
}

static void
cutting_leaves_what_fits(struct test *t)
{
    assert_string_equal(text_cut(t->arena, "端末の不調", 10), "端末の不調");
    assert_string_equal(text_cut(t->arena, "", 0), "");
}

static void
cutting_ends_with_an_ellipsis_inside_the_width(struct test *t)
{
    assert_string_equal(text_cut(t->arena, "端末の不調", 9), "端末の…");
    assert_string_equal(text_cut(t->arena, "端末の不調", 8), "端末の…");
    assert_string_equal(text_cut(t->arena, "abcdef", 5), "abc…");
    assert_string_equal(text_cut(t->arena, "端末", 3), "…");
    assert_string_equal(text_cut(t->arena, "端末", 1), "");
}

static void
cutting_never_parts_a_character_from_its_selector(struct test *t)
{
    assert_string_equal(text_cut(t->arena, "祇\xF3\xA0\x84\x80園祭り", 6), "祇\xF3\xA0\x84\x80園…");
}

static void
control_characters_are_found(struct test *t)
{
    (void)t;
    assert_true(text_has_control("a\x1B"));
    assert_true(text_has_control("a\rb"));
    assert_true(text_has_control("\xE2\x80\xAE"));
    assert_false(text_has_control("a\tb\nc\r\nd"));
}

static void
private_characters_are_found(struct test *t)
{
    (void)t;
    assert_true(text_has_private("田\xEE\x80\x80"));
    assert_true(text_has_private("\xEF\xA3\xBF"));
    assert_false(text_has_private("田\xEF\xA4\x80\xED\x9F\xBF"));
}

static void
order_is_by_code_point(struct test *t)
{
    (void)t;
    assert_true(text_compare("ア", "端") < 0);
    assert_true(text_compare("｡", "𠮷") < 0);
    assert_true(text_compare("ab", "a") > 0);
    assert_int_equal(text_compare("端末", "端末"), 0);
}

static void
what_is_within_a_limit_is_counted_as_a_person_does(struct test *t)
{
    int64_t count;

    (void)t;
    assert_true(text_within("", 0, 0, &count));
    assert_false(text_within("", 1, 5, &count));
    assert_true(text_within("abc", 1, 3, &count));
    assert_true(text_within("辻󠄀か", 2, 2, &count));
    assert_false(text_within("辻󠄀か", 3, 9, &count));
    assert_int_equal(count, 2);
    assert_false(text_within("あいう", 0, 2, &count));
    assert_int_equal(count, 3);
}

const struct test_case text_tests[] = {
    CASE(cleaning_takes_away_what_cannot_be_seen),
    CASE(cleaning_unifies_line_ends),
    CASE(cleaning_trims_ideographic_space_at_both_ends_only),
    CASE(cleaning_keeps_names_as_typed),
    CASE(cleaning_drops_what_turns_the_direction_of_writing),
    CASE(narrowing_makes_numbers_plain),
    CASE(narrowing_makes_half_width_kana_full),
    CASE(width_counts_columns),
    CASE(a_person_counts_a_kanji_with_its_selector_once),
    CASE(what_is_within_a_limit_is_counted_as_a_person_does),
    CASE(cutting_leaves_what_fits),
    CASE(cutting_ends_with_an_ellipsis_inside_the_width),
    CASE(cutting_never_parts_a_character_from_its_selector),
    CASE(control_characters_are_found),
    CASE(private_characters_are_found),
    CASE(order_is_by_code_point),
    { 0 },
};
