#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "ledger/ledger.h"
#include "site.h"
#include "store/store.h"
#include "web/idempotency.h"
#include "web/module.h"
#include "web/route.h"
#include "web/session.h"

static _Atomic int runs;

int
probe_runs(void)
{
    return runs;
}

void
probe_reset(void)
{
    runs = 0;
}

static bool
csrf(struct act *a, const struct request *q, struct reply *r)
{
    (void)a;
    buffer_text(&r->body, q->session->csrf);
    return true;
}

/* A page that may be kept, with the number of its making. */
static bool
page(struct act *a, const struct request *q, struct reply *r)
{
    (void)a;
    runs++;
    r->cached = true;
    buffer_print(&r->body, "<p>%s 第%d版 %s</p>", q->session->who.login, runs,
                 q->session->notice ? q->session->notice : "");
    return true;
}

static bool
same(struct act *a, const struct request *q, struct reply *r)
{
    (void)a, (void)q;
    runs++;
    r->cached = true;
    buffer_text(&r->body, "<p>いつも同じ</p>");
    return true;
}

static bool
where(struct act *a, const struct request *q, struct reply *r)
{
    (void)a;
    buffer_print(&r->body, "path=%s id=%lld word=%s ledger=%s origin=%s secure=%d", q->path,
                 (long long)q->id, q->word ? q->word : "-", q->ledger ? q->ledger->name : "-",
                 q->origin, q->secure);
    for (size_t i = 0; i < q->query.count; i++)
        buffer_print(&r->body, " %s=[%s]", q->query.items[i].name, q->query.items[i].value);
    return true;
}

static bool
echo_form(struct act *a, const struct request *q, struct reply *r)
{
    (void)a;
    runs++;
    for (size_t i = 0; i < q->form.count; i++)
        if (strcmp(q->form.items[i].name, "csrf") != 0)
            buffer_print(&r->body, "%s=[%s]", q->form.items[i].name, q->form.items[i].value);
    for (size_t i = 0; i < q->upload_count; i++) {
        char bytes[64] = "";
        FILE *file = fopen(q->uploads[i].path, "rb");

        if (file && !fread(bytes, 1, sizeof(bytes) - 1, file))
            bytes[0] = '\0';
        if (file)
            fclose(file);
        buffer_print(&r->body, "%s=<%s %lld %s>", q->uploads[i].field, q->uploads[i].name,
                     (long long)q->uploads[i].size, bytes);
    }
    return true;
}

static bool
move(struct act *a, const struct request *q, struct reply *r)
{
    return reply_redirect(a, q, r, pairs_get(&q->form, "to"), "保存しました。");
}

static bool
faulty(struct act *a, const struct request *q, struct reply *r)
{
    (void)q, (void)r;
    fail_at(a, (struct fault){ .kind = FAULT_INVALID,
                               .message = "件名は<b>必須</b>です。",
                               .field = "title",
                               .line = 3 });
    return fail(a, FAULT_INVALID, "kind", "種別は必須です。");
}

struct making {
    const struct request *q;
    struct reply *r;
};

static bool
make(struct act *a, void *with)
{
    struct making *m = with;
    bool answered;

    if (!idempotency_find(a, m->q, m->r, &answered) || answered)
        return answered;
    runs++;
    m->r->status = 201;
    reply_header(a, m->r, "Location", "/api/v1/thing/7");
    buffer_print(&m->r->body, "{\"run\":%d,\"length\":%zu}", runs, m->q->body_length);
    return idempotency_keep(a, m->q, m->r);
}

static bool
make_thing(struct act *a, const struct request *q, struct reply *r)
{
    struct making m = { q, r };

    return act_write(a, make, &m);
}

static bool
slow(struct act *a, const struct request *q, struct reply *r)
{
    (void)a, (void)q;
    usleep(150 * 1000);
    buffer_text(&r->body, "遅い答え");
    return true;
}

struct flow {
    int left;
    bool breaks;
};

static bool
flow_part(struct act *a, struct buffer *part, void *with, bool *failed)
{
    struct flow *f = with;
    char line[1024];

    (void)a;
    memset(line, 'x', sizeof(line));
    line[sizeof(line) - 1] = '\n';
    for (int i = 0; i < 64; i++)
        buffer_add(part, line, sizeof(line));
    f->left--;
    *failed = f->breaks && f->left == 0;
    return f->left > 0;
}

static bool
flow(struct act *a, const struct request *q, struct reply *r)
{
    struct flow *f = NEW(a->arena, struct flow);

    f->left = 50;
    f->breaks = strcmp(q->word, "broken") == 0;
    r->type = "text/csv; charset=utf-8";
    r->stream = flow_part;
    r->with = f;
    return true;
}

static bool
broken(struct act *a, const struct request *q, struct reply *r)
{
    (void)q, (void)r;
    return fail(a, FAULT_BROKEN, NULL, "置き場所に書けません。");
}

static const struct route routes[] = {
    { GET, "/probe/csrf", csrf, .may = MAY_SIGNED_IN },
    { GET, "/probe/page", page, .may = MAY_SIGNED_IN },
    { GET, "/probe/same", same, .may = MAY_SIGNED_IN },
    { GET, "/probe/where", where, .may = MAY_EVERYONE },
    { GET, "/probe/where/new", where, .may = MAY_EVERYONE },
    { GET, "/probe/where/{id}", where, .may = MAY_EVERYONE },
    { GET, "/probe/where/{word}", where, .may = MAY_EVERYONE },
    { GET, "/probe/where/{word}/{id}", where, .may = MAY_EVERYONE },
    { GET, "/probe/rights", where, .may = "user.change" },
    { GET, "/probe/lead", where, .may = "person.read" },
    { GET, "/probe/administrator", where, .may = MAY_ADMINISTRATOR },
    { GET, "{ledger}/{id}/probe", where, .may = MAY_READ },
    { GET, "/probe/faulty", faulty, .may = MAY_SIGNED_IN },
    { GET, "/probe/broken", broken, .may = MAY_EVERYONE },
    { GET, "/probe/slow", slow, .may = MAY_EVERYONE },
    { GET, "/probe/flow/{word}", flow, .may = MAY_SIGNED_IN },
    { POST, "/probe/form", echo_form, .may = MAY_SIGNED_IN, .body_limit = 64 * 1024 },
    { POST, "/probe/move", move, .may = MAY_SIGNED_IN },
    { POST, "/probe/api/{ledger}", make_thing, .may = MAY_READ, .json = true },
    { GET, "/probe/api/{ledger}", faulty, .may = MAY_READ, .json = true },
    { PATCH, "/probe/api/{ledger}/{id}", make_thing, .may = MAY_READ, .json = true },
    { 0 },
};

static const struct route *const tables[] = { routes, NULL };

const struct module probe_module = { .name = "probe", .title = "試験", .routes = tables };
