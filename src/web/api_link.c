#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "ledger/link.h"
#include "store/act.h"
#include "web/api_parts.h"
#include "web/link_page.h"
#include "web/patch.h"

static void
write_link(struct act *a, struct buffer *out, const struct link_row *it)
{
    buffer_print(out, "{\"id\":%lld,\"kind\":\"%s\",\"title\":", (long long)it->id, it->kind->name);
    json_text(out, it->kind->title);
    buffer_print(out, ",\"to\":{\"ledger\":\"%s\",\"id\":%lld,\"number\":", it->to.ledger->name,
                 (long long)it->to.id);
    json_text(out, *it->code ? it->code : NULL);
    json_key(out, "title", false);
    json_text(out, it->title);
    json_key(out, "state", false);
    json_text(out, it->state ? it->state->name : NULL);
    buffer_text(out, "},\"created_at\":");
    api_instant(out, it->created_at);
    buffer_text(out, ",\"actor\":");
    api_ref(out, it->actor, history_actor(a, it->actor));
    buffer_char(out, '}');
}

/* Of all, or of this one alone. */
static bool
write_links(struct act *a, const struct request *q, const struct record *record, int64_t only,
            struct buffer *out)
{
    struct link_list list;
    bool first = true;

    if (!link_rows(a, q->ledger, record, &list))
        return false;
    if (!only)
        buffer_text(out, "{\"items\":[");
    for (size_t i = 0; i < list.count; i++) {
        if (only && list.rows[i].id != only)
            continue;
        if (!first)
            buffer_char(out, ',');
        first = false;
        write_link(a, out, &list.rows[i]);
    }
    buffer_text(out, only ? "\n" : "]}\n");
    return true;
}

bool
api_links(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record = ledger_new(a, q->ledger);

    return api_query_known(a, q, "") && ledger_read(a, q->ledger, q->id, false, record) &&
           write_links(a, q, record, 0, &r->body);
}

/* {"kind":"cause","to":{"ledger":"inquiry","id":12}} and nothing besides. */
static bool
read_body(struct act *a, json_t *object, struct link_end *to, const struct link_kind **kind)
{
    const json_t *end = json_object_get(object, "to");
    const char *ledger = json_string_value(json_object_get(end, "ledger"));
    const json_t *id = json_object_get(end, "id");
    bool good = true;

    *kind = link_kind_find(json_string_value(json_object_get(object, "kind")));
    if (json_object_size(object) != 2 || json_object_size(end) != 2)
        good = fail(a, FAULT_INVALID, "", "kind と to（ledger と id）だけを書いてください。");
    if (!*kind)
        good = fail(a, FAULT_INVALID, "kind", "kind は関連の種類の名前です。");
    *to = (struct link_end){ ledger ? ledger_find(ledger) : NULL, json_integer_value(id) };
    if (!to->ledger || !access_may(a, to->ledger, DEED_READ, NULL))
        good = fail(a, FAULT_INVALID, "to", "to.ledger は読める台帳の名前です。");
    if (!json_is_integer(id) || to->id < 1)
        good = fail(a, FAULT_INVALID, "to", "to.id は記録の id です。");
    return good;
}

bool
api_link(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record = ledger_new(a, q->ledger);
    const struct link_kind *kind;
    struct link_end to;
    json_t *object;
    int64_t id;

    if (!api_query_known(a, q, "") || !ledger_read(a, q->ledger, q->id, false, record) ||
        !patch_read(a, q, API_JSON, false, &object) || !read_body(a, object, &to, &kind) ||
        !link_add(a, (struct link_end){ q->ledger, q->id }, to, kind, &id) ||
        !write_links(a, q, record, id, &r->body))
        return false;
    r->status = 201;
    reply_header(
        a, r, "Location",
        arena_print(a->arena, "%s/links/%lld", api_path(a, q->ledger, q->id), (long long)id));
    return true;
}

bool
api_unlink(struct act *a, const struct request *q, struct reply *r)
{
    a->reason = pairs_get(&q->query, "reason");
    if (!api_query_known(a, q, "reason") ||
        !link_remove(a, (struct link_end){ q->ledger, q->id }, link_asked(q)))
        return false;
    r->status = 204;
    return true;
}
