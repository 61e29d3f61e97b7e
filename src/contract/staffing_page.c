#include "contract/staffing_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "contract/staffing_rule.h"
#include "contract/views.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "web/frame.h"
#include "web/session.h"

FRAME_BODY(staffing_view, struct staffing_page)

/* The one asked for, the one switched to, else the only one there is. */
static int64_t
contract_of(struct act *a, const struct request *q)
{
    const char *asked = pairs_get(&q->query, "contract");
    int64_t only = 0;

    if (asked && *asked && strspn(asked, "0123456789") == strlen(asked) && strlen(asked) < 17)
        return strtoll(asked, NULL, 10);
    if (q->session && q->session->contract)
        return q->session->contract;
    for (size_t i = 0; i < a->who->count; i++) {
        if (only && a->who->in[i].contract && a->who->in[i].contract != only)
            return 0;
        if (a->who->in[i].contract)
            only = a->who->in[i].contract;
    }
    return only;
}

static bool
fill(struct act *a, int64_t contract, struct staffing_page *page)
{
    struct contract *head = ledger_new(a, &contract_ledger);
    struct date today = instant_date(a->now);

    if (!ledger_read(a, &contract_ledger, contract, false, head) ||
        !staffing_check(a, contract, today, &page->rules) ||
        !qualifications_running_out(a, contract, today, &page->running_out) ||
        !pledges_missing(a, contract, &page->unpledged))
        return false;
    page->contract = head->title;
    page->summary = arena_print(a->arena, "条件%zu件のうち、満たしていないもの%zu件",
                                page->rules.count, page->rules.unmet);
    return true;
}

bool
staffing_show(struct act *a, const struct request *q, struct reply *r)
{
    struct staffing_page page = {
        .may_add = access_may(a, &staffing_rule_ledger, DEED_CREATE, NULL),
    };
    int64_t contract = contract_of(a, q);
    struct frame frame;

    if (contract && !fill(a, contract, &page))
        return false;
    frame_fill(a, q, "体制の確認", &frame);
    return frame_reply(a, r, &frame, staffing_view_body, &page);
}
