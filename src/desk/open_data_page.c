#include "desk/open_data_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "contract/proposal.h"
#include "desk/open_data.h"
#include "desk/views.h"
#include "ledger/access.h"
#include "store/act.h"
#include "web/frame.h"
#include "web/panel.h"
#include "web/route.h"
#include "web/session.h"

FRAME_BODY(open_data_view, struct open_data_page)

static const struct field *
standard_field(void)
{
    const struct field *f = open_data_set_ledger.fields;

    while (strcmp(f->name, "standard") != 0)
        f++;
    return f;
}

static bool
show(struct act *a, const struct request *q, struct reply *r, const struct open_data_set *it,
     struct open_data_page *page)
{
    struct frame frame;

    page->csrf = q->session->csrf;
    page->title = it->title;
    page->action = arena_print(a->arena, "/desk/open_data/%lld", (long long)it->base.id);
    page->record = arena_print(a->arena, "/desk/open_data_sets/%lld", (long long)it->base.id);
    if (strcmp(it->standard.code, "own") != 0)
        page->standard = choice_label(standard_field()->choices, it->standard.code);
    if (page->fault)
        r->status = 422;
    frame_fill(a, q, "CSVの検査", &frame);
    frame.help = "/help/open_data_set";
    return frame_reply(a, r, &frame, open_data_view_body, page);
}

bool
open_data_show(struct act *a, const struct request *q, struct reply *r)
{
    struct open_data_set *it = ledger_new(a, &open_data_set_ledger);
    struct open_data_page page = { .text = "" };

    return ledger_read(a, &open_data_set_ledger, q->id, false, it) && show(a, q, r, it, &page);
}

/* A file goes before what was pasted. */
static bool
open_sent(struct act *a, const struct request *q, const char *text, struct csv *csv,
          const char **why)
{
    for (size_t i = 0; i < q->upload_count; i++)
        if (strcmp(q->uploads[i].field, "file") == 0 && q->uploads[i].size > 0)
            return csv_open(a->arena, q->uploads[i].path, csv, why);
    if (!*text) {
        *why = "CSVのファイルを選ぶか、中身を貼り付けてください。";
        return false;
    }
    return csv_open_bytes(a->arena, text, strlen(text), csv, why);
}

struct outcome {
    int64_t id;
    const struct open_data_result *result;
};

static bool
write_down(struct act *a, void *with)
{
    const struct outcome *o = with;
    struct open_data_set *it = ledger_new(a, &open_data_set_ledger);

    if (!ledger_read(a, &open_data_set_ledger, o->id, false, it))
        return false;
    it->checked_at = a->now;
    it->rows = o->result->rows;
    it->faults = o->result->found;
    return ledger_change(a, &open_data_set_ledger, it);
}

bool
open_data_post(struct act *a, const struct request *q, struct reply *r)
{
    struct open_data_set *it = ledger_new(a, &open_data_set_ledger);
    const char *text = pairs_get(&q->form, "text");
    struct open_data_page page = { .text = text ? text : "" };
    struct open_data_result result;
    struct outcome outcome = { q->id, &result };
    struct csv csv;
    int64_t told = 0;

    if (!ledger_read(a, &open_data_set_ledger, q->id, false, it))
        return false;
    if (!open_sent(a, q, page.text, &csv, &page.fault))
        return show(a, q, r, it, &page);
    if (!open_data_check(a->arena, it->standard.code, &csv, &result)) {
        page.fault = "標準にないデータセットなので、比べる列がありません。";
        return show(a, q, r, it, &page);
    }
    if (!act_write(a, write_down, &outcome))
        return false;
    for (size_t i = 0; i < result.count; i++)
        told += !result.faults[i].remark;
    page.left = result.found - told;
    page.result = &result;
    return show(a, q, r, it, &page);
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    struct open_data_panel page;
    struct out o;

    if (q->ledger != &open_data_set_ledger ||
        !access_may(a, &open_data_set_ledger, DEED_CHANGE, record) ||
        strcmp(((const struct open_data_set *)record)->standard.code, "own") == 0)
        return true;
    page.check = arena_print(a->arena, "/desk/open_data/%lld", (long long)record->id);
    o = panel_out(a, q);
    open_data_panel_view(&o, &page);
    out->beside = html_take(&o);
    return true;
}

const struct panel open_data_panel = { "open_data", fill };
