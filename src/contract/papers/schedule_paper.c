/* 日程表（WBS）: Gantt chart, network and changes on one A3 page. */
#include "contract/papers.h"

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/paper_head.h"
#include "contract/schedule.h"
#include "contract/task.h"
#include "ledger/access.h"
#include "store/act.h"

enum { A3_WIDTH = 1070, HALF_WIDTH = 500 };

static struct diagram_node
bar_of(struct contract_paper *p, const struct schedule_task *it)
{
    const char **detail = NEW_ARRAY(p->a->arena, 2, const char *);
    struct diagram_node node = {
        .title = arena_print(p->a->arena, "%s%s%s", it->wbs, *it->wbs ? "　" : "", it->title),
        .detail = detail,
        .level = it->depth,
        .strong = it->has_below || it->is_critical,
        .planned_from = it->shown.from,
        .planned_until = it->shown.until,
        .actual_from = it->ran.from,
        .actual_until = it->ran.until,
        .progress = it->done_percent,
        .late = it->late,
        .milestone = it->milestone,
    };

    if (*it->assignee)
        detail[node.detail_count++] = it->assignee;
    return node;
}

/* Tasks that are work; what holds others only sums them up. */
static size_t
leaves(const struct schedule *s)
{
    size_t count = 0;

    for (size_t i = 0; i < s->count; i++)
        count += !s->tasks[i].has_below;
    return count;
}

static void
write_gantt(struct contract_paper *p, const struct schedule *s)
{
    struct arena *arena = p->a->arena;
    struct diagram *d = NEW(arena, struct diagram);
    struct diagram_node *nodes = NEW_ARRAY(arena, s->count + 1, struct diagram_node);

    for (size_t i = 0; i < s->count; i++)
        nodes[i] = bar_of(p, &s->tasks[i]);
    *d = (struct diagram){
        .kind = DIAGRAM_GANTT,
        .title = "作業の予定と実績",
        .alternative = arena_print(arena, "作業%zu件、全体の進捗は%d％、最大の遅れは%d日。",
                                   leaves(s), s->done_percent, s->late),
        .caption = "作業の予定と実績",
        .nodes = nodes,
        .count = s->count,
        .today = s->today,
        .from = s->span.from,
        .until = s->span.until,
        .width = A3_WIDTH,
    };
    compose_diagram(p->c, d);
}

/* Only tasks that wait for others or are waited for: the rest have no place in a network. */
static void
write_network(struct contract_paper *p, const struct schedule *s)
{
    struct arena *arena = p->a->arena;
    struct diagram *d = NEW(arena, struct diagram);
    struct diagram_node *nodes = NEW_ARRAY(arena, s->count + 1, struct diagram_node);
    struct diagram_edge *edges = NEW_ARRAY(arena, s->link_count + 1, struct diagram_edge);
    size_t *places = NEW_ARRAY(arena, s->count + 1, size_t);

    *d = (struct diagram){ .kind = DIAGRAM_NETWORK,
                           .title = "作業の前後関係",
                           .alternative = arena_print(arena, "前後関係は%zu件。", s->link_count),
                           .caption = "作業の前後関係と余裕日数",
                           .nodes = nodes,
                           .edges = edges,
                           .width = HALF_WIDTH };
    for (size_t i = 0; i < s->link_count; i++)
        places[s->links[i].from] = places[s->links[i].to] = 1;
    for (size_t i = 0; i < s->count; i++) {
        const struct schedule_task *it = &s->tasks[i];
        const char **detail;

        if (!places[i])
            continue;
        places[i] = d->count;
        detail = NEW_ARRAY(arena, 2, const char *);
        detail[0] = arena_print(arena, "%d日", it->days);
        detail[1] = arena_print(arena, "余裕 %d日", it->slack);
        nodes[d->count++] = (struct diagram_node){
            .title = arena_print(arena, "%s %s", it->wbs, it->title),
            .detail = detail,
            .detail_count = 2,
            .strong = it->is_critical,
        };
    }
    for (size_t i = 0; i < s->link_count; i++)
        edges[d->edge_count++] = (struct diagram_edge){ .from = places[s->links[i].from],
                                                        .to = places[s->links[i].to],
                                                        .strong = s->links[i].is_critical };
    if (d->count)
        compose_diagram(p->c, d);
}

static bool
write_changes(struct contract_paper *p)
{
    struct list list;

    if (!paper_rows(p, &schedule_change_ledger, FILTERS("sort", "-changed_on", "limit", "20"),
                    &list))
        return false;
    paper_table(p, &schedule_change_ledger, &list,
                "title planned_before planned_after grounds reported_on:200", "日程の変更");
    return true;
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct schedule s;
    struct contract_paper p;

    c->document->page = PAPER_A3_WIDE;
    if (!paper_open(a, order, c, records, &p) || !schedule_read(a, order->contract, &s))
        return false;
    *records += (int64_t)s.count;
    paper_title(&p, arena_print(a->arena, "日程表（WBS）　%s現在",
                                wareki_print(a->arena, c->document->date, WAREKI_PLAIN)));
    if (!s.count) {
        compose_lead(c, "作業の記録は0件である。");
        return true;
    }
    if (s.late)
        compose_lead(c, "作業は%zu件、全体の進捗は%d％で、最も遅れているものは%d日遅れている。",
                     leaves(&s), s.done_percent, s.late);
    else
        compose_lead(c, "作業は%zu件、全体の進捗は%d％で、遅れている作業はない。", leaves(&s),
                     s.done_percent);
    write_gantt(&p, &s);
    compose_columns(c, 2);
    write_network(&p, &s);
    compose_next(c);
    if (!write_changes(&p))
        return false;
    compose_columns_end(c);
    return true;
}

const struct report schedule_report = {
    .key = "schedule",
    .title = "日程表（WBS）",
    .help = "作業の予定と実績、前後関係、日程の変更をA3の1枚にします。",
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .make = make,
};
