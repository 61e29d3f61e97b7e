#include "ledger/type.h"
#include "ledger/guard.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/ledger.h"
#include "ledger/tests.h"
#include "store/act.h"

static struct act *
bare_act(struct test *t)
{
    struct act *a = NEW(t->arena, struct act);

    *a = (struct act){ .arena = t->arena, .who = who_guest() };
    return a;
}

static const struct choice_item kinds[] = { { "password", "パスワード", "ログイン|認証" },
                                            { "printer", "印刷", "プリンター" },
                                            { 0 } };

static struct field
field_of(enum field_type type)
{
    return (struct field){ .name = "it", .label = "それ", .type = type, .choices = kinds };
}

/* The member read and written again, or the sentence of refusal in brackets. */
static const char *
again(struct test *t, struct field f, const char *text, enum field_style style)
{
    struct act *a = bare_act(t);
    void *member = arena_get(t->arena, field_size(f.type));
    const char *why = NULL;

    field_clear(&f, member);
    if (field_parse(a, &f, text, member, &why))
        return field_text(a, &f, member, style);
    assert_true(field_is_empty(&f, member) || f.type == FIELD_BOOL);
    assert_non_null(why);
    return arena_print(t->arena, "[%s]", why);
}

static void
assert_plain(struct test *t, enum field_type type, const char *text, const char *plain)
{
    assert_string_equal(again(t, field_of(type), text, STYLE_PLAIN), plain);
}

static void
assert_shown(struct test *t, enum field_type type, const char *text, const char *shown)
{
    assert_string_equal(again(t, field_of(type), text, STYLE_SHOWN), shown);
}

static void
assert_refused(struct test *t, enum field_type type, const char *text)
{
    const char *got = again(t, field_of(type), text, STYLE_PLAIN);

    if (*got != '[')
        fail_msg("%s was taken as %s", text, got);
}

static void
numbers_are_read_as_clerks_write_them(struct test *t)
{
    struct field f = field_of(FIELD_YEN);

    assert_plain(t, FIELD_NUMBER, "１，２３４", "1234");
    assert_plain(t, FIELD_NUMBER, " 12.0 ", "12");
    assert_plain(t, FIELD_YEN, "￥1,200,000", "1200000");
    assert_plain(t, FIELD_YEN, "1200円", "1200");
    f.least = -10000;
    assert_string_equal(again(t, f, "▲1,200円", STYLE_PLAIN), "-1200");
    assert_shown(t, FIELD_YEN, "1234567", "1,234,567円");
    assert_shown(t, FIELD_NUMBER, "999", "999");
}

static void
what_is_no_number_is_refused(struct test *t)
{
    static const char *const wrong[] = { "十",  "12a",  "1.5", "-", "--1", "9007199254740992",
                                         "1e3", "0x10", ",1",  "-5" };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_refused(t, FIELD_NUMBER, wrong[i]);
}

static void
a_number_beyond_its_bounds_names_them(struct test *t)
{
    struct field f = field_of(FIELD_NUMBER);

    f.least = 1;
    f.most = 99;
    assert_string_equal(again(t, f, "100", STYLE_PLAIN), "[1から 99までです。]");
}

static void
spans_of_time_are_read_in_minutes(struct test *t)
{
    assert_plain(t, FIELD_MINUTES, "90", "90");
    assert_plain(t, FIELD_MINUTES, "1:30", "90");
    assert_plain(t, FIELD_MINUTES, "１時間３０分", "90");
    assert_plain(t, FIELD_MINUTES, "2時間", "120");
    assert_shown(t, FIELD_MINUTES, "90", "1時間30分");
    assert_refused(t, FIELD_MINUTES, "1:75");
    assert_refused(t, FIELD_MINUTES, "1時間x");
}

static void
days_and_times_are_read_in_both_calendars(struct test *t)
{
    assert_plain(t, FIELD_DATE, "令和8年4月9日", "2026-04-09");
    assert_plain(t, FIELD_DATE, "R8.4.9", "2026-04-09");
    assert_shown(t, FIELD_DATE, "2026-04-09", "令和8年4月9日");
    assert_plain(t, FIELD_TIME, "2026-04-09T13:10", "2026-04-09T13:10:00+09:00");
    assert_plain(t, FIELD_TIME, "令和8年4月9日 13時10分", "2026-04-09T13:10:00+09:00");
    assert_plain(t, FIELD_TIME, "2026年4月9日13:10", "2026-04-09T13:10:00+09:00");
    assert_plain(t, FIELD_TIME, "2026/4/9　１３：１０", "2026-04-09T13:10:00+09:00");
    assert_plain(t, FIELD_TIME, "R8.4.9", "2026-04-09T00:00:00+09:00");
    assert_plain(t, FIELD_TIME, "2026-04-09T04:10:00Z", "2026-04-09T13:10:00+09:00");
    assert_shown(t, FIELD_TIME, "2026-04-09T13:05", "令和8年4月9日 13:05");
    assert_refused(t, FIELD_DATE, "2026-02-30");
    assert_refused(t, FIELD_TIME, "2026-04-09 25:00");
}

static void
periods_have_two_ends_of_which_one_may_be_open(struct test *t)
{
    assert_plain(t, FIELD_PERIOD, "R8.4.1～R9.3.31", "2026-04-01/2027-03-31");
    assert_plain(t, FIELD_PERIOD, "2026/4/1から2027/3/31まで", "2026-04-01/2027-03-31");
    assert_plain(t, FIELD_PERIOD, "2026-04-01/2027-03-31", "2026-04-01/2027-03-31");
    assert_plain(t, FIELD_PERIOD, "2026-04-01～", "2026-04-01/");
    assert_shown(t, FIELD_PERIOD, "～2027-03-31", "～令和9年3月31日");
    assert_refused(t, FIELD_PERIOD, "2027-04-01～2026-04-01");
    assert_refused(t, FIELD_PERIOD, "2027-04-01");
}

static void
choices_are_known_by_code_label_and_other_words(struct test *t)
{
    assert_plain(t, FIELD_CHOICE, "printer", "printer");
    assert_plain(t, FIELD_CHOICE, "　印刷　", "printer");
    assert_plain(t, FIELD_CHOICE, "ﾌﾟﾘﾝﾀ", "printer");
    assert_shown(t, FIELD_CHOICE, "認証", "パスワード");
    assert_string_equal(again(t, field_of(FIELD_CHOICE), "電話", STYLE_PLAIN),
                        "[パスワード、印刷 から選んでください。]");
}

static void
suggestions_of_a_text_are_written_alike_and_others_stay(struct test *t)
{
    assert_plain(t, FIELD_TEXT, "ログイン", "password");
    assert_plain(t, FIELD_TEXT, "その他", "その他");
}

static void
a_flag_is_read_from_many_signs(struct test *t)
{
    static const char *const yes[] = { "はい", "1", "true", "○", "有", "レ", "TRUE", "１" };
    static const char *const no[] = { "いいえ", "0", "false", "×", "無", "なし", "-" };

    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_plain(t, FIELD_BOOL, yes[i], "1");
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_plain(t, FIELD_BOOL, no[i], "0");
    assert_refused(t, FIELD_BOOL, "たぶん");
}

static void
addresses_are_checked_part_by_part(struct test *t)
{
    assert_plain(t, FIELD_INET, "192.168.1.10", "192.168.1.10");
    assert_plain(t, FIELD_INET, "１０．０．０．０／８", "10.0.0.0/8");
    assert_plain(t, FIELD_INET, "2001:DB8::10/64", "2001:db8::10/64");
    assert_string_equal(again(t, field_of(FIELD_INET), "192.168.1.256", STYLE_PLAIN),
                        "[最後の数は 0から255までです。]");
    assert_refused(t, FIELD_INET, "192.168.1");
    assert_refused(t, FIELD_INET, "192.168.1.1/33");
    assert_refused(t, FIELD_INET, "192.168.1.1 x");
    assert_refused(t, FIELD_INET, "::1::");
}

static void
stored_addresses_sort_as_text_and_come_back(struct test *t)
{
    static const char *const order[] = { "9.0.0.1",   "10.0.0.0/8",  "10.0.0.0",
                                         "192.0.2.1", "2001:db8::1", "2001:db8::ff" };
    struct act *a = bare_act(t);
    struct field f = field_of(FIELD_INET);
    const char *last = "", *why;

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        struct inet inet, back;
        const char *stored;

        assert_true(field_parse(a, &f, order[i], &inet, &why));
        stored = inet_key(a->arena, &inet);
        assert_true(strcmp(last, stored) < 0);
        assert_true(inet_unkey(stored, &back));
        assert_int_equal(field_compare(&f, &inet, &back), 0);
        last = stored;
    }
}

static void
hardware_addresses_are_read_in_any_notation(struct test *t)
{
    static const char *const same[] = { "00-00-5E-00-53-01", "00:00:5e:00:53:01", "0000.5E00.5301",
                                        "00005E005301", "００-00-5E-00-53-01" };

    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_plain(t, FIELD_MAC, same[i], "00:00:5e:00:53:01");
    assert_refused(t, FIELD_MAC, "00-00-5E-00-53");
    assert_refused(t, FIELD_MAC, "00-00-5E-00-53-01-02");
    assert_refused(t, FIELD_MAC, "00-00-5E-00-53-0G");
}

static void
links_lead_to_the_web_only(struct test *t)
{
    assert_plain(t, FIELD_URL, "https://city.example/a?b=c", "https://city.example/a?b=c");
    assert_refused(t, FIELD_URL, "javascript:alert(1)");
    assert_refused(t, FIELD_URL, "ftp://city.example");
    assert_refused(t, FIELD_URL, "https://");
    assert_refused(t, FIELD_URL, "https://user@city.example/");
    assert_refused(t, FIELD_URL, "http://a b/");
}

static void
mail_phone_and_postcode_are_checked(struct test *t)
{
    assert_plain(t, FIELD_MAIL, "ｍｉｕｒａ＠city.example", "miura@city.example");
    assert_refused(t, FIELD_MAIL, "miura");
    assert_refused(t, FIELD_MAIL, "mi ura@city.example");
    assert_refused(t, FIELD_MAIL, "miura@city");
    assert_plain(t, FIELD_PHONE, "０３−００００−００００", "03-0000-0000");
    assert_plain(t, FIELD_PHONE, "2301", "2301");
    assert_refused(t, FIELD_PHONE, "内線なし");
    assert_plain(t, FIELD_POSTCODE, "〒１００－０００１", "1000001");
    assert_shown(t, FIELD_POSTCODE, "1000001", "〒100-0001");
    assert_refused(t, FIELD_POSTCODE, "10000");
}

static void
a_text_that_is_too_long_says_by_how_much(struct test *t)
{
    struct field f = field_of(FIELD_TEXT);

    f.most = 3;
    assert_string_equal(again(t, f, "あいうえ", STYLE_PLAIN),
                        "[3文字までです。いま 4文字あります。]");
}

static void
text_that_is_no_utf8_is_refused(struct test *t)
{
    assert_refused(t, FIELD_TEXT, "\xe3\x81");
}

static void
an_individual_number_that_is_named_is_refused(struct test *t)
{
    struct field f = field_of(FIELD_PROSE);

    assert_string_equal(again(t, f, "マイナンバー 123456789018", STYLE_PLAIN),
                        "[" GUARD_SENTENCE "]");
}

static void
empty_text_empties_every_type(struct test *t)
{
    struct act *a = bare_act(t);
    const char *why;

    for (size_t type = 0; type < FIELD_TYPES; type++) {
        struct field f = field_of((enum field_type)type);
        void *member = arena_get(t->arena, field_size(f.type));

        memset(member, 1, f.type == FIELD_BOOL ? sizeof(bool) : 0);
        assert_true(field_parse(a, &f, " 　", member, &why));
        assert_true(field_is_empty(&f, member) || f.type == FIELD_BOOL);
        assert_string_equal(field_text(a, &f, member, STYLE_PLAIN),
                            f.type == FIELD_BOOL ? "0" : "");
        assert_true(*field_type_title(f.type) != '\0');
    }
}

static void
empty_values_come_last(struct test *t)
{
    struct field f = field_of(FIELD_NUMBER);
    int64_t none = NO_NUMBER, one = 1;

    (void)t;
    assert_true(field_compare(&f, &none, &one) > 0);
    assert_true(field_compare(&f, &one, &none) < 0);
    assert_int_equal(field_compare(&f, &none, &none), 0);
}

static const char *
json_of(struct test *t, struct field f, const void *member)
{
    struct buffer out = { .arena = t->arena };

    field_json(bare_act(t), &out, &f, member);
    return buffer_string(&out);
}

static void
values_are_written_as_json(struct test *t)
{
    struct ref ref = { 12, "情報政策課" };
    struct refs refs = { &ref, 1 };
    struct yen yen = { 1200 };
    struct period period = { { 0 }, { 0 } };
    const char *text = "a\"b";

    assert_string_equal(json_of(t, field_of(FIELD_REF), &ref),
                        "{\"id\":12,\"title\":\"情報政策課\"}");
    assert_string_equal(json_of(t, field_of(FIELD_REFS), &refs),
                        "[{\"id\":12,\"title\":\"情報政策課\"}]");
    assert_string_equal(json_of(t, field_of(FIELD_YEN), &yen), "1200");
    assert_string_equal(json_of(t, field_of(FIELD_TEXT), &text), "\"a\\\"b\"");
    assert_string_equal(json_of(t, field_of(FIELD_PERIOD), &period), "null");
    assert_true(date_make(2026, 4, 1, &period.from));
    assert_string_equal(json_of(t, field_of(FIELD_PERIOD), &period),
                        "{\"from\":\"2026-04-01\",\"until\":null}");
}

static void
a_secret_never_shows(struct test *t)
{
    struct field f = field_of(FIELD_TEXT);
    const char *text = "$argon2id$";

    f.secret = true;
    assert_string_equal(field_text(bare_act(t), &f, &text, STYLE_PLAIN), "");
    assert_string_equal(json_of(t, f, &text), "null");
}

static void
lists_of_references_come_back_from_the_table(struct test *t)
{
    struct act *a = bare_act(t);
    struct ref items[] = { { 12, NULL }, { 5, NULL } };
    struct refs refs = { items, 2 }, back;

    assert_string_equal(refs_store(a, &refs), ",12,5,");
    refs_load(a, ",12,5,", &back);
    assert_int_equal(back.count, 2);
    assert_int_equal(back.items[1].id, 5);
    refs_load(a, "", &back);
    assert_int_equal(back.count, 0);
}

static void
copies_do_not_share_their_text(struct test *t)
{
    struct field f = field_of(FIELD_REF);
    char title[] = "情報政策課";
    struct ref from = { 1, title }, to;

    field_copy(bare_act(t), &f, &from, &to);
    title[0] = 'x';
    assert_string_equal(to.title, "情報政策課");
}

const struct test_case type_tests[] = {
    CASE(numbers_are_read_as_clerks_write_them),
    CASE(what_is_no_number_is_refused),
    CASE(a_number_beyond_its_bounds_names_them),
    CASE(spans_of_time_are_read_in_minutes),
    CASE(days_and_times_are_read_in_both_calendars),
    CASE(periods_have_two_ends_of_which_one_may_be_open),
    CASE(choices_are_known_by_code_label_and_other_words),
    CASE(suggestions_of_a_text_are_written_alike_and_others_stay),
    CASE(a_flag_is_read_from_many_signs),
    CASE(addresses_are_checked_part_by_part),
    CASE(stored_addresses_sort_as_text_and_come_back),
    CASE(hardware_addresses_are_read_in_any_notation),
    CASE(links_lead_to_the_web_only),
    CASE(mail_phone_and_postcode_are_checked),
    CASE(a_text_that_is_too_long_says_by_how_much),
    CASE(text_that_is_no_utf8_is_refused),
    CASE(an_individual_number_that_is_named_is_refused),
    CASE(empty_text_empties_every_type),
    CASE(empty_values_come_last),
    CASE(values_are_written_as_json),
    CASE(a_secret_never_shows),
    CASE(lists_of_references_come_back_from_the_table),
    CASE(copies_do_not_share_their_text),
    { 0 },
};
