#include "web/pages.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/export.h"
#include "ledger/ledger.h"
#include "render/scratch.h"
#include "render/sheet_export.h"
#include "store/act.h"
#include "web/access_page.h"
#include "web/attachment_page.h"
#include "web/bulk.h"
#include "web/edit_page.h"
#include "web/filter_form.h"
#include "web/help_page.h"
#include "web/history_file.h"
#include "web/history_page.h"
#include "web/import_page.h"
#include "web/ledgers_page.h"
#include "web/link_page.h"
#include "web/list_page.h"
#include "web/record_act.h"
#include "web/search_page.h"
#include "web/settings_page.h"
#include "web/start_page.h"

enum { LARGEST_FILE = 200 * 1024 * 1024 };

/* An unnamed file, since the format is known whole only at its end. */
static bool
send_scratch(struct act *a, struct buffer *part, void *with, bool *failed)
{
    enum { PIECE = 256 * 1024 };
    const struct scratch *scratch = with;
    ssize_t got = read(scratch->fd, buffer_room(part, PIECE), PIECE);

    (void)a;
    *failed = got < 0;
    if (got <= 0)
        return false;
    part->length += (size_t)got;
    part->data[part->length] = '\0';
    return true;
}

static bool
export_workbook(struct act *a, const struct request *q, struct reply *r,
                const struct list_request *request)
{
    struct scratch *scratch = NEW(a->arena, struct scratch);
    const char *why;

    if (!scratch_open(a->arena, scratch, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    if (!sheet_export(a, request, scratch->fd))
        return false;
    r->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    reply_header(a, r, "Content-Disposition",
                 arena_print(a->arena, "attachment; filename=\"%s.xlsx\"", q->ledger->name));
    r->stream = send_scratch;
    r->with = scratch;
    return true;
}

/* The list as it is narrowed, every row, with the columns that were chosen. */
static bool
export_list(struct act *a, const struct request *q, struct reply *r)
{
    struct pairs pairs = list_pairs(a, q);
    struct list_columns columns;
    struct list_request request;
    struct export *export;
    enum encoding encoding = ENCODING_UTF8_BOM;
    size_t left = 0;
    bool good = true;

    for (size_t i = 0; i < pairs.count; i++) {
        if (strcmp(pairs.items[i].name, "encoding") != 0)
            pairs.items[left++] = pairs.items[i];
        else
            good &= export_encoding(a, pairs.items[i].value, &encoding);
    }
    pairs.count = left;
    if (!good || !list_parse(a, q->ledger, &pairs, &request))
        return false;
    list_columns(a, q, &columns);
    if (pairs_get(&q->query, "column")) {
        request.columns = columns.names;
        request.personal = columns.personal;
    }
    if (strcmp(q->path + strlen(q->path) - 5, ".xlsx") == 0)
        return export_workbook(a, q, r, &request);
    if (!export_begin(a, &request, encoding, &export))
        return false;
    r->type =
        encoding == ENCODING_CP932 ? "text/csv; charset=windows-31j" : "text/csv; charset=utf-8";
    reply_header(a, r, "Content-Disposition",
                 arena_print(a->arena, "attachment; filename=\"%s.csv\"", q->ledger->name));
    r->stream = export_next;
    r->with = export;
    return true;
}

const struct route ledger_routes[] = {
    { GET, "{ledger}", list_show, .may = MAY_READ },
    { POST, "{ledger}", edit_create, .may = MAY_CREATE },
    { GET, "{ledger}/new", edit_new, .may = MAY_CREATE },
    { POST, "{ledger}/bulk", bulk_do, .may = MAY_READ },
    { GET, "{ledger}/export.csv", export_list, .may = MAY_EXPORT },
    { GET, "{ledger}/export.xlsx", export_list, .may = MAY_EXPORT },
    { GET, "{ledger}/history", history_of_ledger, .may = MAY_READ },
    { GET, "{ledger}/import", import_start_show, .may = MAY_IMPORT },
    { POST, "{ledger}/import", import_receive, .may = MAY_IMPORT, .body_limit = LARGEST_FILE },
    { GET, "{ledger}/import/{id}", import_show, .may = MAY_IMPORT },
    { POST, "{ledger}/import/{id}", import_act, .may = MAY_IMPORT },
    { GET, "{ledger}/import/{id}/faults.csv", import_faults, .may = MAY_IMPORT },
    { GET, "{ledger}/{id}", record_show, .may = MAY_READ },
    { POST, "{ledger}/{id}", edit_change, .may = MAY_CHANGE },
    { GET, "{ledger}/{id}/edit", edit_show, .may = MAY_CHANGE },
    { GET, "{ledger}/{id}/history", history_of_record, .may = MAY_READ },
    { POST, "{ledger}/{id}/entries", record_say, .may = MAY_READ },
    { POST, "{ledger}/{id}/attachments", attachment_receive, .may = MAY_READ, .attaches = true },
    { GET, "{ledger}/{id}/attachments/{word}", attachment_fetch, .may = MAY_READ },
    { POST, "{ledger}/{id}/attachments/{word}", attachment_take_off, .may = MAY_READ },
    { POST, "{ledger}/{id}/links", link_receive, .may = MAY_READ },
    { POST, "{ledger}/{id}/links/{word}", link_take_off, .may = MAY_READ },
    { POST, "{ledger}/{id}/remove", record_remove, .may = MAY_REMOVE },
    { POST, "{ledger}/{id}/{word}", record_move, .may = MAY_READ },
    { 0 },
};

const struct route page_routes[] = {
    { GET, "/", start_show, .may = MAY_SIGNED_IN },
    { GET, "/search", search_show, .may = MAY_SIGNED_IN },
    { GET, "/ledgers", ledgers_show, .may = MAY_SIGNED_IN },
    { GET, "/help", help_show, .may = MAY_SIGNED_IN },
    { GET, "/help/{word}", help_of_ledger, .may = MAY_SIGNED_IN },
    { GET, "/history", history_of_all, .may = MAY_SIGNED_IN },
    { GET, "/history/excerpt.csv", history_excerpt, .may = MAY_SIGNED_IN },
    { GET, "/history/{id}/proof.json", history_proof, .may = MAY_SIGNED_IN },
    { GET, "/settings", settings_show, .may = MAY_SIGNED_IN },
    { POST, "/settings", settings_change, .may = MAY_SIGNED_IN },
    { GET, "/settings/access", access_show, .may = MAY_ASK_RIGHTS },
    { GET, "/contracts", contracts_show, .may = MAY_SIGNED_IN },
    { POST, "/contracts", contracts_switch, .may = MAY_SIGNED_IN },
    { 0 },
};
