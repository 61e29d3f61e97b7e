#include "desk/network_tree.h"

#include <string.h>

#include "base/arena.h"
#include "desk/network.h"
#include "desk/network_page.h"
#include "ledger/list.h"
#include "store/query.h"
#include "web/session.h"

enum { MOST_DEPTH = 4 };

struct free_row {
    int64_t network;
    int64_t free;
};
struct free_list {
    struct free_row *rows;
    size_t count;
};

static const struct query free_query = {
    .name = "network_tree.free",
    .sql = "SELECT network, free FROM free_range WHERE first = '' AND last = '4' ORDER BY network",
    .row_size = sizeof(struct free_row),
    .columns = COLUMNS(COLUMN(struct free_row, network), COLUMN(struct free_row, free)),
};

static const char *
free_words(struct act *a, const struct free_list *list, int64_t network)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (list->rows[middle].network < network)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == list->count || list->rows[low].network != network)
        return "";
    return arena_print(a->arena, "空き %lld", (long long)list->rows[low].free);
}

/* Rows stand in the order of prefixes, so a network follows those that contain it. */
static const char *
indent(const struct network *it, const struct network *const *around, size_t *depth)
{
    static const char *const classes[MOST_DEPTH] = { "deep0", "deep1", "deep2", "deep3" };

    while (*depth && !inet_contains(&around[*depth - 1]->prefix, &it->prefix))
        --*depth;
    return classes[*depth < MOST_DEPTH ? *depth : MOST_DEPTH - 1];
}

static void
fill_layer(struct act *a, const struct choice_item *item, const struct list *list,
           const struct free_list *frees, int64_t current, struct tree_layer *out)
{
    const struct network *around[128];
    size_t depth = 0;

    *out = (struct tree_layer){ .title = item->label };
    out->networks = NEW_ARRAY(a->arena, list->count + 1, struct tree_network);
    for (size_t i = 0; i < list->count; i++) {
        const struct network *it = (const struct network *)list->rows + i;
        struct tree_network *row = &out->networks[out->count];

        if (!it->layer.code || strcmp(it->layer.code, item->code) != 0)
            continue;
        *row = (struct tree_network){
            .title = it->title,
            .prefix = inet_print(a->arena, &it->prefix),
            .free = free_words(a, frees, it->base.id),
            .href = arena_print(a->arena, "/desk/map/%lld", (long long)it->base.id),
            .indent = indent(it, around, &depth),
            .is_current = it->base.id == current,
        };
        if (depth < sizeof around / sizeof *around)
            around[depth++] = it;
        out->is_open = out->is_open || row->is_current;
        out->count++;
    }
}

bool
network_tree_fill(struct act *a, const struct request *q, int64_t current,
                  struct network_page *page, int64_t *first)
{
    const char *contract = q->session && q->session->contract
                               ? arena_print(a->arena, "%lld", (long long)q->session->contract)
                               : "";
    struct pair items[] = { { "contract", contract }, { "sort", "prefix" }, { "limit", "1000" } };
    struct list_request request;
    struct free_list frees;
    struct list list;

    if (!list_parse(a, &network_ledger, &(struct pairs){ items, 3 }, &request) ||
        !list_read(a, &request, &list) ||
        !query_rows(a, &free_query, &frees.rows, &frees.count, sizeof *frees.rows, UNBOUND))
        return false;
    *first = list.count ? ((const struct network *)list.rows)->base.id : 0;
    page->layers = NEW_ARRAY(a->arena, 8, struct tree_layer);
    for (const struct choice_item *item = network_layers; item->code; item++) {
        struct tree_layer *layer = &page->layers[page->layer_count];

        fill_layer(a, item, &list, &frees, current, layer);
        page->layer_count += layer->count > 0;
    }
    return true;
}
