/* Asking: what is frozen, and who has to decide. */
#include <string.h>

#include "base/arena.h"
#include "contract/approval_route.h"
#include "contract/approval_row.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

enum { MOST_STEPS = 100 };

/* --- who may decide ---------------------------------------------------------------------- */

struct decider {
    int64_t person;
    const char *role;
    int64_t section;
};
struct deciders {
    struct decider *rows;
    size_t count;
};

/* Those who have one of the roles that read every approval of the contract. */
static const struct query deciders_query = {
    .name = "approval.deciders",
    .sql = "SELECT u.person AS person, m.role AS role, m.section AS section FROM membership m"
           " JOIN \"user\" u ON u.id = m.\"user\" JOIN person p ON p.id = u.person"
           " WHERE m.role IN ('lead', 'operator', 'officer', 'approver')"
           " AND (m.within = :contract OR m.within IS NULL)"
           " AND m.removed_at IS NULL AND u.removed_at IS NULL AND p.removed_at IS NULL"
           " AND (m.\"from\" IS NULL OR m.\"from\" <= :today)"
           " AND (m.until IS NULL OR m.until >= :today)"
           " AND (u.until IS NULL OR u.until >= :today)"
           " AND (p.until IS NULL OR p.until >= :today) ORDER BY u.person, m.id",
    .row_size = sizeof(struct decider),
    .columns = COLUMNS(COLUMN(struct decider, person), COLUMN(struct decider, role),
                       COLUMN(struct decider, section)),
};

static bool
read_deciders(struct act *a, int64_t contract, struct deciders *out)
{
    struct date today = instant_date(a->now);

    return QUERY(a, &deciders_query, *out, BIND(contract, contract), BIND(today, today));
}

static bool
may_decide(const struct deciders *all, int64_t person)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->rows[i].person == person)
            return true;
    return false;
}

bool
approval_may_decide(struct act *a, int64_t contract, int64_t person)
{
    struct deciders all;

    return read_deciders(a, contract, &all) && may_decide(&all, person);
}

/* --- the steps --------------------------------------------------------------------------- */

struct asking {
    struct approval *it;
    const struct deciders *deciders;
    struct approval_steps *steps;
    int64_t section; /* of the record */
    int64_t position;
};

static void
add_person(struct refs *people, int64_t id, const char *title)
{
    if (!refs_have(people, id))
        people->items[people->count++] = (struct ref){ id, title };
}

/* The people of a step without who asks, unless the route lets him. */
static void
people_of(struct act *a, const struct asking *asking, const struct route_step *step,
          struct refs *out)
{
    const struct deciders *all = asking->deciders;
    int64_t asker = asking->it->own ? 0 : asking->it->base.owner;
    int64_t section = step->same_section ? asking->section : step->section.id;

    *out = (struct refs){ NEW_ARRAY(a->arena, step->people.count + all->count + 1, struct ref), 0 };
    for (size_t i = 0; i < step->people.count; i++)
        if (step->people.items[i].id != asker)
            add_person(out, step->people.items[i].id, step->people.items[i].title);
    if (!step->role.code || !*step->role.code || (step->same_section && !section))
        return;
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->rows[i].role, step->role.code) == 0 && all->rows[i].person != asker &&
            (!section || all->rows[i].section == section))
            add_person(out, all->rows[i].person, NULL);
}

static int64_t
needed_of(const struct route_step *step, size_t people)
{
    const char *kind = step->kind.code ? step->kind.code : "one";

    if (strcmp(kind, "all") == 0)
        return (int64_t)people;
    return strcmp(kind, "some") == 0 ? step->needed : 1;
}

/* Who could not decide would stop the request for good, so it does not begin. */
static bool
check_people(struct act *a, const struct asking *asking, const struct route_step *step,
             const struct refs *people)
{
    int64_t needed = needed_of(step, people->count);

    for (size_t i = 0; i < people->count; i++)
        if (!may_decide(asking->deciders, people->items[i].id))
            return fail(a, FAULT_INVALID, "route",
                        "「%s」の%sさんには、この契約で決裁できる役割がありません。承認経路を"
                        "直します。",
                        step->label, people->items[i].title ? people->items[i].title : "");
    if (people->count == 0)
        return fail(a, FAULT_INVALID, "route",
                    "「%s」を承認できる人が、申請者のほかにいません。承認経路を直します。",
                    step->label);
    return needed <= (int64_t)people->count ||
           fail(a, FAULT_INVALID, "route",
                "「%s」は%lld人の承認が要りますが、承認できる人は%zu人です。承認経路を直します。",
                step->label, (long long)needed, people->count);
}

static struct refs
deputies_of(struct act *a, const struct asking *asking, const struct route_step *step)
{
    struct refs out = { NEW_ARRAY(a->arena, step->deputies.count + 1, struct ref), 0 };

    for (size_t i = 0; i < step->deputies.count; i++)
        if (may_decide(asking->deciders, step->deputies.items[i].id) &&
            (asking->it->own || step->deputies.items[i].id != asking->it->base.owner))
            add_person(&out, step->deputies.items[i].id, step->deputies.items[i].title);
    return out;
}

static bool
add_step(struct act *a, struct asking *asking, const struct route_step *step)
{
    struct refs people, deputies = deputies_of(a, asking, step);

    people_of(a, asking, step, &people);
    if (!check_people(a, asking, step, &people))
        return false;
    asking->position++;
    for (size_t i = 0; i < people.count; i++) {
        struct approval_step *row = ledger_new(a, &approval_step_ledger);

        if (asking->steps->count == MOST_STEPS)
            return fail(a, FAULT_INVALID, "route", "決裁欄は%d人分までです。承認経路を直します。",
                        MOST_STEPS);
        row->base.contract = asking->it->base.contract;
        row->base.organisation = asking->it->base.organisation;
        row->base.owner = asking->it->base.owner;
        row->base.state = asking->position == 1 ? "turn" : "waiting";
        row->position = asking->position;
        row->lap = 1;
        row->label = step->label;
        row->needed = needed_of(step, people.count);
        row->person = people.items[i];
        row->deputies = deputies;
        row->hands_over = step->hands_over;
        asking->steps->rows[asking->steps->count++] = row;
    }
    return true;
}

static bool
make_steps(struct act *a, struct approval *it, const struct record *row, struct approval_steps *out)
{
    struct asking asking = { .it = it, .steps = out, .section = row->organisation };
    struct route_steps steps;
    struct deciders deciders;

    *out = (struct approval_steps){ NEW_ARRAY(a->arena, MOST_STEPS, struct approval_step *), 0 };
    if (!route_steps_read(a, it->route.id, &steps) ||
        !read_deciders(a, it->base.contract, &deciders))
        return false;
    if (!steps.count)
        return fail(a, FAULT_INVALID, "route", "この承認経路にはまだ段がありません。");
    asking.deciders = &deciders;
    for (size_t i = 0; i < steps.count; i++)
        if (!add_step(a, &asking, steps.rows[i]))
            return false;
    return true;
}

/* --- the request ------------------------------------------------------------------------- */

static bool
may_ask(struct act *a, const struct ledger *l, const struct record *row)
{
    if (!access_require(a, l, DEED_READ, row))
        return false;
    if (access_may(a, l, DEED_CHANGE, row) || (row->owner && row->owner == a->who->person))
        return true;
    return fail(a, FAULT_DENIED, NULL, "決裁を申請できるのは、%sを直せる方です。", l->title);
}

/* The newest request of this record decides the round, and whether there may be one. */
static bool
check_earlier(struct act *a, const struct ledger *l, const struct record *row, struct approval *it)
{
    struct approval_state state;

    if (!approval_state_read(a, l, row, &state))
        return false;
    if (state.word == APPROVAL_ASKED)
        return fail(a, FAULT_CLASH, NULL, "この記録は、いま決裁が進んでいます。");
    if (state.word == APPROVAL_APPROVED)
        return fail(a, FAULT_CLASH, NULL, "この内容は承認済みです。直したときに申請します。");
    it->round = state.round + 1;
    it->matter =
        arena_print(a->arena, "%s/%lld/%04lld", l->name, (long long)row->id, (long long)it->round);
    return true;
}

static bool
find_route(struct act *a, const struct ledger *l, const struct record *row, struct approval *it)
{
    struct approval_routes routes;

    if (!approval_routes_for(a, l, row, &routes))
        return false;
    for (size_t i = 0; i < routes.count; i++)
        if (routes.rows[i]->base.id == it->route.id) {
            it->route_title = routes.rows[i]->title;
            it->own = routes.rows[i]->own;
            return true;
        }
    return fail(a, FAULT_INVALID, "route", "この承認経路は%sには使えません。選び直します。",
                l->title);
}

bool
approval_check_ask(struct act *a, struct approval *it)
{
    const struct ledger *l = it->ledger ? ledger_find(it->ledger) : NULL;
    struct record *row;
    struct frozen frozen;
    bool found;

    if (!l || l->installation || l == &approval_ledger || l == &approval_step_ledger)
        return fail(a, FAULT_INVALID, "ledger", "決裁できる台帳の名前ではありません。");
    if (strcmp(it->base.state, "running") != 0)
        return fail(a, FAULT_CLASH, "state", "決裁は申請から始まります。");
    if (!freeze_record(a, l, it->record, NULL, &row, &frozen, &found))
        return false;
    if (!found)
        return access_missing(a, l, it->record);
    if (!may_ask(a, l, row))
        return false;
    if (row->contract != it->base.contract)
        return fail(a, FAULT_INVALID, "contract", "対象の記録とは別の契約です。");
    it->base.owner = a->who->person;
    it->plan = NEW(a->arena, struct approval_plan);
    it->plan->action = "ask";
    if (!check_earlier(a, l, row, it) || !find_route(a, l, row, it) ||
        !make_steps(a, it, row, &it->plan->steps))
        return false;
    it->title = record_title(a, l, row);
    if (!it->title || !*it->title)
        it->title = arena_print(a->arena, "%s %lld", l->title, (long long)row->id);
    it->applicant = a->who->title ? a->who->title : "";
    it->subject_version = row->version;
    it->content.text = frozen.content;
    it->details.text = frozen.details;
    it->hash = frozen.hash;
    it->back_to = NO_NUMBER;
    it->substitute = (struct ref){ 0 };
    it->decided_at = (struct instant){ 0 };
    approval_turn_set(a, it, &it->plan->steps);
    return true;
}

bool
approval_ask(struct act *a, const struct ledger *l, int64_t record, int64_t route, const char *note,
             int64_t *approval)
{
    struct approval *it = ledger_new(a, &approval_ledger);
    struct record *row = ledger_new(a, l);
    bool found;

    if (!shape_read(a, shape_of(l), record, false, row, &found))
        return false;
    if (!found || row->removed_at.us)
        return access_missing(a, l, record);
    if (!access_require(a, l, DEED_READ, row))
        return false;
    it->base.contract = row->contract;
    it->ledger = l->name;
    it->record = record;
    it->route.id = route;
    it->note.text = note;
    if (!ledger_create(a, &approval_ledger, it))
        return false;
    *approval = it->base.id;
    return true;
}
