#include "contract/schedule_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/wareki.h"
#include "contract/schedule.h"
#include "contract/task.h"
#include "contract/views.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/frame.h"
#include "web/route.h"
#include "web/session.h"

/* A row is 32 high; the page shows at most so many days around today. */
enum { ROW = 32, DAYS_BEFORE = 400, DAYS_AFTER = 800, MARGIN = 48 };

FRAME_BODY(schedule_view, struct schedule_page)

/* Days as they lie on the drawing. */
struct scale {
    struct date first;
    struct date last;
    int pixels; /* a day */
};

static struct scale
scale_of(const struct schedule *s)
{
    struct scale scale = { .first = s->span.from.day ? s->span.from : s->today,
                           .last = s->span.until.day ? s->span.until : s->today };
    struct day day;
    int days;

    if (scale.first.day > s->today.day)
        scale.first = s->today;
    if (scale.last.day < s->today.day)
        scale.last = s->today;
    if (scale.first.day < s->today.day - DAYS_BEFORE)
        scale.first.day = s->today.day - DAYS_BEFORE;
    if (scale.last.day > s->today.day + DAYS_AFTER)
        scale.last.day = s->today.day + DAYS_AFTER;
    day = date_take(scale.first);
    scale.first = date_add(scale.first, 1 - day.day);
    scale.last = date_month_end(scale.last);
    days = scale.last.day - scale.first.day + 1;
    scale.pixels = days <= 124 ? 6 : days <= 250 ? 3 : days <= 500 ? 2 : 1;
    return scale;
}

/* The left edge of a day, kept within the drawing. */
static int
place(const struct scale *scale, struct date date)
{
    int day = date.day < scale->first.day      ? scale->first.day
              : date.day > scale->last.day + 1 ? scale->last.day + 1
                                               : date.day;

    return (day - scale->first.day) * scale->pixels;
}

static struct schedule_bar
bar(const struct scale *scale, struct date from, struct date until)
{
    struct schedule_bar it = { 0, 0 };

    if (!from.day || !until.day || until.day < from.day)
        return it;
    it.x = place(scale, from);
    it.width = place(scale, date_add(until, 1)) - it.x;
    return it;
}

static int
front_place(const struct scale *scale, struct schedule_point point)
{
    int x = place(scale, point.day) + point.hundredths * scale->pixels / 100;
    int end = place(scale, date_add(scale->last, 1));

    return x > end ? end : x;
}

static const char *
day_words(struct act *a, struct date date, bool western)
{
    if (!date.day)
        return "";
    return wareki_print(a->arena, date, western ? WAREKI_WESTERN : WAREKI_SHORT);
}

static const char *
period_words(struct act *a, struct period period, bool western)
{
    if (!period.from.day && !period.until.day)
        return "―";
    if (period.from.day == period.until.day)
        return day_words(a, period.from, western);
    return arena_print(a->arena, "%s〜%s", day_words(a, period.from, western),
                       day_words(a, period.until, western));
}

static bool
is_ended(const struct schedule_task *t)
{
    return t->ran.until.day && t->done_percent >= 100;
}

static const char *
standing(struct act *a, const struct schedule_task *t)
{
    if (t->late > 0)
        return arena_print(a->arena, is_ended(t) ? "完了（%d日遅れ）" : "%d日遅れ", t->late);
    if (is_ended(t))
        return "完了";
    if (!t->shown.from.day)
        return "予定なし";
    if (t->has_below)
        return t->is_critical ? "余裕なし" : "予定どおり";
    return t->slack ? arena_print(a->arena, "余裕 %d日", t->slack) : "余裕なし";
}

static const char *
note(const struct schedule_task *t)
{
    if (t->is_too_early && t->is_outside)
        return "先に終わる作業より早く始まり、上の作業の期間からも出ています。";
    if (t->is_too_early)
        return "先に終わる作業が終わる前に始まる予定です。";
    return t->is_outside ? "上の作業の予定の期間から出ています。" : NULL;
}

static const char *
indent(int depth)
{
    static const char *const classes[] = { "deep0", "deep1", "deep2", "deep3" };

    return classes[depth > 3 ? 3 : depth];
}

static void
fill_row(struct act *a, const struct schedule *s, const struct schedule_task *t,
         const struct scale *scale, bool western, struct schedule_row *row)
{
    struct date until = t->ran.until.day ? t->ran.until : s->today;

    *row = (struct schedule_row){
        .href = arena_print(a->arena, "%s/%lld", task_ledger.path, (long long)t->id),
        .wbs = t->wbs,
        .title = t->title,
        .indent = indent(t->depth),
        .assignee = *t->assignee ? t->assignee : "―",
        .planned = period_words(a, t->shown, western),
        .ran = period_words(a, t->ran, western),
        .progress = arena_print(a->arena, "%d%%", t->done_percent),
        .standing = standing(a, t),
        .note = note(t),
        .is_late = t->late > 0 && !is_ended(t),
        .has_below = t->has_below,
        .is_milestone = t->milestone && t->shown.until.day,
        .is_critical = t->is_critical,
        .is_ended = is_ended(t),
        .plan = bar(scale, t->shown.from, t->shown.until),
        .actual = bar(scale, t->ran.from, until),
    };
    if (t->late > 0 && !t->has_below)
        row->mark = arena_print(a->arena, "+%d日", t->late);
    row->mark_x = row->plan.x + row->plan.width;
    if (row->mark_x < row->actual.x + row->actual.width)
        row->mark_x = row->actual.x + row->actual.width;
    row->mark_x += 6;
    if (row->is_milestone)
        row->diamond = arena_print(a->arena, "M%d 9l7 7l-7 7l-7-7z",
                                   place(scale, date_add(t->shown.until, 1)));
}

/* Through the middle of each row at its point, meeting the neighbours half-way. Rows that
   add up others are passed on today's line. */
static void
draw_front(struct act *a, const struct schedule *s, const struct scale *scale,
           struct schedule_page *page)
{
    int *x = NEW_ARRAY(a->arena, s->count + 2, int);

    for (size_t i = 0; i < s->count; i++)
        x[i + 1] = s->tasks[i].has_below ? page->today_x : front_place(scale, s->tasks[i].front);
    x[0] = x[s->count + 1] = page->today_x;
    for (size_t i = 1; i <= s->count; i++)
        page->rows[i - 1].front = arena_print(a->arena, "M%d 0L%d %dL%d %d", (x[i - 1] + x[i]) / 2,
                                              x[i], ROW / 2, (x[i] + x[i + 1]) / 2, ROW);
}

static void
fill_months(struct act *a, const struct scale *scale, struct schedule_page *page)
{
    struct buffer grid = { .arena = a->arena };
    struct date month = scale->first;
    int year = 0;

    page->months = NEW_ARRAY(a->arena, 64, struct schedule_month);
    for (; month.day <= scale->last.day && page->month_count < 64;
         month = date_add_months(month, 1)) {
        struct day day = date_take(month);
        struct schedule_month *it = &page->months[page->month_count++];

        /* A month of 30 pixels has no room for its name; quarters have. */
        it->x = place(scale, month);
        it->label =
            scale->pixels > 1 || day.month % 3 == 1 ? arena_print(a->arena, "%d月", day.month) : "";
        if (day.year != year)
            it->year = arena_print(a->arena, "%d年", day.year);
        year = day.year;
        buffer_text(&grid, arena_print(a->arena, "M%d 0V%d", it->x, ROW));
    }
    page->grid = buffer_string(&grid);
}

static void
sum_up(struct act *a, const struct schedule *s, struct schedule_page *page)
{
    const struct schedule_task *worst = NULL;
    size_t late = 0, critical = 0, leaves = 0;

    for (size_t i = 0; i < s->count; i++) {
        const struct schedule_task *t = &s->tasks[i];

        page->noted += page->rows[i].note != NULL;
        if (t->has_below)
            continue;
        leaves++;
        critical += t->is_critical;
        late += t->late > 0 && !is_ended(t);
        if (t->late > 0 && !is_ended(t) && (!worst || t->late > worst->late))
            worst = t;
    }
    page->summary =
        worst ? arena_print(a->arena,
                            "作業 %zu件、全体の進捗 %d%%。%zu件が遅れていて、いちばん遅いのは"
                            "「%s」の%d営業日です。余裕のない作業は%zu件です。",
                            leaves, s->done_percent, late, worst->title, worst->late, critical)
              : arena_print(a->arena,
                            "作業 %zu件、全体の進捗 %d%%。遅れている作業はありません。"
                            "余裕のない作業は%zu件です。",
                            leaves, s->done_percent, critical);
}

static bool
fill(struct act *a, const struct request *q, struct schedule_page *page)
{
    struct contract *contract = ledger_new(a, &contract_ledger);
    bool western = q->session->western, found;
    struct schedule s;
    struct scale scale;

    page->chosen = q->session->contract != 0;
    if (!page->chosen)
        return true;
    if (!schedule_read(a, q->session->contract, &s) ||
        !shape_read(a, shape_of(&contract_ledger), q->session->contract, false, contract, &found))
        return false;
    page->contract = found && contract->title ? contract->title : "";
    scale = scale_of(&s);
    page->width = place(&scale, date_add(scale.last, 1)) + MARGIN;
    page->today_x = place(&scale, s.today);
    page->today = day_words(a, s.today, western);
    page->rows = NEW_ARRAY(a->arena, s.count + 1, struct schedule_row);
    for (size_t i = 0; i < s.count; i++)
        fill_row(a, &s, &s.tasks[i], &scale, western, &page->rows[i]);
    page->row_count = s.count;
    draw_front(a, &s, &scale, page);
    fill_months(a, &scale, page);
    sum_up(a, &s, page);
    return true;
}

bool
schedule_show(struct act *a, const struct request *q, struct reply *r)
{
    struct schedule_page page = { .rows = NULL };
    struct frame frame;

    if (!fill(a, q, &page))
        return false;
    frame_fill(a, q, "工程表", &frame);
    return frame_reply(a, r, &frame, schedule_view_body, &page);
}
