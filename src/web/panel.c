#include "web/panel.h"

#include "base/arena.h"
#include "store/act.h"
#include "web/module.h"
#include "web/pages.h"
#include "web/route.h"
#include "web/session.h"

enum { MOST_PANELS = 16 };

struct out
panel_out(struct act *a, const struct request *q)
{
    return (struct out){ .text = { .arena = a->arena },
                         .western = q->session->western,
                         .today = instant_date(a->now) };
}

bool
panels_fill(struct act *a, const struct request *q, const struct record *record,
            struct panel_shown **panels, size_t *count)
{
    const struct module *const *m = pages_modules();

    *panels = NEW_ARRAY(a->arena, MOST_PANELS, struct panel_shown);
    *count = 0;
    for (; m && *m; m++)
        for (const struct panel *const *p = (*m)->panels; p && *p && *count < MOST_PANELS; p++) {
            struct panel_shown *shown = &(*panels)[*count];

            *shown = (struct panel_shown){ 0 };
            if (!(*p)->fill(a, q, record, shown))
                return false;
            *count += shown->top.length || shown->beside.length || shown->whole || shown->fixed;
        }
    return true;
}
