#include "web/reply.h"

#include <string.h>

#include "base/arena.h"
#include "store/act.h"
#include "web/cache.h"
#include "web/route.h"
#include "web/session.h"

enum { HEADERS_MOST = 32 };

void
reply_header(struct act *a, struct reply *r, const char *name, const char *value)
{
    char *line = arena_copy(a->arena, value);

    if (!r->headers.items)
        r->headers.items = NEW_ARRAY(a->arena, HEADERS_MOST, struct pair);
    /* A value from outside must not begin a header of its own. */
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = ' ';
    if (r->headers.count < HEADERS_MOST)
        r->headers.items[r->headers.count++] = (struct pair){ name, line };
}

bool
path_is_own(const char *path)
{
    if (!path || path[0] != '/' || path[1] == '/' || path[1] == '\\')
        return false;
    for (const char *c = path; *c; c++)
        if ((unsigned char)*c <= 0x20 || *c == 0x7f || *c == '\\')
            return false;
    return true;
}

/* A header is ASCII: what else stands in the path is percent-encoded. */
static const char *
encoded(struct act *a, const char *path)
{
    struct buffer out = { .arena = a->arena };

    for (const char *c = path; *c; c++)
        if ((unsigned char)*c >= 0x80 || *c == '"' || *c == '<' || *c == '>')
            buffer_print(&out, "%%%02X", (unsigned)(unsigned char)*c);
        else
            buffer_char(&out, *c);
    return buffer_string(&out);
}

bool
reply_redirect(struct act *a, const struct request *q, struct reply *r, const char *path,
               const char *notice)
{
    if (notice && q->session && q->session->id && !session_notice(a, q->session->id, notice))
        return false;
    r->status = 303;
    r->type = "text/plain; charset=utf-8";
    r->cached = false;
    buffer_clear(&r->body);
    reply_header(a, r, "Location", path_is_own(path) ? encoded(a, path) : "/");
    return true;
}

bool
reply_unchanged(struct act *a, const struct request *q, struct reply *r, const char *tag)
{
    const char *quoted = *tag == '"' ? tag : arena_print(a->arena, "\"%s\"", tag);

    reply_header(a, r, "ETag", quoted);
    if (q->method != GET || !tag_matches(request_header(q, "if-none-match"), quoted))
        return false;
    r->status = 304;
    buffer_clear(&r->body);
    return true;
}
