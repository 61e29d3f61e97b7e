#include "base/inet.h"

#include <string.h>

#include "tests.h"

static struct inet
inet(struct test *t, const char *text)
{
    struct inet out;
    const char *why;

    assert_true(inet_parse(t->arena, text, &out, &why));
    return out;
}

static void
both_versions_are_read_and_printed(struct test *t)
{
    static const char *const texts[] = { "10.24.16.88", "10.0.0.0/8", "2001:db8::/32", "::1" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct inet it = inet(t, texts[i]);

        assert_string_equal(inet_print(t->arena, &it), texts[i]);
    }
}

static void
what_is_no_address_is_refused_with_a_sentence(struct test *t)
{
    static const char *const texts[] = { "",          "10",           "10.0.0",     "10.0.0.256",
                                         "1.2.3.4.5", "1.2.3.0004",   "1.2.3.4/33", "1.2.3.4/",
                                         "::1/129",   "12345::",      ":::",        "1.2.3.4/1/2",
                                         "-1.2.3.4",  "1.2.3.4 ping", "a.b.c.d",    "1..2.3" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct inet out;
        const char *why = NULL;

        assert_false(inet_parse(t->arena, texts[i], &out, &why));
        assert_non_null(why);
    }
}

static void
keys_sort_as_addresses_do_and_come_back(struct test *t)
{
    static const char *const texts[] = { "9.255.255.255", "10.0.0.0/8",   "10.0.0.0/24",
                                         "10.0.0.2",      "10.0.0.10",    "192.0.2.1",
                                         "2001:db8::",    "2001:db8::10", "fe80::1" };
    const char *before = "";

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct inet it = inet(t, texts[i]), back;
        const char *key = inet_key(t->arena, &it);

        assert_true(strcmp(before, key) < 0);
        assert_true(inet_unkey(key, &back));
        assert_int_equal(inet_compare(&it, &back), 0);
        before = key;
    }
}

static void
a_network_contains_what_lies_between_its_ends(struct test *t)
{
    struct inet network = inet(t, "10.24.32.128/25"), first = inet_first(&network),
                last = inet_last(&network), outside;

    assert_string_equal(inet_print(t->arena, &first), "10.24.32.128");
    assert_string_equal(inet_print(t->arena, &last), "10.24.32.255");
    assert_true(inet_contains(&network, &first) && inet_contains(&network, &last));
    assert_true(inet_contains(&network, &network));
    assert_true(inet_previous(&first, &outside));
    assert_false(inet_contains(&network, &outside));
    assert_true(inet_next(&last, &outside));
    assert_string_equal(inet_print(t->arena, &outside), "10.24.33.0");
    assert_false(inet_contains(&network, &outside));
    assert_int_equal(inet_count(&first, &last), 128);
}

static void
the_whole_space_has_ends(struct test *t)
{
    struct inet four = inet(t, "0.0.0.0/0"), six = inet(t, "::/0"), end;
    struct inet first = inet_first(&four), last = inet_last(&four);

    assert_int_equal(inet_count(&first, &last), INT64_C(4294967296));
    assert_false(inet_next(&last, &end));
    assert_false(inet_previous(&first, &end));
    first = inet_first(&six);
    last = inet_last(&six);
    assert_int_equal(inet_count(&first, &last), INT64_MAX);
    assert_false(inet_next(&last, &end));
    first = inet_add(&four, 256);
    assert_string_equal(inet_print_host(t->arena, &first), "0.0.1.0");
}

const struct test_case inet_tests[] = {
    CASE(both_versions_are_read_and_printed),
    CASE(what_is_no_address_is_refused_with_a_sentence),
    CASE(keys_sort_as_addresses_do_and_come_back),
    CASE(a_network_contains_what_lies_between_its_ends),
    CASE(the_whole_space_has_ends),
    { 0 },
};
