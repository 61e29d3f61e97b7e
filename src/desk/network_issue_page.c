#include "desk/network_page.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "desk/address.h"
#include "desk/address_issue.h"
#include "desk/computer_name.h"
#include "desk/network.h"
#include "web/address.h"

static bool
draw_refused(struct act *a, const struct request *q, struct reply *r, const struct network *network)
{
    enum fault_kind kind = act_fault_kind(a);

    if (kind != FAULT_INVALID && kind != FAULT_CLASH)
        return false;
    r->status = fault_face(kind)->http;
    return network_map_draw(a, q, r, network);
}

static bool
read_order(struct act *a, const struct request *q, struct address *row, struct address_order *out)
{
    static const char *const names[] = { "address", "section", "kind",     "device",
                                         "mac",     "person",  "return_on" };
    struct pair items[8];
    struct pairs pairs = { items, 0 };
    struct ref series = { 0 };
    const char *why;
    bool good;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        items[pairs.count++] = (struct pair){ names[i], network_given(q, names[i]) };
    good = ledger_fill(a, &address_ledger, row, &pairs);
    if (!field_parse(a, network_field("series"), network_given(q, "series"), &series, &why))
        good = fail(a, FAULT_INVALID, "series", "%s", why);
    *out = (struct address_order){
        .network = q->id,
        .series = series.id,
        .reserved = network_number(network_given(q, "reserved")),
        .wanted = row->address,
        .kind = row->kind.code,
        .device = row->device,
        .mac = row->mac.text,
        .section = row->section.id,
        .person = row->person.id,
        .return_on = row->return_on,
    };
    return good;
}

/* Back to the map, with what the next click needs. */
static bool
back(struct act *a, const struct request *q, struct reply *r, const struct address_order *order,
     int64_t reserved, const char *notice)
{
    struct buffer out = { .arena = a->arena };

    buffer_print(&out, "/desk/map/%lld?at=", (long long)q->id);
    address_part(&out, inet_print(a->arena, &order->wanted));
    if (order->section)
        buffer_print(&out, "&section=%lld", (long long)order->section);
    if (order->series)
        buffer_print(&out, "&series=%lld", (long long)order->series);
    if (order->kind)
        buffer_print(&out, "&kind=%s", order->kind);
    if (reserved)
        buffer_print(&out, "&reserved=%lld", (long long)reserved);
    return reply_redirect(a, q, r, buffer_string(&out), notice);
}

static bool
issue(struct act *a, const struct request *q, struct reply *r, const struct address_order *order)
{
    struct address *address = ledger_new(a, &address_ledger);
    struct computer_name *name = ledger_new(a, &computer_name_ledger);
    struct address_order done = *order;

    if (!address_issue(a, order, address, name))
        return false;
    done.wanted = address->address;
    return back(a, q, r, &done, 0,
                name->base.id ? arena_print(a->arena, "%s と %s を払い出しました。", address->title,
                                            name->name)
                              : arena_print(a->arena, "%s を払い出しました。", address->title));
}

bool
network_map_issue(struct act *a, const struct request *q, struct reply *r)
{
    struct computer_name *name = ledger_new(a, &computer_name_ledger);
    struct address *row = ledger_new(a, &address_ledger);
    struct address_order order;
    struct network *network;

    if (!network_map_find(a, q, &network))
        return false;
    if (!read_order(a, q, row, &order))
        return draw_refused(a, q, r, network);
    if (order.section && issue(a, q, r, &order))
        return true;
    if (!order.section && *network_given(q, "form"))
        fail(a, FAULT_INVALID, "section", "使う課は必須です。");
    if (a->fault_count)
        return draw_refused(a, q, r, network);
    if (order.series && !address_reserve_name(a, q->id, order.series, name))
        return draw_refused(a, q, r, network);
    return back(a, q, r, &order, name->base.id, NULL);
}

bool
network_map_return(struct act *a, const struct request *q, struct reply *r)
{
    struct address *row = ledger_new(a, &address_ledger);
    struct network *network;

    if (!network_map_find(a, q, &network) ||
        !ledger_read(a, &address_ledger, network_number(network_given(q, "record")), false, row))
        return false;
    row->base.version = network_number(network_given(q, "version"));
    row->return_reason = network_given(q, "return_reason");
    if (!ledger_move(a, &address_ledger, "return", row))
        return draw_refused(a, q, r, network);
    return reply_redirect(a, q, r, arena_print(a->arena, "/desk/map/%lld", (long long)q->id),
                          arena_print(a->arena, "%s を返しました。", row->title));
}
