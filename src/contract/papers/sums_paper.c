/* 契約金の状況. */
#include "contract/papers.h"

#include "base/arena.h"
#include "base/wareki.h"
#include "contract/contract_sums.h"
#include "contract/invoice.h"
#include "contract/paper_head.h"
#include "ledger/access.h"
#include "store/act.h"

static void
write_sums(struct contract_paper *p, const struct contract_sums *it)
{
    struct keyfigure *keys = NEW_ARRAY(p->a->arena, 4, struct keyfigure);
    struct arena *arena = p->a->arena;

    keys[0] =
        (struct keyfigure){ "支払予定の額", figure_yen(it->planned),
                            arena_print(arena, "請求前 %lld回分", (long long)it->open_parts) };
    keys[1] = (struct keyfigure){ "請求した額", figure_yen(it->billed), "発行したもの" };
    keys[2] = (struct keyfigure){ "支払済みの額", figure_yen(it->paid), NULL };
    keys[3] = (struct keyfigure){ "期限を過ぎた額", figure_yen(it->overdue),
                                  arena_print(arena, "%lld件", (long long)it->overdue_count) };
    compose_keyfigures(p->c, keys, 4);
    if (it->next_limit.day)
        compose_paragraph(p->c, "次の支払の期限は、%sである。",
                          wareki_print(arena, it->next_limit, WAREKI_LONG));
    if (it->interest.yen)
        compose_paragraph(p->c, "支払遅延の利息は、%s円である。",
                          figure_print(arena, &(struct figure){ .kind = FIGURE_NUMBER,
                                                                .number = it->interest.yen }));
}

static bool
make(struct act *a, const struct report_order *order, struct composition *c, int64_t *records)
{
    struct contract_sums sums;
    struct list invoices;
    struct contract_paper p;

    if (!paper_open(a, order, c, records, &p))
        return false;
    if (!access_may(a, &invoice_ledger, DEED_READ, NULL))
        return fail(a, FAULT_DENIED, NULL, "契約金の状況を見る権限がありません。");
    if (!contract_sums(a, order->contract, c->document->date, &sums) ||
        !paper_rows(&p, &invoice_ledger, FILTERS("sort", "number"), &invoices))
        return false;
    c->document->title = "契約金の状況";
    paper_letter(c, p.contract, NULL,
                 arena_print(a->arena, "契約金の状況（%s現在）",
                             wareki_print(a->arena, c->document->date, WAREKI_PLAIN)),
                 false);
    write_sums(&p, &sums);
    compose_section(c, 1, "請求と支払");
    paper_table(&p, &invoice_ledger, &invoices,
                "number:230 title issued_on:160 total:210 received_on:160 pay_by:190 paid_on:160 "
                "state:180",
                "請求書の一覧");
    compose_end(c);
    return true;
}

const struct report sums_report = {
    .key = "sums",
    .title = "契約金の状況",
    .help = "支払予定、請求、支払、遅れを、請求書の記録から示します。",
    .roles = 1 << ROLE_LEAD | 1 << ROLE_OFFICER,
    .make = make,
};
