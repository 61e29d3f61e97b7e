/* What was decided about a record, as entries of its timeline. */
#include "base/arena.h"
#include "contract/approval_page.h"
#include "store/act.h"
#include "web/panel.h"
#include "web/record_page.h"

void
approval_said(struct act *a, const struct approval_page *page, struct panel_shown *out)
{
    out->said = NEW_ARRAY(a->arena, page->stamp_count + 1, struct shown_entry);
    for (size_t i = 0; i < page->stamp_count; i++) {
        const struct approval_stamp *it = page->stamps[i].stamp;

        if (!*it->act || !it->at.us)
            continue;
        out->said[out->said_count++] = (struct shown_entry){
            .kind = SHOWN_APPROVAL,
            .icon = "check",
            .who = it->name,
            .words = arena_print(a->arena, "決裁：%s", it->act),
            .text = it->comment && *it->comment ? it->comment : NULL,
            .at = it->at,
        };
    }
}
