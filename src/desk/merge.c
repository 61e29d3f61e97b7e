#include "desk/merge.h"

#include <string.h>

#include "base/arena.h"
#include "contract/consequence.h"
#include "desk/inquiry.h"
#include "ledger/core/core.h"
#include "ledger/link.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "store/query.h"

static const struct query children_query = {
    .name = "merge.children",
    .sql = "SELECT id FROM inquiry WHERE merged_into = :id AND removed_at IS NULL LIMIT 1",
    .row_size = sizeof(struct ref),
    .columns = COLUMNS(COLUMN(struct ref, id)),
};

static bool
check_target(struct act *a, const struct inquiry *it)
{
    struct inquiry *target = ledger_new(a, &inquiry_ledger);
    struct ref child;
    bool found;

    if (!it->merged_into.id)
        return true; /* the transition asks for it */
    if (it->merged_into.id == it->base.id)
        return fail(a, FAULT_INVALID, "merged_into", "統合先には、ほかの問合せを選びます。");
    if (!consequence_read(a, &inquiry_ledger, it->merged_into.id, target) ||
        !query_first(a, &children_query, &child, &found, BOUND(BIND(id, it->base.id))))
        return false;
    if (state_is(&target->base, "merged"))
        return fail(a, FAULT_INVALID, "merged_into",
                    "%sは統合済みです。その統合先の問合せを選びます。", target->number);
    if (found)
        return fail(a, FAULT_INVALID, "merged_into",
                    "この問合せには、ほかの問合せが統合されています。向きを逆にして、"
                    "%sをこの問合せへ統合します。",
                    target->number);
    return true;
}

bool
merge_check(struct act *a, const struct record *before, struct inquiry *it)
{
    const struct inquiry *was = (const struct inquiry *)before;

    if (state_is(&it->base, "merged")) {
        if (state_reached(before, &it->base, "merged")) {
            it->merged_at = a->now;
            it->completed_on = instant_date(a->now);
            return check_target(a, it);
        }
        it->merged_into = was->merged_into;
        return true;
    }
    if (was && state_is(before, "merged")) {
        if (instant_date(was->merged_at).day != instant_date(a->now).day)
            return fail(a, FAULT_CLASH, NULL,
                        "統合を取り消せるのは、統合した日だけです。別の件であれば、"
                        "新しい問合せを開いて関連を結びます。");
        it->merged_into = (struct ref){ 0 };
        it->merged_at = (struct instant){ 0 };
        it->completed_on = (struct date){ 0 };
    }
    return !it->merged_into.id ||
           fail(a, FAULT_INVALID, "merged_into", "統合先は「統合する」のときに選びます。");
}

/* --- what follows ------------------------------------------------------------------------ */

static struct refs
with_person(struct act *a, const struct refs *old, int64_t person, bool in)
{
    struct refs out = { NEW_ARRAY(a->arena, old->count + 1, struct ref), 0 };

    for (size_t i = 0; i < old->count; i++)
        if (old->items[i].id != person)
            out.items[out.count++].id = old->items[i].id;
    if (in)
        out.items[out.count++].id = person;
    return out;
}

static bool
keep_requester(struct act *a, const struct inquiry *it, int64_t target, bool in)
{
    struct inquiry *other = ledger_new(a, &inquiry_ledger);

    if (!consequence_read(a, &inquiry_ledger, target, other))
        return false;
    if (!it->requester.id || it->requester.id == other->requester.id)
        return true;
    other->others = with_person(a, &other->others, it->requester.id, in);
    return ledger_keep(a, &inquiry_ledger, NULL, other);
}

static bool
unlink_from(struct act *a, const struct inquiry *it, int64_t target)
{
    struct link_list links;

    if (!link_rows(a, &inquiry_ledger, &it->base, &links))
        return false;
    for (size_t i = 0; i < links.count; i++)
        if (links.rows[i].to.ledger == &inquiry_ledger && links.rows[i].to.id == target &&
            strcmp(links.rows[i].kind->name, "duplicate") == 0)
            return link_remove(a, (struct link_end){ &inquiry_ledger, it->base.id },
                               links.rows[i].id);
    return true;
}

static bool
link_to(struct act *a, const struct inquiry *it, int64_t target)
{
    /* Somebody may have linked them by hand before. */
    return unlink_from(a, it, target) &&
           link_add(a, (struct link_end){ &inquiry_ledger, it->base.id },
                    (struct link_end){ &inquiry_ledger, target }, link_kind_find("duplicate"),
                    NULL);
}

struct merging {
    const struct inquiry *was;
    const struct inquiry *is;
};

static bool
follow(struct act *a, void *with)
{
    const struct merging *m = with;

    if (!m->is->merged_into.id)
        return unlink_from(a, m->is, m->was->merged_into.id) &&
               keep_requester(a, m->is, m->was->merged_into.id, false);
    return link_to(a, m->is, m->is->merged_into.id) &&
           keep_requester(a, m->is, m->is->merged_into.id, true) &&
           entry_add(a, &inquiry_ledger, &m->is->base, ENTRY_ANSWER,
                     "同じ内容の問合せと一つにして対応します。"
                     "回答は、この画面にも届きます。ここに書いたことも、担当に届きます。",
                     (struct instant){ 0 }, NULL, NULL);
}

bool
merge_follow(struct act *a, const struct record *before, const struct record *record)
{
    struct merging m = { (const struct inquiry *)before, (const struct inquiry *)record };

    if (!before || m.was->merged_into.id == m.is->merged_into.id || a->origin == ORIGIN_IMPORT)
        return true;
    return consequence_run(a, follow, &m);
}
