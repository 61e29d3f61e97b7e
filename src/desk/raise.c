#include "desk/raise.h"

#include "contract/consequence.h"
#include "desk/inquiry.h"
#include "ledger/link.h"
#include "store/act.h"

struct raising {
    const struct ledger *ledger;
    const struct record *about;
    const struct raised *what;
};

static bool
open_and_link(struct act *a, void *with)
{
    const struct raising *r = with;
    struct inquiry *it = ledger_new(a, &inquiry_ledger);

    it->base.contract = r->about->contract;
    it->received_at = a->now;
    it->kind = r->what->kind;
    it->priority.code = "middle";
    it->title = r->what->title;
    it->body.text = r->what->body;
    return ledger_create(a, &inquiry_ledger, it) &&
           link_add(a, (struct link_end){ r->ledger, r->about->id },
                    (struct link_end){ &inquiry_ledger, it->base.id }, link_kind_find("related"),
                    NULL);
}

bool
inquiry_raise(struct act *a, const struct ledger *l, const struct record *about,
              const struct raised *what)
{
    struct raising raising = { l, about, what };

    return consequence_run(a, open_and_link, &raising);
}
