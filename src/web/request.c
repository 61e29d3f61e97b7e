#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <arpa/inet.h>
#include <microhttpd.h>

#include "base/must.h"
#include "base/utf8.h"
#include "web/cookie.h"
#include "web/exchange.h"
#include "web/form.h"
#include "web/host.h"
#include "web/multipart.h"
#include "web/node.h"
#include "web/route.h"

enum { HEADERS_MOST = 100 };

const char *
pairs_get(const struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (strcmp(pairs->items[i].name, name) == 0)
            return pairs->items[i].value;
    return NULL;
}

const char *
request_header(const struct request *q, const char *name)
{
    for (size_t i = 0; i < q->headers.count; i++)
        if (strcasecmp(q->headers.items[i].name, name) == 0)
            return q->headers.items[i].value;
    return NULL;
}

struct gathering {
    struct arena *arena;
    struct pairs *headers;
    const char *why;
};

static enum MHD_Result
gather(void *with, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct gathering *g = with;
    char *lower;

    (void)kind;
    if (!value)
        value = "";
    if (g->headers->count == HEADERS_MOST) {
        g->why = "ヘッダーが多すぎます。";
        return MHD_NO;
    }
    if (!form_text(name, strlen(name), &g->why) || !form_text(value, strlen(value), &g->why))
        return MHD_NO;
    lower = arena_copy(g->arena, name);
    for (char *c = lower; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    g->headers->items[g->headers->count++] = (struct pair){ lower, value };
    return MHD_YES;
}

static bool
fill_headers(struct exchange *ex, struct arena *arena, struct request *q)
{
    struct gathering g = { arena, &q->headers, NULL };

    q->headers.items = NEW_ARRAY(arena, HEADERS_MOST, struct pair);
    MHD_get_connection_values(ex->connection, MHD_HEADER_KIND, gather, &g);
    return g.why ? exchange_refuse(ex, FAULT_MALFORMED, g.why) : true;
}

static const char *
peer_address(struct exchange *ex, struct arena *arena)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(ex->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    char text[INET6_ADDRSTRLEN] = "";

    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text,
                  sizeof(text));
    else if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, text,
                  sizeof(text));
    return arena_copy(arena, text);
}

static void
fill_client(struct exchange *ex, struct arena *arena, struct request *q)
{
    struct forwarded f = {
        .peer = peer_address(ex, arena),
        .list = request_header(q, "x-forwarded-for"),
        .proto = request_header(q, "x-forwarded-proto"),
        .forwarded = request_header(q, "forwarded"),
    };
    const char *cookie;
    size_t length = 0;

    q->secure = ex->server->secure;
    q->origin = client_address(&ex->server->hosts, arena, &f, &q->secure);
    cookie = cookie_find(request_header(q, "cookie"), COOKIE_SESSION, q->secure, &length);
    q->cookie = cookie ? arena_slice(arena, cookie, length) : NULL;
}

static bool
fill_body(struct exchange *ex, struct arena *arena, struct request *q)
{
    const char *why;

    if (ex->multipart)
        return multipart_end(ex->multipart, &q->form, &q->uploads, &q->upload_count);
    if (ex->route->json) {
        q->body = buffer_string(&ex->body);
        q->body_length = ex->body.length;
        /* A file tells its encoding itself. */
        if (!ex->route->takes_file && !utf8_valid(q->body, q->body_length))
            return exchange_refuse(ex, FAULT_MALFORMED, "UTF-8 でない文字があります。");
        return true;
    }
    if (!form_parse(arena, buffer_string(&ex->body), ex->body.length, &q->form, &why))
        return exchange_refuse(ex, FAULT_MALFORMED, why);
    return true;
}

bool
request_fill(struct exchange *ex, struct arena *arena, struct request *q)
{
    const char *query = strchr(ex->target, '?');
    const char *why;

    *q = (struct request){
        .method = ex->method,
        .path = ex->path,
        .target = ex->target,
        .route = ex->route,
        .ledger = ex->match.ledger ? ex->match.ledger
                  : ex->route      ? ex->route->ledger
                                   : NULL,
        .id = ex->match.id,
        .word = ex->match.word,
        .type = ex->type,
        .origin = "",
        .body = "",
        .server = ex->server,
    };
    if (!fill_headers(ex, arena, q))
        return false;
    fill_client(ex, arena, q);
    if (ex->refused)
        return false;
    must(ex->route);
    if (query && !form_parse(arena, query + 1, strlen(query + 1), &q->query, &why))
        return exchange_refuse(ex, FAULT_MALFORMED, why);
    return fill_body(ex, arena, q);
}
