#include "desk/loan_board.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/wareki.h"
#include "desk/loan.h"
#include "desk/views.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "store/act.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/session.h"

#define PATH "/desk/loan_week"

FRAME_BODY(loan_board_view, struct board_page)

static const char *
iso(struct act *a, struct date date)
{
    char text[DATE_TEXT];

    date_print(date, text);
    return arena_copy(a->arena, text);
}

static const char *
day_title(struct act *a, struct date date)
{
    struct day day = date_take(date);

    return arena_print(a->arena, "%d月%d日（%s）", day.month, day.day,
                       weekday_name(date_weekday(date)));
}

static void
fill_cell(struct act *a, const struct loan_kind *kind, struct date day, int64_t used,
          struct board_cell *out)
{
    int64_t left = kind->usable > used ? kind->usable - used : 0;

    out->is_full = !left;
    out->left = left ? arena_print(a->arena, "空き %lld", (long long)left) : "空きなし";
    if (!used)
        return;
    out->used = arena_print(a->arena, "使用 %lld", (long long)used);
    out->about = arena_print(a->arena, "%s　%s の貸出", kind->title, day_title(a, day));
    out->href = arena_print(
        a->arena, "%s?view=all&kind=%lld&begins_at.lt=%s&ends_at.ge=%s&sort=begins_at",
        loan_ledger.path, (long long)kind->base.id, iso(a, date_add(day, 1)), iso(a, day));
}

static bool
fill_kinds(struct act *a, struct date from, struct board_page *page)
{
    struct pair all[] = { { "view", "all" } };
    struct pairs pairs = { all, 1 };
    struct list_request request;
    struct list list;

    if (!list_parse(a, &loan_kind_ledger, &pairs, &request))
        return false;
    request.limit = BOARD_KINDS;
    if (!list_read(a, &request, &list))
        return false;
    page->rows = NEW_ARRAY(a->arena, list.count + 1, struct board_row);
    for (size_t i = 0; i < list.count; i++) {
        const struct loan_kind *kind = list_record(&loan_kind_ledger, &list, i);
        struct board_row *row = &page->rows[page->count++];
        int64_t used[LOAN_WEEK];

        if (!loan_week_read(a, kind, from, used))
            return false;
        row->title = kind->title;
        row->href = address_record(a, loan_kind_ledger.path, kind->base.id);
        row->units = arena_print(a->arena, "%lld台", (long long)kind->usable);
        for (int day = 0; day < LOAN_WEEK; day++)
            fill_cell(a, kind, date_add(from, day), used[day], &row->days[day]);
    }
    return true;
}

static bool
fill_late(struct act *a, const struct request *q, struct board_page *page)
{
    struct pair late[] = { { "view", "late" } };
    struct pairs pairs = { late, 1 };
    struct date today = instant_date(a->now);
    struct list_request request;
    struct list list;

    if (!access_may(a, &loan_ledger, DEED_READ, NULL))
        return true;
    if (!list_parse(a, &loan_ledger, &pairs, &request))
        return false;
    request.limit = BOARD_LATE;
    if (!list_read(a, &request, &list))
        return false;
    page->more_late = list.next != NULL;
    page->late = NEW_ARRAY(a->arena, list.count + 1, struct late_row);
    for (size_t i = 0; i < list.count; i++) {
        const struct loan *it = list_record(&loan_ledger, &list, i);

        page->late[page->late_count++] = (struct late_row){
            .title = it->title,
            .href = address_record(a, loan_ledger.path, it->base.id),
            .due = wareki_print(a->arena, it->due_on,
                                q->session->western ? WAREKI_WESTERN : WAREKI_SHORT),
            .days = arena_print(a->arena, "%d日の遅れ", (int)(today.day - it->due_on.day)),
        };
    }
    return true;
}

/* The Monday of the week that was asked for. */
static bool
first_day(struct act *a, const struct request *q, struct date *out)
{
    const char *text = pairs_get(&q->query, "from");
    const char *why;

    *out = instant_date(a->now);
    if (text && *text && !wareki_parse(a->arena, text, out, &why))
        return fail(a, FAULT_MALFORMED, "from", "%s", why);
    *out = date_add(*out, -(((int)date_weekday(*out) + 6) % 7));
    return true;
}

static const char *
week_at(struct act *a, struct date from)
{
    return arena_print(a->arena, PATH "?from=%s", iso(a, from));
}

bool
loan_board_show(struct act *a, const struct request *q, struct reply *r)
{
    struct board_page page = { .may_ask = access_may(a, &loan_ledger, DEED_CREATE, NULL) };
    struct date from, today = instant_date(a->now);
    struct frame frame;

    if (!first_day(a, q, &from) || !fill_kinds(a, from, &page) || !fill_late(a, q, &page))
        return false;
    for (int i = 0; i < LOAN_WEEK; i++) {
        struct date day = date_add(from, i);

        page.days[i] = (struct board_day){ .title = day_title(a, day),
                                           .closed = calendar_reason(&calendar_office, day),
                                           .is_today = day.day == today.day };
    }
    page.week = arena_print(a->arena, "%sからの1週間", wareki_print(a->arena, from, WAREKI_LONG));
    page.previous = week_at(a, date_add(from, -LOAN_WEEK));
    page.next = week_at(a, date_add(from, LOAN_WEEK));
    if (today.day < from.day || today.day >= from.day + LOAN_WEEK)
        page.present = PATH;
    frame_fill(a, q, "貸出の週表", &frame);
    frame.help = "/help/loan";
    return frame_reply(a, r, &frame, loan_board_view_body, &page);
}
