#include "web/search_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/fold.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "store/act.h"
#include "web/address.h"
#include "web/cell.h"
#include "web/frame.h"
#include "web/module.h"
#include "web/pages.h"
#include "web/record_page.h"
#include "web/session.h"
#include "web/views.h"

enum { A_GROUP = 6, MOST_PLACES = 12 };

FRAME_BODY(search_view, struct search_page)

static const struct field *
code_field(const struct ledger *l)
{
    for (const struct field *f = l->fields; f->name; f++)
        if (f->code && !f->personal && f->type == FIELD_TEXT)
            return f;
    return NULL;
}

static bool
has_words(const struct ledger *l)
{
    for (const struct field *f = l->fields; f->name; f++)
        if (f->searched)
            return true;
    return false;
}

/* Adds what one query finds; a ledger that cannot be asked so adds nothing. */
static void
add_found(struct act *a, const struct request *q, const struct ledger *l, const char *name,
          const char *value, struct start_block *out, bool *late)
{
    struct pair items[3] = { { name, value } };
    struct pairs pairs = { items, 1 };
    struct list_request request;
    struct list list;
    size_t faults = a->fault_count;

    if (q->session->contract && !l->installation)
        items[pairs.count++] =
            (struct pair){ "contract",
                           arena_print(a->arena, "%lld", (long long)q->session->contract) };
    if (!list_parse(a, l, &pairs, &request)) {
        act_forgive(a, faults);
        return;
    }
    request.limit = A_GROUP;
    if (!list_read(a, &request, &list)) {
        act_forgive(a, faults);
        return;
    }
    *late = *late || list.late;
    for (size_t i = 0; i < list.count && out->row_count < A_GROUP; i++) {
        const struct record *record = list_record(l, &list, i);
        const char *href = address_record(a, l->path, record->id);
        bool known = false;

        for (size_t k = 0; k < out->row_count; k++)
            known = known || strcmp(out->rows[k].href, href) == 0;
        if (known)
            continue;
        out->rows[out->row_count++] = (struct start_row){
            .code = record_code(a, l, record),
            .title = record_title(a, l, record),
            .href = href,
            .state = l->states ? state_find(l, record->state) : NULL,
            .look = clock_look_record(a, l, record),
        };
    }
}

static void
search_ledger(struct act *a, const struct request *q, const struct ledger *l,
              struct search_page *page)
{
    struct start_block *block = &page->blocks[page->block_count];
    const struct field *code = code_field(l);
    struct pair words[] = { { "q", page->words } };

    *block = (struct start_block){
        .title = l->title,
        .href = address_with(a, l->path, &(struct pairs){ words, 1 }, NULL, NULL),
        .rows = NEW_ARRAY(a->arena, A_GROUP + 1, struct start_row),
    };
    if (code)
        add_found(a, q, l, code->name, page->words, block, &page->is_late);
    if (has_words(l))
        add_found(a, q, l, "q", page->words, block, &page->is_late);
    block->summary = block->row_count == A_GROUP ? "はじめの6件" : "";
    page->block_count += block->row_count > 0;
}

/* --- pages and what may be begun --------------------------------------------------------- */

static void
add_place(struct start_block *out, const char *kind, const char *title, const char *href)
{
    for (size_t i = 0; i < out->row_count; i++)
        if (strcmp(out->rows[i].href, href) == 0)
            return;
    if (out->row_count < MOST_PLACES)
        out->rows[out->row_count++] =
            (struct start_row){ .code = kind, .title = title, .href = href };
}

static bool
is_named(struct act *a, const char *title, const char *folded)
{
    return strstr(fold_text(a->arena, title), folded) != NULL;
}

/* The rail, the lists of ledgers, and the new records he may make, by their names. */
static void
search_places(struct act *a, struct search_page *page)
{
    struct start_block *block = &page->blocks[page->block_count];
    const char *folded = fold_text(a->arena, page->words);
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);

    *block = (struct start_block){ .title = "画面と操作",
                                   .summary = "",
                                   .href = "/ledgers",
                                   .rows = NEW_ARRAY(a->arena, MOST_PLACES, struct start_row) };
    if (!*folded)
        return;
    for (const struct module *const *m = pages_modules(); m && *m; m++)
        for (const struct menu_item *it = (*m)->menu; it && it->title; it++)
            if (is_named(a, it->title, folded) && may_enter(a, it->may, NULL))
                add_place(block, "画面", it->title, it->path);
    for (size_t i = 0; i < count; i++) {
        if (!all[i]->path || !is_named(a, all[i]->title, folded))
            continue;
        if (access_may(a, all[i], DEED_READ, NULL))
            add_place(block, "台帳", all[i]->title, all[i]->path);
        if (access_may(a, all[i], DEED_CREATE, NULL))
            add_place(block, "操作", arena_print(a->arena, "%sを登録する", all[i]->title),
                      arena_print(a->arena, "%s/new", all[i]->path));
    }
    page->block_count += block->row_count > 0;
}

bool
search_show(struct act *a, const struct request *q, struct reply *r)
{
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);
    const char *words = pairs_get(&q->query, "q");
    struct search_page page = { .words = words ? words : "",
                                .blocks = NEW_ARRAY(a->arena, count + 2, struct start_block) };
    struct frame frame;

    if (*page.words)
        search_places(a, &page);

    for (size_t i = 0; i < count && *page.words; i++)
        if (all[i]->path && access_may(a, all[i], DEED_READ, NULL))
            search_ledger(a, q, all[i], &page);
    frame_fill(a, q, *page.words ? arena_print(a->arena, "「%s」の検索", page.words) : "検索",
               &frame);
    frame.words = page.words;
    return frame_reply(a, r, &frame, search_view_body, &page);
}
