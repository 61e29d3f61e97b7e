/* 議事録: decisions first, then what was said, what is to be done, and the next meeting. */
#include "contract/papers.h"

#include "base/arena.h"
#include "contract/meeting.h"
#include "contract/paper_head.h"
#include "ledger/access.h"
#include "store/act.h"

static const char *
id_text(struct act *a, int64_t id)
{
    return arena_print(a->arena, "%lld", (long long)id);
}

static bool
write_actions(struct contract_paper *p, int64_t meeting, size_t *count)
{
    struct list list;

    if (!paper_rows(p, &action_item_ledger,
                    FILTERS("meeting", id_text(p->a, meeting), "sort", "id"), &list))
        return false;
    compose_section(p->c, 2, "宿題");
    paper_table(p, &action_item_ledger, &list, "title side:200 assignee:260 due_on:200 state:180",
                "決まった宿題");
    *count = list.count;
    return true;
}

/* What the meeting before in the same series had left to do. */
static bool
write_before(struct contract_paper *p, const struct meeting *it)
{
    struct list meetings, items;
    const struct meeting *before;

    if (!it->series.id || it->turn < 2)
        return true;
    if (!paper_rows(
            p, &meeting_ledger,
            FILTERS("series", id_text(p->a, it->series.id), "turn", id_text(p->a, it->turn - 1)),
            &meetings))
        return false;
    if (!meetings.count)
        return true;
    before = meetings.rows;
    if (!paper_rows(p, &action_item_ledger,
                    FILTERS("meeting", id_text(p->a, before->base.id), "sort", "id"), &items))
        return false;
    compose_section(p->c, 2, "前回の宿題の結果");
    paper_table(p, &action_item_ledger, &items, "title result state:180 done_on:200", "前回の宿題");
    return true;
}

static bool
write_next(struct contract_paper *p, const struct meeting *it)
{
    struct list list;
    char from[INSTANT_TEXT];
    const struct meeting *next;
    struct figure when;

    if (!it->series.id)
        return true;
    instant_print(it->begins_at, from);
    if (!paper_rows(p, &meeting_ledger,
                    FILTERS("series", id_text(p->a, it->series.id), "begins_at.gt",
                            arena_copy(p->a->arena, from), "sort", "begins_at", "limit", "1"),
                    &list))
        return false;
    compose_section(p->c, 2, "次回");
    if (!list.count) {
        compose_paragraph(p->c, "次回の予定はない。");
        return true;
    }
    next = list.rows;
    when = figure_time(next->begins_at, DAY_WEEKDAY);
    compose_paragraph(p->c, "%s　%s", figure_print(p->a->arena, &when),
                      next->place ? next->place : "");
    return true;
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct meeting *it = ledger_new(a, &meeting_ledger);
    const char *decisions;
    size_t actions;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) ||
        !paper_read(&p, &meeting_ledger, order->record, it))
        return false;
    paper_title(&p, arena_print(a->arena, "%s　議事録", it->title));
    paper_pairs(&p, &meeting_ledger, it,
                "number begins_at ends_at place chair attendees others agenda");
    decisions = it->decisions.text;
    if (decisions && *decisions)
        compose_lead(c, "%s", decisions);
    else
        compose_lead(c, "決まったことの記載はない。");
    compose_section(c, 2, "協議の内容");
    paper_prose(&p, it->minutes.text && *it->minutes.text ? it->minutes.text : "記載なし。");
    if (!write_actions(&p, it->base.id, &actions) || !write_before(&p, it) || !write_next(&p, it))
        return false;
    compose_section(c, 2, "作成と確認");
    paper_pairs(&p, &meeting_ledger, it, "writer minutes_due asked_on objection confirmed_on");
    compose_end(c);
    return true;
}

const struct report minutes_report = {
    .key = "minutes",
    .title = "議事録",
    .help = "会議の記録、宿題、前回の宿題の結果、次回の予定から作ります。",
    .of = &meeting_ledger,
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
    .make = make,
};
