#include "desk/network_panel.h"

#include "base/arena.h"
#include "desk/network.h"
#include "desk/views.h"
#include "store/act.h"
#include "web/panel.h"
#include "web/route.h"

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    struct network_panel page;
    struct out o;

    if (q->ledger != &network_ledger)
        return true;
    page.map = arena_print(a->arena, "/desk/map/%lld", (long long)record->id);
    page.comparison = arena_print(a->arena, "/desk/comparison?network=%lld", (long long)record->id);
    o = panel_out(a, q);
    network_panel_view(&o, &page);
    out->beside = html_take(&o);
    return true;
}

const struct panel network_panel = { "network", fill };
