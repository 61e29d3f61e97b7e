#include "desk/web_meeting.h"

#include "contract/crew.h"
#include "store/query.h"
#include "tests.h"

struct pool {
    struct crew c;
    int64_t licence;
};

static void
open_pool(struct test *t, struct pool *p, const char *owned)
{
    crew_open(t, &p->c);
    p->licence = crew_make(&p->c, WORKER, &web_licence_ledger,
                           WITH("title", "有料ライセンス", "owned", owned, "checking", "15"));
}

static struct act *
ask(struct pool *p, const char *from, const char *until, int64_t *id)
{
    return crew_try(&p->c, WORKER, &web_meeting_ledger,
                    WITH("title", "県との会議", "licence", id_text(&p->c, p->licence), "begins_at",
                         from, "ends_at", until),
                    id);
}

static int64_t
meet(struct pool *p, const char *from, const char *until)
{
    int64_t id;
    struct act *a = ask(p, from, until, &id);

    assert_done(a, id != 0);
    return id;
}

static void
as_many_meet_at_once_as_licences_are_owned(struct test *t)
{
    struct pool p;
    int64_t id;

    open_pool(t, &p, "2");
    meet(&p, "2026-04-07T09:00", "2026-04-07T10:00");
    meet(&p, "2026-04-07T09:30", "2026-04-07T11:00");
    assert_refused(ask(&p, "2026-04-07T09:45", "2026-04-07T10:30", &id), "begins_at",
                   "R8.4.7 10:15 から");
    meet(&p, "2026-04-07T10:15", "2026-04-07T10:30");
}

static void
ending_a_meeting_gives_its_licence_back(struct test *t)
{
    struct pool p;
    int64_t meeting, id;

    open_pool(t, &p, "1");
    meeting = meet(&p, "2026-04-06T09:00", "2026-04-06T12:00");
    crew_do(&p.c, CLIENT, &web_meeting_ledger, meeting, "approve", NULL);
    crew_do(&p.c, WORKER, &web_meeting_ledger, meeting, "start", WITH("account", "web01"));
    assert_refused(ask(&p, "2026-04-06T10:00", "2026-04-06T11:00", &id), "begins_at", "12:15");
    crew_do(&p.c, WORKER, &web_meeting_ledger, meeting, "finish", NULL);
    meet(&p, "2026-04-06T10:00", "2026-04-06T11:00");
}

static void
one_account_is_not_assigned_twice_at_once(struct test *t)
{
    struct pool p;
    int64_t one, other;

    open_pool(t, &p, "2");
    one = meet(&p, "2026-04-06T09:00", "2026-04-06T12:00");
    other = meet(&p, "2026-04-06T09:00", "2026-04-06T12:00");
    crew_do(&p.c, CLIENT, &web_meeting_ledger, one, "approve", NULL);
    crew_do(&p.c, CLIENT, &web_meeting_ledger, other, "approve", NULL);
    crew_do(&p.c, WORKER, &web_meeting_ledger, one, "start", WITH("account", "web01"));
    assert_refused(
        crew_move(&p.c, WORKER, &web_meeting_ledger, other, "start", WITH("account", "web01")),
        "account", "ほかの会議");
    crew_do(&p.c, WORKER, &web_meeting_ledger, other, "start", WITH("account", "web02"));
}

static void
a_section_without_a_user_is_guided_first(struct test *t)
{
    struct pool p;
    int64_t meeting;

    open_pool(t, &p, "1");
    meeting = meet(&p, "2026-04-06T09:00", "2026-04-06T12:00");
    crew_do(&p.c, WORKER, &web_meeting_ledger, meeting, NULL, WITH("registered", "no"));
    assert_int_equal(crew_count(&p.c, &web_meeting_ledger, "view", "unguided"), 1);
    crew_do(&p.c, CLIENT, &web_meeting_ledger, meeting, "approve", NULL);
    assert_refused(
        crew_move(&p.c, WORKER, &web_meeting_ledger, meeting, "start", WITH("account", "web01")),
        "guided_on", "案内");
    crew_do(&p.c, WORKER, &web_meeting_ledger, meeting, NULL, WITH("guided_on", "2026-04-06"));
    crew_do(&p.c, WORKER, &web_meeting_ledger, meeting, "start", WITH("account", "web01"));
}

static void
fewer_than_are_promised_cannot_be_owned(struct test *t)
{
    struct pool p;

    open_pool(t, &p, "3");
    meet(&p, "2026-04-07T09:00", "2026-04-07T10:00");
    meet(&p, "2026-04-07T09:30", "2026-04-07T11:00");
    assert_refused(
        crew_move(&p.c, WORKER, &web_licence_ledger, p.licence, NULL, WITH("owned", "1")), "owned",
        "2の会議");
    crew_do(&p.c, WORKER, &web_licence_ledger, p.licence, NULL, WITH("owned", "2"));
}

/* --- many at once ------------------------------------------------------------------------ */

/* Half hours in and out of each other. */
static bool
ask_once(struct act *a, void *with, int at)
{
    const struct pool *p = with;
    struct web_meeting *m = ledger_new(a, &web_meeting_ledger);

    m->title = "会議";
    m->licence.id = p->licence;
    m->begins_at = instant_add(a->now, (struct minutes){ 60 + (at * 17) % 120 });
    m->ends_at = instant_add(m->begins_at, (struct minutes){ 30 });
    return ledger_create(a, &web_meeting_ledger, m);
}

struct most {
    int64_t count;
};

/* By the stored rows alone: how many overlap where another begins. */
static const struct query most_query = {
    .name = "test.most",
    .sql = "SELECT max(n) AS count FROM (SELECT count(*) AS n FROM web_meeting x"
           " JOIN web_meeting y ON y.busy_from <= x.busy_from AND y.busy_until > x.busy_from"
           " GROUP BY x.id) z",
    .row_size = sizeof(struct most),
    .columns = COLUMNS(COLUMN(struct most, count)),
};

static void
two_hundred_at_once_never_use_more_than_are_owned(struct test *t)
{
    struct crowd crowd = { .tries = 200, .press = ask_once };
    struct pool p;
    struct act *a;
    struct most most;
    bool found;

    open_pool(t, &p, "3");
    crew_press(&p.c, WORKER, &crowd, &p);
    a = crew_console(&p.c);
    assert_true(query_first(a, &most_query, &most, &found, UNBOUND));
    act_end(a);
    assert_int_equal(most.count, 3);
}

const struct test_case web_meeting_tests[] = {
    CASE(as_many_meet_at_once_as_licences_are_owned),
    CASE(ending_a_meeting_gives_its_licence_back),
    CASE(one_account_is_not_assigned_twice_at_once),
    CASE(a_section_without_a_user_is_guided_first),
    CASE(fewer_than_are_promised_cannot_be_owned),
    CASE(two_hundred_at_once_never_use_more_than_are_owned),
    { 0 },
};
