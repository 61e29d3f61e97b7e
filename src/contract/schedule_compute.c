/* The arithmetic of schedules; reading stands in schedule.c. */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "contract/schedule.h"

enum { YEARS_AROUND = 20, MONTHS = 12 };

/* Open days before each day of a window, so that spans are differences. */
struct axis {
    struct date first;
    int days;
    int *before; /* days + 1 of them */
};

static struct axis
axis_make(struct arena *arena, const struct calendar *calendar, const struct schedule *s)
{
    struct date least = date_add_months(s->today, -YEARS_AROUND * MONTHS);
    struct date most = date_add_months(s->today, YEARS_AROUND * MONTHS);
    struct date first = s->today, last = s->today;
    struct axis axis;

    for (size_t i = 0; i < s->count; i++) {
        const struct period *p = &s->tasks[i].planned, *r = &s->tasks[i].actual;
        struct date days[] = { p->from, p->until, r->from, r->until };

        for (size_t k = 0; k < sizeof days / sizeof *days; k++) {
            if (days[k].day && days[k].day < first.day)
                first = days[k];
            if (days[k].day > last.day)
                last = days[k];
        }
    }
    axis.first = first.day < least.day ? least : first;
    if (last.day > most.day)
        last = most;
    axis.days = last.day - axis.first.day + 2;
    axis.before = NEW_ARRAY(arena, (size_t)axis.days + 1, int);
    for (int i = 0; i < axis.days; i++)
        axis.before[i + 1] = axis.before[i] + calendar_open_day(calendar, date_add(axis.first, i));
    return axis;
}

/* Open days from the beginning of the axis to the beginning of this day. */
static int
place_of(const struct axis *axis, int32_t day)
{
    int at = day - axis->first.day;

    return axis->before[at < 0 ? 0 : at > axis->days ? axis->days : at];
}

static int
begin_of(const struct axis *axis, const struct schedule_task *t)
{
    return place_of(axis, t->milestone ? t->planned.until.day + 1 : t->planned.from.day);
}

static int
end_of(const struct axis *axis, const struct schedule_task *t)
{
    return place_of(axis, t->planned.until.day + 1);
}

static bool
has_plan(const struct schedule_task *t)
{
    return t->planned.from.day && t->planned.until.day;
}

static bool
is_done(const struct schedule_task *t)
{
    return t->actual.until.day && t->progress >= 100;
}

/* --- order ------------------------------------------------------------------------------- */

int
wbs_compare(const char *left, const char *right)
{
    while (*left && *right) {
        if (*left >= '0' && *left <= '9' && *right >= '0' && *right <= '9') {
            size_t a, b;
            int order;

            left += strspn(left, "0");
            right += strspn(right, "0");
            a = strspn(left, "0123456789");
            b = strspn(right, "0123456789");
            order = a != b ? (a > b) - (a < b) : strncmp(left, right, a);
            if (order)
                return order;
            left += a;
            right += b;
        } else if (*left != *right) {
            return (unsigned char)*left < (unsigned char)*right ? -1 : 1;
        } else {
            left++, right++;
        }
    }
    return (*left != 0) - (*right != 0);
}

/* Without a number behind those that have one. */
static int
by_wbs(const void *left, const void *right)
{
    const struct schedule_task *a = left, *b = right;
    int order = (!*a->wbs) - (!*b->wbs);

    if (!order)
        order = wbs_compare(a->wbs, b->wbs);
    return order ? order : (a->id > b->id) - (a->id < b->id);
}

static struct task_link *
links_of(struct arena *arena, const struct schedule *s)
{
    struct task_link *links = NEW_ARRAY(arena, s->count + 1, struct task_link);

    for (size_t i = 0; i < s->count; i++)
        links[i] = (struct task_link){ s->tasks[i].id, s->tasks[i].parent_id,
                                       s->tasks[i].predecessors, s->tasks[i].predecessor_count };
    return links;
}

/* Each under its parent: by number first, then down the tree with a stack of our own. */
static void
put_in_order(struct arena *arena, struct schedule *s)
{
    struct schedule_task *sorted = NEW_ARRAY(arena, s->count + 1, struct schedule_task);
    size_t *child = NEW_ARRAY(arena, s->count + 1, size_t); /* first child, by place */
    size_t *next = NEW_ARRAY(arena, s->count + 1, size_t);
    size_t top = NO_TASK, at, done = 0;
    struct task_graph graph;

    qsort(s->tasks, s->count, sizeof *s->tasks, by_wbs);
    task_graph_make(arena, links_of(arena, s), s->count, &graph);
    for (size_t i = 0; i < s->count; i++)
        child[i] = NO_TASK;
    for (size_t i = s->count; i-- > 0;) {
        size_t *first = graph.parent[i] == NO_TASK ? &top : &child[graph.parent[i]];

        next[i] = *first;
        *first = i;
    }
    at = top;
    for (int depth = 0; at != NO_TASK && done < s->count;) {
        sorted[done] = s->tasks[at];
        sorted[done++].depth = depth;
        if (child[at] != NO_TASK) {
            at = child[at];
            depth++;
            continue;
        }
        while (at != NO_TASK && next[at] == NO_TASK) {
            at = graph.parent[at];
            depth--;
        }
        if (at != NO_TASK)
            at = next[at];
    }
    s->count = done;
    s->tasks = sorted;
}

/* --- critical path -------------------------------------------------------------------------- */

/* Days of work between the two points of an edge: only a task itself takes time. */
static int
weight(const struct schedule *s, const struct task_graph *g, size_t from, size_t to)
{
    return from % 2 == 0 && to == from + 1 && !g->has_below[from / 2] ? s->tasks[from / 2].days : 0;
}

/* Whether a task, or one it stands under, waits for another. */
static bool *
find_waiting(struct arena *arena, const struct task_graph *g)
{
    bool *waits = NEW_ARRAY(arena, g->tasks + 1, bool);

    for (size_t from = 1; from < 2 * g->tasks; from += 2)
        for (size_t i = g->first[from]; i < g->first[from + 1]; i++)
            if (g->to[i] % 2 == 0)
                waits[g->to[i] / 2] = true;
    for (size_t i = 0; i < g->tasks; i++)
        if (g->parent[i] != NO_TASK && waits[g->parent[i]])
            waits[i] = true;
    return waits;
}

static void
find_slack(struct arena *arena, const struct axis *axis, const struct task_graph *g,
           struct schedule *s)
{
    size_t points = 2 * s->count;
    int *early = NEW_ARRAY(arena, points + 1, int);
    int *late = NEW_ARRAY(arena, points + 1, int);
    bool *waits = find_waiting(arena, g);
    int end = 0;

    for (size_t i = 0; i < s->count; i++)
        if (has_plan(&s->tasks[i]) && !g->has_below[i] && !waits[i])
            early[2 * i] = begin_of(axis, &s->tasks[i]);
    for (size_t n = 0; n < g->ordered; n++) {
        size_t from = g->order[n];

        for (size_t i = g->first[from]; i < g->first[from + 1]; i++)
            if (early[g->to[i]] < early[from] + weight(s, g, from, g->to[i]))
                early[g->to[i]] = early[from] + weight(s, g, from, g->to[i]);
        if (end < early[from])
            end = early[from];
    }
    for (size_t i = 0; i < points; i++)
        late[i] = end;
    for (size_t n = g->ordered; n-- > 0;) {
        size_t from = g->order[n];

        for (size_t i = g->first[from]; i < g->first[from + 1]; i++)
            if (late[from] > late[g->to[i]] - weight(s, g, from, g->to[i]))
                late[from] = late[g->to[i]] - weight(s, g, from, g->to[i]);
    }
    for (size_t i = 0; i < s->count; i++) {
        struct schedule_task *t = &s->tasks[i];

        if (!has_plan(t) || g->has_below[i])
            continue;
        t->slack = late[2 * i] - early[2 * i];
        t->is_critical = t->slack == 0;
    }
}

/* Columns of the network: what waits for another stands to its right. */
static void
find_ranks(struct arena *arena, const struct task_graph *g, struct schedule *s)
{
    int *rank = NEW_ARRAY(arena, 2 * s->count + 1, int);

    for (size_t n = 0; n < g->ordered; n++) {
        size_t from = g->order[n];

        for (size_t i = g->first[from]; i < g->first[from + 1]; i++) {
            size_t to = g->to[i];
            int least = rank[from] + (from % 2 == 1 && to % 2 == 0);

            if (rank[to] < least)
                rank[to] = least;
        }
    }
    for (size_t i = 0; i < s->count; i++)
        s->tasks[i].rank = rank[2 * i];
}

/* --- progress --------------------------------------------------------------------------------- */

static struct schedule_point
front_of(const struct schedule_task *t, struct date today)
{
    int64_t part;

    if (!has_plan(t))
        return (struct schedule_point){ today, 0 };
    if (is_done(t))
        return (struct schedule_point){
            t->planned.until.day < today.day ? today : date_add(t->planned.until, 1), 0
        };
    if (t->progress <= 0 && t->planned.from.day >= today.day)
        return (struct schedule_point){ today, 0 };
    part = (int64_t)(t->planned.until.day - t->planned.from.day + 1) * t->progress;
    return (struct schedule_point){ date_add(t->planned.from, (int)(part / 100)),
                                    (int)(part % 100) };
}

static int
late_of(const struct axis *axis, const struct schedule_task *t, struct date today)
{
    int late;

    if (!has_plan(t))
        return 0;
    if (is_done(t))
        late = place_of(axis, t->actual.until.day + 1) - end_of(axis, t);
    else
        late = place_of(axis, today.day) - begin_of(axis, t) - t->days * t->progress / 100;
    return late > 0 ? late : 0;
}

static void
widen(struct period *period, struct period by)
{
    if (by.from.day && (!period->from.day || by.from.day < period->from.day))
        period->from = by.from;
    if (by.until.day > period->until.day)
        period->until = by.until;
}

/* From the last to the first, so that what stands below comes before what it adds up to. */
static void
add_up(struct arena *arena, const struct task_graph *g, struct schedule *s)
{
    int64_t *work = NEW_ARRAY(arena, s->count + 1, int64_t);
    int64_t *done = NEW_ARRAY(arena, s->count + 1, int64_t);
    struct period *below = NEW_ARRAY(arena, s->count + 1, struct period);
    bool *running = NEW_ARRAY(arena, s->count + 1, bool); /* something below has not ended */
    int64_t all = 0, all_done = 0;

    for (size_t i = s->count; i-- > 0;) {
        struct schedule_task *t = &s->tasks[i];
        size_t up = g->parent[i];

        if (!g->has_below[i]) {
            work[i] = t->days;
            done[i] = (int64_t)t->days * t->progress;
            running[i] = !t->actual.until.day;
            all += work[i];
            all_done += done[i];
        } else {
            t->done_percent = work[i] ? (int)(done[i] / work[i]) : t->progress;
            t->days = (int)work[i];
            if (!has_plan(t))
                t->shown = below[i];
            if (running[i])
                t->ran.until = (struct date){ 0 };
        }
        if (s->late < t->late)
            s->late = t->late;
        if (up == NO_TASK)
            continue;
        work[up] += work[i];
        done[up] += done[i];
        running[up] = running[up] || running[i];
        widen(&below[up], t->shown);
        widen(&s->tasks[up].ran, t->ran);
        if (s->tasks[up].late < t->late)
            s->tasks[up].late = t->late;
        s->tasks[up].is_critical = s->tasks[up].is_critical || t->is_critical;
    }
    s->done_percent = all ? (int)(all_done / all) : 0;
}

static void
find_links(struct arena *arena, const struct axis *axis, const struct task_link *links,
           struct schedule *s)
{
    size_t most = 0;

    for (size_t i = 0; i < s->count; i++)
        most += s->tasks[i].predecessor_count;
    s->links = NEW_ARRAY(arena, most + 1, struct schedule_link);
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = 0; k < s->tasks[i].predecessor_count; k++) {
            size_t from = task_graph_find(links, s->count, s->tasks[i].predecessors[k]);
            struct schedule_task *to = &s->tasks[i];
            struct schedule_link link = { from, i, false, false };
            struct schedule_task it;

            if (from == NO_TASK)
                continue;
            it = s->tasks[from];
            it.planned = it.shown;
            if (has_plan(&it) && has_plan(to)) {
                int gap = begin_of(axis, to) - end_of(axis, &it);

                link.is_broken = gap < 0;
                link.is_critical = it.is_critical && to->is_critical && gap <= 0;
            }
            to->is_too_early = to->is_too_early || link.is_broken;
            s->links[s->link_count++] = link;
        }
}

void
schedule_compute(struct arena *arena, const struct calendar *calendar, struct date today,
                 struct schedule *s)
{
    struct task_link *links;
    struct task_graph graph;
    struct axis axis;

    s->today = today;
    put_in_order(arena, s);
    links = links_of(arena, s);
    task_graph_make(arena, links, s->count, &graph);
    axis = axis_make(arena, calendar, s);
    for (size_t i = 0; i < s->count; i++) {
        struct schedule_task *t = &s->tasks[i];

        t->parent = graph.parent[i];
        t->has_below = graph.has_below[i];
        t->shown = t->planned;
        t->ran = t->has_below ? (struct period){ { 0 }, { 0 } } : t->actual;
        t->done_percent = t->progress;
        if (has_plan(t) && !t->has_below)
            t->days = end_of(&axis, t) - begin_of(&axis, t);
        t->late = t->has_below ? 0 : late_of(&axis, t, today);
        t->front = front_of(t, today);
        if (t->parent != NO_TASK && has_plan(t) && has_plan(&s->tasks[t->parent]))
            t->is_outside = t->planned.from.day < s->tasks[t->parent].planned.from.day ||
                            t->planned.until.day > s->tasks[t->parent].planned.until.day;
        widen(&s->span, t->planned);
        widen(&s->span, (struct period){ t->actual.from, t->actual.from });
        widen(&s->span, (struct period){ t->actual.until, t->actual.until });
    }
    if (!task_graph_circle(&graph))
        find_slack(arena, &axis, &graph, s);
    find_ranks(arena, &graph, s);
    add_up(arena, &graph, s);
    find_links(arena, &axis, links, s);
}
