#include "web/start_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/wareki.h"
#include "ledger/access.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "store/act.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/record_page.h"
#include "web/session.h"
#include "web/timeline_page.h"
#include "web/view_count.h"
#include "web/views.h"

enum { A_BLOCK = 8 };

FRAME_BODY(start_view, struct start_page)

/* The list called "mine" where there is one, else what is open; that is of one's own for who
   only asks, and nothing is ever his to do. */
static const struct view *
view_for(const struct act *a, const struct ledger *l)
{
    for (const struct view *v = l->views; v && v->name; v++)
        if (strcmp(v->name, "mine") == 0 && access_may(a, l, DEED_CHANGE, NULL))
            return v;
    return l->views && l->views->name ? l->views : NULL;
}

static const char *
columns_of(struct act *a, const struct ledger *l)
{
    struct buffer names = { .arena = a->arena };

    buffer_text(&names, l->titled_by ? l->titled_by : "id");
    for (const struct field *f = l->fields; f->name; f++)
        if (f->code && !f->personal && !names_have(l->titled_by, f->name))
            buffer_print(&names, " %s", f->name);
    buffer_print(&names, " state %s", l->clocks->from ? l->clocks->from : "created_at");
    if (l->clocks->due)
        buffer_print(&names, " %s", l->clocks->due);
    if (l->clocks->done)
        buffer_print(&names, " %s", l->clocks->done);
    return buffer_string(&names);
}

static bool
fill_block(struct act *a, const struct request *q, const struct ledger *l, const struct view *view,
           struct start_block *out)
{
    struct pair items[3] = { { "view", view->name } };
    struct pairs pairs = { items, 1 };
    struct list_request request;
    struct view_count whole;
    struct list list;

    if (q->session->contract)
        items[pairs.count++] =
            (struct pair){ "contract",
                           arena_print(a->arena, "%lld", (long long)q->session->contract) };
    if (!list_parse(a, l, &pairs, &request))
        return false;
    request.columns = columns_of(a, l);
    request.limit = A_BLOCK;
    if (!list_read(a, &request, &list))
        return false;
    whole = view_count(a, l, view, q->session->contract);
    *out = (struct start_block){
        .title = arena_print(a->arena, "%s：%s", l->title, view->title),
        .summary = count_words(a, whole.number, whole.exact),
        .count = whole.number,
        .href = arena_print(a->arena, "%s?view=%s", l->path, view->name),
        .rows = NEW_ARRAY(a->arena, list.count + 1, struct start_row),
        .row_count = list.count,
    };
    for (size_t i = 0; i < list.count; i++) {
        const struct record *record = list_record(l, &list, i);

        out->rows[i] = (struct start_row){
            .code = record_code(a, l, record),
            .title = record_title(a, l, record),
            .href = arena_print(a->arena, "%s/%lld?view=%s", l->path, (long long)record->id,
                                view->name),
            .state = l->states ? state_find(l, record->state) : NULL,
            .look = clock_look_record(a, l, record),
            .due = clock_rule_due(l, l->clocks, record),
        };
    }
    return true;
}

static bool
is_running(const struct start_row *row)
{
    return *row->look.words && row->look.face != FACE_PAUSED && row->look.face != FACE_MET;
}

/* Puts a row among the next ones, the earliest first; the last falls out. */
static void
add_next(struct start_page *page, const struct start_row *row)
{
    size_t at = page->next_count < START_NEXT ? page->next_count++ : START_NEXT - 1;

    for (; at > 0 && page->next[at - 1].due.us > row->due.us; at--)
        page->next[at] = page->next[at - 1];
    page->next[at] = *row;
}

/* The lists are sorted by what runs out, so the next ones of all are among their first. */
static void
fill_next(struct act *a, struct start_page *page)
{
    int64_t whole = 0;

    for (size_t b = 0; b < page->block_count; b++) {
        whole += page->blocks[b].count;
        for (size_t i = 0; i < page->blocks[b].row_count; i++) {
            const struct start_row *row = &page->blocks[b].rows[i];

            if (is_running(row) &&
                (page->next_count < START_NEXT || row->due.us < page->next[START_NEXT - 1].due.us))
                add_next(page, row);
        }
    }
    if (page->next_count && whole > (int64_t)page->next_count) {
        page->others = count_words(a, whole - (int64_t)page->next_count, true);
        page->others_href = page->blocks[0].href;
    }
}

bool
start_show(struct act *a, const struct request *q, struct reply *r)
{
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);
    struct date today = instant_date(a->now);
    struct start_page page = {
        .day = arena_print(a->arena, "%s（%s）", short_day(a, a->now),
                           weekday_name(date_weekday(today))),
        .year = wareki_fiscal(a->arena, fiscal_year(today)),
        .time = clock_time(a, a->now),
        .blocks = NEW_ARRAY(a->arena, count + 1, struct start_block),
    };
    struct frame frame;

    for (size_t i = 0; i < count; i++) {
        const struct ledger *l = all[i];
        const struct view *view = view_for(a, l);

        if (!l->path || !l->clocks || !view || !access_may(a, l, DEED_READ, NULL))
            continue;
        if (!fill_block(a, q, l, view, &page.blocks[page.block_count]))
            return false;
        /* One empty list tells that there is nothing to do; ten of them are in the way. */
        page.block_count += !page.block_count || page.blocks[page.block_count].row_count;
        if (!page.create && access_may(a, l, DEED_CREATE, NULL)) {
            page.create = arena_print(a->arena, "%s/new", l->path);
            page.create_words = arena_print(a->arena, "%sを登録する", l->title);
        }
    }
    fill_next(a, &page);
    if (!q->session->contract)
        page.contracts = "/contracts";
    frame_fill(a, q, "今日", &frame);
    return frame_reply(a, r, &frame, start_view_body, &page);
}
