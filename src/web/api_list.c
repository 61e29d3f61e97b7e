#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/export.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/api_parts.h"

/* --- as CSV ---------------------------------------------------------------------- */

/* An export has no pages: what speaks of them does not belong here. */
static bool
is_of_pages(const char *name)
{
    return strcmp(name, "limit") == 0 || strcmp(name, "after") == 0 || strcmp(name, "count") == 0;
}

static bool
take_pairs(struct act *a, const struct request *q, struct pairs *out, enum encoding *encoding)
{
    bool good = true;

    *out = (struct pairs){ NEW_ARRAY(a->arena, q->query.count + 1, struct pair), 0 };
    *encoding = ENCODING_UTF8_BOM;
    for (size_t i = 0; i < q->query.count; i++) {
        const struct pair *pair = &q->query.items[i];

        if (is_of_pages(pair->name))
            good =
                fail(a, FAULT_MALFORMED, pair->name, "CSV では %s は指定できません。", pair->name);
        else if (strcmp(pair->name, "encoding") == 0)
            good &= export_encoding(a, pair->value, encoding);
        else
            out->items[out->count++] = *pair;
    }
    return good;
}

bool
api_export(struct act *a, const struct request *q, struct reply *r)
{
    const struct ledger *l = q->ledger;
    struct list_request request;
    struct pairs pairs;
    struct export *export;
    enum encoding encoding;
    bool good = access_require(a, l, DEED_EXPORT, NULL) && take_pairs(a, q, &pairs, &encoding);

    if (!good || !list_parse(a, l, &pairs, &request) ||
        !export_begin(a, &request, encoding, &export))
        return false;
    r->type =
        encoding == ENCODING_CP932 ? "text/csv; charset=windows-31j" : "text/csv; charset=utf-8";
    reply_header(a, r, "Content-Disposition",
                 arena_print(a->arena, "attachment; filename=\"%s.csv\"", l->name));
    r->stream = export_next;
    r->with = export;
    return true;
}

static bool
wants_csv(const struct request *q)
{
    const char *accept = request_header(q, "accept");

    return accept && strncmp(accept, "text/csv", 8) == 0;
}

/* --- as JSON --------------------------------------------------------------------- */

static void
write_list(struct act *a, struct buffer *out, const struct list_request *request,
           const struct list *list)
{
    const struct ledger *l = request->ledger;
    struct api_row plain = api_row_make(a, l, request->columns, false);
    struct api_row opened = api_row_make(a, l, request->columns, true);
    size_t size = shape_of(l)->row_size;
    const char *at = list->rows;

    buffer_text(out, "{\"items\":[");
    for (size_t i = 0; i < list->count; i++, at += size) {
        const struct record *row = (const struct record *)(const void *)at;
        bool personal = request->personal && access_may(a, l, DEED_PERSONAL, row);

        if (i)
            buffer_char(out, ',');
        api_row_write(a, out, personal ? &opened : &plain, row);
    }
    buffer_text(out, "],\"next\":");
    json_text(out, list->next);
    if (request->counted) {
        buffer_text(out, ",\"count\":");
        buffer_int(out, list->total);
        buffer_text(out, ",\"exact\":");
        json_flag(out, list->total_exact);
    }
    if (list->late)
        buffer_text(out, ",\"late\":true");
    buffer_text(out, "}\n");
}

bool
api_list(struct act *a, const struct request *q, struct reply *r)
{
    struct list_request request;
    struct list list;

    reply_header(a, r, "Vary", "Accept");
    if (wants_csv(q))
        return api_export(a, q, r);
    if (!list_parse(a, q->ledger, &q->query, &request))
        return false;
    /* Titles of the head's references come only when they are asked for by name. */
    if (!request.columns)
        request.columns = api_columns(a, q->ledger, request.personal);
    if (!list_read(a, &request, &list))
        return false;
    write_list(a, &r->body, &request, &list);
    return true;
}
