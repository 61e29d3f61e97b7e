#include "web/session.h"

#include <string.h>

#include "ledger/core/core.h"
#include "site.h"
#include "store/query.h"
#include "web/route.h"

static void
the_right_password_opens_a_session(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    a = site_try(&s, "lead", PASSWORD);
    assert_int_equal(a.status, 303);
    assert_string_equal(answer_header(t->arena, &a, "Location"), "/");
    assert_non_null(strstr(answer_header(t->arena, &a, "Set-Cookie"), "HttpOnly; SameSite=Lax"));
}

static void
a_wrong_password_and_an_unknown_login_look_alike(struct test *t)
{
    struct site s;
    struct answer wrong, unknown;

    site_open(t, &s);
    wrong = site_try(&s, "lead", "x");
    unknown = site_try(&s, "nobody", "x");
    assert_int_equal(wrong.status, 422);
    assert_int_equal(unknown.status, 422);
    assert_non_null(strstr(wrong.body, "あと4回で1分間使えなくなります。"));
    assert_non_null(strstr(unknown.body, "あと4回で1分間使えなくなります。"));
}

static void
five_wrong_tries_lock_the_login_for_this_address(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    for (int i = 0; i < 4; i++)
        assert_int_equal(site_try(&s, "lead", "x").status, 422);
    assert_int_equal(site_try(&s, "lead", "x").status, 429);
    a = site_try(&s, "lead", PASSWORD);
    assert_int_equal(a.status, 429);
    assert_non_null(strstr(a.body, "分間サインインできません。"));
    assert_int_equal(site_try(&s, "requester", PASSWORD).status, 303);
}

static void
a_right_password_forgets_the_wrong_ones(struct test *t)
{
    struct site s;

    site_open(t, &s);
    for (int i = 0; i < 3; i++)
        site_try(&s, "lead", "x");
    assert_int_equal(site_try(&s, "lead", PASSWORD).status, 303);
    assert_non_null(strstr(site_try(&s, "lead", "x").body, "あと4回"));
}

static void
signing_out_ends_the_session_in_the_database(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(site_get(&s, "/probe/page").status, 200);
    assert_int_equal(site_form(&s, "/sign-out", arena_print(t->arena, "csrf=%s", s.csrf)).status,
                     303);
    assert_int_equal(site_get(&s, "/probe/page").status, 303);
}

static void
who_is_not_signed_in_is_led_to_the_door_and_back(struct test *t)
{
    struct site s;
    struct answer a;

    site_open(t, &s);
    a = site_get(&s, "/probe/page?x=1&y=%E4%BB%B6");
    assert_int_equal(a.status, 303);
    assert_non_null(strstr(answer_header(t->arena, &a, "Location"), "/sign-in?next=%2Fprobe"));
    a = site_get(&s, answer_header(t->arena, &a, "Location"));
    assert_non_null(strstr(a.body, "value=\"/probe/page?x=1&amp;y=%E4%BB%B6\""));
}

static void
a_foreign_address_is_no_place_to_go_next(struct test *t)
{
    struct site s;

    site_open(t, &s);
    assert_null(strstr(site_get(&s, "/sign-in?next=//evil.example").body, "evil"));
    assert_null(strstr(site_get(&s, "/sign-in?next=https://evil.example").body, "evil"));
    assert_null(strstr(site_get(&s, "/sign-in?next=/%5Cevil.example").body, "evil"));
}

static void
rights_that_end_hold_at_the_next_request(struct test *t)
{
    struct site s;
    struct act *a;
    struct user *it;

    site_open(t, &s);
    site_sign_in(&s, "requester");
    assert_int_equal(site_get(&s, "/probe/same").status, 200);
    a = site_act(&s);
    it = ledger_new(a, &user_ledger);
    assert_true(ledger_read(a, &user_ledger, s.requester, false, it));
    assert_true(ledger_remove(a, &user_ledger, s.requester, it->base.version));
    assert_int_equal(site_get(&s, "/probe/same").status, 303);
}

static void
the_first_contract_is_open_after_signing_in(struct test *t)
{
    struct site s;
    struct request q = { 0 };
    struct session session;
    struct act *a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    q.cookie = strchr(s.cookie, '=') + 1;
    a = site_act(&s);
    assert_true(session_find(a, &q, &session));
    assert_int_equal(session.contract, s.contract);
    assert_int_equal(session.who.id, s.lead);
}

static void
only_ones_own_contracts_can_be_switched_to(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    assert_int_equal(
        site_form(&s, "/switch-contract",
                  arena_print(t->arena, "csrf=%s&contract=%lld", s.csrf, (long long)s.contract))
            .status,
        303);
    assert_int_equal(
        site_form(&s, "/switch-contract", arena_print(t->arena, "csrf=%s&contract=99", s.csrf))
            .status,
        403);
}

struct session_times {
    struct instant seen;
    struct instant ends;
};

static const struct query age = {
    .name = "test.age_session",
    .sql = "UPDATE session SET seen_at = :seen, ends_at = :ends",
};

static bool
age_work(struct act *a, void *with)
{
    const struct session_times *times = with;

    return query_run(a, &age, NULL, BOUND(BIND(seen, times->seen), BIND(ends, times->ends)));
}

static int
status_after(struct test *t, int idle_minutes, int left_minutes)
{
    struct site s;
    struct session_times times;
    struct act *a;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    a = site_act(&s);
    times.seen = instant_add(a->now, (struct minutes){ -idle_minutes });
    times.ends = instant_add(a->now, (struct minutes){ left_minutes });
    assert_true(act_write(a, age_work, &times));
    return site_get(&s, "/probe/page").status;
}

static void
an_idle_session_ends(struct test *t)
{
    assert_int_equal(status_after(t, SESSION_IDLE + 1, 1000), 303);
}

static const struct query strengthen = {
    .name = "test.strengthen",
    .sql = "UPDATE session SET strong = :yes, seen_at = :seen",
};

static bool
strengthen_work(struct act *a, void *with)
{
    return query_run(a, &strengthen, NULL,
                     BOUND(BIND(yes, true), BIND(seen, *(struct instant *)with)));
}

/* What a page answers to an administrator who rested for so long. */
static int
administrator_after(struct test *t, int idle_minutes)
{
    struct instant seen;
    struct site s;
    struct act *a;

    site_open(t, &s);
    site_user(&s, "keeper", NULL);
    site_sign_in(&s, "keeper");
    a = site_act(&s);
    seen = instant_add(a->now, (struct minutes){ -idle_minutes });
    assert_true(act_write(a, strengthen_work, &seen));
    return site_get(&s, "/probe/page").status;
}

static void
an_administrator_may_rest_for_half_an_hour(struct test *t)
{
    assert_int_not_equal(administrator_after(t, SESSION_IDLE_ADMINISTRATOR - 1), 303);
    assert_int_equal(administrator_after(t, SESSION_IDLE_ADMINISTRATOR + 1), 303);
}

static void
a_shorter_rest_for_all_holds_for_administrators_too(struct test *t)
{
    const struct membership in[] = { { .role = ROLE_ADMINISTRATOR } };
    struct who keeper = { .count = 0 };

    (void)t;
    assert_int_equal(session_idle(&(struct session_rules){ 120, 720 }, &keeper), 120);
    keeper = (struct who){ .in = (void *)(uintptr_t)in, .count = 1 };
    assert_int_equal(session_idle(&(struct session_rules){ 120, 720 }, &keeper), 30);
    assert_int_equal(session_idle(&(struct session_rules){ 20, 720 }, &keeper), 20);
}

static void
an_old_session_ends(struct test *t)
{
    assert_int_equal(status_after(t, 1, 0), 303);
}

static void
a_used_session_goes_on(struct test *t)
{
    assert_int_equal(status_after(t, SESSION_IDLE - 1, 1000), 200);
}

static const struct query turn_back = {
    .name = "test.turn_back",
    .sql = "UPDATE session SET turned_at = :seen WHERE :ends = :ends",
};

static bool
turn_back_work(struct act *a, void *with)
{
    const struct session_times *times = with;

    return query_run(a, &turn_back, NULL, BOUND(BIND(seen, times->seen), BIND(ends, times->ends)));
}

/* As if the identifier had been made so many minutes ago. */
static void
age_identifier(struct site *s, int minutes)
{
    struct act *a = site_act(s);
    struct session_times times = { instant_add(a->now, (struct minutes){ -minutes }), a->now };

    assert_true(act_write(a, turn_back_work, &times));
}

static void
an_identifier_is_replaced_every_hour(struct test *t)
{
    struct site s;
    struct answer a;
    const char *before;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    age_identifier(&s, 59);
    a = site_get(&s, "/probe/page");
    assert_string_equal(answer_header(t->arena, &a, "Set-Cookie"), "");
    age_identifier(&s, 61);
    before = s.cookie;
    a = site_get(&s, "/probe/page");
    assert_int_equal(a.status, 200);
    s.cookie = site_cookie(&s, &a);
    assert_string_not_equal(s.cookie, before);
    assert_int_equal(site_get(&s, "/probe/page").status, 200);
}

static void
the_former_identifier_is_good_for_five_minutes(struct test *t)
{
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    age_identifier(&s, 61);
    assert_int_equal(site_get(&s, "/probe/page").status, 200);
    assert_int_equal(site_get(&s, "/probe/page").status, 200);
    age_identifier(&s, 6);
    assert_int_equal(site_get(&s, "/probe/page").status, 303);
}

static void
other_rights_bring_another_identifier(struct test *t)
{
    struct site s;
    struct answer a;
    struct membership_row *in;
    struct act *act;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    act = site_act(&s);
    in = ledger_new(act, &membership_ledger);
    in->user.id = s.lead;
    in->within.id = s.contract;
    in->role.code = "auditor";
    assert_true(ledger_create(act, &membership_ledger, in));
    a = site_get(&s, "/probe/page");
    assert_int_equal(a.status, 200);
    assert_string_not_equal(site_cookie(&s, &a), s.cookie);
    s.cookie = site_cookie(&s, &a);
    a = site_get(&s, "/probe/page");
    assert_string_equal(answer_header(t->arena, &a, "Set-Cookie"), "");
}

const struct test_case session_tests[] = {
    CASE(the_right_password_opens_a_session),
    CASE(a_wrong_password_and_an_unknown_login_look_alike),
    CASE(five_wrong_tries_lock_the_login_for_this_address),
    CASE(a_right_password_forgets_the_wrong_ones),
    CASE(signing_out_ends_the_session_in_the_database),
    CASE(who_is_not_signed_in_is_led_to_the_door_and_back),
    CASE(a_foreign_address_is_no_place_to_go_next),
    CASE(rights_that_end_hold_at_the_next_request),
    CASE(the_first_contract_is_open_after_signing_in),
    CASE(only_ones_own_contracts_can_be_switched_to),
    CASE(an_idle_session_ends),
    CASE(an_administrator_may_rest_for_half_an_hour),
    CASE(a_shorter_rest_for_all_holds_for_administrators_too),
    CASE(an_old_session_ends),
    CASE(a_used_session_goes_on),
    CASE(an_identifier_is_replaced_every_hour),
    CASE(the_former_identifier_is_good_for_five_minutes),
    CASE(other_rights_bring_another_identifier),
    { 0 },
};
