#include "web/exchange.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <microhttpd.h>

#include "base/magic.h"
#include "base/must.h"
#include "base/time.h"
#include "ledger/attachment.h"
#include "web/cache.h"
#include "web/host.h"
#include "web/multipart.h"
#include "web/node.h"

enum {
    SWALLOW = 16 * 1024 * 1024,  /* read on after a refusal, so that it can be heard */
    PATIENCE_US = 60 * 1000000,  /* for a body, and a second more … */
    LEAST_BYTES_A_SECOND = 4096, /* … for each of these */
    TYPE_MOST = 100,
};

static const char *const methods[METHODS] = {
    [GET] = "GET", [POST] = "POST", [PATCH] = "PATCH", [DELETE] = "DELETE"
};

/* A different number each time, not to be guessed from the one before. */
static void
make_id(struct server *s, char out[REQUEST_ID])
{
    static const char digits[] = "0123456789abcdef";
    uint64_t number = (uint64_t)atomic_fetch_add(&s->metrics.requests, 1);
    uint64_t x = s->seed + number * UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    x ^= x >> 31;
    for (size_t i = 0; i < REQUEST_ID - 1; i++, x >>= 4)
        out[i] = digits[x & 15];
    out[REQUEST_ID - 1] = '\0';
}

struct exchange *
exchange_make(struct server *s, const char *target)
{
    struct exchange *ex = calloc(1, sizeof(*ex));

    if (!ex)
        out_of_memory();
    ex->target = strdup(target);
    if (!ex->target)
        out_of_memory();
    ex->server = s;
    ex->type = "";
    ex->path = "/";
    ex->begun = clock_ticks();
    make_id(s, ex->id);
    atomic_fetch_add(&s->exchanges, 1);
    return ex;
}

void
exchange_free(struct exchange *ex)
{
    struct server *s = ex->server;

    if (ex->kept)
        cache_leave(s->cache, ex->kept);
    else if (ex->response)
        MHD_destroy_response(ex->response);
    arena_release(&ex->arena);
    buffer_release(&ex->body);
    free(ex->target);
    free(ex);
    atomic_fetch_sub(&s->exchanges, 1);
}

bool
exchange_refuse(struct exchange *ex, enum fault_kind kind, const char *why)
{
    if (!ex->refused) {
        ex->refused = true;
        ex->kind = kind;
        ex->why = why;
    }
    return false;
}

static const char *
header(const struct exchange *ex, const char *name)
{
    return MHD_lookup_connection_value(ex->connection, MHD_HEADER_KIND, name);
}

static bool
find_method(struct exchange *ex, const char *method)
{
    ex->head = strcmp(method, "HEAD") == 0;
    if (ex->head)
        method = "GET";
    for (size_t i = 0; i < METHODS; i++)
        if (strcmp(methods[i], method) == 0) {
            ex->method = (enum method)i;
            return true;
        }
    return false;
}

static void
list_allowed(struct exchange *ex)
{
    struct buffer list = { .arena = &ex->arena };

    for (size_t i = 0; i < METHODS; i++)
        if (ex->match.routes[i])
            buffer_print(&list, "%s%s%s", list.length ? ", " : "", methods[i],
                         i == GET ? ", HEAD" : "");
    ex->allow = buffer_string(&list);
}

static bool
find_route(struct exchange *ex, bool method_known)
{
    char *decoded;
    const char *why;
    bool any = false;

    if (!router_find(ex->server->router, &ex->arena, ex->target, strcspn(ex->target, "?"),
                     &ex->match, &decoded, &why))
        return exchange_refuse(ex, FAULT_MALFORMED, why);
    ex->path = decoded;
    for (size_t i = 0; i < METHODS; i++) {
        any = any || ex->match.routes[i];
        /* A path that is there tells in which language its refusals are written. */
        if (!ex->route && ex->match.routes[i])
            ex->route = ex->match.routes[i];
    }
    if (!any)
        return exchange_refuse(ex, FAULT_MISSING,
                               "このアドレスには何もありません。アドレスを確かめてください。");
    if (!method_known || !ex->match.routes[ex->method]) {
        list_allowed(ex);
        return exchange_refuse(ex, FAULT_METHOD, "このアドレスではこの操作はできません。");
    }
    ex->route = ex->match.routes[ex->method];
    return true;
}

static const char *
media_type(struct arena *arena, const char *header)
{
    size_t length = header ? strcspn(header, "; \t") : 0;
    char *type;

    if (length > TYPE_MOST)
        length = TYPE_MOST;
    type = arena_slice(arena, header ? header : "", length);
    for (char *c = type; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return type;
}

static bool
begin_multipart(struct exchange *ex, const char *type)
{
    const char *boundary = multipart_boundary(&ex->arena, type);

    if (!boundary)
        return exchange_refuse(ex, FAULT_MALFORMED, "フォームの区切りが書かれていません。");
    /* Files of people who are not signed in are not written to the disk. */
    if (!header(ex, "Cookie") && !header(ex, "Authorization"))
        return exchange_refuse(ex, FAULT_UNSIGNED, "サインインしてください。");
    ex->multipart = multipart_begin(&ex->arena, boundary, ex->server->folder);
    if (ex->route->attaches)
        multipart_limit(ex->multipart, attachments_settings()->file);
    return true;
}

static bool
accept_body(struct exchange *ex)
{
    const char *type = header(ex, "Content-Type");
    const char *length = header(ex, "Content-Length");
    const char *coding = header(ex, "Content-Encoding");
    bool has_body = (length && strcmp(length, "0") != 0) || header(ex, "Transfer-Encoding");

    ex->limit = ex->route->body_limit ? ex->route->body_limit : BODY_LIMIT;
    if (ex->route->attaches)
        ex->limit += attachments_settings()->record;
    if (!has_body)
        return true;
    ex->type = media_type(&ex->arena, type);
    if (length && strtoll(length, NULL, 10) > ex->limit)
        return exchange_refuse(ex, FAULT_LARGE, "送られた内容が大きすぎます。");
    if (coding && strcasecmp(coding, "identity") != 0)
        return exchange_refuse(ex, FAULT_MEDIA, "圧縮された内容は受け付けていません。");
    if (ex->route->takes_file) {
        if (strcmp(ex->type, "multipart/form-data") == 0)
            return begin_multipart(ex, type);
        return strcmp(ex->type, "text/csv") == 0 ||
               strcmp(ex->type, magic_type(MAGIC_EXCEL)) == 0 ||
               exchange_refuse(ex, FAULT_MEDIA,
                               "Content-Type は text/csv、Excel（.xlsx）のものか、"
                               "multipart/form-data にしてください。");
    }
    if (ex->route->json) {
        if (strcmp(ex->type, "application/json") == 0 ||
            strcmp(ex->type, "application/merge-patch+json") == 0)
            return true;
        return exchange_refuse(ex, FAULT_MEDIA,
                               "Content-Type は application/json か"
                               " application/merge-patch+json にしてください。");
    }
    if (strcmp(ex->type, "application/x-www-form-urlencoded") == 0)
        return true;
    if (strcmp(ex->type, "multipart/form-data") == 0)
        return begin_multipart(ex, type);
    return exchange_refuse(ex, FAULT_MEDIA, "フォームとして送ってください。");
}

void
exchange_begin(struct exchange *ex, const char *method)
{
    bool known = find_method(ex, method);

    ex->stage = EXCHANGE_READING;
    ex->limit = BODY_LIMIT;
    /* As it was sent, until the router has read it: the log names it in any case. */
    ex->path = arena_slice(&ex->arena, ex->target, strcspn(ex->target, "?"));
    if (!host_allowed(&ex->server->hosts, header(ex, "Host"))) {
        exchange_refuse(ex, FAULT_MALFORMED,
                        "このホスト名では受け付けていません。設定の hosts に加えてください。");
        return;
    }
    if (strlen(ex->target) > TARGET_MOST) {
        exchange_refuse(ex, FAULT_LARGE, "アドレスが長すぎます。");
        return;
    }
    if (find_route(ex, known))
        accept_body(ex);
}

bool
exchange_body(struct exchange *ex, const char *bytes, size_t length)
{
    int64_t patience;

    ex->received += (int64_t)length;
    patience = PATIENCE_US + ex->received / LEAST_BYTES_A_SECOND * 1000000;
    if (clock_ticks() - ex->begun > patience)
        return false;
    if (ex->refused)
        return ex->received <= SWALLOW;
    if (ex->received > ex->limit) {
        exchange_refuse(ex, FAULT_LARGE, "送られた内容が大きすぎます。");
        return true;
    }
    if (!ex->multipart)
        buffer_add(&ex->body, bytes, length);
    else if (!multipart_add(ex->multipart, bytes, length))
        ex->refused = true, ex->why = multipart_why(ex->multipart, &ex->kind);
    return true;
}

void
exchange_complete(struct exchange *ex)
{
    struct pairs form;
    struct upload *uploads;
    size_t count;

    if (ex->multipart && !ex->refused && !multipart_end(ex->multipart, &form, &uploads, &count)) {
        ex->refused = true;
        ex->why = multipart_why(ex->multipart, &ex->kind);
    }
}
