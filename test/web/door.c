#include "web/door.h"

#include <string.h>

#include "ledger/core/core.h"
#include "person.h"
#include "store/query.h"

static void
who_has_an_app_needs_its_code(struct test *t)
{
    struct site s;
    struct app app;
    struct answer a;

    site_open(t, &s);
    person_enrols(&s, "lead", &app);
    a = person_gives_code(&s, "lead", "code", app_code(&s, &app, 0));
    assert_int_equal(a.status, 303);
    assert_string_equal(answer_header(t->arena, &a, "Location"), "/");
    s.cookie = site_cookie(&s, &a);
    assert_int_equal(site_get(&s, "/probe/page").status, 200);
}

static void
half_signed_in_reaches_nothing(struct test *t)
{
    static const char *const closed[] = { "/probe/page", "/live", "/settings/second-factor",
                                          "/api/v1/person", "/search?q=x" };
    struct site s;
    struct app app;
    struct answer a;

    site_open(t, &s);
    person_enrols(&s, "lead", &app);
    a = site_try(&s, "lead", PASSWORD);
    s.cookie = site_cookie(&s, &a);
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        int status = site_get(&s, closed[i]).status;

        assert_true(status == 303 || status == 401);
    }
}

static void
the_identifier_is_another_one_after_the_code(struct test *t)
{
    struct site s;
    struct app app;
    struct answer a;
    const char *half;

    site_open(t, &s);
    person_enrols(&s, "lead", &app);
    a = person_gives_code(&s, "lead", "code", app_code(&s, &app, 0));
    half = arena_slice(t->arena, s.cookie, strcspn(s.cookie, ";"));
    assert_string_not_equal(half, site_cookie(&s, &a));
    s.cookie = half;
    assert_int_equal(site_get(&s, "/probe/page").status, 303);
}

static void
a_code_is_good_once(struct test *t)
{
    struct site s;
    struct app app;
    const char *code;

    site_open(t, &s);
    person_enrols(&s, "lead", &app);
    code = app_code(&s, &app, 0);
    assert_int_equal(person_gives_code(&s, "lead", "code", code).status, 303);
    assert_int_equal(person_gives_code(&s, "lead", "code", code).status, 422);
}

static void
a_recovery_code_is_good_once_and_says_how_many_are_left(struct test *t)
{
    struct site s;
    struct app app;
    struct answer a;

    site_open(t, &s);
    person_enrols(&s, "lead", &app);
    a = person_gives_code(&s, "lead", "recovery", app.recovery[0]);
    assert_int_equal(a.status, 303);
    s.cookie = site_cookie(&s, &a);
    assert_non_null(strstr(site_get(&s, "/settings").body, "残りは9です。"));
    assert_int_equal(person_gives_code(&s, "lead", "recovery", app.recovery[0]).status, 422);
    assert_int_equal(person_gives_code(&s, "lead", "recovery", app.recovery[1]).status, 303);
}

static void
wrong_codes_are_followed_by_a_wait(struct test *t)
{
    struct site s;
    struct app app;
    int status = 0;

    site_open(t, &s);
    person_enrols(&s, "lead", &app);
    for (int i = 0; i < 5; i++)
        status = person_gives_code(&s, "lead", "code", "000000").status;
    assert_int_equal(status, 429);
    assert_int_equal(person_gives_code(&s, "lead", "code", app_code(&s, &app, 0)).status, 429);
}

static void
an_administrator_reaches_only_the_page_that_sets_it_up(struct test *t)
{
    static const char *const closed[] = { "/",         "/core/users",
                                          "/settings", "/settings/tokens",
                                          "/history",  "/probe/administrator",
                                          "/help" };
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_user(&s, "boss", NULL);
    a = site_try(&s, "boss", PASSWORD);
    assert_int_equal(a.status, 303);
    s.cookie = site_cookie(&s, &a);
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        a = site_get(&s, closed[i]);
        assert_int_equal(a.status, 303);
        assert_string_equal(answer_header(t->arena, &a, "Location"), "/settings/second-factor");
    }
    assert_int_equal(site_get(&s, "/api/v1/user").status, 403);
    assert_int_equal(site_get(&s, "/live").status, 403);
}

static void
with_it_he_reaches_what_is_his(struct test *t)
{
    struct site s;
    struct app app;

    site_open(t, &s);
    site_user(&s, "boss", NULL);
    person_enrols(&s, "boss", &app);
    assert_int_equal(site_get(&s, "/core/users").status, 200);
}

static void
who_becomes_administrator_is_asked_at_once(struct test *t)
{
    struct site s;
    struct act *a;
    struct user *it;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(site_get(&s, "/probe/page").status, 200);
    a = site_act(&s);
    it = ledger_new(a, &user_ledger);
    assert_true(ledger_read(a, &user_ledger, s.lead, false, it));
    it->administrator = true;
    assert_true(ledger_change(a, &user_ledger, it));
    assert_int_equal(site_get(&s, "/probe/page").status, 303);
}

struct sealed_row {
    struct bytes secret;
};
static const struct query secret_of = {
    .name = "test.secret",
    .sql = "SELECT secret FROM factor",
    .row_size = sizeof(struct sealed_row),
    .columns = COLUMNS(COLUMN(struct sealed_row, secret)),
};

static void
the_secret_does_not_stand_in_the_database(struct test *t)
{
    struct site s;
    struct app app;
    struct sealed_row row;
    bool found;
    char plain[40];
    size_t length = 0;

    site_open(t, &s);
    person_enrols(&s, "lead", &app);
    for (const char *c = app.secret; *c; c++)
        if (*c != ' ')
            plain[length++] = *c;
    assert_true(query_first(site_act(&s), &secret_of, &row, &found, UNBOUND));
    assert_true(found);
    assert_null(memmem(row.secret.data, row.secret.size, plain, length));
}

struct rows {
    int64_t count;
};
static const struct query events = {
    .name = "test.events",
    .sql =
        "SELECT count(*) AS count FROM history WHERE action IN ('second-factor', 'sign-in-first',"
        " 'second-factor-failed', 'recovery-used') AND detail NOT LIKE :code",
    .row_size = sizeof(struct rows),
    .columns = COLUMNS(COLUMN(struct rows, count)),
};

static void
each_step_is_remembered_without_the_code(struct test *t)
{
    struct site s;
    struct app app;
    struct rows rows;
    bool found;

    site_open(t, &s);
    person_enrols(&s, "lead", &app);
    person_gives_code(&s, "lead", "code", "123450");
    person_gives_code(&s, "lead", "recovery", app.recovery[0]);
    assert_true(query_first(site_act(&s), &events, &rows, &found, BOUND(BIND(code, "%123450%"))));
    assert_int_equal(rows.count, 5);
}

const struct test_case door_tests[] = {
    CASE(who_has_an_app_needs_its_code),
    CASE(half_signed_in_reaches_nothing),
    CASE(the_identifier_is_another_one_after_the_code),
    CASE(a_code_is_good_once),
    CASE(a_recovery_code_is_good_once_and_says_how_many_are_left),
    CASE(wrong_codes_are_followed_by_a_wait),
    CASE(an_administrator_reaches_only_the_page_that_sets_it_up),
    CASE(with_it_he_reaches_what_is_his),
    CASE(who_becomes_administrator_is_asked_at_once),
    CASE(the_secret_does_not_stand_in_the_database),
    CASE(each_step_is_remembered_without_the_code),
    { 0 },
};
