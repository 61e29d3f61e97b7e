#include "desk/label_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "desk/device.h"
#include "desk/views.h"
#include "ledger/list.h"
#include "render/labels.h"
#include "store/act.h"
#include "store/query.h"
#include "web/address.h"
#include "web/attachment_page.h"
#include "web/frame.h"

FRAME_BODY(labels_view, struct label_page)

bool
labels_show(struct act *a, const struct request *q, struct reply *r)
{
    struct label_choice *choices;
    struct label_page page = { 0 };
    struct frame frame;

    while (device_ledger.views[page.count].name)
        page.count++;
    page.choices = choices = NEW_ARRAY(a->arena, page.count, struct label_choice);
    for (size_t i = 0; i < page.count; i++)
        choices[i] =
            (struct label_choice){ device_ledger.views[i].name, device_ledger.views[i].title };
    frame_fill(a, q, "機器のラベル", &frame);
    frame.help = "/help/device";
    return frame_reply(a, r, &frame, labels_view_body, &page);
}

struct owner {
    const char *title;
};

static const struct query owner_query = {
    .name = "label.owner",
    .sql = "SELECT o.title AS title FROM contract c JOIN organisation o ON o.id = c.client"
           " WHERE c.id = :contract",
    .row_size = sizeof(struct owner),
    .columns = COLUMNS(COLUMN(struct owner, title)),
};

static bool
make_label(struct act *a, const char *site, const struct device *it, struct label *out)
{
    struct owner owner = { "" };
    bool found;

    if (!query_first(a, &owner_query, &owner, &found, BOUND(BIND(contract, it->base.contract))))
        return false;
    *out = (struct label){
        .number = it->number,
        .title = it->title,
        .owner = found ? owner.title : "",
        .address =
            arena_print(a->arena, "%s%s", site, address_record(a, device_ledger.path, it->base.id)),
    };
    return true;
}

/* The devices of a list, in the order of their numbers, or one of them. */
static bool
read_labels(struct act *a, const struct request *q, const char *site, struct label **out,
            size_t *count)
{
    const char *view = pairs_get(&q->query, "view"), *id = pairs_get(&q->query, "id");
    struct pair asked[] = { { id ? "id" : "view", id     ? id
                                                  : view ? view
                                                         : "all" },
                            { "sort", "number" } };
    struct pairs pairs = { asked, 2 };
    struct list_request request;
    struct list list;

    if (!list_parse(a, &device_ledger, &pairs, &request))
        return false;
    request.limit = LABELS_MOST;
    if (!list_read(a, &request, &list))
        return false;
    if (!list.count)
        return fail(a, FAULT_MISSING, NULL, "ラベルにする機器がありません。");
    *out = NEW_ARRAY(a->arena, list.count, struct label);
    *count = list.count;
    for (size_t i = 0; i < list.count; i++)
        if (!make_label(a, site, list_record(&device_ledger, &list, i), *out + i))
            return false;
    return true;
}

/* Places are counted from 1, as on the sheet. */
static bool
first_place(struct act *a, const struct request *q, size_t *out)
{
    const char *text = pairs_get(&q->query, "first");
    char *end;
    long first = text && *text ? strtol(text, &end, 10) : 1;

    if (first < 1 || first > LABELS_A_SHEET || (text && *text && *end))
        return fail(a, FAULT_INVALID, "first", "始める位置は、1から%dまでの数です。",
                    LABELS_A_SHEET);
    *out = (size_t)first - 1;
    return true;
}

bool
labels_sheets(struct act *a, const struct request *q, struct reply *r)
{
    const char *site = address_site(a, q), *why;
    struct label *labels = NULL;
    size_t count = 0, first = 0;

    if (!first_place(a, q, &first) || !read_labels(a, q, site ? site : "", &labels, &count))
        return false;
    r->body = (struct buffer){ 0 };
    if (!labels_pdf(labels, count, first, "機器のラベル", &r->body, &why))
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    r->type = "application/pdf";
    reply_header(a, r, "Content-Disposition",
                 attachment_disposition(a, arena_print(a->arena, "機器のラベル_%zu枚.pdf", count)));
    return true;
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    struct out o = panel_out(a, q);
    struct label_page page = { 0 };

    if (q->ledger != &device_ledger)
        return true;
    page.href = arena_print(a->arena, "/desk/labels/sheets?id=%lld", (long long)record->id);
    label_panel_view(&o, &page);
    out->beside = html_take(&o);
    return true;
}

const struct panel label_panel = { "label", fill };
