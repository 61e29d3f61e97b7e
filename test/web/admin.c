#include "web/admin.h"

#include <stdlib.h>
#include <string.h>

#include "ledger/core/who.h"
#include "ledger/history.h"
#include "site.h"
#include "store/job.h"
#include "store/keyring.h"
#include "store/outbox.h"
#include "store/store.h"
#include "tests.h"
#include "web/session.h"
#include "web/token.h"

/* Handlers are called as an administrator of the installation, behind the site's server. */
struct office {
    struct site site;
    struct session session;
};

static const struct membership administrator[] = { { .role = ROLE_ADMINISTRATOR } };
static const struct membership auditor[] = { { .role = ROLE_AUDITOR } };

static bool
fails(struct act *a, struct job *job)
{
    (void)job;
    return fail(a, FAULT_BROKEN, NULL, "相手が答えません。");
}

static const struct job_kind errand_kind = {
    .name = "test.errand", .title = "試しの用事", .run = fails, .tries = 1
};
static const struct job_kind nightly_kind = {
    .name = "test.nightly", .title = "夜の用事", .run = fails, .schedule = "daily 02:00"
};
static const struct job_kind *const kinds[] = { &errand_kind, &nightly_kind, NULL };

static void
office_open(struct test *t, struct office *o)
{
    site_open_with(t, &o->site, (struct server_options){ .workers = 2, .jobs = kinds });
    o->session = (struct session){
        .who = { .id = o->site.lead, .login = "root", .in = administrator, .count = 1 },
        .csrf = "csrf-of-the-session",
    };
}

struct office_answer {
    bool good;
    int status;
    enum fault_kind fault;
    const char *text;
};

static struct office_answer
ask(struct office *o, const char *path, int64_t id,
    bool (*handler)(struct act *, const struct request *, struct reply *))
{
    struct test *t = o->site.test;
    struct request q = { .path = path,
                         .target = path,
                         .id = id,
                         .word = "",
                         .session = &o->session,
                         .server = *o->site.server };
    struct reply r = { .status = 200, .body = { .arena = t->arena } };
    struct act *a = NEW(t->arena, struct act);
    struct office_answer answer;

    act_begin(a, o->site.store, t->arena, &o->session.who, ORIGIN_PAGE);
    answer.good = handler(a, &q, &r);
    answer.status = r.status;
    answer.fault = answer.good ? 0 : act_fault_kind(a);
    answer.text = buffer_string(&r.body);
    act_end(a);
    return answer;
}

static bool
show_first(struct act *a, const struct request *q, struct reply *r)
{
    return admin_routes[0].handler(a, q, r);
}

/* How often the history has an action. */
static int
noted(struct office *o, const char *action)
{
    struct history_row *rows;
    size_t count;
    int times = 0;

    assert_true(history_list(site_act(&o->site), NULL, 0, 0, 100, &rows, &count));
    for (size_t i = 0; i < count; i++)
        times += strcmp(rows[i].action, action) == 0;
    return times;
}

static bool
add_job(struct act *a, void *id)
{
    return job_add(a, "test.errand", NULL, "{\"secret\":\"大石\"}", (struct instant){ 0 }, id);
}

static int64_t
order(struct office *o)
{
    int64_t id = 0;

    assert_true(act_write(site_act(&o->site), add_job, &id));
    return id;
}

static void
run_jobs(struct office *o)
{
    struct job_options options = { .kinds = kinds, .who = who_console() };
    int ran;

    assert_true(job_run_due(o->site.store, &options, 10, &ran));
}

static int64_t
state_of(struct office *o, int64_t id)
{
    struct job_row job;

    assert_true(job_get(site_act(&o->site), id, &job));
    return job.state;
}

static void
the_first_page_leads_to_everything(struct test *t)
{
    static const char *const links[] = { "/core/users",      "/core/memberships", "/core/calendars",
                                         "/settings/fields", "/admin/sessions",   "/admin/tokens",
                                         "/admin/system",    "/admin/jobs",       "/admin/mail",
                                         "/admin/keys",      "/history" };
    struct office_answer answer;
    struct office o;

    office_open(t, &o);
    answer = ask(&o, "/admin", 0, show_first);
    assert_true(answer.good);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        assert_non_null(strstr(answer.text, arena_print(t->arena, "href=\"%s", links[i])));
}

static void
the_first_page_counts_who_has_no_second_factor(struct test *t)
{
    struct office o;

    office_open(t, &o);
    assert_non_null(strstr(ask(&o, "/admin", 0, show_first).text, "使っていない人が"));
}

static void
a_token_shows_what_it_is_for_and_when_it_was_used(struct test *t)
{
    struct token_wish wish = { .user = 0, .days = 10, .title = "集計の表", .scope = "read" };
    struct office_answer answer;
    const char *token;
    struct office o;

    office_open(t, &o);
    wish.user = o.site.lead;
    assert_true(token_make(site_act(&o.site), &wish, &token));
    answer = ask(&o, "/admin/tokens", 0, admin_tokens_show);
    assert_non_null(strstr(answer.text, "集計の表"));
    assert_non_null(strstr(answer.text, "読むだけ"));
    assert_non_null(strstr(answer.text, "最後に使った"));
}

static void
an_auditor_looks_and_has_no_buttons(struct test *t)
{
    struct office_answer answer;
    struct office o;

    office_open(t, &o);
    o.session.who.in = auditor;
    order(&o);
    answer = ask(&o, "/admin/jobs", 0, admin_jobs_show);
    assert_non_null(strstr(answer.text, "試しの用事"));
    assert_null(strstr(answer.text, "/cancel"));
    assert_null(strstr(ask(&o, "/admin/keys", 0, admin_keys_show).text, "/rotate"));
    assert_null(strstr(ask(&o, "/admin", 0, show_first).text, "/admin/sessions"));
}

static void
a_job_shows_why_it_failed_and_not_its_input(struct test *t)
{
    struct office_answer answer;
    struct office o;

    office_open(t, &o);
    order(&o);
    run_jobs(&o);
    answer = ask(&o, "/admin/jobs", 0, admin_jobs_show);
    assert_non_null(strstr(answer.text, "相手が答えません。"));
    assert_null(strstr(answer.text, "大石"));
    assert_non_null(strstr(answer.text, "毎日 2:00"));
}

static void
a_job_is_cancelled_and_done_again_with_a_row_each(struct test *t)
{
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = order(&o);
    assert_int_equal(ask(&o, "/admin/jobs", id, admin_job_cancel).status, 303);
    assert_int_equal(state_of(&o, id), JOB_CANCELLED);
    assert_int_equal(ask(&o, "/admin/jobs", id, admin_job_again).status, 303);
    assert_int_equal(state_of(&o, id), JOB_WAITING);
    assert_int_equal(noted(&o, "job-cancel"), 1);
    assert_int_equal(noted(&o, "job-again"), 1);
}

static void
what_has_ended_is_not_cancelled_and_leaves_no_row(struct test *t)
{
    struct office o;
    int64_t id;

    office_open(t, &o);
    id = order(&o);
    run_jobs(&o);
    assert_int_equal(ask(&o, "/admin/jobs", id, admin_job_cancel).fault, FAULT_CLASH);
    assert_int_equal(ask(&o, "/admin/jobs", 999999, admin_job_cancel).fault, FAULT_MISSING);
    assert_int_equal(noted(&o, "job-cancel"), 0);
}

static bool
put_mail(struct act *a, void *with)
{
    struct outbox_rows rows;

    (void)with;
    return outbox_put(a, 0, "mail", "m-1@tasuki", "宛先 大石") &&
           outbox_take(a, "mail", a->now, 1, &rows) && rows.count == 1 &&
           outbox_failed(a, rows.rows[0].id, "相手が断りました。", (struct instant){ 0 });
}

static void
mail_that_was_given_up_is_sent_again(struct test *t)
{
    struct outbox_entries list;
    struct office_answer page;
    struct office o;

    office_open(t, &o);
    assert_true(act_write(site_act(&o.site), put_mail, NULL));
    page = ask(&o, "/admin/mail", 0, admin_mail_show);
    assert_non_null(strstr(page.text, "相手が断りました。"));
    assert_null(strstr(page.text, "大石"));
    assert_true(outbox_list(site_act(&o.site), true, 0, 5, &list));
    assert_int_equal(list.count, 1);
    assert_int_equal(ask(&o, "/admin/mail", list.rows[0].id, admin_mail_again).status, 303);
    assert_int_equal(ask(&o, "/admin/mail", list.rows[0].id, admin_mail_again).fault, FAULT_CLASH);
    assert_int_equal(noted(&o, "send-again"), 1);
}

static void
a_session_that_is_ended_is_over_at_the_next_request(struct test *t)
{
    struct office_answer page;
    const char *at;
    struct office o;

    office_open(t, &o);
    site_sign_in(&o.site, "requester");
    assert_int_equal(site_get(&o.site, "/probe/csrf").status, 200);
    page = ask(&o, "/admin/sessions", 0, admin_sessions_show);
    at = strstr(page.text, "/admin/sessions/");
    assert_non_null(at);
    assert_int_equal(ask(&o, "/admin/sessions", strtoll(at + strlen("/admin/sessions/"), NULL, 10),
                         admin_session_end)
                         .status,
                     303);
    assert_int_equal(site_get(&o.site, "/probe/csrf").status, 303);
    assert_int_equal(noted(&o, "session-end"), 1);
    assert_int_equal(ask(&o, "/admin/sessions", 1, admin_session_end).fault, FAULT_MISSING);
}

static void
the_master_is_changed_by_a_button_with_a_row(struct test *t)
{
    struct office o;
    struct keyring *ring;

    office_open(t, &o);
    ring = store_keyring(o.site.store);
    if (!keyring_keeps_master(ring)) {
        assert_int_equal(ask(&o, "/admin/keys/rotate", 0, admin_keys_rotate).fault, FAULT_CLASH);
        return;
    }
    assert_int_equal(ask(&o, "/admin/keys/rotate", 0, admin_keys_rotate).status, 303);
    assert_int_equal(noted(&o, "rotate-keys"), 1);
    assert_true(ask(&o, "/admin/keys", 0, admin_keys_show).good);
}

static void
a_contracts_key_is_renewed_by_a_button(struct test *t)
{
    struct office o;
    struct keyring *ring;
    uint32_t before;

    office_open(t, &o);
    ring = store_keyring(o.site.store);
    assert_non_null(strstr(ask(&o, "/admin/keys", 0, admin_keys_show).text, "/admin/keys/renew"));
    before = keyring_get(ring, 0)->newest->id;
    assert_int_equal(ask(&o, "/admin/keys/renew", 0, admin_key_renew).status, 303);
    assert_int_not_equal(keyring_get(ring, 0)->newest->id, before);
    assert_int_equal(noted(&o, "renew-key"), 1);
    assert_non_null(strstr(ask(&o, "/admin/keys", 0, admin_keys_show).text, "封じ直しています"));
    assert_int_equal(ask(&o, "/admin/keys/999999/renew", 999999, admin_key_renew).fault,
                     FAULT_MISSING);
}

static void
the_state_names_seal_and_room_and_warns_in_words(struct test *t)
{
    struct office_answer page;
    struct office o;

    office_open(t, &o);
    page = ask(&o, "/admin/system", 0, admin_system_show);
    assert_non_null(strstr(page.text, "履歴の封印"));
    assert_non_null(strstr(page.text, "データの置き場所の空き"));
    assert_non_null(strstr(page.text, "控えがまだありません。"));
    assert_non_null(strstr(page.text, "通信が暗号になっていません。"));
}

static void
metrics_tell_memory_and_disk(struct test *t)
{
    struct answer metrics;
    struct site s;

    site_open(t, &s);
    metrics = site_get(&s, "/metrics");
    assert_non_null(strstr(metrics.body, "\ntasuki_memory_bytes "));
    assert_non_null(strstr(metrics.body, "\ntasuki_disk_free_bytes "));
}

static void
nobody_else_enters(struct test *t)
{
    struct answer answer;
    struct site s;

    site_open(t, &s);
    site_sign_in(&s, "lead");
    for (const struct route *route = admin_routes; route->path; route++) {
        const char *form = arena_print(t->arena, "csrf=%s", s.csrf);

        if (strstr(route->path, "{id}"))
            continue;
        answer =
            route->method == GET ? site_get(&s, route->path) : site_form(&s, route->path, form);
        if (answer.status != 403)
            print_error("%s: %d\n", route->path, answer.status);
        assert_int_equal(answer.status, 403);
    }
    assert_int_equal(
        site_form(&s, "/admin/jobs/1/cancel", arena_print(t->arena, "csrf=%s", s.csrf)).status,
        403);
}

const struct test_case admin_tests[] = {
    CASE(the_first_page_leads_to_everything),
    CASE(the_first_page_counts_who_has_no_second_factor),
    CASE(a_token_shows_what_it_is_for_and_when_it_was_used),
    CASE(an_auditor_looks_and_has_no_buttons),
    CASE(a_job_shows_why_it_failed_and_not_its_input),
    CASE(a_job_is_cancelled_and_done_again_with_a_row_each),
    CASE(what_has_ended_is_not_cancelled_and_leaves_no_row),
    CASE(mail_that_was_given_up_is_sent_again),
    CASE(a_session_that_is_ended_is_over_at_the_next_request),
    CASE(the_master_is_changed_by_a_button_with_a_row),
    CASE(a_contracts_key_is_renewed_by_a_button),
    CASE(the_state_names_seal_and_room_and_warns_in_words),
    CASE(metrics_tell_memory_and_disk),
    CASE(nobody_else_enters),
    { 0 },
};
