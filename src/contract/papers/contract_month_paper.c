/* 業務月報: what the records of a contract say about one month, part by part. */
#include "contract/papers.h"

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/assignment.h"
#include "contract/complaint.h"
#include "contract/coverage.h"
#include "contract/deliverable.h"
#include "contract/event_rights.h"
#include "contract/incident.h"
#include "contract/information_event.h"
#include "contract/meeting.h"
#include "contract/paper_head.h"
#include "contract/replacement.h"
#include "contract/training.h"
#include "store/act.h"

enum { MONTH_PARTS = 10 };

/* A part: the rows whose field `on` lies in the month. */
struct month_part {
    const struct ledger *of;
    const char *on;
    const char *section; /* a new one begins here, or NULL */
    const char *caption;
    const char *columns;
};

static const struct month_part parts[MONTH_PARTS] = {
    { &deliverable_ledger, "delivered_on", "成果物", "納品した成果物",
      "number:240 title delivered_on:200 passed_on:200 state:200" },
    { &deliverable_ledger, "due", NULL, "納期が来た成果物",
      "number:240 title due:200 delivered_on:200 state:200" },
    { &meeting_ledger, "held_on", "会議と宿題", "開いた会議",
      "number:240 title held_on:200 minutes_due:300 confirmed_on:200 state:240" },
    { &action_item_ledger, "due_on", NULL, "期限が来た宿題・処置",
      "title side:200 assignee:260 due_on:200 state:180" },
    { &incident_ledger, "noticed_at", "インシデントと苦情", "発見したインシデント",
      "number:240 title kind:260 noticed_at:320 told_at:320 state:180" },
    { &complaint_ledger, "received_at", NULL, "受け付けた苦情・特異事案",
      "number:240 title kind:260 received_at:320 state:220" },
    { &assignment_ledger, "from", "従事者", "新しく従事した人",
      "title employer from:220 state:220" },
    { &replacement_ledger, "day", NULL, "交代した人", "number:240 title day:220 reason state:220" },
    { &training_ledger, "held_on", NULL, "実施した研修", "title kind:320 held_on:220 state:220" },
    { &information_event_ledger, "day", "情報の取扱い", "情報の受渡しと動き",
      "title item kind:260 day:200 quantity:150 person:240" },
};

static bool
read_parts(struct contract_paper *p, const struct report_order *order,
           struct list lists[MONTH_PARTS])
{
    char from[DATE_TEXT], until[DATE_TEXT];

    date_print(order->from, from);
    date_print(order->until, until);
    for (size_t i = 0; i < MONTH_PARTS; i++)
        if (!paper_rows(p, parts[i].of,
                        FILTERS(arena_print(p->a->arena, "%s.ge", parts[i].on), from,
                                arena_print(p->a->arena, "%s.le", parts[i].on), until, "sort",
                                parts[i].on),
                        &lists[i]))
            return false;
    return true;
}

static void
write_summary(struct contract_paper *p, const struct list lists[MONTH_PARTS],
              const struct coverage *coverage)
{
    struct keyfigure *keys = NEW_ARRAY(p->a->arena, 4, struct keyfigure);

    keys[0] =
        (struct keyfigure){ "義務の証明", figure_count(coverage_share(&coverage->whole), "％"),
                            arena_print(p->a->arena, "%lld／%lld件（作成の日現在）",
                                        (long long)coverage->whole.parts[COVERAGE_PROVEN],
                                        (long long)coverage->whole.total) };
    keys[1] =
        (struct keyfigure){ "納品した成果物", figure_count((int64_t)lists[0].count, "件"),
                            arena_print(p->a->arena, "納期が来たもの %zu件", lists[1].count) };
    keys[2] =
        (struct keyfigure){ "インシデント", figure_count((int64_t)lists[4].count, "件"),
                            arena_print(p->a->arena, "苦情・特異事案 %zu件", lists[5].count) };
    keys[3] = (struct keyfigure){ "情報の動き", figure_count((int64_t)lists[9].count, "件"), NULL };
    compose_section(p->c, 1, "要旨");
    compose_lead(
        p->c,
        "納品は%zu件、会議は%zu回、インシデントは%zu件である。期限を過ぎた義務は%lld件である。",
        lists[0].count, lists[2].count, lists[4].count,
        (long long)coverage->whole.parts[COVERAGE_LATE]);
    compose_keyfigures(p->c, keys, 4);
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    const char *period = report_period_title(a->arena, SPAN_MONTH, order->from);
    struct list lists[MONTH_PARTS];
    struct coverage coverage;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) || !read_parts(&p, order, lists) ||
        !coverage_read(a, order->contract, &coverage))
        return false;
    c->document->title = arena_print(a->arena, "%s　業務月報", period);
    paper_letter(c, p.contract, NULL, arena_print(a->arena, "業務月報（%s）", period), false);
    compose_paragraph(c, "%sから%sまでの業務の実施状況を、次のとおり報告します。",
                      wareki_print(a->arena, order->from, WAREKI_PLAIN),
                      wareki_print(a->arena, order->until, WAREKI_PLAIN));
    write_summary(&p, lists, &coverage);
    for (size_t i = 0; i < MONTH_PARTS; i++) {
        if (parts[i].section)
            compose_section(c, 1, parts[i].section);
        paper_table(&p, parts[i].of, &lists[i], parts[i].columns, parts[i].caption);
    }
    compose_section(c, 1, "課題と対策");
    paper_prose(&p, order->comment && *order->comment ? order->comment : "特記する事項はない。");
    compose_end(c);
    return true;
}

const struct report contract_month_report = {
    .key = "contract_month",
    .title = "業務月報",
    .help = "成果物、会議、インシデント、従事者、情報の動きを、その月の記録から並べます。",
    .span = SPAN_MONTH,
    .roles = BY_CONTRACTOR,
    .make = make,
};
