#include "desk/network_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "desk/address.h"
#include "desk/comparison.h"
#include "desk/computer_name.h"
#include "desk/free_range.h"
#include "desk/network.h"
#include "desk/network_tree.h"
#include "desk/views.h"
#include "ledger/shape.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/session.h"

FRAME_BODY(network_view, struct network_page)

/* What the page knows of one request. */
struct drawing {
    const struct request *q;
    const struct network *network;
    struct network_map map;
    struct inet at; /* family 0: none chosen */
    struct network_page page;
};

const char *
network_given(const struct request *q, const char *name)
{
    const char *value = pairs_get(q->method == POST ? &q->form : &q->query, name);

    return value ? value : "";
}

int64_t
network_number(const char *text)
{
    size_t length = strlen(text);

    return length && length < 17 && strspn(text, "0123456789") == length ? strtoll(text, NULL, 10)
                                                                         : 0;
}

static struct inet
address_of(struct act *a, const char *text)
{
    struct inet out = { 0 };
    const char *why;

    if (!*text || !inet_parse(a->arena, text, &out, &why) || !inet_is_host(&out))
        return (struct inet){ 0 };
    return out;
}

/* --- the map ------------------------------------------------------------------------------- */

static const char *
link_at(struct act *a, const struct drawing *d, const struct inet *at)
{
    struct buffer out = { .arena = a->arena };

    buffer_print(&out, "/desk/map/%lld?at=", (long long)d->network->base.id);
    address_part(&out, inet_print(a->arena, at));
    for (size_t i = 0; i < d->page.kept_count; i++) {
        buffer_print(&out, "&%s=", d->page.kept[i][0]);
        address_part(&out, d->page.kept[i][1]);
    }
    return buffer_string(&out);
}

static void
show_spot(struct act *a, const struct drawing *d, const struct map_cell *cell, struct map_spot *out)
{
    const struct spot_face *face = &spot_faces[cell->kind];
    const char *address = inet_print(a->arena, &cell->address);

    *out = (struct map_spot){
        .class = face->class,
        .number = arena_print(a->arena, "%d", cell->address.bytes[3]),
        .sign = cell->sign ? cell->sign : face->sign,
        .words = arena_print(a->arena, "%s %s%s%s", address, face->label, *cell->words ? "　" : "",
                             cell->words),
        .address = address,
        .is_chosen = d->at.family && inet_compare(&d->at, &cell->address) == 0,
    };
    if (cell->kind == SPOT_BELOW)
        out->href =
            arena_print(a->arena, "/desk/map/%lld?at=%s", (long long)cell->network, address);
    else if (cell->kind != SPOT_FREE || !d->page.may_issue)
        out->href = link_at(a, d, &cell->address);
    else
        out->words = arena_print(a->arena, "%s 空き　払い出す", address);
}

static void
show_legend(const struct network_map *map, struct network_page *page)
{
    for (size_t kind = 0; kind < SPOT_KINDS; kind++)
        if (map->counts[kind])
            page->legend[page->legend_count++] = (struct map_legend){
                spot_faces[kind].class,
                spot_faces[kind].sign,
                spot_faces[kind].label,
                map->counts[kind],
            };
}

/* Below the map stands in words what the map shows as cells; a range is one line. */
static void
show_lines(struct act *a, const struct network_map *map, struct network_page *page)
{
    page->lines = NEW_ARRAY(a->arena, map->count + 1, struct map_line);
    for (size_t i = 0; i < map->count; i++) {
        const struct map_cell *cell = &map->cells[i];

        if (!cell->record || (i && map->cells[i - 1].record == cell->record))
            continue;
        page->lines[page->line_count++] = (struct map_line){
            .address = inet_print(a->arena, &cell->address),
            .href = address_record(a, address_ledger.path, cell->record),
            .kind = spot_faces[cell->kind].label,
            .words = cell->words,
        };
    }
}

static bool
show_windows(struct act *a, struct drawing *d)
{
    struct inet beyond, free;
    bool found;

    if (inet_previous(&d->map.first, &beyond) && inet_contains(&d->network->prefix, &beyond))
        d->page.previous = link_at(a, d, &beyond);
    if (!inet_next(&d->map.last, &beyond) || !inet_contains(&d->network->prefix, &beyond))
        return true;
    d->page.next = link_at(a, d, &beyond);
    if (!free_range_lowest(a, d->network->base.id, &beyond, &free, &found))
        return false;
    if (found)
        d->page.next_free = link_at(a, d, &free);
    return true;
}

static bool
show_usage(struct act *a, const struct drawing *d, struct network_page *page)
{
    struct free_range range = usable_range(&d->network->prefix);
    int64_t free;

    if (!free_range_count(a, d->network->base.id, &free))
        return false;
    if (free == NO_NUMBER)
        return true;
    page->all = inet_count(&range.first, &range.last);
    page->used = page->all - free;
    page->usage =
        arena_print(a->arena, "%lld個のうち、空き %lld個", (long long)page->all, (long long)free);
    return true;
}

static const char *
difference_words(struct act *a, const struct difference_row *row)
{
    switch (row->kind) {
    case DIFFERS_CONFLICT:
        return arena_print(a->arena, "を2台が使っています（%s と %s）。", row->mac, row->other);
    case DIFFERS_MOVED:
        return arena_print(a->arena, "に、台帳では %s の機器がいます。", row->other);
    case DIFFERS_UNKNOWN:
        return arena_print(a->arena, "は台帳にない機器です。%s", row->name);
    case DIFFERS_MISSING:
        break;
    }
    return arena_print(a->arena, "が%d日見えていません。%s", USUAL_DAYS, row->name);
}

static void
show_differences(struct act *a, struct drawing *d, const struct comparison *seen)
{
    static const char *const labels[DIFFERENCES] = { "重なり", "移動", "台帳にない", "見えない" };
    struct network_page *page = &d->page;

    page->differences = NEW_ARRAY(a->arena, seen->count + 1, struct map_difference);
    for (size_t i = 0; i < seen->count && page->difference_count < 8; i++) {
        const struct difference_row *row = &seen->rows[i];

        page->differences[page->difference_count++] = (struct map_difference){
            .words = difference_words(a, row),
            .href = link_at(a, d, &row->address),
            .address = inet_print(a->arena, &row->address),
            .label = labels[row->kind],
            .is_grave = row->kind == DIFFERS_CONFLICT,
        };
    }
}

static bool
show_map(struct act *a, struct drawing *d)
{
    struct network_page *page = &d->page;
    struct comparison seen;

    if (!comparison_read(a, d->network->base.contract, d->network->base.id, USUAL_DAYS, &seen) ||
        !network_map_read(a, d->network, &d->at, &seen, &d->map) || !show_usage(a, d, page))
        return false;
    show_differences(a, d, &seen);
    if (!d->map.count)
        return true;
    page->spots = NEW_ARRAY(a->arena, d->map.count, struct map_spot);
    for (size_t i = 0; i < d->map.count; i++)
        show_spot(a, d, &d->map.cells[i], &page->spots[page->spot_count++]);
    page->caption =
        arena_print(a->arena, "%sから%sまでの使い方。空きの番号を選ぶと払い出せます。",
                    inet_print(a->arena, &d->map.first), inet_print(a->arena, &d->map.last));
    show_legend(&d->map, page);
    show_lines(a, &d->map, page);
    return show_windows(a, d);
}

/* --- beside the map ------------------------------------------------------------------------ */

const struct field *
network_field(const char *name)
{
    return shape_field(shape_of(strcmp(name, "series") == 0 ? &network_ledger : &address_ledger),
                       name);
}

static const char *
asked_value(struct act *a, const struct drawing *d, const char *name)
{
    const char *value = network_given(d->q, name);

    if (*value || d->q->method == POST)
        return value;
    if (strcmp(name, "kind") == 0)
        return "host";
    if (strcmp(name, "series") == 0 && d->network->series.id)
        return arena_print(a->arena, "%lld", (long long)d->network->series.id);
    return "";
}

static void
show_controls(struct act *a, struct drawing *d, const char *const *names)
{
    struct control_maker maker = { .prefix = "i-", .western = d->q->session->western };
    struct network_page *page = &d->page;

    page->controls = NEW_ARRAY(a->arena, 12, struct control);
    for (; *names; names++) {
        struct control *c = &page->controls[page->control_count++];

        control_make(a, &maker, network_field(*names), asked_value(a, d, *names), c);
        c->fault = control_fault(a, *names);
        c->is_told = true;
        c->is_required = strcmp(*names, "section") == 0 || strcmp(*names, "kind") == 0 ||
                         strcmp(*names, "return_reason") == 0;
    }
}

static const char *
left_words(struct act *a, struct instant until)
{
    int64_t seconds = (until.us - a->now.us) / 1000000;

    return arena_print(a->arena, "残り %lld分%02lld秒", (long long)(seconds / 60),
                       (long long)(seconds % 60));
}

/* The name that waits for him, else the one that would be next. */
static bool
show_name(struct act *a, struct drawing *d)
{
    int64_t held = network_number(network_given(d->q, "reserved")),
            series = network_number(asked_value(a, d, "series"));
    struct computer_name *name = ledger_new(a, &computer_name_ledger);
    struct name_series *rule = ledger_new(a, &name_series_ledger);
    size_t faults = a->fault_count;

    if (held && ledger_read(a, &computer_name_ledger, held, false, name) &&
        strcmp(name->base.state, "reserved") == 0 && name->base.owner == a->who->person &&
        name->again_at.us > a->now.us) {
        d->page.name = name->name;
        d->page.reserved = arena_print(a->arena, "%lld", (long long)held);
        d->page.left = left_words(a, name->again_at);
        return true;
    }
    act_forgive(a, faults);
    if (!series || !ledger_read(a, &name_series_ledger, series, false, rule)) {
        act_forgive(a, faults);
        return true;
    }
    return name_preview(a, rule, d->network->site, &d->page.name);
}

static const struct map_cell *
cell_at(const struct drawing *d)
{
    for (size_t i = 0; d->at.family && i < d->map.count; i++)
        if (inet_compare(&d->map.cells[i].address, &d->at) == 0)
            return &d->map.cells[i];
    return NULL;
}

static bool
show_chosen(struct act *a, struct drawing *d, const struct map_cell *cell)
{
    static const char *const names[] = { "return_reason", NULL };
    struct address *row = ledger_new(a, &address_ledger);
    struct network_page *page = &d->page;

    page->chosen = inet_print(a->arena, &cell->address);
    page->chosen_at = page->chosen;
    page->chosen_words = arena_print(a->arena, "%s　%s", spot_faces[cell->kind].label, cell->words);
    page->chosen_href =
        arena_print(a->arena, "/desk/comparison?network=%lld", (long long)d->network->base.id);
    if (!cell->record)
        return true;
    if (!ledger_read(a, &address_ledger, cell->record, false, row))
        return false;
    page->chosen = row->title;
    page->chosen_href = address_record(a, address_ledger.path, cell->record);
    page->chosen_id = row->base.id;
    page->chosen_version = row->base.version;
    page->may_return = access_may(a, &address_ledger, DEED_CHANGE, &row->base);
    if (page->may_return)
        show_controls(a, d, names);
    return true;
}

static bool
show_beside(struct act *a, struct drawing *d)
{
    static const char *const names[] = { "section", "kind",   "series",    "device",
                                         "mac",     "person", "return_on", NULL };
    const struct map_cell *cell = cell_at(d);
    const struct inet none = { 0 };
    struct inet free = d->at;
    bool found = cell && cell->kind == SPOT_FREE;

    if (cell && !found && (cell->record || cell->kind == SPOT_STRAY))
        return show_chosen(a, d, cell);
    if (!d->page.may_issue)
        return true;
    if (!found && !free_range_lowest(a, d->network->base.id, &none, &free, &found))
        return false;
    if (!found)
        return true;
    d->page.address = inet_print(a->arena, &free);
    show_controls(a, d, names);
    return show_name(a, d);
}

/* What a cell sends along, so that the next click gives out at once. */
static void
keep_given(struct act *a, struct drawing *d)
{
    static const char *const names[] = { "section", "kind", "series" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = asked_value(a, d, names[i]);

        if (!*value)
            continue;
        d->page.kept[d->page.kept_count][0] = names[i];
        d->page.kept[d->page.kept_count++][1] = value;
    }
}

/* --- the page ------------------------------------------------------------------------------ */

struct making {
    int64_t contract;
    int64_t network;
};

static bool
make_ranges(struct act *a, void *with)
{
    const struct making *it = with;

    return pool_lock(a, it->contract) && free_range_ensure(a, it->contract, it->network);
}

/* After records came in by another way there are none; whoever looks first has them made. */
static bool
see_ranges(struct act *a, const struct network *network)
{
    struct making making = { network->base.contract, network->base.id };
    bool made;

    return free_range_made(a, network->base.id, &made) &&
           (made || act_write(a, make_ranges, &making));
}

static const char *
around_words(struct act *a, const struct network *it)
{
    struct buffer out = { .arena = a->arena };

    if (it->vlan != NO_NUMBER)
        buffer_print(&out, "VLAN %lld　", (long long)it->vlan);
    if (it->gateway.family)
        buffer_print(&out, "ゲートウェイ %s　", inet_print(a->arena, &it->gateway));
    if (it->purpose)
        buffer_text(&out, it->purpose);
    return out.length ? buffer_string(&out) : NULL;
}

static bool
fill(struct act *a, struct drawing *d)
{
    const struct network *it = d->network;
    struct network_page *page = &d->page;

    page->id = it->base.id;
    page->title = it->title;
    page->prefix = inet_print(a->arena, &it->prefix);
    page->record = address_record(a, network_ledger.path, it->base.id);
    page->around = around_words(a, it);
    page->may_issue = access_may(a, &address_ledger, DEED_CREATE, NULL);
    page->action = arena_print(a->arena, "/desk/map/%lld", (long long)it->base.id);
    page->faults = a->faults;
    d->at = address_of(a, network_given(d->q, d->q->method == POST ? "address" : "at"));
    keep_given(a, d);
    return show_map(a, d) && show_beside(a, d);
}

bool
network_map_draw(struct act *a, const struct request *q, struct reply *r,
                 const struct network *network)
{
    struct drawing d = {
        .q = q,
        .network = network,
        .page = { .csrf = q->session->csrf,
                  .may_add = access_may(a, &network_ledger, DEED_CREATE, NULL) },
    };
    struct network *first = ledger_new(a, &network_ledger);
    struct frame frame;
    int64_t id;

    if (!network_tree_fill(a, q, network ? network->base.id : 0, &d.page, &id))
        return false;
    if (!network && id) {
        if (!ledger_read(a, &network_ledger, id, false, first))
            return false;
        d.network = first;
        if (d.page.layer_count)
            d.page.layers[0].is_open = true;
    }
    if (d.network && !fill(a, &d))
        return false;
    frame_fill(a, q,
               d.network ? arena_print(a->arena, "%s – アドレス", d.network->title) : "アドレス",
               &frame);
    frame.layout = d.network ? "nets" : "nets bare";
    frame.help = "/help/network";
    return frame_reply(a, r, &frame, network_view_body, &d.page);
}

bool
network_map_find(struct act *a, const struct request *q, struct network **out)
{
    *out = ledger_new(a, &network_ledger);
    return ledger_read(a, &network_ledger, q->id, false, *out) && see_ranges(a, *out);
}

bool
network_map_show(struct act *a, const struct request *q, struct reply *r)
{
    struct network *network = NULL;

    if (q->id && !network_map_find(a, q, &network))
        return false;
    return network_map_draw(a, q, r, network);
}
