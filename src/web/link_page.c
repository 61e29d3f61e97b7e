#include "web/link_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "ledger/link.h"
#include "store/act.h"
#include "web/address.h"
#include "web/record_act.h"
#include "web/session.h"
#include "web/timeline_page.h"

static struct shown_link
show(struct act *a, const struct request *q, const struct link_row *row, bool mine)
{
    struct record *other;
    struct shown_link out = {
        .kind = row->kind->title,
        .title = row->title,
        .href = address_record(a, row->to.ledger->path, row->to.id),
        .about = arena_print(a->arena, "%s%s%s", row->to.ledger->title, *row->code ? " " : "",
                             row->code),
        .state = row->state,
        .made = arena_print(a->arena, "%s　%s %s", history_actor(a, row->actor),
                            short_day(a, row->created_at), clock_time(a, row->created_at)),
    };

    /* Of a record that is not his to change the other may be. */
    if (!mine && access_may(a, row->to.ledger, DEED_CHANGE, NULL)) {
        size_t faults = a->fault_count;

        other = ledger_new(a, row->to.ledger);
        mine = ledger_read(a, row->to.ledger, row->to.id, false, other) &&
               access_may(a, row->to.ledger, DEED_READ | DEED_CHANGE, other);
        act_forgive(a, faults);
    }
    if (mine)
        out.remove = arena_print(a->arena, "%s/links/%lld",
                                 address_record(a, q->ledger->path, q->id), (long long)row->id);
    return out;
}

static const char *
typed(const struct request *q, const char *name, const char *otherwise)
{
    const char *value = pairs_get(&q->form, name);

    return value ? value : otherwise;
}

static void
add_option(struct control *c, const char *value, const char *label)
{
    c->options[c->option_count++] = (struct option){ value, label, strcmp(value, c->value) == 0 };
}

/* Without the right to change this record, only ledgers where he changes some. */
static void
fill_form(struct act *a, const struct request *q, bool mine, struct link_panel *out)
{
    size_t count;
    const struct ledger *const *all = ledgers_all(&count);
    struct control *kind = &out->controls[0], *ledger = &out->controls[1], *to = &out->controls[2];

    *kind = (struct control){ .kind = CONTROL_SELECT,
                              .id = "link-kind",
                              .name = "kind",
                              .label = "この記録から見て",
                              .fault = control_fault(a, "kind"),
                              .value = typed(q, "kind", "related") };
    *ledger = (struct control){ .kind = CONTROL_SELECT,
                                .id = "link-ledger",
                                .name = "ledger",
                                .label = "相手の台帳",
                                .fault = control_fault(a, "ledger"),
                                .value = typed(q, "ledger", q->ledger->name) };
    *to = (struct control){ .kind = CONTROL_LINE,
                            .id = "link-to",
                            .name = "to",
                            .label = "相手の番号か件名",
                            .hint = "番号、または件名をそのまま書きます。",
                            .fault = control_fault(a, "to"),
                            .value = typed(q, "to", ""),
                            .mode = "text",
                            .most = 200,
                            .is_required = true };
    kind->options = NEW_ARRAY(a->arena, 24, struct option);
    for (const struct link_kind *k = link_kinds; k->name && kind->option_count < 24; k++)
        add_option(kind, k->name, k->title);
    ledger->options = NEW_ARRAY(a->arena, count + 1, struct option);
    for (size_t i = 0; i < count; i++)
        if (all[i]->path && access_may(a, all[i], mine ? DEED_READ : DEED_READ | DEED_CHANGE, NULL))
            add_option(ledger, all[i]->name, all[i]->title);
    if (ledger->option_count)
        out->action = arena_print(a->arena, "%s/links", address_record(a, q->ledger->path, q->id));
}

bool
links_fill(struct act *a, const struct request *q, const struct record *record,
           struct link_panel *out)
{
    bool mine = link_may_add(a, q->ledger, record);
    struct link_list list;

    if (!link_rows(a, q->ledger, record, &list))
        return false;
    *out = (struct link_panel){ .csrf = q->session->csrf, .count = list.count };
    out->rows = NEW_ARRAY(a->arena, list.count + 1, struct shown_link);
    for (size_t i = 0; i < list.count; i++)
        out->rows[i] = show(a, q, &list.rows[i], mine);
    fill_form(a, q, mine, out);
    return true;
}

/* --- handlers ---------------------------------------------------------------------------- */

/* All three read before any is refused. */
static bool
read_form(struct act *a, const struct request *q, struct link_end *to,
          const struct link_kind **kind)
{
    const char *name = pairs_get(&q->form, "ledger");
    const struct ledger *l = name ? ledger_find(name) : NULL;
    bool good = true;

    *kind = link_kind_find(pairs_get(&q->form, "kind"));
    if (!*kind)
        good = fail(a, FAULT_INVALID, "kind", "関連の種類を選んでください。");
    if (!l || !l->path || !access_may(a, l, DEED_READ, NULL))
        return fail(a, FAULT_INVALID, "ledger", "相手の台帳を選んでください。");
    return link_find(a, l, pairs_get(&q->form, "to"), to) && good;
}

bool
link_receive(struct act *a, const struct request *q, struct reply *r)
{
    struct record *record = ledger_new(a, q->ledger);
    const struct link_kind *kind;
    struct link_end to;

    if (!ledger_read(a, q->ledger, q->id, false, record))
        return false;
    if (!read_form(a, q, &to, &kind) ||
        !link_add(a, (struct link_end){ q->ledger, q->id }, to, kind, NULL))
        return record_refused(a, q, r, record->version);
    return reply_redirect(a, q, r, address_record(a, q->ledger->path, q->id),
                          "関連を結びました。相手の記録にも出ています。");
}

int64_t
link_asked(const struct request *q)
{
    size_t digits = q->word ? strspn(q->word, "0123456789") : 0;

    return digits && digits < 19 && !q->word[digits] ? strtoll(q->word, NULL, 10) : 0;
}

bool
link_take_off(struct act *a, const struct request *q, struct reply *r)
{
    if (!link_remove(a, (struct link_end){ q->ledger, q->id }, link_asked(q)))
        return false;
    return reply_redirect(a, q, r, address_record(a, q->ledger->path, q->id),
                          "関連を外しました。履歴には残っています。");
}
