#include "web/answer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <microhttpd.h>

#include "base/crypto.h"
#include "base/log.h"
#include "base/must.h"
#include "ledger/access_explain.h"
#include "store/store.h"
#include "web/cache.h"
#include "web/csrf.h"
#include "web/door.h"
#include "web/error_page.h"
#include "web/exchange.h"
#include "web/live.h"
#include "web/node.h"
#include "web/out.h"
#include "web/problem.h"
#include "web/reply.h"
#include "web/session_copy.h"
#include "web/stream.h"
#include "web/token.h"
#include "web/views.h"

/* One request while it is being answered. */
struct answering {
    struct exchange *ex;
    struct act act;
    struct request q;
    struct reply reply;
    struct session_found found;
    bool signed_in;
    const char *tag; /* of a page that may be kept */
};

/* Below /api/ also what is not there is said in JSON. */
static bool
speaks_json(const struct exchange *ex)
{
    return ex->route ? ex->route->json : strncmp(ex->path, "/api/", 5) == 0;
}

/* Pages stand in the act's arena. */
static void
drop_body(struct answering *w)
{
    if (!w->reply.body.arena)
        buffer_release(&w->reply.body);
    w->reply.body = (struct buffer){ 0 };
}

static void
reply_reset(struct answering *w)
{
    drop_body(w);
    w->reply = (struct reply){
        .status = 200,
        .type =
            w->ex->route && w->ex->route->json ? "application/json" : "text/html; charset=utf-8",
    };
}

/* --- who may ---------------------------------------------------------------- */

static bool
is_word(const char *may, const char *word)
{
    return strcmp(may, word) == 0;
}

static bool
route_allowed(struct act *a, const struct request *q)
{
    const char *may = q->route->may;
    const struct ledger *named;
    unsigned deed;

    if (is_word(may, MAY_EVERYONE))
        return true;
    if (!q->session)
        return fail(a, FAULT_UNSIGNED, NULL, "サインインしてください。");
    if (!door_allows(a, q) || !token_allows(a, q))
        return false;
    if (is_word(may, MAY_SIGNED_IN) || is_word(may, MAY_ENROLLING))
        return true;
    if (is_word(may, MAY_ADMINISTRATOR))
        return access_administers(a) ||
               fail(a, FAULT_DENIED, NULL, "この画面はシステム管理者だけが使えます。");
    if (is_word(may, MAY_ASK_RIGHTS))
        return access_may_ask(a) ||
               fail(a, FAULT_DENIED, NULL, "この画面はシステム管理者と契約の責任者が使えます。");
    if (is_word(may, MAY_OVERSEER))
        return access_oversees(a) ||
               fail(a, FAULT_DENIED, NULL, "この画面はシステム管理者と監査の方だけが見られます。");
    deed = may_deed(may, &named);
    if (!named)
        named = q->ledger;
    must(deed && named);
    return access_require(a, named, deed, NULL);
}

/* The page comes even when the database cannot take the new identifier now. */
static void
turn_identifier(struct answering *w)
{
    size_t faults = w->act.fault_count;

    if (!w->found.turn || w->q.route->place != WORKER)
        return;
    if (!session_turn(&w->act, &w->q, &w->found, &w->reply))
        act_forgive(&w->act, faults);
}

/* Who asks. A wrong or ended sign-in is a fault only where somebody must be signed in;
   a wrong token always is one. */
static bool
find_who(struct answering *w)
{
    struct act *a = &w->act;
    bool bearer = request_header(&w->q, "authorization") != NULL;
    size_t faults = a->fault_count;

    if (!bearer && !w->q.cookie)
        return true;
    if (session_look(a, &w->q, &w->found)) {
        w->signed_in = true;
        w->q.session = &w->found.session;
        a->who = &w->found.session.who;
        a->session = w->found.session.id;
        turn_identifier(w);
        return true;
    }
    if (act_fault_kind(a) != FAULT_UNSIGNED || bearer || !is_word(w->q.route->may, MAY_EVERYONE))
        return false;
    act_forgive(a, faults);
    return true;
}

static bool
run_handler(struct answering *w)
{
    struct act *a = &w->act;
    const struct request *q = &w->q;
    bool unsafe = q->method != GET;

    return find_who(w) && route_allowed(a, q) &&
           (!unsafe || (q->route->json ? csrf_require_json(a, q) : csrf_require(a, q))) &&
           q->route->handler(a, q, &w->reply);
}

/* --- refusals ---------------------------------------------------------------- */

static bool
wants_sign_in(const struct answering *w, enum fault_kind kind)
{
    return kind == FAULT_UNSIGNED && w->ex->method == GET && !w->ex->route->json;
}

static const char *
query_encoded(struct act *a, const char *text)
{
    struct out o = { .text = { .arena = a->arena } };

    out_url_part(&o, text);
    return buffer_string(&o.text);
}

static void
write_error_page(struct answering *w, enum fault_kind kind, int status)
{
    struct out o = { .text = w->reply.body, .today = instant_date(w->act.now) };
    struct error_page page = {
        .status = status,
        .title = fault_face(kind)->title,
        .faults = w->act.faults,
        .request = w->ex->id,
        .back = "/",
        .session = w->q.session,
    };

    if (w->q.session)
        o.western = w->q.session->western;
    error_view(&o, &page);
    w->reply.body = o.text;
}

/* What the user cannot mend himself must be found by who runs the program. */
static void
note_failure(const struct answering *w, enum fault_kind kind)
{
    const struct fault *fault = w->act.faults;

    if (kind != FAULT_BUSY && kind != FAULT_BROKEN)
        return;
    while (fault && fault->kind != kind)
        fault = fault->next;
    log_line(kind == FAULT_BUSY ? LOG_WARN : LOG_ERROR, "fault", "kind", fault_face(kind)->slug,
             "why", fault ? fault->message : "", "request", w->ex->id, NULL);
}

static void
answer_faults(struct answering *w)
{
    struct act *a = &w->act;
    enum fault_kind kind = act_fault_kind(a);
    int status = fault_face(kind)->http;
    bool json = speaks_json(w->ex);

    note_failure(w, kind);
    reply_reset(w);
    if (kind == FAULT_DENIED && w->q.session && w->q.session->enrols && !json &&
        w->ex->method == GET) {
        reply_redirect(a, &w->q, &w->reply, DOOR_ENROL, NULL);
        return;
    }
    if (w->ex->route && wants_sign_in(w, kind)) {
        const char *to =
            strcmp(w->ex->target, "/") == 0
                ? "/sign-in"
                : arena_print(a->arena, "/sign-in?next=%s", query_encoded(a, w->ex->target));

        reply_redirect(a, &w->q, &w->reply, to, NULL);
        return;
    }
    w->reply.status = status;
    if (w->ex->allow)
        reply_header(a, &w->reply, "Allow", w->ex->allow);
    if (kind == FAULT_BUSY || kind == FAULT_MANY)
        reply_header(a, &w->reply, "Retry-After", kind == FAULT_BUSY ? "5" : "60");
    if (kind == FAULT_UNSIGNED && json)
        reply_header(a, &w->reply, "WWW-Authenticate",
                     w->ex->route && w->ex->route->takes_basic
                         ? "Basic realm=\"Tasuki\", charset=\"UTF-8\", Bearer"
                         : "Bearer");
    if (json) {
        w->reply.type = PROBLEM_TYPE;
        problem_write(&w->reply.body, kind, a->faults, w->ex->id);
    } else {
        write_error_page(w, kind, status);
    }
}

/* --- the response ------------------------------------------------------------ */

static const struct {
    const char *name;
    const char *value;
} page_headers[] = {
    { "Content-Security-Policy",
      "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self';"
      " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
    { "X-Frame-Options", "DENY" }, /* browsers that do not know frame-ancestors */
    { "Referrer-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
};
enum { PAGE_HEADERS = sizeof(page_headers) / sizeof(*page_headers) };

static bool
has_header(const struct reply *r, const char *name)
{
    for (size_t i = 0; i < r->headers.count; i++)
        if (strcasecmp(r->headers.items[i].name, name) == 0)
            return true;
    return false;
}

/* `kept`: the response goes to many requests, so it carries nothing of this one. */
static void
add_headers(const struct answering *w, struct MHD_Response *response, bool kept)
{
    const struct reply *r = &w->reply;
    bool tagged = w->tag || has_header(r, "ETag");

    MHD_add_response_header(response, "Content-Type", r->type);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    if (w->ex->server->secure)
        MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
    if (strncmp(r->type, "text/html", 9) == 0)
        for (size_t i = 0; i < PAGE_HEADERS; i++)
            MHD_add_response_header(response, page_headers[i].name, page_headers[i].value);
    if (!has_header(r, "Cache-Control"))
        MHD_add_response_header(response, "Cache-Control",
                                tagged ? "private, no-cache" : "no-store");
    if (w->tag)
        MHD_add_response_header(response, "ETag", w->tag);
    for (size_t i = 0; i < r->headers.count; i++)
        MHD_add_response_header(response, r->headers.items[i].name, r->headers.items[i].value);
    if (!kept)
        MHD_add_response_header(response, "X-Request-Id", w->ex->id);
}

/* The body becomes the response's without a copy when it has memory of its own. */
static struct MHD_Response *
make_response(struct answering *w, bool kept)
{
    struct buffer *body = &w->reply.body;
    enum MHD_ResponseMemoryMode mode =
        body->arena || !body->data ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_MUST_FREE;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(body->length, body->data ? body->data : (void *)"", mode);

    if (!response)
        out_of_memory();
    *body = (struct buffer){ 0 };
    add_headers(w, response, kept);
    return response;
}

enum { LANES = 4 };

static uint64_t
mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
    return hash ^ hash >> 32;
}

/* 64 bits over 32 bytes at a time, in lanes that do not wait for each other: it tells
   whether a page has changed, to nobody but its own reader. */
static const char *
tag_of(struct act *a, const struct buffer *body)
{
    const char *at = body->data;
    size_t left = body->length;
    uint64_t lanes[LANES] = { left, 1, 2, 3 };
    uint64_t words[LANES] = { 0 };
    uint64_t hash = UINT64_C(0x9e3779b97f4a7c15);

    for (; left >= sizeof words; left -= sizeof words, at += sizeof words) {
        memcpy(words, at, sizeof words);
        for (size_t i = 0; i < LANES; i++)
            lanes[i] = mix(lanes[i], words[i]);
    }
    memset(words, 0, sizeof words);
    memcpy(words, at, left);
    for (size_t i = 0; i < LANES; i++)
        hash = mix(hash, mix(lanes[i], words[i]));
    return arena_print(a->arena, "\"%016llx\"", (unsigned long long)hash);
}

/* Until when the page says the same: its own time, the sign-in, today. */
static struct instant
fresh_until(const struct answering *w)
{
    struct instant until = instant_make(date_add(instant_date(w->act.now), 1), 0);
    struct instant seen = instant_add(w->found.seen, (struct minutes){ 5 });

    if (w->reply.fresh.us && w->reply.fresh.us < until.us)
        until = w->reply.fresh;
    if (w->found.until.us < until.us)
        until = w->found.until;
    return seen.us < until.us ? seen : until;
}

static bool
may_keep(const struct answering *w)
{
    return w->reply.cached && w->reply.status == 200 && w->ex->method == GET && w->signed_in &&
           w->reply.body.length && !w->found.session.by_token && !w->found.session.notice;
}

static bool
keep(struct answering *w)
{
    struct cache *cache = w->ex->server->cache;
    uint8_t session[SHA256_BYTES];
    struct page page = {
        .session = session,
        .target = w->ex->target,
        .version = w->found.version,
        .until = fresh_until(w),
        .tag = w->tag,
        .size = w->reply.body.length,
    };

    if (!cache || w->found.version < 0 || w->found.again || !w->q.cookie)
        return false;
    sha256(w->q.cookie, strlen(w->q.cookie), session);
    page.response = make_response(w, true);
    w->ex->kept = cache_put(cache, &page);
    w->ex->response = kept_response(w->ex->kept);
    return true;
}

static void
finish(struct answering *w)
{
    struct exchange *ex = w->ex;

    if (may_keep(w)) {
        w->tag = tag_of(&w->act, &w->reply.body);
        if (tag_matches(request_header(&w->q, "if-none-match"), w->tag))
            w->reply.status = 304;
    }
    ex->status = w->reply.status;
    if (w->reply.live) {
        ex->lasting = true;
        ex->response = live_response(w->reply.live, ex->connection);
        add_headers(w, ex->response, false);
    } else if (!w->tag || !keep(w)) {
        ex->response = make_response(w, false);
    }
}

/* --- the two ways -------------------------------------------------------------- */

static const char *
method_name(const struct exchange *ex)
{
    static const char *const names[METHODS] = { "GET", "POST", "PATCH", "DELETE" };

    return ex->head ? "HEAD" : names[ex->method];
}

static void
note(const struct answering *w)
{
    const struct exchange *ex = w->ex;
    enum log_level level = ex->route && ex->route->probe ? LOG_DEBUG : LOG_INFO;
    int64_t us = clock_ticks() - ex->begun;
    char status[16], time[32], user[32];

    metrics_count(&ex->server->metrics, ex->status, us);
    if (!log_wanted(level))
        return;
    snprintf(status, sizeof(status), "%d", ex->status);
    snprintf(time, sizeof(time), "%lld", (long long)us);
    snprintf(user, sizeof(user), "%lld", (long long)w->act.who->id);
    log_line(level, "request", "method", method_name(ex), "path", ex->path, "status", status, "us",
             time, "user", user, "origin", w->q.origin, "request", ex->id, NULL);
}

static void
answer(struct answering *w, struct exchange *ex, struct arena *arena)
{
    struct server *s = ex->server;
    bool json = speaks_json(ex);

    *w = (struct answering){ .ex = ex };
    act_begin(&w->act, s->store, arena, who_guest(), json ? ORIGIN_API : ORIGIN_PAGE);
    w->act.request = ex->id;
    reply_reset(w);
    if (!request_fill(ex, arena, &w->q)) {
        fail(&w->act, ex->kind, NULL, "%s", ex->why);
        answer_faults(w);
    } else if (!run_handler(w)) {
        answer_faults(w);
    }
}

void
answer_inline(struct exchange *ex)
{
    struct arena arena = { 0 };
    struct answering w;

    answer(&w, ex, &arena);
    finish(&w);
    note(&w);
    act_end(&w.act);
    arena_release(&arena);
}

static void
resume(struct exchange *ex)
{
    ex->stage = EXCHANGE_ANSWERED;
    MHD_resume_connection(ex->connection);
}

static bool
begin_stream(struct answering *w)
{
    struct server *s = w->ex->server;

    if (w->ex->head)
        return false;
    if (atomic_fetch_add(&s->streams, 1) < s->most_streams)
        return true;
    atomic_fetch_sub(&s->streams, 1);
    fail(&w->act, FAULT_BUSY, NULL,
         "いま多くの書き出しが動いています。少し待ってもう一度始めてください。");
    answer_faults(w);
    return false;
}

static void
run_stream(struct answering *w)
{
    struct exchange *ex = w->ex;
    struct server *s = ex->server;
    struct stream *stream = stream_make(s, ex->connection, &ex->response);

    ex->lasting = true;
    ex->status = w->reply.status;
    add_headers(w, ex->response, false);
    note(w);
    resume(ex);
    stream_run(stream, &w->act, &w->reply);
    atomic_fetch_sub(&s->streams, 1);
}

/* What the browser need not wait for. Its own failure is nobody's answer. */
static void
follow_up(struct answering *w, bool shown)
{
    struct session_found *f = &w->found;

    act_end(&w->act);
    if (!w->signed_in)
        return;
    if (shown)
        session_notice(&w->act, f->session.id, NULL);
    if (f->again)
        session_seen(&w->act, &f->session);
}

void
answer_resume(struct exchange *ex, struct arena *arena)
{
    struct answering w;
    struct server *s = ex->server;
    bool shown;

    answer(&w, ex, arena);
    shown = w.signed_in && w.found.session.notice && w.reply.status == 200 && !w.reply.stream &&
            strncmp(w.reply.type, "text/html", 9) == 0;
    if (shown)
        sessions_noticed(s->sessions, w.found.session.id);
    if (w.reply.stream && begin_stream(&w)) {
        run_stream(&w);
    } else {
        finish(&w);
        note(&w);
        act_end(&w.act);
        resume(ex);
    }
    follow_up(&w, shown);
    drop_body(&w);
    act_end(&w.act);
}
