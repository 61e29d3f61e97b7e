#include "web/own_page.h"

#include <string.h>

#include "person.h"
#include "store/query.h"
#include "web/session.h"

#define NEW_PASSWORD "あたらしい合言葉 2027"

static struct answer
change_password(struct site *s, const char *old, const char *wanted, const char *again)
{
    return person_sends(s, "/settings/password",
                        arena_print(s->test->arena, "&old=%s&password=%s&again=%s",
                                    form_value(s, old), form_value(s, wanted),
                                    form_value(s, again)));
}

static void
ones_own_password_can_be_changed(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "requester");
    assert_int_equal(change_password(&s, PASSWORD, NEW_PASSWORD, NEW_PASSWORD).status, 303);
    assert_int_equal(site_try(&s, "requester", PASSWORD).status, 422);
    assert_int_equal(site_try(&s, "requester", NEW_PASSWORD).status, 303);
}

static void
a_new_password_ends_the_other_sessions_and_renews_this_one(struct test *t)
{
    struct site s;
    struct answer a;
    const char *elsewhere, *before;

    site_open(t, &s);
    site_sign_in(&s, "requester");
    elsewhere = s.cookie;
    site_sign_in(&s, "requester");
    before = s.cookie;
    a = change_password(&s, PASSWORD, NEW_PASSWORD, NEW_PASSWORD);
    s.cookie = site_cookie(&s, &a);
    assert_int_equal(site_get(&s, "/probe/page").status, 200);
    s.cookie = elsewhere;
    assert_int_equal(site_get(&s, "/probe/page").status, 303);
    s.cookie = before;
    assert_int_equal(site_get(&s, "/probe/page").status, 303);
}

static void
without_the_old_password_nothing_changes(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "requester");
    a = change_password(&s, "x", NEW_PASSWORD, NEW_PASSWORD);
    assert_int_equal(a.status, 422);
    assert_non_null(strstr(a.body, "id=\"fault-old\""));
    assert_int_equal(change_password(&s, PASSWORD, NEW_PASSWORD, "x").status, 422);
    assert_int_equal(change_password(&s, PASSWORD, "みじかい", "みじかい").status, 422);
    assert_int_equal(site_try(&s, "requester", PASSWORD).status, 303);
}

static void
trying_the_old_password_is_limited_like_signing_in(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "requester");
    for (int i = 0; i < 4; i++)
        assert_int_equal(change_password(&s, "x", NEW_PASSWORD, NEW_PASSWORD).status, 422);
    assert_int_equal(change_password(&s, "x", NEW_PASSWORD, NEW_PASSWORD).status, 429);
    assert_int_equal(change_password(&s, PASSWORD, NEW_PASSWORD, NEW_PASSWORD).status, 429);
}

static void
taking_the_second_factor_away_asks_for_the_password(struct test *t)
{
    struct site s;
    struct app app;
    struct answer a;

    site_open(t, &s);
    person_enrols(&s, "lead", &app);
    assert_int_equal(person_sends(&s, "/settings/second-factor/remove", "&old=x").status, 422);
    a = person_sends(&s, "/settings/second-factor/remove",
                     arena_print(t->arena, "&old=%s", form_value(&s, PASSWORD)));
    assert_int_equal(a.status, 303);
    a = site_try(&s, "lead", PASSWORD);
    assert_string_equal(answer_header(t->arena, &a, "Location"), "/");
}

static void
renewed_recovery_codes_end_the_old_ones(struct test *t)
{
    struct site s;
    struct app app;
    struct answer a;

    site_open(t, &s);
    person_enrols(&s, "lead", &app);
    a = person_sends(&s, "/settings/second-factor/recovery",
                     arena_print(t->arena, "&old_for_codes=%s", form_value(&s, PASSWORD)));
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.body, "<ul class=\"mono\">"));
    assert_null(strstr(a.body, app.recovery[0]));
    assert_int_equal(person_gives_code(&s, "lead", "recovery", app.recovery[0]).status, 422);
}

static void
ones_sessions_are_listed_and_can_be_ended(struct test *t)
{
    struct site s;
    struct answer a;
    const char *elsewhere, *at;

    site_open(t, &s);
    s.more =
        "User-Agent: Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537\r\n";
    site_sign_in(&s, "requester");
    elsewhere = s.cookie;
    s.more = NULL;
    site_sign_in(&s, "requester");
    a = site_get(&s, "/settings/sessions");
    assert_non_null(strstr(a.body, "Chrome（Windows）"));
    assert_non_null(strstr(a.body, "127.0.0.1"));
    at = strstr(a.body, "name=\"session\" value=\"");
    assert_non_null(at);
    at += strlen("name=\"session\" value=\"");
    a = person_sends(
        &s, "/settings/sessions",
        arena_print(t->arena, "&session=%s", arena_slice(t->arena, at, strcspn(at, "\""))));
    assert_int_equal(a.status, 303);
    assert_int_equal(site_get(&s, "/probe/page").status, 200);
    s.cookie = elsewhere;
    assert_int_equal(site_get(&s, "/probe/page").status, 303);
}

static void
all_others_end_at_once(struct test *t)
{
    struct site s;
    const char *others[2];

    site_open(t, &s);
    for (int i = 0; i < 2; i++) {
        site_sign_in(&s, "requester");
        others[i] = s.cookie;
    }
    site_sign_in(&s, "requester");
    assert_int_equal(person_sends(&s, "/settings/sessions", "&others=1").status, 303);
    assert_int_equal(site_get(&s, "/probe/page").status, 200);
    for (int i = 0; i < 2; i++) {
        s.cookie = others[i];
        assert_int_equal(site_get(&s, "/probe/page").status, 303);
    }
}

static void
nobody_ends_the_session_of_another(struct test *t)
{
    struct site s;
    struct session_entry *list;
    struct request q = { 0 };
    const char *lead;
    size_t count;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    lead = s.cookie;
    site_sign_in(&s, "requester");
    assert_true(session_list(site_act(&s), &q, s.lead, &list, &count));
    assert_int_equal(count, 1);
    assert_int_equal(person_sends(&s, "/settings/sessions",
                                  arena_print(t->arena, "&session=%lld", (long long)list[0].id))
                         .status,
                     404);
    s.cookie = lead;
    assert_int_equal(site_get(&s, "/probe/page").status, 200);
}

static void
a_token_is_made_shown_once_and_ended_on_the_page(struct test *t)
{
    struct site s;
    struct answer a;
    const char *token, *at, *cookie;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    cookie = s.cookie;
    a = person_sends(&s, "/settings/tokens", "&title=batch&deeds=read&ledger=person&days=30");
    assert_int_equal(a.status, 200);
    at = strstr(a.body, "id=\"token\">");
    assert_non_null(at);
    at += strlen("id=\"token\">");
    token = arena_slice(t->arena, at, strcspn(at, "<"));
    s.cookie = NULL;
    s.more = arena_print(t->arena, "Authorization: Bearer %s\r\n", token);
    assert_int_equal(site_get(&s, "/api/v1/person").status, 200);
    assert_int_equal(site_get(&s, "/api/v1/organisation").status, 403);
    s.cookie = cookie;
    s.more = NULL;
    a = site_get(&s, "/settings/tokens");
    assert_null(strstr(a.body, token));
    assert_non_null(strstr(a.body, "読むだけ：人"));
    at = strstr(a.body, "name=\"token\" value=\"") + strlen("name=\"token\" value=\"");
    a = person_sends(
        &s, "/settings/tokens/end",
        arena_print(t->arena, "&token=%s", arena_slice(t->arena, at, strcspn(at, "\""))));
    assert_int_equal(a.status, 303);
    s.cookie = NULL;
    s.more = arena_print(t->arena, "Authorization: Bearer %s\r\n", token);
    assert_int_equal(site_get(&s, "/api/v1/person").status, 401);
}

static void
a_token_without_purpose_or_days_is_refused_beside_the_field(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    a = person_sends(&s, "/settings/tokens", "&title=&deeds=read&days=30");
    assert_int_equal(a.status, 422);
    assert_non_null(strstr(a.body, "id=\"fault-title\""));
    a = person_sends(&s, "/settings/tokens", "&title=x&deeds=read&days=99999");
    assert_int_equal(a.status, 422);
    assert_non_null(strstr(a.body, "id=\"fault-days\""));
}

const struct test_case own_page_tests[] = {
    CASE(ones_own_password_can_be_changed),
    CASE(a_new_password_ends_the_other_sessions_and_renews_this_one),
    CASE(without_the_old_password_nothing_changes),
    CASE(trying_the_old_password_is_limited_like_signing_in),
    CASE(taking_the_second_factor_away_asks_for_the_password),
    CASE(renewed_recovery_codes_end_the_old_ones),
    CASE(ones_sessions_are_listed_and_can_be_ended),
    CASE(all_others_end_at_once),
    CASE(nobody_ends_the_session_of_another),
    CASE(a_token_is_made_shown_once_and_ended_on_the_page),
    CASE(a_token_without_purpose_or_days_is_refused_beside_the_field),
    { 0 },
};
