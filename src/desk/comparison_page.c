#include "desk/comparison_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/wareki.h"
#include "desk/address.h"
#include "desk/network.h"
#include "desk/network_page.h"
#include "desk/sighting.h"
#include "desk/views.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/session.h"

enum { MOST_DAYS = 366 };

FRAME_BODY(comparison_view, struct comparison_page)

static const struct {
    const char *id;
    const char *title;
    const char *help;
} kinds[DIFFERENCES] = {
    [DIFFERS_CONFLICT] = { "conflicting", "重なり",
                           "1つのアドレスを2台が使っているか、台帳と違う機器が使っています。" },
    [DIFFERS_MOVED] = { "moved", "移動", "台帳の機器が、別のアドレスで見えました。" },
    [DIFFERS_UNKNOWN] = { "unknown", "台帳にない機器",
                          "使われているのに、台帳に記録がありません。" },
    [DIFFERS_MISSING] = { "missing", "見えない機器",
                          "台帳では使用中ですが、調べたネットワークで見えません。" },
};

static const char *
difference_words(struct act *a, const struct difference_row *row)
{
    switch (row->kind) {
    case DIFFERS_CONFLICT:
        return arena_print(a->arena, "ほかに %s", row->other);
    case DIFFERS_MOVED:
        return arena_print(a->arena, "台帳では %s", row->other);
    case DIFFERS_UNKNOWN:
        return *row->network_title ? "記録なし" : "含むネットワークなし";
    case DIFFERS_MISSING:
        break;
    }
    return row->seen_at.us ? "この日数では見えない" : "一度も見えていない";
}

static const char *
time_words(struct act *a, struct instant at, bool western)
{
    int minute = instant_minute(at);

    if (!at.us)
        return "―";
    return arena_print(
        a->arena, "%s %d:%02d",
        wareki_print(a->arena, instant_date(at), western ? WAREKI_WESTERN : WAREKI_SHORT),
        minute / 60, minute % 60);
}

static void
show_row(struct act *a, const struct difference_row *row, bool western, struct compared_row *out)
{
    const char *address = inet_print(a->arena, &row->address);

    *out = (struct compared_row){
        .address = address,
        .network = row->network_title,
        .mac = row->mac,
        .name = row->name,
        .seen = time_words(a, row->seen_at, western),
        .words = difference_words(a, row),
        .network_id = row->network,
        .record_id = row->record,
        .version = row->version,
    };
    if (row->network)
        out->href = arena_print(a->arena, "/desk/map/%lld?at=%s", (long long)row->network, address);
    if (row->record)
        out->record = address_record(a, address_ledger.path, row->record);
}

static void
show_kinds(struct act *a, const struct comparison *seen, bool western, struct comparison_page *page)
{
    const struct difference_row *row = seen->rows;

    for (size_t kind = 0; kind < DIFFERENCES; kind++) {
        struct compared_kind *out = &page->kinds[page->kind_count++];

        *out = (struct compared_kind){
            .id = kinds[kind].id,
            .title = kinds[kind].title,
            .help = kinds[kind].help,
            .count =
                arena_print(a->arena, "%zu件%s", seen->counts[kind], seen->cut[kind] ? "以上" : ""),
            .rows = NEW_ARRAY(a->arena, seen->counts[kind] + 1, struct compared_row),
            .registers = kind == DIFFERS_UNKNOWN,
            .returns = kind == DIFFERS_MISSING,
        };
        for (size_t i = 0; i < seen->counts[kind]; i++)
            show_row(a, row++, western, &out->rows[out->row_count++]);
    }
}

/* --- the page ------------------------------------------------------------------------------ */

/* The network's contract, the one switched to, else the only one there is. */
static bool
find_contract(struct act *a, const struct request *q, int64_t network, int64_t *contract,
              const char **title)
{
    struct network *it = ledger_new(a, &network_ledger);

    *contract = q->session->contract;
    *title = NULL;
    if (network) {
        if (!ledger_read(a, &network_ledger, network, false, it))
            return false;
        *contract = it->base.contract;
        *title = arena_print(a->arena, "%s %s", it->title, inet_print(a->arena, &it->prefix));
        return true;
    }
    for (size_t i = 0; i < a->who->count && !*contract; i++) {
        struct record head = { .contract = a->who->in[i].contract };

        if (head.contract && access_may(a, &sighting_ledger, DEED_READ, &head))
            *contract = head.contract;
    }
    return true;
}

static int
days_of(const struct request *q)
{
    int64_t days = network_number(network_given(q, "days"));

    return days < 1 ? USUAL_DAYS : days > MOST_DAYS ? MOST_DAYS : (int)days;
}

static bool
draw(struct act *a, const struct request *q, struct reply *r)
{
    int64_t network = network_number(network_given(q, q->method == POST ? "within" : "network"));
    struct comparison_page page = {
        .csrf = q->session->csrf,
        .query = network ? arena_print(a->arena, "%lld", (long long)network) : "",
        .days = days_of(q),
        .may_write = access_may(a, &address_ledger, DEED_CHANGE, NULL),
        .faults = a->faults,
    };
    struct comparison seen = { 0 };
    struct record head = { 0 };
    struct frame frame;

    if (!find_contract(a, q, network, &head.contract, &page.network))
        return false;
    if (head.contract && (!access_require(a, &sighting_ledger, DEED_READ, &head) ||
                          !comparison_read(a, head.contract, network, page.days, &seen)))
        return false;
    page.is_empty = !seen.seen;
    page.summary = arena_print(a->arena, "%s%sこの%d日間に見えたアドレス %lld",
                               page.network ? page.network : "", page.network ? "　" : "",
                               page.days, (long long)seen.seen);
    show_kinds(a, &seen, q->session->western, &page);
    frame_fill(a, q, "突合", &frame);
    frame.help = "/help/sighting";
    return frame_reply(a, r, &frame, comparison_view_body, &page);
}

bool
comparison_show(struct act *a, const struct request *q, struct reply *r)
{
    return draw(a, q, r);
}

/* --- acts ---------------------------------------------------------------------------------- */

static bool
draw_refused(struct act *a, const struct request *q, struct reply *r)
{
    enum fault_kind kind = act_fault_kind(a);

    if (kind != FAULT_INVALID && kind != FAULT_CLASH && kind != FAULT_STALE)
        return false;
    r->status = fault_face(kind)->http;
    return draw(a, q, r);
}

static bool
back(struct act *a, const struct request *q, struct reply *r, const char *notice)
{
    return reply_redirect(a, q, r,
                          arena_print(a->arena, "/desk/comparison?days=%d&network=%lld", days_of(q),
                                      (long long)network_number(network_given(q, "within"))),
                          notice);
}

bool
comparison_register(struct act *a, const struct request *q, struct reply *r)
{
    static const char *const names[] = { "address", "network", "mac", "host" };
    struct address *row = ledger_new(a, &address_ledger);
    struct network *network = ledger_new(a, &network_ledger);
    struct pair items[5] = { { "kind", "host" } };
    struct pairs pairs = { items, 1 };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        items[pairs.count++] = (struct pair){ names[i], network_given(q, names[i]) };
    if (!ledger_read(a, &network_ledger, network_number(network_given(q, "network")), false,
                     network))
        return false;
    row->base.contract = network->base.contract;
    if (!ledger_fill(a, &address_ledger, row, &pairs) || !ledger_create(a, &address_ledger, row))
        return draw_refused(a, q, r);
    return back(a, q, r, arena_print(a->arena, "%s を台帳に登録しました。", row->title));
}

bool
comparison_return(struct act *a, const struct request *q, struct reply *r)
{
    struct address *row = ledger_new(a, &address_ledger);

    if (!ledger_read(a, &address_ledger, network_number(network_given(q, "record")), false, row))
        return false;
    row->base.version = network_number(network_given(q, "version"));
    row->return_reason = network_given(q, "return_reason");
    if (!ledger_move(a, &address_ledger, "return", row))
        return draw_refused(a, q, r);
    return back(a, q, r, arena_print(a->arena, "%s を返しました。", row->title));
}
