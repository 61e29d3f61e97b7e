#include "web/cookie.h"

#include <string.h>

#include "test.h"

static const char *
find(struct test *t, const char *header)
{
    size_t length = 0;
    const char *value = cookie_find(header, "tasuki", false, &length);

    return value ? arena_slice(t->arena, value, length) : "(none)";
}

static void
the_cookie_is_found_among_others(struct test *t)
{
    assert_string_equal(find(t, "a=1; tasuki=Ab-_9; b=2"), "Ab-_9");
    assert_string_equal(find(t, "tasuki=x"), "x");
    assert_string_equal(find(t, "tasuki=x ;b=1"), "x");
}

static void
a_name_that_only_begins_alike_is_another(struct test *t)
{
    assert_string_equal(find(t, "tasuki_door=1"), "(none)");
    assert_string_equal(find(t, "xtasuki=1"), "(none)");
    assert_string_equal(find(t, NULL), "(none)");
}

static void
a_cookie_that_stands_twice_counts_as_absent(struct test *t)
{
    assert_string_equal(find(t, "tasuki=a; tasuki=b"), "(none)");
}

static void
values_of_other_characters_are_refused(struct test *t)
{
    assert_string_equal(find(t, "tasuki=a b"), "(none)");
    assert_string_equal(find(t, "tasuki=\"a\""), "(none)");
    assert_string_equal(find(t, "tasuki="), "(none)");
}

static void
secure_is_said_where_it_holds(struct test *t)
{
    assert_string_equal(cookie_write(t->arena, "tasuki", "x", true),
                        "__Host-tasuki=x; Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_null(strstr(cookie_write(t->arena, "tasuki", "x", false), "Secure"));
    assert_non_null(strstr(cookie_write(t->arena, "tasuki", "", false), "Max-Age=0"));
}

static void
over_https_only_a_name_bound_to_the_host_counts(struct test *t)
{
    size_t length = 0;
    const char *value = cookie_find("tasuki=planted; __Host-tasuki=own", "tasuki", true, &length);

    (void)t;
    assert_int_equal(length, 3);
    assert_memory_equal(value, "own", 3);
    assert_null(cookie_find("tasuki=planted", "tasuki", true, &length));
    assert_null(cookie_find("__Host-tasuki=own", "tasuki", false, &length));
    assert_null(cookie_find("__Host-", "tasuki", true, &length));
}

const struct test_case cookie_tests[] = {
    CASE(over_https_only_a_name_bound_to_the_host_counts),
    CASE(the_cookie_is_found_among_others),
    CASE(a_name_that_only_begins_alike_is_another),
    CASE(a_cookie_that_stands_twice_counts_as_absent),
    CASE(values_of_other_characters_are_refused),
    CASE(secure_is_said_where_it_holds),
    { 0 },
};
