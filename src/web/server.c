#include "web/server.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/crypto.h"
#include "base/log.h"
#include "base/must.h"
#include "store/store.h"
#include "web/acceptor.h"
#include "web/answer.h"
#include "web/asset.h"
#include "web/cache.h"
#include "web/certificate.h"
#include "web/cookie.h"
#include "web/exchange.h"
#include "web/folder.h"
#include "web/listen.h"
#include "web/live.h"
#include "web/module.h"
#include "web/node.h"
#include "web/pages.h"
#include "web/patience.h"
#include "web/routes.h"
#include "web/session_copy.h"

enum {
    EPOLL_THREADS = 2,
    WORKERS = 32,
    QUEUE_A_WORKER = 16,
    CONNECTIONS = 1000,
    IDLE_SECONDS = 30,
    HEADERS_MEMORY = 32 * 1024, /* request line, headers, and what is read at once */
    CACHE_BYTES = 16 * 1024 * 1024,
    STOP_MS = 4000,
    ROUTE_TABLES_MOST = 64,
#ifdef __SANITIZE_ADDRESS__
    STACK = 2 * 1024 * 1024,
#else
    STACK = 512 * 1024,
#endif
};

/* --- one request, on an epoll thread ------------------------------------------- */

static void
connected(void *with, struct MHD_Connection *connection, void **context,
          enum MHD_ConnectionNotificationCode what)
{
    struct server *s = with;

    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        *context = patience_begin(
            s->patience,
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
    else
        patience_end(s->patience, *context);
}

static struct watched *
watched(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void *
request_line(void *with, const char *target, struct MHD_Connection *connection)
{
    struct exchange *ex = exchange_make(with, target);

    ex->connection = connection;
    patience_works(watched(connection));
    return ex;
}

static void
completed(void *with, struct MHD_Connection *connection, void **state,
          enum MHD_RequestTerminationCode code)
{
    (void)with, (void)code;
    patience_waits(watched(connection));
    if (*state)
        exchange_free(*state);
    *state = NULL;
}

static const char *
header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static bool
counted(struct exchange *ex, int status, _Atomic int64_t *number)
{
    if (!status)
        return false;
    atomic_fetch_add_explicit(number, 1, memory_order_relaxed);
    metrics_count(&ex->server->metrics, status, clock_ticks() - ex->begun);
    return true;
}

/* Built-in files and kept pages: a look into memory and no more. Not in the log. */
static bool
answered_from_memory(struct exchange *ex)
{
    struct server *s = ex->server;
    uint8_t session[SHA256_BYTES];
    const char *cookie;
    size_t length;

    if (!host_allowed(&s->hosts, header(ex->connection, "Host")))
        return false;
    if (strncmp(ex->target, "/assets/", 8) == 0)
        return counted(ex, asset_answer(s->assets, ex->connection, ex->target), &s->metrics.assets);
    /* Where a proxy says how the browser speaks, the name of the cookie hangs on it. */
    if (!s->cache || (!s->secure && (header(ex->connection, "X-Forwarded-Proto") ||
                                     header(ex->connection, "Forwarded"))))
        return false;
    cookie = cookie_find(header(ex->connection, "Cookie"), COOKIE_SESSION, s->secure, &length);
    if (!cookie || header(ex->connection, "Authorization"))
        return false;
    sha256(cookie, length, session);
    return counted(ex,
                   cache_answer(s->cache, ex->connection, session, ex->target,
                                store_version(s->store), instant_now(),
                                header(ex->connection, "If-None-Match")),
                   &s->metrics.kept);
}

static enum MHD_Result
queue(struct exchange *ex)
{
    if (!ex->lasting)
        patience_sends(watched(ex->connection));
    return MHD_queue_response(ex->connection, (unsigned)ex->status, ex->response);
}

static void
run_task(struct task *task, struct arena *arena)
{
    answer_resume((struct exchange *)task, arena);
}

/* The whole request is there: answered here, or handed to a worker. */
static enum MHD_Result
dispatch(struct exchange *ex)
{
    struct server *s = ex->server;

    exchange_complete(ex);
    if (!ex->refused && ex->route->place != INLINE) {
        if (workers_reserve(s->workers)) {
            ex->stage = EXCHANGE_WORKING;
            ex->task.run = run_task;
            ex->task.waits = ex->method != GET;
            MHD_suspend_connection(ex->connection);
            workers_add(s->workers, &ex->task);
            return MHD_YES;
        }
        atomic_fetch_add(&s->metrics.refused, 1);
        exchange_refuse(ex, FAULT_BUSY, "いま混み合っています。少し待ってもう一度送ってください。");
    }
    answer_inline(ex);
    return queue(ex);
}

static enum MHD_Result
read_on(struct exchange *ex, const char *bytes, size_t *size)
{
    if (*size == 0)
        return dispatch(ex);
    if (!exchange_body(ex, bytes, *size))
        return MHD_NO;
    *size = 0;
    return MHD_YES;
}

static enum MHD_Result
handle(void *with, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *bytes, size_t *size, void **state)
{
    struct exchange *ex = *state;

    (void)with, (void)url, (void)version, (void)connection;
    must(ex);
    switch (ex->stage) {
    case EXCHANGE_NEW:
        /* An answer at this first call would close the connection. */
        if (strcmp(method, "GET") == 0)
            ex->stage = EXCHANGE_HEAD;
        else
            exchange_begin(ex, method);
        return MHD_YES;
    case EXCHANGE_HEAD:
        if (*size == 0 && answered_from_memory(ex))
            return MHD_YES;
        exchange_begin(ex, method);
        return read_on(ex, bytes, size);
    case EXCHANGE_READING:
        return read_on(ex, bytes, size);
    case EXCHANGE_WORKING:
        return MHD_YES;
    case EXCHANGE_ANSWERED:
        return queue(ex);
    }
    return MHD_NO;
}

/* Paths and queries are decoded by us, strictly. */
static size_t
keep_escapes(void *with, struct MHD_Connection *connection, char *text)
{
    (void)with, (void)connection;
    return strlen(text);
}

static void
log_library(void *with, const char *format, va_list list)
{
    char text[256];

    (void)with;
    vsnprintf(text, sizeof(text), format, list);
    text[strcspn(text, "\r\n")] = '\0';
    log_line(LOG_DEBUG, "http", "text", text, NULL);
}

/* --- starting ---------------------------------------------------------------- */

static void
gather_routes(const struct route **tables, const struct module *const *modules)
{
    size_t count = 0;

    for (size_t i = 0; web_routes[i]; i++)
        tables[count++] = web_routes[i];
    for (; modules && *modules; modules++)
        for (const struct route *const *it = (*modules)->routes; it && *it; it++) {
            must(count < ROUTE_TABLES_MOST - 1);
            tables[count++] = *it;
        }
    tables[count] = NULL;
}

/* Behind a proxy all come from one address; elsewhere one address gets half of them. */
static unsigned
most_of_one_address(const struct server_options *options, unsigned connections)
{
    return options->proxies ? 0 : connections / 2;
}

/* TLS 1.3 and 1.2 with forward secrecy and authenticated encryption alone, as the TLS
   guideline of IPA and CRYPTREC asks for its "high security" form. */
static const char tls_priorities[] =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:+AES-256-GCM:+AES-128-GCM:"
    "+CHACHA20-POLY1305:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-MAC-ALL:+AEAD:-SIGN-RSA-SHA1:"
    "-SIGN-ECDSA-SHA1:%SERVER_PRECEDENCE";

static struct MHD_Daemon *
start_daemon(struct server *s, const struct server_options *options, int fd)
{
    unsigned connections = (unsigned)(options->connections ? options->connections : CONNECTIONS);
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO |
                     MHD_USE_ERROR_LOG | MHD_USE_ITC;
    struct MHD_OptionItem own[5] = { { MHD_OPTION_END, 0, NULL } };
    size_t count = 0;

    if (options->proxy_protocol)
        flags |= MHD_USE_NO_LISTEN_SOCKET;
    else
        own[count++] = (struct MHD_OptionItem){ MHD_OPTION_LISTEN_SOCKET, fd, NULL };
    if (s->certificate) {
        flags |= MHD_USE_TLS;
        own[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_CERT_CALLBACK, 0,
                                                (void *)(uintptr_t)certificate_hand_out };
        own[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0,
                                                (void *)(uintptr_t)tls_priorities };
    }
    own[count] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
    return MHD_start_daemon(
        flags, 0, NULL, NULL, handle, s, MHD_OPTION_EXTERNAL_LOGGER, log_library, NULL,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)EPOLL_THREADS, MHD_OPTION_THREAD_STACK_SIZE,
        (size_t)STACK, MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)HEADERS_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, most_of_one_address(options, connections),
        MHD_OPTION_URI_LOG_CALLBACK, request_line, s, MHD_OPTION_NOTIFY_COMPLETED, completed, s,
        MHD_OPTION_NOTIFY_CONNECTION, connected, s, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes,
        NULL, MHD_OPTION_ARRAY, own, MHD_OPTION_END);
}

static bool
open_certificate(struct server *s, const struct server_options *options, const char **why)
{
    if (!options->certificate && !options->key)
        return true;
    if (!options->certificate || !options->key) {
        *why = "certificate と key は両方書いてください。";
        return false;
    }
    s->certificate = certificate_open(options->certificate, options->key, why);
    return s->certificate != NULL;
}

static void
release(struct server *s)
{
    if (s->workers)
        workers_stop(s->workers);
    if (s->live)
        live_release(s->live);
    if (s->cache)
        cache_release(s->cache);
    if (s->assets)
        assets_release(s->assets);
    if (s->sessions)
        sessions_release(s->sessions);
    if (s->certificate)
        certificate_close(s->certificate);
    patience_release(s->patience);
    arena_release(&s->arena);
    free(s);
}

/* Reading from SQLite is computing; PostgreSQL is waited for. */
static int
at_once(const struct server *s, int workers)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (store_kind(s->store) != STORE_SQLITE || processors < 1 || processors > workers)
        return workers;
    return (int)processors + 1;
}

static bool
open_all(struct server *s, const struct module *const *modules,
         const struct server_options *options, const char **why)
{
    static const struct module *const none[] = { NULL };
    const struct route *tables[ROUTE_TABLES_MOST];
    int workers = options->workers ? options->workers : WORKERS;
    int fd;

    gather_routes(tables, modules);
    pages_set(modules ? modules : none);
    s->router = router_make(&s->arena, tables);
    s->folder = upload_folder(&s->arena, store_folder(s->store), why);
    if (!s->folder || !open_certificate(s, options, why))
        return false;
    fd = listen_open(&s->arena, options->listen, &s->port, why);
    if (fd < 0)
        return false;
    s->sessions = sessions_make();
    s->assets = assets_make();
    s->cache = store_kind(s->store) == STORE_SQLITE ? cache_make(CACHE_BYTES) : NULL;
    s->live = live_start(s);
    s->most_streams = workers / 2 ? workers / 2 : 1;
    s->workers = workers_start(workers, workers * QUEUE_A_WORKER, at_once(s, workers));
    s->daemon = s->workers ? start_daemon(s, options, fd) : NULL;
    if (s->daemon && !options->proxy_protocol)
        return true;
    s->door = fd;
    s->acceptor = s->daemon ? acceptor_start(fd, &s->hosts, s->daemon) : NULL;
    if (s->acceptor)
        return true;
    if (s->daemon)
        MHD_stop_daemon(s->daemon);
    close(fd);
    live_end(s->live);
    *why = "サーバーを始められません。スレッドかファイル記述子が足りません。";
    return false;
}

struct server *
server_start(struct store *store, const struct module *const *modules,
             const struct server_options *options, const char **why)
{
    static _Thread_local char reason[512];
    struct server *s = calloc(1, sizeof(*s));

    if (!s)
        out_of_memory();
    s->store = store;
    s->secure = options->secure || options->certificate;
    s->door = -1;
    s->started = instant_now();
    s->jobs = options->jobs;
    s->held = options->held;
    s->patience = patience_make();
    s->rules.idle = options->idle ? options->idle : SESSION_IDLE;
    s->rules.old = options->old ? options->old : SESSION_OLD;
    random_bytes(&s->seed, sizeof(s->seed));
    hosts_init(&s->hosts, &s->arena, options->listen, options->hosts, options->proxies);
    if (open_all(s, modules, options, why))
        return s;
    snprintf(reason, sizeof(reason), "%s", *why);
    *why = reason;
    release(s);
    return NULL;
}

int
server_port(const struct server *s)
{
    return s->port;
}

void
server_tend(struct server *s)
{
    int cut = patience_look(s->patience, clock_ticks());

    if (cut)
        log_line(LOG_WARN, "server.slow", "reason", "connections were cut", NULL);
    if (s->certificate)
        certificate_refresh(s->certificate);
}

void
server_ready(struct server *s, bool ready)
{
    s->ready = ready;
}

/* --- ending ------------------------------------------------------------------ */

static void
wait_ms(int milliseconds)
{
    struct timespec span = { 0, milliseconds * 1000000L };

    nanosleep(&span, NULL);
}

static bool
is_working(struct server *s)
{
    return workers_busy(s->workers) > 0 || workers_waiting(s->workers) > 0;
}

bool
server_stop(struct server *s)
{
    int fd;

    s->ready = false;
    s->stopping = true;
    if (s->acceptor)
        acceptor_stop(s->acceptor);
    fd = s->acceptor ? s->door : MHD_quiesce_daemon(s->daemon);
    live_end(s->live);
    /* A worker may still note something after its answer has gone out. */
    for (int waited = 0; waited < STOP_MS && (s->exchanges > 0 || is_working(s)); waited += 5)
        wait_ms(5);
    if (is_working(s)) {
        log_line(LOG_WARN, "server.stop", "reason", "a request is still being worked on", NULL);
        return false;
    }
    MHD_stop_daemon(s->daemon);
    if (fd >= 0)
        close(fd);
    release(s);
    return true;
}
