#include "web/ledgers_page.h"

#include "base/arena.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "web/frame.h"
#include "web/module.h"
#include "web/pages.h"
#include "web/session.h"
#include "web/view_count.h"
#include "web/views.h"

FRAME_BODY(ledgers_view, struct ledgers_page)

static const char *
count_of(struct act *a, const struct ledger *l, int64_t contract)
{
    struct view_count count;

    if (!l->views || !l->views->name)
        return NULL;
    count = view_count(a, l, l->views, contract);
    return count.text ? arena_print(a->arena, "%s %s件", l->views->title, count.text) : NULL;
}

static void
add(struct act *a, const struct request *q, const struct ledger *l, struct ledgers_group *out)
{
    if (!l->path || !access_may(a, l, DEED_READ, NULL))
        return;
    out->items[out->count++] =
        (struct ledgers_item){ .title = l->title,
                               .path = l->path,
                               .icon = l->icon ? l->icon : "book",
                               .help = l->help ? l->help : "",
                               .count = count_of(a, l, q->session->contract) };
}

static bool
is_of_module(const struct ledger *l)
{
    const struct module *const *all = pages_modules();

    for (; all && *all; all++)
        for (const struct ledger *const *it = (*all)->ledgers; it && *it; it++)
            if (*it == l)
                return true;
    return false;
}

static struct ledgers_group *
begin(struct act *a, struct ledgers_page *page, const char *title, size_t most)
{
    struct ledgers_group *group = &page->groups[page->count];

    *group = (struct ledgers_group){ .title = title,
                                     .items = NEW_ARRAY(a->arena, most, struct ledgers_item) };
    return group;
}

static void
end(struct act *a, struct ledgers_page *page, struct ledgers_group *group)
{
    group->about = arena_print(a->arena, "%zuの台帳", group->count);
    page->count += group->count > 0;
}

bool
ledgers_show(struct act *a, const struct request *q, struct reply *r)
{
    const struct module *const *modules = pages_modules();
    size_t count, module_count = 0;
    const struct ledger *const *all = ledgers_all(&count);
    struct ledgers_page page = { 0 };
    struct ledgers_group *group;
    struct frame frame;

    while (modules && modules[module_count])
        module_count++;
    page.groups = NEW_ARRAY(a->arena, module_count + 1, struct ledgers_group);
    for (size_t i = 0; i < module_count; i++) {
        group = begin(a, &page, modules[i]->title, count);
        for (const struct ledger *const *it = modules[i]->ledgers; it && *it; it++)
            add(a, q, *it, group);
        end(a, &page, group);
    }
    group = begin(a, &page, "設定", count);
    for (size_t i = 0; i < count; i++)
        if (!is_of_module(all[i]))
            add(a, q, all[i], group);
    end(a, &page, group);
    frame_fill(a, q, "台帳一覧", &frame);
    return frame_reply(a, r, &frame, ledgers_view_body, &page);
}
