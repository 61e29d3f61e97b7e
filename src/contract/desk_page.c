#include "contract/desk_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "contract/obligation.h"
#include "contract/terms.h"
#include "contract/views.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "store/act.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/session.h"
#include "web/timeline_page.h"
#include "web/view_count.h"

enum { YEAR_DAYS = 366, RISK_DAYS = 90, NEAR_DAYS = 2 };

FRAME_BODY(contract_desk_view, struct desk_page)
FRAME_BODY(contract_coverage_view, struct coverage_page)
FRAME_BODY(contract_dues_view, struct dues_page)

/* The contract of the address, else the one switched to, else the only one he may read. */
static bool
find_contract(struct act *a, const struct request *q, struct contract *out, bool *found)
{
    int64_t id = q->id ? q->id : q->session->contract;
    struct list_request request = { .ledger = &contract_ledger, .limit = 2 };
    struct list list;

    *found = id != 0;
    if (id)
        return ledger_read(a, &contract_ledger, id, false, out);
    request.sort = list_field(&contract_ledger, "id");
    if (!list_read(a, &request, &list))
        return false;
    *found = list.count == 1;
    if (*found)
        *out = *(const struct contract *)list.rows;
    return true;
}

/* --- days -------------------------------------------------------------------------- */

static const char *
day_words(struct act *a, struct date day, bool western)
{
    if (western)
        return wareki_print(a->arena, day, WAREKI_WESTERN);
    if (fiscal_year(day) == fiscal_year(instant_date(a->now)))
        return arena_print(a->arena, "%d月%d日（%s）", date_take(day).month, date_take(day).day,
                           weekday_name(date_weekday(day)));
    return wareki_print(a->arena, day, WAREKI_LONG);
}

static void
mark_day(struct act *a, const struct calendar *calendar, struct due_row *row)
{
    struct date today = instant_date(a->now), day = row->item->day;

    row->left = due_left(a, calendar, day);
    row->icon = "run";
    row->class = "run";
    if (day.day < today.day || (row->item->at.us && row->item->at.us < a->now.us)) {
        row->icon = "soon";
        row->class = "soon";
    } else if (day.day == today.day || calendar_count(calendar, today, day) <= NEAR_DAYS) {
        row->icon = "near";
        row->class = "near";
    }
}

void
due_rows(struct act *a, const struct calendar *calendar, bool western,
         const struct due_item *const *items, size_t count, struct due_row *out)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct due_row){ .item = items[i],
                                   .day = day_words(a, items[i]->day, western),
                                   .iso = wareki_print(a->arena, items[i]->day, WAREKI_WESTERN) };
        if (items[i]->at.us)
            out[i].time = clock_time(a, items[i]->at);
        mark_day(a, calendar, &out[i]);
    }
}

/* The items of one kind, from those read. */
struct sorted {
    const struct due_item **next;
    const struct due_item **late;
    const struct due_item **risks;
    const struct due_item **clocks;
    size_t next_count;
    size_t late_count;
    size_t risk_count;
    size_t clock_count;
};

static struct sorted
sort_out(struct act *a, const struct due_items *dues)
{
    struct sorted s = { 0 };
    int32_t today = instant_date(a->now).day;

    s.next = NEW_ARRAY(a->arena, dues->count + 1, const struct due_item *);
    s.late = NEW_ARRAY(a->arena, dues->count + 1, const struct due_item *);
    s.risks = NEW_ARRAY(a->arena, dues->count + 1, const struct due_item *);
    s.clocks = NEW_ARRAY(a->arena, dues->count + 1, const struct due_item *);
    for (size_t i = 0; i < dues->count; i++) {
        const struct due_item *it = &dues->rows[i];

        if (it->clocked)
            s.clocks[s.clock_count++] = it;
        else if (it->risk && it->day.day <= today + RISK_DAYS)
            s.risks[s.risk_count++] = it;
        else if (!it->risk && it->day.day < today)
            s.late[s.late_count++] = it;
        else if (!it->risk)
            s.next[s.next_count++] = it;
    }
    return s;
}

static size_t
least(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* Late ones first; what is left of the room shows what runs out. */
static void
fill_late(struct act *a, const struct calendar *calendar, bool western, struct sorted *s,
          struct desk_page *page)
{
    size_t late = least(s->late_count, s->risk_count ? DESK_LATE - 1 : DESK_LATE);
    size_t risks = least(s->risk_count, DESK_LATE - late);

    page->late = NEW_ARRAY(a->arena, DESK_LATE + 1, struct due_row);
    due_rows(a, calendar, western, s->late, late, page->late);
    due_rows(a, calendar, western, s->risks, risks, page->late + late);
    page->late_count = late + risks;
    page->late_whole =
        arena_print(a->arena, "遅れ %s　危険 %s", count_words(a, (int64_t)s->late_count, true),
                    count_words(a, (int64_t)s->risk_count, true));
}

/* Whether this is the clock an item comes from; those of whole days end with the day. */
static bool
is_clock_of(const struct due_item *it, const struct clock *c)
{
    struct instant end = it->at.us ? it->at : instant_make(date_add(it->day, 1), 0);

    return c->due.us == end.us && !c->ended.us;
}

static bool
fill_clocks(struct act *a, const struct sorted *s, struct desk_page *page)
{
    for (size_t i = 0; i < s->clock_count && page->clock_count < DESK_CLOCKS; i++) {
        struct clock *clocks;
        size_t count;

        if (!clocks_read(a, s->clocks[i]->ledger, s->clocks[i]->id, &clocks, &count))
            return false;
        for (size_t k = 0; k < count; k++)
            if (is_clock_of(s->clocks[i], &clocks[k])) {
                page->clocks[page->clock_count++] =
                    (struct desk_clock){ s->clocks[i], clock_look(a, &clocks[k]) };
                break;
            }
    }
    page->clock_whole = count_words(a, (int64_t)s->clock_count, true);
    return true;
}

static bool
fill_days(struct act *a, const struct request *q, int64_t contract, struct due_items *dues,
          struct desk_page *page)
{
    struct period within = { { 0 }, date_add(instant_date(a->now), YEAR_DAYS) };
    const struct calendar *calendar;
    struct sorted s;

    if (!contract_calendar(a, contract, &calendar) || !dues_read(a, contract, within, dues))
        return false;
    s = sort_out(a, dues);
    page->next_count = least(s.next_count, DESK_NEXT);
    page->next = NEW_ARRAY(a->arena, DESK_NEXT + 1, struct due_row);
    due_rows(a, calendar, q->session->western, s.next, page->next_count, page->next);
    page->next_whole =
        arena_print(a->arena, "すべて %s", count_words(a, (int64_t)s.next_count, !dues->more));
    fill_late(a, calendar, q->session->western, &s, page);
    return fill_clocks(a, &s, page);
}

/* --- the head ------------------------------------------------------------------------ */

static int
elapsed(struct period period, struct date today)
{
    int whole = period.until.day - period.from.day + 1;
    int passed = today.day - period.from.day + 1;

    if (!period.from.day || !period.until.day)
        return -1;
    passed = passed < 0 ? 0 : passed > whole ? whole : passed;
    return passed * 100 / whole;
}

static bool
fill_terms(struct act *a, int64_t contract, struct desk_page *page)
{
    struct terms *terms = ledger_new(a, &terms_ledger);
    struct terms *fresh = ledger_new(a, &terms_ledger);
    bool found;

    if (!terms_of(a, contract, terms, &found))
        return false;
    fresh->base.contract = contract;
    if (found && access_may(a, &terms_ledger, DEED_READ, &terms->base)) {
        page->terms = address_record(a, terms_ledger.path, terms->base.id);
        page->section = terms->section.title && *terms->section.title ? terms->section.title : NULL;
    } else if (!found && access_may(a, &terms_ledger, DEED_CREATE, &fresh->base)) {
        page->terms_make = arena_print(a->arena, "%s/new", terms_ledger.path);
    }
    return true;
}

static void
fill_head(struct act *a, const struct contract *contract, struct desk_page *page)
{
    struct period period = contract->period;

    page->is_chosen = true;
    page->title = contract->title ? contract->title : "";
    page->elapsed = elapsed(period, instant_date(a->now));
    page->from = wareki_print(a->arena, period.from, WAREKI_LONG);
    page->until = wareki_print(a->arena, period.until, WAREKI_LONG);
    page->western =
        arena_print(a->arena, "%s – %s", wareki_print(a->arena, period.from, WAREKI_WESTERN),
                    wareki_print(a->arena, period.until, WAREKI_WESTERN));
    page->year = wareki_fiscal(a->arena, fiscal_year(instant_date(a->now)));
    page->coverage_href = address_record(a, "/contract/coverage", contract->base.id);
    page->dues_href = address_record(a, "/contract/dues", contract->base.id);
}

static bool
reply_page(struct act *a, const struct request *q, struct reply *r, const char *title,
           void (*body)(struct out *, const void *), const void *page)
{
    struct frame frame;

    frame_fill(a, q, title, &frame);
    frame.help = "/help/obligation";
    frame.is_kept = true;
    return frame_reply(a, r, &frame, body, page);
}

bool
desk_show(struct act *a, const struct request *q, struct reply *r)
{
    struct contract *contract = ledger_new(a, &contract_ledger);
    struct desk_page *page = NEW(a->arena, struct desk_page);
    struct due_items dues;
    bool found;

    if (!find_contract(a, q, contract, &found))
        return false;
    if (found) {
        int64_t id = contract->base.id;

        fill_head(a, contract, page);
        if (!fill_terms(a, id, page) || !coverage_read(a, id, &page->coverage) ||
            !fill_days(a, q, id, &dues, page) ||
            !figures_read(a, id, &page->coverage, &dues, &page->figures) ||
            !desk_money_read(a, id, &page->money))
            return false;
    }
    return reply_page(a, q, r, "履行状況", contract_desk_view_body, page);
}

/* --- the lists behind ------------------------------------------------------------------ */

/* Where no contract is chosen, the desk asks which. */
static bool
choose_first(struct act *a, const struct request *q, struct reply *r)
{
    return reply_redirect(a, q, r, "/contract/desk", NULL);
}

bool
coverage_show(struct act *a, const struct request *q, struct reply *r)
{
    struct contract *contract = ledger_new(a, &contract_ledger);
    struct coverage_page *page = NEW(a->arena, struct coverage_page);
    bool found;

    if (!find_contract(a, q, contract, &found))
        return false;
    if (!found)
        return choose_first(a, q, r);
    page->title = contract->title ? contract->title : "";
    page->desk = address_record(a, "/contract/desk", contract->base.id);
    if (access_may(a, &obligation_ledger, DEED_IMPORT,
                   &(struct record){ .contract = contract->base.id }))
        page->import = arena_print(a->arena, "%s/import", obligation_ledger.path);
    return coverage_read(a, contract->base.id, &page->coverage) &&
           reply_page(a, q, r, "義務の充足", contract_coverage_view_body, page);
}

/* ?days=30: from today on, so many days; else all there are. */
static struct period
days_asked(struct act *a, const struct request *q)
{
    const char *text = pairs_get(&q->query, "days");
    struct date today = instant_date(a->now);
    int days = 0;

    for (; text && *text >= '0' && *text <= '9' && days < YEAR_DAYS * 10; text++)
        days = days * 10 + (*text - '0');
    return days ? (struct period){ today, date_add(today, days) } : (struct period){ { 0 }, { 0 } };
}

bool
dues_show(struct act *a, const struct request *q, struct reply *r)
{
    struct contract *contract = ledger_new(a, &contract_ledger);
    struct dues_page *page = NEW(a->arena, struct dues_page);
    const struct calendar *calendar;
    const struct due_item **items;
    struct due_items dues;
    bool found;

    if (!find_contract(a, q, contract, &found))
        return false;
    if (!found)
        return choose_first(a, q, r);
    if (!contract_calendar(a, contract->base.id, &calendar) ||
        !dues_read(a, contract->base.id, days_asked(a, q), &dues))
        return false;
    items = NEW_ARRAY(a->arena, dues.count + 1, const struct due_item *);
    for (size_t i = 0; i < dues.count; i++)
        items[i] = &dues.rows[i];
    *page = (struct dues_page){ .title = contract->title ? contract->title : "",
                                .desk = address_record(a, "/contract/desk", contract->base.id),
                                .rows = NEW_ARRAY(a->arena, dues.count + 1, struct due_row),
                                .count = dues.count,
                                .more = dues.more };
    due_rows(a, calendar, q->session->western, items, dues.count, page->rows);
    return reply_page(a, q, r, "期限の一覧", contract_dues_view_body, page);
}
