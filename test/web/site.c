#include "site.h"

#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/log.h"
#include "ledger/core/core.h"
#include "ledger/ground.h"
#include "store/store.h"
#include "web/module.h"
#include "web/out.h"
#include "web/password.h"
#include "web/tables.h"

static void
end_act(void *act)
{
    act_end(act);
}

struct act *
site_act(struct site *s)
{
    struct act *a = NEW(s->test->arena, struct act);

    act_begin(a, s->store, s->test->arena, who_console(), ORIGIN_COMMAND);
    arena_defer(s->test->arena, end_act, a);
    return a;
}

static void
assert_done(const struct act *a, bool done)
{
    for (const struct fault *it = a->faults; !done && it; it = it->next)
        print_error("%s: %s\n", it->field ? it->field : "-", it->message);
    assert_true(done);
}

static int64_t
make_contract(struct site *s)
{
    struct act *a = site_act(s);
    struct contract *c = ledger_new(a, &contract_ledger);

    c->number = "R8-1";
    c->title = "運用支援";
    assert_done(a, ledger_create(a, &contract_ledger, c));
    return c->base.id;
}

int64_t
site_user(struct site *s, const char *login, const char *role)
{
    struct act *a = site_act(s);
    struct user *it = ledger_new(a, &user_ledger);
    struct membership_row *in = ledger_new(a, &membership_ledger);

    it->login = login;
    it->title = login;
    it->administrator = !role;
    assert_done(a, password_hash(a, login, PASSWORD, &it->password));
    assert_done(a, ledger_create(a, &user_ledger, it));
    if (!role)
        return it->base.id;
    in->user.id = it->base.id;
    in->within.id = s->contract;
    in->role.code = role;
    assert_done(a, ledger_create(a, &membership_ledger, in));
    return it->base.id;
}

static void
stop(void *with)
{
    struct server **server = with;

    if (*server)
        server_stop(*server);
    *server = NULL;
}

bool
site_stop(struct site *s)
{
    struct server *server = *s->server;

    *s->server = NULL;
    return server_stop(server);
}

void
site_open_with(struct test *t, struct site *s, struct server_options options)
{
    static const struct module *const modules[] = { &probe_module, NULL };
    const char *why = NULL;

    ground_begin();
    ground_tables(web_tables);
    password_cost(8192 * 2, 1);
    probe_reset();
    log_open(STDERR_FILENO, LOG_ERROR);
    *s = (struct site){ .test = t, .store = ground_open(t) };
    s->contract = make_contract(s);
    s->lead = site_user(s, "lead", "lead");
    s->requester = site_user(s, "requester", "requester");
    options.listen = options.listen ? options.listen : "127.0.0.1:0";
    assert_true(store_serve(s->store, &why));
    s->server = NEW(t->arena, struct server *);
    *s->server = server_start(s->store, modules, &options, &why);
    if (!*s->server)
        print_error("%s\n", why);
    assert_non_null(*s->server);
    arena_defer(t->arena, stop, s->server);
    s->port = server_port(*s->server);
    server_ready(*s->server, true);
}

void
site_open(struct test *t, struct site *s)
{
    site_open_with(t, s, (struct server_options){ .workers = 4 });
}

struct answer
site_ask(struct site *s, const char *method, const char *target, const char *type, const char *body,
         size_t length)
{
    struct buffer out = { .arena = s->test->arena };

    buffer_print(&out, "%s %s HTTP/1.1\r\nConnection: close\r\n", method, target);
    if (!s->more || !strstr(s->more, "Host:"))
        buffer_text(&out, "Host: localhost\r\n");
    if (s->cookie)
        buffer_print(&out, "Cookie: %s\r\n", s->cookie);
    if (s->more)
        buffer_text(&out, s->more);
    if (type)
        buffer_print(&out, "Content-Type: %s\r\n", type);
    if (body)
        buffer_print(&out, "Content-Length: %zu\r\n", length);
    buffer_text(&out, "\r\n");
    if (body)
        buffer_add(&out, body, length);
    return client_ask(s->test->arena, s->port, out.data, out.length);
}

struct answer
site_get(struct site *s, const char *target)
{
    return site_ask(s, "GET", target, NULL, NULL, 0);
}

struct answer
site_post(struct site *s, const char *target, const char *type, const char *body)
{
    return site_ask(s, "POST", target, type, body, strlen(body));
}

struct answer
site_form(struct site *s, const char *target, const char *body)
{
    return site_post(s, target, "application/x-www-form-urlencoded", body);
}

const char *
site_hidden(struct site *s, const char *page, const char *name)
{
    const char *at = strstr(page, arena_print(s->test->arena, "name=\"%s\"", name));

    assert_non_null(at);
    at = strstr(at, "value=\"");
    assert_non_null(at);
    return arena_slice(s->test->arena, at + 7, strcspn(at + 7, "\""));
}

const char *
site_cookie(struct site *s, const struct answer *a)
{
    const char *set = answer_header(s->test->arena, a, "Set-Cookie");

    return arena_slice(s->test->arena, set, strcspn(set, ";"));
}

static const char *
encoded(struct site *s, const char *text)
{
    struct out o = { .text = { .arena = s->test->arena } };

    out_url_part(&o, text);
    return buffer_string(&o.text);
}

struct answer
site_try(struct site *s, const char *login, const char *password)
{
    struct answer page;
    struct answer done;

    s->cookie = NULL;
    page = site_get(s, "/sign-in");
    assert_int_equal(page.status, 200);
    s->cookie = site_cookie(s, &page);
    if (s->device)
        s->cookie = arena_print(s->test->arena, "%s; %s", s->cookie, s->device);
    done = site_form(s, "/sign-in",
                     arena_print(s->test->arena, "csrf=%s&login=%s&password=%s",
                                 site_hidden(s, page.body, "csrf"), encoded(s, login),
                                 encoded(s, password)));
    s->cookie = NULL;
    return done;
}

void
site_sign_in(struct site *s, const char *login)
{
    struct answer done = site_try(s, login, PASSWORD);

    assert_int_equal(done.status, 303);
    s->cookie = site_cookie(s, &done);
    s->csrf = site_get(s, "/probe/csrf").body;
}

static bool
put(struct act *a, void *with)
{
    (void)with;
    return setting_put(a, "test.change", arena_print(a->arena, "%lld", (long long)a->now.us));
}

void
site_change(struct site *s)
{
    struct act *a = site_act(s);

    assert_true(act_write(a, put, NULL));
}
