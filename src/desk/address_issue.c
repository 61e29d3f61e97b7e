#include "desk/address_issue.h"

#include <string.h>

#include "base/arena.h"
#include "desk/address.h"
#include "desk/computer_name.h"
#include "desk/free_range.h"
#include "desk/network.h"
#include "store/act.h"

struct issuing {
    const struct address_order *order;
    const struct network *network;
    struct name_series *series; /* NULL: none */
    struct address *address;
    struct computer_name *name;
};

static bool
find_series(struct act *a, int64_t id, const struct network *network, struct name_series **out)
{
    *out = NULL;
    if (!id)
        return true;
    *out = ledger_new(a, &name_series_ledger);
    if (!ledger_read(a, &name_series_ledger, id, false, *out)) {
        a->last_fault->field = "series";
        return false;
    }
    return (*out)->base.contract == network->base.contract ||
           fail(a, FAULT_INVALID, "series", "命名規則が別の契約のものです。選び直します。");
}

/* Both records are made by right of one: creating an address. */
static bool
prepare(struct act *a, const struct address_order *order, struct issuing *it)
{
    struct network *network = ledger_new(a, &network_ledger);
    struct record head = { 0 };

    if (!ledger_read(a, &network_ledger, order->network, false, network)) {
        a->last_fault->field = "network";
        return false;
    }
    head.contract = network->base.contract;
    it->network = network;
    it->order = order;
    return access_require(a, &address_ledger, DEED_CREATE, &head) &&
           find_series(a, order->series, network, &it->series);
}

static bool
give_name(struct act *a, struct issuing *it)
{
    it->name->device = it->order->device;
    it->name->section.id = it->order->section;
    if (it->order->reserved)
        return name_confirm(a, it->order->reserved, it->name);
    return !it->series ||
           name_take(a, it->series, it->network->site, (struct instant){ 0 }, it->name);
}

static bool
choose(struct act *a, const struct issuing *it, struct inet *out)
{
    const struct inet none = { 0 };
    bool found;

    *out = it->order->wanted;
    if (out->family)
        return true;
    if (!free_range_ensure(a, it->network->base.contract, it->network->base.id) ||
        !free_range_lowest(a, it->network->base.id, &none, out, &found))
        return false;
    return found || fail(a, FAULT_CLASH, "network",
                         "「%s」に空いているアドレスがありません。ほかのネットワークにします。",
                         it->network->title);
}

static bool
issue(struct act *a, void *with)
{
    struct issuing *it = with;
    const struct address_order *order = it->order;
    struct address *row = it->address;

    *row = *(struct address *)ledger_new(a, &address_ledger);
    *it->name = *(struct computer_name *)ledger_new(a, &computer_name_ledger);
    if (!pool_lock(a, it->network->base.contract) || !give_name(a, it) ||
        !choose(a, it, &row->address))
        return false;
    row->base.contract = it->network->base.contract;
    row->network.id = it->network->base.id;
    row->kind.code = order->kind ? order->kind : "host";
    row->name = (struct ref){ it->name->base.id, it->name->name };
    row->device = order->device;
    row->mac.text = order->mac;
    row->note = order->note;
    row->section.id = order->section;
    row->person.id = order->person;
    row->return_on = order->return_on;
    return ledger_keep(a, &address_ledger, NULL, row);
}

bool
address_issue(struct act *a, const struct address_order *order, struct address *address,
              struct computer_name *name)
{
    struct issuing it = { .address = address, .name = name };

    return prepare(a, order, &it) && act_write(a, issue, &it);
}

static bool
reserve(struct act *a, void *with)
{
    struct issuing *it = with;

    *it->name = *(struct computer_name *)ledger_new(a, &computer_name_ledger);
    return name_take(a, it->series, it->network->site,
                     instant_add(a->now, (struct minutes){ NAME_MINUTES }), it->name);
}

bool
address_reserve_name(struct act *a, int64_t network, int64_t series, struct computer_name *name)
{
    struct address_order order = { .network = network, .series = series };
    struct issuing it = { .name = name };

    if (!prepare(a, &order, &it))
        return false;
    if (!it.series)
        return fail(a, FAULT_INVALID, "series", "命名規則を選びます。");
    return act_write(a, reserve, &it);
}
