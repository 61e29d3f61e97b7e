#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/attachment.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "web/api_parts.h"
#include "web/attachment_page.h"
#include "web/multipart.h"

static void
write_attachment(struct act *a, struct buffer *out, const struct attachment *it)
{
    buffer_print(out, "{\"id\":%lld,\"name\":", (long long)it->id);
    json_text(out, it->name);
    json_key(out, "type", false);
    json_text(out, it->type);
    buffer_print(out, ",\"size\":%lld,\"state\":", (long long)it->size);
    json_text(out, attachment_state_name((enum attachment_state)it->state));
    json_key(out, "reason", false);
    json_text(out, *it->reason ? it->reason : NULL);
    buffer_print(out, ",\"inner\":%s,\"created_at\":", it->hidden ? "true" : "false");
    api_instant(out, it->created_at);
    buffer_text(out, ",\"checked_at\":");
    api_instant(out, it->checked_at);
    buffer_text(out, ",\"actor\":");
    api_ref(out, it->actor, history_actor(a, it->actor));
    buffer_char(out, '}');
}

/* Those of `ids` only, or all. */
static bool
write_list(struct act *a, const struct request *q, const struct record *record, const int64_t *ids,
           size_t count, struct reply *r)
{
    struct attachment_list list;
    bool first = true;

    if (!attachments_list(a, q->ledger, record, &list))
        return false;
    buffer_text(&r->body, "{\"items\":[");
    for (size_t i = 0; i < list.count; i++) {
        bool wanted = !ids;

        for (size_t k = 0; k < count && !wanted; k++)
            wanted = ids[k] == list.rows[i].id;
        if (!wanted)
            continue;
        if (!first)
            buffer_char(&r->body, ',');
        first = false;
        write_attachment(a, &r->body, &list.rows[i]);
    }
    buffer_text(&r->body, "]}\n");
    return true;
}

bool
api_attachments(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record = ledger_new(a, q->ledger);

    return api_query_known(a, q, "") && ledger_read(a, q->ledger, q->id, false, record) &&
           write_list(a, q, record, NULL, 0, r);
}

bool
api_attach(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record = ledger_new(a, q->ledger);
    int64_t ids[MULTIPART_FILES];
    size_t count;

    if (!api_query_known(a, q, "") || !ledger_read(a, q->ledger, q->id, false, record))
        return false;
    if (strcmp(q->type, "multipart/form-data") != 0)
        return fail(a, FAULT_MEDIA, NULL,
                    "multipart/form-data で、file という名前のファイルを送ってください。");
    if (!attachment_take(a, q, record, ids, &count) || !write_list(a, q, record, ids, count, r))
        return false;
    r->status = 201;
    if (count == 1)
        reply_header(a, r, "Location",
                     arena_print(a->arena, "%s/attachments/%lld", api_path(a, q->ledger, q->id),
                                 (long long)ids[0]));
    return true;
}

bool
api_attachment(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record;
    struct attachment it;

    return api_query_known(a, q, "") && attachment_of(a, q, &record, &it) &&
           attachment_send(a, q, record, &it, r);
}

bool
api_detach(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record;
    struct attachment it;

    if (!api_query_known(a, q, "reason") || !attachment_of(a, q, &record, &it) ||
        !attachment_remove(a, q->ledger, record, it.id, pairs_get(&q->query, "reason")))
        return false;
    r->status = 204;
    return true;
}
