#include "desk/counted.h"

#include "base/arena.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "store/act.h"
#include "web/address.h"

enum { MOST = 12 };

static struct pairs
pairs_of(struct counter *c, const char *const *filters)
{
    struct pairs out = { NEW_ARRAY(c->a->arena, MOST, struct pair), 0 };

    for (; *filters && out.count + 1 < MOST; filters += 2)
        out.items[out.count++] = (struct pair){ filters[0], filters[1] };
    out.items[out.count++] =
        (struct pair){ "contract", arena_print(c->a->arena, "%lld", (long long)c->contract) };
    return out;
}

struct figure
counted_by(struct counter *c, const struct ledger *l, const char *const *filters, int64_t number)
{
    struct pairs pairs = pairs_of(c, filters);
    struct figure figure = figure_count(number, NULL);

    figure.rows = address_with(c->a, l->path, &pairs, NULL, NULL);
    return figure;
}

struct figure
counted(struct counter *c, const struct ledger *l, const char *const *filters)
{
    struct pairs pairs = pairs_of(c, filters);
    struct list_request request;
    struct list list;

    if (c->failed || !access_may(c->a, l, DEED_READ, NULL))
        return figure_none();
    c->failed = !list_parse(c->a, l, &pairs, &request);
    if (c->failed)
        return figure_none();
    request.limit = 1;
    request.columns = "id";
    request.lean = request.patient = true;
    request.counted = request.count_exact = true;
    c->failed = !list_read(c->a, &request, &list);
    return c->failed ? figure_none() : counted_by(c, l, filters, list.total);
}
