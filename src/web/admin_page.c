#include "web/admin_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/out.h"
#include "web/session.h"
#include "web/views.h"

enum { MOST_BLOCKS = 8, MOST_FACTS = 24, MOST_WARNINGS = 24, MOST_CHIPS = 8 };

FRAME_BODY(admin_view, struct admin_page)

void
admin_begin(struct act *a, const struct request *q, struct admin_page *page, const char *title)
{
    *page = (struct admin_page){
        .a = a,
        .title = title,
        .csrf = q->session->csrf,
        .is_western = q->session->western,
        .warnings = NEW_ARRAY(a->arena, MOST_WARNINGS, struct admin_warning),
        .blocks = NEW_ARRAY(a->arena, MOST_BLOCKS, struct admin_block),
    };
}

struct admin_block *
admin_block(struct admin_page *page, const char *id, const char *title)
{
    struct admin_block *b = &page->blocks[page->block_count++];

    must(page->block_count <= MOST_BLOCKS);
    *b = (struct admin_block){
        .a = page->a,
        .id = id,
        .title = title,
        .facts = NEW_ARRAY(page->a->arena, MOST_FACTS, struct fact),
        .chips = NEW_ARRAY(page->a->arena, MOST_CHIPS, struct chip),
    };
    return b;
}

void
admin_warn(struct admin_page *page, const char *words, const char *advice, const char *href)
{
    must(page->warning_count < MOST_WARNINGS);
    page->warnings[page->warning_count++] = (struct admin_warning){ words, advice, href };
}

void
admin_fact(struct admin_block *b, const char *label, const char *value)
{
    must(b->fact_count < MOST_FACTS);
    b->facts[b->fact_count++] = (struct fact){ label, value, NULL };
}

void
admin_table(struct admin_block *b, const struct admin_head *heads, size_t room, const char *none)
{
    b->heads = heads;
    for (b->head_count = 0; heads[b->head_count].label; b->head_count++)
        ;
    must(b->head_count <= ADMIN_COLUMNS);
    b->rows = NEW_ARRAY(b->a->arena, room + 1, struct admin_row);
    b->none = none;
}

struct admin_row *
admin_row(struct admin_block *b)
{
    struct admin_row *row = &b->rows[b->row_count++];

    *row = (struct admin_row){ 0 };
    return row;
}

struct admin_cell *
admin_cell(struct admin_row *row, const char *text)
{
    struct admin_cell *cell = &row->cells[row->cell_count++];

    must(row->cell_count <= ADMIN_COLUMNS);
    *cell = (struct admin_cell){ .text = text && *text ? text : "―" };
    return cell;
}

void
admin_act(struct admin_block *b, struct admin_row *row, struct admin_act act)
{
    row->acts[row->act_count++] = act;
    b->has_acts = true;
}

void
admin_chip(struct admin_block *b, const struct request *q, const char *words, const char *name,
           const char *value)
{
    const char *now = pairs_get(&q->query, name);

    must(b->chip_count < MOST_CHIPS);
    b->chips[b->chip_count++] = (struct chip){
        .words = words,
        .href = value ? arena_print(b->a->arena, "%s?%s=%s", q->path, name, value) : q->path,
        .is_current = value ? now && strcmp(now, value) == 0 : !now,
    };
}

int64_t
admin_before(const struct request *q)
{
    const char *text = pairs_get(&q->query, "before");
    int64_t number = 0;

    for (; text && *text >= '0' && *text <= '9' && number < INT64_MAX / 10 - 1; text++)
        number = number * 10 + (*text - '0');
    return number;
}

const char *
admin_time(const struct admin_page *page, struct instant at)
{
    struct out o = { .text = { .arena = page->a->arena },
                     .western = page->is_western,
                     .today = instant_date(page->a->now) };

    if (!at.us)
        return "―";
    out_instant(&o, at);
    return buffer_string(&o.text);
}

const char *
admin_bytes(struct act *a, int64_t bytes)
{
    static const char *const units[] = { "バイト", "KB", "MB", "GB", "TB" };
    int64_t whole = bytes, tenths = 0;
    size_t unit = 0;

    if (bytes < 0)
        return "わかりません";
    while (whole >= 1000 && unit + 1 < sizeof units / sizeof *units) {
        tenths = whole % 1000 / 100;
        whole /= 1000;
        unit++;
    }
    if (!unit || whole >= 100)
        return arena_print(a->arena, "%lld %s", (long long)whole, units[unit]);
    return arena_print(a->arena, "%lld.%lld %s", (long long)whole, (long long)tenths, units[unit]);
}

const char *
admin_span(struct act *a, int64_t seconds)
{
    long long minutes = (long long)seconds / 60, hours = minutes / 60, days = hours / 24;

    if (days)
        return arena_print(a->arena, hours % 24 ? "%lld日%lld時間" : "%lld日", days, hours % 24);
    if (hours)
        return arena_print(a->arena, minutes % 60 ? "%lld時間%lld分" : "%lld時間", hours,
                           minutes % 60);
    return minutes ? arena_print(a->arena, "%lld分", minutes)
                   : arena_print(a->arena, "%lld秒", (long long)seconds);
}

bool
admin_reply(const struct request *q, struct reply *r, const struct admin_page *page)
{
    struct frame frame;

    frame_fill(page->a, q, page->title, &frame);
    return frame_reply(page->a, r, &frame, admin_view_body, page);
}

bool
admin_may_act(const struct act *a)
{
    return access_administers(a);
}
