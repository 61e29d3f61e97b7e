#include "base/kana.h"

#include "base/tests.h"

static void
voiced_kana_exist_for_five_rows_and_u(struct test *t)
{
    (void)t;
    assert_int_equal(kana_join(0x304B, KANA_VOICED), 0x304C); /* か が */
    assert_int_equal(kana_join(0x30C4, KANA_VOICED), 0x30C5); /* ツ ヅ */
    assert_int_equal(kana_join(0x30C8, KANA_VOICED), 0x30C9); /* ト ド */
    assert_int_equal(kana_join(0x306F, KANA_VOICED), 0x3070); /* は ば */
    assert_int_equal(kana_join(0x30A6, KANA_VOICED), 0x30F4); /* ウ ヴ */
    assert_int_equal(kana_join(0x30EF, KANA_VOICED), 0x30F7); /* ワ ヷ */
    assert_int_equal(kana_join(0x306A, KANA_VOICED), 0);      /* な */
    assert_int_equal(kana_join(0x304C, KANA_VOICED), 0);      /* が */
}

static void
half_voiced_kana_exist_for_one_row(struct test *t)
{
    (void)t;
    assert_int_equal(kana_join(0x306F, KANA_SEMI), 0x3071); /* は ぱ */
    assert_int_equal(kana_join(0x30DB, KANA_SEMI), 0x30DD); /* ホ ポ */
    assert_int_equal(kana_join(0x304B, KANA_SEMI), 0);      /* か */
}

static void
the_long_vowel_mark_is_neither_kana_nor_dash(struct test *t)
{
    (void)t;
    assert_false(kana_is(KANA_LONG));
    assert_false(kana_is_dash(KANA_LONG));
}

const struct test_case kana_tests[] = {
    CASE(voiced_kana_exist_for_five_rows_and_u),
    CASE(half_voiced_kana_exist_for_one_row),
    CASE(the_long_vowel_mark_is_neither_kana_nor_dash),
    { 0 },
};
