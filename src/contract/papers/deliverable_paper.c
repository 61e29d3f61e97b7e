/* 成果物一覧, 検査結果通知書. */
#include "contract/papers.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/deliverable.h"
#include "contract/event_rights.h"
#include "contract/inspection.h"
#include "contract/paper_head.h"
#include "ledger/core/core.h"
#include "store/act.h"

static bool
make_list(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct completion completion;
    struct list list;
    struct contract_paper p;

    c->document->page = PAPER_A4_WIDE;
    if (!paper_open(a, order, c, records, &p) ||
        !paper_rows(&p, &deliverable_ledger, FILTERS("sort", "number"), &list) ||
        !contract_completion(a, order->contract, &completion))
        return false;
    paper_title(&p, arena_print(a->arena, "成果物一覧（%s現在）",
                                wareki_print(a->arena, c->document->date, WAREKI_PLAIN)));
    compose_lead(c, "成果物は%lld件で、検査に合格したものは%lld件である。%s",
                 (long long)completion.deliverables, (long long)completion.passed,
                 completion.complete ? "業務は完了した。" : "");
    paper_table(&p, &deliverable_ledger, &list,
                "number:220 title due:200 formats:300 copies:120 delivered_on:200 round:220 "
                "inspect_by:200 passed_on:200 state:200",
                "成果物");
    compose_end(c);
    return true;
}

static bool
make_notice(struct act *a, const struct report_order *order, struct composition *c,
            int64_t *records)
{
    struct inspection *it = ledger_new(a, &inspection_ledger);
    struct letterhead *head = NEW(a->arena, struct letterhead);
    const char **to = NEW_ARRAY(a->arena, 1, const char *);
    const char **from = NEW_ARRAY(a->arena, 1, const char *);
    struct figure state;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p) ||
        !paper_read(&p, &inspection_ledger, order->record, it))
        return false;
    c->document->face = FACE_LETTER;
    c->document->title = "検査結果通知書";
    to[0] = arena_print(a->arena, "%s　御中",
                        p.contract->contractor.title ? p.contract->contractor.title : "受託者");
    from[0] = p.contract->client.title ? p.contract->client.title : "発注者";
    *head = (struct letterhead){ .number = c->document->number,
                                 .date = c->document->date,
                                 .to = to,
                                 .to_count = 1,
                                 .from = from,
                                 .from_count = 1 };
    compose_letterhead(c, head);
    compose_title(c, p.contract->title, "検査結果通知書");
    state = paper_figure(&p, &inspection_ledger, "state", it, DAY_LONG);
    if (strcmp(it->base.state, "waiting") == 0)
        compose_paragraph(c, "納品された成果物の検査は、まだ終わっていません。");
    else
        compose_paragraph(c, "納品された成果物の検査の結果は、「%s」です。次のとおり通知します。",
                          figure_print(a->arena, &state));
    compose_line(c, ALIGN_CENTRE, "記");
    paper_pairs(&p, &inspection_ledger, it,
                "deliverable round delivered_on due inspected_on inspector number state "
                "redeliver_by");
    if (it->facts.text && *it->facts.text)
        paper_texts(&p, &inspection_ledger, it, "facts");
    compose_end(c);
    return true;
}

const struct report deliverables_report = {
    .key = "deliverables",
    .title = "成果物一覧",
    .help = "成果物の納期、納品、検査の状況を、今日現在で並べます。",
    .roles = BY_EITHER,
    .make = make_list,
};

const struct report inspection_report = {
    .key = "inspection",
    .title = "検査結果通知書",
    .help = "検査の記録から、発注者が受託者へ送る通知を作ります。",
    .of = &inspection_ledger,
    .roles = BY_EITHER,
    .make = make_notice,
};
