#include "web/session.h"

#include <string.h>

#include "store/act.h"
#include "test.h"

static struct act *
act_alone(struct test *t)
{
    struct act *a = NEW(t->arena, struct act);

    act_begin(a, NULL, t->arena, NULL, ORIGIN_COMMAND);
    password_cost(8192 * 2, 1);
    return a;
}

static void
a_password_fits_its_own_hash_only(struct test *t)
{
    const char *hash;

    assert_true(password_hash(act_alone(t), "ながい合言葉です", &hash));
    assert_non_null(strstr(hash, "$argon2id$"));
    assert_true(password_check(hash, "ながい合言葉です"));
    assert_false(password_check(hash, "ながい合言葉だ"));
}

static void
without_an_account_nothing_fits(struct test *t)
{
    (void)act_alone(t);
    assert_false(password_check(NULL, "x"));
    assert_false(password_check("", ""));
    assert_false(password_check("rubbish", "rubbish"));
}

static void
a_short_password_is_refused(struct test *t)
{
    struct act *a = act_alone(t);
    const char *hash;

    assert_false(password_hash(a, "みじかい", &hash));
    assert_string_equal(a->faults->field, "password");
}

const struct test_case password_tests[] = {
    CASE(a_password_fits_its_own_hash_only),
    CASE(without_an_account_nothing_fits),
    CASE(a_short_password_is_refused),
    { 0 },
};
