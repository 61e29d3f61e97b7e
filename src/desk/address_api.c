#include "desk/address_api.h"

#include <string.h>

#include "base/json.h"
#include "desk/address.h"
#include "desk/address_issue.h"
#include "desk/computer_name.h"
#include "desk/network.h"
#include "store/act.h"
#include "web/idempotency.h"
#include "web/patch.h"
#include "web/route.h"

/* Of the fields of an address these cannot be asked for here. */
static const char *const refused[] = { "until", "name", "host", "return_reason" };

static bool
number_of(struct act *a, json_t *object, const char *name, int64_t *out)
{
    const json_t *value = json_object_get(object, name);

    *out = 0;
    if (!value || json_is_null(value))
        return true;
    if (!json_is_integer(value) || json_integer_value(value) <= 0)
        return fail(a, FAULT_INVALID, name, "%s には記録の番号を整数で書きます。", name);
    *out = json_integer_value(value);
    return true;
}

static bool
read_order(struct act *a, const struct request *q, struct address_order *out)
{
    struct address *row = ledger_new(a, &address_ledger);
    json_t *object;
    bool good = true;

    *out = (struct address_order){ 0 };
    if (!patch_read(a, q, "application/json", false, &object))
        return false;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (json_object_get(object, refused[i]))
            good = fail(a, FAULT_INVALID, refused[i], "払い出すときには書けません。");
    if (!patch_fill(a, &address_ledger, object, "series reserved", row) ||
        !number_of(a, object, "series", &out->series) ||
        !number_of(a, object, "reserved", &out->reserved))
        return false;
    if (!row->network.id)
        good = fail(a, FAULT_INVALID, "network", "ネットワークは必須です。");
    out->network = row->network.id;
    out->wanted = row->address;
    out->kind = row->kind.code;
    out->device = row->device;
    out->mac = row->mac.text;
    out->note = row->note;
    out->section = row->section.id;
    out->person = row->person.id;
    out->return_on = row->return_on;
    return good;
}

static void
write_answer(struct act *a, const struct address *address, const struct computer_name *name,
             struct reply *r)
{
    struct buffer *out = &r->body;

    r->status = 201;
    r->type = "application/json";
    buffer_print(out, "{\"id\":%lld,\"address\":", (long long)address->base.id);
    json_text(out, inet_print(a->arena, &address->address));
    buffer_text(out, ",\"name\":");
    json_text(out, name->base.id ? name->name : NULL);
    buffer_print(out,
                 ",\"network\":{\"id\":%lld},\"computer_name\":", (long long)address->network.id);
    if (name->base.id)
        buffer_print(out, "{\"id\":%lld}}\n", (long long)name->base.id);
    else
        buffer_text(out, "null}\n");
}

struct posting {
    const struct request *q;
    struct reply *r;
    struct address_order order;
};

static bool
post(struct act *a, void *with)
{
    const struct posting *it = with;
    struct address *address = ledger_new(a, &address_ledger);
    struct computer_name *name = ledger_new(a, &computer_name_ledger);
    bool answered;

    if (!idempotency_find(a, it->q, it->r, &answered))
        return false;
    if (answered)
        return true;
    if (!address_issue(a, &it->order, address, name))
        return false;
    write_answer(a, address, name, it->r);
    return idempotency_keep(a, it->q, it->r);
}

bool
address_issue_post(struct act *a, const struct request *q, struct reply *r)
{
    struct posting it = { .q = q, .r = r };

    return read_order(a, q, &it.order) && act_write(a, post, &it);
}
