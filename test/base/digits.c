#include "base/digits.h"

#include <stddef.h>

#include "base/tests.h"

static void
municipality_codes_carry_their_check_digit(struct test *t)
{
    static const char *const codes[] = { "230006", "231002", "121002", "131083", "222038",
                                         "130001", "010006", "011002", "232017", "232131",
                                         "232360", "235610", NULL };

    (void)t;
    for (size_t i = 0; codes[i]; i++)
        assert_true(digits_municipality(codes[i]));
    assert_int_equal(digits_municipality_check("23000"), '6');
}

static void
other_municipality_codes_are_refused(struct test *t)
{
    (void)t;
    assert_false(digits_municipality("230007"));
    assert_false(digits_municipality("23000"));
    assert_false(digits_municipality("2300060"));
    assert_false(digits_municipality("２３０００６"));
    assert_false(digits_municipality(""));
}

static void
corporate_numbers_carry_their_check_digit(struct test *t)
{
    (void)t;
    assert_true(digits_corporation("8000012010038"));
    assert_true(digits_corporation("2000012020001"));
    assert_true(digits_corporation("5010005007126"));
    assert_true(digits_corporation("6000020121002"));
    assert_true(digits_corporation("1000020230006"));
    assert_false(digits_corporation("3000020141305"));
    assert_false(digits_corporation("0000000000000"));
    assert_false(digits_corporation("800001201003"));
}

static void
invoice_numbers_have_their_form(struct test *t)
{
    (void)t;
    assert_true(digits_invoice("T8000012010038"));
    assert_false(digits_invoice("8000012010038"));
    assert_false(digits_invoice("T800001201003"));
    assert_false(digits_invoice("T"));
}

static void
postcodes_have_seven_digits(struct test *t)
{
    (void)t;
    assert_true(digits_postcode("1360071"));
    assert_true(digits_postcode("136-0071"));
    assert_false(digits_postcode("1360-071"));
    assert_false(digits_postcode("136-007"));
    assert_false(digits_postcode("136-00711"));
}

static void
individual_numbers_are_found(struct test *t)
{
    (void)t;
    assert_true(digits_has_my_number("123456789018"));
    assert_true(digits_has_my_number("111111111118"));
    assert_true(digits_has_my_number("000000000000"));
    assert_true(digits_has_my_number("番号は987654321093です"));
}

static void
individual_numbers_are_found_in_any_notation(struct test *t)
{
    (void)t;
    assert_true(digits_has_my_number("１２３４５６７８９０１８"));
    assert_true(digits_has_my_number("1234 5678 9018"));
    assert_true(digits_has_my_number("1234-5678-9018"));
    assert_true(digits_has_my_number("１２３４－５６７８　９０１８"));
    assert_true(digits_has_my_number("1234−5678―9018"));
    assert_true(digits_has_my_number("1234ー5678ｰ9018"));
    assert_true(digits_has_my_number("①②③④ 5678 9018"));
    assert_true(digits_has_my_number("1234\xE2\x80\x8B"
                                     "56789018"));
}

static void
numbers_in_threes_and_in_boxes_are_found(struct test *t)
{
    (void)t;
    assert_true(digits_has_my_number("1 2 3 4 5 6 7 8 9 0 1 8"));
    assert_true(digits_has_my_number("123-456-789-018"));
    assert_true(digits_has_my_number("123456-789018"));
    assert_true(digits_has_my_number("1234・5678・9018"));
    assert_true(digits_has_my_number("個人番号: 12-3456-789018"));
    assert_true(digits_has_my_number("1234\xC2\xAD\xE3\x80\x80"
                                     "5678 \xE2\x80\x91"
                                     "9018"));
}

/* 2026-08-14 12 02 and the others have twelve digits with a right check digit. */
static void
days_telephones_and_tables_are_left_alone(struct test *t)
{
    (void)t;
    assert_true(digits_has_my_number("202608141202"));
    assert_false(digits_has_my_number("2026-08-14 1202"));
    assert_false(digits_has_my_number("マイナンバーカードの件、2026-08-14 12 02"));
    assert_false(digits_has_my_number("+123456789018"));
    assert_false(digits_has_my_number("123456 789018"));
    assert_false(digits_has_my_number("123 456 789 018"));
    assert_false(digits_has_my_number("0 0 0 0 0 0 0 0 0 0 0 0"));
    assert_false(digits_has_my_number("123,456,789,018"));
    assert_false(digits_has_my_number("1234\n5678\n9018"));
    assert_false(digits_has_my_number("1234\t5678\t9018"));
}

static void
a_number_is_masked_and_the_rest_stays(struct test *t)
{
    const char *plain = "受付 123456789012";

    assert_string_equal(digits_mask_my_number(t->arena, "「1234-5678-9018」と123456789018です"),
                        "「（個人番号）」と（個人番号）です");
    assert_ptr_equal(digits_mask_my_number(t->arena, plain), plain);
}

static void
other_numbers_are_no_individual_numbers(struct test *t)
{
    (void)t;
    assert_false(digits_has_my_number("123456789012"));
    assert_false(digits_has_my_number(""));
    assert_false(digits_has_my_number("12345678901"));
    assert_false(digits_has_my_number("123456,789018"));
}

static void
part_of_a_longer_number_is_no_individual_number(struct test *t)
{
    (void)t;
    assert_false(digits_has_my_number("1234567890181"));
    assert_false(digits_has_my_number("0123456789018"));
    assert_false(digits_has_my_number("1 1234 5678 9018"));
    assert_false(digits_has_my_number("123456789018123456789018"));
}

static void
the_sum_of_a_file_is_no_individual_number(struct test *t)
{
    (void)t;
    assert_false(digits_has_my_number("#7 4ad7e0c1123456789018fb93a6c21be9 凍結"));
    assert_true(digits_has_my_number("ab123456789018"));
    assert_true(digits_has_my_number("番号は123456789018です"));
}

static void
codes_in_lines_or_columns_are_not_joined(struct test *t)
{
    (void)t;
    assert_false(digits_has_my_number("123456\n789018"));
    assert_false(digits_has_my_number("123456\t789018"));
    assert_true(digits_has_my_number("x\n123456789018\ny"));
}

static void
its_name_is_found_in_any_width(struct test *t)
{
    (void)t;
    assert_true(digits_speak_of_my_number("ﾏｲﾅﾝﾊﾞｰを書く"));
    assert_true(digits_speak_of_my_number("My Number card"));
    assert_true(digits_speak_of_my_number("特定個人情報"));
    assert_true(digits_speak_of_my_number("職員の個人番号"));
    assert_false(digits_speak_of_my_number("個人の電話番号"));
}

const struct test_case digits_tests[] = {
    CASE(municipality_codes_carry_their_check_digit),
    CASE(other_municipality_codes_are_refused),
    CASE(corporate_numbers_carry_their_check_digit),
    CASE(invoice_numbers_have_their_form),
    CASE(postcodes_have_seven_digits),
    CASE(individual_numbers_are_found),
    CASE(individual_numbers_are_found_in_any_notation),
    CASE(numbers_in_threes_and_in_boxes_are_found),
    CASE(days_telephones_and_tables_are_left_alone),
    CASE(a_number_is_masked_and_the_rest_stays),
    CASE(other_numbers_are_no_individual_numbers),
    CASE(part_of_a_longer_number_is_no_individual_number),
    CASE(the_sum_of_a_file_is_no_individual_number),
    CASE(codes_in_lines_or_columns_are_not_joined),
    CASE(its_name_is_found_in_any_width),
    { 0 },
};
