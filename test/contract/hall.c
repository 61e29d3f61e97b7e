#include "hall.h"

#include <stdio.h>
#include <string.h>

#include "contract/approval_row.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "modules.h"
#include "store/open.h"
#include "store/query.h"

enum { ACTS = 3 };

static const struct choice_item kinds[] = { { "年間", "年間", NULL },
                                            { "臨時", "臨時", NULL },
                                            { 0 } };

static const struct field plan_fields[] = {
    FIELD(struct proposal, title, "件名", .required = true, .searched = true, .most = 100),
    FIELD(struct proposal, kind, "種別", .choices = kinds, .most = 20),
    FIELD(struct proposal, budget, "予算"),
    FIELD(struct proposal, text, "内容", .searched = true),
    FIELD(struct proposal, holder, "担当者の住所", .personal = true),
    FIELD(struct proposal, section, "課", .to = &organisation_ledger),
    FIELD(struct proposal, issued_on, "発行日", .fixed = true),
    { 0 },
};

static const struct state plan_state_rows[] = {
    { "draft", "下書き", NULL, MARK_NEW },
    { "agreed", "承認", NULL, MARK_SOLVED },
    { "issued", "発行", NULL, MARK_DONE, .ended = true },
    { 0 },
};

static bool
check_issue(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return approval_settled_first(a, &proposal_ledger, record);
}

static const struct transition plan_transitions[] = {
    { "agree", "承認にする", "draft", "agreed", NULL, 1 << ROLE_LEAD, check_issue },
    { "issue", "発行する", "draft agreed", "issued", NULL, 1 << ROLE_LEAD, check_issue },
    { 0 },
};

static const struct states plan_states = { plan_state_rows, plan_transitions };

enum {
    WORK = DEED_READ | DEED_CREATE | DEED_CHANGE | DEED_REMOVE | DEED_PERSONAL | DEED_HISTORY,
};

static const struct access plan_access[] = {
    { ROLE_LEAD, WORK, REACH_CONTRACT },
    { ROLE_OPERATOR, WORK, REACH_CONTRACT },
    { ROLE_OFFICER, DEED_READ, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_READ | DEED_CREATE, REACH_OWN },
    { 0 },
};

const struct ledger proposal_ledger = {
    .name = "proposal",
    .title = "計画",
    .help = "試しの計画です。",
    .path = "/test/plans",
    .icon = "form",
    .row_size = sizeof(struct proposal),
    .fields = plan_fields,
    .titled_by = "title",
    .listed = "title state",
    .states = &plan_states,
    .access = plan_access,
};

static const struct {
    const char *login;
    const char *title;
    enum role role;
} seats[SEATS] = {
    [LEAD] = { "suzuki", "鈴木", ROLE_LEAD },
    [OPERATOR] = { "ooishi", "大石", ROLE_OPERATOR },
    [OFFICER] = { "miura", "三浦", ROLE_OFFICER },
    [CHIEF] = { "aoyama", "青山", ROLE_APPROVER },
    [HEAD] = { "nakajo", "中条", ROLE_APPROVER },
    [DEPUTY] = { "yamaguchi", "山口", ROLE_APPROVER },
    [REQUESTER] = { "sato", "佐藤", ROLE_REQUESTER },
    [AUDITOR] = { "kansa", "監査", ROLE_AUDITOR },
    [STRANGER] = { "tanaka", "田中", ROLE_APPROVER },
};

static void
end_act(void *thing)
{
    act_end(thing);
}

static struct act *
begin(struct hall *h, const struct who *who, enum origin origin)
{
    struct act *a = NEW(h->test->arena, struct act);

    act_begin(a, h->store, h->test->arena, who, origin);
    a->now = h->now;
    arena_defer(h->test->arena, end_act, a);
    if (h->act_count >= ACTS)
        act_end(h->acts[h->act_count % ACTS]);
    h->acts[h->act_count++ % ACTS] = a;
    return a;
}

struct act *
hall_act(struct hall *h, enum seat seat)
{
    return begin(h, &h->who[seat], ORIGIN_PAGE);
}

struct act *
hall_console(struct hall *h)
{
    return begin(h, who_console(), ORIGIN_COMMAND);
}

void
hall_done(const struct act *a, bool done)
{
    for (const struct fault *f = a->faults; !done && f; f = f->next)
        print_error("%s: %s\n", f->field ? f->field : "-", f->message);
    assert_true(done);
}

enum fault_kind
hall_refused(const struct act *a, bool done)
{
    assert_false(done);
    assert_non_null(a->faults);
    return a->faults->kind;
}

static int64_t
make_contract(struct hall *h, const char *title)
{
    struct act *a = hall_console(h);
    struct contract *c = ledger_new(a, &contract_ledger);

    c->number = c->title = title;
    hall_done(a, ledger_create(a, &contract_ledger, c));
    return c->base.id;
}

static void
take_seat(struct hall *h, enum seat seat)
{
    struct act *a = hall_console(h);
    struct person *person = ledger_new(a, &person_ledger);
    struct user *user = ledger_new(a, &user_ledger);
    struct membership_row *in = ledger_new(a, &membership_ledger);

    person->title = seats[seat].title;
    person->section.id = h->section;
    person->mail.text = arena_print(h->test->arena, "%s@city.example", seats[seat].login);
    hall_done(a, ledger_create(a, &person_ledger, person));
    user->login = seats[seat].login;
    user->title = seats[seat].title;
    user->person.id = person->base.id;
    hall_done(a, ledger_create(a, &user_ledger, user));
    in->user.id = user->base.id;
    in->within.id = seat == STRANGER ? h->other : h->contract;
    in->section.id = h->section;
    in->role.code = role_name(seats[seat].role);
    hall_done(a, ledger_create(a, &membership_ledger, in));
    hall_done(a, who_load(a, user->base.id, &h->who[seat]));
}

void
hall_open(struct test *t, struct hall *h)
{
    struct organisation *section;
    struct route_step *step;
    struct date day;
    struct act *a;

    assert_true(date_make(2026, 4, 6, &day));
    *h = (struct hall){ .test = t,
                        .store = modules_open(t, &proposal_ledger),
                        .now = instant_make(day, 540) };
    h->contract = make_contract(h, "運用支援");
    h->other = make_contract(h, "別の契約");
    a = hall_console(h);
    section = ledger_new(a, &organisation_ledger);
    section->title = "情報政策課";
    section->kind.code = "section";
    hall_done(a, ledger_create(a, &organisation_ledger, section));
    h->section = section->base.id;
    for (enum seat seat = LEAD; seat < SEATS; seat++)
        take_seat(h, seat);
    h->route = hall_route(h, "計画の承認");
    step = hall_step(h, h->route, 1, "係長");
    step->people = hall_people(h, (const enum seat[]){ CHIEF }, 1);
    step->hands_over = true;
    hall_step_made(h, step);
    step = hall_step(h, h->route, 2, "課長");
    step->people = hall_people(h, (const enum seat[]){ HEAD }, 1);
    step->deputies = hall_people(h, (const enum seat[]){ DEPUTY }, 1);
    hall_step_made(h, step);
}

/* --- plans -------------------------------------------------------------------------------- */

int64_t
hall_plan(struct hall *h, enum seat seat, const char *title)
{
    struct act *a = hall_act(h, seat);
    struct proposal *it = ledger_new(a, &proposal_ledger);

    it->title = title;
    it->kind = "年間";
    it->budget.yen = 1000000;
    it->text.text = "はじめの内容";
    it->holder = seat == REQUESTER ? NULL : "青葉市本町1-2-3";
    hall_done(a, ledger_create(a, &proposal_ledger, it));
    return it->base.id;
}

struct proposal *
hall_plan_read(struct hall *h, int64_t id)
{
    struct act *a = hall_console(h);
    struct proposal *it = ledger_new(a, &proposal_ledger);
    bool found;

    hall_done(a, shape_read(a, shape_of(&proposal_ledger), id, true, it, &found));
    assert_true(found);
    return it;
}

void
hall_plan_says(struct hall *h, int64_t id, const char *text)
{
    struct proposal *it = hall_plan_read(h, id);
    struct act *a = hall_act(h, LEAD);

    it->text.text = text;
    hall_done(a, ledger_change(a, &proposal_ledger, it));
}

/* --- routes ------------------------------------------------------------------------------- */

int64_t
hall_route(struct hall *h, const char *title)
{
    struct act *a = hall_act(h, OFFICER);
    struct approval_route *it = ledger_new(a, &approval_route_ledger);

    it->title = title;
    it->applies_to = "計画";
    hall_done(a, ledger_create(a, &approval_route_ledger, it));
    return it->base.id;
}

struct route_step *
hall_step(struct hall *h, int64_t route, int64_t position, const char *label)
{
    struct act *a = hall_act(h, OFFICER);
    struct route_step *it = ledger_new(a, &route_step_ledger);

    it->route.id = route;
    it->position = position;
    it->label = label;
    return it;
}

void
hall_step_made(struct hall *h, struct route_step *step)
{
    struct act *a = hall_act(h, OFFICER);

    hall_done(a, ledger_create(a, &route_step_ledger, step));
}

struct refs
hall_people(struct hall *h, const enum seat *list, size_t count)
{
    struct refs out = { NEW_ARRAY(h->test->arena, count, struct ref), count };

    for (size_t i = 0; i < count; i++)
        out.items[i].id = h->who[list[i]].person;
    return out;
}

/* --- approvals ---------------------------------------------------------------------------- */

int64_t
hall_asked(struct hall *h, int64_t plan)
{
    struct act *a = hall_act(h, LEAD);
    int64_t approval = 0;

    hall_done(a, approval_ask(a, &proposal_ledger, plan, h->route, "お願いします。", &approval));
    return approval;
}

bool
hall_decides(struct hall *h, enum seat seat, int64_t approval, const char *action,
             const char *comment, struct act **act)
{
    struct approval_decision decision = { .action = action, .comment = comment };

    *act = hall_act(h, seat);
    return approval_decide(*act, approval, &decision);
}

void
hall_approves(struct hall *h, enum seat seat, int64_t approval)
{
    struct act *a;
    bool done = hall_decides(h, seat, approval, "approve", NULL, &a);

    hall_done(a, done);
}

enum fault_kind
hall_refuses(struct hall *h, enum seat seat, int64_t id, const char *action, const char *comment)
{
    struct act *a;
    bool done = hall_decides(h, seat, id, action, comment, &a);

    return hall_refused(a, done);
}

void
hall_decided(struct hall *h, enum seat seat, int64_t id, const char *action, const char *comment)
{
    struct act *a;
    bool good = hall_decides(h, seat, id, action, comment, &a);

    hall_done(a, good);
}

struct approval *
hall_stored(struct hall *h, int64_t id)
{
    struct act *a = hall_console(h);
    struct approval *it = ledger_new(a, &approval_ledger);
    bool found;

    hall_done(a, shape_read(a, shape_of(&approval_ledger), id, true, it, &found));
    assert_true(found);
    return it;
}

struct approval_state
hall_state(struct hall *h, int64_t plan)
{
    struct act *a = hall_console(h);
    struct approval_state state;

    hall_done(a, approval_state_read(a, &proposal_ledger, &hall_plan_read(h, plan)->base, &state));
    return state;
}

struct counted {
    int64_t count;
};

int64_t
hall_count(struct hall *h, const char *sql)
{
    struct act *a = hall_console(h);
    struct query query = { .name = "test.count",
                           .sql = sql,
                           .row_size = sizeof(struct counted),
                           .columns = COLUMNS(COLUMN(struct counted, count)) };
    struct counted counted = { 0 };
    bool found;

    hall_done(a, query_first(a, &query, &counted, &found, UNBOUND));
    return counted.count;
}
