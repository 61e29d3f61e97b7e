#include "web/part_page.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/address.h"
#include "web/filter_form.h"
#include "web/session.h"
#include "web/view_count.h"

enum { MOST_PARTS = 24, MOST_ROWS = 10 };

static bool
is_part(struct act *a, const struct ledger *l, const struct field *f, const struct ledger *of)
{
    return f->part && f->to == of && l->path && access_may(a, l, DEED_READ, NULL) &&
           access_sees(a, l, f, NULL) && access_sees_always(a, l, f);
}

/* Its title, else its number, else the first text. */
static size_t
find_lead(const struct list_columns *columns)
{
    static const enum cell_kind kinds[] = { CELL_TITLE, CELL_CODE, CELL_TEXT };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t k = 0; k < columns->count; k++)
            if (columns->looks[k].kind == kinds[i])
                return k;
    return 0;
}

/* As its first saved list sorts them; without one, as they were written. */
static bool
read_rows(struct act *a, const struct ledger *l, const struct field *f, int64_t id,
          const struct list_columns *columns, struct list *out)
{
    struct pair items[] = {
        { f->name, arena_print(a->arena, "%lld", (long long)id) },
        { "sort", l->views && l->views->name ? l->views->sort : "id" },
        { "limit", arena_print(a->arena, "%d", MOST_ROWS) },
        { "count", "1" },
    };
    struct list_request request;

    if (!list_parse(a, l, &(struct pairs){ items, sizeof items / sizeof *items }, &request))
        return false;
    request.columns = columns->names;
    request.lean = true;
    return list_read(a, &request, out);
}

static void
fill_rows(struct act *a, const struct request *q, const struct ledger *l,
          const struct list_columns *columns, const struct list *list, struct part_list *out)
{
    out->heads = columns->looks;
    out->head_count = columns->count;
    out->lead = find_lead(columns);
    out->rows = NEW_ARRAY(a->arena, list->count + 1, struct part_row);
    for (size_t i = 0; i < list->count; i++) {
        const struct record *record = list_record(l, list, i);
        struct part_row *row = &out->rows[out->row_count++];

        row->href = address_record(a, l->path, record->id);
        row->cells = NEW_ARRAY(a->arena, columns->count + 1, struct cell);
        for (size_t k = 0; k < columns->count; k++)
            cell_fill(a, l, &columns->looks[k], record, q->session->western, &row->cells[k]);
        row->title = columns->count ? row->cells[out->lead].text : NULL;
        if (!row->title || strcmp(row->title, "―") == 0)
            row->title = record_title(a, l, record);
    }
    out->has_more = list->next != NULL;
}

/* A new record goes into the contract that is chosen, so only its own parts may be added. */
static bool
may_add(struct act *a, const struct request *q, const struct ledger *l, const struct field *f,
        const struct record *record)
{
    bool here = !record->contract || l->installation || record->contract == q->session->contract;

    return here && !f->fixed && access_may(a, l, DEED_CREATE, NULL) &&
           access_sets(a, l, f, DEED_CREATE, NULL);
}

static void
fill_links(struct act *a, const struct request *q, const struct ledger *l, const struct field *f,
           const struct record *record, struct part_list *out)
{
    struct pair items[] = {
        { f->name, arena_print(a->arena, "%lld", (long long)record->id) },
        { "contract", arena_print(a->arena, "%lld", (long long)record->contract) },
    };
    struct pairs pairs = { items, 1 };
    bool elsewhere = record->contract && !l->installation && q->session->contract &&
                     record->contract != q->session->contract;

    if (may_add(a, q, l, f, record))
        out->create = address_with(a, arena_print(a->arena, "%s/new", l->path), &pairs, NULL, NULL);
    if (elsewhere)
        pairs.count = 2;
    out->all = address_with(a, l->path, &pairs, NULL, NULL);
}

static bool
fill(struct act *a, const struct request *q, const struct ledger *l, const struct field *f,
     const struct record *record, struct part_list *out)
{
    struct list_columns columns;
    struct list list;

    part_columns(a, l, f, &columns);
    *out = (struct part_list){
        .id = arena_print(a->arena, "part-%s-%s", l->name, f->name),
        .title = l->title,
    };
    if (!read_rows(a, l, f, record->id, &columns, &list))
        return false;
    out->count = count_words(a, list.total, list.total_exact);
    fill_rows(a, q, l, &columns, &list, out);
    fill_links(a, q, l, f, record, out);
    return true;
}

bool
parts_fill(struct act *a, const struct request *q, const struct record *record,
           struct part_list **parts, size_t *count)
{
    size_t ledgers;
    const struct ledger *const *all = ledgers_all(&ledgers);

    *count = 0;
    *parts = NEW_ARRAY(a->arena, MOST_PARTS, struct part_list);
    for (size_t i = 0; i < ledgers; i++)
        for (const struct field *f = all[i]->fields; f->name && *count < MOST_PARTS; f++) {
            struct part_list *part = &(*parts)[*count];

            if (!is_part(a, all[i], f, q->ledger))
                continue;
            if (!fill(a, q, all[i], f, record, part))
                return false;
            if (part->row_count || part->create)
                ++*count;
        }
    return true;
}
