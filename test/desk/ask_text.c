#include "desk/ask_text.h"

#include <string.h>

#include "tests.h"

static bool
shares(struct test *t, const struct thesaurus *thesaurus, const char *left, const char *right,
       enum term_kind kind)
{
    struct letters l, r;
    struct terms one, two;

    letters_read(t->arena, left, &l);
    letters_read(t->arena, right, &r);
    terms_read(t->arena, &l, thesaurus, &one);
    terms_read(t->arena, &r, thesaurus, &two);
    for (size_t i = 0; i < one.count; i++)
        for (size_t j = 0; j < two.count; j++)
            if (one.items[i].kind == kind && one.items[i].key == two.items[j].key)
                return true;
    return false;
}

static void
words_are_the_same_in_any_width_and_with_or_without_a_long_vowel(struct test *t)
{
    assert_true(shares(t, NULL, "ﾌﾟﾘﾝﾀｰが", "プリンタの", TERM_WORD));
    assert_true(shares(t, NULL, "サーバー", "サーバに", TERM_WORD));
    assert_true(shares(t, NULL, "ＯＷＡの", "owa", TERM_WORD));
    assert_false(shares(t, NULL, "メール", "求める", TERM_WORD));
}

static void
katakana_ends_where_hiragana_begins(struct test *t)
{
    struct letters letters;

    letters_read(t->arena, "トナーがない", &letters);
    assert_int_equal(letters.items[0].script, SCRIPT_KATAKANA);
    assert_int_equal(letters.items[letters.count - 1].script, SCRIPT_HIRAGANA);
}

static void
synonyms_share_a_concept_whatever_stands_around_them(struct test *t)
{
    struct thesaurus *thesaurus = thesaurus_new(t->arena, 20);

    thesaurus_add(thesaurus, "パソコン", "PC|端末:60", 100);
    assert_true(shares(t, thesaurus, "PCが動かない", "庁内パソコンの故障", TERM_CONCEPT));
    assert_true(shares(t, thesaurus, "業務端末", "ﾊﾟｿｺﾝ", TERM_CONCEPT));
    assert_false(shares(t, thesaurus, "PC-0147とPCI", "タブレット", TERM_CONCEPT));
    assert_int_equal(thesaurus_count(thesaurus), 3);
}

static void
latin_synonyms_are_whole_words(struct test *t)
{
    struct thesaurus *thesaurus = thesaurus_new(t->arena, 20);

    thesaurus_add(thesaurus, "IPアドレス", "IP", 100);
    assert_true(shares(t, thesaurus, "IPが重なる", "IPアドレス", TERM_CONCEPT));
    assert_false(shares(t, thesaurus, "zipを開く", "IPアドレス", TERM_CONCEPT));
}

static void
what_stands_around_a_question_is_taken_out(struct test *t)
{
    struct letters letters;
    size_t left = 0;

    letters_read(t->arena, "お世話になっております。トナーの頼み方を教えてください", &letters);
    letters_quieten(t->arena, &letters);
    for (size_t i = 0; i < letters.count; i++)
        left += letters.items[i].script != SCRIPT_NONE;
    assert_in_range(left, 6, 8);
}

static void
a_slip_of_the_hand_is_one_letter_away(struct test *t)
{
    struct letters right, wrong;

    letters_read(t->arena, "プロジェクター", &right);
    letters_read(t->arena, "プロジュクター", &wrong);
    assert_int_equal(letters_distance(right.items, right.count, wrong.items, wrong.count, 2), 1);
    assert_int_equal(letters_distance(right.items, right.count, right.items, 2, 2), 3);
}

const struct test_case ask_text_tests[] = {
    CASE(words_are_the_same_in_any_width_and_with_or_without_a_long_vowel),
    CASE(katakana_ends_where_hiragana_begins),
    CASE(synonyms_share_a_concept_whatever_stands_around_them),
    CASE(latin_synonyms_are_whole_words),
    CASE(what_stands_around_a_question_is_taken_out),
    CASE(a_slip_of_the_hand_is_one_letter_away),
    { 0 },
};
