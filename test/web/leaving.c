/* Who leaves: each way in which access ends, on each road a request can take. */

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buffer.h"
#include "ledger/core/core.h"
#include "site.h"
#include "store/open.h"
#include "store/query.h"
#include "web/token.h"

struct ways {
    struct site site;
    int64_t user;
    int64_t person;
    const char *cookie;
    const char *bearer;
    int live;
    int other; /* the same events for one who stays */
};

static void
assert_done(const struct act *a, bool done)
{
    for (const struct fault *it = a->faults; !done && it; it = it->next)
        print_error("%s: %s\n", it->field ? it->field : "-", it->message);
    assert_true(done);
}

static struct date
yesterday(const struct act *a)
{
    return date_add(instant_date(a->now), -1);
}

static bool
hears(struct ways *w, int live, const char *text, int ms)
{
    struct buffer in = { .arena = w->site.test->arena };
    struct pollfd wait = { .fd = live, .events = POLLIN };

    while (!strstr(buffer_string(&in), text) && poll(&wait, 1, ms) == 1) {
        ssize_t got = recv(live, buffer_room(&in, 4096), 4096, 0);

        if (got <= 0)
            break;
        in.length += (size_t)got;
        in.data[in.length] = '\0';
    }
    return strstr(buffer_string(&in), text);
}

/* The stream of who is signed in. */
static int
listen_live(struct ways *w)
{
    struct site *s = &w->site;
    int live = client_connect(s->port);
    const char *text = arena_print(
        s->test->arena, "GET /live HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", s->cookie);

    assert_int_equal(send(live, text, strlen(text), MSG_NOSIGNAL), strlen(text));
    assert_true(hears(w, live, "retry: 3000", 5000));
    return live;
}

struct membership_id {
    int64_t id;
};
static const struct query membership_of = {
    .name = "test.membership",
    .sql = "SELECT id FROM membership WHERE \"user\" = :user",
    .row_size = sizeof(struct membership_id),
    .columns = COLUMNS(COLUMN(struct membership_id, id)),
};

/* The last day of the user's membership, so many days from now. */
static void
end_membership(struct ways *w, int64_t user, int days)
{
    struct act *a = site_act(&w->site);
    struct membership_row *it = ledger_new(a, &membership_ledger);
    struct membership_id membership;
    bool found;

    assert_done(a, query_first(a, &membership_of, &membership, &found, BOUND(BIND(user, user))));
    assert_done(a, ledger_read(a, &membership_ledger, membership.id, false, it));
    it->until = date_add(instant_date(a->now), days);
    assert_done(a, ledger_change(a, &membership_ledger, it));
}

static void
open_ways(struct test *t, struct ways *w, const char *role)
{
    struct site *s = &w->site;
    struct token_wish wish = { .days = 1 };
    struct person *person;
    struct user *user;
    const char *text;
    struct act *a;

    site_open(t, s);
    w->user = wish.user = site_user(s, "leaver", role);
    a = site_act(s);
    person = ledger_new(a, &person_ledger);
    person->title = "三浦";
    assert_done(a, ledger_create(a, &person_ledger, person));
    w->person = person->base.id;
    user = ledger_new(a, &user_ledger);
    assert_done(a, ledger_read(a, &user_ledger, w->user, false, user));
    user->person.id = w->person;
    assert_done(a, ledger_change(a, &user_ledger, user));
    assert_done(a, token_make(a, &wish, &text));
    end_membership(w, site_user(s, "client", "officer"), 365);
    site_sign_in(s, "client");
    w->other = listen_live(w);
    site_sign_in(s, "leaver");
    w->cookie = s->cookie;
    w->bearer = arena_print(t->arena, "Authorization: Bearer %s\r\n", text);
    w->live = listen_live(w);
}

static int
page_status(struct ways *w)
{
    w->site.cookie = w->cookie;
    w->site.more = NULL;
    return site_get(&w->site, "/core/contracts").status;
}

static int
api_status(struct ways *w)
{
    w->site.cookie = NULL;
    w->site.more = w->bearer;
    return site_get(&w->site, "/api/v1/contract").status;
}

static int
api_list_count(struct ways *w)
{
    struct answer a;

    w->site.cookie = NULL;
    w->site.more = w->bearer;
    a = site_get(&w->site, "/api/v1/contract");
    return a.status == 200 && strstr(a.body, "R8-1") != NULL;
}

/* A change of the contract itself, which its members may read. PostgreSQL is asked once a
   second, the first time for where to begin: so until the other one hears of it. */
static bool
hears_of_the_contract(struct ways *w)
{
    const char *told = "\"ledger\":\"contract\"";
    struct act *a = site_act(&w->site);
    struct contract *c = ledger_new(a, &contract_ledger);
    int changes = 0;

    do {
        assert_in_range(++changes, 1, 20);
        assert_done(a, ledger_read(a, &contract_ledger, w->site.contract, false, c));
        c->title = arena_print(a->arena, "運用支援（変更%d）", changes);
        assert_done(a, ledger_change(a, &contract_ledger, c));
    } while (!hears(w, w->other, told, 500));
    return hears(w, w->live, told, 200);
}

static void
close_ways(struct ways *w)
{
    close(w->live);
    close(w->other);
}

static void
before_leaving_all_ways_are_open(struct test *t)
{
    struct ways w;

    open_ways(t, &w, "operator");
    assert_int_equal(page_status(&w), 200);
    assert_int_equal(api_list_count(&w), 1);
    assert_true(hears_of_the_contract(&w));
    close_ways(&w);
}

/* The account is no more: nobody is signed in. */
static void
assert_unknown(struct ways *w)
{
    assert_int_equal(page_status(w), 303);
    assert_int_equal(api_status(w), 401);
    assert_false(hears_of_the_contract(w));
    close_ways(w);
}

/* The account is there, the contract is not his any more. */
static void
assert_outside(struct ways *w)
{
    assert_int_equal(page_status(w), 403);
    assert_int_equal(api_list_count(w), 0);
    assert_false(hears_of_the_contract(w));
    close_ways(w);
}

static void
an_ended_account_is_unknown(struct test *t)
{
    struct ways w;
    struct user *it;
    struct act *a;

    open_ways(t, &w, "operator");
    a = site_act(&w.site);
    it = ledger_new(a, &user_ledger);
    assert_done(a, ledger_read(a, &user_ledger, w.user, false, it));
    it->until = yesterday(a);
    assert_done(a, ledger_change(a, &user_ledger, it));
    assert_unknown(&w);
}

static void
who_has_left_is_unknown(struct test *t)
{
    struct ways w;
    struct person *it;
    struct act *a;

    open_ways(t, &w, "operator");
    a = site_act(&w.site);
    it = ledger_new(a, &person_ledger);
    assert_done(a, ledger_read(a, &person_ledger, w.person, false, it));
    it->until = yesterday(a);
    assert_done(a, ledger_change(a, &person_ledger, it));
    assert_unknown(&w);
}

static void
who_was_removed_is_unknown(struct test *t)
{
    struct ways w;
    struct act *a;

    open_ways(t, &w, "operator");
    a = site_act(&w.site);
    assert_done(a, ledger_remove(a, &person_ledger, w.person, 1));
    assert_unknown(&w);
}

static void
an_ended_membership_closes_the_contract(struct test *t)
{
    struct ways w;

    open_ways(t, &w, "operator");
    end_membership(&w, w.user, -1);
    assert_outside(&w);
}

static void
end_contract(struct ways *w)
{
    struct act *a = site_act(&w->site);
    struct contract *c = ledger_new(a, &contract_ledger);

    assert_done(a, ledger_read(a, &contract_ledger, w->site.contract, false, c));
    c->period.from = date_add(instant_date(a->now), -100);
    c->period.until = yesterday(a);
    assert_done(a, ledger_change(a, &contract_ledger, c));
}

static void
the_end_of_a_contract_closes_it_to_who_worked_for_it(struct test *t)
{
    struct ways w;

    open_ways(t, &w, "operator");
    end_contract(&w);
    assert_outside(&w);
}

static void
the_client_keeps_reading_until_a_day_that_was_named(struct test *t)
{
    struct ways w;

    open_ways(t, &w, "officer");
    end_membership(&w, w.user, 365);
    end_contract(&w);
    assert_int_equal(page_status(&w), 200);
    close_ways(&w);
}

static void
signing_out_ends_the_streams_of_the_session(struct test *t)
{
    struct ways w;

    open_ways(t, &w, "operator");
    w.site.cookie = w.cookie;
    site_form(&w.site, "/sign-out", arena_print(t->arena, "csrf=%s", w.site.csrf));
    assert_false(hears_of_the_contract(&w));
    close_ways(&w);
}

const struct test_case leaving_tests[] = {
    CASE(before_leaving_all_ways_are_open),
    CASE(an_ended_account_is_unknown),
    CASE(who_has_left_is_unknown),
    CASE(who_was_removed_is_unknown),
    CASE(an_ended_membership_closes_the_contract),
    CASE(the_end_of_a_contract_closes_it_to_who_worked_for_it),
    CASE(the_client_keeps_reading_until_a_day_that_was_named),
    CASE(signing_out_ends_the_streams_of_the_session),
    { 0 },
};
