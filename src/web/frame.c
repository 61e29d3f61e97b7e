#include "web/frame.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/wareki.h"
#include "ledger/access_explain.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/memo.h"
#include "web/module.h"
#include "web/pages.h"
#include "web/route.h"
#include "web/router.h"
#include "web/session.h"
#include "web/view_count.h"
#include "web/views.h"

/* So many rows stand in a window of 900 points without scrolling. */
enum { MENU_ROWS = 26 };
enum { MOST_SECTIONS = 12, MOST_ITEMS = 40, TITLE_WIDTH = 44, PAGE_ROOM = 48 * 1024 };

static const struct module *const *modules;

/* In the order of the day; what has no section stands above all. The first with a name is
   the daily one and never folded. */
static const char *const sections[] = {
    NULL, "窓口", "知識", "運用", "台帳", "契約", "記録", "設定"
};
enum { SECTIONS = sizeof sections / sizeof *sections };

static const struct menu_item own_menu[] = {
    { NULL, "今日", "/", "sun", MAY_SIGNED_IN, NULL },
    { "台帳", "台帳一覧", "/ledgers", "book", MAY_SIGNED_IN, NULL },
    { "設定", "組織", "/core/organisations", "pack", "organisation.read", NULL },
    { "設定", "人", "/core/people", "user", "person.read", NULL },
    { "設定", "利用者", "/core/users", "lock", "user.read", NULL },
    { "設定", "役割", "/core/memberships", "route", "membership.read", NULL },
    { "設定", "できる・できない", "/settings/access", "lock", MAY_ASK_RIGHTS, NULL },
    { "設定", "契約", "/core/contracts", "form", "contract.read", NULL },
    { "設定", "暦", "/core/calendars", "meet", "calendar.read", NULL },
    { "設定", "祝日", "/core/holidays", "sun", "holiday.read", NULL },
    { "設定", "管理", "/admin", "gear", MAY_OVERSEER, NULL },
    { "記録", "履歴", "/history", "seal", MAY_SIGNED_IN, NULL },
    { 0 },
};

void
pages_set(const struct module *const *all)
{
    modules = all;
}

const struct module *const *
pages_modules(void)
{
    return modules;
}

bool
may_enter(struct act *a, const char *may, const struct ledger *l)
{
    unsigned deed;

    if (strcmp(may, MAY_EVERYONE) == 0)
        return true;
    if (strcmp(may, MAY_SIGNED_IN) == 0)
        return a->who->id != 0;
    if (strcmp(may, MAY_ADMINISTRATOR) == 0)
        return access_administers(a);
    if (strcmp(may, MAY_ASK_RIGHTS) == 0)
        return access_may_ask(a);
    if (strcmp(may, MAY_OVERSEER) == 0)
        return access_oversees(a);
    deed = may_deed(may, &l);
    return deed && l && access_may(a, l, deed, NULL);
}

static bool
is_under(const char *path, const char *item)
{
    size_t length = strlen(item);

    if (strcmp(item, "/") == 0)
        return strcmp(path, "/") == 0;
    return strncmp(path, item, length) == 0 && (path[length] == '/' || !path[length]);
}

static bool
has_page(const struct menu_item *item)
{
    const struct ledger *const *all;
    size_t count;

    if (strncmp(item->path, "/core/", 6) != 0)
        return true;
    all = ledgers_all(&count);
    for (size_t i = 0; i < count; i++)
        if (all[i]->path && strcmp(all[i]->path, item->path) == 0)
            return true;
    return false;
}

static void
add_items(struct act *a, const struct request *q, const struct menu_item *menu, const char *section,
          struct frame_section *out)
{
    for (; menu && menu->title; menu++) {
        struct frame_item *item = &out->items[out->count];

        if (section ? !menu->section || strcmp(menu->section, section) != 0 : menu->section != NULL)
            continue;
        if (out->count == MOST_ITEMS || !may_enter(a, menu->may, NULL) || !has_page(menu))
            continue;
        *item = (struct frame_item){ .title = menu->title,
                                     .path = menu->path,
                                     .icon = menu->icon,
                                     .is_current = is_under(q->path, menu->path) };
        if (menu->counted) {
            struct view_count count =
                view_count(a, menu->counted, menu->counted->views, q->session->contract);

            item->count = count.number ? count.text : NULL;
        }
        out->count++;
    }
}

/* What does not fit a window is folded to its headings, but for the daily section, that of this
   page, and one with a single row, where nothing would be gained. Nothing is remembered: a
   section is found in the same way on every page. */
static void
fold_menu(struct frame *f)
{
    size_t rows = 0;

    for (size_t i = 0; i < f->section_count; i++)
        rows += f->sections[i].count + (f->sections[i].title != NULL);
    for (size_t i = 0; i < f->section_count; i++) {
        struct frame_section *s = &f->sections[i];

        s->folds = rows > MENU_ROWS && s->title && s->count > 1 && strcmp(s->title, sections[1]);
        for (size_t k = 0; k < s->count; k++)
            s->is_open |= s->items[k].is_current;
    }
}

static void
fill_menu(struct act *a, const struct request *q, struct frame *f)
{
    f->sections = NEW_ARRAY(a->arena, MOST_SECTIONS, struct frame_section);
    for (size_t i = 0; i < SECTIONS; i++) {
        struct frame_section *s = &f->sections[f->section_count];

        *s = (struct frame_section){ .title = sections[i],
                                     .items = NEW_ARRAY(a->arena, MOST_ITEMS, struct frame_item) };
        for (const struct module *const *m = modules; m && *m; m++)
            add_items(a, q, (*m)->menu, sections[i], s);
        add_items(a, q, own_menu, sections[i], s);
        f->section_count += s->count > 0;
    }
    fold_menu(f);
}

/* Whoever is in the contract knows its name, whatever he may read of the ledger. */
static const char *
contract_title(struct act *a, int64_t id)
{
    struct memo memo = { .number = 0 };
    const struct shape *s = shape_of(&contract_ledger);
    struct contract *contract;
    size_t faults = a->fault_count;
    bool found = false;

    snprintf(memo.key, sizeof memo.key, "contract %lld", (long long)id);
    if (!memo_find(a, &memo)) {
        contract = ledger_new(a, &contract_ledger);
        if (!shape_read(a, s, id, false, contract, &found) || !found || !contract->title) {
            act_forgive(a, faults);
            return NULL;
        }
        snprintf(memo.text, sizeof memo.text, "%s",
                 text_cut(a->arena, contract->title, TITLE_WIDTH));
        memo_keep(a, &memo);
    }
    return arena_copy(a->arena, memo.text);
}

static const char *
role_words(const struct act *a, int64_t contract)
{
    for (size_t i = 0; i < a->who->count; i++)
        if (!contract || !a->who->in[i].contract || a->who->in[i].contract == contract)
            return role_title(a->who->in[i].role);
    return "";
}

void
frame_fill(struct act *a, const struct request *q, const char *title, struct frame *f)
{
    const struct session *s = q->session;

    *f = (struct frame){
        .title = title,
        .layout = "",
        .contract = s->contract ? contract_title(a, s->contract) : NULL,
        .year = wareki_fiscal(a->arena, fiscal_year(instant_date(a->now))),
        .person = a->who->title ? a->who->title : a->who->login,
        .role = role_words(a, s->contract),
        .notice = s->notice && *s->notice ? s->notice : NULL,
        .csrf = s->csrf,
        .words = "",
        .help = "/help",
        .has_keys = !s->no_keys,
        .is_western = s->western,
    };
    fill_menu(a, q, f);
}

void
frame_fill_ledger(struct act *a, const struct request *q, const char *title, struct frame *f)
{
    frame_fill(a, q, title, f);
    f->help = arena_print(a->arena, "/help/%s", q->ledger->name);
    f->live = q->ledger->name;
    f->record = q->id;
}

bool
frame_reply(struct act *a, struct reply *r, const struct frame *f,
            void (*body)(struct out *, const void *), const void *page)
{
    struct out o = { .text = { .arena = a->arena },
                     .western = f->is_western,
                     .today = instant_date(a->now) };

    /* Clocks are told in minutes, so a kept page is right until the next one begins. */
    if (f->is_kept && !f->notice && r->status < 300) {
        r->cached = true;
        r->fresh.us = (a->now.us / MINUTE_US + 1) * MINUTE_US;
    }
    buffer_room(&o.text, PAGE_ROOM);
    frame_view(&o, f, body, page);
    r->body = o.text;
    return true;
}
